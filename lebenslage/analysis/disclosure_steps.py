"""How two rows of a table can differ while everything published about them is the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Figures of a scale beside its cells, the most useful first. Each is an equation about them.
MITTEL: Final = "mittel"  # the mean
TOP: Final = "top"  # the two best answers together
TIEF: Final = "tief"  # the two worst (with TOP: the net score)
STREUUNG: Final = "streuung"  # the own spread, behind an own standard error of the mean
FIGUREN: Final = (MITTEL, TOP, TIEF, STREUUNG)
#: Largest whole number that a step between two tables may need to be written down.
_DENOMINATORS: Final = range(1, 61)


@dataclass(frozen=True)
class ScaleFigures:
    """What a scale adds to the cells: its values, and which of them are top and bottom two."""

    werte: tuple[float, ...]
    top: tuple[bool, ...]
    tief: tuple[bool, ...]


@lru_cache(maxsize=4096)
def steps_between(
    scale: ScaleFigures | None, movable: tuple[bool, ...], figures: frozenset[str]
) -> NDArray[np.int64]:
    """Smallest whole changes of a row that leave the number of persons and the figures as they are.

    Returns
    -------
    array of int, shape (steps, answers)
        With both signs; zero outside the movable cells.
    """
    rows = [np.ones(len(movable))]
    if scale is not None:
        werte = np.array(scale.werte)
        rows += [werte] if MITTEL in figures else []
        rows += [werte**2] if STREUUNG in figures else []
        rows += [np.array(scale.top, float)] if TOP in figures else []
        rows += [np.array(scale.tief, float)] if TIEF in figures else []
    equations = np.vstack(rows)
    places = np.flatnonzero(movable)
    found: set[tuple[int, ...]] = set()
    for size in range(2, len(rows) + 2):
        for support in combinations(places.tolist(), size):
            step = _whole(equations[:, list(support)])
            if step is not None:
                full = np.zeros(len(movable), np.int64)
                full[list(support)] = step
                found |= {tuple(full.tolist()), tuple((-full).tolist())}
    return np.array(sorted(found), np.int64).reshape(-1, len(movable))


def _whole(equations: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """The whole-number solution of a system with one degree of freedom and no zero; else None."""
    _, values, right = np.linalg.svd(equations)
    rank = int((values > 1e-9 * values[0]).sum())
    if rank != equations.shape[1] - 1:
        return None
    solution = right[-1]
    if np.abs(solution).min() < 1e-9:
        return None
    solution = solution / np.abs(solution).min()
    for factor in _DENOMINATORS:
        whole = np.round(solution * factor)
        if np.abs(whole - solution * factor).max() < 1e-6:
            return np.asarray(whole, np.int64)
    return None
