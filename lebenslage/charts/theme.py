"""Colours, fonts and frame of every chart: calm, readable, safe for colour-blind eyes."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

FONT: Final = "Source Sans, Source Sans Pro, Noto Sans, Liberation Sans, Arial, sans-serif"
#: No text is smaller than this (px).
TEXT_SIZE: Final = 16

INK: Final = "#1F2933"  # text, 14.7:1 on white
MUTED: Final = "#52606D"  # secondary text, 6.5:1 on white
ACCENT: Final = "#1F5A8C"  # the one accent colour, 7.1:1 on white
GRID: Final = "#D9DEE3"
PAPER: Final = "#FFFFFF"
BLACK: Final = "#000000"

#: Nothing is shown here: grey, hatched (`PATTERN` in plotly, a stripe pattern on maps).
MISSING: Final = "#E8EAED"
MISSING_LINE: Final = "#7B8794"
PATTERN: Final = {
    "shape": "/",
    "fgcolor": MISSING_LINE,
    "bgcolor": MISSING,
    "size": 8,
    "solidity": 0.18,
}

#: Light to dark in one hue: the order survives in grey and for every colour vision.
SEQUENTIAL: Final = ("#E4EDF5", "#B4D0E5", "#7BADD1", "#4080B4", "#184E7E")
#: Orange (low) over grey to blue (high); no red-green.
DIVERGING: Final = ("#B35A00", "#EDA65B", "#EBEBEB", "#86B5D9", "#1F5A8C")
PALETTES: Final[Mapping[str, tuple[str, ...]]] = {
    "sequentiell": SEQUENTIAL,
    "divergierend": DIVERGING,
}

#: One colour and one symbol per Ortsteil, in the order of the area file; each 3:1 on white.
AREA_COLOURS: Final = (
    "#0069A8",
    "#C65300",
    "#00795C",
    "#9C3F7A",
    "#4A4A4A",
    "#7A6400",
    "#2A86C7",
    "#8C2D04",
)
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

_NEUTRAL: Final = "#D3D6DA"
_WORSE: Final = ("#A84F00", "#F2C48D")  # strong, weak
_BETTER: Final = ("#1F5A8C", "#A9CCE5")

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


def likert_colours(steps: int, richtung: int = 1) -> tuple[str, ...]:
    """Colours of the steps of a scale, first to last value.

    Parameters
    ----------
    steps : int
        Number of values.
    richtung : {-1, 1}
        1: the last value is the best. The best side is blue, the worst orange, the middle grey.
    """
    half = steps // 2
    middle = [_NEUTRAL] * (steps % 2)
    colours = (*_ramp(*_WORSE, half), *middle, *reversed(_ramp(*_BETTER, half)))
    return colours if richtung == 1 else tuple(reversed(colours))


def merged_colours() -> tuple[str, str]:
    """Colours of the two worst and of the two best steps taken together."""
    return _ramp(*_WORSE, 3)[1], _ramp(*_BETTER, 3)[1]


def _ramp(first: str, last: str, steps: int) -> list[str]:
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (first, last)]
    shares = [i / max(steps - 1, 1) for i in range(steps)]
    rows = [[round(a + (b - a) * t) for a, b in zip(*ends, strict=True)] for t in shares]
    return ["#" + "".join(f"{part:02X}" for part in row) for row in rows]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours ("#RRGGBB"), 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour: always at least 4.5:1."""
    return BLACK if contrast(colour, BLACK) >= contrast(colour, PAPER) else PAPER


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
    fig.update_layout(
        template={},
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
    fig.update_xaxes(**axis)
    fig.update_yaxes(**axis)
    return fig
