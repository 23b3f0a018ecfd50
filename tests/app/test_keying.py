"""Papierbögen: key sheets in, undo, check twice, clear up, take over; they count with the wave."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.store import Store
from tests.app.test_pages import open_page, texts

WAVE = "umfrage-2025"


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "boegen")


def box(page: AppTest, label: str):
    return next(b for b in [*page.text_input, *page.text_area] if label in b.label)


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def key_in(page: AppTest, **typed: str) -> AppTest:
    for label, text in typed.items():
        box(page, label.replace("_", " ")).input(text)
    return press(page, "Bogen speichern (Strg + Eingabe)")


def mode(page: AppTest, value: str) -> AppTest:
    page.get("button_group")[0].set_value(value).run()
    return page


def test_from_the_sheet_to_the_wave_and_back(page: AppTest, store: Store) -> None:
    before = len(store.snapshot().wave(WAVE).antworten)
    assert "Noch ist kein Bogen dieser Umfrage eingegeben." in texts(page)
    key_in(page, Ortsteil_wohnen="2", Busverbindungen="7")
    assert "Nr. 4 „den Busverbindungen?“: „7“ gibt es hier nicht; möglich ist 1 bis 5 oder 9." in (
        texts(page).replace("\\", "").replace("\u00a0", " ")
    )
    assert box(page, "Busverbindungen").value == "7"
    key_in(page, Busverbindungen="5", Wobei="1 3", gefällt="Alles")
    assert "Bogen 1 gespeichert." in texts(page)
    assert (box(page, "Nummer").value, box(page, "Busverbindungen").value) == ("2", "")
    key_in(page, Nummer="1", Busverbindungen="5")
    assert "Bogen 1 ist schon eingegeben" in texts(page)
    key_in(page, Nummer="2", Busverbindungen="4")
    press(page, "Rückgängig")
    assert box(page, "Busverbindungen").value == "4"
    assert [sheet.bogen for sheet in store.paper.sheets(WAVE)] == ["1"]
    key_in(page, Busverbindungen="3")
    assert not [b for b in page.button if b.label == "Bögen übernehmen"]
    assert "2 Bögen sind neu." in texts(page).replace("\u00a0", " ")
    next(box for box in page.checkbox if box.label == "Trotzdem übernehmen").check().run()
    press(page, "Bögen übernehmen")
    assert "2 Bögen zählen jetzt mit." in texts(page).replace("\u00a0", " ")
    wave = store.snapshot().wave(WAVE)
    assert (len(wave.antworten), wave.papier) == (before + 2, 2)
    last = wave.antworten.iloc[-2:]
    assert last["id"].tolist() == ["Papier 1", "Papier 2"]
    assert last["ortsteil"].tolist() == ["neuhuetten", None]
    assert last["F02"].tolist() == ["5", "3"]
    assert last["F24[SQ003]"].tolist() == ["Y", ""]
    store.undo(store.imports()[0].id, wer="Amt")
    assert len(store.snapshot().wave(WAVE).antworten) == before


def test_keyed_in_twice_and_cleared_up(page: AppTest, store: Store) -> None:
    key_in(page, Ortsteil_wohnen="2", Busverbindungen="5")
    mode(page, "kontrolle")
    assert (box(page, "Nummer").value, box(page, "Busverbindungen").value) == ("1", "")
    key_in(page, Ortsteil_wohnen="2", Busverbindungen="4")
    shown = texts(page).replace("\u00a0", " ")
    assert "1 Angabe weicht von der ersten Eingabe ab." in shown
    assert "einer davon zweimal, mit 1 Abweichung in 32 Angaben (3,1 %)" in shown
    assert not [b for b in page.button if b.label == "Bögen übernehmen"]
    mode(page, "klaeren")
    box(page, "erst „5“, dann „4“").input("4")
    press(page, "So steht es auf dem Bogen")
    assert "Bogen 1 ist geprüft." in texts(page)
    assert {dict(s.eingaben)["F02"] for s in store.paper.sheets(WAVE)} == {"4"}


def test_a_sheet_is_corrected_and_removed(page: AppTest, store: Store) -> None:
    key_in(page, Busverbindungen="5")
    mode(page, "aendern")
    assert box(page, "Busverbindungen").value == "5"
    key_in(page, Busverbindungen="1")
    (sheet,) = store.paper.sheets(WAVE)
    assert sheet.eingaben["F02"] == "1"
    press(page, "Bogen 1 entfernen")
    assert store.paper.sheets(WAVE) == []
    press(page, "Rückgängig")
    assert store.paper.sheets(WAVE) == [sheet]


def test_a_survey_on_paper_alone(page: AppTest, store: Store) -> None:
    page.toggle[0].set_value(True).run()
    box(page, "Titel").input("Auf Papier")
    press(page, "Anlegen")
    assert "„Auf Papier“ ist angelegt." in texts(page)
    made = next(q for q in store.snapshot().frageboegen if q.titel == "Auf Papier")
    assert not made.beispiel
    key_in(page, Busverbindungen="5")
    page.run()
    next(box for box in page.checkbox if box.label == "Trotzdem übernehmen").check().run()
    press(page, "Bögen übernehmen")
    wave = store.snapshot().wave(made.id)
    assert (wave.papier, wave.antworten["F02"].tolist()) == (1, ["5"])
