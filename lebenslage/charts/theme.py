"""Colours, fonts and frame of every chart: calm, readable, safe for colour-blind eyes."""

from __future__ import annotations

import functools
import html
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio
from plotly.basedatatypes import BasePlotlyType

from lebenslage.report.colours import (
    ACCENT,
    BLACK,
    DIVERGING,
    GRID,
    INK,
    MISSING,
    MISSING_LINE,
    MUTED,
    PALETTES,
    PAPER,
    SEQUENTIAL,
    contrast,
    likert_colours,
    merged_colours,
    text_on,
)
from lebenslage.report.colours import (
    AREAS as AREA_COLOURS,
)

__all__ = [
    "ACCENT",
    "AREA_COLOURS",
    "BLACK",
    "DIVERGING",
    "GRID",
    "INK",
    "MISSING",
    "MISSING_LINE",
    "MUTED",
    "PALETTES",
    "PAPER",
    "SEQUENTIAL",
    "contrast",
    "likert_colours",
    "merged_colours",
    "text_on",
]

FONT: Final = "Source Sans, Source Sans Pro, Noto Sans, Liberation Sans, Arial, sans-serif"
#: No text is smaller than this (px).
TEXT_SIZE: Final = 16

#: Kinds of traces that our charts are made of, and what the layout has for other charts.
_TRACES: Final = frozenset({"bar", "scatter", "scatterpolar", "waterfall"})
_OTHERS: Final = frozenset({"coloraxis", "colorscale", "geo", "scene", "ternary"})

#: Striped like this where nothing is shown (plotly; a stripe pattern on maps).
PATTERN: Final = {
    "shape": "/",
    "fgcolor": MISSING_LINE,
    "bgcolor": MISSING,
    "size": 8,
    "solidity": 0.18,
}

#: Beside its colour each Ortsteil has a symbol, in the order of the area file.
AREA_SYMBOLS: Final = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "star",
    "pentagon",
    "hexagram",
)

_DE: Final = {
    "moduleType": "locale",
    "name": "de",
    "dictionary": {"Autoscale": "Ganz zeigen", "Zoom": "Vergrößern", "Pan": "Verschieben"},
    "format": {
        "decimal": ",",
        "thousands": ".",
        "date": "%d.%m.%Y",
    },
}
#: For `st.plotly_chart(fig, config=CONFIG, theme=None)`: no logo, no tool bar with links, German.
CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    "locale": "de",
    "locales": {"de": _DE},
}


def area_style(names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Fixed colour and symbol of each area, by its place in `names`."""
    return {
        key: (AREA_COLOURS[i % len(AREA_COLOURS)], AREA_SYMBOLS[i % len(AREA_SYMBOLS)])
        for i, key in enumerate(names)
    }


def symbol_size(symbol: str) -> int:
    """Size of a marker (px) at which all symbols look equally large."""
    return 13 if symbol in ("triangle-up", "star", "hexagram") else 10


def safe(text: Any) -> str:
    """Text that plotly shows as it is: no tags, no links, no line breaks of its own."""
    return html.escape(" ".join(str(text).split()), quote=False)


def wrap(text: Any, width: int) -> str:
    """Escaped text, broken into lines of at most `width` characters."""
    lines = textwrap.wrap(" ".join(str(text).split()), width) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def apply(
    fig: go.Figure,
    *,
    height: int = 420,
    legend: bool = True,
    margin: Sequence[int] = (8, 8, 8, 8),
) -> go.Figure:
    """Give one figure its look; no global plotly default is touched.

    Parameters
    ----------
    fig : go.Figure
        Changed in place and returned.
    height : int
        Pixels.
    legend : bool
        Whether a legend stands below the chart.
    margin : (left, right, top, bottom)
        Least margins in pixels; axes take more where their texts need it.
    """
    left, right, top, bottom = margin
    set_layout(
        fig,
        template=_template(),
        height=height,
        autosize=True,
        font={"family": FONT, "size": TEXT_SIZE, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        separators=",.",
        margin={"l": left, "r": right, "t": top, "b": bottom, "pad": 4},
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "yref": "container",
            "font": {"size": TEXT_SIZE},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={
            "bgcolor": PAPER,
            "bordercolor": MUTED,
            "font": {"family": FONT, "size": TEXT_SIZE, "color": INK},
            "align": "left",
            "namelength": -1,
        },
        dragmode=False,
        hovermode="closest",
    )
    axis = {
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": TEXT_SIZE, "color": INK},
        "gridcolor": GRID,
        "zerolinecolor": "#AAB4BE",
        "zerolinewidth": 1.5,
        "linecolor": GRID,
    }
    set_axes(fig, "x", **axis)
    set_axes(fig, "y", **axis)
    return fig


@functools.cache
def _template() -> go.layout.Template:
    """Plotly's template, less the four fifths of it that our charts have no use for."""
    whole = pio.templates["plotly"].to_plotly_json()
    return go.layout.Template(
        layout={name: each for name, each in whole["layout"].items() if name not in _OTHERS},
        data={kind: each for kind, each in whole["data"].items() if kind in _TRACES},
    )


def set_layout(fig: go.Figure, **values: Any) -> None:
    """What `fig.update_layout` does, in a tenth of its time.

    Plotly asks of every single value whether it may be set, and tells the figure; that takes longer
    than all the rest of a chart. Our values are constants that the tests check.

    Parameters
    ----------
    values : Any
        Parts of the layout, in plain types; nested ones are laid over what is there.
    """
    layout = fig.layout
    known = {name: layout[name] for name, value in values.items() if isinstance(value, Mapping)}
    layout._validate = False
    try:
        for name, value in values.items():
            if isinstance(before := known.get(name), BasePlotlyType):
                value = _laid_over(before.to_plotly_json(), value)
            layout[name] = value
    finally:
        layout._validate = True


def set_axes(fig: go.Figure, letter: str, **values: Any) -> None:
    """What `fig.update_xaxes` or `fig.update_yaxes` does; see `set_layout`.

    Parameters
    ----------
    letter : str
        "x" or "y".
    """
    names = [name for name in fig.layout if re.fullmatch(rf"{letter}axis\d*", name)]
    set_layout(fig, **dict.fromkeys(names, values))


def add_to(fig: go.Figure, name: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Add "annotations" or "shapes", all at once; see `set_layout`."""
    known = [each.to_plotly_json() for each in fig.layout[name]]
    set_layout(fig, **{name: [*known, *items]})


def _laid_over(known: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values over those that are there, level by level."""
    result = dict(known)
    for name, value in values.items():
        before = result.get(name, {})
        nested = isinstance(value, Mapping) and isinstance(before, Mapping)
        result[name] = _laid_over(before, value) if nested else value
    return result
