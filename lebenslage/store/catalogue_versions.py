"""Versions of the catalogue: what is published, the draft of the next one, who decided and why.

A released version is an import, so that undo and redo of files and versions are one thing. A draft
changes nothing that is shown and so does not raise the version of the store.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Delivery
from lebenslage.store import contents, imports
from lebenslage.store.codecs import rows_hash, to_json
from lebenslage.store.database import Database, version_of
from lebenslage.store.records import (
    Action,
    CatalogueStep,
    CatalogueVersion,
    ImportStatus,
    StepKind,
    in_words,
    now,
)
from lebenslage.store.schema import importe, katalog, katalogschritte, speicher

#: Longest reason that is kept.
MAX_REASON: Final = 500


class CatalogueVersions:
    """Versions and draft of the catalogue in one store; every change is one transaction.

    Changes name what the person saw: `gesehen`, the number of the newest step (0: none), and where
    the published state changes also the version of the store. If somebody else was quicker, the
    change is refused with a `LebenslageError`; so is one without a reason.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> list[CatalogueVersion]:
        """List all released versions, the newest first."""
        with self._database.reading() as connection:
            return _versions(connection)

    def steps(self) -> list[CatalogueStep]:
        """List everything that was done, the newest first."""
        with self._database.reading() as connection:
            return _steps(connection)

    def draft(self) -> CatalogueStep | None:
        """The newest step of the draft; None if nothing is being drafted."""
        with self._database.reading() as connection:
            return _draft(_steps(connection))

    def save_draft(
        self, data: bytes, changes: Sequence[str], reason: str, wer: str, gesehen: int
    ) -> CatalogueStep:
        """Keep a draft; pages go on showing the released version.

        Parameters
        ----------
        data : bytes
            The whole catalogue as a file that the loader has read without a problem.
        changes : sequence of str
            What differs from the step before, in German.
        """
        with self._database.writing() as connection:
            reason, there = _begin(connection, reason, gesehen)
            before = _draft(there)
            holds = before.import_id if before else _holding(connection)
            new = _step(StepKind.ENTWURF, reason, wer, holds)
            new |= {"aenderungen": to_json(list(changes)), "katalog": data}
            imports.log(connection, wer, Action.ENTWURF_GEAENDERT)
            return _write(connection, new)

    def discard_draft(self, reason: str, wer: str, gesehen: int) -> CatalogueStep:
        """Give the draft up; its steps stay in the history."""
        with self._database.writing() as connection:
            reason, there = _begin(connection, reason, gesehen)
            _needed(_draft(there))
            imports.log(connection, wer, Action.ENTWURF_VERWORFEN)
            return _write(connection, _step(StepKind.VERWORFEN, reason, wer, _holding(connection)))

    def release(
        self, delivery: Delivery, reason: str, wer: str, gesehen: int, version: int
    ) -> CatalogueStep:
        """Publish the draft. If it says what an earlier version said, that one holds again.

        Parameters
        ----------
        delivery : Delivery
            The file of the draft, as the loader has read it.
        version : int
            Version of the store for which the effect was looked at.
        """
        assert isinstance(delivery.content, Catalogue)
        with self._database.writing() as connection:
            reason, there = _begin(connection, reason, gesehen, version)
            if _needed(_draft(there)).katalog != delivery.quelle.data:
                raise LebenslageError("Freigegeben wird nur der Entwurf selbst.")
            same = _same_content(connection, delivery)
            if same is not None and same == _holding(connection):
                raise LebenslageError("Der Entwurf gleicht der freigegebenen Fassung.")
            imports.raise_version(connection)
            if same is None:
                import_id = imports.add(connection, delivery, wer).id
            else:
                import_id = same
                _let_hold(connection, same, wer)
            imports.log(connection, wer, Action.KATALOG_FREIGEGEBEN, import_id)
            changes = [line for step in _of_draft(there) for line in step.aenderungen]
            new = _step(StepKind.FREIGEGEBEN, reason, wer, import_id)
            return _write(connection, new | {"aenderungen": to_json(changes)})

    def return_to(
        self, import_id: int, reason: str, wer: str, gesehen: int, version: int
    ) -> CatalogueStep:
        """Let an earlier version hold again; the newer ones are taken back and stay in the list.

        A draft stays as it is.
        """
        with self._database.writing() as connection:
            reason, _ = _begin(connection, reason, gesehen, version)
            found = next((v for v in _versions(connection) if v.eintrag.id == import_id), None)
            if found is None or found.eintrag.status is ImportStatus.GELOESCHT:
                raise LebenslageError("Diese Fassung des Katalogs gibt es nicht (mehr).")
            if found.gilt:
                raise LebenslageError(f"Fassung {found.nummer} gilt bereits.")
            imports.raise_version(connection)
            _let_hold(connection, import_id, wer)
            imports.log(connection, wer, Action.KATALOG_ZURUECK, import_id)
            return _write(connection, _step(StepKind.ZURUECK, reason, wer, import_id))


