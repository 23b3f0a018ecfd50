"""A table for saved decks."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table; nothing else changes."""
    op.create_table(
        "praesentationen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_praesentationen"),
        sa.UniqueConstraint("name", name="uq_praesentationen_name"),
        sqlite_autoincrement=True,
    )
