"""From points to scores in many replications at once, each with its own weights.

As the engine climbs, with two differences. Which areas have a score is decided beforehand (by
the run on the values themselves), not by the coverage in each replication. And what a method
can make nothing of is no error but a score that is missing, in this node and all above it.
"""

from __future__ import annotations

import numpy as np

from lebenslage.analysis.index import aggregate, relative
from lebenslage.analysis.index.engine import Plan
from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.intervals import Floats


def climb(plan: Plan, points: Floats, known: Bools, weights: Floats | None = None) -> Floats:
    """Scores of all nodes.

    Parameters
    ----------
    plan : Plan
        Tree and methods.
    points : array (replications, areas, indicators)
        Points of the indicators; NaN is missing.
    known : array of bool (areas, codes)
        Which areas have a score at all; NaN elsewhere.
    weights : array (replications, codes), optional
        Factors on the weights of the nodes, each above 0. Siblings are brought back to the
        sum of their weights in the catalogue.

    Returns
    -------
    array (codes, replications, areas)
        Codes first, so that a node is one piece of memory.
    """
    scores = np.empty((len(plan.catalogue), *points.shape[:-1]))
    scores[plan.leaves] = np.moveaxis(points, -1, 0)
    failed: dict[int, Bools] = {}
    codes = np.arange(len(scores))
    choice = plan.procedure.aggregation
    for place, below, given, method in plan.steps:
        children = np.moveaxis(scores[below], 0, -1)
        used = given if weights is None else _siblings(given, weights[:, below])
        score = method.score(children, used, choice.gewichte_normieren)
        wrong = _failed(method, children, used, [failed[b] for b in codes[below] if b in failed])
        if wrong is not None:
            failed[place] = wrong
            score = np.where(wrong, np.nan, score)
        scores[place] = score
        if not known[:, place].all():
            scores[place][:, ~known[:, place]] = np.nan
    for place, ddof in plan.standard:
        scores[place] = relative.standardised(scores[place][..., None], ddof)[..., 0]
    return scores


def _siblings(given: Floats, factors: Floats) -> Floats:
    weights = given * factors
    result: Floats = weights * (given.sum() / weights.sum(axis=-1, keepdims=True))
    return result


def _failed(
    method: aggregate.Method, children: Floats, weights: Floats, below: list[Bools]
) -> Bools | None:
    """Where (replications, areas) there is no score, here or in a node below; None: nowhere."""
    found = [*below]
    if method.undefined is not None:
        found.append(method.undefined(children, weights))
    found = [each for each in found if each.any()]
    return np.logical_or.reduce(found) if found else None


def why(plan: Plan) -> str:
    """What the methods of a plan can make nothing of, in German; "" if they take everything."""
    reasons = (method.why for _, _, _, method in plan.steps if method.why)
    return next(reasons, "")
