"""Files on the page Daten that are not what they should be, and what follows one that was read."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.model.registers import REGISTERS, Draft
from lebenslage.store import Store
from tests.app.conftest import ROOT
from tests.app.test_pages import open_page, texts


@pytest.fixture
def daten(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "daten")


def upload(page: AppTest, name: str, data: bytes) -> AppTest:
    return page.file_uploader[0].upload(name, data, "text/csv").run()


def test_an_unknown_table_says_its_columns_and_hands_over_templates(daten: AppTest) -> None:
    page = upload(daten, "kasse.csv", b"Datum;Betrag;Bemerkung\n2024-01-01;1;a\n")
    (told,) = page.error
    assert told.value.replace("\\", "") == (
        "kasse.csv: Das Format der Datei wurde nicht erkannt. Ihre Spalten: Datum, Betrag, "
        "Bemerkung. Erwartet wird zum Beispiel: Gebiet, Indikator, Stand, Wert."
    )
    labels = [button.label for button in page.get("download_button")]
    assert labels[:2] == [
        "Vorlage: Indikatorwerte (eine Zeile je Wert)",
        "Vorlage: Indikatorwerte (eine Spalte je Indikator)",
    ]
    (known,) = [box for box in page.expander if box.label == "Welche Dateien gelesen werden"]
    lines = known.markdown[0].value.splitlines()
    assert lines[0] == "- Indikatorenkatalog"
    assert lines.count("- Register") == 1


def test_an_empty_file_is_empty_and_nothing_else(daten: AppTest) -> None:
    page = upload(daten, "leer.csv", b"")
    assert [item.value for item in page.error] == ["leer.csv: Die Datei ist leer."]
    assert "nicht erkannt" not in texts(page)
    assert "passt nicht" not in texts(page)


def confirm(page: AppTest) -> AppTest:
    return next(button for button in page.button if button.label == "Einlesen").click().run()


def links(page: AppTest) -> list[tuple[str, str, str]]:
    found = [item.proto for item in page.get("page_link")]
    return [(item.label.replace("\\", ""), item.page, item.query_string) for item in found]


def test_values_lead_to_the_page_of_indicators(daten: AppTest) -> None:
    table = b"gebiet_id;indikator;stand;wert\nneulautern;abfahrten_werktag;2024;12\n"
    page = confirm(upload(daten, "fahrplan.csv", table))
    way = ("Zu den Indikatoren", "indikatoren", "indikator=abfahrten_werktag")
    assert way in links(page)
    assert way not in links(page.run())  # gone with its message


def test_answers_lead_to_their_wave_and_old_numbers_are_told(daten: AppTest) -> None:
    shipped = (ROOT / "data" / "umfragen" / "umfrage-2025" / "antworten.csv").read_bytes()
    page = upload(daten, "neu.csv", shipped + b"\r\n")
    told = [item.value for item in page.warning if "übernommen aus" in item.value]
    assert len(told) == 1
    assert told[0].startswith("Eingeladene Personen: 5.790, übernommen aus „Leben im Ort 2025")
    (box,) = [box for box in page.expander if box.label == "Eingeladene Personen je Ortsteil"]
    assert box.proto.expanded
    number = next(item for item in page.number_input if item.label == "Neulautern")
    number.set_value(int(number.value) + 1).run()
    assert not [item for item in page.warning if "übernommen aus" in item.value]
    page.text_input[0].input("Noch einmal").run()
    page = confirm(page)
    (way,) = [item for item in links(page) if item[0].startswith("Zur Umfrage")]
    assert way[0] == "Zur Umfrage „Noch einmal“"
    assert way[1] == "umfrage"
    assert way[2].startswith("welle=umfrage-")


def test_removed_examples_are_counted_and_folded_away(daten: AppTest, store: Store) -> None:
    made_up = [record for record in store.imports() if record.beispiel]
    entries = sum(
        entry.beispiel for code in REGISTERS for entry in store.registers.entries(code)[0]
    )
    page = daten
    next(b for b in page.button if b.label == "Endgültig entfernen").click().run()
    (told,) = [item.value for item in page.success]
    assert told.replace("\u00a0", " ") == (
        f"Beispieldaten entfernt: {len(made_up)} eingelesene Dateien und {entries} Einträge der "
        "Register."
    )
    (box,) = [box for box in page.expander if "gelöschte Importe" in box.label]
    assert len(box.markdown) == len(made_up)
    assert not box.button


def test_examples_that_something_real_needs_stay_and_the_page_says_why(
    daten: AppTest, store: Store
) -> None:
    example = next(e for e in store.registers.entries("akteure")[0] if e.beispiel)
    bench = {
        "titel": "Bank", "status": "idee", "ortsteile": ("neulautern",),
        "partner": (example.kennung,),
    }  # fmt: skip
    store.registers.save(Draft("projekte", bench), "Test")
    page = daten.run()
    next(b for b in page.button if b.label == "Endgültig entfernen").click().run()
    assert not page.exception
    assert "verweisen noch auf Beispiele" in page.error[0].value
