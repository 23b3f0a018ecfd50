"""The controls of the page Szenario: procedure, weights, goalposts, what is left out."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from functools import partial

import streamlit as st

from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.app import data, parts, state
from lebenslage.app.scenario import count, current, pills, put, tree
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.model.scenario import PUBLISHED, Scenario, goalpost_problem
from lebenslage.report import formats
from lebenslage.report import scenario_sentences as sentences

#: Steps of a weight: quarters of the published one, up to three times as much.
_STEPS = 12
_NEED_GOALPOSTS = ("zielwerte", "abstand")


def procedure_choice(scenario: Scenario) -> None:
    """Which of the shipped procedures computes."""
    state.control(
        st.selectbox,
        "verfahren",
        scenario.verfahren,
        lambda name: put(current().with_procedure(name)),
        "Verfahren",
        list(data.procedures()),
        format_func=lambda name: sentences.PROCEDURE_TITLES.get(name, name),
    )
    source = data.procedures()[scenario.verfahren].quelle
    if scenario.verfahren != PUBLISHED and source:
        parts.caveat(f"Nach: {source}")


def with_points(table: ScoreTable | None) -> Set[str]:
    """Codes of the nodes that have points somewhere; all, where there is no result to tell."""
    if table is None:
        return frozenset(node.code for node in tree())
    return frozenset(table.scores.loc[table.scores[col.SCORE].notna(), col.CODE])


def field_weights(scenario: Scenario, known: Set[str]) -> None:
    """A slider per Handlungsfeld: how much it counts among its siblings.

    Parameters
    ----------
    known : set of str
        What has points in this scenario (see `with_points`).
    """
    catalogue = tree()
    for parent in catalogue:
        fields = [c for c in catalogue.children(parent.code) if not catalogue.is_leaf(c.code)]
        if len(fields) < 2:
            continue
        parts.sentence(f"Wie viel zählt was in „{parent.label}“?")
        for node in fields:
            _weight(scenario, node, known)


def indicator_controls(scenario: Scenario, known: Set[str]) -> None:
    """One Handlungsfeld: which indicators count, and for one of them weight and goalposts."""
    catalogue = tree()
    fields = {node.code: node.label for node in catalogue.handlungsfelder}
    if not fields:
        return
    field = state.choose(state.FELD, "Handlungsfeld", fields)
    nodes = [node for node in catalogue.children(field) if catalogue.is_leaf(node.code)]
    measured = _with_values()
    labels = {
        n.code: n.label + ("" if n.code in measured else " (noch keine Daten)") for n in nodes
    }
    pills(
        f"zaehlt-{field}",
        [code for code in labels if code not in scenario.ohne],
        partial(count, list(labels)),
        "Zählt mit (Anklicken lässt weg)",
        labels,
        selection_mode="multi",
    )
    counting = {code: label for code, label in labels.items() if code not in scenario.ohne}
    if not counting:
        parts.caveat("In diesem Handlungsfeld zählt nichts mehr mit.")
        return
    node = catalogue[state.choose(state.INDIKATOR, "Indikator einstellen", counting)]
    _weight(scenario, node, known)
    _goalposts(scenario, node)


def _with_values() -> set[str]:
    """Indicators that have a value for at least one Ortsteil."""
    return data.once(("mit-werten",), _known)


def _known() -> set[str]:
    newest = data.latest()
    own = newest[newest[col.GEBIET].isin(data.snapshot().ortsteil_names)]
    return set(own.loc[own[col.WERT].notna(), col.INDIKATOR])


def _weight(scenario: Scenario, node: Node, known: Set[str]) -> None:
    """A slider from nothing to three times the published weight, with the share it makes."""
    siblings = [c for c in tree().children(node.eltern) if c.code not in scenario.ohne]
    own = scenario.weight(node)
    base = max(sibling.gewicht for sibling in siblings) or 1.0
    steps = {base * 3 * i / _STEPS for i in range(_STEPS + 1)} | {own, node.gewicht}
    state.control(
        st.select_slider,
        f"gewicht-{node.code}",
        own,
        lambda weight: put(current().with_weight(node, weight)),
        parts.plain(f"{node.label}: {_share(scenario, node, siblings, known)}"),
        sorted(steps),
        format_func=sentences.number,
    )


def _share(scenario: Scenario, node: Node, siblings: Sequence[Node], known: Set[str]) -> str:
    """What part of the points above comes from a node, as far as there are data."""
    if node.code not in known:
        return "zählt noch nicht, zu wenig Daten"
    total = sum(scenario.weight(c) for c in siblings if c.code in known)
    share = formats.format_percent(scenario.weight(node) / total) if total else "0 %"
    if scenario.weight(node) == node.gewicht:
        return share
    return f"{share} (veröffentlicht: Gewicht {sentences.number(node.gewicht)})"


def _goalposts(scenario: Scenario, node: Node) -> None:
    """Two numbers: what is worth no points, and what is worth all of them."""
    if data.procedures()[scenario.verfahren].normalisierung.methode not in _NEED_GOALPOSTS:
        parts.caveat("Dieses Verfahren rechnet ohne Zielwerte aus dem Katalog.")
        return
    low, high = scenario.goalposts(node)
    step = _step(low, high)
    titles = {1: "0 Punkte bei", -1: "100 Punkte bei"}
    unit = formats.short_unit(node.einheit)
    ends = ((0, low, node.richtung), (1, high, -node.richtung))
    for column, (end, value, side) in zip(st.columns(2), ends, strict=True):
        with column:
            state.control(
                st.number_input,
                f"zielwert-{end}-{node.code}",
                value,
                partial(_set_goalpost, node, end),
                parts.plain(f"{titles[side]}" + (f" ({unit})" if unit else "")),
                step=step,
                format=f"%.{max(_decimals(step), _decimals(value))}f",
            )
    if (problem := state.take_note("zielwerte")) is not None:
        st.error(parts.plain(problem))
    parts.caveat(
        f"Veröffentlicht: {sentences.span(node.unten, node.oben, node)} "
        f"({node.zielwert_quelle or 'ohne Quelle'}). {_range(node)}"
    )


def _set_goalpost(node: Node, end: int, value: float | None) -> None:
    ends = list(current().goalposts(node))
    ends[end] = value
    low, high = ends
    if low is None or high is None:
        return
    if problem := goalpost_problem(node, low, high):
        text = f"Diese Zielwerte gehen nicht: {problem} Es bleibt bei den bisherigen."
        state.note("zielwerte", text)
        return
    put(current().with_goalposts(node, low, high))


def _range(node: Node) -> str:
    """Where the Ortsteile lie, as help for choosing goalposts."""
    return data.once(("spanne", node.code), lambda: _range_of(node))


def _range_of(node: Node) -> str:
    newest = data.latest()
    own = newest[newest[col.GEBIET].isin(data.snapshot().ortsteil_names)]
    values = own.loc[own[col.INDIKATOR] == node.code, col.WERT].dropna()
    if values.empty:
        return "Für die Ortsteile gibt es noch keine Daten."
    unit = formats.short_unit(node.einheit)
    limits = formats.format_span(values.min(), values.max(), unit, node.dezimalen)
    return f"Die Ortsteile liegen bei {limits}."


def _step(low: float | None, high: float | None) -> float:
    """A step of the size of a twentieth between the goalposts: 1 for 0 to 20, 0.1 for 1 to 5."""
    width = (high or 0.0) - (low or 0.0)
    return 10.0 ** math.floor(math.log10(width / 20)) if width > 0 else 1.0


def _decimals(value: float | None) -> int:
    """Decimals that a number needs, at most six."""
    text = sentences.number(value or 0.0)
    return len(text.partition(",")[2])
