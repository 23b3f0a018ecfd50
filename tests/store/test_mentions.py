"""Whatever a person is mentioned in is found, wherever it stands in the store."""

from __future__ import annotations

import dataclasses

import pytest

from lebenslage.errors import LebenslageError
from lebenslage.model.access import Rolle
from lebenslage.model.registers import Draft
from lebenslage.store import Store
from tests import tiny
from tests.store.builders import delivery

NAME = "Erika Sonderlich"


def spread(store: Store) -> None:
    """Put the name into every kind of place."""
    wave = tiny.wave()
    answers = wave.antworten.copy()
    column = next(q.code for q in wave.fragebogen.fragen if q.typ == "text")
    answers.loc[0, column] = f"Danke an {NAME}!"
    told = dataclasses.replace(wave, antworten=answers)
    raw = f"id;{column}\n1;Danke an {NAME}!\n".encode("cp1252")
    store.import_deliveries([delivery(told, "antworten.csv", raw)], wer="Amt")
    actor = {"name": "Verein A", "art": "verein", "ortsteile": ("01",)}
    named = {**actor, "ansprechperson": NAME, "einwilligung": "2026-01-01"}
    entry = store.registers.save(Draft("akteure", named), "Amt")
    store.registers.save(Draft("akteure", actor, entry.kennung, entry.fassung), "Amt")
    store.registers.attach(entry.kennung, f"Brief von {NAME}.pdf", b"%PDF-1.4", "Amt")
    store.scenarios.save("Probe", f"notiz={NAME}", wer=NAME)
    store.accounts.add(NAME, Rolle.LESER, "sechs Wolken ziehen", wer="Amt")
    store.paper.save(told.fragebogen.id, "7", 1, {column: f"{NAME} hilft"}, wer="Amt")


def test_every_place_is_found_and_the_search_is_logged_without_the_name(store: Store) -> None:
    spread(store)
    found = store.mentions(["sonderlich, erika"], wer="Leitung")
    assert {each.bereich for each in found} == {
        "Akteure, frühere Fassungen",
        "Anhang",
        "Import",
        "Konto",
        "Papierbogen",
        "Protokoll",
        "Szenario",
        "Umfrage",
    }
    assert (store.audit()[0].wer, str(store.audit()[0].was)) == (
        "Leitung",
        "Auskunft über eine Person zusammengestellt",
    )
    assert all("sechs Wolken" not in each.text for each in found)
    assert store.mentions(["Niemand Hier"], wer="Leitung") == []


def test_erased_details_are_found_no_more(store: Store) -> None:
    named = {
        "name": "Verein A",
        "art": "verein",
        "ortsteile": ("01",),
        "ansprechperson": NAME,
        "einwilligung": "2026-01-01",
    }
    entry = store.registers.save(Draft("akteure", named), "Amt")
    assert [each.feld for each in store.mentions([NAME], wer="Amt")] == ["Ansprechperson"]
    store.registers.erase_personal(entry.kennung, wer="Amt")
    assert store.mentions([NAME], wer="Amt") == []


def test_asking_for_nothing_changes_nothing(store: Store) -> None:
    with pytest.raises(LebenslageError, match="Bitte einen Namen"):
        store.mentions([""], wer="Amt")
    assert store.audit() == []


def test_answers_that_no_longer_count_are_found_as_long_as_they_are_kept(store: Store) -> None:
    wave = tiny.wave()
    column = next(q.code for q in wave.fragebogen.fragen if q.typ == "text")
    answers = wave.antworten.copy()
    answers.loc[0, column] = f"Danke an {NAME}!"
    told = dataclasses.replace(wave, antworten=answers)
    title = wave.fragebogen.titel

    def places() -> list[str]:
        return [each.kennung for each in store.mentions([NAME], wer="Amt")]

    (first,) = store.import_deliveries([delivery(told, "antworten.csv", b"PK\x03\x04")], wer="Amt")
    assert places() == [title]
    store.undo(first.id, wer="Amt")
    assert places() == [f"{title}, Import {first.id} (zählt nicht mehr)"]
    store.redo(first.id, wer="Amt")
    store.import_deliveries([delivery(wave, "neu.csv", b"PK\x03\x04 neu")], wer="Amt")
    assert places() == [f"{title}, Import {first.id} (zählt nicht mehr)"]
