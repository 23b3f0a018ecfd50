"""Parts of the page Indikatoren: one indicator everywhere and at every date."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lebenslage.analysis.standing import Standing, standing
from lebenslage.app import data, maps, parts, state, takeaway
from lebenslage.charts import bars, lines
from lebenslage.charts.standing import standing_strip
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node, Role
from lebenslage.report import formats, layers, sentences, standing_words, tables


def chooser() -> tuple[Node, str]:
    """The indicator, grouped by Handlungsfeld, and the date; dates only where there are any."""
    catalogue = data.snapshot().catalogue
    values = data.values()
    known = set(values.loc[values[col.WERT].notna(), col.INDIKATOR])
    options = {
        node.code: f"{node.label}{'' if node.code in known else ' (noch keine Daten)'}"
        f" – {field.label}"
        for field in catalogue.handlungsfelder
        for node in catalogue.children(field.code)
    }
    default = next((code for code in options if code in known), None)
    left, right = st.columns([3, 1])
    with left:
        code = state.choose(state.INDIKATOR, "Indikator", options, default=default)
    dates = sorted(
        set(values.loc[(values[col.INDIKATOR] == code) & values[col.WERT].notna(), col.STAND]),
        reverse=True,
    )
    with right:
        stand = (
            state.choose(state.STAND, "Stand", {d: formats.format_date(d) for d in dates})
            if dates
            else ""
        )
    return catalogue[code], stand


def rows_of(node: Node, stand: str) -> pd.DataFrame:
    """Values of one indicator at one date; areas without one at that date keep their newest."""
    values = data.values()
    own = values[(values[col.INDIKATOR] == node.code) & (values[col.STAND] == stand)]
    others = data.latest()
    others = others[
        (others[col.INDIKATOR] == node.code) & ~others[col.GEBIET].isin(own[col.GEBIET])
    ]
    outside = others[~others[col.GEBIET].isin(data.snapshot().ortsteil_names)]
    return pd.concat([own, outside], ignore_index=True)


def _every_date(node: Node) -> pd.DataFrame:
    values = data.values()
    return values[values[col.INDIKATOR] == node.code]


def no_data(node: Node) -> None:
    """An indicator without data: who can deliver them."""
    st.info(parts.plain(sentences.no_data_sentence(node)))


def comparison_panel(node: Node, rows: pd.DataFrame, stand: str) -> None:
    """Map and bars of one date."""
    names = data.snapshot().ortsteil_names
    own = data.gemeinde()
    references = {own.ags: f"Gemeinde {own.name}", own.kreis_ags: own.landkreis}
    village_rows = rows[rows[col.GEBIET].isin(names) & rows[col.WERT].notna()]
    if village_rows.empty:
        parts.caveat("Für die einzelnen Ortsteile gibt es dazu noch keine Daten.")
    else:
        left, right = st.columns([1, 1], gap="large")
        with left:
            maps.show_map(maps.indicator_at(node, rows), key="indikator")
        with right:
            panel = data.once(
                ("balken", node.code, stand),
                lambda: parts.Panel(
                    bars.indicator_bars(rows, names, node, references=references),
                    sentences.describe_indicator(rows, names, node, references),
                    tables.indicator_table(rows, names | references, node),
                ),
            )
            parts.figure(panel, key="balken")


def standing_panel(node: Node) -> None:
    """Ortsteile and Gemeinde among the Gemeinden of the Landkreis, beside Kreis and Land."""
    own = data.gemeinde()
    found = data.once(("stellung", node.code), lambda: _standing(node))
    st.header("Im Vergleich", anchor=False)
    if not found.has_others:
        parts.caveat(
            "Werte anderer Gemeinden und des Landes fehlen zu diesem Indikator. Gibt es sie bei "
            "den Statistischen Ämtern, lassen sie sich auf der Seite Daten einlesen."
        )
        return
    panel = data.once(
        ("verteilung", node.code),
        lambda: parts.Panel(
            standing_strip(found, own.ags, node),
            standing_words.describe_standing(found, own.ags, own.name, node),
            standing_words.standing_table(found, node),
            standing_words.standing_note(found, node),
        ),
    )
    parts.figure(panel, key="verteilung")


def _standing(node: Node) -> Standing:
    comparison, snapshot = data.comparison(node.code), data.snapshot()
    return standing(data.latest(), comparison, snapshot, data.gemeinde(), node)


def timeline_panel(node: Node) -> None:
    """Every date, where there are at least two."""
    values = data.values()
    rows = values[(values[col.INDIKATOR] == node.code) & values[col.WERT].notna()]
    if rows[col.STAND].nunique() < 2:
        return
    st.header("Entwicklung", anchor=False)
    own = data.gemeinde()
    names = data.snapshot().ortsteil_names
    references = {own.ags: f"Gemeinde {own.name}", own.kreis_ags: own.landkreis}
    shown = {area: name for area, name in names.items() if area in set(rows[col.GEBIET])}
    panel = data.once(
        ("zeitreihe", node.code),
        lambda: parts.Panel(
            lines.timeline(rows, shown, node, references=references),
            sentences.describe_timeline(rows, shown | references, node),
            tables.timeline_table(rows, shown | references, node),
        ),
    )
    parts.figure(panel, key="zeitreihe")


def definition_sheet(node: Node) -> None:
    """What is measured, how, which way is better, from where."""
    st.header("Was dahintersteht", anchor=False)
    quellen = data.snapshot().quellen
    table = data.once(
        ("blatt", node.code),
        lambda: parts.escaped(
            tables.definition_table(node, data.snapshot().catalogue, quellen, _every_date(node))
        ),
    )
    parts.show_table(table)
    if node.rolle is Role.KONTEXT:
        parts.caveat("Dieser Indikator beschreibt den Ortsteil. Er wird nicht bewertet.")


def downloads(node: Node, stand: str) -> None:
    """The protected values of every date; the areas hold the date shown."""
    if _every_date(node).empty:
        return
    rows = rows_of(node, stand)
    takeaway.offer(
        node.code,
        "Alle Werte",
        lambda figures: layers.indicator_book(figures, node, rows),
        areas=True,
    )
