"""What may be shown of everybody's answers: the row that all tables of a question share.

By Ortsteil, by age, by sex: every table of a question ends in the same row. If each of them chose
by itself what to hide of it, one would show what another needs hidden. So the row depends on
nothing but itself. Where one of its answers is hidden, that answer is hidden in every row of every
table; then a person who gave it may as well have given another one of these, and no table shows
the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.disclosure import hide_parts, is_small, limit
from lebenslage.analysis.disclosure_steps import (
    FIGUREN,
    TIEF,
    TOP,
    ScaleFigures,
    steps_between,
)
from lebenslage.model.rules import Audience, Thresholds

Counts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

#: So many of the largest layers are searched for an exchange; further ones are no partners.
_LAYERS: Final = 100
#: So many partners are looked at together.
_TOGETHER: Final = 64


@dataclass(frozen=True)
class Total:
    """What to hide of everybody.

    Parameters
    ----------
    row : bool
        Nothing may be shown, not even the number of persons.
    cells : array of bool, shape (answers,)
        Answers to hide, here and in every row of every table.
    figures : frozenset of str
        What may be shown of `FIGUREN`.
    """

    row: bool
    cells: Mask
    figures: frozenset[str]


def protect_total(
    cells: Counts, thresholds: Thresholds, audience: Audience, scale: ScaleFigures | None
) -> Total:
    """Find what to hide of everybody.

    Parameters
    ----------
    cells : array of int, shape (kinds of persons, answers)
        Persons by everything that a table may be split by; an answer is exchanged within a kind,
        so that nothing else changes.
    """
    counts: Counts = cells.sum(axis=0)
    cells = largest(cells)
    least = limit(thresholds, audience)
    hidden, nothing_left = hide_parts(counts, thresholds, audience)
    row = nothing_left or bool(is_small(counts.sum(), least))
    every: frozenset[str] = frozenset(FIGUREN if scale else ())
    if row:
        return Total(True, np.ones(len(counts), bool), frozenset())
    if scale is None or not hidden.any():
        return Total(False, hidden, every)
    if audience is not Audience.INTERN:
        every = protect_total(cells, thresholds, Audience.INTERN, scale).figures
    small: Mask = is_small(counts, least)
    figures: frozenset[str] = frozenset()
    for figure in FIGUREN:
        more = figures | {figure}
        if (
            figure in every
            and is_large_figure(counts, figure, scale, least)
            and all(_exchangeable(cells, int(k), scale, more) for k in np.flatnonzero(small))
        ):
            figures = more
    # an answer that no step changes follows from the figures, so it is no secret
    steps = steps_between(scale, (True,) * len(counts), figures)
    return Total(False, np.asarray((steps != 0).any(axis=0)), figures)


def is_large_figure(counts: Counts, figure: str, scale: ScaleFigures, least: int) -> bool:
    """Whether the persons behind a sum of answers, and the others, are enough to show it."""
    if figure not in (TOP, TIEF):
        return True
    part = int(counts[np.array(getattr(scale, figure))].sum())
    return not is_small([part, int(counts.sum()) - part], least).any()


def _exchangeable(cells: Counts, answer: int, scale: ScaleFigures, figures: frozenset[str]) -> bool:
    steps = steps_between(scale, (True,) * cells.shape[1], figures)
    steps = steps[steps[:, answer] != 0]
    return can_step(cells, steps)


def largest(layers: Counts) -> Counts:
    """The layers that hold most persons."""
    if len(layers) <= _LAYERS:
        return layers
    sizes = layers.reshape(len(layers), -1).sum(axis=1)
    chosen: Counts = layers[np.argsort(-sizes, kind="stable")[:_LAYERS]]
    return chosen


def can_step(cells: Counts, steps: Counts) -> bool:
    """Whether in some kind of persons a step can be taken.

    Parameters
    ----------
    cells : array of int, shape (kinds, answers)
    steps : array of int, shape (steps, answers)
    """
    return bool((cells[:, None, :] + steps >= 0).all(axis=2).any())


def find_partner(layers: Counts, row: int, partners: Counts, steps: Counts) -> int | None:
    """The first group in which a step of `row` can be taken back, in the same kind of persons.

    Parameters
    ----------
    layers : array of int, shape (kinds, groups, answers)
    partners : array of int, shape (partners,)
    steps : array of int, shape (steps, answers)
    """
    ahead: Mask = np.asarray((layers[:, row, None, :] + steps >= 0).all(axis=2))
    if not ahead.any():
        return None
    steps, ahead = steps[ahead.any(axis=0)], ahead[:, ahead.any(axis=0)]
    for start in range(0, len(partners), _TOGETHER):  # most find one among the first
        some = partners[start : start + _TOGETHER]
        back = (layers[:, some, None, :] - steps >= 0).all(axis=3)
        found = (back & ahead[:, None, :]).any(axis=(0, 2))
        if found.any():
            return int(some[found.argmax()])
    return None
