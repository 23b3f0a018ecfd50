"""Entries of the registers as pages read them: kept per process, only changes are read anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import compress
from typing import Final, TypeVar

import streamlit as st

from lebenslage.app import access, data, rerun
from lebenslage.app.register_state import State
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import (
    DAILY,
    DECIDING,
    PUBLISHABLE,
    REGISTERS,
    Entry,
    is_public,
    public_part,
)
from lebenslage.report.register_tables import Words

T = TypeVar("T")
#: Registers that others refer to.
REFERRED: Final = ("akteure", "projekte", "schritte", "treffpunkte")


def read(register: str) -> State:
    """A register as it is now, as far as whoever is looking may see it."""
    inside = access.may(Recht.INTERN)
    return rerun.once(("register", register, inside), lambda: _read(register, inside))


def _read(register: str, inside: bool) -> State:
    if inside:
        return whole(register)
    if register not in PUBLISHABLE:
        return State(whole(register).stand)
    return _published(register, moments.today().isoformat())


def whole(register: str) -> State:
    """A register with all that is internal: for staff, and to decide what is public."""
    return _shelf().read(register)


def public() -> Mapping[str, Sequence[Entry]]:
    """Everything of the registers that everybody may see today."""
    return {code: state.rows for code, state in rerun.once(("oeffentlich",), _public).items()}


def _public() -> Mapping[str, State]:
    today = moments.today().isoformat()
    return {code: _published(code, today) for code in PUBLISHABLE}


def _published(register: str, today: str) -> State:
    """A register as everybody sees it, made anew if it or what it refers to changed."""
    state, referred = whole(register), _referred(register)
    # references lead only to what is public: the count of both together names what is shown
    also = sum(whole(code).stand_of(DECIDING)[1] for code in referred)
    version, count = state.stand

    def build() -> State:
        keys = {code: _public_keys(code, today) for code in referred}
        mine = _public_keys(register, today)
        shown = (public_part(entry, keys) for entry in state.rows if entry.kennung in mine)
        return State((version, count + also), {entry.kennung: entry for entry in shown})

    return data.once(("register", "oeffentlich", register, today, f"{count} {also}"), build)


def _public_keys(register: str, today: str) -> Collection[str]:
    """Keys of the entries that everybody sees today."""
    state = whole(register)
    day = today if register == DAILY else ""
    shown = state.column(f"oeffentlich {day}", lambda entry: is_public(entry, today))
    return shown.made("kennungen", lambda cells: frozenset(compress(state.entries, cells)))


@cache
def _referred(register: str) -> Collection[str]:
    """Registers that entries may refer to and that can be public."""
    return {each.verweis for each in REGISTERS[register].felder} & {*PUBLISHABLE}


def once(
    key: tuple[str, ...],
    registers: tuple[str, ...],
    build: Callable[[], T],
    fields: Mapping[str, Collection[str]] | None = None,
) -> T:
    """What `build` makes, made once while the registers and the store stay as they are.

    Parameters
    ----------
    key : tuple of str
        Names the panel and everything chosen that it depends on.
    registers : tuple of str
        Registers that it is made of.
    fields : mapping, optional
        Register -> the only fields of its entries that it is made of, beside their keys: a change
        of others leaves it as it is. Of a register that is left out every field counts.
    """
    only = fields or {}
    states = {code: read(code) for code in registers}
    stand = tuple(
        f"{code}:{state.stand_of(only[code]) if code in only else state.stand}"
        for code, state in states.items()
    )
    return data.once(("register", audience(), *key, *stand), build)


def audience() -> str:
    """For whom something is kept: what staff may see is never shown to anybody else.

    What everybody sees depends on the day, as news begin and end.
    """
    return "intern" if access.may(Recht.INTERN) else f"alle {moments.today().isoformat()}"


def words() -> Words:
    """What keys are called now."""
    fields = {code: (REGISTERS[code].nennt,) for code in REFERRED}
    return rerun.once(("woerter", audience()), lambda: once(("woerter",), REFERRED, _words, fields))


def _words() -> Words:
    snapshot = data.snapshot()
    tree = snapshot.catalogue
    names = {code: _names(code) for code in REFERRED}
    return Words(
        snapshot.ortsteil_names,
        {node.code: node.label for node in tree.handlungsfelder},
        {node.code: node.label for node in tree.indicators},
        names,
    )


def _names(code: str) -> Mapping[str, str]:
    state = read(code)
    return dict(zip(state.entries, state.texts(REGISTERS[code].nennt).cells, strict=True))


class _Shelf:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[str, State] = {}

    def read(self, register: str) -> State:
        # a restored backup counts anew, so the version of the store belongs to the key
        version, count = data.version(), data.register_versions()[register]
        with self._lock:
            state = self._states.get(register, State())
            if state.stand == (version, count):
                return state
            since = state.stand[1] if state.stand[0] == version else 0
            found, gone, newest = data.store().registers.entries(register, since)
            if since:
                state = state.changed(newest, found, gone)
            else:
                state = State((version, newest), {entry.kennung: entry for entry in found})
            self._states[register] = state
            return state


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()
