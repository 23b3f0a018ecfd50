"""Parts of the page Projekte: the board, the time line, steps and effects."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from lebenslage.analysis.registers.effects import effects
from lebenslage.app import access, data, entry_map, parts, register_page, registers, state
from lebenslage.app.register_form import form
from lebenslage.charts.timeline import Span, timeline
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Draft, Entry
from lebenslage.model.registers.definitions import LAUFEND
from lebenslage.report import formats
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables

_SHOWN: Final = ("ortsteile", "status", "verantwortlich", "ende")
#: Cards of a column, bars of the time line; more are found by searching.
_CARDS, _BARS = 8, 25


def project_panel() -> None:
    """Board, time line and list of what the search finds, then the chosen project."""
    entries = register_page.found("projekte")
    entry_map.panel("projekte", entries)
    board, line, table = st.tabs(["Tafel", "Zeitstrahl", "Liste"])
    with board:
        _board(entries)
    with line:
        _timeline(entries)
    with table:
        chosen = register_page.listing("projekte", entries, _SHOWN)
    register_page.new("projekte", status="idee")
    if chosen is not None:
        register_page.detail("projekte", chosen, _more)
    register_page.downloads("projekte")


def _board(entries: list[Entry]) -> None:
    """Projects by status; a button opens one."""
    register = REGISTERS["projekte"]
    options = register.field("status").optionen
    for column, (status, text) in zip(st.columns(len(options)), options.items(), strict=True):
        own = [entry for entry in entries if entry.text("status") == status]
        with column:
            st.markdown(f"**{parts.plain(text)}** ({len(own)})")
            for entry in own[:_CARDS]:
                st.button(
                    parts.plain(tables.title(register, entry)),
                    key=f"karte-{entry.kennung}",
                    on_click=state.select,
                    args=("projekte", entry.kennung),
                    width="stretch",
                )
            if len(own) > _CARDS:
                parts.caveat(f"und {len(own) - _CARDS} weitere")


def _timeline(entries: list[Entry]) -> None:
    register, words, today = REGISTERS["projekte"], registers.words(), formats.today()
    dated = sorted((e for e in entries if e.text("beginn")), key=lambda e: e.text("beginn"))
    if not dated:
        parts.caveat("Kein Projekt der Auswahl hat einen Beginn.")
        return
    shown = dated[-_BARS:]
    spans = [
        Span(
            tables.title(register, entry),
            tables.value_text(register.field("status"), entry.text("status"), words),
            entry.text("beginn"),
            entry.text("ende"),
            entry.text("status") in LAUFEND,
        )
        for entry in shown
    ]
    text = f"{formats.plural(len(shown), 'Projekt', 'Projekte')} mit Beginn, das älteste oben."
    table = tables.entry_table(register, shown, ("status", "beginn", "ende"), words)
    parts.figure(parts.Panel(timeline(spans, today), text, table), key="zeitstrahl")


def _more(entry: Entry) -> None:
    if access.may(Recht.INTERN):
        _steps(entry)
    _effects(entry)


def _steps(entry: Entry) -> None:
    st.markdown("**Schritte**")
    register, words = REGISTERS["schritte"], registers.words()
    steps = [e for e in registers.read("schritte").active if e.text("projekt") == entry.kennung]
    steps.sort(key=lambda e: (e.text("faellig") or "9999", e.kennung))
    if steps:
        columns = ("faellig", "erledigt", "nach", "wer")
        parts.show_table(tables.entry_table(register, steps, columns, words))
    for step in steps:
        if not step.text("erledigt"):
            label = f"„{step.text('titel')}“ erledigt"
            key = f"erledigt-{step.kennung}-{step.fassung}"
            st.button(parts.plain(label), key=key, on_click=partial(_done, step))
    with st.expander("Schritt hinzufügen"):
        form(register, None, words, projekt=entry.kennung)


def _done(step: Entry) -> None:
    daten = {**step.daten, "erledigt": formats.today().isoformat()}
    draft = Draft("schritte", daten, step.kennung, step.fassung)
    parts.in_callback(lambda: data.store().registers.save(draft, wer=access.demand(Recht.PFLEGEN)))


def _effects(entry: Entry) -> None:
    """The figures that should move, before and since, beside the other Ortsteile."""
    st.markdown("**Wirkung**")
    figures, begin = entry.several("kennzahlen"), entry.text("beginn")
    if not figures or not begin:
        parts.caveat(
            "Sobald Beginn und Kennzahlen angegeben sind, stehen hier die Werte davor und danach."
        )
        return
    names, tree = data.snapshot().ortsteil_names, data.snapshot().catalogue
    key = ("wirkung", *figures, *entry.several("ortsteile"), begin)
    found = data.once(
        key,
        lambda: effects(data.values(), data.snapshot(), figures, entry.several("ortsteile"), begin),
    )
    for sentence in said.describe_effects(found, names, tree):
        parts.sentence(sentence)
    parts.caveat(said.KEIN_BEWEIS)
    parts.as_table(said.effects_table(found, names, tree), "Alle Ortsteile als Tabelle")
