"""Free text leaves only after release, and never with a small Ortsteil."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.analysis.survey.freetext import flags, released_texts, to_release
from lebenslage.model.survey import QuestionType
from tests import tiny
from tests.analysis.survey.builders import question, wave_of


def written(texts, ortsteile, released):
    wave = wave_of({"ortsteil": ortsteile, "F1": texts}, question(QuestionType.TEXT))
    return replace(wave, released=frozenset(("F1", row) for row in released))


def test_only_what_was_released():
    wave = written(["Mehr Bänke.", "Zu laut.", "", None], ["nordheim"] * 4, [1])
    assert released_texts(wave)["text"].tolist() == ["Zu laut."]


def test_the_ortsteil_of_one_text_is_not_told():
    frame = released_texts(tiny.wave())
    assert frame.to_dict("records") == [
        {"frage": "F5", "gruppe": "", "text": "Mehr Bänke am Weiher."}
    ]


@pytest.mark.parametrize(("texts", "told"), [(9, ""), (10, "nordheim")])
def test_the_ortsteil_of_ten_texts_is_told(texts, told):
    wave = written([f"Text {i}" for i in range(texts)], ["nordheim"] * texts, [0])
    assert released_texts(wave)["gruppe"].tolist() == [told]


def test_the_order_does_not_tell_who_wrote():
    wave = written(["Zebra", "apfel", "Birne"], ["nordheim"] * 3, [0, 1, 2])
    assert released_texts(wave)["text"].tolist() == ["apfel", "Birne", "Zebra"]


def test_rows_to_release_are_places_in_the_wave():
    wave = written(["", "Zu laut.", "Frau Maier hilft."], ["nordheim"] * 3, [1])
    shuffled = replace(wave, antworten=wave.antworten.set_index([[7, 8, 9]]))
    frame = to_release(shuffled)
    assert frame["zeile"].tolist() == [1, 2]
    assert frame["freigegeben"].tolist() == [True, False]
    assert frame["hinweise"].tolist() == ["", "Name"]


def test_texts_of_unfinished_responses_are_left_out():
    wave = written(["Zu laut."], ["nordheim"], [0])
    wave = replace(wave, antworten=wave.antworten.assign(abgeschlossen=[False]))
    assert to_release(wave).empty
    assert released_texts(wave).empty


def test_a_wave_without_texts():
    wave = wave_of({"ortsteil": ["nordheim"], "F1": ["1"]})
    assert list(to_release(wave)) == ["frage", "zeile", "text", "freigegeben", "hinweise"]
    assert released_texts(wave).empty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mehr Bänke am Weiher.", ()),
        ("Der Bus fährt 12 Mal am Tag, 2019 waren es 20.", ()),
        ("Rufen Sie an: 07945 12345", ("Telefonnummer",)),
        ("+49 (0)7945/1234-5 ab 18 Uhr", ("Telefonnummer",)),
        ("x.muster@example.de schreibt gern", ("E-Mail-Adresse",)),
        ("muster(at)example.de", ("E-Mail-Adresse",)),
        ("Frau Müller vom Rathaus hilft immer", ("Name",)),
        ("der Familie Maier-Schmid ist es zu laut", ("Name",)),
        ("Der Hund von Peter Maier bellt", ("möglicherweise ein Name",)),
        ("Neu: Die Mitfahrbank steht", ()),
        ("Neu: Die Anna Muster weiß es", ("möglicherweise ein Name",)),
        ("In der Seestraße 12a ist es dunkel", ("Anschrift",)),
        ("Herr Maier, 07945 12345", ("Telefonnummer", "Name")),
    ],
)
def test_what_a_text_may_give_away(text, found):
    assert flags(text) == found
