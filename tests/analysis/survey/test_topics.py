"""Open answers: stems, topics with protected counts, quotes and search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.analysis.survey import freetext, stems
from lebenslage.analysis.survey.topics import topics
from lebenslage.model import columns as c
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import QuestionType
from tests.analysis.survey.builders import question, wave_of

TEXTS = [
    *["Der Bus fährt zu selten."] * 6,
    *["Mehr busse am Abend, mehr Busse am Sonntag"] * 6,
    *["Frau Müllermeier grüßt nie."] * 12,
    *["Ein Treffpunkt fehlt."] * 4,
]


def wave_with(released, texts=TEXTS):
    asked = question(QuestionType.TEXT, code="F9")
    wave = wave_of({"ortsteil": ["a", "b"] * (len(texts) // 2), "F9": texts}, asked)
    return replace(wave, released=frozenset(("F9", row) for row in released))


def told(wave, audience=Audience.OEFFENTLICH):
    found = topics(wave, Thresholds(), audience)
    return dict(zip(found["thema"], found[c.N], strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bus", "Busse"),
        ("Verein", "Vereine"),
        ("Arzt", "Ärzte"),
        ("Laden", "Läden"),
        ("Straße", "strassen"),
        ("Treffpunkt", "TREFFPUNKTE"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stems.stem(one) == stems.stem(other)


def test_words_that_begin_sentences_are_no_topics():
    assert list(stems.nouns("Mehr Busse wären schön. Der Laden fehlt.").values()) == [
        "Busse",
        "Laden",
    ]


def test_nothing_is_told_before_a_person_has_released_a_text():
    assert told(wave_with([])) == {}


def test_persons_are_counted_once_in_all_forms_also_where_not_released():
    # six wrote "Bus", six "busse ... Busse"; only the first text is released
    assert told(wave_with([0])) == {"Bus": 12}


def test_a_name_is_no_topic_until_its_text_is_released():
    assert "Müllermeier" not in told(wave_with([0]))
    assert told(wave_with([12]))["Müllermeier"] == 12


def test_a_word_of_few_persons_is_told_to_nobody_outside():
    wave = wave_with([24])
    assert told(wave) == {}
    assert told(wave, Audience.INTERN) == {}  # four
    five = wave_with([24], [*TEXTS, "Treffpunkt für alle", "nichts"])
    assert told(five) == {}
    assert told(five, Audience.INTERN) == {"Treffpunkt": 5}


def test_quotes_are_released_texts_only_and_search_finds_all_forms():
    wave = wave_with([0, 6, 24])
    assert len(freetext.quotes(wave)) == 3
    assert freetext.quotes(wave, suche="Busse")["text"].tolist() == [
        "Der Bus fährt zu selten.",
        "Mehr busse am Abend, mehr Busse am Sonntag",
    ]
    assert freetext.quotes(wave, suche="bus Sonntag")["text"].tolist() == [TEXTS[6]]
    assert freetext.quotes(wave, suche="Müllermeier").empty
    assert freetext.quotes(wave, frage="F1").empty
    assert freetext.quotes(wave, ortsteil="a")["text"].tolist() == sorted(
        [TEXTS[0], TEXTS[24], TEXTS[6]], key=str.casefold
    )
