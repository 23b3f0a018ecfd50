"""The questionnaire on paper: what is printed in which order, and that the PDF is tagged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.model.area import Contact, Gemeinde
from lebenslage.model.survey import Question, QuestionType, Scale
from lebenslage.report.paper import content, questionnaire_pdf
from tests import tiny

GEMEINDE = Gemeinde("Musterau", tiny.AGS, "Kreis", "Land", "EPSG:25832",
                    Contact("Quartiersmanagement", "Rathaus", "Am Markt 1"))  # fmt: skip
FIVE = Scale(("1", "2"), ("schlecht", "gut"), ("9",))
SURVEY = replace(
    tiny.questionnaire(),
    fragen=(
        Question("A", "Wie gut ist bei Ihnen der Bus?", QuestionType.SKALA, FIVE),
        Question("B", "Wie gut ist bei Ihnen der Laden?", QuestionType.SKALA, FIVE),
        Question("C", "Was noch?", QuestionType.SKALA, Scale(("1", "2", "3"))),
        Question("D", "Was zuerst?", QuestionType.RANGFOLGE, teilfragen={"b": "Bus", "a": "Arzt"}),
        Question("E", "Wie oft?", QuestionType.MATRIX, FIVE, {"x": "im Park"}),
        *tiny.questionnaire().fragen[1:],
    ),
)


def test_blocks_in_their_order():
    found = content(SURVEY, tiny.ORTSTEILE, GEMEINDE)
    blocks = [(b["nummer"], b["art"], b["text"]) for b in found["fragen"]]
    assert blocks == [
        ("1.", "auswahl", "In welchem Ortsteil wohnen Sie?"),
        ("2.", "tabelle", "Wie gut ist bei Ihnen der …"),
        ("3.", "auswahl", "Was noch?"),
        ("4.", "rang", "Was zuerst?"),
        ("5.", "tabelle", "Wie oft?"),
        ("6.", "auswahl", "Wohnen Sie gern hier?"),
        ("7.", "auswahl", "Wie sind Sie unterwegs?"),
        ("8.", "zahl", "Seit wie vielen Jahren wohnen Sie hier?"),
        ("9.", "text", "Was fehlt Ihnen?"),
    ]
    table = found["fragen"][1]
    assert table["zeilen"] == [{"code": "A", "text": "Bus?"}, {"code": "B", "text": "Laden?"}]
    assert [(a["code"], a["text"]) for a in table["antworten"]] == [
        ("1", "schlecht"), ("2", "gut"), ("9", "weiß nicht"),
    ]  # fmt: skip
    assert [a["text"] for a in found["fragen"][0]["antworten"]] == list(tiny.ORTSTEILE.values())
    assert found["schluss"].endswith("Rathaus, Am Markt 1.")


def test_a_question_for_the_ortsteil_is_not_asked_twice():
    place = Question("ort", "Wo wohnen Sie?", QuestionType.EINFACH, FIVE)
    survey = replace(SURVEY, fragen=(place, *SURVEY.fragen))
    texts = [b["text"] for b in content(survey, tiny.ORTSTEILE, GEMEINDE)["fragen"]]
    assert texts[0] == "Wo wohnen Sie?"
    assert "In welchem Ortsteil wohnen Sie?" not in texts


def test_the_pdf_is_tagged_german_and_always_the_same():
    pdf = questionnaire_pdf(SURVEY, tiny.ORTSTEILE, GEMEINDE)
    assert pdf.startswith(b"%PDF-")
    for sign in (b"/StructTreeRoot", b"/Marked true", b"pdfuaid:part", b"/Lang(de)"):
        assert sign in pdf
    assert pdf == questionnaire_pdf(SURVEY, tiny.ORTSTEILE, GEMEINDE)


@pytest.mark.parametrize(
    "text", ['#panic("x") = $a$ *b* _c_ `d`', '"; read("/etc/passwd")', "a\\b"]
)
def test_texts_are_never_markup(text):
    survey = replace(SURVEY, titel=text, fragen=(Question("A", text, QuestionType.TEXT),))
    assert questionnaire_pdf(survey, tiny.ORTSTEILE, GEMEINDE).startswith(b"%PDF-")
