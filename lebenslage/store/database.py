"""The database under the store: where it lies, how it is opened, migrated and written to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from lebenslage.errors import LebenslageError
from lebenslage.store.dialects import dialect_of, writing_options
from lebenslage.store.failures import UnusableStore, in_german, unsure
from lebenslage.store.schema import HEAD, KENNUNG, speicher

#: Seconds that a write waits for another one before it gives up.
WARTEZEIT: Final = 30.0
#: The configuration reads a per cent sign as the start of a variable.
_MIGRATIONS: Final = str(Path(__file__).with_name("migrations")).replace("%", "%%")
_NO_ADDRESS: Final = (
    "Die Adresse der Datenbank (LEBENSLAGE_DATENBANK) ist ungültig; erwartet wird zum Beispiel "
    "sqlite:////srv/lebenslage/lebenslage.sqlite oder postgresql://lebenslage@server/lebenslage"
)
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
    return sqlite_url(instance_folder() / "lebenslage.sqlite")


def instance_folder() -> Path:
    """Folder with what this installation keeps: `LEBENSLAGE_INSTANZ`, else `instanz/`."""
    return Path(os.environ.get("LEBENSLAGE_INSTANZ") or _PROJECT / "instanz")


def sqlite_url(path: Path) -> str:
    """SQLAlchemy URL of an SQLite file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string()


def sqlite_path(url: str) -> Path | None:
    """File that an URL names; None for a database server."""
    parts = _checked(url)
    is_sqlite = parts.get_backend_name() == "sqlite"
    return Path(parts.database or "") if is_sqlite else None


class Database:
    """An engine with our rules: every change is one transaction, one writer at a time.

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
        self.dialect = dialect_of(self.url, wartezeit)
        self.path = self.dialect.path
        self.place = self.dialect.place
        if self.path is not None:
            with in_german(self.place):
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Parameters would put answers of residents into tracebacks and logs.
        self.engine = create_engine(self.url, hide_parameters=True, **self.dialect.options)
        self.dialect.listen(self.engine, foreign_keys)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One read transaction: everything seen in it belongs together."""
        with in_german(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; takes its turn at once, so that it never fails half-way."""
        with in_german(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(**writing_options(self.url))
            with connection.begin() as transaction:
                yield connection
                with unsure(self.place):
                    if transaction.is_active:
                        transaction.commit()

    def forget(self) -> None:
        """Make sure that what was deleted is gone from the medium as well."""
        with in_german(self.place):
            self.dialect.forget(self.engine)

    def open(
        self,
        *,
        must_exist: bool = False,
        before_migration: Callable[[Database], object] | None = None,
    ) -> None:
        """Make or migrate the tables; several processes may do so at once.

        Parameters
        ----------
        must_exist : bool
            Refuse an empty database instead of filling it.
        before_migration : callable, optional
            Called with a store that is about to be migrated; if it raises, nothing is.

        Raises
        ------
        LebenslageError
            If the database is somebody else's, or newer than this program.
        """
        with self.reading() as connection:
            found = self.revision(connection)
        if found is None and must_exist:
            raise UnusableStore(self.place.foreign())
        with in_german(self.place):
            self.dialect.ready(self.engine)
        if found != HEAD:
            if found is not None and before_migration is not None:
                before_migration(self)
            migrate(self)

    def revision(self, connection: Connection) -> str | None:
        """The migration that the database stands at; None if it is empty."""
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        known = "speicher" in tables and "alembic_version" in tables
        if not known or connection.scalar(select(speicher.c.kennung)) != KENNUNG:
            raise UnusableStore(self.place.foreign())
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()

    def raw(self) -> Any:
        """Connection of the driver, for what SQLAlchemy has no words for; close it."""
        return self.engine.raw_connection()

    def close(self) -> None:
        """Let go of the database."""
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
        raise LebenslageError(_NO_ADDRESS) from error
    if parts.get_backend_name() == "postgresql":
        parts = parts.set(drivername="postgresql+psycopg")
    elif parts.get_backend_name() != "sqlite":
        raise LebenslageError(_NO_ADDRESS)
    if parts.get_backend_name() == "sqlite" and parts.database in (None, "", ":memory:"):
        raise LebenslageError(
            "Ein Speicher im Arbeitsspeicher hält nichts; bitte eine Datei nennen."
        )
    return parts


def migrate(database: Database, target: str = "head") -> None:
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
            command.upgrade(config, target)
    except CommandError as error:
        raise UnusableStore(database.place.newer()) from error
    finally:
        own.close()
