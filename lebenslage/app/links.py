"""Links from an entry to those that belong to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from lebenslage.app import navigation, parts, registers
from lebenslage.model.registers import REGISTERS, Entry
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: Register -> page that shows its entries. Steps open their project, co-operations one actor.
PAGES: Final = {
    "projekte": "projekte",
    "akteure": "akteure",
    "anliegen": "beteiligung",
    "veranstaltungen": "ortsteilleben",
    "treffpunkte": "ortsteilleben",
    "neuigkeiten": "ortsteilleben",
    "schritte": "projekte",
}
#: Links in a row; more are counted.
_SHOWN: Final = 10


def lead_to(entries: Sequence[Entry]) -> None:
    """A link to each entry that has a page."""
    shown = [entry for entry in entries if entry.register in PAGES]
    for entry in shown[:_SHOWN]:
        register = REGISTERS[entry.register]
        choice = {entry.register: entry.kennung}
        if entry.register == "schritte":
            choice = {"projekte": entry.text("projekt")}
        label = f"{register.einzahl} {entry.kennung}: {tables.title(register, entry)}"
        st.page_link(
            navigation.path(PAGES[entry.register]), label=parts.plain(label), query_params=choice
        )
    if (rest := len(shown) - _SHOWN) > 0:
        parts.caveat(f"und {formats.format_number(rest)} weitere")


def referring(code: str, fields: Sequence[str], kennung: str) -> None:
    """Links to the entries of a register that name an entry in one of these fields."""
    found = registers.once(
        ("verweise", *fields), (code,), partial(_by_reference, code, fields)
    ).get(kennung)
    if found:
        st.markdown(f"**{parts.plain(REGISTERS[code].titel)}**")
        lead_to(found)


def _by_reference(code: str, fields: Sequence[str]) -> Mapping[str, list[Entry]]:
    """Key of an entry -> the entries, not archived, that name it."""
    found: dict[str, list[Entry]] = {}
    for entry in registers.read(code).active:
        named: set[str] = set()
        for name in fields:
            value = entry.daten.get(name, ())
            named.update((value,) if isinstance(value, str) else value)
        for key in named:
            found.setdefault(key, []).append(entry)
    return found
