"""Text for the Amtsblatt: easy to read by a measured bound, and no claim that is not belastbar."""

from __future__ import annotations

from dataclasses import replace

import pytest
import textstat

from lebenslage.report.amtsblatt import gazette_text
from tests import tiny
from tests.report.conftest import figures_of

#: Amstad's Flesch score from 60 on is "plain"; the Wiener Sachtextformel tells the school year.
FLESCH, SCHOOL_YEAR = 60, 8


@pytest.fixture(autouse=True)
def german():
    textstat.set_lang("de")
    yield
    textstat.set_lang("en_US")


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("area", ["", "nordheim", "westtal"])
def test_is_easy_to_read(figures, area, simple):
    text = gazette_text(figures, area, simple=simple)
    assert textstat.flesch_reading_ease(text) >= FLESCH
    assert textstat.wiener_sachtextformel(text, 1) <= SCHOOL_YEAR


def test_villages_are_told_with_their_numbers_and_marks(figures):
    """Vacant dwellings in Osterfeld: 30 of 200, elsewhere less; a made-up survey is marked."""
    text = gazette_text(figures, "")
    assert "Wir haben die Orte mit der ganzen Gemeinde verglichen. Das fällt auf:" in text
    assert text.endswith(
        "Stand der Zahlen: 2022 bis 01.05.2024. Fassung 1 der Daten, Verfahren „zielwerte“.\n"
    )
    for line in gazette_text(figures, "nordheim").splitlines():
        if "zufriedener" in line or "weniger zufrieden" in line:
            assert "(Beispieldaten)" in line


def test_many_quiet_villages_share_a_sentence(many, empty):
    for text in (gazette_text(many), gazette_text(empty), gazette_text(empty, "nordheim")):
        assert text.count("noch zu wenige Zahlen.") == 1
        assert "klaren Unterschied" not in text  # nothing is fine where nothing is known


def test_einfache_sprache_has_one_statement_per_line(figures):
    lines = gazette_text(figures, "nordheim", simple=True).splitlines()
    assert max(len(line) for line in lines) <= 90
    assert "Ziemlich sicher heißt:" in lines


def test_made_up_answers_are_called_so(figures):
    assert "Die Umfrage ist erfunden." in gazette_text(figures, "nordheim")


@pytest.mark.parametrize(
    ("waves", "told"),
    [
        (("2022",), "Achtung: Die frühere Umfrage von 2022 ist erfunden."),
        (("2020", "2022"), "Achtung: Die früheren Umfragen von 2020 und 2022 sind erfunden."),
        ((), "Achtung: Ein Teil der Zahlen ist erfunden."),
    ],
)
def test_a_real_survey_is_not_called_made_up(waves, told):
    """The newest wave is real; those before, or only values, are examples."""
    made_up = [tiny.wave("2022") for _ in waves]
    earlier = [
        replace(wave, fragebogen=replace(wave.fragebogen, id=year, erhebung=f"{year}-05-01"))
        for wave, year in zip(made_up, waves, strict=True)
    ]
    last = tiny.wave("2024")
    real = replace(last, fragebogen=replace(last.fragebogen, beispiel=False))
    text = gazette_text(figures_of(replace(tiny.snapshot(), umfragen=(*earlier, real))))
    assert told in text
    assert "Die Umfrage ist erfunden." not in text
    assert "Im Jahr 2024 gab es eine Umfrage." in text


def test_too_few_answers_are_not_told(figures):
    text = gazette_text(figures, "westtal")
    assert "zu wenige Antworten" in text
    assert "8 Menschen" not in text


def test_nothing_known_nothing_claimed(empty):
    told = "Für einen Vergleich gibt es in Nordheim noch zu wenige Zahlen."
    assert told in gazette_text(empty, "nordheim")
