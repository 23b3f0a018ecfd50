"""The database under the store: where it lies, how it is opened, migrated and written to."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, event, func, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from lebenslage.errors import LebenslageError
from lebenslage.store.failures import Place, UnusableStore, in_german
from lebenslage.store.schema import HEAD, KENNUNG, speicher

#: Seconds that a write waits for another one before it gives up.
WARTEZEIT: Final = 30.0
#: The configuration reads a per cent sign as the start of a variable.
_MIGRATIONS: Final = str(Path(__file__).with_name("migrations")).replace("%", "%%")
_PROJECT = Path(__file__).resolve().parents[2]


def default_url() -> str:
    """Where the store lies if nobody says otherwise.

    Returns
    -------
    str
        SQLAlchemy URL: `LEBENSLAGE_DATENBANK`, else `lebenslage.sqlite` in the instance folder
        (`LEBENSLAGE_INSTANZ`, else `instanz/` beside the package).
    """
    if url := os.environ.get("LEBENSLAGE_DATENBANK"):
        return url
    folder = Path(os.environ.get("LEBENSLAGE_INSTANZ") or _PROJECT / "instanz")
    return sqlite_url(folder / "lebenslage.sqlite")


def sqlite_url(path: Path) -> str:
    """SQLAlchemy URL of an SQLite file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string()


def sqlite_path(url: str) -> Path | None:
    """File that an URL names; None for a database server."""
    parts = _checked(url)
    is_sqlite = parts.get_backend_name() == "sqlite"
    return Path(parts.database or "") if is_sqlite else None


class Database:
    """An engine with our rules: write-ahead log, foreign keys, one writer at a time.

    Parameters
    ----------
    url : str
        SQLAlchemy URL. The folder of an SQLite file is made, for its owner alone.
    wartezeit : float
        Seconds to wait for another writer.
    foreign_keys : bool
        Off only for migrations, which may have to rebuild tables.
    """

    def __init__(
        self, url: str, wartezeit: float = WARTEZEIT, *, foreign_keys: bool = True
    ) -> None:
        self.url = _checked(url)
        self.wartezeit = wartezeit
        self.path = sqlite_path(url)
        self.is_sqlite = self.path is not None
        self.place = _place(self.url, self.path, wartezeit)
        if self.path is not None:
            with in_german(self.place):
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Parameters would put answers of residents into tracebacks and logs.
        self.engine = create_engine(
            self.url, hide_parameters=True, connect_args=self._connect_args()
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _on_connect(foreign_keys))
            event.listen(self.engine, "begin", _on_begin)

    def _connect_args(self) -> dict[str, Any]:
        return {"timeout": self.wartezeit} if self.is_sqlite else {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One read transaction: everything seen in it belongs together."""
        with in_german(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; takes its turn at once, so that it never fails half-way."""
        with in_german(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(schreiben=True)
            with connection.begin():
                yield connection

    def checkpoint(self) -> None:
        """Empty the write-ahead log, so that what was deleted is gone from there as well."""
        if self.is_sqlite:
            with in_german(self.place):
                self._raw("PRAGMA wal_checkpoint(TRUNCATE)")

    def open(self, *, must_exist: bool = False) -> None:
        """Make or migrate the tables; several processes may do so at once.

        Parameters
        ----------
        must_exist : bool
            Refuse an empty database instead of filling it.

        Raises
        ------
        LebenslageError
            If the database is somebody else's, or newer than this program.
        """
        with self.reading() as connection:
            found = self.revision(connection)
        if found is None and must_exist:
            raise UnusableStore(self.place.foreign())
        if self.is_sqlite:
            with in_german(self.place):
                self._use_wal()
        if found != HEAD:
            _migrate(self)

    def revision(self, connection: Connection) -> str | None:
        """The migration that the database stands at; None if it is empty."""
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        known = "speicher" in tables and "alembic_version" in tables
        if not known or connection.scalar(select(speicher.c.kennung)) != KENNUNG:
            raise UnusableStore(self.place.foreign())
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()

    def _use_wal(self) -> None:
        """Switch to the write-ahead log, once per file.

        The switch needs the file for itself and does not wait for it, unlike everything else.
        """
        until = time.monotonic() + self.wartezeit
        while self._raw("PRAGMA journal_mode") != "wal":
            try:
                self._raw("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _raw(self, sql: str) -> Any:
        """First cell of a statement that must not run inside a transaction."""
        with closing(self.raw()) as connection, closing(connection.cursor()) as cursor:
            row = cursor.execute(sql).fetchone()
            return row[0] if row else None

    def raw(self) -> Any:
        """Connection of the driver, for what SQLAlchemy has no words for; close it."""
        return self.engine.raw_connection()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def version_of(connection: Connection) -> int:
    """The number that every change raises."""
    return connection.scalar(select(func.max(speicher.c.version))) or 0


def _checked(url: str) -> URL:
    """The address taken apart; refused if it cannot hold a store."""
    try:
        parts = make_url(url)
        parts.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise LebenslageError(
            "Die Adresse der Datenbank (LEBENSLAGE_DATENBANK) ist ungültig; erwartet wird zum "
            "Beispiel sqlite:////srv/lebenslage/lebenslage.sqlite"
        ) from error
    if parts.get_backend_name() == "sqlite" and parts.database in (None, "", ":memory:"):
        raise LebenslageError(
            "Ein Speicher im Arbeitsspeicher hält nichts; bitte eine Datei nennen."
        )
    return parts


def _place(url: URL, path: Path | None, wartezeit: float) -> Place:
    if path is not None:
        return Place(path.name, str(path.absolute().parent), wartezeit)
    return Place(url.database or "", url.host or "", wartezeit)


def _on_connect(foreign_keys: bool) -> Any:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see _on_begin
        for pragma in (
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "synchronous=FULL",  # what has been confirmed survives a power cut
            "secure_delete=ON",  # deleted content is overwritten, not just forgotten
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    return prepare


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("schreiben")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(database: Database) -> None:
    """Run the missing migrations in one write transaction, which also keeps others out."""
    from alembic import command  # late: takes a tenth of a second and is rarely needed
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    own = Database(
        database.url.render_as_string(hide_password=False), database.wartezeit, foreign_keys=False
    )
    try:
        with own.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise UnusableStore(database.place.newer()) from error
    finally:
        own.close()
