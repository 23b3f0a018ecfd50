"""The registers of the Quartiersmanagement: save, archive, delete for good, history.

They do not raise the version of the store: scores and surveys do not hang on them. Each register
counts its own changes; caches are keyed by that number beside the store's version.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from lebenslage.errors import DatenFehler
from lebenslage.model.registers import REGISTERS, Change, Draft, Entry
from lebenslage.store import register_changes as changes
from lebenslage.store import register_rows as rows
from lebenslage.store.attachments import Attachment, add, of_entry, read, remove
from lebenslage.store.database import Database
from lebenslage.store.imports import log
from lebenslage.store.records import Action
from lebenslage.store.register_checks import check_drafts
from lebenslage.store.schema import eintraege, eintragsverlauf, registerstand

__all__ = ["Registers", "StillUsed"]


class StillUsed(DatenFehler):
    """An entry cannot be deleted while others refer to it.

    Parameters
    ----------
    users : sequence of Entry
        Those that do, for the page to lead there.
    told : str
        They in words.
    """

    def __init__(self, kennung: str, users: Sequence[Entry], told: str) -> None:
        self.users = tuple(users)
        super().__init__(
            f"„{kennung}“ wird noch gebraucht von {told}. Bitte dort zuerst herausnehmen oder den "
            "Eintrag archivieren."
        )


class Registers:
    """All registers of a store. Every change is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what holds now

    def versions(self) -> dict[str, int]:
        """Number of changes by register; 0 for one that nobody has used."""
        rows = select(registerstand.c.register, registerstand.c.aenderung)
        with self._database.reading() as connection:
            found = {row.register: row.aenderung for row in connection.execute(rows)}
        return {code: found.get(code, 0) for code in REGISTERS}

    def entries(self, register: str, since: int = 0) -> tuple[list[Entry], list[str], int]:
        """Entries of a register that were changed after change number `since`.

        Returns
        -------
        tuple of (list of Entry, list of str, int)
            The entries in the order of their numbers, keys of entries deleted since then, and the
            number of changes that this leads to.
        """
        chosen = select(eintraege).where(
            eintraege.c.register == register, eintraege.c.aenderung > since
        )
        with self._database.reading() as connection:
            found = [rows.entry(row) for row in connection.execute(chosen)]
            found = rows.entered(connection, register, found, every=not since)
            count = rows.count(connection, register)
            gone: list[str] = []
            if since:
                lines = select(eintragsverlauf.c.kennung).where(
                    eintragsverlauf.c.register == register,
                    eintragsverlauf.c.was == changes.GELOESCHT,
                )
                gone = list(connection.scalars(lines))
        return sorted(found, key=lambda each: rows.number(each.kennung)), gone, count

    def names(self) -> dict[str, dict[str, str]]:
        """What entries are called: register -> key -> name, of registers that others refer to."""
        fields = (field for register in REGISTERS.values() for field in register.felder)
        wanted = {field.verweis for field in fields if field.verweis}
        chosen = select(eintraege).where(eintraege.c.register.in_(wanted))
        found: dict[str, dict[str, str]] = {code: {} for code in sorted(wanted)}
        with self._database.reading() as connection:
            for each in map(rows.entry, connection.execute(chosen)):
                found[each.register][each.kennung] = each.text(REGISTERS[each.register].nennt)
        return found

    def has_examples(self) -> bool:
        """Whether there are made-up entries."""
        chosen = select(exists().where(eintraege.c.beispiel))
        with self._database.reading() as connection:
            return bool(connection.scalar(chosen))

    def entry(self, kennung: str) -> Entry:
        """One entry.

        Raises
        ------
        LebenslageError
            If there is none with this key.
        """
        with self._database.reading() as connection:
            return rows.find(connection, kennung)

    def history(self, kennung: str) -> list[Change]:
        """Every change of an entry, the newest first; also of a deleted one."""
        chosen = (
            select(eintragsverlauf)
            .where(eintragsverlauf.c.kennung == kennung)
            .order_by(eintragsverlauf.c.id.desc())
        )
        names = ("kennung", "fassung", "wann", "wer", "was")
        with self._database.reading() as connection:
            return [
                Change(
                    **{name: row._mapping[name] for name in names},
                    vorher=rows.values(row.vorher),
                    nachher=rows.values(row.nachher),
                )
                for row in connection.execute(chosen)
            ]

    # -- changes

    def save(self, draft: Draft, wer: str) -> Entry:
        """Save one entry.

        Raises
        ------
        DatenFehler
            Everything that is wrong with it.
        ChangedMeanwhile
            If somebody else saved it since `draft.gesehen`.
        """
        return self.save_all([draft], wer)[0]

    def save_all(self, drafts: Sequence[Draft], wer: str) -> list[Entry]:
        """Save entries in one transaction, all or none; what did not change keeps its version.

        Raises
        ------
        DatenFehler
            Everything that is wrong with all of them.
        ChangedMeanwhile
            If somebody else saved one of them since it was read.
        """
        with self._database.writing() as connection:
            there = rows.there(connection, [draft.kennung for draft in drafts if draft.kennung])
            check_drafts(connection, drafts, there)
            return changes.write(connection, drafts, there, wer)

    def archive(self, kennung: str, wer: str, *, back: bool = False) -> Entry:
        """Put an entry away, or bring it back; nothing of it is lost."""
        with self._database.writing() as connection:
            found = rows.find(connection, kennung)
            if found.archiviert is not back:
                return found
            was = changes.ZURUECKGEHOLT if back else changes.ARCHIVIERT
            return changes.change(connection, found, found.daten, wer, was, archiviert=not back)

    def erase_personal(self, kennung: str, wer: str) -> Entry:
        """Delete everything that may name a person, in the entry and in its history, for good."""
        with self._database.writing() as connection:
            found = rows.find(connection, kennung)
            names = REGISTERS[found.register].personal
            kept = {name: value for name, value in found.daten.items() if name not in names}
            new = changes.change(connection, found, kept, wer, changes.GETILGT)
            changes.scrub(connection, kennung, names)
            log(connection, wer, Action.REGISTER_PERSONEN)
        self._database.forget()
        return new

    def delete(self, kennung: str, wer: str) -> None:
        """Delete an entry for good, with attachments and all that its history said.

        The steps of a project go with it.

        Raises
        ------
        StillUsed
            If other entries refer to it or to its steps; they are named.
        """
        with self._database.writing() as connection:
            found = rows.find(connection, kennung)
            users = rows.referring(connection, found)
            steps = [e for e in users if e.register == "schritte" and found.register == "projekte"]
            own = {kennung, *(step.kennung for step in steps)}
            users += [e for step in steps for e in rows.referring(connection, step)]
            others = list({e.kennung: e for e in users if e.kennung not in own}.values())
            if others:
                raise StillUsed(kennung, others, rows.named(connection, others))
            if steps:
                changes.erase(connection, steps, wer)
            changes.erase(connection, [found], wer)
            log(connection, wer, Action.REGISTER_GELOESCHT)
        self._database.forget()

    # -- attachments

    def attach(self, kennung: str, name: str, data: bytes, wer: str) -> Attachment:
        """Hang a file on an entry; see `attachments.add`."""
        with self._database.writing() as connection:
            rows.find(connection, kennung)
            return add(connection, kennung, name, data, wer)

    def attachments(self, kennung: str) -> list[Attachment]:
        """Files of an entry, the oldest first, without their content."""
        with self._database.reading() as connection:
            return of_entry(connection, kennung)

    def attachment(self, attachment_id: int) -> bytes:
        """Content of an attached file."""
        with self._database.reading() as connection:
            return read(connection, attachment_id)

    def detach(self, attachment_id: int, wer: str) -> None:
        """Delete an attached file for good."""
        with self._database.writing() as connection:
            remove(connection, attachment_id)
            log(connection, wer, Action.REGISTER_ANHANG)
        self._database.forget()
