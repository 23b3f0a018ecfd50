"""Questions as rows to edit: what comes back is what was meant, or says what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.model import question_table as table
from lebenslage.model.assignment import Assignment
from lebenslage.model.survey import Question, QuestionType, Scale
from tests import tiny

QUESTIONS = (
    *tiny.questionnaire().fragen,
    Question("F6", "Wie?", QuestionType.MATRIX, Scale(("1", "2"), ("a", "b")), {"x": "Bus"}),
)
FIELDS = {"versorgung": "Versorgung", "wohnen": "Wohnen"}


def rows(**changes):
    found = table.to_rows(QUESTIONS, FIELDS)
    for code, change in changes.items():
        next(row for row in found if row[table.CODE] == code).update(change)
    return found


def edited(**changes) -> dict[str, Question]:
    return table.from_rows(rows(**changes), QUESTIONS, FIELDS)


def test_nothing_changed_is_nothing_changed():
    assert tuple(edited().values()) == QUESTIONS


def test_every_cell_can_be_changed():
    found = edited(
        F1={
            table.CODE: "bus",
            table.TEXT: "Wie ist der Bus?",
            table.ANSWERS: "1 = gut; 2 = mittel;3= schlecht",
            table.OUTSIDE: "8; 9",
            table.DIRECTION: table.DOWN,
            table.FIELD: "Wohnen",
        },
        F2={table.KIND: "freier Text"},
        F3={table.ANSWERS: "bus = Linienbus; rad = Fahrrad"},
        F4={table.KIND: "Skala", table.ANSWERS: "1; 2; 3"},
        F5={table.TAKEN: False},
    )
    assert list(found) == ["F1", "F2", "F3", "F4", "F6"]
    scale = Scale(("1", "2", "3"), ("gut", "mittel", "schlecht"), ("8", "9"), -1)
    assert found["F1"] == replace(
        QUESTIONS[0], code="bus", text="Wie ist der Bus?", skala=scale, handlungsfeld="wohnen"
    )
    assert (found["F2"].typ, found["F2"].skala) == (QuestionType.TEXT, None)
    assert found["F3"].teilfragen == {"bus": "Linienbus", "rad": "Fahrrad"}
    assert found["F4"].skala == Scale(("1", "2", "3"))


@pytest.mark.parametrize(
    ("code", "change", "message"),
    [
        ("F1", {table.ANSWERS: "1"}, "Es braucht mindestens zwei Antworten, zum Beispiel "
                                     "„1 = schlecht; 2 = gut“."),
        ("F1", {table.OUTSIDE: "5"}, "„5“ steht in den Antworten und bei „weiß nicht“."),
        ("F1", {table.KIND: "mehrere Antworten"},
         "Die Art passt nicht zu den Spalten; möglich ist „Skala“ oder „eine Antwort“ oder „Zahl“ "
         "oder „freier Text“."),
        ("F3", {table.ANSWERS: "tram = Tram; rad = Rad"},
         "Kürzel der Antworten dürfen nicht geändert werden, nur ihre Texte."),
        ("F1", {table.CODE: "a b"},
         "Ein Kürzel hat weder Leerzeichen noch Punkte oder Klammern."),
        ("F1", {table.CODE: ""}, "Ein Kürzel hat weder Leerzeichen noch Punkte oder Klammern."),
    ],
)  # fmt: skip
def test_what_makes_no_question_is_told(code, change, message):
    with pytest.raises(DatenFehler) as caught:
        edited(**{code: change})
    assert str(caught.value) == f"Frage „{code}“: {message}"


def test_doubled_codes_are_told():
    with pytest.raises(DatenFehler, match="Das Kürzel „F2“ gibt es mehrfach"):
        edited(F1={table.CODE: "F2"})


def test_an_assignment_follows_new_codes():
    before = Assignment({"F3[bus]": "Bus?", "F1": "a"}, {"F1": {"gut": "4"}}, {"Berg": "westtal"})
    assert before.renamed({"F1": "bus", "F3": "wege"}) == Assignment(
        {"wege[bus]": "Bus?", "bus": "a"}, {"bus": {"gut": "4"}}, {"Berg": "westtal"}
    )
