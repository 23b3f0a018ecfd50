"""Looking without leaving a trace: is there a store, and one for a moment only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from lebenslage.store.database import Database, default_url, sqlite_path, sqlite_url
from lebenslage.store.schema import importe
from lebenslage.store.store import Store


def has_imports(url: str | None = None) -> bool:
    """Whether there is a store in which something was ever imported; makes none.

    Raises
    ------
    LebenslageError
        If there is a file that is no store.
    """
    url = url or default_url()
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return False
    with closing(Database(url)) as database, database.reading() as connection:
        if database.revision(connection) is None:
            return False
        return bool(connection.scalar(select(func.count()).select_from(importe)))


@contextmanager
def temporary_store() -> Iterator[Store]:
    """Make a fresh store that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="lebenslage-") as folder,
        Store(sqlite_url(Path(folder) / "lebenslage.sqlite")) as store,
    ):
        yield store
