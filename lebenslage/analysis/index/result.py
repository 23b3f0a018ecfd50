"""What comes out of a procedure: scores of all nodes, their places, classes and reasons."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.index import aggregate, normalise, ranking
from lebenslage.analysis.index.normalise import Bools, Scales
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import (
    GRUND_ABDECKUNG,
    GRUND_EINZELN,
    GRUND_KEINE_DATEN,
    GRUND_KONSTANT,
)


@dataclass(frozen=True, slots=True)
class Treated:
    """A value that the treatment of outliers changed; `gebiet` counts the areas from 0."""

    gebiet: int
    indikator: str
    vorher: float
    nachher: float


@dataclass(frozen=True, eq=False)
class IndexResult:
    """Scores of all nodes; a leading axis of replications goes through everything.

    Parameters
    ----------
    catalogue : Catalogue
        The scored tree; its order is the order of `codes` and of `indicators`.
    values : array (..., areas, indicators)
        What was scored, in the order of `catalogue.indicators`; NaN is missing.
    constant : array of bool (..., indicators)
        Indicators without points because they are the same everywhere.
    scores : array (..., areas, codes)
        Points of every node (those of an indicator are its normalised value); NaN: none.
    coverage : array (..., areas, codes)
        Share 0-1 of a node's children that have points; 1 or 0 for an indicator.
    treated : array (..., areas, indicators)
        `values` after the treatment of outliers.
    """

    catalogue: Catalogue
    procedure: Procedure
    values: Floats = field(repr=False)
    constant: Bools = field(repr=False)
    scores: Floats = field(repr=False)
    coverage: Floats = field(repr=False)
    treated: Floats = field(repr=False)

    def treatments(self) -> tuple[Treated, ...]:
        """Every value that the treatment changed; by indicator, then area (no replications)."""
        changed = np.argwhere((self.treated != self.values).T & ~np.isnan(self.values).T)
        codes = [node.code for node in self.catalogue.indicators]
        return tuple(
            Treated(int(a), codes[i], float(self.values[a, i]), float(self.treated[a, i]))
            for i, a in changed
        )

    @cached_property
    def position(self) -> dict[str, int]:
        """Code -> place on the last axis of `scores`."""
        return {node.code: i for i, node in enumerate(self.catalogue)}

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the last axis of `scores`."""
        return tuple(self.position)

    def score(self, code: str) -> Floats:
        """Scores of one node (..., areas)."""
        result: Floats = self.scores[..., self.position[code]]
        return result

    def children(self, code: str) -> tuple[Floats, Floats]:
        """Scores of a node's children (..., areas, children), and their weights (children,)."""
        nodes = self.catalogue.children(code)
        places = [self.position[node.code] for node in nodes]
        return self.scores[..., places], np.array([node.gewicht for node in nodes], float)

    @cached_property
    def clipped(self) -> NDArray[np.int8]:
        """Where points end at a goalpost (..., areas, indicators): -1 below, 1 above, else 0."""
        if self.procedure.normalisierung.methode != "zielwerte":
            return np.zeros(self.values.shape, np.int8)
        ends = normalise.clipped(self.values, scales_of(self.catalogue, self.procedure))
        return np.where(self.constant[..., None, :], 0, ends).astype(np.int8)

    @cached_property
    def ranks(self) -> Floats:
        """Place of each area at each node (..., areas, codes): 1 is the highest score."""
        return ranking.places(self.scores, axis=-2)

    @cached_property
    def classes(self) -> NDArray[Any]:
        """Name of each score's class (..., areas, codes); "" where there is no score."""
        result = np.empty(self.scores.shape, dtype=object)
        for root in self.catalogue.roots:
            classes = self.procedure.classes_of(root.code)
            for node in (root, *self.catalogue.descendants(root.code)):
                place = self.position[node.code]
                result[..., place] = ranking.classify(self.scores[..., place], classes)
        return result

    @cached_property
    def root_classes(self) -> dict[str, NDArray[Any]]:
        """Root -> name of its class in each area (..., areas); "" where there is none."""
        return {
            root.code: ranking.classify(self.score(root.code), self.procedure.classes_of(root.code))
            for root in self.catalogue.roots
        }

    @cached_property
    def overall(self) -> NDArray[Any] | None:
        """Classes of the two roots of `gesamtindex`, as in "niedrig/negativ" (..., areas).

        "" where one of the two has no class; None where the procedure has no `gesamtindex`.
        """
        if not self.procedure.gesamtindex:
            return None
        first, second = (self.root_classes[code] for code in self.procedure.gesamtindex)
        both: NDArray[Any] = np.where((first == "") | (second == ""), "", first + "/" + second)
        return both

    def reasons(self, missing: NDArray[Any] | str = GRUND_KEINE_DATEN) -> NDArray[Any]:
        """Why there is no score (..., areas, codes), in German; "" where there is one.

        Parameters
        ----------
        missing : str or array of str (..., areas, indicators)
            Why values are missing.

        Notes
        -----
        A node whose children all lack points for one and the same reason has that reason;
        otherwise too few of them have points.
        """
        result = np.full(self.scores.shape, "", dtype=object)
        leaves = [self.position[node.code] for node in self.catalogue.indicators]
        alike = np.where(self.constant[..., None, :], GRUND_KONSTANT, GRUND_EINZELN)
        own = np.where(np.isnan(self.values), missing, alike)
        result[..., leaves] = np.where(np.isnan(self.scores[..., leaves]), own, "")
        for node in self.catalogue.bottom_up():
            counting = [c for c in self.catalogue.children(node.code) if c.gewicht > 0]
            below = result[..., [self.position[child.code] for child in counting]]
            same = (below == below[..., :1]).all(axis=-1) & (below[..., 0] != "")
            reason = np.where(same, below[..., 0], GRUND_ABDECKUNG)
            # a root that is standardised though all areas have the same
            least = max(self.procedure.aggregation.mindestabdeckung, 1e-6)
            enough = aggregate.enough(self.coverage[..., self.position[node.code]], least)
            reason = np.where(enough, GRUND_KONSTANT, reason)
            place = self.position[node.code]
            result[..., place] = np.where(np.isnan(self.scores[..., place]), reason, "")
        return result


def scales_of(tree: Catalogue, procedure: Procedure) -> Scales:
    """Scales of the indicators as the procedure uses them."""
    scales = Scales.of(tree.indicators, procedure.normalisierung.deckelung)
    if procedure.normalisierung.methode in normalise.USE_LOG:
        return scales
    return replace(scales, log=np.zeros_like(scales.log))
