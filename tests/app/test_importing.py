"""Files on the page Daten that are not what they should be, and what follows one that was read."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

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
