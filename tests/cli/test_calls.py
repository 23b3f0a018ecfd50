"""Calling the program: help, wrong usage, exit codes, all in German."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lebenslage.cli import main as entry
from lebenslage.cli.german import in_german

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("start", "check", "import", "imports", "undo", "redo", "index", "backup", "restore")
ENGLISH = ("usage", "options", "positional", "show this", "required", "optional", "invalid")


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)])
def test_help_is_german(run, words):
    answer = run(*words, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Aufruf: python -m lebenslage")
    assert "diese Hilfe zeigen" in answer.out
    assert not [word for word in ENGLISH if word in answer.out.casefold()]


def test_help_names_every_command(run):
    out = run("--help").out
    assert [command for command in COMMANDS if f"\n    {command} " not in out] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Es fehlt: BEFEHL."),
        (("mache",), "BEFEHL: „mache“ gibt es nicht; möglich: start, check, import, imports, "
                     "undo, redo, index, survey, grid, report, opendata, backup, restore, "
                     "status, user, auskunft, aufbewahrung."),
        (("undo",), "Es fehlt: ID."),
        (("undo", "eins"), "ID: „eins“ ist keine ganze Zahl."),
        (("index", "--out", "x.csv"), "Es fehlt: --catalogue, --values."),
        (("check", "a.csv", "b.csv"), "Unbekannte Angabe: b.csv."),
        (("check", "a.csv", "--codebook"), "Nach --codebook fehlt ein Wert."),
        (("check", "a.csv", "--json=ja"), "--json bekommt keinen Wert."),
        (("check", "a.csv", "--js"), "Unbekannte Angabe: --js."),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(run, instanz, words, message):
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Aufruf: python -m lebenslage")
    assert answer.err.splitlines()[-1] == message
    assert list(instanz.iterdir()) == []


def test_an_unknown_message_is_passed_on():
    assert in_german("something new") == "something new"
    assert in_german("one of the arguments -a -b is required") == (
        "Es fehlt eine der Angaben: -a -b."
    )


def test_interrupted(run, monkeypatch):
    def interrupt(_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(entry.pkgutil, "resolve_name", lambda _name: interrupt)
    answer = run("imports")
    assert (answer.code, answer.err) == (130, "Abgebrochen.\n")


def test_as_a_program(instanz, paket):
    """In a process of its own, where the terminal knows no umlauts."""
    surroundings = {**os.environ, "LEBENSLAGE_DATEN": str(paket), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "lebenslage"]
    answer = subprocess.run(
        [*command, "undo", "77"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "Einen Import mit der Nummer 77 gibt es nicht.\n"
    answer = subprocess.run(
        [*command, "--help"], cwd=ROOT, env=surroundings, capture_output=True, check=True
    )
    assert b"zur?cknehmen" in answer.stdout
