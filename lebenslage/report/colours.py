"""The palette of everything that is drawn: on pages, on paper and on slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INK: Final = "#1F2933"  # text, 14.7:1 on white
MUTED: Final = "#52606D"  # secondary text, 6.5:1 on white
ACCENT: Final = "#1F5A8C"  # the one accent colour, 7.1:1 on white
GRID: Final = "#D9DEE3"
PAPER: Final = "#FFFFFF"
BLACK: Final = "#000000"

#: Nothing is shown here: grey, hatched.
MISSING: Final = "#E8EAED"
MISSING_LINE: Final = "#7B8794"

#: One colour per Ortsteil, in the order of the area file; each 3:1 on white.
AREAS: Final = (
    "#0069A8",
    "#C65300",
    "#00795C",
    "#9C3F7A",
    "#4A4A4A",
    "#7A6400",
    "#2A86C7",
    "#8C2D04",
)

#: Light to dark in one hue: the order survives in grey and for every colour vision.
SEQUENTIAL: Final = ("#E4EDF5", "#B4D0E5", "#7BADD1", "#4080B4", "#184E7E")
#: Orange (low) over grey to blue (high); no red-green.
DIVERGING: Final = ("#B35A00", "#EDA65B", "#EBEBEB", "#86B5D9", "#1F5A8C")
PALETTES: Final[Mapping[str, tuple[str, ...]]] = {
    "sequentiell": SEQUENTIAL,
    "divergierend": DIVERGING,
    "schlicht": (SEQUENTIAL[0],),  # areas that show no value, only what lies in them
}

_NEUTRAL: Final = "#DCDFE3"
_WORSE: Final = ("#A84F00", "#F2C48D")  # strong, weak
_BETTER: Final = ("#1F5A8C", "#8FBADB")


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


def _ramp(first: str, last: str, steps: int) -> list[str]:
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (first, last)]
    shares = [i / max(steps - 1, 1) for i in range(steps)]
    rows = [[round(a + (b - a) * t) for a, b in zip(*ends, strict=True)] for t in shares]
    return ["#" + "".join(f"{part:02X}" for part in row) for row in rows]
