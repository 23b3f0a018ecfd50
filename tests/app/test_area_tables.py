"""Any table with one row per area on the page Daten: mapped once, remembered, drafted codes too."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.catalogue_changes import with_node
from lebenslage.report.catalogue_file import catalogue_csv
from lebenslage.store import Store
from tests.app.test_answers import confirm, upload
from tests.app.test_pages import open_page, texts

TABLE = "Ort;Bänke;Leer;Wohnungen\nNeuhütten;12;5;100\nMaienfels;7;10;100\nGesamt;19;15;200\n"
LEER, BANK = "„Leer“ ist der Indikator", "„Bänke“ ist der Indikator"


@pytest.fixture
def daten(dashboard: AppTest, store: Store) -> AppTest:
    tree = store.snapshot().catalogue
    node = Node("baenke", tree.handlungsfelder[0].code, 1, 1, "Bänke im Ort", art=Kind.ANZAHL)
    store.catalogue.save_draft(catalogue_csv(with_node(tree, node)), [], "Wunsch", "Amt", 0)
    return open_page(dashboard, "daten")


def box(page: AppTest, label: str):
    return next(each for each in page.selectbox if each.label == label)


def test_mapped_once_and_remembered(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("baenke.csv", TABLE.encode()))
    shown = texts(page).replace("\u00a0", " ")
    assert "Erkannt als Tabelle mit einer Zeile je Gebiet" in shown
    assert "In der Spalte „Ort“ stehen 2 Gebiete." in shown
    assert "Bitte wählen Sie mindestens eine Spalte mit Werten und den Stand." in shown
    next(m for m in page.multiselect if m.label == "Spalten mit Werten").set_value(
        ["Bänke", "Leer"]
    ).run()
    box(page, BANK).select("baenke")
    page = box(page, LEER).select("leerstandsquote").run()
    page = box(page, "geteilt durch").select("Wohnungen").run()
    next(t for t in page.text_input if t.label == "Stand (Jahr oder Tag)").set_value("2025").run()
    assert "Zeilen mit Summen entfallen: „Gesamt“." in texts(page)
    page = confirm(page)
    werte = store.snapshot().werte.query("stand == '2025'")
    told = werte[["gebiet_id", "indikator", "wert"]].values.tolist()
    assert ["neuhuetten", "leerstandsquote", 5.0] in told
    assert ["maienfels", "baenke", 7.0] in told  # kept until the draft is released
    assert store.snapshot().zuordnung.tabellen
    later = TABLE.replace("12;5", "13;6").encode()
    page = upload(page, ("baenke_2026.csv", later))
    assert "zugeordnet wie beim letzten Mal" in texts(page)
    confirm(page)
    rows = store.snapshot().werte.query("stand == '2026' and indikator == 'leerstandsquote'")
    assert rows["wert"].tolist() == [6.0, 10.0]
