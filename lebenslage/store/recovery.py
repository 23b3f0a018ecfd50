"""Putting a backup in the place of the store."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from lebenslage.errors import LebenslageError
from lebenslage.store.backup import (
    ONLY_SQLITE,
    beside,
    is_sound,
    place_of,
    settle,
    temporary_file,
    write_backup,
)
from lebenslage.store.database import WARTEZEIT, Database, default_url, sqlite_url, version_of
from lebenslage.store.failures import Place, UnusableStore, in_german
from lebenslage.store.records import ZEITZONE, Action, now
from lebenslage.store.schema import importe, metadata

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

    The replaced store is kept beside the new one, with date and time in its name.

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
    if database.path is None:
        raise LebenslageError(ONLY_SQLITE)
    live = database.path.absolute()
    if path == live:
        raise LebenslageError("Die Sicherung ist der Speicher selbst; bitte eine Sicherung nennen.")
    with in_german(database.place), closing(database), temporary_file(live.parent) as temporary:
        _take_copy(path, temporary, place)
        _check_copy(temporary, place)
        try:
            database.open()
        except UnusableStore:
            return _exchange_file(temporary, live, wer)
        return _exchange_rows(database, temporary, live, wer)


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
        with closing(sqlite3.connect(temporary)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE").close()


def _exchange_rows(database: Database, copy: Path, live: Path, wer: str) -> RestoreReport:
    """Replace all rows in one transaction: others see the old state or the new one."""
    with closing(database.raw()) as pooled:
        connection = pooled.driver_connection
        connection.execute("ATTACH ? AS sicherung", (str(copy),))
        try:
            connection.execute("BEGIN IMMEDIATE")
            kept = _keep(database, live)
            connection.execute("PRAGMA defer_foreign_keys=ON")
            versions = "SELECT max(a.version, b.version) + 1 FROM speicher a, sicherung.speicher b"
            version = connection.execute(versions).fetchone()[0]
            for table in metadata.sorted_tables:
                names = ", ".join(column.name for column in table.columns)
                connection.execute(f"DELETE FROM main.{table.name}")
                connection.execute(
                    f"INSERT INTO main.{table.name} ({names}) "
                    f"SELECT {names} FROM sicherung.{table.name}"
                )
            _sign(connection, version, wer)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.rollback()
            connection.execute("DETACH sicherung")
    return _report(database, kept, neu_starten=False)


def _sign(connection: sqlite3.Connection, version: int, wer: str) -> None:
    """Raise the version beyond every one that a cache may hold, and log the change."""
    connection.execute("UPDATE main.speicher SET version = ?", (version,))
    connection.execute(
        "INSERT INTO main.protokoll (wann, wer, was, version) VALUES (?, ?, ?, ?)",
        (now(), wer, str(Action.EINGESPIELT), version),
    )


def _keep(database: Database, live: Path) -> Path | None:
    with database.reading() as connection:
        if version_of(connection) == 0:
            return None
    return write_backup(database, _kept_name(live)).datei


def _exchange_file(copy: Path, live: Path, wer: str) -> RestoreReport:
    """Replace a file that cannot be read; what is left of it is kept."""
    with closing(sqlite3.connect(copy)) as connection:
        version = connection.execute("SELECT version + 1 FROM speicher").fetchone()[0]
        _sign(connection, version, wer)
        connection.commit()
    kept = _kept_name(live)
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


def _kept_name(live: Path) -> Path:
    stamp = datetime.now(ZEITZONE).strftime("%Y-%m-%d-%H%M%S")
    return live.with_name(f"{live.stem}-ersetzt-{stamp}{live.suffix}")
