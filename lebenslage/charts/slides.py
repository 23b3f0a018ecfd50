"""The charts of a deck as interactive figures for the projector: large type, with hover."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, count, product
from string import ascii_uppercase
from typing import Any, Final

import geopandas as gpd
import plotly.graph_objects as go
from shapely.geometry import MultiPolygon, Polygon

from lebenslage.charts import theme
from lebenslage.report.deck.blocks import AreaMap, Bars, Dots, Look, Series
from lebenslage.report.scale import colour_of, legend_steps

#: Size of all text (px) at 1280 x 720.
TEXT: Final = 24
#: Pixels that a sign of this size takes.
SIGN: Final = 12.5
#: Signs of a label in a line.
LABEL: Final = 32
#: A segment below this share (%) has no room for its number.
_LEAST_SEGMENT: Final = 7.0
LEGEND: Final = 40


def legend_lines(chart: Bars | Dots, width: int) -> int:
    """Lines of the legend that stands below."""
    if len(chart.series) < 2:
        return 0
    names = [s.name for s, one in zip(chart.series, chart.listed, strict=True) if one]
    columns = max(1, int(width // ((max(map(len, names)) + 5) * SIGN)))
    return -(-len(names) // columns)


def bar_figure(chart: Bars, height: int, width: int) -> go.Figure:
    """Horizontal bars with their numbers; the first label on top.

    Parameters
    ----------
    chart : Bars
        Only rows that have room (`report.deck.fitting.fit_bars`).
    height, width : int
        Pixels.
    """
    fig = go.Figure()
    rows = list(range(len(chart.labels)))
    low, high = chart.ends
    for place, series in enumerate(chart.series):
        values = series.values
        fill = chart.colours[place % len(chart.colours)] if chart.colours else theme.ACCENT
        strong = [chart.marked in (-1, row) for row in rows]
        limits = None
        if place == 0 and chart.low and not chart.stacked:
            pairs = list(zip(series.values, chart.low, chart.high, strict=True))
            limits = {
                "type": "data",
                "symmetric": False,
                "array": [(h - v) if v is not None and h is not None else 0 for v, _, h in pairs],
                "arrayminus": [
                    (v - b) if v is not None and b is not None else 0 for v, b, _ in pairs
                ],
                "color": theme.INK,
                "thickness": 2,
                "width": 6,
            }
        fig.add_trace(
            go.Bar(
                orientation="h",
                y=rows,
                x=[None if v is None else v - (0 if chart.stacked else low) for v in values],
                base=None if chart.stacked else low,
                name=theme.safe(series.name),
                showlegend=chart.listed[place],
                marker={
                    "color": [fill if one else theme.SEQUENTIAL[2] for one in strong],
                    "line": {"color": theme.PAPER if chart.stacked else theme.INK, "width": 1},
                    "pattern": theme.PATTERN if series.look is Look.GESPERRT else {},
                },
                error_x=limits,
                hovertext=[
                    f"{theme.wrap(label, 40)}<br>{theme.safe(series.name)}: {theme.safe(text)}"
                    for label, text in zip(chart.labels, series.texts, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                **_inside(chart, series, fill),
            )
        )
    if chart.stacked:
        _reasons(fig, chart)
    else:
        _numbers(fig, chart)
    lines = legend_lines(chart, width)
    theme.apply(fig, height=height, legend=lines > 0, margin=(8, 8, 4, 8 + LEGEND * lines))
    longest = max((len(t) for s in chart.series for t in s.texts), default=0)
    room = 0.0 if chart.stacked else (high - low) * (longest + 2) * SIGN / (width * 0.6)
    fig.update_layout(
        barmode="stack" if chart.stacked else "group",
        bargap=0.28,
        bargroupgap=0.06,
        font_size=TEXT,
        legend_font_size=TEXT,
        legend_traceorder="normal",
        hoverlabel_font_size=TEXT,
    )
    fig.update_xaxes(visible=False, range=[low, high + room])
    fig.update_yaxes(
        tickvals=rows,
        ticktext=[label_text(label) for label in chart.labels],
        tickfont_size=TEXT,
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
    return fig


def label_text(label: str) -> str:
    """A label in at most two lines; the whole of it is shown where the pointer is."""
    lines = theme.wrap(label, LABEL).split("<br>")
    return "<br>".join(lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"])


def _inside(chart: Bars, series: Series, fill: str) -> dict[str, Any]:
    """Numbers inside the segments of stacked bars."""
    if not chart.stacked or series.look is Look.GESPERRT:
        return {}
    return {
        "text": [
            text.replace(" %", "").replace("\u00a0%", "") if (v or 0) >= _LEAST_SEGMENT else ""
            for v, text in zip(series.values, series.texts, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": TEXT, "color": theme.text_on(fill)},
        "constraintext": "none",
    }


def _numbers(fig: go.Figure, chart: Bars) -> None:
    """The text of each bar behind its end, and behind its limit."""
    count = len(chart.series)
    for place, series in enumerate(chart.series):
        for row, (value, text) in enumerate(zip(series.values, series.texts, strict=True)):
            end = chart.ends[0] if value is None else value
            upper = chart.high[row] if place == 0 and chart.high else None
            if value is not None and upper is not None:
                end = max(end, upper)
            fig.add_annotation(
                x=end,
                y=row + (place - (count - 1) / 2) * 0.72 / count,
                text=theme.safe(text),
                xanchor="left",
                xshift=10,
                showarrow=False,
                font={"size": TEXT, "color": theme.MUTED if value is None else theme.INK},
            )


def _reasons(fig: go.Figure, chart: Bars) -> None:
    """Why a row has no bar."""
    for row in range(len(chart.labels)):
        if told := chart.reason(row):
            fig.add_annotation(
                x=0, y=row, text=theme.safe(told), xanchor="left", xshift=6, showarrow=False,
                font={"size": TEXT, "color": theme.MUTED},
            )  # fmt: skip


def map_figure(
    chart: AreaMap, areas: gpd.GeoDataFrame, names: dict[str, str], height: int, width: int
) -> tuple[go.Figure, dict[str, str]]:
    """The Ortsteile, coloured; the pointer tells name and value.

    Parameters
    ----------
    areas : gpd.GeoDataFrame
        In a projected CRS.

    Returns
    -------
    (go.Figure, dict)
        The figure, and the letters that stand on it instead of names that have no room
        (`ortsteil_id` -> letter; a number would read as a rank); empty if names stand there, or
        nothing does.
    """
    fig = go.Figure()
    left, bottom, right, top = areas.total_bounds
    metres = max((right - left) / width, (top - bottom) / height)
    for area, shape in zip(areas["ortsteil_id"], areas.geometry, strict=True):
        key = str(area)
        value = chart.values.get(key)
        told = f"{theme.wrap(names.get(key, key), 40)}<br>{theme.safe(chart.texts.get(key, ''))}"
        xs, ys = _ring(shape.simplify(metres))
        fill = map_colour(chart, key)
        fig.add_trace(
            go.Scatter(
                x=xs,
                y=ys,
                fill="toself",
                mode="lines",
                fillcolor=fill,
                fillpattern={} if value is not None else theme.PATTERN,
                line={"color": theme.INK, "width": 4 if key == chart.marked else 1.2},
                hoveron="fills",
                hoverinfo="text",
                text=told,
                name=told,
                showlegend=False,
            )
        )
    letters = _labels(fig, areas, names, 1.2 * metres)  # the axes keep a margin
    theme.apply(fig, height=height, legend=False, margin=(4, 4, 4, 4))
    fig.update_layout(hoverlabel_font_size=TEXT, font_size=TEXT)
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False, scaleanchor="x")
    return fig, letters


def _labels(
    fig: go.Figure,
    areas: gpd.GeoDataFrame,
    names: dict[str, str],
    metres: float,
) -> dict[str, str]:
    """Names where they have room, else letters, else nothing."""
    points = {
        str(key): shape.representative_point()
        for key, shape in zip(areas["ortsteil_id"], areas.geometry, strict=True)
    }
    letters = dict(zip(points, _letters(), strict=False))
    full = {key: [names.get(key, key)] for key in points}
    for texts in (full, {key: [one] for key, one in letters.items()}):
        boxes = {
            key: (point.x / metres, point.y / metres, max(map(len, texts[key])) * SIGN,
                  len(texts[key]) * 30)
            for key, point in points.items()
        }  # fmt: skip
        if any(_meet(a, b) for a, b in combinations(boxes.values(), 2)):
            continue
        for key, point in points.items():
            fig.add_annotation(
                x=point.x,
                y=point.y,
                text="<br>".join(map(theme.safe, texts[key])),
                showarrow=False,
                bgcolor="rgba(255,255,255,0.8)",
                font={"size": TEXT, "color": theme.INK},
            )
        return {} if texts is full else letters
    return {}


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB, and so on."""
    for size in count(1):
        for signs in product(ascii_uppercase, repeat=size):
            yield "".join(signs)


def map_colour(chart: AreaMap, area: str) -> str:
    """The colour of an Ortsteil on a map."""
    value = chart.values.get(area)
    if value is None:
        return theme.MISSING
    return colour_of(value, theme.SEQUENTIAL, chart.low, chart.high)


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return abs(a[0] - b[0]) < (a[2] + b[2]) / 2 and abs(a[1] - b[1]) < (a[3] + b[3]) / 2


def _ring(shape: Any) -> tuple[list[float | None], list[float | None]]:
    """Outlines of all parts, one behind the other."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for part in parts:
        if isinstance(part, Polygon):
            xs += [*(x for x, _ in part.exterior.coords), None]
            ys += [*(y for _, y in part.exterior.coords), None]
    return xs, ys


def map_steps(chart: AreaMap) -> list[tuple[str, str]]:
    """What the colours of a map mean."""
    missing = any(value is None for value in chart.values.values())
    steps = legend_steps(
        low=chart.low, high=chart.high, unit=chart.unit, decimals=chart.decimals, missing=missing
    )
    return steps[-1:] if all(value is None for value in chart.values.values()) else steps
