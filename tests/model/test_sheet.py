"""Sheets of paper: what is typed for which answer, and when two entries say the same."""

from __future__ import annotations

import pytest

from lebenslage.model.keyed import KeyedSheet, next_number, sheet_states
from lebenslage.model.sheet import Field, brief_texts, sheet_fields, short_codes
from lebenslage.model.survey import Question, QuestionType, Scale
from tests import tiny

FIELDS = {field.key: field for field in sheet_fields(tiny.questionnaire(), tiny.ORTSTEILE)}


def entry(number: int, bogen: str, durchgang: int, **typed: str) -> KeyedSheet:
    return KeyedSheet(number, "umfrage-2024", bogen, durchgang, typed, "2025-01-01", "Amt")


def test_boxes_in_the_order_and_with_the_numbers_of_the_sheet():
    assert [(f.block, f.key) for f in FIELDS.values()] == [
        ("1.", "ort"), ("2.", "F1"), ("3.", "F2"), ("4.", "F3"), ("5.", "F4"), ("6.", "F5"),
    ]  # fmt: skip


def test_codes_are_typed_as_they_are_if_short_else_by_place():
    assert short_codes(["1", "2", "9"]) == {"1": "1", "2": "2", "9": "9"}
    assert short_codes(["w", "m"]) == {"w": "w", "m": "m"}
    assert short_codes(["SQ001", "SQ002"]) == {"SQ001": "1", "SQ002": "2"}
    assert short_codes(["a", "A"]) == {"a": "1", "A": "2"}


@pytest.mark.parametrize(
    ("key", "typed", "cells"),
    [
        ("ort", "2", {"ort": "osterfeld"}),
        ("ort", "Westtal", {"ort": "Westtal"}),
        ("F1", " 9 ", {"F1": "9"}),
        ("F1", "", {"F1": ""}),
        ("F2", "1", {"F2": "ja"}),
        ("F3", "", {"F3[bus]": "", "F3[rad]": ""}),
        ("F3", "2", {"F3[bus]": "", "F3[rad]": "Y"}),
        ("F3", "2, 1", {"F3[bus]": "Y", "F3[rad]": "Y"}),
        ("F4", "12,5", {"F4": "12,5"}),
    ],
)
def test_cells_of_a_response_file(key, typed, cells):
    assert FIELDS[key].cells(typed) == cells


@pytest.mark.parametrize(
    ("key", "typed", "message"),
    [
        ("F1", "7", "„7“ gibt es hier nicht; möglich ist 1 bis 5 oder 9."),
        ("F2", "ja", "„ja“ gibt es hier nicht; möglich ist 1 oder 2."),
        ("F3", "1 3", "„3“ gibt es hier nicht; möglich ist 1 oder 2."),
    ],
)
def test_what_is_no_answer(key, typed, message):
    with pytest.raises(ValueError) as caught:
        FIELDS[key].cells(typed)
    assert str(caught.value) == message


def test_ranks():
    question = Question("D", "Was zuerst?", QuestionType.RANGFOLGE, teilfragen={"b": "Bus"})
    (field,) = sheet_fields(tiny.replace_questions(tiny.questionnaire(), question), {})[1:]
    assert (field.key, field.title, field.text) == ("D[b]", "Was zuerst?", "Bus")
    with pytest.raises(ValueError, match="„2“ ist kein Rang; möglich ist 1 bis 1"):
        field.cells("2")


def test_letters_are_listed_and_runs_are_named():
    def field(*codes: str) -> Field:
        question = Question("A", "?", QuestionType.EINFACH, Scale(codes))
        return sheet_fields(tiny.replace_questions(tiny.questionnaire(), question), {})[1]

    assert field("w", "m", "d").choices() == "w, m oder d"
    assert field("1", "2").choices() == "1 oder 2"
    assert field("1", "3", "5").choices() == "1, 3 oder 5"
    assert field("0", "1", "2", "9").choices() == "0 bis 2 oder 9"


def test_two_entries_are_compared_by_what_they_mean():
    sheets = [
        entry(1, "10", 1, F1="3", F3="1 2", F5="Ein Laden"),
        entry(2, "9", 1, F1="3"),
        entry(3, "10", 2, F1="3 ", F3="2,1", F5="ein Laden"),
        entry(4, "9", 2, F1="4"),
        entry(5, "b", 1, F1="4"),
    ]
    states = sheet_states(sheets, list(FIELDS.values()))
    assert [(s.bogen, s.geprueft, [f.key for f in s.abweichend]) for s in states] == [
        ("9", False, ["F1"]), ("10", True, []), ("b", False, []),
    ]  # fmt: skip


def test_what_tells_a_question_from_its_neighbours():
    texts = ("Wie gut ist hier der Bus?", "Wie gut ist hier der Laden?", "Seit wann hier?")
    scale = Scale(("1", "2"))
    asked = [
        Question(f"F{i}", text, QuestionType.SKALA, scale if i < 2 else Scale(("1", "2", "3")))
        for i, text in enumerate(texts)
    ]
    survey = tiny.replace_questions(tiny.questionnaire(), *asked)
    assert list(brief_texts(survey).values()) == ["… Bus?", "… Laden?", "Seit wann hier?"]


def test_the_next_number():
    assert [next_number([]), next_number(["2", "10", "x"])] == ["1", "11"]
