"""A table for how files of answers were matched with their codebook."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; waves of before are matched by codes and wording alone."""
    op.create_table(
        "zuordnungen",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zuordnung", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_zuordnungen_import_id"),
        sa.PrimaryKeyConstraint("import_id", name="pk_zuordnungen"),
    )
