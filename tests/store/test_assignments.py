"""What was decided about a file of answers is remembered; kept files go after their term."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lebenslage import wiring
from lebenslage.errors import LebenslageError
from lebenslage.model.area import Contact, Gemeinde
from lebenslage.model.assignment import Assignment
from lebenslage.model.official import Recipe
from lebenslage.store import Store
from tests import tiny
from tests.store.builders import delivery, value_delivery

FIRST = Assignment({"F1": "Bus?", "F2": "Gern?"}, {"F1": {"gut": "4"}}, {"Berg": "westtal"})
LATER = Assignment({"F1": "Wie ist der Bus?"}, {"F1": {"super": "5"}}, {"Berg": ""})


def answers(name: str, assignment: Assignment = FIRST, **more):
    return delivery(tiny.wave(name), f"{name}.csv", zuordnung=assignment, **more)


def test_an_assignment_is_remembered_and_the_newest_is_heard_first(store: Store):
    assert not store.snapshot().zuordnung
    store.import_deliveries([answers("2022")], wer="Amt")
    assert store.snapshot().zuordnung == FIRST
    store.import_deliveries([answers("2024", LATER)], wer="Amt")
    assert store.snapshot().zuordnung == Assignment(
        {"F1": "Wie ist der Bus?", "F2": "Gern?"},
        {"F1": {"gut": "4", "super": "5"}},
        {"Berg": ""},
    )


def test_undoing_an_import_forgets_its_assignment(store: Store):
    first, second = store.import_deliveries([answers("2022"), answers("2024", LATER)], wer="Amt")
    store.undo(second.id, wer="Amt")
    assert store.snapshot().zuordnung == FIRST
    store.undo(first.id, wer="Amt")
    assert store.snapshot().zuordnung == Assignment()
    store.redo(second.id, wer="Amt")
    assert store.snapshot().zuordnung == LATER


def test_removing_examples_removes_what_was_decided_about_them(store: Store):
    store.import_deliveries([answers("2022", beispiel=True)], wer="Amt")
    store.remove_examples(wer="Amt")
    assert store.snapshot().zuordnung == Assignment()


def test_kept_files_of_surveys_go_after_their_term_and_results_stay(store: Store):
    survey, made_up, table = store.import_deliveries(
        [answers("2022"), answers("2024", beispiel=True), value_delivery({("a", "b", "2024"): 1})],
        wer="Amt",
    )
    before, later = store.snapshot(), "2999-01-01T00:00:00+00:00"
    assert store.delete_raw_surveys("2000-01-01T00:00:00+00:00", wer="Frist") == 0
    assert store.delete_raw_surveys(later, wer="Frist") == 1
    assert store.delete_raw_surveys(later, wer="Frist") == 0
    with pytest.raises(LebenslageError, match=f"Die Datei von Import {survey.id} wurde gelöscht"):
        store.raw(survey.id)
    assert store.raw(made_up.id).data
    assert store.raw(table.id).data
    after = store.snapshot()
    assert [w.antworten.equals(v.antworten) for w, v in
            zip(after.umfragen, before.umfragen, strict=True)] == [True, True]  # fmt: skip
    newest = store.audit()[0]
    assert (newest.wer, newest.import_id) == ("Frist", survey.id)
    assert newest.was == "Rohdatei einer Umfrage nach Ablauf der Frist gelöscht"


@pytest.mark.parametrize(("days", "deleted"), [(30, 0), (29, 1)])
def test_the_term_of_the_gemeinde_counts_from_the_import(store: Store, monkeypatch, days, deleted):
    store.import_deliveries([answers("2022")], wer="Amt")
    taken = datetime.fromisoformat(store.imports()[0].wann)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=UTC):
            return taken.astimezone(tz) + timedelta(days=30)

    monkeypatch.setattr(wiring, "datetime", Clock)
    own = Gemeinde("Musterau", tiny.AGS, "Kreis", "Land", "EPSG:25832", Contact("a", "b"),
                   rohdateien_tage=days)  # fmt: skip
    assert wiring.delete_expired(store, own) == deleted


def test_recipes_of_official_tables_are_remembered_table_by_table(store: Store):
    first = Assignment(reihen={"12411": {"a": Recipe(wert=("x",)), "b": Recipe(("y",), faktor=10)}})
    later = Assignment(
        reihen={"12411": {"a": Recipe()}, "1000A": {"c": Recipe((), ("z",), ("n",))}}
    )
    store.import_deliveries([answers("2022", first), answers("2024", later)], wer="Amt")
    assert store.snapshot().zuordnung.reihen == {
        "12411": {"a": Recipe(), "b": Recipe(("y",), faktor=10)},
        "1000A": {"c": Recipe((), ("z",), ("n",))},
    }
