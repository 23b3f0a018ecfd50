"""Failed attempts to sign in: counted in the store, so that all replicas count together."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from lebenslage.errors import LebenslageError
from lebenslage.store.schema_accounts import fehlversuche

#: Failures from which on one has to wait: at one account, and from one address (an office may
#: have a single one).
BY_ACCOUNT: Final = 5
BY_ADDRESS: Final = 20
#: Seconds of the first wait; it doubles with every further failure up to the longest.
FIRST_WAIT: Final = 30
LONGEST_WAIT: Final = 15 * 60
#: Seconds after which a failure is forgotten.
MEMORY: Final = 60 * 60


class ZuVieleVersuche(LebenslageError):
    """Somebody has to wait before they may try again.

    Parameters
    ----------
    seconds : int
        How long.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = max(1, -(-seconds // 60))
        wait = "eine Minute" if minutes == 1 else f"{minutes} Minuten"
        super().__init__(f"Zu viele Versuche. Bitte warten Sie {wait} und versuchen Sie es dann.")


def keys_of(account: str, address: str) -> dict[str, int]:
    """What an attempt counts for, with the failures that are free of charge."""
    return {f"konto:{account}"[:160]: BY_ACCOUNT, f"adresse:{address}"[:160]: BY_ADDRESS}


def count(connection: Connection, keys: dict[str, int], now: int) -> None:
    """Count an attempt as failed before it is checked, so that a hundred at once are a hundred.

    Raises
    ------
    ZuVieleVersuche
        If the account or the address has to wait; then nothing is counted.
    """
    connection.execute(delete(fehlversuche).where(fehlversuche.c.zuletzt < now - MEMORY))
    chosen = select(fehlversuche).where(fehlversuche.c.schluessel.in_(keys))
    known = {row.schluessel: row for row in connection.execute(chosen)}
    if (until := max((row.gesperrt_bis for row in known.values()), default=0)) > now:
        raise ZuVieleVersuche(until - now)
    for key, free in keys.items():
        number = known[key].anzahl + 1 if key in known else 1
        wait = min(FIRST_WAIT * 2 ** min(number - free, 10), LONGEST_WAIT) if number >= free else 0
        cells = {"anzahl": number, "zuletzt": now, "gesperrt_bis": now + wait if wait else 0}
        same = fehlversuche.c.schluessel == key
        if key in known:
            connection.execute(update(fehlversuche).where(same).values(**cells))
        else:
            connection.execute(insert(fehlversuche).values(schluessel=key, **cells))


def forgive(connection: Connection, account: str, address: str) -> None:
    """An attempt was right after all: the account starts afresh, the address loses one."""
    mine, theirs = keys_of(account, address)
    connection.execute(delete(fehlversuche).where(fehlversuche.c.schluessel == mine))
    same = fehlversuche.c.schluessel == theirs
    less = {"anzahl": fehlversuche.c.anzahl - 1, "gesperrt_bis": 0}
    connection.execute(update(fehlversuche).where(same).values(**less))
