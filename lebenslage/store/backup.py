"""Copies of the whole store, read back before they count."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from lebenslage.errors import LebenslageError
from lebenslage.store.database import Database, migrate, sqlite_url, version_of
from lebenslage.store.failures import Place, in_german
from lebenslage.store.schema import importe
from lebenslage.store.schema_accounts import FLUECHTIG
from lebenslage.store.transfer import content_hash, copy_rows, tables_of


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written.

    Parameters
    ----------
    sha256 : str
        Hash of the content (all tables), not of the file: two stores with the same content have
        the same one, in a file or on a database server.
    """

    datei: Path
    bytes: int
    importe: int
    version: int
    sha256: str


def write_backup(database: Database, path: Path, *, overwrite: bool = False) -> BackupReport:
    """Copy a store into a file and read it back; see `Store.backup`."""
    path = path.absolute()
    place = place_of(path)
    _check_target(path, database.path, overwrite)
    with in_german(place), temporary_file(path.parent) as temporary:
        wanted = _copy(database, temporary, place)
        report = _read_back(temporary, path, wanted)
        settle(temporary, path)
    return report


def _copy(database: Database, temporary: Path, place: Place) -> str:
    """Copy the store as it is at one moment; the hash of its content."""
    with database.reading() as connection:
        if database.path is None:
            return _copy_server(database, connection, temporary, place)
        wanted = content_hash(connection, tables_of(connection))
        reader: Any = connection.connection.driver_connection
        with in_german(place), closing(sqlite3.connect(temporary)) as copy:
            reader.backup(copy)
            _let_sessions_go(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, nothing beside it
    return wanted


def _let_sessions_go(copy: sqlite3.Connection) -> None:
    """A session must not come back with a backup, nor can it be read there."""
    copy.execute("PRAGMA secure_delete=ON").close()
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
    for table in there.intersection(FLUECHTIG):
        copy.execute(f"DELETE FROM {table}").close()
    copy.commit()


def _copy_server(database: Database, connection: Connection, temporary: Path, place: Place) -> str:
    """Write the rows of a database server into a file with tables of the same migration."""
    with in_german(place), closing(Database(sqlite_url(temporary))) as file:
        migrate(file, database.revision(connection) or "head")
        with file.writing() as into:
            tables = tables_of(into)
            copy_rows(connection, file, into, tables)
    return content_hash(connection, tables)


def _check_target(path: Path, store: Path | None, overwrite: bool) -> None:
    if store is not None and path == store.absolute():
        raise LebenslageError("Die Sicherung braucht eine andere Datei als der Speicher selbst.")
    if not path.parent.is_dir():
        raise LebenslageError(f"Den Ordner „{path.parent}“ gibt es nicht.")
    if not path.exists():
        return
    if not _is_ours(path):
        raise LebenslageError(
            f"„{path.name}“ gibt es schon und ist keine Sicherung von lebenslage; bitte einen "
            "anderen Namen wählen."
        )
    if not overwrite:
        raise LebenslageError(
            f"Die Sicherung „{path.name}“ gibt es schon. Bitte einen anderen Namen wählen, oder "
            "mit --ueberschreiben sagen, dass sie ersetzt werden soll."
        )


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT kennung FROM speicher").fetchone())
    except sqlite3.Error:
        return False


def _read_back(file: Path, target: Path, wanted: str) -> BackupReport:
    with closing(sqlite3.connect(file)) as connection:
        sound = is_sound(connection)
    with closing(Database(sqlite_url(file))) as copy, copy.reading() as connection:
        if not sound or content_hash(connection, tables_of(connection)) != wanted:
            raise LebenslageError(
                f"Die Sicherung „{target.name}“ ließ sich nicht fehlerfrei zurücklesen und wurde "
                "verworfen. Bitte den Datenträger prüfen."
            )
        imports = connection.scalar(select(func.count()).select_from(importe)) or 0
        return BackupReport(target, file.stat().st_size, imports, version_of(connection), wanted)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def beside(path: Path, suffix: str) -> Path:
    """Name of what SQLite keeps beside its file ("-wal", "-shm")."""
    return path.with_name(path.name + suffix)


def place_of(path: Path) -> Place:
    """Where a backup lies, for error texts."""
    return Place(path.name, str(path.parent), rat="Bitte eine andere Sicherung verwenden.")


@contextmanager
def temporary_file(folder: Path) -> Iterator[Path]:
    """A file in the same folder, readable by its owner alone; gone afterwards."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".lebenslage-", suffix=".teil")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            beside(Path(name), suffix).unlink(missing_ok=True)


def settle(temporary: Path, path: Path) -> None:
    """Give a complete file its name, for good even if the power fails now."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
