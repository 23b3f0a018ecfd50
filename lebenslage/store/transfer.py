"""All rows of one database into another, whatever kind each of them is, and a hash over them.

The form of a backup is a store in one SQLite file. So a backup of a database server can be put
into a file store and the other way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, MetaData, String, Table, delete, insert, select

from lebenslage.store.database import Database
from lebenslage.store.schema_accounts import FLUECHTIG

#: Rows that are held at once; of a table with files only one.
_PORTION: Final = 1000
#: The mark of the migration, and what holds for the moment only.
_LEFT_OUT: Final = ("alembic_version", *FLUECHTIG)


def tables_of(connection: Connection) -> list[Table]:
    """Tables of a store of any schema that a backup holds, referred ones first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _LEFT_OUT]


def copy_rows(source: Connection, target: Database, into: Connection, tables: list[Table]) -> None:
    """Replace all rows; both sides stand at the same migration.

    Parameters
    ----------
    source : Connection
        Inside a read transaction.
    target : Database
        Where `into` belongs to.
    into : Connection
        Inside a write transaction.
    """
    for table in reversed(tables):
        into.execute(delete(table))
    for table in tables:
        for rows in _portions(source, table):
            into.execute(insert(table), rows)
    target.dialect.count_on(into, tables)


def content_hash(connection: Connection, tables: Iterable[Table]) -> str:
    """Hash of all rows of all tables, SHA-256 as hex digits; the same for the same content."""
    digest = hashlib.sha256()
    for table in sorted(tables, key=lambda each: each.name):
        names = sorted(column.name for column in table.columns)
        digest.update(repr((table.name, names)).encode())
        for rows in _portions(connection, table):
            for row in rows:
                digest.update(repr([_plain(row[name]) for name in names]).encode())
    return digest.hexdigest()


def _plain(cell: Any) -> Any:
    """A cell as text says it: large content by its hash; SQLite knows no true and false."""
    if isinstance(cell, bytes | memoryview):
        return hashlib.sha256(cell).hexdigest()
    return int(cell) if isinstance(cell, bool) else cell


def _portions(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Rows in the order of their key, which must not depend on the language of a server."""
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    key = [c.collate(binary) if isinstance(c.type, String) else c for c in table.primary_key]
    large = any(isinstance(column.type, LargeBinary) for column in table.columns)
    # streamed: files of imports may be larger than memory together
    streamed = connection.execution_options(stream_results=True)
    rows = streamed.execute(select(table).order_by(*key)).mappings()
    for portion in rows.partitions(1 if large else _PORTION):
        yield [dict(row) for row in portion]
