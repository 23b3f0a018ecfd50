"""Tables for local accounts, their sessions and failed attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables; nothing else changes."""
    op.create_table(
        "konten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schluessel", sa.String(120), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("rolle", sa.String(20), nullable=False),
        sa.Column("passwort", sa.Text(), nullable=False),
        sa.Column("muss_wechseln", sa.Boolean(), nullable=False),
        sa.Column("angelegt", sa.String(32), nullable=False),
        sa.Column("zuletzt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_konten"),
        sa.UniqueConstraint("schluessel", name="uq_konten_schluessel"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sitzungen",
        sa.Column("schluessel", sa.String(64), nullable=False),
        sa.Column("konto_id", sa.Integer(), nullable=False),
        sa.Column("begonnen", sa.Integer(), nullable=False),
        sa.Column("zuletzt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("schluessel", name="pk_sitzungen"),
        sa.ForeignKeyConstraint(
            ["konto_id"], ["konten.id"], name="fk_sitzungen_konto_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sitzungen_konto_id", "sitzungen", ["konto_id"])
    op.create_table(
        "fehlversuche",
        sa.Column("schluessel", sa.String(160), nullable=False),
        sa.Column("anzahl", sa.Integer(), nullable=False),
        sa.Column("zuletzt", sa.Integer(), nullable=False),
        sa.Column("gesperrt_bis", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("schluessel", name="pk_fehlversuche"),
    )
