"""Before and after: the published score and that of a scenario, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import plotly.graph_objects as go

from lebenslage.analysis.index.differences import AFTER, BEFORE, Differences
from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.report import formats, scenario_tables

#: How far the two dots of an area lie above and below the middle of its row (px).
_OFFSET: Final = 7


@dataclass(frozen=True, slots=True)
class _Side:
    suffix: str
    label: str
    shift: int
    colour: str
    symbol: str


_SIDES: Final = (
    _Side(BEFORE, "veröffentlicht", -_OFFSET, theme.MUTED, "circle-open"),
    _Side(AFTER, "Szenario", _OFFSET, theme.ACCENT, "circle"),
)


def before_after(
    found: Differences, names: Mapping[str, str], *, ranks: bool, label: str = "Szenario"
) -> go.Figure:
    """A row per area: two dots with their intervals, joined by a line.

    Parameters
    ----------
    found : Differences
        One node.
    names : mapping
        `gebiet_id` -> name, in the order of the rows.
    ranks : bool
        Places instead of points, for procedures whose points have another scale; 1 is right,
        so that better is on the right in both.
    label : str
        What the later side is called.
    """
    by_area = {str(row[col.GEBIET]): row for row in found.rows.to_dict("records")}
    heads = [rows.Row(name, _heading(by_area[key], ranks)) for key, name in names.items()]
    layout = rows.lay_out(heads)
    column = "rang" if ranks else col.SCORE
    fig = go.Figure()
    _lines(fig, [by_area[key] for key in names], layout.bars, column)
    sides = (_SIDES[0], replace(_SIDES[1], label=label))
    for side in sides:
        _dots(fig, by_area, names, layout.bars, side, column)
    rows.draw_headings(fig, heads, layout)
    axis: dict[str, Any] = {"zeroline": False}
    if ranks:
        axis |= {"tickvals": list(range(1, len(names) + 1))}
    return rows.finish(
        fig,
        layout,
        ends=(len(names) + 0.4, 0.6) if ranks else _ends(found),
        title="Rang (1 = meiste Punkte)" if ranks else "Punkte (mehr ist günstiger)",
        legend=[side.label for side in sides],
        **axis,
    )


def _heading(row: points.Row, ranks: bool) -> str:
    text = scenario_tables.rank_text if ranks else _score
    told = f"{text(row, BEFORE)} → {text(row, AFTER)}"
    return f"Rang {told}" if ranks else f"{told} Punkte"


def _score(row: points.Row, suffix: str) -> str:
    score = row[f"{col.SCORE}{suffix}"]
    return "–" if formats.is_missing(score) else formats.format_number(score, 1)


def _ends(found: Differences) -> tuple[float, float]:
    sides = [f"{name}{s.suffix}" for name in (col.SCORE_UG, col.SCORE_OG) for s in _SIDES]
    known = found.rows[sides].astype(float)
    low, high = known.min().min(), known.max().max()
    if formats.is_missing(low):
        return (0.0, 100.0)
    air = max(2.0, 0.08 * (high - low))
    return (low - air, high + air)


def _lines(fig: go.Figure, areas: Sequence[points.Row], bars: Sequence[float], column: str) -> None:
    xs: list[Any] = []
    ys: list[Any] = []
    for row, y in zip(areas, bars, strict=True):
        xs += [*(row[f"{column}{side.suffix}"] for side in _SIDES), None]
        ys += [*(y + side.shift for side in _SIDES), None]
    line = {"color": theme.MISSING_LINE, "width": 1.5, "dash": "dot"}
    hidden = {"hoverinfo": "skip", "showlegend": False}
    fig.add_trace(go.Scatter(mode="lines", x=xs, y=ys, line=line, **hidden))


def _dots(
    fig: go.Figure,
    by_area: Mapping[str, points.Row],
    names: Mapping[str, str],
    bars: Sequence[float],
    side: _Side,
    column: str,
) -> None:
    shown = [
        (names[key], by_area[key], y + side.shift)
        for key, y in zip(names, bars, strict=True)
        if not formats.is_missing(by_area[key][f"{column}{side.suffix}"])
    ]
    limits = [
        {
            col.WERT: row[f"{column}{side.suffix}"],
            col.UG: row[f"{column}_ug{side.suffix}"],
            col.OG: row[f"{column}_og{side.suffix}"],
        }
        for _, row, _ in shown
    ]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=[limit[col.WERT] for limit in limits],
            y=[y for _, _, y in shown],
            error_x=points.whiskers(limits, color=side.colour, width=0, thickness=4),
            marker={
                "color": side.colour,
                "symbol": side.symbol,
                "size": 12,
                "line": {"color": side.colour, "width": 2.5},
            },
            hovertext=[_hover(name, row, side) for name, row, _ in shown],
            hovertemplate="%{hovertext}<extra></extra>",
            name=side.label,
        )
    )


def _hover(name: str, row: points.Row, side: _Side) -> str:
    lines: list[Any] = [
        f"<b>{theme.safe(name)}</b>, {side.label}",
        theme.safe(f"{scenario_tables.points_text(row, side.suffix)} Punkte"),
        theme.safe(f"Rang {scenario_tables.rank_text(row, side.suffix)}"),
    ]
    return "<br>".join(lines)
