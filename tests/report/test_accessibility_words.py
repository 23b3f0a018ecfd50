"""The statement on accessibility: the model's sections, the day of the check, what is missing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from lebenslage.report.accessibility_words import Check, statement
from tests import tiny

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "lebenslage" / "app" / "barrierefreiheit.toml"


def test_statement_follows_the_model_of_the_land():
    check = Check("2026-11-28", "axe-core 4.12.1", 24, 0, ("Karten gehen nicht.",))
    sections = {head: (texts, points) for head, texts, points in statement(tiny.gemeinde(), check)}
    assert list(sections) == [
        "",
        "Stand der Vereinbarkeit mit den Anforderungen",
        "Nicht barrierefreie Inhalte",
        "Erstellung dieser Erklärung",
        "Rückmeldung und Kontaktangaben",
        "Schlichtungsverfahren",
    ]
    assert "§ 10 Absatz 1 des Landes-Behindertengleichstellungsgesetzes" in sections[""][0][0]
    assert sections["Nicht barrierefreie Inhalte"][1] == ["Karten gehen nicht."]
    told = sections["Erstellung dieser Erklärung"][0][0]
    assert "am 28.11.2026 mit axe-core 4.12.1: 24 Seiten" in told
    assert "gefunden wurde kein Verstoß" in told


def test_another_land_has_its_own_law():
    check = Check("2026-11-28", "axe", 1, 0, ())
    sections = statement(replace(tiny.gemeinde(), land="Bayern"), check)
    assert "Behindertengleichstellungsgesetz des Landes (Bayern)" in sections[0][1][0]
    assert "Schlichtungsverfahren" not in [head for head, _, _ in sections]


def test_the_last_check_saw_every_page():
    check = Check.of(tomllib.loads(SHIPPED.read_text("utf-8")))
    assert check.seiten == len(list((ROOT / "pages").glob("*.py")))
    assert date.fromisoformat(check.datum) <= date.today()
    assert check.ausnahmen
