"""Entries that a file brought: one transaction, taken back and made active with the import."""

from __future__ import annotations

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.model.registers import Draft, RegisterFile
from lebenslage.store import ChangedMeanwhile, Store
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


def test_a_key_is_not_given_twice(store):
    store.registers.save(line(), "Amt")
    store.registers.delete("A-1", "Amt")
    with pytest.raises(DatenFehler, match="Zeile 2: Den Eintrag „A-1“ gibt es nicht"):
        store.import_deliveries([file(line("A-1"))], "Amt")
    with pytest.raises(DatenFehler, match=r"Zeile 2: „P-1“ ist keine Kennung; .* A-12"):
        store.import_deliveries([file(line("P-1"))], "Amt")
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


def test_an_export_that_is_out_of_date(store):
    store.registers.save(line(), "Amt")
    store.registers.save(line("A-1", name="B"), "Rat")
    with pytest.raises(ChangedMeanwhile, match="„A-1“ wurde"):
        store.import_deliveries([file(line("A-1", gesehen=1, name="C"))], "Amt")
    assert names(store) == {"A-1": "B"}


def test_made_up_entries_are_no_made_up_figures(store):
    made_up = Draft("akteure", CLUB, beispiel=True, zeile=2)
    store.import_deliveries([file(made_up)], "Amt")
    assert store.registers.has_examples()
    assert not store.snapshot().has_examples
