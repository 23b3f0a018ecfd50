"""Returned sheets of paper while they are being keyed in; they count only once taken over.

Every entry is kept until the sheets are taken over, so that each can be undone. Nothing published
hangs on them: single answers that appear one by one could be read off by comparing two moments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.exchange import Delivery
from lebenslage.model.keyed import MAX_NUMBER, KeyedSheet
from lebenslage.store import imports
from lebenslage.store.codecs import to_json
from lebenslage.store.database import Database
from lebenslage.store.records import Action, ImportRecord, in_words, now
from lebenslage.store.schema import boegen, speicher


class PaperSheets:
    """Sheets in one store; every change is one transaction and refused if somebody was quicker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sheets(self, umfrage_id: str) -> list[KeyedSheet]:
        """List what holds now: the newest entry of each sheet and round, oldest first."""
        with self._database.reading() as connection:
            return _current(connection, umfrage_id)

    def save(
        self,
        umfrage_id: str,
        bogen: str,
        durchgang: int,
        eingaben: Mapping[str, str],
        wer: str,
        gesehen: int | None = None,
    ) -> KeyedSheet:
        """Keep an entry of a sheet.

        Parameters
        ----------
        gesehen : int, optional
            Number of the entry that this one corrects.

        Raises
        ------
        LebenslageError
            If the number is none, or the sheet has another entry than the one that was seen.
        """
        bogen = bogen.strip()
        if not bogen or len(bogen) > MAX_NUMBER or not bogen.isprintable():
            raise LebenslageError(f"Ein Bogen braucht eine Nummer mit 1 bis {MAX_NUMBER} Zeichen.")
        with self._database.writing() as connection:
            _lock(connection)
            there = _entry(connection, umfrage_id, bogen, durchgang)
            if there is not None and there.id != gesehen:
                raise LebenslageError(
                    f"Bogen {bogen} ist schon eingegeben, {in_words(there.wann)} von „{there.wer}“."
                )
            return _write(connection, umfrage_id, bogen, durchgang, to_json(dict(eingaben)), wer)

    def remove(self, sheet: KeyedSheet, wer: str) -> None:
        """Take one entry of a sheet away.

        Raises
        ------
        LebenslageError
            If it has been changed meanwhile.
        """
        with self._database.writing() as connection:
            _lock(connection)
            there = _entry(connection, sheet.umfrage_id, sheet.bogen, sheet.durchgang)
            if there is None or there.id != sheet.id:
                raise LebenslageError(f"Bogen {sheet.bogen} wurde inzwischen geändert.")
            _write(connection, sheet.umfrage_id, sheet.bogen, sheet.durchgang, None, wer)

    def last(self, umfrage_id: str, wer: str) -> KeyedSheet | None:
        """The newest entry, correction or removal that a person has made; None before the first."""
        own = (boegen.c.umfrage_id == umfrage_id, boegen.c.wer == wer)
        with self._database.reading() as connection:
            chosen = select(boegen).where(*own).order_by(boegen.c.id.desc()).limit(1)
            row = connection.execute(chosen).one_or_none()
        return None if row is None else _sheet(row)

    def undo(self, entry: KeyedSheet) -> None:
        """Take an entry, correction or removal back; the one before holds again.

        Raises
        ------
        LebenslageError
            If it is gone.
        """
        with self._database.writing() as connection:
            _lock(connection)
            gone = delete(boegen).where(boegen.c.id == entry.id).returning(boegen.c.id)
            if connection.execute(gone).one_or_none() is None:
                raise LebenslageError("Das wurde schon rückgängig gemacht.")
        self._database.forget()

    def take_over(
        self, umfrage_id: str, delivery: Delivery, wer: str, gesehen: int
    ) -> ImportRecord:
        """Let the sheets count: one import, that replaces the one with earlier sheets of the wave.

        Parameters
        ----------
        gesehen : int
            Number of the newest entry that `delivery` was made of.

        Raises
        ------
        LebenslageError
            If something was keyed in meanwhile; `DatenFehler` if the same sheets count already.
        """
        with self._database.writing() as connection:
            current = _current(connection, umfrage_id)
            if max((sheet.id for sheet in current), default=0) != gesehen:
                raise LebenslageError(
                    "Inzwischen wurde weiter eingegeben. Bitte die Seite neu laden."
                )
            (record,) = imports.add_all(connection, [delivery], wer)
            # what was corrected or removed is not needed any more
            kept = [sheet.id for sheet in current]
            old = (boegen.c.umfrage_id == umfrage_id, boegen.c.id.not_in(kept))
            connection.execute(delete(boegen).where(*old))
        self._database.forget()
        return record


def delete_expired(connection: Connection, before: str, wer: str) -> int:
    """Delete the entries of waves at which nobody has keyed in since a moment (ISO, UTC)."""
    last = select(boegen.c.umfrage_id).group_by(boegen.c.umfrage_id)
    waves = list(connection.scalars(last.having(func.max(boegen.c.wann) < before)))
    for wave in waves:
        connection.execute(delete(boegen).where(boegen.c.umfrage_id == wave))
        imports.log(connection, wer, Action.BOEGEN_GELOESCHT)
    return len(waves)


def _current(connection: Connection, umfrage_id: str) -> list[KeyedSheet]:
    key = (boegen.c.bogen, boegen.c.durchgang)
    wave = boegen.c.umfrage_id == umfrage_id
    newest = select(func.max(boegen.c.id)).where(wave).group_by(*key)
    chosen = select(boegen).where(boegen.c.id.in_(newest), boegen.c.eingaben.is_not(None))
    return [_sheet(row) for row in connection.execute(chosen.order_by(boegen.c.id))]


def _entry(
    connection: Connection, umfrage_id: str, bogen: str, durchgang: int
) -> KeyedSheet | None:
    found = _current(connection, umfrage_id)
    return next((s for s in found if (s.bogen, s.durchgang) == (bogen, durchgang)), None)


def _write(
    connection: Connection,
    umfrage_id: str,
    bogen: str,
    durchgang: int,
    eingaben: str | None,
    wer: str,
) -> KeyedSheet:
    cells = {"umfrage_id": umfrage_id, "bogen": bogen, "durchgang": durchgang}
    new = insert(boegen).values(**cells, eingaben=eingaben, wann=now(), wer=wer)
    row = connection.execute(new.returning(*boegen.c)).one()
    return _sheet(row)


def _sheet(row: Row[Any]) -> KeyedSheet:
    cells = dict(row._mapping)
    typed = cells.pop("eingaben")
    return KeyedSheet(**cells, eingaben=json.loads(typed or "{}"), entfernt=typed is None)


def _lock(connection: Connection) -> None:
    """Let one writer in at a time where rows are locked, without counting a change."""
    connection.execute(update(speicher).values(version=speicher.c.version))
