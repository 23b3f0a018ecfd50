"""The search over a register, as every page of a register has it.

What a search finds is kept for a while and shared, as are the texts that it looks into: a register
may hold a hundred thousand entries, and a page runs again at every click.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st

from lebenslage.app import access, data, registers
from lebenslage.model.access import Recht
from lebenslage.model.area import fold
from lebenslage.model.registers import REGISTERS, Entry, Field, FieldKind, Register

T = TypeVar("T")
_ALL: Final = "alle"
_EVERYWHERE: Final = {"": "Alle Ortsteile"}
#: Day of an entry by which its list is in order; others come in the order of their numbers.
_DAYS: Final = {"veranstaltungen": "beginn", "anliegen": "eingang", "neuigkeiten": "datum"}
#: Searches that are kept, for all sessions together.
_KEPT: Final = 40


@dataclass(frozen=True)
class Found:
    """What a search found, the newest first.

    Parameters
    ----------
    key : tuple of str
        Names the search, for what is made of it.
    """

    code: str
    key: tuple[str, ...]
    entries: Sequence[Entry]

    def once(self, what: str, also: tuple[str, ...], build: Callable[[], T]) -> T:
        """What `build` makes of the entries found and of further registers, made once."""
        return registers.once((what, self.code, *self.key), (self.code, *also), build)


def found(code: str) -> Found:
    """Draw the search of a register; what it finds."""
    register = REGISTERS[code]
    status = _kind(register)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Suche", key=f"suche-{code}", placeholder="Wort oder Kennung")
        places = _EVERYWHERE | data.snapshot().ortsteil_names
        area = st.selectbox(
            "Ortsteil", list(places), format_func=lambda key: places[key], key=f"wo-{code}"
        )
        kind = _ALL
        if status is not None:
            names = {_ALL: "alle"} | dict(status.optionen)
            kind = st.selectbox(
                status.titel, list(names), format_func=lambda k: names[k], key=f"status-{code}"
            )
        archived = access.may(Recht.INTERN) and st.toggle("Archiv", key=f"archiv-{code}")
    chosen = (" ".join(search.split()), area, kind, "archiv" if archived else "")
    stand = registers.read(code).stand
    return Found(code, chosen, _found(stand, registers.audience(), code, chosen))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _found(
    stand: tuple[int, int],  # noqa: ARG001  part of the key
    audience: str,
    code: str,
    chosen: tuple[str, ...],
) -> Sequence[Entry]:
    search, area, kind, archived = chosen
    register, state = REGISTERS[code], registers.read(code)
    entries: Sequence[Entry] = state.archived if archived else state.active
    if area and "ortsteile" in register.names:
        entries = [entry for entry in entries if area in entry.daten.get("ortsteile", ())]
    status = _kind(register)
    if kind != _ALL and status is not None:
        entries = [entry for entry in entries if entry.daten.get(status.name) == kind]
    if words := [fold(word) for word in search.split()]:
        texts = _shelf().texts(audience.split()[0], code, state.entries)
        name = search.casefold()
        entries = [
            entry
            for entry in entries
            if entry.kennung.casefold() == name
            or all(word in texts[entry.kennung] for word in words)
        ]
    day = _DAYS.get(code)
    newest = entries[::-1]
    return sorted(newest, key=lambda e: e.text(day), reverse=True) if day else newest


def _kind(register: Register) -> Field | None:
    """Field by which a list is narrowed: the status, else the kind."""
    for name in ("status", "art"):
        if name in register.names:
            return register.field(name)
    return None


class _Texts:
    """What a search looks into; of a register that changed only new entries are folded."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[Mapping[str, Entry], Mapping[str, str]]] = {}

    def texts(self, audience: str, code: str, entries: Mapping[str, Entry]) -> Mapping[str, str]:
        """Key -> words of the entry, folded."""
        before, folded = self._kept.get((audience, code), ({}, {}))
        if before is entries:
            return folded
        names = [
            f.name for f in REGISTERS[code].felder if f.art in (FieldKind.TEXT, FieldKind.LANG)
        ]
        now = {
            key: folded[key]
            if before.get(key) is entry
            else fold(" ".join(entry.text(name) for name in names))
            for key, entry in entries.items()
        }
        self._kept[audience, code] = (entries, now)
        return now


@st.cache_resource(show_spinner=False)
def _shelf() -> _Texts:
    return _Texts()
