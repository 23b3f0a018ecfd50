"""Which open session belongs to whom: what the gate before uploads and files goes by."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Final

from lebenslage.model.access import LEERLAUF, Besucher, Recht

#: More sessions than this are not remembered; the one silent for longest gives way.
_MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class Session:
    """An open session of this process.

    Parameters
    ----------
    mark : str
        What requests of the same signed-in browser have in common (`identity.Anfrage.mark`).
    until : float
        When it must have shown itself again, by the clock of `time.monotonic`.
    """

    visitor: Besucher
    mark: str
    until: float

    def may(self, recht: Recht) -> bool:
        """Whether the session may do this and has been used lately."""
        return time.monotonic() < self.until and self.visitor.darf(recht)


_lock = threading.Lock()
_open: dict[str, Session] = {}


def note(session_id: str, visitor: Besucher, mark: str) -> None:
    """Say who a session is, at every run of a page."""
    with _lock:
        _open.pop(session_id, None)
        _open[session_id] = Session(visitor, mark, time.monotonic() + LEERLAUF)
        while len(_open) > _MOST:
            _open.pop(next(iter(_open)))


def find(session_id: str) -> Session | None:
    """The session with this id; None if no page of it has run yet."""
    with _lock:
        return _open.get(session_id)


def count() -> int:
    """How many sessions have shown themselves lately."""
    now = time.monotonic()
    with _lock:
        return sum(now < each.until for each in _open.values())


def of_mark(mark: str) -> list[Session]:
    """Every session of one signed-in browser; none for somebody who has not signed in."""
    with _lock:
        return [each for each in _open.values() if mark and each.mark == mark]
