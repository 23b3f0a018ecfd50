"""Tables for timetables, extracts of OpenStreetMap and the Gemeinde's list of places."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables; nothing else changes."""
    _content(
        "fahrplaene",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("von", "bis", "tage", "quelle_id")
        ),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("halte", "abfahrten")),
    )
    _content(
        "osm",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("stand", "quelle_id")),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("orte", "knoten", "kanten")
        ),
    )
    _content(
        "ortsliste",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ort_id", "art", "name")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("lat", "lon")),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("geoeffnet", "geschlossen", "bemerkung")
        ),
    )


def _content(name: str, *cells: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        *cells,
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name=f"fk_{name}_import_id"),
        sa.PrimaryKeyConstraint("import_id", "nummer", name=f"pk_{name}"),
    )
