"""Entries that a file brought: saved with the import, taken back and made active with it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from lebenslage.errors import DatenFehler
from lebenslage.model.registers import RegisterFile
from lebenslage.store import register_changes as changes
from lebenslage.store import register_rows as rows
from lebenslage.store.register_checks import check_drafts
from lebenslage.store.schema import eintragsverlauf

#: What the history says, as shown.
_TAKEN_BACK: Final = "mit dem Import zurückgenommen"
_AGAIN: Final = "mit dem Import wiederhergestellt"


def apply(
    connection: Connection, import_id: int, content: RegisterFile, datei: str, wer: str
) -> None:
    """Save the entries of the file with the name `datei`.

    Raises
    ------
    DatenFehler
        Everything that is wrong with them, and every line whose entry was changed or deleted since
        the file was written.
    """
    there = rows.there(connection, [d.kennung for d in content.drafts if d.kennung])
    check_drafts(connection, content.drafts, there, datei)
    changes.write(connection, content.drafts, there, wer, import_id)


def revert(connection: Connection, import_id: int, wer: str) -> None:
    """Take back what an import did: new entries are archived, changed ones get their old values.

    Raises
    ------
    DatenFehler
        If an entry was changed since; nothing is taken back then.
    """
    for line in _lines(connection, import_id, "zurücknehmen"):
        entry = rows.find(connection, line.kennung)
        before, after = rows.values(line.vorher), rows.values(line.nachher)
        new = line.was == changes.ANGELEGT
        kept = {k: v for k, v in entry.daten.items() if new or k not in after} | before
        changes.change(
            *(connection, entry, kept, wer, _TAKEN_BACK),
            archiviert=True if new else None,
            import_id=import_id,
        )


def reapply(connection: Connection, import_id: int, wer: str) -> None:
    """Do again what an import did before it was taken back.

    Raises
    ------
    DatenFehler
        If an entry was changed since; nothing is done then.
    """
    for line in _lines(connection, import_id, "wiederherstellen"):
        entry = rows.find(connection, line.kennung)
        before, after = rows.values(line.vorher), rows.values(line.nachher)
        kept = {k: v for k, v in entry.daten.items() if k not in before} | after
        changes.change(
            *(connection, entry, kept, wer, _AGAIN),
            archiviert=False if line.was == changes.ANGELEGT else None,
            import_id=import_id,
        )


def _lines(connection: Connection, import_id: int, what: str) -> list[Row[Any]]:
    """What the import itself did to entries that still are there, if nobody touched them since."""
    table = eintragsverlauf
    own = (changes.ANGELEGT, changes.GEAENDERT)
    chosen = select(table).where(table.c.import_id == import_id, table.c.was.in_(own))
    lines = list(connection.execute(chosen.order_by(table.c.id)))
    last = rows.newest(connection, [line.kennung for line in lines])
    there = [line for line in lines if last[line.kennung].was != changes.GELOESCHT]
    touched = [n.kennung for n in (last[e.kennung] for e in there) if n.import_id != import_id]
    if touched:
        raise DatenFehler(
            f"Der Import lässt sich nicht {what}: Inzwischen wurde geändert, was er gebracht hat "
            f"({', '.join(touched[:5])}{' …' if len(touched) > 5 else ''})."
        )
    return there
