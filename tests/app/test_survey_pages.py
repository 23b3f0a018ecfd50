"""The pages about surveys: every split, who is missing, planning, release of open answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.analysis.survey import freetext
from lebenslage.model.exchange import Delivery, Source
from lebenslage.model.survey import Question, QuestionType, Scale, SurveyWave
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts

WAVE = "umfrage-2025"


@pytest.mark.parametrize("by", ["ortsteil", "alter", "geschlecht", "welle"])
@pytest.mark.parametrize("look", ["hundert", "zwei"])
def test_every_split_in_both_looks(dashboard: AppTest, by: str, look: str) -> None:
    dashboard.query_params["nach"] = by
    dashboard.query_params["darstellung"] = look
    dashboard.query_params["genauigkeit"] = "mit"
    page = open_page(dashboard, "umfrage")
    assert page.selectbox(key="_nach").value == by
    table = page.table[0].value
    assert "Saldo" in table.columns
    rows = {str(row).replace("\\", "") for row in table["Gruppe"]}
    if by == "welle":
        assert rows == {"Leben im Ort 2025 (Beispieldaten)", "Leben im Ort 2022 (Beispieldaten)"}
    else:
        assert "Alle zusammen" in rows


def test_every_question_can_be_chosen(dashboard: AppTest) -> None:
    page = open_page(dashboard, "umfrage")
    for code in ("F23", "F24", "F25", "F26", "alter"):
        page.selectbox(key="_frage").select(code).run()
        assert [item.message for item in page.exception] == []
        assert [item.value for item in page.error] == []


def test_a_question_about_the_person_is_shown_one_way_round_only(dashboard: AppTest) -> None:
    dashboard.query_params["nach"] = "geschlecht"
    page = open_page(dashboard, "umfrage")
    assert not any("Wie alt sind Sie" in option for option in page.selectbox(key="_frage").options)


def test_the_largest_difference_comes_first(dashboard: AppTest) -> None:
    dashboard.query_params["reihenfolge"] = "unterschied"
    page = open_page(dashboard, "umfrage")
    first = page.selectbox(key="_frage").options[0]
    # the list leaves out how many questions begin; the page says it whole
    assert first.startswith("… den ")
    first = first.removeprefix("… ")
    assert [m for m in page.markdown if m.value.startswith("**") and first in m.value]
    assert first in texts(page).split("1. ")[1]
    assert "es einen belastbaren Unterschied" in texts(page)


def test_who_is_missing_and_how_many_answers_are_needed(dashboard: AppTest) -> None:
    page = open_page(dashboard, "umfrage")
    shown = texts(page).replace("\u00a0", " ")
    assert "Seltener geantwortet als ihrem Anteil entspricht: 16 bis 29 Jahre" in shown
    assert "auf ±8 Prozentpunkte genau" in shown
    page.number_input(key="planung-punkte").set_value(10).run()
    assert "auf ±10 Prozentpunkte genau" in texts(page)


def test_open_answers_appear_after_release_and_leave_again(
    dashboard: AppTest, store: Store
) -> None:
    dashboard.session_state["freigabe"] = True
    page = open_page(dashboard, "stimmen")
    assert "Noch keine Antwort freigegeben." in texts(page)
    toggle = page.toggle[0]
    row = int(toggle.key.rpartition("-")[2])
    wave = store.snapshot().wave(WAVE)
    waiting = freetext.to_release(wave)
    text = waiting[waiting["zeile"] == row]["text"].iloc[0]
    assert f"„{text}“" not in texts(page)
    toggle.set_value(True).run()
    assert f"„{text}“" in texts(page)
    assert "Antwort 1 ist freigegeben." in texts(page)
    assert len(store.snapshot().wave(WAVE).released) == 1
    page.text_input(key="stimmen-suche").set_value("Xylophon").run()
    assert "0 freigegebene Texte zu „Xylophon“" in texts(page).replace("\u00a0", " ")
    page.text_input(key="stimmen-suche").set_value("").run()
    page.segmented_control(key=f"freigabe-filter-{WAVE}").set_value("frei").run()
    page.toggle[0].set_value(False).run()
    assert store.snapshot().wave(WAVE).released == frozenset()
    assert f"„{text}“" not in texts(page)


def test_measured_and_felt_names_the_fields_and_says_what_is_missing(dashboard: AppTest) -> None:
    page = open_page(dashboard, "gemessen")
    assert "Einordnung" in page.table[0].value.columns
    bus = "zufriedenheit_bus-abfahrten_werktag"
    page.selectbox(key="_paar").select(bus).run()
    assert "noch keine Daten" in texts(page)
    assert page.query_params["paar"] == bus
    page.selectbox(key="_grenze").select("mitte").run()
    assert [item.message for item in page.exception] == []


def test_measured_and_felt_names_only_certain_places(dashboard: AppTest) -> None:
    rows = ["gebiet_id;indikator;stand;wert"]
    rows += [
        f"{area};abfahrten_werktag;2024;{n}"
        for area, n in {"wuestenrot": 30, "neuhuetten": 25, "maienfels": 3, "neulautern": 3}.items()
    ]
    page = open_page(dashboard, "daten")
    page.file_uploader[0].upload("bus.csv", "\n".join(rows).encode(), "text/csv").run()
    next(b for b in page.button if b.label == "Einlesen").click().run()
    page.query_params["paar"] = "zufriedenheit_bus-abfahrten_werktag"
    page.switch_page("pages/gemessen.py").run()
    page.selectbox(key="_grenze").select("mitte").run()
    shown = texts(page)
    assert "Bus selten und unzufrieden: " in shown
    assert "Maienfels" in shown.split("Bus selten und unzufrieden: ")[1].split(".")[0]
    assert "Finsterrot (Busabfahrten je Werktag: noch keine Daten)" in shown


def test_a_third_wave_with_seven_steps_has_trend_and_compass(
    dashboard: AppTest, store: Store
) -> None:
    newest = store.snapshot().wave(WAVE)
    seven = Scale(tuple("1234567"))
    topics = {"SQ1": "Natur", "SQ2": "Wohnen", "SQ3": "Wege"}
    compass = Question("K", "Wie gut ist …?", QuestionType.MATRIX, seven, topics)
    asked = replace(
        newest.fragebogen,
        id="umfrage-2028",
        titel="Leben im Ort 2028",
        erhebung="2028-05-01",
        fragen=(*newest.fragebogen.fragen, compass),
    )
    answers = newest.antworten.copy()
    for place, sub in enumerate(topics):
        answers[f"K[{sub}]"] = [str(1 + (i + place) % 7) for i in range(len(answers))]
    later = SurveyWave(asked, answers)
    source = Source("welle.csv", b"x")
    store.import_deliveries([Delivery("umfrage", "Umfrage", source, b"x", later)], wer="Test")
    page = open_page(dashboard, "umfrage")
    heads = [item.value for item in page.header]
    assert "Verlauf über alle Wellen" in heads
    assert "Kompass: alle Themen auf einen Blick" in heads
    shown = texts(page)
    assert "Im Mittel aller: " in shown
    assert "(2022)" in shown
    assert "am weitesten über allen bei" in shown
    tables = [set(table.value.columns) for table in page.table]
    assert {"Thema", "Wüstenrot", "Alle zusammen"} in tables
