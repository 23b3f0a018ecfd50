"""The search over a register, as every page of a register has it.

What a search finds is kept for a while and shared, as are the texts that it looks into: a register
may hold a hundred thousand entries, and a page runs again at every click.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from lebenslage.app import access, data, registers
from lebenslage.app.register_state import Chosen, Column, State
from lebenslage.model.access import Recht
from lebenslage.model.area import fold
from lebenslage.model.registers import REGISTERS, Entry, Field, FieldKind, Register

T = TypeVar("T")
_ALL: Final = "alle"
_EVERYWHERE: Final = {"": "Alle Ortsteile"}
#: Day of an entry by which its list is in order; others come in the order of their numbers.
_DAYS: Final = {"veranstaltungen": "beginn", "anliegen": "eingang", "neuigkeiten": "datum"}
#: Register -> fields whose words are looked for.
_LOOKED_INTO: Final = {
    code: [each.name for each in register.felder if each.art in (FieldKind.TEXT, FieldKind.LANG)]
    for code, register in REGISTERS.items()
}
_TEXT: Final = pa.string()
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
    audience: str,  # noqa: ARG001
    code: str,
    chosen: tuple[str, ...],
) -> Sequence[Entry]:
    return look_up(registers.read(code), code, chosen)


def look_up(state: State, code: str, chosen: tuple[str, ...]) -> Sequence[Entry]:
    """Entries that fit a search, the newest first.

    Parameters
    ----------
    chosen : tuple of str
        Words, Ortsteil ("": all), status or kind ("alle": all), and "archiv" for archived entries.
    """
    search, area, kind, archived = chosen
    register = REGISTERS[code]
    away = _array(state.put_away, pa.bool_())
    fits = away if archived else pc.invert(away)
    if area and "ortsteile" in register.names:
        fits = pc.and_(fits, _at_home(state, area))
    status = _kind(register)
    if kind != _ALL and status is not None:
        fits = pc.and_(fits, pc.equal(_array(state.texts(status.name)), kind))
    places = np.flatnonzero(fits.to_numpy(zero_copy_only=False))
    if words := [fold(word) for word in search.split()]:
        places = _held(state, places, words, search)
    if day := _DAYS.get(code):
        later = state.texts(day).made("rang", _rank)
        return Chosen(state.rows, places[np.argsort(later[places], kind="stable")][::-1])
    return Chosen(state.rows, places[::-1])


def about(state: State, areas: Iterable[str]) -> Chosen:
    """Entries that are not archived about any of these Ortsteile, in the order of the numbers."""
    homes = functools.reduce(
        pc.or_, (_at_home(state, area) for area in areas), pa.repeat(False, len(state.rows))
    )
    fits = pc.and_(homes, pc.invert(_array(state.put_away, pa.bool_())))
    return Chosen(state.rows, np.flatnonzero(fits.to_numpy(zero_copy_only=False)))


def _at_home(state: State, area: str) -> pa.Array:
    """Which entries are about an Ortsteil."""
    homes = state.column("ortsteile", lambda e: f"|{'|'.join(e.several('ortsteile'))}|")
    return homes.made(f"in {area}", lambda _: pc.match_substring(_array(homes, _TEXT), f"|{area}|"))


def _held(
    state: State, places: npt.NDArray[np.intp], words: Sequence[str], search: str
) -> npt.NDArray[np.intp]:
    """Those of the places whose entry holds all words, or whose key was asked for."""
    texts, fits = state.column("gefaltet", _folded).cells, places.tolist()
    for word in sorted(words, key=len, reverse=True):  # the longest one leaves the fewest
        fits = [place for place in fits if word in texts[place]]
    named = state.places.get(search.upper(), -1)  # keys have large letters
    return np.union1d(fits, places[places == named]).astype(np.intp)


def _array(column: Column[Any], kind: pa.DataType = _TEXT) -> pa.Array:
    """A column that is looked through at the speed of C."""
    return column.made("arrow", lambda cells: pa.array(cells, kind))


def _folded(entry: Entry) -> str:
    """What a search looks into."""
    return fold(" ".join([entry.text(name) for name in _LOOKED_INTO[entry.register]]))


def _rank(texts: Sequence[str]) -> npt.NDArray[np.integer[Any]]:
    """Place of every text among the different ones, in the order of the alphabet."""
    coded = pa.array(texts, _TEXT).dictionary_encode()
    order = np.argsort(np.array(coded.dictionary.to_pylist(), dtype=object), kind="stable")
    rank = np.empty(len(order), dtype=np.min_scalar_type(len(order)))  # small ones sort faster
    rank[order] = np.arange(len(order))
    result: npt.NDArray[np.integer[Any]] = rank[coded.indices.to_numpy()]
    return result


def _kind(register: Register) -> Field | None:
    """Field by which a list is narrowed: the status, else the kind."""
    for name in ("status", "art"):
        if name in register.names:
            return register.field(name)
    return None
