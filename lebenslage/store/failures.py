"""What goes wrong with a disk or a database, in German sentences that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lebenslage.errors import LebenslageError

#: Primary result codes of SQLite (https://www.sqlite.org/rescode.html) by what they mean here.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FULL_ERRNO = (errno.ENOSPC, errno.EDQUOT)
_DENIED_ERRNO = (errno.EACCES, errno.EPERM, errno.EROFS)


class UnusableStore(LebenslageError):
    """The file is damaged, somebody else's, or newer than this program."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something went wrong.

    Parameters
    ----------
    name, ordner : str
        File and its folder, as shown.
    wartezeit : float
        Seconds after which a busy store is given up.
    rat : str
        What to do about a damaged file.
    """

    name: str
    ordner: str
    wartezeit: float = 0.0
    rat: str = "Bitte eine Sicherung einspielen: python -m lebenslage restore SICHERUNG"

    def full(self) -> str:
        """No room on the disk."""
        return (
            f"Auf dem Datenträger von „{self.ordner}“ ist kein Platz mehr. Es wurde nichts "
            "geändert; bitte Platz schaffen und den Vorgang wiederholen."
        )

    def busy(self) -> str:
        """Somebody else is writing."""
        return (
            f"Der Speicher „{self.name}“ ist belegt, weil gerade ein anderer Vorgang hineinschreibt"
            f" (zum Beispiel ein zweiter Import). Nach {self.wartezeit:.0f} Sekunden Warten wurde "
            "abgebrochen und nichts geändert; bitte gleich noch einmal versuchen."
        )

    def denied(self) -> str:
        """No right to write."""
        return (
            f"„{self.name}“ darf nicht geschrieben werden. Es wurde nichts geändert; bitte die "
            f"Schreibrechte im Ordner „{self.ordner}“ prüfen."
        )

    def closed(self) -> str:
        """Cannot be opened at all."""
        return (
            f"„{self.name}“ lässt sich nicht öffnen. Bitte prüfen, ob der Ordner „{self.ordner}“ "
            "vorhanden ist und beschrieben werden darf."
        )

    def broken(self) -> str:
        """Not a database, or a damaged one."""
        return f"„{self.name}“ ist beschädigt oder keine Datenbank. {self.rat}"

    def foreign(self) -> str:
        """A database, but somebody else's."""
        return f"„{self.name}“ ist kein Speicher von lebenslage."

    def newer(self) -> str:
        """Written by a later version of the program."""
        return (
            f"„{self.name}“ stammt aus einer neueren Version von lebenslage. Bitte zuerst das "
            "Programm aktualisieren."
        )

    def disk(self) -> str:
        """The system reports an error of the medium."""
        return (
            f"Beim Zugriff auf „{self.name}“ meldet das System einen Lese- oder Schreibfehler. Es "
            f"wurde nichts geändert; bitte den Datenträger von „{self.ordner}“ prüfen."
        )

    def too_big(self) -> str:
        """A file beyond what one cell of the database may hold."""
        return "Die Datei ist für den Speicher zu groß (mehr als 1 GB). Es wurde nichts geändert."


def _sentence(error: BaseException, place: Place) -> str | None:
    """What an error means for a user; None if it is a bug of ours."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, PoolTimeout):
        return place.busy()
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return place.busy()
        if code in _BROKEN:
            return place.broken()
        by_code = {
            sqlite3.SQLITE_FULL: place.full,
            sqlite3.SQLITE_READONLY: place.denied,
            sqlite3.SQLITE_PERM: place.denied,
            sqlite3.SQLITE_CANTOPEN: place.closed,
            sqlite3.SQLITE_IOERR: place.disk,
            sqlite3.SQLITE_TOOBIG: place.too_big,
        }
        return by_code[code]() if code in by_code else None
    if isinstance(error, OSError):
        if error.errno in _FULL_ERRNO:
            return place.full()
        return place.denied() if error.errno in _DENIED_ERRNO else place.closed()
    return None


@contextmanager
def in_german(place: Place) -> Iterator[None]:
    """Turn errors of disk and database into sentences; let bugs through as they are.

    Raises
    ------
    LebenslageError
        For whatever the user or IT can do something about.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error, OSError) as error:
        sentence = _sentence(error, place)
        if sentence is None:
            raise
        kind = UnusableStore if sentence == place.broken() else LebenslageError
        raise kind(sentence) from error
