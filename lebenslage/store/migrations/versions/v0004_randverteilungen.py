"""Margins of the register, to weight surveys with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "randverteilungen",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("umfrage_id", sa.Text(), nullable=False),
        sa.Column("gekreuzt", sa.Boolean(), nullable=False),
        sa.Column("tabelle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["importe.id"], name="fk_randverteilungen_import_id"
        ),
        sa.PrimaryKeyConstraint("import_id", "nummer", name="pk_randverteilungen"),
    )
