"""Whether an account is blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column; accounts that are there already are open."""
    op.add_column(
        "konten", sa.Column("gesperrt", sa.Boolean(), nullable=False, server_default=sa.false())
    )
