"""A procedure carried out along the tree of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lebenslage.analysis.index import aggregate, normalise, relative, treatment
from lebenslage.analysis.index.checks import check_procedure, check_values
from lebenslage.analysis.index.normalise import Bools, Scales
from lebenslage.analysis.index.result import IndexResult, scales_of
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Procedure

__all__ = ["IndexResult", "Plan", "compute", "effective_weights", "method_of", "plan"]


#: A node's place among the codes, those of its children, their weights, how they are combined.
Step: TypeAlias = tuple[int, slice | list[int], Floats, aggregate.Method]


@dataclass(frozen=True, eq=False)
class Plan:
    """A catalogue and a procedure, checked and laid out once for many runs (see `plan`)."""

    catalogue: Catalogue
    procedure: Procedure
    scales: Scales
    leaves: list[int]  # place of every indicator among the codes
    steps: tuple[Step, ...]  # from the bottom up
    standard: tuple[tuple[int, int], ...] = ()  # roots that are standardised, with their ddof

    def run(self, values: Floats, flat: Bools | None = None) -> IndexResult:
        """Scores of values (..., areas, indicators) in the order of `catalogue.indicators`.

        Parameters
        ----------
        flat : array of bool (..., indicators), optional
            Which indicators carry no information; default: `normalise.constant`.

        Raises
        ------
        DatenFehler
            If a value is infinite, or 0 or less under a logarithm that is not clipped; if
            points are negative under a geometric or harmonic mean (0 gives 0), or their mean
            is not above 0 under Mazziotta–Pareto.
        """
        check_values(values, self.catalogue.indicators, self.scales)
        treated = treatment.treat(values, self.procedure.behandlung)
        flat = normalise.constant(treated) if flat is None else flat
        scores, covered = self._climb(self.points(treated, flat, self.scales))
        return IndexResult(self.catalogue, self.procedure, values, flat, scores, covered, treated)

    def points(self, treated: Floats, flat: Bools, scales: Scales) -> Floats:
        """Points (..., areas, indicators) of treated values; NaN where there is no comparison."""
        choice = self.procedure.normalisierung
        points = normalise.METHODS[choice.methode](treated, scales, choice)
        if choice.methode in normalise.RANKING:
            flat = flat | normalise.alone(treated)
        return np.where(flat[..., None, :], np.nan, points) if flat.any() else points

    def _climb(self, points: Floats) -> tuple[Floats, Floats]:
        """Scores and coverage (..., areas, codes) from the indicators' points to the roots."""
        # codes come first in memory: a node's children are then whole blocks
        scores = np.empty((len(self.catalogue), *points.shape[:-1]))
        for i, place in enumerate(self.leaves):
            scores[place] = points[..., i]
        choice = self.procedure.aggregation
        gaps = bool(np.isnan(points).any())
        # without gaps everything is covered, which takes no memory to say
        covered = np.empty_like(scores) if gaps else np.broadcast_to(1.0, scores.shape)
        if gaps:
            covered[self.leaves] = ~np.isnan(scores[self.leaves])
        for place, below, weights, method in self.steps:
            children = np.moveaxis(scores[below], 0, -1)
            self._refuse(place, children, weights, method)
            scores[place] = method.score(children, weights, choice.gewichte_normieren)
            if gaps:
                covered[place] = aggregate.coverage(children, weights)
                scores[place][~aggregate.enough(covered[place], choice.mindestabdeckung)] = np.nan
        for place, ddof in self.standard:
            scores[place] = relative.standardised(scores[place][..., None], ddof)[..., 0]
        return np.moveaxis(scores, 0, -1), np.moveaxis(covered, 0, -1)

    def _refuse(
        self, place: int, children: Floats, weights: Floats, method: aggregate.Method
    ) -> None:
        if method.undefined is not None and method.undefined(children, weights).any():
            code = self.catalogue.nodes[place].code
            below = self.catalogue.children(code)
            negative = ((children < 0) & (weights > 0)).reshape(-1, len(below)).any(axis=0)
            bad = [f"„{below[i].code}“" for i in np.flatnonzero(negative)]
            where = f" (unter 0: {', '.join(bad)})" if bad else ""
            text = f"„{code}“ lässt sich nicht zusammenfassen: {method.why}{where}."
            raise DatenFehler(Problem(text, wert=code))


