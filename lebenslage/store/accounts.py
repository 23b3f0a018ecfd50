"""Local accounts: who there is, signing in, sessions. None of it raises the store's version."""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.access import DIESER_RECHNER, HOECHSTENS, LEERLAUF, Besucher, Konto, Rolle
from lebenslage.store import throttle
from lebenslage.store.database import Database
from lebenslage.store.imports import log
from lebenslage.store.passwords import check_new, fits, hashed
from lebenslage.store.records import Action, now
from lebenslage.store.schema_accounts import konten, sitzungen

#: Seconds between two notes that a session is in use.
_TOUCH: Final = 60
_LONGEST_NAME: Final = 80
_WRONG: Final = "Name oder Passwort stimmt nicht."
_BLOCKED: Final = "Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Administration."


class Accounts:
    """All local accounts of a store. Every change is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Konto]:
        """List the accounts by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(konten).order_by(konten.c.schluessel)).all()
            counted = select(sitzungen.c.konto_id, func.count().label("offen"))
            chosen = counted.where(*_alive(int(time.time()))).group_by(sitzungen.c.konto_id)
            count = {row.konto_id: row.offen for row in connection.execute(chosen)}
        return [replace(_konto(row), sitzungen=count.get(row.id, 0)) for row in rows]

    def add(self, name: str, rolle: Rolle, password: str, wer: str) -> Konto:
        """Make an account; its password has to be changed at the first sign-in.

        Raises
        ------
        LebenslageError
            If the name is empty, too long or taken, or the password too easy.
        """
        name = _clean(name)
        check_new(password, name)
        kept = hashed(password)
        with self._database.writing() as connection:
            if _find(connection, name) is not None:
                raise LebenslageError(f"Ein Konto „{name}“ gibt es schon.")
            cells = {"name": name, "schluessel": _key(name), "rolle": rolle.value}
            cells |= {"passwort": kept, "angelegt": now(), "zuletzt": ""}
            connection.execute(insert(konten).values(**cells, muss_wechseln=True))
            log(connection, wer, Action.KONTO_ANGELEGT)
            return _konto(_required(connection, name))

    def remove(self, name: str, wer: str) -> None:
        """Delete an account; its sessions end at once.

        Raises
        ------
        LebenslageError
            If there is none.
        """
        with self._database.writing() as connection:
            row = _required(connection, name)
            _end_sessions(connection, row.id)
            connection.execute(delete(konten).where(konten.c.id == row.id))
            log(connection, wer, Action.KONTO_ENTFERNT)

    def set_role(self, name: str, rolle: Rolle, wer: str) -> Konto:
        """Give an account another role; its sessions end at once.

        Raises
        ------
        LebenslageError
            If there is none.
        """
        with self._database.writing() as connection:
            row = _required(connection, name)
            _end_sessions(connection, row.id)
            _change(connection, row.id, rolle=rolle.value)
            log(connection, wer, Action.KONTO_GEAENDERT)
            return _konto(_required(connection, name))

    def block(self, name: str, wer: str, *, back: bool = False) -> Konto:
        """Let nobody in with an account any more, or again; its sessions end at once.

        Raises
        ------
        LebenslageError
            If there is none.
        """
        with self._database.writing() as connection:
            row = _required(connection, name)
            _end_sessions(connection, row.id)
            _change(connection, row.id, gesperrt=not back)
            log(connection, wer, Action.KONTO_ENTSPERRT if back else Action.KONTO_GESPERRT)
            return _konto(_required(connection, name))

    def end_sessions(self, name: str, wer: str) -> None:
        """End every session of an account, as if the person had signed out everywhere.

        Raises
        ------
        LebenslageError
            If there is none.
        """
        with self._database.writing() as connection:
            _end_sessions(connection, _required(connection, name).id)
            log(connection, wer, Action.KONTO_SITZUNGEN)

    def set_password(self, name: str, password: str, wer: str) -> None:
        """Set a password for somebody else, who has to change it; sessions end at once.

        Raises
        ------
        LebenslageError
            If there is no such account, or the password is too easy.
        """
        check_new(password, _clean(name))
        self._keep_password(name, password, wer, must_change=True)

    def change_password(self, name: str, old: str, new: str, address: str) -> str:
        """Change one's own password; every session ends, and a new one begins.

        Returns
        -------
        str
            Key of the new session.

        Raises
        ------
        LebenslageError
            If the old one is wrong, or the new one is too easy or the same.
        """
        check_new(new, _clean(name))
        if old == new:
            raise LebenslageError("Das neue Passwort ist das alte; bitte ein anderes.")
        self._check(name, old, address)
        self._keep_password(name, new, name, must_change=False)
        return self._begin(name)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Begin a session.

        Parameters
        ----------
        address : str
            From where; failures count by account and by address.

        Returns
        -------
        str
            Key of the session, new every time; only its hash is kept.

        Raises
        ------
        ZuVieleVersuche
            If there were too many failures; the password is not even looked at.
        LebenslageError
            If name or password is wrong (which of them is not told), or the account is blocked.
        """
        self._check(name, password, address)
        return self._begin(name)

    def sign_out(self, token: str) -> None:
        """End a session; it does not matter whether there is one."""
        with self._database.writing() as connection:
            connection.execute(delete(sitzungen).where(sitzungen.c.schluessel == _hash(token)))

    def visitor(self, token: str) -> Besucher | None:
        """Whose session this is, and note that it is in use.

        Returns
        -------
        Besucher or None
            None if it was never one, was ended, was idle for too long or is too old.
        """
        moment = int(time.time())
        chosen = (
            select(konten, sitzungen.c.zuletzt.label("benutzt"))
            .join(sitzungen, sitzungen.c.konto_id == konten.c.id)
            .where(sitzungen.c.schluessel == _hash(token), *_alive(moment))
        )
        with self._database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            return None
        if row.benutzt < moment - _TOUCH:
            with self._database.writing() as connection:
                same = sitzungen.c.schluessel == _hash(token)
                connection.execute(update(sitzungen).where(same).values(zuletzt=moment))
        role = Rolle.LESER if row.muss_wechseln else Rolle(row.rolle)
        return Besucher(row.name, role, True, bool(row.muss_wechseln))

    def _check(self, name: str, password: str, address: str) -> None:
        """Refuse a wrong password; every attempt counts until it proves right."""
        account = _key(name)
        keys = throttle.keys_of(account, address)
        with self._database.writing() as connection:
            throttle.count(connection, keys, int(time.time()))
            row = _find(connection, name)
        # outside the transaction: checking takes its time on purpose
        if not fits(password, None if row is None else row.passwort):
            raise LebenslageError(_WRONG)
        with self._database.writing() as connection:
            throttle.forgive(connection, account, address)

    def _begin(self, name: str) -> str:
        token, moment = secrets.token_urlsafe(32), int(time.time())
        with self._database.writing() as connection:
            row = _required(connection, name)
            if row.gesperrt:  # told only to whoever knows the password
                raise LebenslageError(_BLOCKED)
            old = sitzungen.c.begonnen <= moment - HOECHSTENS
            connection.execute(delete(sitzungen).where(old))
            cells = {"schluessel": _hash(token), "konto_id": row.id}
            connection.execute(insert(sitzungen).values(**cells, begonnen=moment, zuletzt=moment))
            _change(connection, row.id, zuletzt=now())
        return token

    def _keep_password(self, name: str, password: str, wer: str, *, must_change: bool) -> None:
        kept = hashed(password)
        with self._database.writing() as connection:
            row = _required(connection, name)
            _end_sessions(connection, row.id)
            _change(connection, row.id, passwort=kept, muss_wechseln=must_change)
            log(connection, wer, Action.KONTO_PASSWORT)


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME or not clean.isprintable():
        raise LebenslageError(
            f"Ein Konto braucht einen Namen mit höchstens {_LONGEST_NAME} Zeichen."
        )
    if _key(clean) == _key(DIESER_RECHNER):
        raise LebenslageError(f"Den Namen „{clean}“ trägt schon der Einzelplatz im Protokoll.")
    return clean


def _key(name: str) -> str:
    """A name as it is compared: however it is typed, it is the same one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:120]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _konto(row: Row[Any]) -> Konto:
    return Konto(
        row.name,
        Rolle(row.rolle),
        bool(row.muss_wechseln),
        row.angelegt,
        row.zuletzt,
        bool(row.gesperrt),
    )


def _alive(moment: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What a session must fulfil to count still."""
    return sitzungen.c.zuletzt > moment - LEERLAUF, sitzungen.c.begonnen > moment - HOECHSTENS


def _find(connection: Connection, name: str) -> Row[Any] | None:
    chosen = select(konten).where(konten.c.schluessel == _key(name))
    return connection.execute(chosen).one_or_none()


def _required(connection: Connection, name: str) -> Row[Any]:
    row = _find(connection, name)
    if row is None:
        raise LebenslageError(f"Ein Konto „{' '.join(name.split())}“ gibt es nicht.")
    return row


def _change(connection: Connection, konto_id: int, **cells: object) -> None:
    connection.execute(update(konten).where(konten.c.id == konto_id).values(**cells))


def _end_sessions(connection: Connection, konto_id: int) -> None:
    connection.execute(delete(sitzungen).where(sitzungen.c.konto_id == konto_id))
