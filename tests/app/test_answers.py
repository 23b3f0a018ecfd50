"""Answers of a survey on the page Daten: steps, decisions, and what is stored in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.store import Store
from tests.app.conftest import ROOT
from tests.app.test_pages import open_page, texts

HERE = Path(__file__).parents[1] / "loaders" / "umfragen"
PLACES = {"Nordheim": "Wüstenrot", "Südhausen": "Neuhütten", "Osterfeld": "Finsterrot",
          "Westtal": "Weihenbronn"}  # fmt: skip


def sample(name: str, **more: str) -> bytes:
    text = (HERE / name).read_bytes().decode("utf-8")
    for word, other in {**PLACES, **more}.items():
        text = text.replace(word, other)
    return text.encode()


def upload(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, data in files:
        page.file_uploader[0].upload(name, data, "text/csv")
    return page.run()


def select(page: AppTest, label: str, value: str) -> AppTest:
    box = next(box for box in page.selectbox if box.label.startswith(label))
    return box.select(value).run()


def confirm(page: AppTest) -> AppTest:
    return next(b for b in page.button if b.label == "Einlesen").click().run()


@pytest.fixture
def daten(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "daten")


def test_a_new_questionnaire_out_of_the_data(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("formular.csv", sample("google_forms_de.csv")))
    shown = texts(page)
    assert "Erkannt als Antworten einer Befragung (Google Forms)" in shown
    assert "6 Fragen sind aus den Daten vorgeschlagen." in shown.replace("\u00a0", " ")
    assert "nicht übernommen: „Zeitstempel“ und „E-Mail-Adresse“" in shown
    page.text_input[0].input("Umfrage am Marktplatz").run()
    confirm(page)
    wave = next(w for w in store.snapshot().umfragen if "Marktplatz" in w.fragebogen.titel)
    assert wave.fragebogen.erhebung == "2025-05-12"
    assert wave.antworten["ortsteil"].tolist()[:4] == [
        "wuestenrot", "neuhuetten", "finsterrot", "wuestenrot",
    ]  # fmt: skip
    assert [q.code for q in wave.fragebogen.fragen] == [f"F0{n}" for n in range(1, 7)]


def test_every_unknown_place_is_one_decision_and_remembered(daten: AppTest, store: Store) -> None:
    data = sample("google_forms_de.csv", Weihenbronn="Am See")
    page = upload(daten, ("formular.csv", data))
    assert "„Am See“ ist kein bekannter Ortsteil oder Weiler." in texts(page)
    assert not [b for b in page.button if b.label == "Einlesen"]
    select(page, "„Am See“ (3-mal) liegt in", "neulautern")
    confirm(page)
    assert store.snapshot().zuordnung.orte == {"Am See": "neulautern"}
    page = upload(page, ("spaeter.csv", data.replace(b"2025", b"2024")))
    assert "Nichts ist mehr offen: 12 Antworten" in texts(page).replace("\u00a0", " ")


def test_a_structure_beside_the_answers_gives_the_questions(daten: AppTest, store: Store) -> None:
    files = [("s.lss", sample("struktur_neu.lss")), ("r.csv", sample("limesurvey_codes.csv"))]
    page = upload(daten, *files)
    assert "10 Spalten sind sicher zugeordnet, 7 nicht gefunden." in texts(page).replace(
        "\u00a0", " "
    )
    confirm(page)
    wave = store.snapshot().wave("umfrage-2025-05-12")
    assert wave.fragebogen.question("F1").skala.namen[0] == "sehr unzufrieden"
    assert wave.antworten["ortsteil"].tolist()[:2] == ["wuestenrot", "neuhuetten"]
    assert int(wave.antworten["abgeschlossen"].sum()) == 10
    # the structure itself is no wave
    assert store.imports()[0].dateiname == "r.csv"


def test_choosing_another_column(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("formular.csv", sample("google_forms_de.csv")))
    select(page, "Welche Spalte nennt den Ortsteil?", "")
    assert "Nichts ist mehr offen" in texts(page)
    confirm(page)
    wave = store.snapshot().wave("umfrage-2025-05-12")
    assert "ortsteil" not in wave.fragebogen.spalten


def test_an_unknown_table_can_be_said_to_be_answers(daten: AppTest) -> None:
    data = b"Meinung;Ort\nganz gut so weit;Neulautern\nnaja es geht;Finsterrot\n"
    page = upload(daten, ("brief.csv", data))
    assert "Ihre Spalten: Meinung, Ort." in texts(page)
    page.checkbox[0].check().run()
    assert "Nichts ist mehr offen: 2 Antworten" in texts(page).replace("\u00a0", " ")


def test_a_wave_of_the_same_time_is_told_and_can_be_replaced(daten: AppTest, store: Store) -> None:
    shipped = (ROOT / "data" / "umfragen" / "umfrage-2025" / "antworten.csv").read_bytes()
    again = shipped + b"\r\n"  # saved once more: other bytes, the same survey
    page = upload(daten, ("nochmal.csv", again))
    (told,) = [item.value for item in page.warning if "aus derselben Zeit" in item.value]
    assert "Leben im Ort 2025" in told
    page.radio[0].set_value(True).run()
    assert not [item for item in page.warning if "aus derselben Zeit" in item.value]
    confirm(page)
    assert [wave.fragebogen.id for wave in store.snapshot().umfragen] == [
        "umfrage-2022", "umfrage-2025",
    ]  # fmt: skip
    assert store.imports()[0].dateiname == "nochmal.csv"


def test_every_questionnaire_can_be_printed(daten: AppTest) -> None:
    choice = next(b for b in daten.selectbox if b.label.startswith("Welcher Fragebogen"))
    assert [title[:17] for title in choice.options] == ["Leben im Ort 2025", "Leben im Ort 2022"]
    assert "Fragebogen als PDF" in [button.label for button in daten.get("download_button")]
