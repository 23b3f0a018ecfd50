"""The yearly report: counts that a person can check, protected, marked, the same bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lebenslage.analysis.registers.year import MEHRERE, OHNE_ALTER, year_of, years
from lebenslage.model.registers import Entry
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.rules import Thresholds
from lebenslage.report.funder import counts_table, funder_report, overview
from tests import tiny
from tests.report import pdf
from tests.report.conftest import figures_of

TODAY = dt.date(2024, 10, 1)


def event(number: int, place: str, day: str, came: int | None, **more) -> Entry:
    daten = {"titel": f"Fest {number}", "ortsteile": tuple(place.split()), "beginn": day, **more}
    if came is not None:
        daten["teilnehmende"] = came
    return Entry("veranstaltungen", f"V-{number}", daten)


def concern(number: int, place: str, status: str) -> Entry:
    daten = {
        "titel": f"Klage von Frau Muster {number}", "text": "Frau Muster wohnt am Weiher.",
        "ortsteile": (place,), "eingang": "2024-02-01", "status": status,
    }  # fmt: skip
    return Entry("anliegen", f"B-{number}", daten)


def entries() -> dict[str, list[Entry]]:
    """Participants: Nordheim 40 + 20, Osterfeld 30, Südhausen 12, Westtal 4, together 25.

    Concerns: 14 of Nordheim (10 settled), 3 of Westtal (open).
    """
    project = {
        "titel": "Bank am Weiher", "ortsteile": ("nordheim",), "handlungsfelder": ("wohnen",),
        "status": "laeuft", "buergerprojekt": True, "beginn": "2023-03-01", "kosten": 1200.5,
        "foerderprogramm": "Quartier 2030", "foerderbetrag": 1000.0, "verantwortlich": "A-1",
        "kennzahlen": ("leerstandsquote",),
    }  # fmt: skip
    return {
        "projekte": [
            Entry("projekte", "P-1", project),
            Entry("projekte", "P-2", {"titel": "Neu", "status": "geplant", "beginn": "2025-01-01"}),
            Entry("projekte", "P-3", {"titel": "Weg", "status": "laeuft"}, archiviert=True),
            Entry("projekte", "P-4", {"titel": "Hofladen", "status": "geplant"}, beispiel=True),
        ],
        "schritte": [
            Entry("schritte", "S-1", {"projekt": "P-1", "titel": "x", "erledigt": "2024-01-05"}),
            Entry("schritte", "S-2", {"projekt": "P-1", "titel": "y", "erledigt": "2023-01-05"}),
        ],
        "akteure": [
            Entry("akteure", "A-1", {
                "name": "Dorfverein", "art": "verein", "ansprechperson": "Erika Muster",
                "ortsteile": ("nordheim",), "handlungsfelder": ("wohnen",)}),
            Entry("akteure", "A-2", {"name": "Rathaus", "art": "amt", "ortsteile": ("westtal",)}),
        ],
        "kooperationen": [
            Entry("kooperationen", "K-1", {"von": "A-1", "mit": "A-2", "seit": "2024-05-01"}),
        ],
        "veranstaltungen": [
            event(1, "nordheim", "2024-01-10", 40, teilnehmende_u18=15, teilnehmende_65=20),
            event(2, "nordheim", "2024-02-10", 20),
            event(3, "osterfeld", "2024-03-10", 30),
            event(4, "suedhausen", "2024-04-10", 12),
            event(5, "westtal", "2024-05-10", 4),
            event(6, "nordheim westtal", "2024-06-10", 25),
            event(7, "nordheim", "2024-07-10", None),
            event(8, "nordheim", "2024-08-10", 99, abgesagt=True),
            event(9, "nordheim", "2024-12-24", 99),
            event(10, "nordheim", "2023-12-24", 99),
        ],
        "anliegen": [
            *(concern(i, "nordheim", "erledigt" if i < 10 else "neu") for i in range(14)),
            *(concern(20 + i, "westtal", "neu") for i in range(3)),
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def year():
    return year_of(entries(), list(tiny.ORTSTEILE), 2024, TODAY, Thresholds())


@pytest.fixture(scope="module")
def made(figures):
    return funder_report(figures, entries(), 2024, TODAY)


def test_what_belongs_to_the_year(year):
    assert [e.kennung for e in year.projekte] == ["P-1", "P-4"]
    assert [e.kennung for e in year.veranstaltungen] == [f"V-{i}" for i in range(1, 8)]
    assert (year.gezaehlt, year.schritte) == (6, 1)


def test_participants_are_protected_together(year):
    """4 of Westtal are too few; 12 of Südhausen go with them, else the sum would tell them."""
    found = counts_table(year.teilnahmen, tiny.ORTSTEILE, "Teilnahmen")
    hidden = "nicht gezeigt (Datenschutz)"
    assert found.to_numpy().tolist() == [
        ["Nordheim", "3", "2", "60"], ["Osterfeld", "1", "1", "30"],
        ["Südhausen", "1", "1", hidden], ["Westtal", "1", "1", hidden],
        ["mehrere Ortsteile", "1", "1", "25"], ["Zusammen", "7", "6", "131"],
    ]  # fmt: skip
    ages = dict(zip(year.alter["gruppe"], year.alter["n"], strict=True))
    assert (ages["teilnehmende_u18"], ages["teilnehmende_65"]) == (15, 20)
    assert ages[OHNE_ALTER] == 96  # 131 - 15 - 20


def test_concerns_are_counts_and_protected(year):
    """3 of Westtal hide the 14 of Nordheim; 7 open ones hide the 10 settled ones."""
    assert year.anliegen.set_index("gruppe")["n"].isna().to_dict() == {
        "nordheim": True, "osterfeld": False, "suedhausen": False, "westtal": True,
        MEHRERE: False, "": False,
    }  # fmt: skip
    assert year.erledigt["n"].isna().tolist() == [True, True, False]
    told = overview(year, tiny.ORTSTEILE)
    assert told[0] == (
        "2 Projekte, davon 1 aus der Bürgerschaft; 1 läuft, 0 in diesem Jahr abgeschlossen. "
        "1 Schritt erledigt."
    )
    assert told[1] == (
        "7 Veranstaltungen in 4 von 4 Ortsteilen; Teilnahmen, gezählt bei 6 von 7: 131."
    )


def test_what_nobody_counted_is_not_zero():
    held = {"veranstaltungen": [event(1, "nordheim", "2024-01-10", None)]}
    year = year_of(held, list(tiny.ORTSTEILE), 2024, TODAY, Thresholds())
    rows = counts_table(year.teilnahmen, tiny.ORTSTEILE, "Teilnahmen").to_numpy().tolist()
    assert rows[0] == ["Nordheim", "1", "0", "nicht gezählt"]
    assert rows[1] == ["Osterfeld", "0", "0", "–"]
    assert rows[-1] == ["Zusammen", "1", "0", "nicht gezählt"]
    ages = {**ALTERSGRUPPEN, OHNE_ALTER: OHNE_ALTER}
    assert set(counts_table(year.alter, ages, "Teilnahmen")["Teilnahmen"]) == {"nicht gezählt"}
    assert overview(year, tiny.ORTSTEILE)[1] == (
        "1 Veranstaltung in 1 von 4 Ortsteilen; Teilnehmende: nicht gezählt."
    )
    year = year_of(entries(), list(tiny.ORTSTEILE), 2024, TODAY, Thresholds())
    told = counts_table(year.alter, ages, "Teilnahmen").set_index("Gruppe").to_dict("index")
    assert told["unter 18 Jahre"] == {"gezählt bei": "1", "Teilnahmen": "15"}
    assert told["18 bis 39 Jahre"] == {"gezählt bei": "0", "Teilnahmen": "nicht gezählt"}


def test_few_persons_in_all_are_not_told():
    few = {"anliegen": [concern(1, "westtal", "neu")]}
    found = year_of(few, list(tiny.ORTSTEILE), 2024, TODAY, Thresholds())
    assert found.anliegen["n"].iloc[-1] != 1
    assert years(few, TODAY) == [2024]
    assert years({}, TODAY) == [2024]


def test_the_paper_is_accessible_and_says_the_numbers(made):
    assert pdf.problems(made) == []
    text = pdf.text(made)
    for told in (
        "Jahresbericht 2024 des Quartiersmanagements", "Bank am Weiher", "Hofladen (Beispiel)",
        "1.200,50 €", "Eingetragene Fördersummen zusammen: 1.000 €.", "Fest 7", "131",
        "1 Verbindung zwischen 2 Akteuren: 100 %", "„Leerstandsquote“ 10,0 % (2022) → 5,0 % (2024)",
            "anderen Ortsteilen im Mittel:", "Wo Werte niedrig liegen und kein Projekt läuft",
        "zählen von dem Tag an, an dem sie eingetragen wurden",
    ):  # fmt: skip
        assert told in text, told
    assert "Fest 8" not in text  # did not take place
    assert "Fest 9" not in text  # not yet
    assert "Weg" not in pdf.bookmarks(made)


def test_no_person_and_no_concern_is_in_the_paper(made):
    text = pdf.text(made)
    assert "Muster " not in text.replace("Musterau", "")
    assert "Weiher." not in text
    assert "Einträge mit dem Zusatz „(Beispiel)“ sind erfunden" in text
    for page in pdf.pages(made):
        assert "Enthält Beispieldaten (erfunden)" in page


def test_only_the_made_up_surveys_are_called_so():
    first, last = tiny.wave("2022"), tiny.wave("2024")
    real = replace(last, fragebogen=replace(last.fragebogen, beispiel=False))
    state = replace(tiny.snapshot(), umfragen=(first, real))
    text = pdf.text(funder_report(figures_of(state), {}, 2024, TODAY))
    assert "Die Befragung „Umfrage 2022“ ist erfunden" in text
    assert "Die Befragung ist erfunden" not in text


def test_same_entries_same_bytes(made, figures):
    assert funder_report(figures, entries(), 2024, TODAY) == made


def test_nothing_entered_yet(empty):
    data = funder_report(empty, {}, 2024, TODAY)
    assert pdf.problems(data) == []
    assert "Für dieses Jahr ist kein Projekt eingetragen." in pdf.text(data)
