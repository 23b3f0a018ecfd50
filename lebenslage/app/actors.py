"""Parts of the page Akteure & Netzwerk: who there is, who works with whom, where nobody works."""

from __future__ import annotations

import datetime as dt
from typing import Final

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from lebenslage.analysis.registers.gaps import Suggestion, gaps, suggestions, touching
from lebenslage.analysis.registers.network import Network, around, layout, network, ring
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
_NAMED_NETWORK: Final = {**_IN_NETWORK, "akteure": ("name", *_IN_NETWORK["akteure"])}


def actor_panel() -> None:
    """The list of actors and the chosen one."""
    found = register_search.found("akteure")
    entry_map.panel("akteure", found.entries)
    chosen = register_page.listing(found, _SHOWN)
    register_page.new("akteure")
    if chosen is not None:
        register_page.detail("akteure", chosen, _more)
    register_page.downloads("akteure", "kooperationen")


def _more(entry: Entry) -> None:
    links.referring("projekte", ("verantwortlich", "partner"), entry.kennung)
    if access.may(Recht.INTERN):
        _ties(entry)


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
    chosen = asked if asked in now.by_key else now.places[0].kennung
    whole = len(now.places) <= _DRAWN
    key = ("netzbild", today.isoformat(), "" if whole else chosen)
    centre = "" if whole else chosen
    drawing, note, numbers = registers.once(
        key, _TWO, lambda: _drawing(now, centre), _NAMED_NETWORK
    )
    parts.sentence(text)
    parts.chart(drawing, key="netz", alt=text)
    if numbers:
        st.html(numbers)
    parts.caveat(f"{note} {said.OHNE_BEGINN}")
    # the same whoever is drawn
    table = registers.once(
        ("netztabelle", today.isoformat()), _TWO, lambda: _table(now), _NAMED_NETWORK
    )
    parts.as_table(table)


def _network(day: dt.date) -> Network:
    def build() -> Network:
        actors, ties = (registers.read(code).active for code in _TWO)
        return network(actors, ties, day.isoformat())

    return registers.once(("netz", day.isoformat()), _TWO, build, _IN_NETWORK)


def _table(net: Network) -> pa.Table:
    names = registers.words().eintraege["akteure"]
    return parts.escaped(tables.network_table(net.places[:_ROWS], names))


def _drawing(net: Network, centre: str) -> tuple[go.Figure, str, str]:
    """The whole network, or of a large one an actor with its partners.

    With what is to be said of it, and HTML that tells who is which number ("" for no numbers).
    """
    actors, names = registers.read("akteure").entries, registers.words().eintraege["akteure"]
    place_names = data.snapshot().ortsteil_names
    shown = around(net, centre, _DRAWN) if centre else net
    groups = {
        key: places[0] if len(places) == 1 else ""
        for key, places in (
            (p.kennung, actors[p.kennung].several("ortsteile")) for p in shown.places
        )
    }
    if centre:
        rank = {group: number for number, group in enumerate(["", *place_names])}
        others = [p.kennung for p in shown.places if p.kennung != centre]
        positions = ring(centre, sorted(others, key=lambda key: rank.get(groups[key], 0)))
        note = said.describe_part(names[centre], len(others), net.by_key[centre].bindungen)
    else:
        # hangs on nobody's name
        drawn = (*(place.kennung for place in shown.places), *map("=".join, shown.ties))
        positions = data.once(("netzlage", *drawn), lambda: layout(shown))
        note = "Wer zusammenarbeitet, liegt nahe beieinander; sonst bedeutet die Lage nichts."
    if len(net.places) > _ROWS:
        note += f" In der Tabelle stehen die {_ROWS} Akteure, die am meisten verbinden."
    fig = network_graph(positions, shown.ties, names, groups, place_names)
    numbers = PHONE_STYLE + key_to_numbers(positions, names) if crowded(fig) else ""
    return fig, note, numbers


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
