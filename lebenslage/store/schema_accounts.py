"""Tables of local accounts. They hang on nothing else and raise no version."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from lebenslage.store.schema_base import metadata

#: `schluessel` is the name as it is compared: folded, so that it exists once.
konten = Table(
    "konten",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("schluessel", String(120), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("rolle", String(20), nullable=False),
    Column("passwort", Text, nullable=False),  # argon2id, as argon2-cffi writes it
    Column("muss_wechseln", Boolean, nullable=False),
    Column("angelegt", String(32), nullable=False),
    Column("zuletzt", String(32), nullable=False),  # last sign-in; empty: never
    Column("gesperrt", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

#: Times in seconds since 1970. The key itself is with the browser alone.
sitzungen = Table(
    "sitzungen",
    metadata,
    Column("schluessel", String(64), primary_key=True),  # SHA-256 of the key
    Column("konto_id", ForeignKey("konten.id", ondelete="CASCADE"), nullable=False),
    Column("begonnen", Integer, nullable=False),
    Column("zuletzt", Integer, nullable=False),
    Index("ix_sitzungen_konto_id", "konto_id"),
)

#: What was tried, by account and by address; rows are deleted once they are old.
fehlversuche = Table(
    "fehlversuche",
    metadata,
    Column("schluessel", String(160), primary_key=True),
    Column("anzahl", Integer, nullable=False),
    Column("zuletzt", Integer, nullable=False),
    Column("gesperrt_bis", Integer, nullable=False),
)

#: Holds for the moment only: never in a backup, emptied when one is put back.
FLUECHTIG: Final = ("sitzungen", "fehlversuche")
