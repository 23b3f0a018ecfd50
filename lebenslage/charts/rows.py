"""Charts made of rows: a heading line, the bar below it. Reads the same on a wall and a phone.

The y axis counts pixels from the top, so that headings keep their size whatever the width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from lebenslage.charts import theme

LINE: Final = 21  # height of a line of text, px
BAR: Final = 24  # numbers of 16 px fit in
GAP: Final = 14
#: Room below the rows: axis labels, axis title, one line of legend.
AXIS: Final = 30
TITLE: Final = 26
LEGEND_LINE: Final = 27
#: What a phone of 390 px leaves inside a chart, and the width of a character of our font in it.
PHONE: Final = 315
CHARACTER: Final = 8.0
#: A heading line holds this many characters there (some of them bold).
HEADING_WIDTH: Final = 38
_LEGEND_SYMBOL: Final = 45


@dataclass(frozen=True, slots=True)
class Row:
    """Heading of one row: name and what is said about it, both plain text."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows lie: centre of each bar, and the whole height (px)."""

    bars: tuple[float, ...]
    total: float


def heading(row: Row) -> str:
    """Name in bold and the text after it, on lines that fit on a phone."""
    if len(row.name) + len(row.text) + 2 <= HEADING_WIDTH:
        text = theme.safe(row.text)
        return f"<b>{theme.safe(row.name)}</b>" + (f"  {text}" if text else "")
    name = "<br>".join(f"<b>{line}</b>" for line in _lines(row.name))
    return name + ("<br>" + "<br>".join(_lines(row.text)) if row.text else "")


def _lines(text: str) -> list[str]:
    return theme.wrap(text, HEADING_WIDTH).split("<br>")


def lay_out(rows: Sequence[Row]) -> Layout:
    """Place the rows below each other."""
    bars, y = [], 0.0
    for row in rows:
        y += LINE * (1 + heading(row).count("<br>")) + 4
        bars.append(y + BAR / 2)
        y += BAR + GAP
    return Layout(tuple(bars), y)


def draw_headings(fig: go.Figure, rows: Sequence[Row], layout: Layout) -> None:
    """Write the heading lines."""
    headings = [
        {
            "text": heading(row),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": bar - BAR / 2 - 2,
            "yref": "y",
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            # Lines of the chart must not run through the text.
            "bgcolor": "rgba(255,255,255,0.88)",
        }
        for row, bar in zip(rows, layout.bars, strict=True)
    ]
    theme.add_to(fig, "annotations", headings)


def legend_lines(labels: Iterable[str]) -> int:
    """Lines that a legend takes on a phone, where its entries stand in equal columns."""
    widths = [_LEGEND_SYMBOL + CHARACTER * len(label) for label in labels]
    if not widths:
        return 0
    columns = max(1, int(PHONE // max(widths)))
    return -(-len(widths) // columns)


def striped(
    fig: go.Figure, ys: Sequence[float], ends: tuple[float, float], texts: Sequence[str]
) -> None:
    """Grey stripes over the whole width where nothing is shown; `texts` on hover."""
    if not ys:
        return
    fig.add_trace(
        go.Bar(
            orientation="h",
            y=list(ys),
            base=ends[0],
            x=[ends[1] - ends[0]] * len(ys),
            width=BAR,
            marker={"pattern": theme.PATTERN, "color": theme.MISSING, "line": {"width": 0}},
            hovertext=[theme.safe(text) for text in texts],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )


def finish(
    fig: go.Figure,
    layout: Layout,
    *,
    ends: tuple[float, float],
    unit: str = "",
    title: str = "",
    legend: Sequence[str] = (),
    **xaxis: Any,
) -> go.Figure:
    """Axes, height and look of a chart made of rows."""
    below = AXIS + (TITLE if title else 0) + LEGEND_LINE * legend_lines(legend)
    theme.apply(fig, height=round(layout.total + below + 8), legend=bool(legend))
    theme.set_axes(fig, "y", range=[layout.total, 0], visible=False, automargin=False)
    theme.set_axes(
        fig,
        "x",
        range=list(ends),
        ticksuffix=f" {theme.safe(unit)}" if unit == "%" else "",
        title={"text": theme.safe(title), "font": {"size": theme.TEXT_SIZE}, "standoff": 6},
        nticks=6,
        ticklabeloverflow="allow",
        **xaxis,
    )
    theme.set_layout(fig, barmode="overlay", bargap=0)
    return fig
