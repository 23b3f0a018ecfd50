"""The tables of the store: portable types only, so that SQLite and PostgreSQL both hold them.

Everything that a file brought hangs on its row in `importe`; what is shown is worked out
from the active imports (`snapshot`). The tables here and the migrations say the same; a test
compares them.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from lebenslage.model import columns
from lebenslage.store import schema_base as base
from lebenslage.store.schema_base import content, import_id, numbers, texts
from lebenslage.store.schema_reach import fahrplaene, ortsliste, osm

#: The newest migration; a store with another one is migrated at opening.
HEAD: Final = "0015"
#: What marks a database as a store of ours, in `speicher.kennung`.
KENNUNG: Final = "lebenslage"

metadata = base.metadata

#: One row: what this database is, and the number that every change raises.
speicher = Table(
    "speicher",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kennung", String(40), nullable=False),
    Column("version", Integer, nullable=False),
)

importe = Table(
    "importe",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wann", String(32), nullable=False),  # ISO 8601, UTC
    Column("wer", Text, nullable=False),
    Column("dateiname", Text, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the file as it arrived
    Column("inhalt_sha256", String(64), nullable=False),  # of what was read from it
    Column("format", String(80), nullable=False),
    Column("titel", Text, nullable=False),
    Column("tabelle", String(40), nullable=False),  # where the content stands
    Column("zeilen", Integer, nullable=False),
    Column("spalten", Integer, nullable=False),
    Column("kodierung", String(40), nullable=False),
    Column("trennzeichen", String(8), nullable=False),
    Column("beispiel", Boolean, nullable=False),
    Column("hinweise", Text, nullable=False),  # JSON list
    Column("zusammenfassung", Text, nullable=False),  # JSON object
    Column("status", String(20), nullable=False),
    Index("ix_importe_sha256", "sha256"),
    sqlite_autoincrement=True,  # a number is never given twice
)

protokoll = Table(
    "protokoll",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    Column("was", String(60), nullable=False),
    Column("import_id", ForeignKey("importe.id"), nullable=True),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)


#: The kept file, apart from `importe` so that a list of imports stays quick.
rohdateien = Table(
    "rohdateien",
    metadata,
    Column("import_id", ForeignKey("importe.id"), primary_key=True, autoincrement=False),
    Column("daten", LargeBinary, nullable=False),
)

katalog = content(
    "katalog",
    *texts("code", "eltern"),
    Column("richtung", Integer, nullable=False),
    Column("gewicht", Float, nullable=False),
    *texts("name", "rolle", "einheit", "art"),
    *numbers("unten", "oben"),
    *texts("zielwert_quelle", "transformation"),
    Column("deckelung", Boolean, nullable=False),
    *texts("aggregation", "nenner", "definition", "quelle"),
    Column("dezimalen", Integer, nullable=False),
    Column("faktor", Float, nullable=False),
    *texts("basis", "lieferant"),
)

orte = content("orte", *texts("name", "ortsteil_id", "art"), *numbers("lat", "lon"))

ortsteile = content(
    "ortsteile",
    *texts(columns.ORTSTEIL, columns.NAME),
    Column("amtlich", Boolean, nullable=False),
    *texts("quelle"),
    Column("geometrie", LargeBinary, nullable=False),  # WKB, EPSG:4326
)

weiler = content(
    "weiler",
    *texts(*columns.WEILER),
    Column("geometrie", LargeBinary, nullable=False),  # WKB, EPSG:4326
)

#: Columns of values and comparison that hold numbers; all others hold text.
NUMBERS: Final = (columns.WERT, columns.ZAEHLER, columns.NENNER, columns.FEHLER)


def _cells(names: tuple[str, ...]) -> list[Column[Any]]:
    return [*(c for n in names for c in (numbers(n) if n in NUMBERS else texts(n)))]


werte = content("werte", *_cells(columns.WERTE))
vergleich = content("vergleich", *_cells(columns.VERGLEICH))
quellen = content("quellen", *_cells(columns.QUELLEN))

gitter = content(
    "gitter",
    *texts("thema", "stand"),
    Column("aufloesung", Integer, nullable=False),  # metres
    *texts("quelle_id"),
    Column("zellen", LargeBinary, nullable=False),  # Parquet
)

fragebogen = content(
    "fragebogen",
    Column("umfrage_id", Text, nullable=False),
    Column("fragebogen", Text, nullable=False),  # JSON
)

umfragen = content(
    "umfragen",
    Column("umfrage_id", Text, nullable=False),
    Column("fragebogen", Text, nullable=False),  # JSON
    Column("antworten", LargeBinary, nullable=False),  # Parquet
    Column("entfernt", Text, nullable=False),  # JSON list
)

#: Answers on paper, beside those that came in a file; together they are the wave.
papierantworten = content(
    "papierantworten",
    Column("umfrage_id", Text, nullable=False),
    Column("fragebogen", Text, nullable=False),  # JSON
    Column("antworten", LargeBinary, nullable=False),  # Parquet
)

randverteilungen = content(
    "randverteilungen",
    Column("umfrage_id", Text, nullable=False),  # empty: for every wave
    Column("gekreuzt", Boolean, nullable=False),
    Column("tabelle", LargeBinary, nullable=False),  # Parquet
)

zaehlungen = content(
    "zaehlungen",
    *texts("thema", "gruppe", "stand", "quelle_id"),
    Column("tabelle", LargeBinary, nullable=False),  # Parquet
)

#: Free texts that a person has released. They hang on the import, not on the wave: a newer
#: file of the same wave has other texts in the same rows.
freigaben = Table(
    "freigaben",
    metadata,
    import_id(),
    Column("frage", String(200), nullable=False),
    Column("zeile", Integer, nullable=False),
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    PrimaryKeyConstraint("import_id", "frage", "zeile"),
)

#: Sheets of paper while they are keyed in: every entry is a row, the newest of a sheet and round
#: holds; without `eingaben` the sheet was taken away.
boegen = Table(
    "boegen",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("umfrage_id", Text, nullable=False),
    Column("bogen", String(20), nullable=False),  # number on the sheet
    Column("durchgang", Integer, nullable=False),  # 2: keyed in once more, to check
    Column("eingaben", Text, nullable=True),  # JSON object
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    sqlite_autoincrement=True,
)

#: How the columns, answers and places of a file of answers were matched; the next wave starts
#: from there. It hangs on the import, so that undoing a wrong one forgets its matching.
zuordnungen = Table(
    "zuordnungen",
    metadata,
    Column("import_id", ForeignKey("importe.id"), primary_key=True, autoincrement=False),
    Column("zuordnung", Text, nullable=False),  # JSON
)


def _shelf(name: str) -> Table:
    """Named texts beside what is published; nothing else depends on them."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String(80), nullable=False),
        Column("text", Text, nullable=False),  # without the name
        Column("wann", String(32), nullable=False),  # last saved under this name
        Column("wer", Text, nullable=False),
        UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )


