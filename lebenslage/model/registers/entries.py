"""One entry of a register, and one change of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What a field holds: a text, a number, true, or several texts; a field without one is left out.
Value = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register.

    Parameters
    ----------
    kennung : str
        Its key, e.g. "P-12"; never given twice, also not after it was deleted.
    daten : mapping
        Field -> value; fields without a value are left out.
    fassung : int
        Counts the changes of this entry from 1; who saves must have seen the newest one.
    beispiel : bool
        Whether it is made up.
    wann, wer : str
        Last change: ISO 8601 in UTC, and who.
    """

    register: str
    kennung: str
    daten: Mapping[str, Any] = field(hash=False)
    fassung: int = 1
    archiviert: bool = False
    beispiel: bool = False
    wann: str = ""
    wer: str = ""

    def text(self, name: str) -> str:
        """A field as text; empty if it has no value."""
        return str(self.daten.get(name, ""))

    def several(self, name: str) -> tuple[str, ...]:
        """A field that holds several texts; empty if it has none."""
        return tuple(self.daten.get(name, ()))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an entry's history.

    Parameters
    ----------
    was : str
        As shown: "angelegt", "geändert", "archiviert" ...
    vorher, nachher : mapping
        The fields that differ, before and after; fields without a value are left out.
    """

    kennung: str
    fassung: int
    wann: str
    wer: str
    was: str
    vorher: Mapping[str, Any] = field(hash=False)
    nachher: Mapping[str, Any] = field(hash=False)
