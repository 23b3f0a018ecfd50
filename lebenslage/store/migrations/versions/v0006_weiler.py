"""Weiler with their places, and the coordinates of the gazetteer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "weiler",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ortsteil_id", sa.Text(), nullable=False),
        sa.Column("art", sa.Text(), nullable=False),
        sa.Column("quelle", sa.Text(), nullable=False),
        sa.Column("geometrie", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_weiler_import_id"),
        sa.PrimaryKeyConstraint("import_id", "nummer", name="pk_weiler"),
    )
    op.add_column("orte", sa.Column("lat", sa.Float(), nullable=True))
    op.add_column("orte", sa.Column("lon", sa.Float(), nullable=True))
