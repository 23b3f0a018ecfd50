"""Free texts are released one by one, and never another text than the one that was read."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lebenslage.errors import LebenslageError
from lebenslage.model.survey import Question, QuestionType
from tests import tiny
from tests.store.builders import delivery

WAVE = "umfrage-2024"


@pytest.fixture
def wave_store(store):
    store.import_deliveries([delivery(tiny.wave(), "antworten.csv")], wer="Amt")
    return store


def released(store):
    return store.snapshot().wave(WAVE).released


def test_release_and_taking_it_back(wave_store):
    wave_store.release(WAVE, "F5", 0, released=True, wer="Amt")
    assert released(wave_store) == {("F5", 0)}
    wave_store.release(WAVE, "F5", 0, released=False, wer="Amt")
    assert released(wave_store) == frozenset()


def test_saying_it_twice_changes_nothing(wave_store):
    for _ in range(2):
        wave_store.release(WAVE, "F5", 0, released=True, wer="Amt")
    assert (released(wave_store), wave_store.version()) == ({("F5", 0)}, 2)


def test_another_file_of_the_same_wave_is_not_released(wave_store):
    wave_store.release(WAVE, "F5", 0, released=True, wer="Amt")
    wave_store.import_deliveries([delivery(tiny.wave(), "nachlieferung.csv")], wer="Amt")
    assert released(wave_store) == frozenset()
    wave_store.undo(2, wer="Amt")
    assert released(wave_store) == {("F5", 0)}


def test_answers_exchanged_after_reading(wave_store):
    seen = wave_store.version()
    wave_store.import_deliveries([delivery(tiny.wave(), "nachlieferung.csv")], wer="Amt")
    with pytest.raises(LebenslageError) as caught:
        wave_store.release(WAVE, "F5", 0, released=True, wer="Amt", gesehen=seen)
    assert str(caught.value) == (
        "Die Antworten dieser Umfrage wurden inzwischen geändert. Bitte die Seite neu laden und "
        "den Text noch einmal prüfen."
    )
    assert released(wave_store) == frozenset()


def test_other_changes_after_reading_do_not_matter(wave_store):
    seen = wave_store.version()
    wave_store.release(WAVE, "F5", 0, released=True, wer="Amt", gesehen=seen)
    wave_store.import_deliveries([delivery(tiny.wave("2022"), "2022.csv")], wer="Amt")
    wave_store.release(WAVE, "F5", 0, released=False, wer="Amt", gesehen=seen)
    assert released(wave_store) == frozenset()


def test_parts_of_a_question_are_released_by_column(store):
    asked = Question("F9", "?", QuestionType.TEXT, teilfragen={"a": "A", "b": "B"})
    wave = tiny.wave()
    wave = dataclasses.replace(
        wave,
        fragebogen=dataclasses.replace(wave.fragebogen, fragen=(asked,)),
        antworten=pd.DataFrame({"F9[a]": ["Text", None], "F9[b]": ["", " "]}),
    )
    store.import_deliveries([delivery(wave, "antworten.csv")], wer="Amt")
    store.release(WAVE, "F9[a]", 0, released=True, wer="Amt")
    assert released(store) == {("F9[a]", 0)}


@pytest.mark.parametrize(
    ("wave", "question", "row", "message"),
    [
        ("umfrage-1999", "F5", 0, "Eine Umfrage „umfrage-1999“ gibt es nicht (mehr)."),
        (WAVE, "F1", 0, "„F1“ ist keine Frage mit freiem Text."),
        (WAVE, "ortsteil", 0, "„ortsteil“ ist keine Frage mit freiem Text."),
        (WAVE, "F5", 1, "Zu „F5“ gibt es in Zeile 1 keinen Text."),
        (WAVE, "F5", -1, "Zu „F5“ gibt es in Zeile -1 keinen Text."),
        (WAVE, "F5", 9999, "Zu „F5“ gibt es in Zeile 9999 keinen Text."),
    ],
)
def test_refusals(wave_store, wave, question, row, message):
    with pytest.raises(LebenslageError) as caught:
        wave_store.release(wave, question, row, released=True, wer="Amt")
    assert str(caught.value) == message
    assert wave_store.version() == 1
