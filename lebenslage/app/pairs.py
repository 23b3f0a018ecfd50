"""Parts of the page Gemessen und empfunden."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.pairs import Limit, Pair, pairs_of, quadrants
from lebenslage.app import data, parts, state, takeaway
from lebenslage.charts.quadrants import quadrant_chart
from lebenslage.model import columns as col
from lebenslage.model.survey import Questionnaire
from lebenslage.report import layers
from lebenslage.report import pairs as words
from lebenslage.report.book import Book

_LIMITS: Final = {"gemeinde": "Wert der Gemeinde", "mitte": "Mitte der Zielwerte"}


def questionnaire() -> Questionnaire | None:
    """The newest survey, whose answers stand among the indicators; None while there is none."""
    waves = data.snapshot().umfragen
    if not waves:
        st.info("Es ist noch keine Umfrage eingelesen. Auf der Seite Daten geht das.")
        return None
    return waves[-1].fragebogen


def chooser(wave: Questionnaire) -> tuple[Pair, Limit] | None:
    """The pair and where the lines are drawn; pairs with values first."""
    found = pairs_of(wave, data.snapshot().catalogue)
    if not found:
        st.info("Im Fragebogen ist keine Frage mit einem gemessenen Indikator verbunden.")
        return None
    known = _with_values()
    found.sort(key=lambda pair: (pair.gemessen.code not in known, not pair.benannt))
    by_key = {pair.key: pair for pair in found}
    titles = {
        key: words.pair_title(pair) + ("" if pair.gemessen.code in known else " (noch ohne Daten)")
        for key, pair in by_key.items()
    }
    left, right = st.columns([2, 1])
    with left:
        pair = by_key[state.choose(state.PAAR, "Thema", titles)]
    with right:
        limit = state.choose(state.GRENZE, "Trennlinien", _LIMITS)
    parts.caveat(f"Frage: „{pair.frage}“ – {wave.titel}")
    if not pair.benannt:
        parts.caveat(
            "Frage und Indikator gehören zum selben Handlungsfeld; ob sie dasselbe Thema haben, "
            "bitte selbst beurteilen."
        )
    return pair, "mitte" if limit == "mitte" else "gemeinde"


def pair_panel(pair: Pair, limit: Limit) -> None:
    """The points with their sentence, table and downloads."""
    names = data.snapshot().ortsteil_names
    found = data.once(
        ("paar-lage", pair.key, limit),
        lambda: quadrants(data.latest(), list(names), data.gemeinde().ags, pair, limit),
    )
    if pair.gemessen.code not in _with_values():
        parts.sentence(words.describe_pair(found, pair, names))
        supplier = pair.gemessen.lieferant
        parts.caveat(f"Liefern kann die Zahlen: {supplier}." if supplier else "")
        return
    panel = data.once(
        ("paar", pair.key, limit),
        lambda: parts.Panel(
            quadrant_chart(found, pair, names),
            words.describe_pair(found, pair, names),
            words.pair_table(found, pair, names),
            words.limit_note(found, pair),
        ),
    )
    parts.figure(panel, key="paar")
    takeaway.offer(
        f"gemessen-und-empfunden-{pair.key}",
        "Beide Werte",
        lambda figures: layers.wide_layer(_export(figures, found, pair), figures),
        areas=True,
    )


def _export(figures: Figures, found: pd.DataFrame, pair: Pair) -> Book:
    state, names = figures.snapshot, figures.names
    return words.pair_export(found, pair, names, beispiel=state.has_examples, version=state.version)


def _with_values() -> set[str]:
    """Indicators with a value for at least two Ortsteile."""
    return data.once(("mit-paaren",), _known)


def _known() -> set[str]:
    rows = data.latest()
    own = rows[rows[col.GEBIET].isin(list(data.snapshot().ortsteil_names)) & rows[col.WERT].notna()]
    counts = own.groupby(col.INDIKATOR)[col.GEBIET].nunique()
    return set(counts[counts >= 2].index)
