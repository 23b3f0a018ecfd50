"""Actors and who works with whom, as a drawing."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from lebenslage.charts import theme

#: Up to so many actors the names stand in the drawing; beyond it they would cover each other.
_NAMED: Final = 12
#: Characters of a line of a name.
_LINE: Final = 20
#: The drawing without its legend on a projector and on a phone; half a point, a letter and a line
#: of text, all in pixels.
_PROJECTOR: Final = (800.0, 400.0)
_PHONE: Final = (336.0, 330.0)
_DOT, _LETTER, _ROW = 9.0, 8.0, 21.0
#: Name of the last trace where a phone has no room for the names: numbers in their place.
_NUMBERS: Final = "nur schmal"
#: Style of a page that shows such a drawing with the key "netz" and its `key_to_numbers`: wide
#: windows have the names, narrow ones the numbers.
PHONE_STYLE: Final = """<style>
.netz-namen { display: none; margin: 0; padding-left: 2rem; font-size: 1rem; }
@media (min-width: 641px) { .st-key-netz .scatterlayer > g.trace:last-child { display: none } }
@media (max-width: 640px) {
  .st-key-netz .scatterlayer > g.trace:nth-last-child(2) { display: none }
  .netz-namen { display: block; }
}
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
    x: list[float | None] = []
    y: list[float | None] = []
    for a, b in ties:
        x += [places[a][0], places[b][0], None]
        y += [places[a][1], places[b][1], None]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "mode": "lines",
            "line": {"color": theme.MISSING_LINE, "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    style = theme.area_style(group_names)
    for group in ["", *group_names]:
        keys = [key for key in places if groups.get(key, "") == group]
        if not keys:
            continue
        colour, symbol = style.get(group, (theme.INK, "circle-open"))
        traces.append(
            {
                "type": "scatter",
                "x": [places[key][0] for key in keys],
                "y": [places[key][1] for key in keys],
                "mode": "markers",
                "cliponaxis": False,
                "name": theme.safe(group_names.get(group, "mehrere Ortsteile")),
                "marker": {
                    "color": colour,
                    "symbol": symbol,
                    "size": theme.symbol_size(symbol) + 4,
                    "line": {"width": 1, "color": theme.PAPER},
                },
                "hovertext": [theme.safe(names[key]) for key in keys],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    # plain dicts, all at once: Plotly checks and copies each of them a second time otherwise
    fig = go.Figure([*traces, *_names(places, ties, names)])
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


def _names(
    places: Mapping[str, tuple[float, float]],
    ties: Sequence[tuple[str, str]],
    names: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Names beside the points, and numbers for a phone that has no room for all of them."""
    if len(places) > _NAMED:
        return
    beside = positions(places, ties, names, _PROJECTOR)
    narrow = positions(places, ties, names, _PHONE)
    if len(narrow) == len(places):
        beside = narrow
    yield _texts(
        places,
        [theme.wrap(names[key], _LINE) for key in places],
        [beside.get(key, "bottom center") for key in places],
    )
    if len(narrow) < len(places):
        numbers = [str(number) for number, _ in enumerate(places, 1)]
        yield _texts(places, numbers, "bottom center", name=_NUMBERS)


def _texts(
    places: Mapping[str, tuple[float, float]],
    texts: list[str],
    beside: str | list[str],
    name: str = "",
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [x for x, _ in places.values()],
        "y": [y for _, y in places.values()],
        "mode": "markers+text",
        "name": name,
        # the size keeps the text off the point that is drawn already
        "marker": {"size": 2 * _DOT, "opacity": 0},
        "text": texts,
        "textposition": beside,
        "textfont": {"size": theme.TEXT_SIZE, "color": theme.INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def crowded(fig: go.Figure) -> bool:
    """Whether a phone shows numbers in place of names; `PHONE_STYLE` and `key_to_numbers` help."""
    return bool(fig.data[-1].name == _NUMBERS)


def key_to_numbers(places: Iterable[str], names: Mapping[str, str]) -> str:
    """HTML that a phone shows below the drawing: which number is who."""
    items = "".join(f"<li>{html.escape(names[key])}</li>" for key in places)
    return f'<ol class="netz-namen">{items}</ol>'


def positions(
    places: Mapping[str, tuple[float, float]],
    ties: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    size: tuple[float, float],
) -> dict[str, str]:
    """Where a name stands so that it touches no point and no other name.

    Parameters
    ----------
    size : tuple of float
        Width and height of the drawing in pixels.

    Returns
    -------
    dict
        Actor -> position as Plotly calls it; those with the most ties choose first, and who finds
        no room is left out.
    """
    (left, right), (low, top) = _ranges(places)
    at = {
        key: ((x - left) / (right - left) * size[0], (top - y) / (top - low) * size[1])
        for key, (x, y) in places.items()
    }
    degree = Counter(key for tie in ties for key in tie)
    found: dict[str, str] = {}
    taken: list[tuple[float, ...]] = []
    for key in sorted(places, key=lambda key: -degree[key]):
        dots = [
            (a - _DOT, b - _DOT, a + _DOT, b + _DOT) for other, (a, b) in at.items() if other != key
        ]
        for position, box in _boxes(at[key], theme.wrap(names[key], _LINE).split("<br>")):
            inside = box[0] >= 0 and box[2] <= size[0] and box[1] >= -_DOT
            if inside and not any(_touch(box, other) for other in (*taken, *dots)):
                found[key] = position
                taken.append(box)
                break
    return found


def _boxes(
    at: tuple[float, float], lines: Sequence[str]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What a name covers below, above, and on both sides of its point."""
    (x, y), high = at, _ROW * len(lines)
    wide = max(len(html.unescape(line)) for line in lines) * _LETTER
    for position, left, upper in (
        ("bottom center", x - wide / 2, y + _DOT),
        ("top center", x - wide / 2, y - _DOT - high),
        ("middle right", x + _DOT, y - high / 2),
        ("middle left", x - _DOT - wide, y - high / 2),
    ):
        yield position, (left, upper, left + wide, upper + high)


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
