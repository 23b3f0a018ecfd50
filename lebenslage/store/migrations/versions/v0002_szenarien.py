"""A table for saved scenarios."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; nothing else changes."""
    op.create_table(
        "szenarien",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_szenarien"),
        sa.UniqueConstraint("name", name="uq_szenarien_name"),
        sqlite_autoincrement=True,
    )
