"""Where entries lie, in words and tables."""

from __future__ import annotations

from lebenslage.model.registers import Entry
from lebenslage.report import place_words as said

NAMES = {"a": "Ahausen", "b": "Bedorf"}


def project(number: int, *places: str, **more: object) -> Entry:
    daten = {"titel": f"Projekt {number}", "ortsteile": places, **more}
    return Entry("projekte", f"P-{number}", daten)


def test_an_entry_stands_in_each_of_its_ortsteile():
    entries = [project(1, "a", "b", lage="49,1; 9,4"), *(project(n, "a") for n in range(2, 8))]
    frame = said.map_frame("projekte", entries, NAMES)
    assert frame["kurz"].tolist() == ["7", "1"]
    assert frame["text"].tolist() == [
        "7 Projekte: Projekt 1; Projekt 2; Projekt 3; Projekt 4; Projekt 5; und 2 weitere",
        "1 Projekt: Projekt 1",
    ]
    assert said.describe_entries("projekte", entries, NAMES) == (
        "7 Projekte: Ahausen 7, Bedorf 1 (was mehrere Ortsteile betrifft, zählt in jedem). "
        "Ein Punkt steht, wo eine Lage angegeben ist (1 von 7)."
    )
    table = said.entry_places("projekte", entries[:2], NAMES)
    assert table["Lage"].tolist() == ["Punkt auf der Karte", "nur Ortsteil"]
    assert table["Ortsteile"].tolist() == ["Ahausen und Bedorf", "Ahausen"]


def test_without_entries_and_with_closed_places():
    assert said.describe_entries("akteure", [], NAMES).startswith("0 Akteure: Ahausen 0, Bedorf 0.")
    assert said.describe_places("Apotheke", 1, 0) == (
        "Apotheke: 1 Ort mit bekannter Lage, alle offen."
    )
    assert said.describe_places("Apotheke", 3, 1).endswith("davon 1 geschlossen (Ring).")
