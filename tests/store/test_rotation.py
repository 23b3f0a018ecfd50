"""Which automatic backups are kept, and when one is due."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest

from lebenslage.model import moments
from lebenslage.model.area import Rotation
from lebenslage.store import look
from lebenslage.store.rotation import worth_keeping
from tests.store.builders import value_delivery

SUNDAY = date(2025, 11, 30)
YEAR = [SUNDAY - timedelta(days=n) for n in range(365)]


def test_days_weeks_and_months_are_kept():
    kept = sorted(worth_keeping(YEAR, Rotation(taeglich=3, woechentlich=3, monatlich=3)))
    # Sundays end a week; months end on the 31st of October and the 30th of September
    expected = ["2025-09-30", "2025-10-31", "2025-11-16", "2025-11-23", "2025-11-28", "2025-11-29"]
    assert [day.isoformat() for day in kept] == [*expected, "2025-11-30"]


@pytest.mark.parametrize("rotation", [Rotation(), Rotation(0, 0, 0)])
def test_the_newest_is_always_kept(rotation):
    assert SUNDAY in worth_keeping(YEAR, rotation)
    assert worth_keeping([], rotation) == set()


def test_what_was_deleted_is_gone_after_half_a_year():
    """A backup now and then: the limits are days, weeks and months of the calendar."""
    seldom = [date(2024, 1, 15), date(2025, 5, 31), date(2025, 6, 1), date(2025, 8, 3), SUNDAY]
    assert worth_keeping(seldom, Rotation()) == set(seldom[2:])
    # in a new month the sixth one before it goes; so nothing is older than six months
    assert worth_keeping([*seldom, date(2025, 12, 1)], Rotation()) == {
        *seldom[3:],
        date(2025, 12, 1),
    }


def test_old_backups_go_and_other_files_stay(instanz, store):
    store.import_deliveries([value_delivery({("a", "x", "2024"): 1.0})], wer="Amt")
    first = store.backups.of_today(Rotation(), only_if_due=False)
    folder = first.datei.parent
    yesterday = moments.today() - timedelta(days=1)
    for day in (*YEAR, yesterday):
        (folder / f"lebenslage-{day.isoformat()}.sqlite").write_bytes(b"")
    copies = [folder / f"lebenslage-vor-0003-{name}.sqlite" for name in ("alt", "neu")]
    for copy, days in zip(copies, (2, 1), strict=True):
        copy.write_bytes(b"")
        then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(copy, (then, then))
    own = folder / "meine.sqlite"
    own.write_bytes(b"")
    store.backups.of_today(Rotation(2, 0, 0), only_if_due=False)
    names = sorted(file.name for file in folder.iterdir() if file != own)
    assert names == sorted(
        [f"lebenslage-{yesterday.isoformat()}.sqlite", first.datei.name, copies[1].name]
    )
    assert own.exists()
    assert store.backups.of_today(Rotation()) is None, "the one of today is there"


def test_how_a_store_is(instanz, store, url):
    store.import_deliveries([value_delivery({("a", "x", "2024"): 1.0})], wer="Amt")
    store.undo(1, wer="Amt")
    health = look(Rotation(), url)
    assert (health.version, health.importe, health.wirksam) == (2, 1, 0)
    assert health.art == ("SQLite" if store.path else "PostgreSQL")
    assert health.bytes > 50_000
    assert health.probleme == ()
