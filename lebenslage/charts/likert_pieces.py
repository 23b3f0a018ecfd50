"""Segments of bars of answers on both sides of a common line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from lebenslage.model.survey import Scale
from lebenslage.report.pieces import Piece

#: Room between the two sides and the column of what is neither (percent of the axis).
_APART: Final = 12.0


def two_sides(
    bars: Sequence[Sequence[Piece]], scale: Scale
) -> tuple[list[list[Piece]], tuple[float, float], dict[str, Any]]:
    """Worse answers left of zero, better ones right, the rest in a column of its own.

    Returns
    -------
    bars : list of list of Piece
    ends : (low, high)
        Of the axis.
    ticks : dict
        `tickvals` and `ticktext` of the axis: both sides count from zero.
    """
    half = len(scale.werte) // 2
    low, high = set(scale.werte[:half]), set(scale.werte[-half:])
    worse, better = (low, high) if scale.richtung == 1 else (high, low)
    sides = [
        (
            [piece for piece in own if piece.steps and set(piece.steps) <= worse],
            [piece for piece in own if piece.steps and set(piece.steps) <= better],
        )
        for own in bars
    ]
    left = _up(max((_total(side[0]) for side in sides), default=0.0))
    right = _up(max((_total(side[1]) for side in sides), default=0.0))
    result, end = [], right
    for own, (bad, good) in zip(bars, sides, strict=True):
        if scale.richtung == -1:  # the first values are the best
            bad, good = bad[::-1], good[::-1]
        middle = [piece for piece in own if piece not in bad and piece not in good]
        placed = [
            *_row(bad, -_total(bad)),
            *_row(good, 0.0),
            *_row(middle, right + _APART),
        ]
        end = max([end, *(piece.start + piece.width for piece in placed)])
        result.append(placed)
    marks = [value for value in (-100.0, -50.0, 0.0, 50.0, 100.0) if -left <= value <= right]
    texts = [f"{abs(value):.0f}" for value in marks]
    return result, (-left, end), {"tickvals": marks, "ticktext": [f"{t} %" for t in texts]}


def _row(own: Sequence[Piece], start: float) -> list[Piece]:
    placed = []
    for piece in own:
        placed.append(replace(piece, start=start))
        start += piece.width
    return placed


def _total(own: Sequence[Piece]) -> float:
    return sum(piece.width for piece in own)


def _up(width: float) -> float:
    """The next ten percent, at least fifty: both sides look alike."""
    return max(50.0, 10.0 * -(-width // 10))
