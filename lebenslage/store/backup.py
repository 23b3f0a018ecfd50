"""Copies of the whole store, read back before they count."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lebenslage.errors import LebenslageError
from lebenslage.store.database import Database
from lebenslage.store.failures import Place, in_german
from lebenslage.store.schema import metadata

ONLY_SQLITE: Final = (
    "Sichern und Wiederherstellen geht nur mit SQLite. Für den Datenbankserver nehmen Sie bitte "
    "dessen eigene Werkzeuge (pg_dump, pg_restore)."
)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written.

    Parameters
    ----------
    sha256 : str
        Hash of the content (all tables), not of the file.
    """

    datei: Path
    bytes: int
    importe: int
    version: int
    sha256: str


def write_backup(database: Database, path: Path) -> BackupReport:
    """Copy a store into a file and read it back; see `Store.backup`."""
    if database.path is None:
        raise LebenslageError(ONLY_SQLITE)
    path = path.absolute()
    place = place_of(path)
    _check_target(path, database.path)
    with in_german(place), temporary_file(path.parent) as temporary:
        wanted = _copy(database, temporary)
        report = _read_back(temporary, path, wanted)
        settle(temporary, path)
    return report


def _copy(database: Database, temporary: Path) -> str:
    """Copy the store as it is at one moment; the hash of its content."""
    with closing(database.raw()) as pooled, closing(sqlite3.connect(temporary)) as copy:
        reader = pooled.driver_connection
        try:
            with in_german(database.place):
                reader.execute("BEGIN")  # copy and hash see the same moment
                wanted = content_hash(reader)
            reader.backup(copy)
        finally:
            reader.rollback()
        copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, nothing beside it
    return wanted


def _check_target(path: Path, store: Path) -> None:
    if path == store.absolute():
        raise LebenslageError("Die Sicherung braucht eine andere Datei als der Speicher selbst.")
    if not path.parent.is_dir():
        raise LebenslageError(f"Den Ordner „{path.parent}“ gibt es nicht.")
    if path.exists() and not _is_ours(path):
        raise LebenslageError(
            f"„{path.name}“ gibt es schon und ist keine Sicherung von lebenslage; bitte einen "
            "anderen Namen wählen."
        )


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT kennung FROM speicher").fetchone())
    except sqlite3.Error:
        return False


def _read_back(file: Path, target: Path, wanted: str) -> BackupReport:
    with closing(sqlite3.connect(file)) as copy:
        found = is_sound(copy) and content_hash(copy)
        if found != wanted:
            raise LebenslageError(
                f"Die Sicherung „{target.name}“ ließ sich nicht fehlerfrei zurücklesen und wurde "
                "verworfen. Bitte den Datenträger prüfen."
            )
        imports = copy.execute("SELECT count(*) FROM importe").fetchone()[0]
        version = copy.execute("SELECT version FROM speicher").fetchone()[0]
    return BackupReport(target, file.stat().st_size, imports, version, wanted)


def content_hash(connection: sqlite3.Connection) -> str:
    """Hash of all rows of all tables, SHA-256 as hex digits."""
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        key = ", ".join(column.name for column in table.primary_key)
        for row in connection.execute(f"SELECT * FROM {table.name} ORDER BY {key}"):
            digest.update(repr((table.name, *row)).encode())
    return digest.hexdigest()


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
