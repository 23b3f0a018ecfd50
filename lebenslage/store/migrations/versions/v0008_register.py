"""Tables for the registers of the Quartiersmanagement: entries, their history, attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables; nothing else changes."""
    op.create_table(
        "registerstand",
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("aenderung", sa.Integer(), nullable=False),
        sa.Column("letzte_nummer", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("register", name="pk_registerstand"),
    )
    op.create_table(
        "eintraege",
        sa.Column("kennung", sa.String(40), nullable=False),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("daten", sa.Text(), nullable=False),
        sa.Column("fassung", sa.Integer(), nullable=False),
        sa.Column("archiviert", sa.Boolean(), nullable=False),
        sa.Column("beispiel", sa.Boolean(), nullable=False),
        sa.Column("aenderung", sa.Integer(), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kennung", name="pk_eintraege"),
    )
    op.create_index("ix_eintraege_register_aenderung", "eintraege", ["register", "aenderung"])
    op.create_table(
        "eintragsverlauf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kennung", sa.String(40), nullable=False),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("fassung", sa.Integer(), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.Column("was", sa.String(60), nullable=False),
        sa.Column("vorher", sa.Text(), nullable=False),
        sa.Column("nachher", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_eintragsverlauf"),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_eintragsverlauf_import_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_eintragsverlauf_kennung", "eintragsverlauf", ["kennung"])
    op.create_table(
        "anhaenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kennung", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("art", sa.String(80), nullable=False),
        sa.Column("groesse", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("wann", sa.String(32), nullable=False),
        sa.Column("wer", sa.Text(), nullable=False),
        sa.Column("daten", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_anhaenge"),
        sa.ForeignKeyConstraint(["kennung"], ["eintraege.kennung"], name="fk_anhaenge_kennung"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_anhaenge_kennung", "anhaenge", ["kennung"])
