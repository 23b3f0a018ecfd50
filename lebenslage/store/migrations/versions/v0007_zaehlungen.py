"""Counts of registers, elections, accidents: kept as delivered, divided when looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "zaehlungen",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("thema", sa.Text(), nullable=False),
        sa.Column("gruppe", sa.Text(), nullable=False),
        sa.Column("stand", sa.Text(), nullable=False),
        sa.Column("quelle_id", sa.Text(), nullable=False),
        sa.Column("tabelle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_zaehlungen_import_id"),
        sa.PrimaryKeyConstraint("import_id", "nummer", name="pk_zaehlungen"),
    )
