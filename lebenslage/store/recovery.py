"""Putting a backup in the place of the store."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.moments import ZEITZONE
from lebenslage.store.backup import (
    beside,
    is_sound,
    place_of,
    settle,
    temporary_file,
    write_backup,
)
from lebenslage.store.database import (
    WARTEZEIT,
    Database,
    default_url,
    instance_folder,
    sqlite_url,
    version_of,
)
from lebenslage.store.failures import Place, UnusableStore, in_german
from lebenslage.store.imports import log
from lebenslage.store.records import Action
from lebenslage.store.schema import importe, metadata, speicher
from lebenslage.store.schema_accounts import fehlversuche, sitzungen
from lebenslage.store.transfer import copy_rows

_HEADER: Final = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was put back.

    Parameters
    ----------
    ersetzt : Path or None
        Where the replaced store was kept; None if there was nothing to keep.
    neu_starten : bool
        Whether running dashboards have to be started anew: the old file could not be read, so
        that it was exchanged as a whole.
    """

    ersetzt: Path | None
    importe: int
    version: int
    neu_starten: bool


def restore(
    path: Path, url: str | None = None, wer: str = "", wartezeit: float = WARTEZEIT
) -> RestoreReport:
    """Put a backup in the place of the store, while dashboards go on running.

    The replaced store is kept beside the new one, with date and time in its name; that of a
    database server in the instance folder.

    Parameters
    ----------
    path : Path
        A file that `Store.backup` has written; older ones are migrated.
    url : str, optional
        The store to replace; see `default_url`.

    Raises
    ------
    LebenslageError
        If the file is damaged, no store of ours or newer than this program, or if the store
        cannot be written; nothing has changed then.
    """
    path = path.absolute()
    place = place_of(path)
    database = Database(url or default_url(), wartezeit)
    live = database.path.absolute() if database.path else None
    if path == live:
        raise LebenslageError("Die Sicherung ist der Speicher selbst; bitte eine Sicherung nennen.")
    folder = live.parent if live else instance_folder()
    with in_german(place_of(folder / "lebenslage.sqlite")):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with in_german(database.place), closing(database), temporary_file(folder) as temporary:
        _take_copy(path, temporary, place)
        _check_copy(temporary, place)
        try:
            database.open()
        except UnusableStore:
            if live is None:  # somebody else's tables are no reason to throw them away
                raise
            return _exchange_file(temporary, live, wer)
        return _exchange_rows(database, temporary, folder, wer)


def _take_copy(path: Path, temporary: Path, place: Place) -> None:
    """Copy the backup; if it is the file of a live store, with what waits beside it."""
    if not path.is_file():
        raise LebenslageError(f"Die Datei „{path}“ gibt es nicht.")
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise UnusableStore(place.broken())
    shutil.copyfile(path, temporary)
    if beside(path, "-wal").exists():
        shutil.copyfile(beside(path, "-wal"), beside(temporary, "-wal"))


def _check_copy(temporary: Path, place: Place) -> None:
    """Check and migrate the copy, and make it one file."""
    with in_german(place):
        with closing(sqlite3.connect(temporary)) as copy:
            if not is_sound(copy):
                raise UnusableStore(place.broken())
        database = Database(sqlite_url(temporary))
        database.place = place
        with closing(database):
            database.open(must_exist=True)
        _one_file(temporary)


def _one_file(path: Path) -> None:
    """Leave nothing of a database beside its file."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE").close()


def _exchange_rows(database: Database, copy: Path, folder: Path, wer: str) -> RestoreReport:
    """Replace all rows in one transaction: others see the old state or the new one."""
    source = Database(sqlite_url(copy))
    with closing(source), database.writing() as into, source.reading() as rows:
        kept = _keep(database, folder)
        version = max(version_of(into), version_of(rows)) + 1
        copy_rows(rows, database, into, metadata.sorted_tables)
        _sign(into, version, wer)
    return _report(database, kept, neu_starten=False)


def _sign(connection: Connection, version: int, wer: str) -> None:
    """Raise the version beyond every one that a cache may hold, end sessions, log the change."""
    for table in (sitzungen, fehlversuche):  # "backups" may be copies of a store in use
        connection.execute(delete(table))
    connection.execute(update(speicher).values(version=version))
    log(connection, wer, Action.EINGESPIELT)


def _keep(database: Database, folder: Path) -> Path | None:
    with database.reading() as connection:
        if version_of(connection) == 0:
            return None
    return write_backup(database, _kept_name(folder, database)).datei


def _exchange_file(copy: Path, live: Path, wer: str) -> RestoreReport:
    """Replace a file that cannot be read; what is left of it is kept."""
    with closing(Database(sqlite_url(copy))) as new:
        with new.writing() as connection:
            _sign(connection, version_of(connection) + 1, wer)
        kept = _kept_name(live.parent, new)
    _one_file(copy)
    shutil.copy2(live, kept)
    _same_owner(live, copy)
    for suffix in ("-wal", "-shm"):  # they would be taken for the new file's own
        if beside(live, suffix).exists():
            beside(live, suffix).replace(beside(kept, suffix))
    settle(copy, live)
    database = Database(sqlite_url(live))
    with closing(database):
        database.open()
        return _report(database, kept, neu_starten=True)


def _same_owner(live: Path, copy: Path) -> None:
    """Let whoever could open the store open its successor."""
    shutil.copymode(live, copy)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(copy, live.stat().st_uid, live.stat().st_gid)


def _report(database: Database, kept: Path | None, *, neu_starten: bool) -> RestoreReport:
    with database.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(importe)) or 0
        return RestoreReport(kept, count, version_of(connection), neu_starten)


def _kept_name(folder: Path, database: Database) -> Path:
    stamp = datetime.now(ZEITZONE).strftime("%Y-%m-%d-%H%M%S")
    live = database.path or Path("lebenslage.sqlite")
    numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    names = (folder / f"{live.stem}-ersetzt-{stamp}{number}{live.suffix}" for number in numbers)
    return next(name for name in names if not name.exists())
