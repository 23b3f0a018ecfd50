"""Shelves of named texts: scenarios and decks stand beside what is published and change nothing.

They do not raise the version of the store: nothing that is shown or cached depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, delete, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.scenario import MAX_NAME, MAX_TEXT, clean_name
from lebenslage.store.database import Database
from lebenslage.store.imports import log
from lebenslage.store.records import Action, Saved, in_words, now
from lebenslage.store.schema import praesentationen, speicher, szenarien

#: A shelf, not an archive; beyond this nobody finds anything.
MAX_SAVED: Final = 200


@dataclass(frozen=True)
class Kind:
    """What stands on a shelf, and what it is called in messages."""

    table: Table
    ein: str  # "Ein Szenario"
    dem: str
    das: str
    dieses: str
    mehrere: str
    es: str
    eines: str
    gespeichert: Action
    ueberschrieben: Action
    umbenannt: Action
    geloescht: Action


SZENARIEN: Final = Kind(
    szenarien,
    "Ein Szenario",
    "dem Szenario",
    "Das Szenario",
    "Dieses Szenario",
    "Szenarien",
    "es",
    "eines",
    Action.SZENARIO_GESPEICHERT,
    Action.SZENARIO_UEBERSCHRIEBEN,
    Action.SZENARIO_UMBENANNT,
    Action.SZENARIO_GELOESCHT,
)
PRAESENTATIONEN: Final = Kind(
    praesentationen,
    "Eine Präsentation",
    "der Präsentation",
    "Die Präsentation",
    "Diese Präsentation",
    "Präsentationen",
    "sie",
    "eine",
    Action.PRAESENTATION_GESPEICHERT,
    Action.PRAESENTATION_UEBERSCHRIEBEN,
    Action.PRAESENTATION_UMBENANNT,
    Action.PRAESENTATION_GELOESCHT,
)


class Shelf:
    """Named texts of one kind. Every change is one transaction and stands in the audit log."""

    def __init__(self, database: Database, kind: Kind) -> None:
        self._database = database
        self._kind = kind

    def all(self) -> list[Saved]:
        """List what is saved, by name."""
        with self._database.reading() as connection:
            return _read(connection, self._kind)

    def save(self, name: str, text: str, wer: str, ersetzt: Saved | None = None) -> Saved:
        """Keep a text under a name; the version of the store stays.

        Parameters
        ----------
        ersetzt : Saved, optional
            What the person saw under this name and wants to overwrite.

        Raises
        ------
        LebenslageError
            If the name is empty or too long, or stands for another content than `ersetzt`.
        """
        with self._database.writing() as connection:
            return _save(connection, self._kind, name, text, wer, ersetzt)

    def rename(self, saved_id: int, name: str, wer: str) -> Saved:
        """Give what is saved another name.

        Raises
        ------
        LebenslageError
            If it is gone, or the name is empty, too long or taken.
        """
        with self._database.writing() as connection:
            return _rename(connection, self._kind, saved_id, name, wer)

    def delete(self, saved_id: int, wer: str) -> None:
        """Delete it for good.

        Raises
        ------
        LebenslageError
            If it is gone.
        """
        with self._database.writing() as connection:
            _lock(connection)
            _find(connection, self._kind, saved_id)
            table = self._kind.table
            connection.execute(delete(table).where(table.c.id == saved_id))
            log(connection, wer, self._kind.geloescht)


def _read(connection: Connection, kind: Kind) -> list[Saved]:
    rows = [Saved(**row._mapping) for row in connection.execute(select(kind.table))]
    return sorted(rows, key=lambda each: (each.name.casefold(), each.id))


def _save(
    connection: Connection, kind: Kind, name: str, text: str, wer: str, ersetzt: Saved | None
) -> Saved:
    _lock(connection)
    name = _checked_name(name, kind)
    if len(text) > MAX_TEXT:
        raise LebenslageError(f"{kind.das} ist zu groß, um {kind.es} zu speichern.")
    there = _named(connection, kind, name)
    if there is None:
        if len(_read(connection, kind)) >= MAX_SAVED:
            raise LebenslageError(
                f"Es sind schon {MAX_SAVED} {kind.mehrere} gespeichert. "
                f"Bitte zuerst {kind.eines} löschen."
            )
        new = insert(kind.table).values(name=name, text=text, wann=now(), wer=wer)
        saved = connection.execute(new.returning(kind.table.c.id)).scalar_one()
        log(connection, wer, kind.gespeichert)
        return _find(connection, kind, saved)
    if there.text == text:
        return there
    if ersetzt != there:
        raise LebenslageError(
            f"{kind.ein} „{there.name}“ gibt es schon, gespeichert {in_words(there.wann)} von "
            f"„{there.wer}“. Bitte einen anderen Namen wählen oder {kind.es} ausdrücklich "
            "überschreiben."
        )
    _change(connection, kind, there.id, text=text, wann=now(), wer=wer)
    log(connection, wer, kind.ueberschrieben)
    return _find(connection, kind, there.id)


def _rename(connection: Connection, kind: Kind, saved_id: int, name: str, wer: str) -> Saved:
    _lock(connection)
    name, found = _checked_name(name, kind), _find(connection, kind, saved_id)
    if name == found.name:
        return found
    there = _named(connection, kind, name)
    if there is not None and there.id != saved_id:
        raise LebenslageError(f"{kind.ein} „{there.name}“ gibt es schon; Namen gibt es einmal.")
    _change(connection, kind, saved_id, name=name)
    log(connection, wer, kind.umbenannt)
    return _find(connection, kind, saved_id)


def _lock(connection: Connection) -> None:
    """Let one writer in at a time where rows are locked, without counting a change."""
    connection.execute(update(speicher).values(version=speicher.c.version))


def _checked_name(name: str, kind: Kind) -> str:
    clean = clean_name(name)
    if not clean:
        raise LebenslageError(f"Bitte {kind.dem} einen Namen geben.")
    if clean != " ".join(name.split()):
        raise LebenslageError(
            f"Der Name darf höchstens {MAX_NAME} Zeichen haben und keine Steuerzeichen."
        )
    return clean


def _named(connection: Connection, kind: Kind, name: str) -> Saved | None:
    """What has that name, whether written in capitals or not."""
    same = (each for each in _read(connection, kind) if each.name.casefold() == name.casefold())
    return next(same, None)


def _find(connection: Connection, kind: Kind, saved_id: int) -> Saved:
    row = connection.execute(select(kind.table).where(kind.table.c.id == saved_id)).one_or_none()
    if row is None:
        raise LebenslageError(f"{kind.dieses} gibt es nicht (mehr).")
    return Saved(**row._mapping)


def _change(connection: Connection, kind: Kind, saved_id: int, **values: str) -> None:
    connection.execute(update(kind.table).where(kind.table.c.id == saved_id).values(**values))
