"""Publish an entry or take it back, seen before as everybody will see it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pyarrow as pa
import streamlit as st

from lebenslage.app import (
    access,
    asked_twice,
    data,
    parts,
    register_page,
    register_search,
    registers,
    state,
)
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import PUBLISHABLE, REGISTERS, Draft, Entry, is_public, public_part
from lebenslage.report import public_words as said
from lebenslage.report import register_tables as tables

TAB: Final = "Veröffentlichen"
_OPEN: Final = "veroeffentlichen-sicht"
_REGISTER: Final = "register"
_FLAG: Final = "veroeffentlicht"
#: Shown of every entry in the list.
_COLUMNS: Final = ("ortsteile", _FLAG)


def open_asked() -> str:
    """Key of the page's tabs; a link to something to publish opens its tab."""
    if _REGISTER in st.query_params:
        state.prefill(_OPEN, TAB, anew=False)
    return _OPEN


def publishing_panel() -> None:
    """How much of each register is public, and one entry to publish or to take back."""
    key = ("veroeffentlicht", moments.today().isoformat())
    parts.show_table(registers.once(key, PUBLISHABLE, _counts))
    titles = {code: REGISTERS[code].titel for code in PUBLISHABLE}
    code = state.choose(_REGISTER, "Register", titles)
    chosen = register_page.listing(register_search.found(code), _COLUMNS)
    parts.caveat(said.describe_inside(code))
    if chosen is not None and not chosen.archiviert:
        _decide(chosen)


def _counts() -> pa.Table:
    active = {code: registers.read(code).active for code in PUBLISHABLE}
    return parts.escaped(said.publication_table(active, registers.public()))


def _decide(entry: Entry) -> None:
    """The entry as everybody sees it, with the button that makes it so or ends it."""
    register, today = REGISTERS[entry.register], moments.today().isoformat()
    keys = {code: [e.kennung for e in own] for code, own in registers.public().items()}
    visible = bool(entry.daten.get(_FLAG))
    with st.container(border=True):
        st.markdown("**So sehen es alle**" if visible else "**So würden es alle sehen**")
        seen = public_part(replace(entry, daten={**entry.daten, _FLAG: False}), keys)
        parts.show_table(tables.facts(register, seen, registers.words()))
        if visible and not is_public(entry, today):
            parts.caveat("Zurzeit zeigt es niemand: Der Tag liegt noch vor uns oder ist vorbei.")
        label = "Zurückziehen" if visible else "Veröffentlichen"
        key = f"{label}-{entry.kennung}-{entry.fassung}"
        hints = {} if visible else asked_twice.found(register, {**entry.daten, _FLAG: True}, {})
        sure = asked_twice.confirmed(said.describe_giveaways(register, hints), key)
        if st.button(label, type="secondary" if visible else "primary", key=key, disabled=not sure):
            draft = Draft(
                entry.register, {**entry.daten, _FLAG: not visible}, entry.kennung, entry.fassung
            )
            publish = partial(data.store().registers.save, draft)
            if parts.attempt(lambda: publish(wer=access.demand(Recht.FREIGEBEN))):
                done = "zurückgezogen" if visible else "veröffentlicht"
                state.flash(f"„{tables.title(register, entry)}“ {done}.")
                st.rerun()
