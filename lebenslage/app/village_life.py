"""Parts of the page Ortsteilleben: events, places to meet, news."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

import streamlit as st

from lebenslage.app import (
    access,
    data,
    entry_map,
    event_counts,
    feed,
    parts,
    register_page,
    register_search,
    registers,
    state,
)
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Entry
from lebenslage.report import addresses, calendar, formats, month
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables

_EVENT: Final = ("beginn", "uhrzeit", "ortsteile", "treffpunkt", "teilnehmende")
_PLACE: Final = ("art", "ortsteile", "zeiten", "barrierefrei")
_NEWS: Final = ("datum", "bis", "ortsteile", "veroeffentlicht")
_LISTED: Final = ("beginn", "uhrzeit", "ortsteile", "treffpunkt", "abgesagt", "veroeffentlicht")
#: Rows of the list of a month.
_ROWS: Final = 50
_MONTH_KEY: Final = "monat"
_MONTH: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
#: Register -> its tab, in this order.
TABS: Final = {
    "veranstaltungen": "Veranstaltungen",
    "treffpunkte": "Treffpunkte",
    "neuigkeiten": "Neuigkeiten",
}
#: A calendar sheet; on a phone the list below says the same.
_STYLE: Final = """
<style>
.monat { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 1rem; }
.monat caption { font-weight: 600; text-align: left; padding-bottom: 0.3rem; }
.monat th, .monat td { border: 1px solid #c3ccd6; padding: 0.25rem 0.4rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; hyphens: auto; }
.monat th { background: #f2f5f8; } .monat abbr { text-decoration: none; }
.monat td { height: 4rem; } .monat td:empty { background: #f2f5f8; }
.monat td[aria-current] { box-shadow: inset 0 0 0 3px #1f5a8c; }
.monat ul { margin: 0; padding: 0; list-style: none; } .monat li { margin: 0.15rem 0 0; }
@media (max-width: 640px) { .monat { display: none; } }
</style>
"""


def first_tab() -> str:
    """The tab to open: that of the entry which a link leads to, else the one of the last link."""
    asked = [code for code in TABS if code in st.query_params]
    if len(asked) == 1:
        state.remember("reiter", asked[0])
    return TABS[state.remembered("reiter", "veranstaltungen")]


def event_panel() -> None:
    """What comes, month by month, and the whole list."""
    today = moments.today()
    active = registers.read("veranstaltungen").active
    text = registers.once(
        ("veranstaltungen", today.isoformat()),
        ("veranstaltungen",),
        lambda: said.describe_events(active, today, public=not access.may(Recht.INTERN)),
    )
    parts.sentence(text)
    _month(active, today)
    st.download_button(
        "Kalenderdatei der veröffentlichten Veranstaltungen (ICS)",
        lambda: calendar.ics(
            registers.public()["veranstaltungen"],
            data.gemeinde().name,
            registers.words().eintraege["treffpunkte"],
        ),
        "veranstaltungen.ics",
        "text/calendar",
        on_click="ignore",
    )
    if subscribed := feed.address(st.context.url or ""):
        parts.sentence(f"Zum Abonnieren im eigenen Kalender: {subscribed}")  # a caption is too pale
        if (area := next(iter(data.snapshot().ortsteil_names.items()), None)) is not None:
            parts.sentence(
                f"Nur ein Ortsteil, zum Beispiel {area[1]}: {feed.of(subscribed, area[0])}"
            )
        if addresses.only_here(subscribed):
            parts.sentence(addresses.ONLY_HERE)
    chosen = register_page.listing(register_search.found("veranstaltungen"), _EVENT)
    register_page.new("veranstaltungen", beginn=today.isoformat())
    if chosen is not None:
        register_page.detail("veranstaltungen", chosen)
    register_page.downloads("veranstaltungen")
    event_counts.years_panel()


def _month(active: Sequence[Entry], today: dt.date) -> None:
    """One month as a calendar sheet, and as a list that a phone shows alone."""
    asked = state.free_text(_MONTH_KEY)
    shown = asked if _MONTH.fullmatch(asked) else today.isoformat()[:7]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        for by, label in ((-1, "← {}"), (0, "Heute"), (1, "{} →")):
            target = month.shifted(shown, by) if by else today.isoformat()[:7]
            st.button(
                label.format(formats.format_month(target)),
                key=f"monat-{by}",
                on_click=state.select,
                args=(_MONTH_KEY, target),
            )
    found = registers.once(
        ("monat", shown), ("veranstaltungen",), lambda: month.in_month(active, shown)
    )
    st.html(_STYLE + month.month_html(shown, found, today))
    name = formats.format_month(shown)
    if not found:
        parts.sentence(f"{name}: keine Veranstaltung eingetragen.")
        return
    parts.sentence(f"{name}: {formats.plural(len(found), 'Veranstaltung', 'Veranstaltungen')}.")
    register, words = REGISTERS["veranstaltungen"], registers.words()
    off = any(entry.daten.get("abgesagt") for entry in found[:_ROWS])
    columns = [name for name in _LISTED if off or name != "abgesagt"]
    table = registers.once(
        ("monatsliste", shown),
        ("veranstaltungen", *registers.REFERRED),
        lambda: parts.escaped(tables.entry_table(register, found[:_ROWS], columns, words)),
    )
    parts.show_table(table)
    if len(found) > _ROWS:
        parts.caveat(f"und {formats.format_number(len(found) - _ROWS)} weitere")


def place_panel() -> None:
    """Places to meet."""
    found = register_search.found("treffpunkte")
    entry_map.panel("treffpunkte", found.entries)
    chosen = register_page.listing(found, _PLACE)
    register_page.new("treffpunkte")
    if chosen is not None:
        register_page.detail("treffpunkte", chosen)
    register_page.downloads("treffpunkte")


def news_panel() -> None:
    """A line of news per Ortsteil."""
    chosen = register_page.listing(register_search.found("neuigkeiten"), _NEWS)
    register_page.new("neuigkeiten", datum=moments.today().isoformat())
    if chosen is not None:
        register_page.detail("neuigkeiten", chosen)
    register_page.downloads("neuigkeiten")
