"""How the store is: what somebody who watches a server wants to know, without changing anything."""

from __future__ import annotations

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
from lebenslage.model.area import Rotation
from lebenslage.model.moments import ZEITZONE
from lebenslage.store.backup import is_sound
from lebenslage.store.database import Database, default_url, version_of
from lebenslage.store.failures import in_german
from lebenslage.store.records import ImportStatus
from lebenslage.store.rotation import backup_folder, newest_backup
from lebenslage.store.schema import HEAD, importe

#: Bytes that have to be free.
MIN_FREE: Final = 500_000_000
#: Hours that the newest automatic backup may be old; a day without any visitor makes none.
MAX_AGE: Final = 96


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    Parameters
    ----------
    art : str
        "SQLite" or "PostgreSQL".
    ort : str
        The file, or server and database, without a password.
    schema : str or None
        Migration that the store stands at; None: there are no tables yet.
    version : int
        The number that every change raises.
    importe, wirksam : int
        All imports and those that count.
    bytes : int
        Size of the database.
    frei : int
        Bytes free where the store and its backups lie (of a server: only the backups).
    sicherung : datetime or None
        When the newest automatic backup was made.
    sicherung_datei : Path or None
        Where it lies.
    probleme : tuple of str
        Everything that somebody has to see to, in German sentences.
    """

    art: str
    ort: str
    schema: str | None
    version: int
    importe: int
    wirksam: int
    bytes: int
    frei: int
    sicherung: datetime | None
    sicherung_datei: Path | None
    probleme: tuple[str, ...]

    def figures(self) -> dict[str, int]:
        """What can be counted of it, by name."""
        found = {
            "version": self.version,
            "importe": self.importe,
            "importe_wirksam": self.wirksam,
            "groesse_bytes": self.bytes,
            "frei_bytes": self.frei,
            "probleme": len(self.probleme),
        }
        if self.sicherung is not None:
            found["sicherung_zeitpunkt_sekunden"] = int(self.sicherung.timestamp())
        return found


def resident_bytes() -> int | None:
    """Memory of this process; None where the system (not Linux) does not tell it this way."""
    statm = Path("/proc/self/statm")  # in pages: size, resident, ...
    if not statm.exists():
        return None
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def look(rotation: Rotation, url: str | None = None, *, thorough: bool = False) -> Health:
    """Look at a store; nothing is made, migrated or changed.

    Parameters
    ----------
    rotation : Rotation
        Whether automatic backups are expected.
    thorough : bool
        Let SQLite read its whole file and look for damage.

    Raises
    ------
    LebenslageError
        If there is no store, or it cannot be read.
    """
    database = Database(url or default_url())
    if database.path is not None and not database.path.exists():
        raise LebenslageError(f"Es gibt noch keinen Speicher unter „{database.path}“.")
    with closing(database), database.reading() as connection:
        schema = database.revision(connection)
        if schema is None:
            raise LebenslageError(f"In „{database.place.name}“ gibt es noch keinen Speicher.")
        active = importe.c.status == ImportStatus.AKTIV
        count = select(func.count()).select_from(importe)
        first = connection.scalar(select(func.min(importe.c.wann)))
        counts = (connection.scalar(count) or 0, connection.scalar(count.where(active)) or 0)
        size = database.dialect.size(connection)
        version = version_of(connection)
    newest = newest_backup(database)
    made = datetime.fromtimestamp(newest.stat().st_mtime, ZEITZONE) if newest else None
    free = _free(backup_folder(database))
    problems = [
        *_of_schema(schema),
        *_of_backup(made, first, rotation),
        *_of_space(free, backup_folder(database)),
    ]
    if thorough and database.path is not None and not _sound(database):
        problems.append(database.place.broken())
    return Health(
        art="PostgreSQL" if database.path is None else "SQLite",
        ort=database.url.render_as_string(),
        schema=schema,
        version=version,
        importe=counts[0],
        wirksam=counts[1],
        bytes=size,
        frei=free,
        sicherung=made,
        sicherung_datei=newest,
        probleme=tuple(problems),
    )


def _of_schema(schema: str) -> list[str]:
    if schema == HEAD:
        return []
    return [
        f"Der Speicher hat das Schema {schema}, das Programm erwartet {HEAD}. Beim nächsten Start "
        "des Dashboards wird er gesichert und umgestellt."
    ]


def _of_backup(made: datetime | None, first: str | None, rotation: Rotation) -> list[str]:
    if rotation.taeglich == 0 or first is None:
        return []
    since = made or datetime.fromisoformat(first).astimezone(ZEITZONE)
    hours = (datetime.now(ZEITZONE) - since).total_seconds() / 3600
    if hours <= MAX_AGE:
        return []
    what = "Die letzte automatische Sicherung ist" if made else "Eine Sicherung fehlt seit"
    return [f"{what} {hours / 24:.0f} Tage{' alt' if made else 'n'}."]


def _of_space(free: int, folder: Path) -> list[str]:
    if free >= MIN_FREE:
        return []
    return [f"Auf dem Datenträger von „{folder}“ sind nur noch {free / 1e6:.0f} MB frei."]


def _free(folder: Path) -> int:
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    return shutil.disk_usage(there).free


def _sound(database: Database) -> bool:
    with in_german(database.place), closing(sqlite3.connect(database.path or "")) as connection:
        return is_sound(connection)
