"""Parts of the page Akteure & Netzwerk: who there is, who works with whom, where nobody works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import streamlit as st

from lebenslage.analysis.registers.gaps import Suggestion, gaps, suggestions, touching
from lebenslage.analysis.registers.network import Network, around, layout, network
from lebenslage.app import (
    access,
    data,
    entry_map,
    parts,
    register_page,
    register_search,
    registers,
    state,
)
from lebenslage.charts.network import PHONE_STYLE, crowded, key_to_numbers, network_graph
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import Entry
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables

_SHOWN: Final = ("art", "ortsteile", "handlungsfelder")
_TWO: Final = ("akteure", "kooperationen")
#: Actors that a drawing holds (beyond it nobody sees anything), rows of its table.
_DRAWN, _ROWS = 120, 50
_FIRST: Final = 10
#: Fields that the network, and who could work together, is made of.
_OF_PAIRS: Final = ("ortsteile", "handlungsfelder")
_IN_NETWORK: Final = {
    "akteure": ("ortsteile", "seit", "bis"),
    "kooperationen": ("von", "mit", "seit", "bis"),
}


def actor_panel() -> None:
    """The list of actors and the chosen one."""
    found = register_search.found("akteure")
    entry_map.panel("akteure", found.entries)
    chosen = register_page.listing(found, _SHOWN)
    register_page.new("akteure")
    if chosen is not None:
        register_page.detail("akteure", chosen, _ties if access.may(Recht.INTERN) else None)
    register_page.downloads("akteure", "kooperationen")


def _ties(entry: Entry) -> None:
    """Co-operations of an actor."""
    st.markdown("**Arbeitet zusammen mit**")
    own = registers.once(("bindungen",), ("kooperationen",), _ties_by_actor).get(entry.kennung, [])
    names = registers.words().eintraege["akteure"]

    def partner(tie: Entry) -> str:
        other = tie.text("mit") if tie.text("von") == entry.kennung else tie.text("von")
        return names.get(other, other)

    named = ("Partner", partner)
    register_page.belonging("kooperationen", own, ("seit", "bis", "projekt"), named)
    register_page.new("kooperationen", "Zusammenarbeit hinzufügen", von=entry.kennung)


def _ties_by_actor() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for tie in registers.read("kooperationen").rows:
        for key in (tie.text("von"), tie.text("mit")):
            found.setdefault(key, []).append(tie)
    return found


def network_panel() -> None:
    """The network now and a year ago, as a drawing and as a table; internal."""
    if not access.may(Recht.INTERN):
        parts.caveat(
            "Wer mit wem zusammenarbeitet und wo jemand fehlt, ist intern: Das sehen Redaktion und "
            "Administration."
        )
        return
    st.header("Netzwerk", anchor=False)
    today = moments.today()
    now, before = (_network(today), _network(today - dt.timedelta(days=365)))
    text = said.describe_network(now, before)
    if len(now.places) < 2:
        parts.sentence(text)
        return
    asked = state.free_text("akteure")
    chosen = asked if asked in {place.kennung for place in now.places} else now.places[0].kennung
    whole = len(now.places) <= _DRAWN
    key = ("netzbild", today.isoformat(), "" if whole else chosen)
    centre = "" if whole else chosen
    panel, numbers = registers.once(
        key,
        _TWO,
        lambda: _drawing(now, centre, text, today),
        {
            "akteure": ("name", *_IN_NETWORK["akteure"]),
            "kooperationen": _IN_NETWORK["kooperationen"],
        },
    )
    parts.sentence(panel.text)
    parts.chart(panel.fig, key="netz", alt=panel.text)
    if numbers:
        st.html(numbers)
    parts.caveat(panel.note)
    parts.as_table(panel.shown_table)


def _network(day: dt.date) -> Network:
    def build() -> Network:
        actors, ties = (registers.read(code).active for code in _TWO)
        return network(actors, ties, day.isoformat())

    return registers.once(("netz", day.isoformat()), _TWO, build, _IN_NETWORK)


def _part(
    net: Network, centre: str, day: dt.date
) -> tuple[Network, Mapping[str, tuple[float, float]]]:
    """What of the network is drawn, and where: this hangs on no name."""

    def build() -> tuple[Network, Mapping[str, tuple[float, float]]]:
        shown = around(net, centre, _DRAWN) if centre else net
        # most new ties of a large network lie elsewhere: then every actor stays in its place
        drawn = (*(place.kennung for place in shown.places), *map("=".join, shown.ties))
        return shown, data.once(("netzlage", *drawn), lambda: layout(shown))

    return registers.once(("netzteil", day.isoformat(), centre), _TWO, build, _IN_NETWORK)


def _drawing(net: Network, centre: str, text: str, day: dt.date) -> tuple[parts.Panel, str]:
    """The whole network, or of a large one an actor with its partners; who is which number."""
    actors, names = registers.read("akteure").entries, registers.words().eintraege["akteure"]
    shown, positions = _part(net, centre, day)
    groups = {
        key: places[0] if len(places) == 1 else ""
        for key, places in (
            (p.kennung, actors[p.kennung].several("ortsteile")) for p in shown.places
        )
    }
    table = tables.network_table(net.places[:_ROWS], names)
    note = "Wer zusammenarbeitet, liegt nahe beieinander; sonst bedeutet die Lage nichts."
    if centre:
        partners = next(p.bindungen for p in net.places if p.kennung == centre)
        note = said.describe_part(names[centre], len(shown.places) - 1, partners) + f" {note}"
    if len(net.places) > _ROWS:
        note += f" In der Tabelle stehen die {_ROWS} Akteure, die am meisten verbinden."
    place_names = data.snapshot().ortsteil_names
    drawn = network_graph(positions, shown.ties, names, groups, place_names)
    numbers = PHONE_STYLE + key_to_numbers(positions, names) if crowded(drawn) else ""
    return parts.Panel(drawn, text, table, note), numbers


def gap_panel() -> None:
    """Where the need is high, and who works on it; internal."""
    if not access.may(Recht.INTERN):
        return
    st.header("Lücken", anchor=False)
    snapshot = data.snapshot()
    found = registers.once(
        ("luecken",),
        ("akteure", "projekte"),
        lambda: gaps(
            data.needs(), registers.read("akteure").active, registers.read("projekte").active
        ),
        {"akteure": _OF_PAIRS, "projekte": (*_OF_PAIRS, "status")},
    )
    if not found:
        parts.sentence("Kein Handlungsfeld liegt in einem Ortsteil belastbar niedrig.")
        return
    parts.sentence("Handlungsfelder, die belastbar niedrig liegen, und wer dort daran arbeitet:")
    names, tree = snapshot.ortsteil_names, snapshot.catalogue
    parts.bullets(said.describe_gap(gap, names, tree) for gap in found[:_FIRST])
    if len(found) > _FIRST:
        parts.caveat(f"und {len(found) - _FIRST} weitere, in denen mehr geschieht")


def suggestion_panel() -> None:
    """Who could work together, and why; for those who bring them together."""
    if not access.may(Recht.INTERN):
        return
    st.header("Wer könnte zusammenarbeiten?", anchor=False)
    made_of = {"akteure": _OF_PAIRS, "kooperationen": ("von", "mit")}
    found = registers.once(("vorschlaege",), _TWO, _suggestions, made_of)
    if not found:
        parts.sentence("Im Moment gibt es keinen Vorschlag.")
        return
    actors, words = registers.read("akteure").entries, registers.words()
    fields, places = words.handlungsfelder, words.ortsteile
    parts.bullets(said.describe_suggestion(each, actors, fields, places) for each in found[:_FIRST])
    parts.caveat(
        "Vorgeschlagen wird, wer im selben oder im benachbarten Ortsteil an demselben "
        "Handlungsfeld arbeitet."
    )


def _suggestions() -> tuple[Suggestion, ...]:
    state = registers.read("kooperationen")
    cells = zip(
        state.put_away.cells, state.texts("von").cells, state.texts("mit").cells, strict=True
    )
    ties = [(von, mit) for away, von, mit in cells if not away]
    near = data.once(
        ("nachbarn",),
        lambda: touching(data.snapshot().ortsteile.to_crs(data.gemeinde().crs)),
    )
    return suggestions(registers.read("akteure").active, ties, near)
