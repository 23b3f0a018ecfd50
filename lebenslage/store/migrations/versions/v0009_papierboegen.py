"""Tables for sheets of paper: while they are keyed in, and once they count."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "boegen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("umfrage_id", sa.Text(), nullable=False),
        sa.Column("bogen", sa.String(20), nullable=False),
        sa.Column("durchgang", sa.Integer(), nullable=False),
        sa.Column("eingaben", sa.Text(), nullable=True),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_boegen"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "papierantworten",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("umfrage_id", sa.Text(), nullable=False),
        sa.Column("fragebogen", sa.Text(), nullable=False),
        sa.Column("antworten", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_papierantworten_import_id"),
        sa.PrimaryKeyConstraint("import_id", "nummer", name="pk_papierantworten"),
    )
