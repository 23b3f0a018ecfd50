"""A deck on paper: every statement with its sentence, chart, table and foot, then the method."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lebenslage.analysis.figures import Figures
from lebenslage.report.deck.blocks import Bars, BlockKind, Deck, Dots
from lebenslage.report.deck.fitting import fit_bars, fit_dots
from lebenslage.report.deck.statements import state_all
from lebenslage.report.elements import Element, areas_of, bullets, heading, statement, typeset

#: Bars that have room on a page, each with its label.
_ROWS: Final = 20


def deck_paper(deck: Deck, figures: Figures) -> bytes:
    """The deck as PDF/UA, in its order, with what a slide has no room for."""
    areas = areas_of(figures)
    elements: list[Element] = []
    said = state_all(deck, figures)
    for one in said:
        if one.kind is BlockKind.TITEL:
            if one.sentence:
                elements.append(heading(one.sentence))
            continue
        if isinstance(one.chart, Bars | Dots):
            drawn = one.chart
            shown, note = (
                fit_dots(drawn, _ROWS) if isinstance(drawn, Dots) else fit_bars(drawn, _ROWS)
            )
            one = replace(one, chart=shown, note=f"{note}." if note else one.note)
        elements += statement(one, figures, areas, level=1, with_table=True)
    method = dict.fromkeys(line for one in said for line in one.method)
    limits = dict.fromkeys(line for one in said for line in one.limits)
    if method:
        elements += [heading("Verfahren"), bullets(method)]
    if limits:
        elements += [heading("Grenzen"), bullets(limits)]
    example = any(one.example for one in said)
    name = deck.name or "Präsentation"
    return typeset(figures, name, f"Gemeinde {figures.gemeinde.name}", elements, example=example)
