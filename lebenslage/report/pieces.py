"""Segments of a bar of answers on a scale: as far as they may be shown, and where they lie.

Every picture of such answers is made of these: on a page, on a slide, on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lebenslage.model import columns as col
from lebenslage.model.survey import Scale
from lebenslage.report import formats

#: A row of a frame as a mapping.
Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of a bar: what it is (steps of the scale), where it begins, how wide it is.

    `steps` is empty for the striped rest. Start and width in percent.
    """

    steps: tuple[str, ...]
    start: float
    width: float
    row: Row | None = None


def pieces(
    steps: Mapping[str, Row],
    scale: Scale,
    top2: Row | None = None,
    saldo: Row | None = None,
) -> list[Piece]:
    """Segments of one bar, from left to right.

    Parameters
    ----------
    steps : mapping
        Value of the scale -> row with its share.
    top2, saldo : mapping, optional
        Share of the two best values, and that share less the one of the two worst.
    """
    known = {v: steps[v] for v in scale.werte if v in steps and formats.is_shown(steps[v])}
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
    known: Mapping[str, Row],
    scale: Scale,
    top2: Row | None,
    saldo: Row | None,
) -> list[Piece]:
    """The two best, what is between, and the two worst; nothing where a sum is hidden."""
    sums_shown = top2 and saldo and formats.is_shown(top2) and formats.is_shown(saldo)
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


def _only_best(known: Mapping[str, Row], scale: Scale, top2: Row | None) -> list[Piece]:
    """The two best beside a striped rest, where nothing else may be shown."""
    if known or top2 is None or not formats.is_shown(top2) or len(scale.werte) < 4:
        return []
    best = width_of(top2)
    if scale.top_two == scale.werte[:2]:
        return [Piece(scale.top_two, 0.0, best, top2), Piece((), best, 100.0 - best)]
    return [Piece((), 0.0, 100.0 - best), Piece(scale.top_two, 100.0 - best, best, top2)]


def width_of(row: Row) -> float:
    """Share of a row in percent."""
    return 100 * float(row[col.WERT])
