"""Children's points to their parent's: one small pair of functions per method.

Arrays are (..., areas, children); weights (children,) or (..., children) with one set per
replication. A missing child (NaN) is skipped and the weights of the others rescaled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.index import means
from lebenslage.analysis.intervals import Floats

#: Counting children must not fail by rounding (3 of 5 reach 60 %).
_TOLERANCE: Final = 1e-9


def arithmetic(children: Floats, weights: Floats, normieren: bool = True) -> Floats:
    r"""Weighted arithmetic mean of the children that have points.

    Parameters
    ----------
    children : array (..., areas, children)
        Points.
    weights : array (..., children)
        At least 0; their scale makes no difference where `normieren` is true.
    normieren : bool
        False: weights as published, so that the result is their sum of products. Where a
        child is missing the others are scaled up to the same total in either case.

    Returns
    -------
    array (..., areas)
        Points; NaN if no child with a weight has points.

    Notes
    -----
    .. math:: \sum_{i \in A} w_i s_i \Big/ \sum_{i \in A} w_i

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    weights = weights[..., None, :]
    total = 1.0 if normieren else weights.sum(axis=-1)
    products = children * weights
    counting = weights.sum(axis=-1)
    if np.isnan(products).any():
        known = ~np.isnan(children)
        products = np.where(known, products, 0.0)
        counting = (known * weights).sum(axis=-1)
    scale = np.divide(total, counting, out=np.full_like(counting, np.nan), where=counting > 0)
    result: Floats = products.sum(axis=-1) * scale
    return result


def arithmetic_weights(children: Floats, weights: Floats, normieren: bool = True) -> Floats:
    """The factor with which each child enters `arithmetic`; 0 for a missing child.

    Returns
    -------
    array (..., areas, children)
        `(factors * children)` summed over the children that have points is the parent's
        score; all NaN where the parent has none.
    """
    counting = ~np.isnan(children) * weights[..., None, :]
    sums = counting.sum(axis=-1, keepdims=True)
    total = np.ones(1) if normieren else weights[..., None, :].sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        factors: Floats = np.where(sums > 0, counting * (total / sums), np.nan)
    return factors


def coverage(children: Floats, weights: Floats) -> Floats:
    """Share of the children that have points: counted, not weighted; weight 0 counts nowhere.

    Parameters
    ----------
    children : array (..., areas, children)
        Points.
    weights : array (..., children)
        Weights; only whether they are above 0 matters.

    Returns
    -------
    array (..., areas)
        From 0 to 1.
    """
    counts = weights[..., None, :] > 0
    known = (counts & ~np.isnan(children)).sum(axis=-1)
    result: Floats = known / counts.sum(axis=-1)
    return result


def enough(covered: Floats, mindestabdeckung: float) -> NDArray[np.bool_]:
    """Whether a coverage reaches the required one (which itself is enough)."""
    reached: NDArray[np.bool_] = covered >= mindestabdeckung - _TOLERANCE
    return reached


def total(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    """Weighted sum; where a child is missing the others are scaled up to the same total."""
    return arithmetic(children, weights, normieren=False)


def total_weights(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    """The factor with which each child enters `total`."""
    return arithmetic_weights(children, weights, normieren=False)


#: children (..., areas, children), weights, whether to rescale them -> points or factors.
Step: TypeAlias = Callable[[Floats, Floats, bool], Floats]
#: children, weights -> where (..., areas) there is no result.
Undefined: TypeAlias = Callable[[Floats, Floats], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Method:
    """How points are put together, and the factors that tell what each child adds to it.

    Parameters
    ----------
    undefined : callable, optional
        Finds children of which the method can make nothing; None: there are none.
    why : str
        What is wrong with these, in German.
    """

    score: Step
    weights: Step
    undefined: Undefined | None = None
    why: str = ""


def mazziotta_pareto(sign: int, ddof: int) -> Method:
    """The Mazziotta–Pareto mean with a penalty (-1) or a bonus (1), see `means.mpi`."""
    return Method(
        lambda children, weights, _: means.mpi(children, weights, sign, ddof),
        lambda children, weights, _: means.mpi_weights(children, weights, sign, ddof),
        means.not_above_zero,
        "das Mittel der Punkte ist 0 oder kleiner; Mazziotta–Pareto braucht ein Mittel über 0",
    )


METHODS: Final[dict[str, Method]] = {
    "arithmetisch": Method(arithmetic, arithmetic_weights),
    "geometrisch": Method(
        means.geometric,
        means.geometric_weights,
        means.negative,
        "es gibt negative Punkte; das geometrische Mittel braucht Punkte ab 0",
    ),
    "harmonisch": Method(
        means.harmonic,
        means.harmonic_weights,
        means.negative,
        "es gibt negative Punkte; das harmonische Mittel braucht Punkte ab 0",
    ),
    "mpi_minus": mazziotta_pareto(-1, 1),
    "mpi_plus": mazziotta_pareto(1, 1),
    "summe": Method(total, total_weights),
}
#: Methods that can take weights as published.
UNSCALED: Final = frozenset({"arithmetisch", "summe"})


def method(name: str, ddof: int = 1) -> Method:
    """The method of that name; `ddof` counts for Mazziotta–Pareto only."""
    signs = {"mpi_minus": -1, "mpi_plus": 1}
    return mazziotta_pareto(signs[name], ddof) if name in signs else METHODS[name]
