"""Segments of a bar of answers on a scale, as far as they may be shown, and where they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lebenslage.charts import points
from lebenslage.model import columns as col
from lebenslage.model.survey import Scale

#: Room between the two sides and the column of what is neither (percent of the axis).
_APART: Final = 12.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of a bar: what it is (steps of the scale), where it begins, how wide it is.

    `steps` is empty for the striped rest. Start and width in percent.
    """

    steps: tuple[str, ...]
    start: float
    width: float
    row: points.Row | None = None


def pieces(
    steps: Mapping[str, points.Row],
    scale: Scale,
    top2: points.Row | None = None,
    saldo: points.Row | None = None,
) -> list[Piece]:
    """Segments of one bar, from left to right.

    Parameters
    ----------
    steps : mapping
        Value of the scale -> row with its share.
    top2, saldo : mapping, optional
        Share of the two best values, and that share less the one of the two worst.
    """
    known = {v: steps[v] for v in scale.werte if v in steps and points.is_shown(steps[v])}
    if len(known) < len(scale.werte):
        merged = _merged(known, scale, top2, saldo) or _only_best(known, scale, top2)
        if merged:
            return merged
    hidden = [i for i, value in enumerate(scale.werte) if value not in known]
    rest = max(0.0, 100.0 - sum(width_of(row) for row in known.values()))
    in_place = bool(hidden) and hidden[-1] - hidden[0] == len(hidden) - 1
    result: list[Piece] = []
    start = 0.0
    for i, value in enumerate(scale.werte):
        if value in known:
            result.append(Piece((value,), start, width_of(known[value]), known[value]))
        elif in_place and i == hidden[0]:
            result.append(Piece((), start, rest))
        else:
            continue
        start += result[-1].width
    if hidden and not in_place:
        result.append(Piece((), start, rest))
    return result


def _merged(
    known: Mapping[str, points.Row],
    scale: Scale,
    top2: points.Row | None,
    saldo: points.Row | None,
) -> list[Piece]:
    """The two best, what is between, and the two worst; nothing where a sum is hidden."""
    sums_shown = top2 and saldo and points.is_shown(top2) and points.is_shown(saldo)
    between = scale.werte[2:-2]
    if not sums_shown or len(scale.werte) < 4 or any(value not in known for value in between):
        return []
    assert top2 is not None
    assert saldo is not None
    best = width_of(top2)
    ends = {scale.top_two: best, scale.bottom_two: best - width_of(saldo)}
    result: list[Piece] = []
    start = 0.0
    for steps in (scale.werte[:2], *((value,) for value in between), scale.werte[-2:]):
        single = known[steps[0]] if len(steps) == 1 else None
        width = ends[steps] if single is None else width_of(single)
        row = top2 if steps == scale.top_two else single
        result.append(Piece(steps, start, width, row))
        start += width
    return result


def _only_best(
    known: Mapping[str, points.Row], scale: Scale, top2: points.Row | None
) -> list[Piece]:
    """The two best beside a striped rest, where nothing else may be shown."""
    if known or top2 is None or not points.is_shown(top2) or len(scale.werte) < 4:
        return []
    best = width_of(top2)
    if scale.top_two == scale.werte[:2]:
        return [Piece(scale.top_two, 0.0, best, top2), Piece((), best, 100.0 - best)]
    return [Piece((), 0.0, 100.0 - best), Piece(scale.top_two, 100.0 - best, best, top2)]


def width_of(row: points.Row) -> float:
    """Share of a row in percent."""
    return 100 * float(row[col.WERT])


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
