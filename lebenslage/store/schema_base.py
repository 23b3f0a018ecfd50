"""What every table of the store is made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

#: Names for every constraint, so that later migrations can address them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def import_id() -> Column[int]:
    """Column that ties a row to the import that brought it."""
    return Column("import_id", ForeignKey("importe.id"), nullable=False)


def content(name: str, *cells: Column[Any]) -> Table:
    """A table with the rows of a file: each hangs on its import and knows its place in it."""
    return Table(
        name,
        metadata,
        import_id(),
        Column("nummer", Integer, nullable=False),
        *cells,
        PrimaryKeyConstraint("import_id", "nummer"),
    )


def texts(*names: str) -> list[Column[str]]:
    """Columns of texts, empty rather than missing."""
    return [Column(name, Text, nullable=False) for name in names]


def numbers(*names: str) -> list[Column[float]]:
    """Columns of numbers that may be missing."""
    return [Column(name, Float, nullable=True) for name in names]
