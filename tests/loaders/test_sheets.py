"""Sheets of paper are checked like a file, all problems at once, and become answers of a wave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders import check_sheet, read_sheets
from lebenslage.model.exchange import Known, PaperAnswers
from lebenslage.model.keyed import KeyedSheet
from lebenslage.model.survey import Question, QuestionType
from tests import tiny

SURVEY = tiny.questionnaire()
KNOWN = Known(gazetteer=tiny.gazetteer())
FULL = {"ort": "1", "F1": "4", "F2": "1", "F3": "1 2", "F4": "12", "F5": "Ein Laden; „nah“"}


def sheet(bogen: str, **typed: str) -> KeyedSheet:
    return KeyedSheet(1, SURVEY.id, bogen, 1, typed, "2025-01-01", "Amt")


def messages(error: DatenFehler) -> list[tuple[str | None, str | None, str]]:
    return [(p.datei, p.spalte, p.meldung) for p in error.problems]


def test_a_sheet_becomes_cells():
    assert check_sheet(SURVEY, tiny.ORTSTEILE, FULL, KNOWN) == {
        "ort": "nordheim", "F1": "4", "F2": "ja", "F3[bus]": "Y", "F3[rad]": "Y", "F4": "12",
        "F5": "Ein Laden; „nah“",
    }  # fmt: skip


def test_all_problems_of_a_sheet_at_once():
    typed = {"ort": "Nirgends", "F1": "6", "F3": "1 x", "F4": "viele"}
    with pytest.raises(DatenFehler) as caught:
        check_sheet(SURVEY, tiny.ORTSTEILE, typed, KNOWN)
    assert messages(caught.value) == [
        (None, "ort", "„Nirgends“ ist kein bekannter Ortsteil oder Weiler."),
        (None, "F1", "„6“ gibt es hier nicht; möglich ist 1 bis 5 oder 9."),
        (None, "F3", "„x“ gibt es hier nicht; möglich ist 1 oder 2."),
        (None, "F4", "„viele“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
    ]


def test_an_empty_sheet_and_a_rank_given_twice():
    with pytest.raises(DatenFehler, match="Der Bogen ist leer"):
        check_sheet(SURVEY, tiny.ORTSTEILE, {}, KNOWN)
    parts = {"a": "Arzt", "b": "Bus", "c": "Café"}
    survey = tiny.replace_questions(
        SURVEY, Question("D", "Was zuerst?", QuestionType.RANGFOLGE, teilfragen=parts)
    )
    with pytest.raises(DatenFehler) as caught:
        check_sheet(survey, {}, {"D[a]": "1", "D[b]": "1", "D[c]": "2"}, KNOWN)
    text = "Rang 1 steht zweimal. Steht es so auf dem Bogen, beide leer lassen."
    assert messages(caught.value) == [(None, "D[a]", text), (None, "D[b]", text)]


def test_sheets_become_answers_that_look_like_those_of_a_file():
    delivery = read_sheets(SURVEY, tiny.ORTSTEILE, [sheet("7", **FULL), sheet("8", F1="9")], KNOWN)
    assert isinstance(delivery.content, PaperAnswers)
    answers = delivery.content.wave.antworten
    assert answers["id"].tolist() == ["Papier 7", "Papier 8"]
    assert answers["ortsteil"].tolist() == ["nordheim", None]
    assert answers["abgeschlossen"].tolist() == [True, True]
    assert answers["F1"].tolist() == ["4", "9"]
    assert answers["F3[rad]"].tolist() == ["Y", ""]
    assert answers["F5"].tolist() == ["Ein Laden; „nah“", ""]
    assert (delivery.format, delivery.zeilen, delivery.beispiel) == ("papierboegen", 2, True)
    assert b"Papier" not in delivery.roh


def test_what_fits_no_more_names_its_sheet():
    with pytest.raises(DatenFehler) as caught:
        read_sheets(SURVEY, tiny.ORTSTEILE, [sheet("7", F1="6"), sheet("9", F4="viele")], KNOWN)
    assert [(place, key) for place, key, _ in messages(caught.value)] == [
        ("Bogen 7", "F1"), ("Bogen 9", "F4"),
    ]  # fmt: skip


def test_a_wave_with_weights_of_its_own_has_no_sheets():
    weighted = replace(SURVEY, spalten={**SURVEY.spalten, "gewicht": "pw"})
    with pytest.raises(DatenFehler, match="haben die Spalte „pw“ für Gewicht oder Ziehung"):
        read_sheets(weighted, tiny.ORTSTEILE, [sheet("7", F1="4")], KNOWN)
    with pytest.raises(DatenFehler, match="Es ist noch kein Bogen eingegeben"):
        read_sheets(SURVEY, tiny.ORTSTEILE, [], KNOWN)
