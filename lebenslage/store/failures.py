"""What goes wrong with a disk or a database, in German sentences that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lebenslage.errors import LebenslageError

#: Primary result codes of SQLite (https://www.sqlite.org/rescode.html) by what they mean here.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FULL_ERRNO = (errno.ENOSPC, errno.EDQUOT)
_DENIED_ERRNO = (errno.EACCES, errno.EPERM, errno.EROFS)


class StoreTrouble(LebenslageError):
    """Disk or database are in the way: nothing is wrong with what was asked."""


class UnusableStore(StoreTrouble):
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
    server : bool
        Whether `name` is a database on the server `ordner`.
    """

    name: str
    ordner: str
    wartezeit: float = 0.0
    rat: str = "Bitte eine Sicherung einspielen: python -m lebenslage restore SICHERUNG"
    server: bool = False

    def full(self) -> str:
        """No room on the disk."""
        if self.server:
            return (
                f"Auf dem Datenbankserver „{self.ordner}“ ist kein Platz mehr. Es wurde nichts "
                "geändert; bitte Platz schaffen und den Vorgang wiederholen."
            )
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
        if self.server:
            return (
                f"In die Datenbank „{self.name}“ auf „{self.ordner}“ darf nicht geschrieben "
                "werden. Es wurde nichts geändert; bitte die Rechte des Datenbankbenutzers prüfen."
            )
        return (
            f"„{self.name}“ darf nicht geschrieben werden. Es wurde nichts geändert; bitte die "
            f"Schreibrechte im Ordner „{self.ordner}“ prüfen."
        )

    def closed(self) -> str:
        """Cannot be opened at all."""
        if self.server:
            return (
                f"Die Datenbank „{self.name}“ auf „{self.ordner}“ lässt sich nicht öffnen. Bitte "
                "Adresse, Benutzer und Passwort in LEBENSLAGE_DATENBANK prüfen."
            )
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
        if self.server:
            return (
                f"Der Datenbankserver „{self.ordner}“ meldet einen Lese- oder Schreibfehler. Es "
                "wurde nichts geändert; bitte den Server prüfen."
            )
        return (
            f"Beim Zugriff auf „{self.name}“ meldet das System einen Lese- oder Schreibfehler. Es "
            f"wurde nichts geändert; bitte den Datenträger von „{self.ordner}“ prüfen."
        )

    def lost(self) -> str:
        """A database server cannot be reached, or not any more."""
        return (
            f"Der Datenbankserver „{self.ordner}“ ist nicht erreichbar oder hat die Verbindung "
            "beendet. Es wurde nichts geändert; sobald er wieder da ist, geht es ohne Neustart "
            "weiter."
        )

    def unsure(self) -> str:
        """The server was lost while it confirmed a change."""
        return (
            f"Der Datenbankserver „{self.ordner}“ hat die Verbindung beendet, während er die "
            "Änderung bestätigte. Sie ist entweder ganz oder gar nicht übernommen; bitte nach dem "
            "Neuladen der Seite nachsehen, bevor Sie den Vorgang wiederholen."
        )

    def too_big(self) -> str:
        """A file beyond what one cell of the database may hold."""
        return "Die Datei ist für den Speicher zu groß (mehr als 1 GB). Es wurde nichts geändert."


def _sentence(error: BaseException, place: Place) -> str | None:
    """What an error means for a user; None if it is a bug of ours."""
    if isinstance(error, PoolTimeout):
        return place.busy()
    if isinstance(error, DBAPIError):
        if place.server:
            return _of_server(error, place)
        error = error.orig or error
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, place)
    if isinstance(error, OSError):
        if error.errno in _FULL_ERRNO:
            return place.full()
        return place.denied() if error.errno in _DENIED_ERRNO else place.closed()
    return None


def _of_sqlite(error: sqlite3.Error, place: Place) -> str | None:
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


def _of_server(error: DBAPIError, place: Place) -> str | None:
    """By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # the driver itself: no answer, or none any more
        if not isinstance(error, OperationalError):
            return None
        refused = "FATAL" in str(error.orig) and not error.connection_invalidated
        waiting = "starting up" in str(error.orig) or "shutting down" in str(error.orig)
        return place.closed() if refused and not waiting else place.lost()
    by_state = {
        "55P03": place.busy,  # lock_not_available
        "40001": place.busy,  # serialization_failure
        "40P01": place.busy,  # deadlock_detected
        "53100": place.full,  # disk_full
        "53300": place.busy,  # too_many_connections
        "25006": place.denied,  # read_only_sql_transaction
        "42501": place.denied,  # insufficient_privilege
        "3D000": place.closed,  # invalid_catalog_name
        "54000": place.too_big,  # program_limit_exceeded
        "58030": place.disk,  # io_error
    }
    by_class = {
        "08": place.lost,  # connection exception
        "57": place.lost,  # operator intervention: shutdown, crash, terminated
        "28": place.closed,  # invalid authorization
        "XX": place.broken,  # internal error, data corrupted
    }
    known = by_state.get(state) or by_class.get(state[:2])
    return known() if known else None


@contextmanager
def unsure(place: Place) -> Iterator[None]:
    """Around a commit: if the server is lost in it, nobody knows what it did.

    Raises
    ------
    LebenslageError
        That says so.
    """
    try:
        yield
    except DBAPIError as error:
        if place.server and _of_server(error, place) == place.lost():
            raise StoreTrouble(place.unsure()) from error
        raise


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
        kind = UnusableStore if sentence == place.broken() else StoreTrouble
        raise kind(sentence) from error
