"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Float(), nullable=True) for name in names]


def _string(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _blob(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _of_import(table: str, key: tuple[str, ...], *cells: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        *cells,
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name=f"fk_{table}_import_id"),
        sa.PrimaryKeyConstraint("import_id", *key, name=f"pk_{table}"),
    )


def _content(table: str, *cells: sa.Column[Any]) -> None:
    _of_import(table, ("nummer",), *_integers("nummer"), *cells)


def upgrade() -> None:
    """Make all tables and the one row that says what this database is."""
    _own_tables()
    _of_import("rohdateien", (), _blob("daten"))
    _area_tables()
    _value_tables()
    _survey_tables()


def _own_tables() -> None:
    speicher = op.create_table(
        "speicher",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _string("kennung", 40),
        *_integers("version"),
        sa.PrimaryKeyConstraint("id", name="pk_speicher"),
    )
    op.bulk_insert(speicher, [{"id": 1, "kennung": "lebenslage", "version": 0}])
    op.create_table(
        "importe",
        *_integers("id"),
        _string("wann", 32),
        *_texts("wer", "dateiname"),
        _string("sha256", 64),
        _string("inhalt_sha256", 64),
        _string("format", 80),
        *_texts("titel"),
        _string("tabelle", 40),
        *_integers("zeilen", "spalten"),
        _string("kodierung", 40),
        _string("trennzeichen", 8),
        _flag("beispiel"),
        *_texts("hinweise", "zusammenfassung"),
        _string("status", 20),
        sa.PrimaryKeyConstraint("id", name="pk_importe"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_importe_sha256", "importe", ["sha256"])
    op.create_table(
        "protokoll",
        *_integers("id"),
        _string("wann", 32),
        *_texts("wer"),
        _string("was", 60),
        sa.Column("import_id", sa.Integer(), nullable=True),
        *_integers("version"),
        sa.ForeignKeyConstraint(["import_id"], ["importe.id"], name="fk_protokoll_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_protokoll"),
        sqlite_autoincrement=True,
    )


def _area_tables() -> None:
    _content("orte", *_texts("name", "ortsteil_id", "art"))
    _content(
        "ortsteile",
        *_texts("ortsteil_id", "name"),
        _flag("amtlich"),
        *_texts("quelle"),
        _blob("geometrie"),
    )


def _value_tables() -> None:
    _content(
        "katalog",
        *_texts("code", "eltern"),
        *_integers("richtung"),
        sa.Column("gewicht", sa.Float(), nullable=False),
        *_texts("name", "rolle", "einheit", "art"),
        *_numbers("unten", "oben"),
        *_texts("zielwert_quelle", "transformation"),
        _flag("deckelung"),
        *_texts("aggregation", "nenner", "definition", "quelle"),
        *_integers("dezimalen"),
        sa.Column("faktor", sa.Float(), nullable=False),
        *_texts("basis", "lieferant"),
    )
    _content(
        "werte",
        *_texts("gebiet_id", "indikator", "stand"),
        *_numbers("wert", "zaehler", "nenner", "standardfehler"),
        *_texts("quelle_id", "guete"),
    )
    _content(
        "vergleich",
        *_texts("gebiet_id", "name", "ebene", "indikator", "stand"),
        *_numbers("wert", "zaehler", "nenner"),
        *_texts("quelle_id", "guete"),
    )
    _content(
        "quellen",
        *_texts("quelle_id", "herausgeber", "titel", "lizenz", "vermerk", "stand"),
        *_texts("adresse", "abgerufen", "naechste_lieferung", "lieferant"),
    )
    _content(
        "gitter",
        *_texts("thema", "stand"),
        *_integers("aufloesung"),
        *_texts("quelle_id"),
        _blob("zellen"),
    )


def _survey_tables() -> None:
    _content("fragebogen", *_texts("umfrage_id", "fragebogen"))
    _content(
        "umfragen",
        *_texts("umfrage_id", "fragebogen"),
        _blob("antworten"),
        *_texts("entfernt"),
    )
    _of_import(
        "freigaben",
        ("frage", "zeile"),
        _string("frage", 200),
        *_integers("zeile"),
        _string("wann", 32),
        *_texts("wer"),
    )
