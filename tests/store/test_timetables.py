"""Timetables are kept, the newest of each first day counts, and undo takes their source along."""

from __future__ import annotations

from dataclasses import replace

from lebenslage.model.timetable import Timetable
from tests.loaders.build import read
from tests.loaders.feeds import WITH_AREAS, feed
from tests.store.builders import delivery


def timetable() -> Timetable:
    content = read(feed(), WITH_AREAS).content
    assert isinstance(content, Timetable)
    return content


def test_a_timetable_comes_back_and_goes_with_its_source(store):
    table = timetable()
    (record,) = store.import_deliveries([delivery(table)], wer="Amt")
    (kept,) = store.snapshot().fahrplaene
    assert (kept.von, kept.bis, kept.tage) == (table.von, table.bis, table.tage)
    assert kept.halte.equals(table.halte)
    assert kept.abfahrten.equals(table.abfahrten)
    assert list(store.snapshot().quellen["quelle_id"]) == ["fahrplan-2025-01-07"]
    store.undo(record.id, wer="Amt")
    assert store.snapshot().fahrplaene == ()
    assert store.snapshot().quellen.empty


def test_timetables_stand_in_order_and_the_newest_of_a_day_counts(store):
    first = timetable()
    later = replace(first, von="2025-12-14")
    shorter = replace(first, abfahrten=first.abfahrten.head(1))
    files = [delivery(content, f"{i}.zip") for i, content in enumerate((later, first, shorter))]
    store.import_deliveries(files, wer="Amt")
    found = store.snapshot().fahrplaene
    assert [(table.von, len(table.abfahrten)) for table in found] == [
        ("2025-01-07", 1),
        ("2025-12-14", 6),
    ]
