"""Parts of the page Ortsteilleben: events, places to meet, news."""

from __future__ import annotations

import itertools
from typing import Final

import streamlit as st

from lebenslage.app import data, parts, public, register_page, registers
from lebenslage.model.registers import REGISTERS, Entry
from lebenslage.report import calendar, formats
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables

_EVENT: Final = ("beginn", "uhrzeit", "ortsteile", "treffpunkt", "teilnehmende")
_PLACE: Final = ("art", "ortsteile", "zeiten", "barrierefrei")
_NEWS: Final = ("datum", "bis", "ortsteile", "veroeffentlicht")
_MONTHS: Final = 6


def event_panel() -> None:
    """What comes, month by month, and the whole list."""
    today = formats.today()
    active = registers.read("veranstaltungen").active
    parts.sentence(said.describe_events(active, today))
    _calendar(active, today.isoformat())
    st.download_button(
        "Kalenderdatei der veröffentlichten Veranstaltungen (ICS)",
        lambda: calendar.ics(
            public.shown()["veranstaltungen"],
            data.gemeinde().name,
            registers.words().eintraege["treffpunkte"],
        ),
        "veranstaltungen.ics",
        "text/calendar",
        on_click="ignore",
    )
    chosen = register_page.listing(
        "veranstaltungen", register_page.found("veranstaltungen"), _EVENT
    )
    register_page.new("veranstaltungen", beginn=today.isoformat())
    if chosen is not None:
        register_page.detail("veranstaltungen", chosen)
    register_page.downloads("veranstaltungen")


def _calendar(active: list[Entry], today: str) -> None:
    """The next months, a table each."""
    coming = sorted(
        (e for e in active if (e.text("ende") or e.text("beginn")) >= today),
        key=lambda e: (e.text("beginn"), e.text("uhrzeit")),
    )
    if not coming:
        parts.caveat("Es ist keine Veranstaltung eingetragen, die noch kommt.")
    register, words = REGISTERS["veranstaltungen"], registers.words()
    months = itertools.groupby(coming, key=lambda e: e.text("beginn")[:7])
    for month, own in itertools.islice(months, _MONTHS):
        st.markdown(f"**{formats.format_month(month)}**")
        columns = ("beginn", "uhrzeit", "ortsteile", "treffpunkt", "abgesagt")
        parts.show_table(tables.entry_table(register, list(own), columns, words))


def place_panel() -> None:
    """Places to meet."""
    chosen = register_page.listing("treffpunkte", register_page.found("treffpunkte"), _PLACE)
    register_page.new("treffpunkte")
    if chosen is not None:
        register_page.detail("treffpunkte", chosen)
    register_page.downloads("treffpunkte")


def news_panel() -> None:
    """A line of news per Ortsteil."""
    chosen = register_page.listing("neuigkeiten", register_page.found("neuigkeiten"), _NEWS)
    register_page.new("neuigkeiten", datum=formats.today().isoformat())
    if chosen is not None:
        register_page.detail("neuigkeiten", chosen)
    register_page.downloads("neuigkeiten")
