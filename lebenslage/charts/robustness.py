"""How sure an order is: who is below whom in how many runs, and what the doubt comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.procedure import Robustness
from lebenslage.model.rules import BELASTBAR
from lebenslage.report import formats
from lebenslage.report.order_sentences import cause, share

#: More areas than these have cells too small for their number.
MOST_AREAS: Final = 8
_CELL: Final = 44
#: Limits between the colours; the strong ones at both ends mean belastbar, which 0.9 itself is.
_STEPS: Final = (1 - BELASTBAR + 1e-9, 0.35, 0.65, BELASTBAR - 1e-9)


def below_matrix(below: NDArray[Any], names: Mapping[str, str]) -> go.Figure:
    """Share of the runs in which the row's area has fewer points than the column's.

    Parameters
    ----------
    below : array (areas, areas)
        `RobustnessResult.below`, in the order of `names`; NaN where nothing is compared.
    names : mapping
        At most `MOST_AREAS` areas.
    """
    labels = [theme.safe(name) for name in names.values()]
    count = len(labels)
    fig = go.Figure()
    for i in range(count):
        for j in range(count):
            _cell(fig, i, j, float(below[i, j]))
    hover = [
        f"{one} unter {other}: {formats.format_percent(below[i, j])}"
        for i, one in enumerate(labels)
        for j, other in enumerate(labels)
        if i != j
    ]
    places = [(i, j) for i in range(count) for j in range(count) if i != j]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=[j for _, j in places],
            y=[i for i, _ in places],
            marker={"opacity": 0, "size": 30},
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    theme.apply(fig, height=_CELL * count + 120, legend=False)
    ticks: dict[str, Any] = {"tickvals": list(range(count)), "ticktext": labels, "zeroline": False}
    ticks |= {"showgrid": False, "ticklabeloverflow": "allow"}
    theme.set_axes(fig, "x", range=[-0.5, count - 0.5], side="top", tickangle=-90, **ticks)
    theme.set_axes(fig, "y", range=[count - 0.5, -0.5], **ticks)
    return fig


def _cell(fig: go.Figure, i: int, j: int, value: float) -> None:
    if i == j or np.isnan(value):
        colour, text = theme.MISSING, "" if i == j else "–"
    else:
        colour = tuple(reversed(theme.DIVERGING))[int(np.searchsorted(_STEPS, value))]
        text = formats.format_number(100 * value)
    edge = {"color": theme.PAPER, "width": 2}
    box = {"x0": j - 0.5, "x1": j + 0.5, "y0": i - 0.5, "y1": i + 0.5}
    fig.add_shape(type="rect", fillcolor=colour, line=edge, layer="below", **box)
    ink = {"color": theme.text_on(colour), "size": theme.TEXT_SIZE}
    fig.add_annotation(x=j, y=i, text=text, showarrow=False, font=ink)


def sensitivity_bars(frame: pd.DataFrame, chosen: Robustness) -> go.Figure:
    """Total-order index of every factor with its interval, the largest first.

    Parameters
    ----------
    frame : pd.DataFrame
        `Sensitivity.frame`; factors without an index are left out.
    chosen : Robustness
        What was varied, and how much.
    """
    known = frame.dropna(subset=["st"]).sort_values("st", ascending=False).to_dict("records")
    heads = [
        rows.Row(cause(row["faktor"], chosen), f"{share(row['st'])} (allein {share(row['s1'])})")
        for row in known
    ]
    layout = rows.lay_out(heads)
    limits = [
        {col.WERT: _percent(r["st"]), col.UG: _percent(r["st_ug"]), col.OG: _percent(r["st_og"])}
        for r in known
    ]
    fig = go.Figure(
        go.Bar(
            orientation="h",
            x=[limit[col.WERT] for limit in limits],
            y=list(layout.bars),
            width=rows.BAR,
            marker={"color": theme.SEQUENTIAL[2]},
            error_x=points.whiskers(limits),
            hovertext=[f"<b>{theme.safe(h.name)}</b><br>{theme.safe(h.text)}" for h in heads],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    rows.draw_headings(fig, heads, layout)
    high = max([20.0, *(1.05 * limit[col.OG] for limit in limits)])
    return rows.finish(
        fig, layout, ends=(0.0, high), unit="%", title="Anteil an der Schwankung der Reihenfolge"
    )


def _percent(index: float) -> float:
    return 100 * min(max(float(index), 0.0), 1.0)
