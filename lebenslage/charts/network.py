"""Actors and who works with whom, as a drawing."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from lebenslage.charts import theme

#: Up to so many actors the names stand in the drawing; beyond it they would cover each other.
_NAMED: Final = 12
#: Characters of a line of a name.
_LINE: Final = 20
#: On a phone: the drawing without its legend, half a point, a letter and a line of text, in pixels.
_PHONE: Final = (336.0, 330.0)
_DOT, _LETTER, _ROW = 9.0, 8.0, 21.0
#: Name of the last trace, where names are that a phone has no room for.
_WIDE: Final = "nur breit"
#: Style of a page that shows such a drawing with the key "netz": a phone leaves them out.
PHONE_STYLE: Final = """<style>
@media (max-width: 640px) { .st-key-netz .scatterlayer > g.trace:last-child { display: none } }
</style>"""


def network_graph(
    places: Mapping[str, tuple[float, float]],
    ties: tuple[tuple[str, str], ...],
    names: Mapping[str, str],
    groups: Mapping[str, str],
    group_names: Mapping[str, str],
) -> go.Figure:
    """Points for actors, lines for co-operations.

    Parameters
    ----------
    places : mapping
        Key of an actor -> where it is drawn.
    groups : mapping
        Key of an actor -> Ortsteil, "" for several; colour and symbol tell it.
    group_names : mapping
        Ortsteil -> name, in the order of the area file.
    """
    fig = go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    for a, b in ties:
        x += [places[a][0], places[b][0], None]
        y += [places[a][1], places[b][1], None]
    fig.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": theme.MISSING_LINE, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    style = theme.area_style(group_names)
    for group in ["", *group_names]:
        keys = [key for key in places if groups.get(key, "") == group]
        if not keys:
            continue
        colour, symbol = style.get(group, (theme.INK, "circle-open"))
        fig.add_trace(
            go.Scatter(
                x=[places[key][0] for key in keys],
                y=[places[key][1] for key in keys],
                mode="markers",
                cliponaxis=False,
                name=theme.safe(group_names.get(group, "mehrere Ortsteile")),
                marker={
                    "color": colour,
                    "symbol": symbol,
                    "size": theme.symbol_size(symbol) + 4,
                    "line": {"width": 1, "color": theme.PAPER},
                },
                hovertext=[theme.safe(names[key]) for key in keys],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    _write_names(fig, places, ties, names)
    theme.apply(fig, height=460)
    theme.set_layout(fig, dragmode=False)
    across, along = _ranges(places)
    theme.set_axes(fig, "x", visible=False, fixedrange=True, range=list(across))
    theme.set_axes(fig, "y", visible=False, fixedrange=True, range=list(along))
    return fig


def _ranges(
    places: Mapping[str, tuple[float, float]],
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ends of both axes, with room for the names."""
    xs, ys = zip(*places.values(), strict=True)
    wide, high = (max(max(ends) - min(ends), 0.1) for ends in (xs, ys))
    return (
        (min(xs) - 0.2 * wide, max(xs) + 0.2 * wide),
        (min(ys) - 0.2 * high, max(ys) + 0.05 * high),
    )


def _write_names(
    fig: go.Figure,
    places: Mapping[str, tuple[float, float]],
    ties: Sequence[tuple[str, str]],
    names: Mapping[str, str],
) -> None:
    """Names below the points: those that a phone has room for, and last those it has not."""
    shown = list(places) if len(places) <= _NAMED else []
    narrow = fitting(places, ties, names) if shown else []
    for name, keys in (("", narrow), (_WIDE, [key for key in shown if key not in narrow])):
        if not keys:
            continue
        fig.add_trace(
            go.Scatter(
                x=[places[key][0] for key in keys],
                y=[places[key][1] for key in keys],
                mode="markers+text",
                name=name,
                # the size keeps the name off the point that is drawn already
                marker={"size": 2 * _DOT, "opacity": 0},
                text=[theme.wrap(names[key], _LINE) for key in keys],
                textposition="bottom center",
                textfont={"size": theme.TEXT_SIZE, "color": theme.INK},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            )
        )


def crowded(fig: go.Figure) -> bool:
    """Whether a phone has no room for some of the names; `PHONE_STYLE` hides them there."""
    return bool(fig.data[-1].name == _WIDE)


def fitting(
    places: Mapping[str, tuple[float, float]],
    ties: Sequence[tuple[str, str]],
    names: Mapping[str, str],
) -> list[str]:
    """Actors whose names touch nothing on a phone, those with the most ties first."""
    (left, right), (low, top) = _ranges(places)
    at = {
        key: ((x - left) / (right - left) * _PHONE[0], (top - y) / (top - low) * _PHONE[1])
        for key, (x, y) in places.items()
    }
    degree = Counter(key for tie in ties for key in tie)
    kept: list[str] = []
    taken: list[tuple[float, float, float, float]] = []
    for key in sorted(places, key=lambda key: -degree[key]):
        lines = theme.wrap(names[key], _LINE).split("<br>")
        half = max(len(html.unescape(line)) for line in lines) * _LETTER / 2
        x, y = at[key]
        box = (x - half, y + _DOT, x + half, y + _DOT + _ROW * len(lines))
        dots = [
            (a - _DOT, b - _DOT, a + _DOT, b + _DOT) for other, (a, b) in at.items() if other != key
        ]
        inside = box[0] >= 0 and box[2] <= _PHONE[0]
        if inside and not any(_touch(box, other) for other in (*taken, *dots)):
            kept.append(key)
            taken.append(box)
    return kept


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
