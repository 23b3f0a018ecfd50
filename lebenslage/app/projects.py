"""Parts of the page Projekte: the board, the time line, steps and effects."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Final

import streamlit as st

from lebenslage.analysis.registers.effects import effects
from lebenslage.app import (
    access,
    data,
    entry_map,
    links,
    parts,
    register_page,
    register_search,
    registers,
    state,
)
from lebenslage.app.register_search import Found
from lebenslage.charts.timeline import Span, timeline
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Draft, Entry
from lebenslage.model.registers.definitions import LAUFEND
from lebenslage.report import formats
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables
from lebenslage.report.hyphens import soft

_SHOWN: Final = ("ortsteile", "status", "verantwortlich", "ende")
#: Cards of a column, bars of the time line; more are found by searching.
_CARDS, _BARS = 8, 25


def project_panel() -> None:
    """Board, time line and list of what the search finds, then the chosen project."""
    found = register_search.found("projekte")
    entry_map.panel("projekte", found.entries)
    state.keep_inputs("seite-")
    board, line, table = st.tabs(
        ["Tafel", "Zeitstrahl", "Liste"], key="projektansicht", on_change="rerun"
    )
    if board.open:
        with board:
            _board(found)
    if line.open:
        with line:
            _timeline(found)
    if table.open:
        with table:
            register_page.table(found, _SHOWN)
    chosen = register_page.choice(found)
    register_page.new("projekte", status="idee")
    if chosen is not None:
        register_page.detail("projekte", chosen, _more)
    register_page.downloads("projekte", "schritte")


def _board(found: Found) -> None:
    """Projects by status; a button opens one."""
    register = REGISTERS["projekte"]
    options = register.field("status").optionen
    by_status = found.once("tafel", (), lambda: _by_status(found.entries))
    columns = st.columns(len(options), gap="xsmall")
    for column, (status, text) in zip(columns, options.items(), strict=True):
        own = by_status.get(status, [])
        with column:
            st.markdown(f"**{parts.plain(text)}** ({len(own)})")
            for entry in own[:_CARDS]:
                st.button(
                    parts.plain(soft(tables.title(register, entry))),
                    key=f"karte-{entry.kennung}",
                    on_click=state.select,
                    args=("projekte", entry.kennung),
                    width="stretch",
                )
            if len(own) > _CARDS:
                parts.caveat(f"und {len(own) - _CARDS} weitere")


def _by_status(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found = defaultdict[str, list[Entry]](list)
    for entry in entries:
        found[entry.daten.get("status", "")].append(entry)
    return found


def _timeline(found: Found) -> None:
    today = moments.today()
    panel = found.once(
        f"zeitstrahl-{today}", registers.REFERRED, lambda: _spans(found.entries, today)
    )
    if panel is None:
        parts.caveat("Kein Projekt der Auswahl hat einen Beginn.")
    else:
        parts.figure(panel, key="zeitstrahl")


def _spans(entries: Iterable[Entry], today: dt.date) -> parts.Panel | None:
    register, words = REGISTERS["projekte"], registers.words()
    dated = [entry for entry in entries if entry.text("beginn")]
    if not dated:
        return None
    # the latest ones; of those that begin on a day, the last in the list stands last
    shown = heapq.nlargest(_BARS, reversed(dated), key=lambda e: e.text("beginn"))[::-1]
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
    return parts.Panel(timeline(spans, today), text, table)


def _more(entry: Entry) -> None:
    if access.may(Recht.INTERN):
        _steps(entry)
        links.referring("anliegen", ("projekt",), entry.kennung)
    _effects(entry)


def _steps(entry: Entry) -> None:
    st.markdown("**Schritte**")
    steps = registers.once(("schritte",), ("schritte",), _steps_by_project).get(entry.kennung, [])
    register_page.belonging("schritte", steps, ("faellig", "erledigt", "nach", "wer"))
    for step in steps:
        if not step.text("erledigt") and not step.archiviert:
            label = f"„{step.text('titel')}“ erledigt"
            key = f"erledigt-{step.kennung}-{step.fassung}"
            st.button(parts.plain(label), key=key, on_click=partial(_done, step))
    register_page.new("schritte", "Schritt hinzufügen", projekt=entry.kennung)


def _steps_by_project() -> dict[str, list[Entry]]:
    """Project -> its steps, the next to do first."""
    found: dict[str, list[Entry]] = {}
    steps = registers.read("schritte").rows
    for step in sorted(steps, key=lambda e: (e.text("faellig") or "9999", e.kennung)):
        found.setdefault(step.text("projekt"), []).append(step)
    return found


def _done(step: Entry) -> None:
    daten = {**step.daten, "erledigt": moments.today().isoformat()}
    draft = Draft("schritte", daten, step.kennung, step.fassung)
    parts.in_callback(
        lambda: data.store().registers.save(draft, wer=access.demand(Recht.PFLEGEN)),
        f"Schritt „{step.text('titel')}“ ist erledigt.",
    )


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
