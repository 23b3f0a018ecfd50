"""Saved scenarios: named tries that stand beside what is published and never change it.

They do not raise the version of the store: nothing that is shown or cached depends on them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.scenario import MAX_NAME, MAX_TEXT, clean_name
from lebenslage.store.imports import log
from lebenslage.store.records import Action, SavedScenario, in_words, now
from lebenslage.store.schema import speicher, szenarien

#: A shelf, not an archive; beyond this nobody finds anything.
MAX_SAVED: Final = 200


def read_all(connection: Connection) -> list[SavedScenario]:
    """List all saved scenarios by name."""
    rows = [SavedScenario(**row._mapping) for row in connection.execute(select(szenarien))]
    return sorted(rows, key=lambda each: (each.name.casefold(), each.id))


def save(
    connection: Connection, name: str, text: str, wer: str, ersetzt: SavedScenario | None
) -> SavedScenario:
    """Keep a scenario under a name; see `Store.save_scenario`."""
    _lock(connection)
    name = _checked_name(name)
    if len(text) > MAX_TEXT:
        raise LebenslageError("Das Szenario ist zu groß, um es zu speichern.")
    there = _named(connection, name)
    if there is None:
        if len(read_all(connection)) >= MAX_SAVED:
            raise LebenslageError(
                f"Es sind schon {MAX_SAVED} Szenarien gespeichert. Bitte zuerst eines löschen."
            )
        new = insert(szenarien).values(name=name, text=text, wann=now(), wer=wer)
        saved = connection.execute(new.returning(szenarien.c.id)).scalar_one()
        log(connection, wer, Action.SZENARIO_GESPEICHERT)
        return _find(connection, saved)
    if there.text == text:
        return there
    if ersetzt != there:
        raise LebenslageError(
            f"Ein Szenario „{there.name}“ gibt es schon, gespeichert {in_words(there.wann)} von "
            f"„{there.wer}“. Bitte einen anderen Namen wählen oder es ausdrücklich überschreiben."
        )
    _change(connection, there.id, text=text, wann=now(), wer=wer)
    log(connection, wer, Action.SZENARIO_UEBERSCHRIEBEN)
    return _find(connection, there.id)


def rename(connection: Connection, scenario_id: int, name: str, wer: str) -> SavedScenario:
    """Give a saved scenario another name; see `Store.rename_scenario`."""
    _lock(connection)
    name, found = _checked_name(name), _find(connection, scenario_id)
    if name == found.name:
        return found
    there = _named(connection, name)
    if there is not None and there.id != scenario_id:
        raise LebenslageError(f"Ein Szenario „{there.name}“ gibt es schon; Namen gibt es einmal.")
    _change(connection, scenario_id, name=name)
    log(connection, wer, Action.SZENARIO_UMBENANNT)
    return _find(connection, scenario_id)


def remove(connection: Connection, scenario_id: int, wer: str) -> None:
    """Delete a saved scenario for good."""
    _lock(connection)
    _find(connection, scenario_id)
    connection.execute(delete(szenarien).where(szenarien.c.id == scenario_id))
    log(connection, wer, Action.SZENARIO_GELOESCHT)


def _lock(connection: Connection) -> None:
    """Let one writer in at a time where rows are locked, without counting a change."""
    connection.execute(update(speicher).values(version=speicher.c.version))


def _checked_name(name: str) -> str:
    clean = clean_name(name)
    if not clean:
        raise LebenslageError("Bitte dem Szenario einen Namen geben.")
    if clean != " ".join(name.split()):
        raise LebenslageError(
            f"Der Name darf höchstens {MAX_NAME} Zeichen haben und keine Steuerzeichen."
        )
    return clean


def _named(connection: Connection, name: str) -> SavedScenario | None:
    """The scenario of that name, whether written in capitals or not."""
    same = (each for each in read_all(connection) if each.name.casefold() == name.casefold())
    return next(same, None)


def _find(connection: Connection, scenario_id: int) -> SavedScenario:
    chosen = select(szenarien).where(szenarien.c.id == scenario_id)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise LebenslageError("Dieses Szenario gibt es nicht (mehr).")
    return SavedScenario(**row._mapping)


def _change(connection: Connection, scenario_id: int, **values: str) -> None:
    chosen = update(szenarien).where(szenarien.c.id == scenario_id)
    connection.execute(chosen.values(**values))
