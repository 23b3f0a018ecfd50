"""New areas on the page Daten: old and new in one picture, and what they change."""

from __future__ import annotations

import streamlit as st

from lebenslage import loaders
from lebenslage.analysis.area_change import AreaChange, area_change
from lebenslage.app import data, parts
from lebenslage.charts.area_change import border_picture
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Areas, Inspection, Known, Source
from lebenslage.report import area_words


def review(source: Source, known: Known, looked: Inspection) -> Inspection:
    """Ask whether the areas are official where nothing tells, and show what they change."""
    assert looked.delivery is not None
    content = looked.delivery.content
    assert isinstance(content, Areas)
    told = any(name.casefold() == "amtlich" for name in looked.spaltennamen)
    if not told:
        said = st.checkbox(
            "Diese Flächen sind amtlich (zum Beispiel Gemarkungen der Vermessungsbehörde)",
            value=bool(content.frame["amtlich"].all()),
            key=f"amtlich-{source.sha256[:12]}",
        )
        looked = loaders.inspect(source, known, zuordnung=Assignment(amtlich=said))
        assert looked.delivery is not None
        content = looked.delivery.content
        assert isinstance(content, Areas)
    if not data.snapshot().ortsteile.empty:
        _show(source, content)
    return looked


def _show(source: Source, content: Areas) -> None:
    snapshot, own = data.snapshot(), data.gemeinde()
    official = str(bool(content.frame["amtlich"].all()))
    change: AreaChange = data.once(
        ("flaechen", source.sha256, official),
        lambda: area_change(snapshot, content.frame, own, data.values()),
    )
    picture = data.once(
        ("flaechenbild", source.sha256),
        lambda: border_picture(snapshot.ortsteile, content.frame, own.crs),
    )
    text = area_words.describe_areas(change)
    panel = parts.Panel(picture, text, area_words.area_table(change))
    parts.figure(panel, key=f"flaechen-{source.sha256[:12]}")
    if not change.values.empty:
        table = area_words.value_table(change, snapshot.catalogue)
        parts.as_table(table, "Werte, die sich ändern")
