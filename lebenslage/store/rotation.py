"""Backups that nobody has to think of: once a day and before every migration, the old ones thinned.

There is no daemon: whoever opens the store on a day first makes the backup of that day.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from lebenslage.model import moments
from lebenslage.model.area import Rotation
from lebenslage.model.moments import ZEITZONE
from lebenslage.store.backup import BackupReport, place_of, write_backup
from lebenslage.store.database import Database, instance_folder
from lebenslage.store.failures import in_german
from lebenslage.store.schema import HEAD, importe
from lebenslage.store.transfer import content_hash, tables_of

_DAILY: Final = re.compile(r"lebenslage-(\d{4}-\d\d-\d\d)\.sqlite")
#: What a day, a week and a month are called.
_PERIODS: Final = ("%Y-%m-%d", "%G-%V", "%Y-%m")
_BEFORE: Final = "lebenslage-vor-"
#: How many copies from before a migration are kept.
_KEPT_BEFORE: Final = 5
#: Hours after which the unfinished file of a process that was killed is thrown away.
_UNFINISHED: Final = 24


def backup_folder(database: Database) -> Path:
    """Where automatic backups go: `LEBENSLAGE_SICHERUNGEN`, else beside the store.

    That of a database server: in the instance folder.
    """
    if named := os.environ.get("LEBENSLAGE_SICHERUNGEN"):
        return Path(named).absolute()
    beside = database.path.absolute().parent if database.path else instance_folder().absolute()
    return beside / "sicherungen"


class Backups:
    """The automatic backups of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_today(self, kept: Rotation, *, only_if_due: bool = True) -> BackupReport | None:
        """Make the backup of this day and throw away old ones, in `backup_folder`.

        Parameters
        ----------
        kept : Rotation
            How many are kept.
        only_if_due : bool
            Do nothing if it is there already, or nothing of before today is in the store.

        Raises
        ------
        LebenslageError
            As `Store.backup`.
        """
        today = moments.today()
        if only_if_due and not (kept.taeglich and is_due(self._database, today)):
            return None
        return daily(self._database, kept, today)

    def content_hash(self) -> str:
        """Hash of everything that the store holds, as `BackupReport.sha256`."""
        with self._database.reading() as connection:
            return content_hash(connection, tables_of(connection))


def before_migration(database: Database) -> BackupReport:
    """Keep a copy of a store that is about to be migrated.

    Raises
    ------
    LebenslageError
        If that is not possible; then nothing may be migrated.
    """
    folder = _made(backup_folder(database))
    stamp = datetime.now(ZEITZONE).strftime("%Y-%m-%d-%H%M%S")
    report = write_backup(database, folder / f"{_BEFORE}{HEAD}-{stamp}.sqlite", overwrite=True)
    for old in sorted(folder.glob(f"{_BEFORE}*.sqlite"), key=_age)[:-_KEPT_BEFORE]:
        old.unlink(missing_ok=True)
    return report


def is_due(database: Database, today: date) -> bool:
    """Whether the backup of a day is missing; a store of today has no yesterday to lose."""
    if (backup_folder(database) / _name(today)).exists():
        return False
    with database.reading() as connection:
        first = connection.scalar(select(func.min(importe.c.wann)))
    return first is not None and _day(first) < today


def daily(database: Database, rotation: Rotation, today: date) -> BackupReport:
    """Make the backup of a day, replacing an earlier one of the same day, and thin the old ones."""
    folder = _made(backup_folder(database))
    report = write_backup(database, folder / _name(today), overwrite=True)
    there = {file: day for file in folder.iterdir() if (day := _date_of(file))}
    kept = worth_keeping(there.values(), rotation)
    for file, day in there.items():
        if day not in kept:
            file.unlink(missing_ok=True)
    first = min(_beginnings(today, rotation))
    for file in folder.glob(f"{_BEFORE}*.sqlite"):
        if _age(file).date() < first:
            file.unlink(missing_ok=True)
    _throw_away_unfinished(folder)
    return report


def worth_keeping(days: Iterable[date], rotation: Rotation) -> set[date]:
    """Days whose backup is kept: the last ones, the last of each of the last weeks and months.

    Weeks and months of the calendar count, also those without a backup: what somebody deleted must
    be gone from all backups after a term that can be told, however seldom one is made.
    """
    newest = sorted(set(days), reverse=True)
    if not newest:
        return set()
    kept = {newest[0]}
    for first, period in zip(_beginnings(newest[0], rotation), _PERIODS, strict=True):
        last_of: dict[str, date] = {}
        for day in newest:
            if day >= first:
                last_of.setdefault(day.strftime(period), day)
        kept |= set(last_of.values())
    return kept


def _beginnings(today: date, rotation: Rotation) -> tuple[date, date, date]:
    """First day of the days, of the weeks and of the months that are kept; tomorrow for none."""
    months = today.year * 12 + today.month - rotation.monatlich
    return (
        today - timedelta(days=rotation.taeglich - 1),
        today - timedelta(days=today.weekday() + 7 * (rotation.woechentlich - 1))
        if rotation.woechentlich
        else today + timedelta(days=1),
        date(months // 12, months % 12 + 1, 1) if rotation.monatlich else today + timedelta(days=1),
    )


def newest_backup(database: Database) -> Path | None:
    """The newest automatic backup; None if there is none."""
    folder = backup_folder(database)
    files = [*folder.glob("lebenslage-*.sqlite")] if folder.is_dir() else []
    return max(files, key=_age, default=None)


def _made(folder: Path) -> Path:
    with in_german(place_of(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _throw_away_unfinished(folder: Path) -> None:
    limit = datetime.now(ZEITZONE) - timedelta(hours=_UNFINISHED)
    for file in folder.glob(".lebenslage-*"):
        if _age(file) < limit:
            file.unlink(missing_ok=True)


def _name(day: date) -> str:
    return f"lebenslage-{day.isoformat()}.sqlite"


def _date_of(file: Path) -> date | None:
    match = _DAILY.fullmatch(file.name)
    return date.fromisoformat(match[1]) if match else None


def _day(wann: str) -> date:
    return datetime.fromisoformat(wann).astimezone(ZEITZONE).date()


def _age(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, ZEITZONE)