szenarien = _shelf("szenarien")  # as `model.scenario` writes them
praesentationen = _shelf("praesentationen")  # as `report.deck.blocks` writes them

#: What somebody did to the catalogue and why: steps of a draft, releases, returns. A row is never
#: changed; released versions themselves are imports.
katalogschritte = Table(
    "katalogschritte",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    Column("art", String(20), nullable=False),
    Column("grund", Text, nullable=False),
    # the version that holds since then; of a draft: the one it began with
    Column("import_id", ForeignKey("importe.id"), nullable=True),
    Column("aenderungen", Text, nullable=False),  # JSON list of sentences
    Column("katalog", LargeBinary, nullable=False),  # of a draft: its file; else empty
    sqlite_autoincrement=True,
)

#: How far a register has come: its last change and the last number that it gave.
registerstand = Table(
    "registerstand",
    metadata,
    Column("register", String(40), primary_key=True),
    Column("aenderung", Integer, nullable=False),
    Column("letzte_nummer", Integer, nullable=False),
)

#: Projects, actors, concerns ...: what a person wrote down. One table, because all of them are
#: saved, found, archived and deleted alike; `model.registers` says what an entry holds.
eintraege = Table(
    "eintraege",
    metadata,
    Column("kennung", String(40), primary_key=True),
    Column("register", String(40), nullable=False),
    Column("daten", Text, nullable=False),  # JSON object
    Column("fassung", Integer, nullable=False),
    Column("archiviert", Boolean, nullable=False),
    Column("beispiel", Boolean, nullable=False),
    Column("aenderung", Integer, nullable=False),  # of the register, when this was last saved
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    Index("ix_eintraege_register_aenderung", "register", "aenderung"),
)

#: Every change of an entry. Lines outlive a deleted entry, but no longer say what it held.
eintragsverlauf = Table(
    "eintragsverlauf",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kennung", String(40), nullable=False),
    Column("register", String(40), nullable=False),
    Column("fassung", Integer, nullable=False),
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    Column("was", String(60), nullable=False),
    Column("vorher", Text, nullable=False),  # JSON object
    Column("nachher", Text, nullable=False),
    Column("import_id", ForeignKey("importe.id"), nullable=True),
    Index("ix_eintragsverlauf_kennung", "kennung"),
    Index("ix_eintragsverlauf_register_was", "register", "was"),  # what was deleted is asked often
    sqlite_autoincrement=True,
)

#: Files that hang on an entry.
anhaenge = Table(
    "anhaenge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kennung", ForeignKey("eintraege.kennung"), nullable=False),
    Column("name", Text, nullable=False),
    Column("art", String(80), nullable=False),  # MIME type
    Column("groesse", Integer, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False),
    Column("wann", String(32), nullable=False),
    Column("wer", Text, nullable=False),
    Column("daten", LargeBinary, nullable=False),
    Index("ix_anhaenge_kennung", "kennung"),
    sqlite_autoincrement=True,
)

#: Tables with what files brought, by the name that `importe.tabelle` holds.
CONTENT: Final = {
    table.name: table
    for table in (
        *(katalog, orte, ortsteile, weiler, werte, vergleich, quellen, gitter, zaehlungen),
        *(fragebogen, umfragen, papierantworten, randverteilungen),
        *(fahrplaene, osm, ortsliste),
    )
}
