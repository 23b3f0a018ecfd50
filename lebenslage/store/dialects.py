"""What SQLite and PostgreSQL do differently; everything else in the store is the same."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import URL, Connection, Engine, Table, event, text

from lebenslage.store.failures import Place
from lebenslage.store.schema_base import metadata

#: Number of the lock that a writer holds on a database server, the same for every program.
_LOCK: Final = 7_201_508
#: Seconds after which a database server that does not answer counts as out of reach.
_REACH: Final = 10


class Dialect(Protocol):
    """How one kind of database is opened, written to and tidied up."""

    #: File of the store; None on a database server.
    path: Path | None
    place: Place
    #: What `create_engine` is told.
    options: dict[str, Any]

    def listen(self, engine: Engine, foreign_keys: bool) -> None:
        """Set every connection up."""

    def ready(self, engine: Engine) -> None:
        """What has to be done once per database, before its tables are made or migrated."""

    def forget(self, engine: Engine) -> None:
        """Make sure that what was deleted is really gone."""

    def size(self, connection: Connection) -> int:
        """Bytes of the whole database."""

    def count_on(self, connection: Connection, tables: Iterable[Table]) -> None:
        """After rows were written with their numbers: give no number twice."""


class Sqlite:
    """One file: write-ahead log, foreign keys, one writer at a time."""

    def __init__(self, url: URL, wartezeit: float) -> None:
        path = Path(url.database or "")
        self.path: Path | None = path
        self.place = Place(path.name, str(path.absolute().parent), wartezeit)
        self.options: dict[str, Any] = {"connect_args": {"timeout": wartezeit}}

    def listen(self, engine: Engine, foreign_keys: bool) -> None:
        """Set every connection up."""

        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves
            for pragma in (
                f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
                "synchronous=FULL",  # what has been confirmed survives a power cut
                "secure_delete=ON",  # deleted content is overwritten, not just forgotten
            ):
                connection.execute(f"PRAGMA {pragma}").close()

        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")

        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)

    def ready(self, engine: Engine) -> None:
        """Switch to the write-ahead log, once per file.

        The switch needs the file for itself and does not wait for it, unlike everything else.
        """
        until = time.monotonic() + self.place.wartezeit
        while _raw(engine, "PRAGMA journal_mode") != "wal":
            try:
                _raw(engine, "PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def forget(self, engine: Engine) -> None:
        """Empty the write-ahead log, so that what was deleted is gone from there as well."""
        _raw(engine, "PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self, connection: Connection) -> int:
        """Bytes of the whole database."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        return pages * (connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)

    def count_on(self, connection: Connection, tables: Iterable[Table]) -> None:
        """Nothing to do: SQLite looks at the rows."""


class Postgres:
    """A database server, for several replicas of the program."""

    def __init__(self, url: URL, wartezeit: float) -> None:
        import psycopg  # late: only who has a server needs it

        self.path: Path | None = None
        self.wartezeit = wartezeit
        host = url.host or str(url.query.get("host", "")) or "localhost"
        rat = "Bitte die IT verständigen; eine Sicherung lässt sich mit „restore“ einspielen."
        self.place = Place(url.database or "", host, wartezeit, rat, server=True)
        self.options: dict[str, Any] = {
            "module": psycopg,
            "connect_args": {
                "connect_timeout": _REACH,
                "application_name": "lebenslage",
                # a server that vanished without a word is noticed within half a minute
                **{"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
            },
            # everything seen in one transaction belongs together
            "isolation_level": "REPEATABLE READ",
            "pool_pre_ping": True,  # after a restart of the server the next call just works
        }

    def listen(self, engine: Engine, foreign_keys: bool) -> None:  # noqa: ARG002
        """Let writers take turns; the lock goes with the transaction, also if the program dies."""

        def begin(connection: Connection) -> None:
            if not _writes(connection):
                return
            wait = max(1, round(self.wartezeit * 1000))
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

        event.listen(engine, "begin", begin)

    def ready(self, engine: Engine) -> None:
        """Nothing to do."""

    def forget(self, engine: Engine) -> None:
        """Take deleted rows out of the tables; the server keeps its log as IT has set it."""
        quoted = engine.dialect.identifier_preparer.quote
        names = ", ".join(quoted(table.name) for table in metadata.sorted_tables)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f"VACUUM {names}")

    def size(self, connection: Connection) -> int:
        """Bytes of the whole database."""
        sql = "SELECT pg_database_size(current_database())"
        return connection.exec_driver_sql(sql).scalar() or 0

    def count_on(self, connection: Connection, tables: Iterable[Table]) -> None:
        """Let sequences go on behind the highest number, never backwards."""
        for table in tables:
            column = next(iter(table.primary_key))
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name}
            )
            if name is None:
                continue
            connection.exec_driver_sql(
                f"SELECT setval('{name}', greatest((SELECT last_value FROM {name}), "
                f"(SELECT coalesce(max({column.name}), 1) FROM {table.name})))"
            )


def dialect_of(url: URL, wartezeit: float) -> Dialect:
    """The dialect that an address names."""
    if url.get_backend_name() == "sqlite":
        return Sqlite(url, wartezeit)
    return Postgres(url, wartezeit)


def writing_options(url: URL) -> dict[str, Any]:
    """Options of a connection that writes.

    A writer on a server waits for its turn first and must then see what the one before it did.
    """
    server = {} if url.get_backend_name() == "sqlite" else {"isolation_level": "READ COMMITTED"}
    return {"schreiben": True, **server}


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("schreiben"))


def _raw(engine: Engine, sql: str) -> Any:
    """First cell of a statement that must not run inside a transaction."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        row = cursor.execute(sql).fetchone()
        return row[0] if row else None