def _begin(
    connection: Connection, reason: str, gesehen: int, version: int | None = None
) -> tuple[str, list[CatalogueStep]]:
    """Let one writer in, and check what every change needs."""
    connection.execute(update(speicher).values(version=speicher.c.version))
    clean = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    if not clean:
        raise LebenslageError("Bitte einen Grund angeben; er steht später bei der Fassung.")
    if len(clean) > MAX_REASON:
        raise LebenslageError(f"Der Grund darf höchstens {MAX_REASON} Zeichen haben.")
    steps = _steps(connection)
    if steps and steps[0].id != gesehen:
        raise LebenslageError(
            f"Am Katalog hat inzwischen „{steps[0].wer}“ gearbeitet ({in_words(steps[0].wann)}). "
            "Bitte die Seite neu laden und die Änderung noch einmal prüfen."
        )
    if version is not None and version_of(connection) != version:
        raise LebenslageError(
            "Die Daten haben sich inzwischen geändert, und damit vielleicht die Wirkung. Bitte die "
            "Seite neu laden und noch einmal prüfen."
        )
    return clean, steps


def _steps(connection: Connection) -> list[CatalogueStep]:
    rows = connection.execute(select(katalogschritte).order_by(katalogschritte.c.id.desc()))
    return [
        CatalogueStep(
            **{
                **row._mapping,
                "art": StepKind(row.art),
                "aenderungen": tuple(json.loads(row.aenderungen)),
            }
        )
        for row in rows
    ]


def _of_draft(steps: Sequence[CatalogueStep]) -> list[CatalogueStep]:
    """Steps of the draft in hand, the oldest first."""
    taken: list[CatalogueStep] = []
    for step in steps:
        if step.art in (StepKind.VERWORFEN, StepKind.FREIGEGEBEN):
            break
        if step.art is StepKind.ENTWURF:
            taken.insert(0, step)
    return taken


def _draft(steps: Sequence[CatalogueStep]) -> CatalogueStep | None:
    return next(reversed(_of_draft(steps)), None)


def _needed(draft: CatalogueStep | None) -> CatalogueStep:
    if draft is None:
        raise LebenslageError("Es gibt keinen Entwurf des Katalogs.")
    return draft


def _versions(connection: Connection) -> list[CatalogueVersion]:
    chosen = select(importe).where(importe.c.tabelle == katalog.name).order_by(importe.c.id)
    records = [imports.record(row) for row in connection.execute(chosen)]
    reasons = {
        step.import_id: step.grund
        for step in reversed(_steps(connection))
        if step.art is StepKind.FREIGEGEBEN
    }
    holds = _holding(connection)
    found = [
        CatalogueVersion(number, entry, entry.id == holds, reasons.get(entry.id, ""))
        for number, entry in enumerate(records, start=1)
    ]
    return found[::-1]


def _holding(connection: Connection) -> int | None:
    """Number of the import whose catalogue is shown."""
    active = (importe.c.tabelle == katalog.name, importe.c.status == ImportStatus.AKTIV)
    newest = select(importe.c.id).where(*active).order_by(importe.c.id.desc()).limit(1)
    return connection.scalar(newest)


def _same_content(connection: Connection, delivery: Delivery) -> int | None:
    """The newest version that says the same, whatever file it came in."""
    _, rows = contents.encode(delivery.content)
    same = (
        importe.c.tabelle == katalog.name,
        importe.c.inhalt_sha256 == rows_hash(rows),
        importe.c.status != ImportStatus.GELOESCHT,
    )
    return connection.scalar(select(importe.c.id).where(*same).order_by(importe.c.id.desc()))


def _let_hold(connection: Connection, import_id: int, wer: str) -> None:
    """Take newer versions back and, if need be, let this one count again."""
    of_catalogue = select(importe.c.id, importe.c.status).where(importe.c.tabelle == katalog.name)
    for row in connection.execute(of_catalogue.order_by(importe.c.id)).all():
        if row.id > import_id and row.status == ImportStatus.AKTIV:
            imports.set_status(connection, row.id, ImportStatus.ZURUECKGENOMMEN)
            imports.log(connection, wer, Action.ZURUECKGENOMMEN, row.id)
        if row.id == import_id and row.status == ImportStatus.ZURUECKGENOMMEN:
            imports.set_status(connection, row.id, ImportStatus.AKTIV)
            imports.log(connection, wer, Action.WIEDERHERGESTELLT, row.id)


def _step(art: StepKind, reason: str, wer: str, import_id: int | None) -> dict[str, object]:
    row = {"wann": now(), "wer": wer, "art": art, "grund": reason, "import_id": import_id}
    return row | {"aenderungen": "[]", "katalog": b""}


def _write(connection: Connection, row: dict[str, object]) -> CatalogueStep:
    connection.execute(insert(katalogschritte).values(row))
    return _steps(connection)[0]
