"""How often a source is published."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; of sources that are there already the rhythm is unknown."""
    op.add_column("quellen", sa.Column("rhythmus", sa.Text(), nullable=False, server_default=""))
