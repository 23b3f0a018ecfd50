"""One entry of a register, and one change of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Beginning of the codes of formats that bring entries; the code of the register follows.
FILE_FORMAT: Final = "register-"
#: Column of their files that holds the key of an entry; empty for a new one.
KENNUNG: Final = "kennung"

#: What a field holds: a text, a number, true, or several texts; a field without one is left out.
Value = str | int | float | bool | tuple[str, ...]


def has_value(value: Any) -> bool:
    """Whether a field is filled in: a zero is a value, an unticked box is none."""
    return value is not False and value not in (None, "", ())


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
    angelegt : str
        ISO date on which it was entered; empty where nobody asked for it. It hangs on the history
        and never changes, so it does not count when two entries are compared.
    """

    register: str
    kennung: str
    daten: Mapping[str, Any] = field(hash=False)
    fassung: int = 1
    archiviert: bool = False
    beispiel: bool = False
    wann: str = ""
    wer: str = ""
    angelegt: str = field(default="", compare=False)

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


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to save.

    Parameters
    ----------
    kennung : str
        Empty for a new entry, which then gets the next number.
    gesehen : int or None
        The version that the person had before them; None: whatever is there is replaced.
    zeile : int or None
        Where it stands in a file, for messages. Only a file may bring the key of a new entry.
    """

    register: str
    daten: Mapping[str, Any] = field(hash=False)
    kennung: str = ""
    gesehen: int | None = None
    beispiel: bool = False
    zeile: int | None = None


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """Entries of one register out of one file."""

    register: str
    drafts: tuple[Draft, ...]
