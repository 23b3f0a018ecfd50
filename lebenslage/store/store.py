"""The store: what has been imported, by whom, and what holds now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select

from lebenslage.errors import LebenslageError
from lebenslage.model.exchange import Delivery, Snapshot, Source
from lebenslage.model.mentions import Mention, finder
from lebenslage.store import contents, imports, rotation, sheets
from lebenslage.store.accounts import Accounts
from lebenslage.store.backup import BackupReport, write_backup
from lebenslage.store.catalogue_versions import CatalogueVersions
from lebenslage.store.database import WARTEZEIT, Database, default_url, version_of
from lebenslage.store.mentions import mentions
from lebenslage.store.records import Action, AuditEntry, ImportRecord, ImportStatus, Removed
from lebenslage.store.register_changes import delete_examples
from lebenslage.store.registers import Registers
from lebenslage.store.releases import set_release
from lebenslage.store.schema import importe, protokoll, rohdateien
from lebenslage.store.shelf import PRAESENTATIONEN, SZENARIEN, Shelf
from lebenslage.store.snapshot import read_snapshot


class Store:
    """What has been imported, its versions and its audit log.

    Every change is one transaction: whole or absent, even if the process is killed. A store may
    be used by many threads and processes at once; one of them writes, all others read on.

    Parameters
    ----------
    url : str, optional
        SQLAlchemy URL; see `default_url`.
    wartezeit : float
        Seconds that a change waits for another one.

    Raises
    ------
    LebenslageError
        If the database cannot be opened, is somebody else's or newer than this program. All
        methods raise it for a full disk, missing rights, a damaged file and a busy store.
    """

    def __init__(self, url: str | None = None, wartezeit: float = WARTEZEIT) -> None:
        self._database = Database(url or default_url(), wartezeit)
        try:
            self._database.open(before_migration=rotation.before_migration)
        except BaseException:
            self.close()
            raise

    @property
    def engine(self) -> Engine:
        """The engine below, for hooks of tests and of IT."""
        return self._database.engine

    @property
    def path(self) -> Path | None:
        """File of the store; None on a database server."""
        return self._database.path

    @property
    def registers(self) -> Registers:
        """Projects, actors, concerns ...: what people write down themselves."""
        return Registers(self._database)

    @property
    def accounts(self) -> Accounts:
        """Local accounts and their sessions."""
        return Accounts(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- what holds now

    def version(self) -> int:
        """Read the number that every change raises; caches are keyed by it."""
        with self._database.reading() as connection:
            return version_of(connection)

    def snapshot(self) -> Snapshot:
        """Read the current state, all of it as of one moment."""
        with self._database.reading() as connection:
            return read_snapshot(connection)

    def imports(self) -> list[ImportRecord]:
        """List all imports, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(importe).order_by(importe.c.id.desc()))
            return [imports.record(row) for row in rows]

    def raw(self, import_id: int) -> Source:
        """Read the file that an import kept.

        Raises
        ------
        LebenslageError
            If there is no such import, or its file was deleted.
        """
        with self._database.reading() as connection:
            found = imports.find(connection, import_id)
            chosen = rohdateien.c.import_id == import_id
            data = connection.scalar(select(rohdateien.c.daten).where(chosen))
        if data is None:
            raise LebenslageError(f"Die Datei von Import {import_id} wurde gelöscht.")
        return Source(found.dateiname, data)

    def audit(self) -> list[AuditEntry]:
        """List who changed what, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(protokoll).order_by(protokoll.c.id.desc()))
            return [AuditEntry(**{**row._mapping, "was": Action(row.was)}) for row in rows]

    def mentions(self, wanted: Sequence[str], wer: str) -> list[Mention]:
        """Every place at which a person is mentioned, by name, mail address or telephone number.

        The audit log says that somebody asked, not for whom.

        Raises
        ------
        LebenslageError
            If nothing is asked for, or too little.
        """
        found = finder(wanted)
        with self._database.reading() as connection:
            told = mentions(connection, found)
        with self._database.writing() as connection:
            imports.log(connection, wer, Action.AUSKUNFT_ERTEILT)
        return told

    @property
    def scenarios(self) -> Shelf:
        """Saved scenarios."""
        return Shelf(self._database, SZENARIEN)

    @property
    def decks(self) -> Shelf:
        """Saved decks of slides."""
        return Shelf(self._database, PRAESENTATIONEN)

    @property
    def catalogue(self) -> CatalogueVersions:
        """Versions of the catalogue and the draft of the next one."""
        return CatalogueVersions(self._database)

    @property
    def paper(self) -> sheets.PaperSheets:
        """Sheets of paper that are being keyed in."""
        return sheets.PaperSheets(self._database)

    @property
    def backups(self) -> rotation.Backups:
        """Automatic backups, and the hash of everything."""
        return rotation.Backups(self._database)

    # -- changes

    def import_deliveries(self, deliveries: Sequence[Delivery], wer: str) -> list[ImportRecord]:
        """Take files in, in one transaction.

        Raises
        ------
        DatenFehler
            If one of them was imported before; then none is taken in.
        """
        if not deliveries:
            return []
        with self._database.writing() as connection:
            return imports.add_all(connection, deliveries, wer)

    def fill_if_fresh(self, load: Callable[[], list[Delivery]], wer: str) -> list[ImportRecord]:
        """Take in the shipped package if nothing has ever been imported.

        Parameters
        ----------
        load : callable
            Reads the package; called only for a fresh store, and outside the transaction.

        Returns
        -------
        list of ImportRecord
            Empty if the store was not fresh, or another process was quicker.
        """
        with self._database.reading() as connection:
            if not _is_fresh(connection):
                return []
        deliveries = load()
        with self._database.writing() as connection:
            if not deliveries or not _is_fresh(connection):
                return []
            return imports.add_all(connection, deliveries, wer)

    def undo(self, import_id: int, wer: str) -> ImportRecord:
        """Take an import back; it stays and can be redone.

        Raises
        ------
        LebenslageError
            If it does not exist or does not count any more.
        """
        with self._database.writing() as connection:
            imports.check_undo(connection, import_id)
            return imports.switch(connection, import_id, ImportStatus.ZURUECKGENOMMEN, wer)

    def redo(self, import_id: int, wer: str) -> ImportRecord:
        """Let an import that was undone count again, at its old place in the order.

        Raises
        ------
        LebenslageError
            If it does not exist, is active or deleted, or if the same file is active meanwhile.
        """
        with self._database.writing() as connection:
            imports.check_redo(connection, import_id)
            return imports.switch(connection, import_id, ImportStatus.AKTIV, wer)

    def remove_examples(self, wer: str) -> Removed:
        """Delete all made-up entries of registers, and imports with content and file, for good.

        Returns
        -------
        Removed
            What was deleted; imports stay in the list.
        """
        gone = ImportStatus.GELOESCHT
        chosen = (importe.c.beispiel, importe.c.status != gone)
        with self._database.writing() as connection:
            ids = list(connection.scalars(select(importe.c.id).where(*chosen)))
            if ids:
                imports.raise_version(connection)
            for import_id in ids:
                contents.erase(connection, import_id)
                imports.set_status(connection, import_id, gone)
                imports.log(connection, wer, Action.BEISPIEL_GELOESCHT, import_id)
            removed = Removed(len(ids), delete_examples(connection, wer))
        if any(removed):
            self._database.forget()
        return removed

    def delete_raw_surveys(self, before: str, wer: str) -> int:
        """Delete kept files of surveys and entries of sheets from before a moment; results stay.

        Parameters
        ----------
        before : str
            ISO 8601 in UTC, as `ImportRecord.wann`.

        Returns
        -------
        int
            How many files were deleted; each has its line in the audit log.
        """
        with self._database.writing() as connection:
            count = imports.delete_raw(connection, before, wer)
            count += sheets.delete_expired(connection, before, wer)
        if count:
            self._database.forget()
        return count

    def release(
        self,
        wave_id: str,
        question: str,
        row: int,
        released: bool,
        wer: str,
        gesehen: int | None = None,
    ) -> None:
        """Release a free text for everybody, or take that back.

        Parameters
        ----------
        question : str
            Column of the answers (the code of the question, or code and part).
        row : int
            Position in the answers of the wave, from 0.
        gesehen : int, optional
            Version of the snapshot in which the person read the text. If the answers have been
            exchanged since, the release is refused: it would show another text.

        Raises
        ------
        LebenslageError
            If there is no such wave, question or text.
        """
        with self._database.writing() as connection:
            set_release(connection, wave_id, question, row, released, wer, gesehen)

    def backup(self, path: Path, *, overwrite: bool = False) -> BackupReport:
        """Write a copy of the whole store to a file, while others go on working.

        Parameters
        ----------
        overwrite : bool
            Whether an earlier backup of this name may be replaced.

        Raises
        ------
        LebenslageError
            If the file cannot be written, is there already or belongs to something else, or does
            not read back as what was written.
        """
        return write_backup(self._database, path, overwrite=overwrite)


def _is_fresh(connection: Connection) -> bool:
    return connection.scalar(select(func.count()).select_from(importe)) == 0
