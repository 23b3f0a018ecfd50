"""Taking files in, and taking them back: the statements inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.model.exchange import Delivery
from lebenslage.model.registers import FILE_FORMAT, RegisterFile
from lebenslage.store import contents, register_imports
from lebenslage.store.codecs import assignment_to_json, rows_hash, to_json
from lebenslage.store.database import version_of
from lebenslage.store.records import Action, ImportRecord, ImportStatus, in_words, now
from lebenslage.store.schema import (
    importe,
    papierantworten,
    protokoll,
    rohdateien,
    speicher,
    umfragen,
    zuordnungen,
)

#: What `ImportRecord` takes from the table as it is.
_PLAIN = tuple(c.name for c in importe.columns if c.name in ImportRecord.__slots__)


def raise_version(connection: Connection) -> int:
    """Count a change; also the lock that lets one writer in at a time where rows are locked."""
    connection.execute(update(speicher).values(version=speicher.c.version + 1))
    return version_of(connection)


def log(connection: Connection, wer: str, was: Action, import_id: int | None = None) -> None:
    """Write a line of the audit log, for the version that this change leads to."""
    line = {"wann": now(), "wer": wer, "was": was, "import_id": import_id}
    connection.execute(insert(protokoll).values(**line, version=version_of(connection)))


def record(row: Row[Any]) -> ImportRecord:
    """Make the record of a row of `importe`."""
    cells: dict[str, Any] = {name: row._mapping[name] for name in _PLAIN}
    cells |= {
        "hinweise": tuple(json.loads(row.hinweise)),
        "zusammenfassung": json.loads(row.zusammenfassung),
        "status": ImportStatus(row.status),
    }
    return ImportRecord(**cells)


def find(connection: Connection, import_id: int) -> ImportRecord:
    """Find the import with this number.

    Raises
    ------
    LebenslageError
        If there is none.
    """
    row = connection.execute(select(importe).where(importe.c.id == import_id)).one_or_none()
    if row is None:
        raise LebenslageError(f"Einen Import mit der Nummer {import_id} gibt es nicht.")
    return record(row)


def add_all(connection: Connection, deliveries: Sequence[Delivery], wer: str) -> list[ImportRecord]:
    """Write checked files; all or, if one of them was imported before, none.

    Raises
    ------
    DatenFehler
        Names every file that is there already.
    """
    raise_version(connection)
    encoded = [contents.encode(delivery.content) for delivery in deliveries]
    hashes = [rows_hash(rows) for _, rows in encoded]
    problems = [
        problem
        for delivery, content_hash in zip(deliveries, hashes, strict=True)
        if (problem := _already(connection, delivery, content_hash))
    ]
    if problems := problems + _doubled(deliveries):
        raise DatenFehler(problems)
    return [
        _add(connection, delivery, rows, content_hash, wer)
        for delivery, rows, content_hash in zip(deliveries, encoded, hashes, strict=True)
    ]


def add(connection: Connection, delivery: Delivery, wer: str) -> ImportRecord:
    """Write one checked file that is known to say something new; the version is raised already."""
    encoded = contents.encode(delivery.content)
    return _add(connection, delivery, encoded, rows_hash(encoded[1]), wer)


def _add(
    connection: Connection,
    delivery: Delivery,
    encoded: contents.Encoded,
    content_hash: str,
    wer: str,
) -> ImportRecord:
    entry = {
        "wann": now(),
        "wer": wer,
        "dateiname": delivery.quelle.name,
        "sha256": delivery.quelle.sha256,
        "inhalt_sha256": content_hash,
        "format": delivery.format,
        "titel": delivery.titel,
        "tabelle": encoded[0].name,
        "zeilen": delivery.zeilen,
        "spalten": delivery.spalten,
        "kodierung": delivery.kodierung,
        "trennzeichen": delivery.trennzeichen,
        "beispiel": delivery.beispiel,
        "hinweise": to_json(delivery.hinweise),
        "zusammenfassung": to_json(dict(delivery.zusammenfassung)),
        "status": ImportStatus.AKTIV,
    }
    new = insert(importe).values(entry).returning(importe.c.id)
    import_id = connection.execute(new).scalar_one()
    if isinstance(delivery.content, RegisterFile):
        register_imports.apply(connection, import_id, delivery.content, delivery.quelle.name, wer)
    else:
        contents.write(connection, import_id, encoded)
    if along := contents.beside(delivery.content):
        contents.write(connection, import_id, along)
    raw = {"import_id": import_id, "daten": delivery.roh}
    connection.execute(insert(rohdateien).values(raw))
    if delivery.zuordnung:
        matched = {"import_id": import_id, "zuordnung": assignment_to_json(delivery.zuordnung)}
        connection.execute(insert(zuordnungen).values(matched))
    log(connection, wer, Action.IMPORTIERT, import_id)
    return find(connection, import_id)


def delete_raw(connection: Connection, before: str, wer: str) -> int:
    """Delete the kept files of survey answers that were imported before a moment (ISO, UTC).

    What was read from them stays, so that results do not change. Made-up data is left alone.
    """
    chosen = (
        importe.c.tabelle.in_((umfragen.name, papierantworten.name)),
        importe.c.wann < before,
        importe.c.beispiel.is_(False),
    )
    kept = select(importe.c.id).join(rohdateien).where(*chosen).order_by(importe.c.id)
    ids = list(connection.scalars(kept))
    if ids:
        raise_version(connection)
    for import_id in ids:
        connection.execute(delete(rohdateien).where(rohdateien.c.import_id == import_id))
        log(connection, wer, Action.ROHDATEI_GELOESCHT, import_id)
    return len(ids)


def _earlier(connection: Connection, sha256: str, form: str) -> list[Row[Any]]:
    same = (importe.c.sha256 == sha256, importe.c.format == form)
    return list(connection.execute(select(importe).where(*same).order_by(importe.c.id)))


def _already(connection: Connection, delivery: Delivery, content_hash: str) -> Problem | None:
    """Tell that a file was imported before.

    An import that was undone stands in the way only if the file was read the same way: with a
    corrected codebook or another mapping of columns the same file says something new.
    """
    for row in _earlier(connection, delivery.quelle.sha256, delivery.format):
        when = f"Diese Datei wurde bereits {in_words(row.wann)} von „{row.wer}“ importiert"
        if row.status == ImportStatus.AKTIV:
            text = (
                f"{when} (Import {row.id}). Soll sie neu eingelesen werden, nehmen Sie zuerst "
                "diesen Import zurück."
            )
            return Problem(text, datei=delivery.quelle.name)
        if row.status == ImportStatus.ZURUECKGENOMMEN and row.inhalt_sha256 == content_hash:
            text = (
                f"{when} und später zurückgenommen (Import {row.id}). Stellen Sie diesen Import "
                "wieder her, statt die Datei noch einmal zu importieren."
            )
            return Problem(text, datei=delivery.quelle.name)
    return None


def _doubled(deliveries: Sequence[Delivery]) -> list[Problem]:
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for delivery in deliveries:
        key = (delivery.quelle.sha256, delivery.format)
        if key in seen:
            text = f"Diese Datei ist dieselbe wie „{seen[key]}“; jede Datei nur einmal."
            problems.append(Problem(text, datei=delivery.quelle.name))
        seen.setdefault(key, delivery.quelle.name)
    return problems


def set_status(connection: Connection, import_id: int, status: ImportStatus) -> None:
    """Mark an import as active, undone or deleted."""
    connection.execute(update(importe).where(importe.c.id == import_id).values(status=status))


def switch(connection: Connection, import_id: int, status: ImportStatus, wer: str) -> ImportRecord:
    """Take an import back or make it active again; that it may be done is checked before."""
    undone = status is ImportStatus.ZURUECKGENOMMEN
    raise_version(connection)
    set_status(connection, import_id, status)
    if find(connection, import_id).format.startswith(FILE_FORMAT):
        change = register_imports.revert if undone else register_imports.reapply
        change(connection, import_id, wer)
    action = Action.ZURUECKGENOMMEN if undone else Action.WIEDERHERGESTELLT
    log(connection, wer, action, import_id)
    return find(connection, import_id)


def check_undo(connection: Connection, import_id: int) -> None:
    """Refuse to undo what is not active."""
    found = find(connection, import_id)
    if found.status is ImportStatus.ZURUECKGENOMMEN:
        raise LebenslageError(f"Import {import_id} ist bereits zurückgenommen.")
    if found.status is ImportStatus.GELOESCHT:
        raise LebenslageError(f"Import {import_id} wurde gelöscht und gilt schon nicht mehr.")


def check_redo(connection: Connection, import_id: int) -> None:
    """Refuse to redo what is active, deleted, or meanwhile there a second time."""
    found = find(connection, import_id)
    if found.status is ImportStatus.AKTIV:
        raise LebenslageError(f"Import {import_id} ist bereits wirksam.")
    if found.status is ImportStatus.GELOESCHT:
        raise LebenslageError(
            f"Import {import_id} wurde gelöscht und lässt sich nicht wiederherstellen. Bitte die "
            "Datei neu importieren."
        )
    for row in _earlier(connection, found.sha256, found.format):
        if row.status == ImportStatus.AKTIV:
            raise LebenslageError(
                f"Import {import_id} lässt sich nicht wiederherstellen, weil dieselbe Datei als "
                f"Import {row.id} wirksam ist. Nehmen Sie zuerst Import {row.id} zurück."
            )
