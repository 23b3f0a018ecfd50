"""Taking files in and back: records, files, messages, versions, audit log."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lebenslage.errors import DatenFehler, LebenslageError
from lebenslage.model.exchange import Source
from lebenslage.store import Action, ImportStatus
from tests import tiny
from tests.store.builders import delivery, on_disk, shown, value_delivery, values
from tests.store.conftest import NOW, NOW_SHOWN

A = ("a", "x", "2024")


def one(store, cells=None, wer="Amt", **more):
    content = values(cells or {A: 1.0})
    (record,) = store.import_deliveries([delivery(content, **more)], wer=wer)
    return record


@pytest.mark.usefixtures("clock")
def test_an_import_says_who_when_and_what(store):
    record = one(
        store,
        wer="Quartiersmanagement",
        name="werte 2024.csv",
        data=b"gebiet_id;wert",
        roh=b"gebiet_id",
        zeilen=3,
        spalten=2,
        kodierung="utf-8",
        trennzeichen=";",
        beispiel=True,
        hinweise=("Zwei leere Zeilen übergangen.",),
        zusammenfassung={"gebiete": np.int64(4), "stände": ["2024"]},
    )
    assert record == store.imports()[0]
    assert dataclasses.asdict(record) == {
        "id": 1,
        "wann": NOW,
        "wer": "Quartiersmanagement",
        "dateiname": "werte 2024.csv",
        "sha256": Source("", b"gebiet_id;wert").sha256,
        "format": "werte-lang",
        "titel": "Indikatorwerte",
        "zeilen": 3,
        "spalten": 2,
        "kodierung": "utf-8",
        "trennzeichen": ";",
        "beispiel": True,
        "hinweise": ("Zwei leere Zeilen übergangen.",),
        "zusammenfassung": {"gebiete": 4, "stände": ["2024"]},
        "status": ImportStatus.AKTIV,
    }
    assert record.aktiv
    assert store.raw(1) == Source("werte 2024.csv", b"gebiet_id")


def test_the_newest_import_stands_first(store):
    one(store, name="a.csv")
    one(store, name="b.csv")
    assert [(r.id, r.dateiname) for r in store.imports()] == [(2, "b.csv"), (1, "a.csv")]


def test_undo_and_redo_lead_back_to_the_same_state(store):
    one(store, {A: 1.0}, name="alt.csv")
    one(store, {A: 2.0}, name="neu.csv")
    assert store.undo(2, wer="Amt").status is ImportStatus.ZURUECKGENOMMEN
    assert shown(store.snapshot().werte) == {A: 1.0}
    store.undo(1, wer="Amt")
    assert shown(store.snapshot().werte) == {}
    assert store.redo(2, wer="Amt").aktiv
    # the older one comes back to its own place, behind the newer one
    store.redo(1, wer="Amt")
    assert shown(store.snapshot().werte) == {A: 2.0}
    assert store.raw(2).name == "neu.csv"


# -- refusals


@pytest.mark.usefixtures("clock")
def test_the_same_file_twice(store):
    one(store, wer="Frau Amt")
    with pytest.raises(DatenFehler) as caught:
        one(store)
    assert str(caught.value) == (
        f"werte.csv: Diese Datei wurde bereits {NOW_SHOWN} von „Frau Amt“ importiert (Import 1). "
        "Soll sie neu eingelesen werden, nehmen Sie zuerst diesen Import zurück."
    )
    assert (len(store.imports()), store.version()) == (1, 1)


@pytest.mark.usefixtures("clock")
def test_the_same_file_under_another_name(store):
    one(store, name="a.csv", data=b"x", wer="Amt")
    with pytest.raises(DatenFehler, match=r"^b\.csv: Diese Datei wurde bereits .*\(Import 1\)"):
        one(store, name="b.csv", data=b"x")


@pytest.mark.usefixtures("clock")
def test_a_file_that_was_undone_can_be_redone(store):
    one(store, wer="Amt")
    store.undo(1, wer="Amt")
    with pytest.raises(DatenFehler) as caught:
        one(store)
    assert str(caught.value) == (
        f"werte.csv: Diese Datei wurde bereits {NOW_SHOWN} von „Amt“ importiert und später "
        "zurückgenommen (Import 1). Stellen Sie diesen Import wieder her, statt die Datei noch "
        "einmal zu importieren."
    )


def test_a_file_that_was_undone_may_be_read_anew_in_another_way(store):
    one(store, {A: 1.0})
    store.undo(1, wer="Amt")
    one(store, {A: 100.0})  # same bytes, another mapping of columns
    assert shown(store.snapshot().werte) == {A: 100.0}
    with pytest.raises(LebenslageError) as caught:
        store.redo(1, wer="Amt")
    assert str(caught.value) == (
        "Import 1 lässt sich nicht wiederherstellen, weil dieselbe Datei als Import 2 wirksam "
        "ist. Nehmen Sie zuerst Import 2 zurück."
    )


@pytest.mark.usefixtures("clock")
def test_one_known_file_keeps_all_out_and_every_one_is_named(store):
    one(store, name="a.csv")
    files = [value_delivery({A: 5.0}, "neu.csv"), delivery(values({A: 1.0}), "a.csv")]
    twin = delivery(values({A: 2.0}), "zwilling.csv", data=files[0].quelle.data)
    with pytest.raises(DatenFehler) as caught:
        store.import_deliveries([*files, twin], wer="Amt")
    assert [str(p) for p in caught.value.problems] == [
        f"a.csv: Diese Datei wurde bereits {NOW_SHOWN} von „Amt“ importiert (Import 1). Soll sie "
        "neu eingelesen werden, nehmen Sie zuerst diesen Import zurück.",
        "zwilling.csv: Diese Datei ist dieselbe wie „neu.csv“; jede Datei nur einmal.",
    ]
    assert shown(store.snapshot().werte) == {A: 1.0}
    assert store.version() == 1


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), "undo", "Einen Import mit der Nummer 7 gibt es nicht."),
        ((), "redo", "Einen Import mit der Nummer 7 gibt es nicht."),
        ((), "raw", "Einen Import mit der Nummer 7 gibt es nicht."),
        (("undo",), "undo", "Import 1 ist bereits zurückgenommen."),
        (("remove",), "undo", "Import 1 wurde gelöscht und gilt schon nicht mehr."),
        (("import",), "redo", "Import 1 ist bereits wirksam."),
        (
            ("remove",),
            "redo",
            "Import 1 wurde gelöscht und lässt sich nicht wiederherstellen. Bitte die Datei neu "
            "importieren.",
        ),
        (("remove",), "raw", "Die Datei von Import 1 wurde gelöscht."),
    ],
)
def test_refusals(store, before, action, message):
    number = 1 if before else 7
    if before:
        one(store, beispiel="remove" in before)
    if "undo" in before:
        store.undo(1, wer="Amt")
    if "remove" in before:
        store.remove_examples(wer="Amt")
    version = store.version()
    with pytest.raises(LebenslageError) as caught:
        store.raw(number) if action == "raw" else getattr(store, action)(number, wer="Amt")
    assert str(caught.value) == message
    assert store.version() == version


# -- examples


def test_examples_are_really_deleted(store):
    # text that can be looked for in the file
    secret = b"Unverwechselbarer Beispieltext 4711"
    wave = tiny.wave()
    store.import_deliveries(
        [
            value_delivery({A: 1.0}),
            delivery(wave, "antworten.csv", secret * 300, beispiel=True),
            delivery(tiny.questionnaire(), "fragebogen.toml", beispiel=True),
        ],
        wer="Amt",
    )
    store.release("umfrage-2024", "F5", 0, released=True, wer="Amt")
    store.undo(3, wer="Amt")
    assert store.remove_examples(wer="Amt") == (2, 0)
    state = store.snapshot()
    assert (state.umfragen, state.frageboegen, state.has_examples) == ((), (), False)
    assert shown(state.werte) == {A: 1.0}
    statuses = {r.id: r.status for r in store.imports()}
    assert statuses == {1: "aktiv", 2: "geloescht", 3: "geloescht"}
    assert secret not in on_disk(store)
    assert store.remove_examples(wer="Amt") == (0, 0)


def test_deleted_examples_may_come_again(store):
    one(store, beispiel=True)
    store.remove_examples(wer="Amt")
    assert one(store, beispiel=True).id == 2


# -- version and audit


def test_every_change_raises_the_version_and_is_logged(store):
    seen = [store.version()]

    def note(_result):
        seen.append(store.version())

    note(one(store, name="a.csv"))
    note(store.import_deliveries([delivery(tiny.wave(), "w.csv", beispiel=True)], wer="Kollegin"))
    note(store.undo(1, wer="Amt"))
    note(store.redo(1, wer="Kollegin"))
    note(store.release("umfrage-2024", "F5", 0, released=True, wer="Amt"))
    note(store.release("umfrage-2024", "F5", 0, released=False, wer="Amt"))
    note(store.remove_examples(wer="Amt"))
    assert seen == [0, 1, 2, 3, 4, 5, 6, 7]
    lines = [(e.version, e.wer, e.was, e.import_id) for e in reversed(store.audit())]
    assert lines == [
        (1, "Amt", Action.IMPORTIERT, 1),
        (2, "Kollegin", Action.IMPORTIERT, 2),
        (3, "Amt", Action.ZURUECKGENOMMEN, 1),
        (4, "Kollegin", Action.WIEDERHERGESTELLT, 1),
        (5, "Amt", Action.FREIGEGEBEN, 2),
        (6, "Amt", Action.FREIGABE_ENTZOGEN, 2),
        (7, "Amt", Action.BEISPIEL_GELOESCHT, 2),
    ]
    assert store.audit()[0].was == "Beispieldaten gelöscht"
    assert store.snapshot().version == 7


def test_nothing_to_do_changes_nothing(store):
    assert store.import_deliveries([], wer="Amt") == []
    assert store.remove_examples(wer="Amt") == (0, 0)
    assert (store.version(), store.audit()) == (0, [])


# -- the shipped package


def test_the_package_fills_a_fresh_store_only(store):
    calls = []

    def load():
        calls.append(1)
        return [value_delivery({A: 1.0})]

    assert [r.wer for r in store.fill_if_fresh(load, wer="mitgeliefert")] == ["mitgeliefert"]
    assert store.fill_if_fresh(load, wer="mitgeliefert") == []
    store.undo(1, wer="Amt")
    assert store.fill_if_fresh(load, wer="mitgeliefert") == []
    assert (len(calls), len(store.imports())) == (1, 1)


def test_an_empty_package_leaves_the_store_fresh(store):
    assert store.fill_if_fresh(list, wer="mitgeliefert") == []
    assert store.version() == 0


def test_a_broken_package_leaves_the_store_fresh(store):
    def load():
        raise DatenFehler("Die Datei „katalog.csv“ fehlt.")

    with pytest.raises(DatenFehler, match=r"katalog\.csv"):
        store.fill_if_fresh(load, wer="mitgeliefert")
    assert store.version() == 0


def test_filled_by_somebody_else_meanwhile(store):
    def load():
        one(store, name="schneller.csv")
        return [value_delivery({A: 9.0})]

    assert store.fill_if_fresh(load, wer="mitgeliefert") == []
    assert [r.dateiname for r in store.imports()] == ["schneller.csv"]
