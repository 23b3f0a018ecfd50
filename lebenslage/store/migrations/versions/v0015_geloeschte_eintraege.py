"""Deleted entries of a register are found without reading its whole history."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_eintragsverlauf_register_was", "eintragsverlauf", ["register", "was"])
