"""Another town by the guide, step by step: nothing in the program knows the first one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lebenslage.cli.main import main
from tests.app.test_pages import open_page, texts
from tests.data.koeln_package import GUIDE, KOELN, steps

ROOT = Path(__file__).resolve().parents[2]


def follow(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Do what the guide says in a folder, up to the start of the dashboard; what was printed."""
    shutil.copy(KOELN / "Stadtbezirk.zip", place)
    monkeypatch.chdir(place)
    done = []
    for name, text in steps():
        if name:
            (place / "koeln" / name).write_text(text, "utf-8")
            continue
        match shlex.split(text):
            case ["mkdir", folder]:
                Path(folder).mkdir()
            case ["cp", source, target]:
                shutil.copy(source, target)
            case ["export", setting]:
                variable, _, value = setting.partition("=")
                monkeypatch.setenv(variable, str(place / value))
            case ["python", "-m", "lebenslage", "start"]:
                done.append("start")
            case ["python", "-m", "lebenslage", *words]:
                assert main(words) == 0, text
                done.append(words[0])
            case _:
                pytest.fail(f"the guide says something new: {text}")
    assert done == ["check", "check", "imports", "status", "opendata", "start"]
    return capsys.readouterr().out


def test_the_guide_leads_to_a_dashboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LEBENSLAGE_DATENBANK", raising=False)
    told = follow(tmp_path, monkeypatch, capsys)
    assert re.search(r"^5 .*wirksam", told, re.M)
    assert re.search(r"^Zu tun +nichts$", told, re.M)
    assert any((tmp_path / "offene-daten").iterdir())
    assert os.environ["LEBENSLAGE_INSTANZ"] == str(tmp_path / "instanz-koeln")
    # what „start“ would show, in this process
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    st.cache_data.clear()
    dashboard = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    shown = {}
    for name in ("uebersicht", "ortsteil", "indikatoren", "daten", "methodik"):
        page = open_page(dashboard, name)
        assert not page.exception, name
        shown[name] = texts(page)
        assert "Wüstenrot" not in shown[name], name
    assert "Mülheim" in shown["ortsteil"]
    assert "72,5" in GUIDE.read_text("utf-8")
    assert "72,5" in shown["indikatoren"]
    st.cache_resource.clear()
    st.cache_data.clear()
