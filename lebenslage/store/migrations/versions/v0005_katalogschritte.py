"""A table for the draft of the catalogue and for who released which version and why."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; catalogues that were imported before have no reason."""
    op.create_table(
        "katalogschritte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.Column("art", sa.String(20), nullable=False),
        sa.Column("grund", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("aenderungen", sa.Text(), nullable=False),
        sa.Column("katalog", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_katalogschritte_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_katalogschritte"),
        sqlite_autoincrement=True,
    )
