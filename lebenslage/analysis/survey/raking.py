"""Weights fitted to margins: iterative proportional fitting, with limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lebenslage.analysis.survey.design import Codes, Floats

#: Rounds after which there is no solution.
ROUNDS: Final = 1000
#: Largest part of all persons by which a category may miss its margin.
TOLERANCE: Final = 1e-12
#: No round changes anything any more: the limits stand in the way.
_STUCK: Final = 1e-10


@dataclass(frozen=True)
class Raked:
    """Outcome of fitting weights to margins.

    Parameters
    ----------
    factor : array, shape (cells,)
        What the weights of each cell are multiplied by.
    rounds : int
    missed : tuple of arrays
        Per margin and category, how far the weighted number is from the target, in persons.
    converged : bool
        Whether all margins are met.
    """

    factor: Floats
    rounds: int
    missed: tuple[Floats, ...]
    converged: bool


def rake(
    weight: Floats,
    margins: Sequence[Codes],
    targets: Sequence[Floats],
    limits: tuple[float, float] | None = None,
) -> Raked:
    """Fit cells to margins.

    Parameters
    ----------
    weight : array, shape (cells,)
        Weight of each cell before, more than 0.
    margins : sequence of arrays of int, shape (cells,)
        Category of each cell.
    targets : sequence of arrays, shape (categories,)
        Persons per category, more than 0, each margin with the same sum.
    limits : (float, float), optional
        Smallest and largest factor, in units of the average one.

    Notes
    -----
    Where limits are given, factors are cut after every round and the margins fitted again.

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444.
    """
    total = float(targets[0].sum())
    average = total / weight.sum()
    factor: Floats = np.full(len(weight), average)
    missed: tuple[Floats, ...] = ()
    for done in range(1, ROUNDS + 1):
        before = factor
        for codes, target in zip(margins, targets, strict=True):
            reached = np.bincount(codes, weight * factor, len(target))
            factor = factor * (target / reached)[codes]
        if limits is not None:
            factor = np.clip(factor, limits[0] * average, limits[1] * average)
        missed = tuple(
            np.bincount(codes, weight * factor, len(target)) - target
            for codes, target in zip(margins, targets, strict=True)
        )
        if max(np.abs(gap).max() for gap in missed) <= TOLERANCE * total:
            return Raked(factor, done, missed, True)
        if limits is not None and np.abs(factor - before).max() <= _STUCK * average:
            break
    return Raked(factor, done, missed, False)
