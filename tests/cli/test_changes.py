"""`imports`, `undo`, `redo`, `backup`, `restore`, `status`, `start`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import update

from lebenslage.cli import start
from lebenslage.store import Store
from lebenslage.store.schema import importe

ROOT = Path(__file__).resolve().parents[2]


def test_imports(run, values_file):
    run("import", values_file, "--yes", "--wer", "Amt")
    run("undo", "6")
    answer = run("imports")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].split() == ["ID", "Wann", "Status", "Zeilen", "Format", "Datei", "Wer"]
    assert len(lines) == 7
    assert lines[1].startswith("6   ")
    for cell in (" Uhr ", " zurückgenommen ", " Indikatorwerte ", " neu.csv ", " Amt"):
        assert cell in lines[1]
    assert lines[2].endswith("  mitgeliefert")


def test_undo_and_redo(run, values_file):
    run("import", values_file, "--yes")
    answer = run("undo", "6")
    assert answer.out.splitlines() == [
        "Import 6 („neu.csv“) ist zurückgenommen.",
        "Wiederherstellen: python -m lebenslage redo 6",
    ]
    answer = run("undo", "6")
    assert (answer.code, answer.err) == (1, "Import 6 ist bereits zurückgenommen.\n")
    answer = run("redo", "6", "--wer", "IT")
    assert answer.out.splitlines() == [
        "Import 6 („neu.csv“) ist wieder wirksam.",
        "Zurücknehmen: python -m lebenslage undo 6",
    ]
    with Store() as store:
        assert store.audit()[0].wer == "IT"


def test_backup_and_restore(run, values_file, tmp_path):
    backup = tmp_path / "sicherung.sqlite"
    answer = run("backup", backup)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Gesichert und zurückgelesen: {backup} (")
    assert answer.out.endswith(" MB, 5 Importe).\n")
    run("import", values_file, "--yes")
    answer = run("restore", backup, "--wer", "IT")
    first, second = answer.out.splitlines()
    assert first == f"Eingespielt: {backup} (5 Importe)."
    assert second.startswith("Der bisherige Speicher liegt jetzt hier: ")
    with Store() as store:
        assert len(store.imports()) == 5
        assert store.audit()[0].wer == "IT"


def test_restore_of_something_else(run, values_file):
    answer = run("restore", values_file)
    assert (answer.code, answer.err) == (
        1,
        "„neu.csv“ ist beschädigt oder keine Datenbank. Bitte eine andere Sicherung verwenden.\n",
    )


def test_restore_of_a_damaged_store(run, instanz, tmp_path):
    backup = tmp_path / "sicherung.sqlite"
    run("backup", backup)
    (instanz / "lebenslage.sqlite").write_bytes(b"kaputt" * 1000)
    answer = run("imports")
    assert answer.code == 1
    assert answer.err.endswith("python -m lebenslage restore SICHERUNG\n")
    answer = run("restore", backup)
    expected = "Der bisherige Speicher war nicht lesbar; bitte das Dashboard neu starten.\n"
    assert (answer.code, answer.err) == (0, expected)
    assert run("imports").code == 0


def test_start_hands_over_to_streamlit(run, monkeypatch, instanz):
    calls = []
    monkeypatch.setattr(start, "hand_over", lambda *call: calls.append(call) or 0)
    assert run("start", "--port", "8600").code == 0
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    assert calls == [([*command, "--server.port", "8600"], ROOT)]
    with Store() as store:
        assert len(store.imports()) == 5, "the store is there before the first visitor"


def test_start_tells_what_is_wrong_before_it_starts(run, monkeypatch, instanz):
    monkeypatch.setattr(start, "hand_over", lambda *_: pytest.fail("started"))
    (instanz / "lebenslage.sqlite").write_bytes(b"kaputt" * 1000)
    answer = run("start")
    assert answer.code == 1
    assert answer.err.startswith("„lebenslage.sqlite“ ist beschädigt oder keine Datenbank.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


def test_start_for_real(instanz, paket, tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "lebenslage", "start", "--port", str(port)]
    surroundings = {**os.environ, "LEBENSLAGE_DATEN": str(paket), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not is_healthy(port):
            assert process.poll() is None, "ended by itself"
            assert time.monotonic() < until, "does not answer"
            time.sleep(0.2)
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_an_existing_backup_is_not_overwritten_by_accident(run, tmp_path):
    backup = tmp_path / "sicherung.sqlite"
    run("backup", backup)
    answer = run("backup", backup)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "Die Sicherung „sicherung.sqlite“ gibt es schon. Bitte einen anderen Namen wählen, oder "
        "mit --ueberschreiben sagen, dass sie ersetzt werden soll.\n"
    )
    assert run("backup", backup, "--ueberschreiben").code == 0


def test_backups_nobody_has_to_think_of(run, instanz, values_file, monkeypatch):
    folder = instanz / "sicherungen"
    run("imports")
    assert not folder.exists(), "a store of today has no yesterday to lose"
    with Store() as store, store.engine.begin() as connection:
        connection.execute(update(importe).values(wann="2026-01-02T08:00:00+00:00"))
    answer = run("status")
    assert answer.code == 1
    assert "Eine Sicherung fehlt seit" in answer.err
    run("imports")
    (made,) = folder.iterdir()
    before = made.read_bytes()
    run("import", values_file, "--yes")
    assert made.read_bytes() == before, "once a day is enough"
    assert run("backup", "--automatisch").out.startswith(f"Gesichert und zurückgelesen: {made} (")
    assert made.read_bytes() != before
    answer = run("status")
    assert (answer.code, answer.err) == (0, "")
    assert str(made) in answer.out
    monkeypatch.setenv("LEBENSLAGE_SICHERUNGEN", str(values_file))
    assert run("imports").code == 0, "a folder that cannot be is no reason to stand still"


def test_status_for_machines(run, instanz):
    answer = run("status", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Es gibt noch keinen Speicher unter")
    assert list(instanz.iterdir()) == []
    run("imports")
    told = json.loads(run("status", "--json", "--gruendlich").out)
    assert (told["art"], told["version"], told["importe"], told["probleme"]) == ("SQLite", 1, 5, [])
    assert "lebenslage_importe_wirksam 5\n" in run("status", "--metriken").out
    assert run("backup", "x.sqlite", "--automatisch").err.endswith(
        "--automatisch und DATEI gehen nicht zusammen.\n"
    )