def plan(catalogue: Catalogue, procedure: Procedure | None = None) -> Plan:
    """Check a procedure against a catalogue and lay out its steps.

    Parameters
    ----------
    catalogue : Catalogue
        Its `kontext` nodes are left out. `aggregation` of a node overrides the procedure;
        `richtung` counts for indicators only.
    procedure : Procedure, optional
        Default: `zielwerte`.

    Raises
    ------
    DatenFehler
        If they do not fit each other (see `checks.check_procedure`).
    ValueError
        If the procedure's weights depend on the values: `weights.settled` decides these first.
    """
    tree, procedure = catalogue.scored(), procedure or Procedure()
    if procedure.aggregation.gewichte != "katalog":
        raise ValueError("weights have to be settled before")
    check_procedure(tree, procedure)
    position = {node.code: i for i, node in enumerate(tree)}
    steps = []
    for node in tree.bottom_up():
        children = tree.children(node.code)
        weights = np.array([child.gewicht for child in children], float)
        below = _block([position[child.code] for child in children])
        steps.append((position[node.code], below, weights, _method(node, procedure)))
    leaves = [position[node.code] for node in tree.indicators]
    scales = scales_of(tree, procedure)
    standard = [
        (position[root.code], classes.ddof)
        for root in tree.roots
        if (classes := procedure.classes_of(root.code)).standardisiert
    ]
    return Plan(tree, procedure, scales, leaves, tuple(steps), tuple(standard))


def _block(places: list[int]) -> slice | list[int]:
    """Places as a slice where they follow each other: read without a copy."""
    first = places[0]
    together = places == list(range(first, first + len(places)))
    return slice(first, first + len(places)) if together else places


def compute(
    catalogue: Catalogue,
    values: ArrayLike,
    procedure: Procedure | None = None,
    indicators: Sequence[str] | None = None,
    *,
    constant: ArrayLike | None = None,
) -> IndexResult:
    """Scores of all nodes of a catalogue in all areas.

    Parameters
    ----------
    catalogue, procedure
        See `plan`.
    values : array_like (..., areas, indicators)
        In the units of the catalogue; NaN is missing. Leading axes are replications.
    indicators : sequence of str, optional
        Codes of the last axis of `values`; default: `catalogue.scored().indicators`. Scored
        indicators that are not among them are missing, others are ignored.
    constant : array_like of bool (..., indicators), optional
        Which of `indicators` carry no information. Default: those that are the same in all
        areas, per replication. Draws around given values take over what holds for these.

    Returns
    -------
    IndexResult
        Missing stays missing: a node whose coverage is below the procedure's
        `mindestabdeckung` has no score.

    Raises
    ------
    DatenFehler
        If procedure and catalogue do not fit each other, or a value cannot be scored.
    """
    planned = plan(catalogue, procedure)
    tree = planned.catalogue
    array = _in_order(np.asarray(values, float), indicators, tree, np.nan)
    if constant is None:
        return planned.run(array)
    return planned.run(array, _in_order(np.asarray(constant, bool), indicators, tree, False))


def _in_order(
    array: NDArray[Any], indicators: Sequence[str] | None, tree: Catalogue, empty: object
) -> NDArray[Any]:
    """The last axis in the order of the tree's indicators."""
    wanted = [node.code for node in tree.indicators]
    given = wanted if indicators is None else list(indicators)
    if array.shape[-1] != len(given):
        raise ValueError(f"{array.shape[-1]} columns for {len(given)} indicators")
    if given == wanted:
        return array
    place = {code: i for i, code in enumerate(given)}
    result = np.full((*array.shape[:-1], len(wanted)), empty, dtype=array.dtype)
    for i, code in enumerate(wanted):
        if code in place:
            result[..., i] = array[..., place[code]]
    return result


def method_of(node: Node, procedure: Procedure) -> str:
    """Name of the aggregation of a node: its own, that for its code, or the procedure's."""
    choice = procedure.aggregation
    return node.aggregation or dict(choice.knoten).get(node.code, choice.methode)


def _method(node: Node, procedure: Procedure) -> aggregate.Method:
    return aggregate.method(method_of(node, procedure), procedure.aggregation.ddof)


def effective_weights(result: IndexResult, code: str) -> Floats:
    """The factor with which each child of a node enters its score, in every area.

    Returns
    -------
    array (..., areas, children)
        0 for a child without points; all NaN where the node has no score. Of a root that is
        standardised: factors divided by its standard deviation, so that factors times points
        sum to the score plus a constant, which is 0 for z-scores without gaps.
    """
    children, weights = result.children(code)
    node, choice = result.catalogue[code], result.procedure.aggregation
    method, classes = _method(node, result.procedure), result.procedure.classes_of(code)
    factors = method.weights(children, weights, choice.gewichte_normieren)
    missing = np.isnan(result.score(code))
    if classes.standardisiert and not node.eltern:
        score = method.score(children, weights, choice.gewichte_normieren)
        score = np.where(missing, np.nan, score)[..., None]
        factors = factors / relative.deviation(score, classes.ddof)
    return np.where(missing[..., None], np.nan, factors)
