"""Entries that a file brought: one transaction, taken back and made active with the import."""

from __future__ import annotations

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.model.registers import Draft, RegisterFile
from lebenslage.store import Store, register_changes
from tests.store.builders import delivery

CLUB = {"name": "Verein A", "art": "verein", "ortsteile": ("01",)}


def file(*drafts: Draft, name: str = "akteure.csv"):
    content = RegisterFile("akteure", drafts)
    return delivery(content, name, format="register-akteure", titel="Register: Akteure")


def line(kennung: str = "", zeile: int = 2, gesehen: int | None = None, **daten: object) -> Draft:
    return Draft("akteure", CLUB | daten, kennung, gesehen, zeile=zeile)


def names(store: Store) -> dict[str, str]:
    found, _, _ = store.registers.entries("akteure")
    return {each.kennung: each.text("name") for each in found if not each.archiviert}


def test_new_and_changed_ones_in_one_import(store):
    store.registers.save(line(), "Amt")
    (record,) = store.import_deliveries([file(line("A-1", name="B"), line(name="C"))], "Amt")
    assert names(store) == {"A-1": "B", "A-2": "C"}
    store.undo(record.id, "Rat")
    assert names(store) == {"A-1": "Verein A"}
    store.redo(record.id, "Rat")
    assert names(store) == {"A-1": "B", "A-2": "C"}
    assert [change.was for change in store.registers.history("A-2")] == [
        "mit dem Import wiederhergestellt",
        "mit dem Import zurückgenommen",
        "angelegt",
    ]


def test_an_empty_store_takes_the_keys_of_another_one(store):
    store.import_deliveries([file(line("A-7"), line("A-3", 3, name="B"))], "Amt")
    assert names(store) == {"A-3": "B", "A-7": "Verein A"}
    assert store.registers.save(line(name="C"), "Amt").kennung == "A-8"


def test_keys_of_another_register_are_none(store):
    with pytest.raises(DatenFehler) as caught:
        store.import_deliveries([file(line("P-1"))], "Amt")
    assert str(caught.value) == (
        "akteure.csv, Zeile 2, Spalte „kennung“: „P-1“ ist keine Kennung; erwartet wird zum "
        "Beispiel A-12."
    )
    assert store.imports() == []


def test_what_was_changed_since_is_not_taken_back(store):
    (record,) = store.import_deliveries([file(line(), line(name="B"))], "Amt")
    store.registers.save(line("A-2", name="C"), "Rat")
    with pytest.raises(DatenFehler) as caught:
        store.undo(record.id, "Amt")
    assert str(caught.value) == (
        "Der Import lässt sich nicht zurücknehmen: Inzwischen wurde geändert, was er gebracht hat "
        "(A-2)."
    )
    assert names(store) == {"A-1": "Verein A", "A-2": "C"}
    assert store.imports()[0].aktiv


def test_every_line_of_a_file_that_is_out_of_date(store, monkeypatch):
    monkeypatch.setattr(register_changes, "now", lambda: "2026-11-29T08:05:00+00:00")
    for name in "abcdef":
        store.registers.save(line(name=name), "Amt")
    store.registers.save(line("A-1", name="neu", telefon="07945 1"), "Rat")
    store.registers.delete("A-2", "Rat")
    store.registers.archive("A-3", "Rat")
    store.registers.erase_personal("A-4", "Rat")
    store.registers.archive("A-5", "Rat")
    seen = [line(f"A-{number}", number + 1, 1, name="x") for number in range(1, 5)]
    as_it_is, from_elsewhere = line("A-5", 6, 1, name="e"), line("A-6", 7, 9, name="x")
    with pytest.raises(DatenFehler) as caught:
        store.import_deliveries([file(*seen, as_it_is, from_elsewhere, line(name="y"))], "Amt")
    anew = (
        "Bitte laden Sie das Register neu herunter und tragen Sie Ihre Änderung dort ein, oder "
        "nehmen Sie die Zeile aus der Datei."
    )
    when, since = "am 29.11.2026 um 09:05 Uhr von „Rat“", "nachdem diese Datei geschrieben wurde"
    assert str(caught.value).split("\n") == [
        f"akteure.csv, Zeile 2, Spalte „kennung“: „A-1“ wurde {when} geändert, {since}. {anew}",
        f"akteure.csv, Zeile 3, Spalte „kennung“: „A-2“ wurde {when} endgültig gelöscht. Bitte "
        "nehmen Sie die Zeile aus der Datei; soll es den Eintrag wieder geben, lassen Sie seine "
        "Kennung leer.",
        f"akteure.csv, Zeile 4, Spalte „kennung“: „A-3“ wurde {when} archiviert, {since}. {anew}",
        "akteure.csv, Zeile 5, Spalte „kennung“: In „A-4“ wurden "
        f"{when} persönliche Angaben gelöscht, {since}. {anew}",
        "akteure.csv, Zeile 7, Spalte „kennung“: Die Datei kennt von „A-6“ die Fassung 9, hier "
        f"gibt es erst die Fassung 1. {anew}",
    ]
    assert [problem.wert for problem in caught.value.problems] == [
        *("A-1", "A-2", "A-3", "A-4", "A-6")
    ]
    assert names(store) == {"A-1": "neu", "A-4": "d", "A-6": "f"}
    assert store.imports() == []


def test_a_line_without_a_version_replaces_what_is_there_but_nothing_deleted(store):
    store.registers.save(line(), "Amt")
    store.registers.save(line("A-1", name="B"), "Rat")
    store.import_deliveries([file(line("A-1", name="C"))], "Amt")
    assert names(store) == {"A-1": "C"}
    store.registers.delete("A-1", "Amt")
    with pytest.raises(DatenFehler, match=r"Zeile 2, .* „A-1“ wurde .* endgültig gelöscht"):
        store.import_deliveries([file(line("A-1"), name="b.csv")], "Amt")
    assert names(store) == {}


def test_made_up_entries_are_no_made_up_figures(store):
    made_up = Draft("akteure", CLUB, beispiel=True, zeile=2)
    store.import_deliveries([file(made_up)], "Amt")
    assert store.registers.has_examples()
    assert not store.snapshot().has_examples
