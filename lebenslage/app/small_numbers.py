"""Part of the page Indikatoren: what of a difference may be chance, raw beside smoothed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lebenslage.analysis import small_areas
from lebenslage.analysis.small_areas import SmallAreas
from lebenslage.app import data, parts
from lebenslage.charts import funnel
from lebenslage.model.catalogue import Node
from lebenslage.report import small_words


def panels(node: Node) -> None:
    """Funnel and table for Ortsteile and for the Gemeinden of the Landkreis, where they can be."""
    shown = data.once(("kleine-zahlen", node.code), lambda: _panels(node))
    if not shown:
        return
    st.header("Kleine Zahlen", anchor=False)
    for key, panel in shown.items():
        parts.figure(panel, key=f"trichter-{key}")


def _panels(node: Node) -> dict[str, parts.Panel]:
    snapshot, own, values = data.snapshot(), data.gemeinde(), data.values()
    made = {}
    if villages := small_areas.of_villages(values, snapshot, node):
        pooled = small_areas.of_villages(values, snapshot, node, pooled=True)
        made["ortsteile"] = _panel(villages, pooled, snapshot.ortsteil_names)
    if gemeinden := small_areas.of_gemeinden(values, snapshot, own, node):
        pooled = small_areas.of_gemeinden(values, snapshot, own, node, pooled=True)
        made["gemeinden"] = _panel(gemeinden, pooled, {own.ags: own.name})
    return made


def _panel(areas: SmallAreas, pooled: SmallAreas | None, own: Mapping[str, str]) -> parts.Panel:
    return parts.Panel(
        funnel.funnel(areas, own),
        small_words.describe_funnel(areas, own),
        small_words.small_table(areas, pooled),
        small_words.describe_smoothing(areas),
    )
