"""Small trees and values with errors for tests about robustness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure, Robustness

#: Nothing is varied: what a test wants to see it switches on.
STILL = {"gewichte": 0.0, "zielwerte": 0.0, "stichprobenfehler": False, "weglassen": False}


def flat_tree(number: int, weights: Sequence[float] | None = None) -> Catalogue:
    """One root above so many indicators; goalposts 0 and 100, so that points are values."""
    weights = weights or [1.0] * number
    leaves = [
        Node(f"x{i}", "r", 1, weight, unten=0.0, oben=100.0) for i, weight in enumerate(weights)
    ]
    return Catalogue((Node("r", "", 1, 1.0), *leaves))


def two_fields() -> Catalogue:
    """A root, two fields, two indicators in each."""
    fields = [Node(f"h{i}", "r", 1, 1.0) for i in range(2)]
    leaves = [
        Node(f"x{i}{j}", f"h{i}", 1, 1.0, unten=0.0, oben=100.0) for i in range(2) for j in range(2)
    ]
    return Catalogue((Node("r", "", 1, 1.0), *fields, *leaves))


def matrix(
    tree: Catalogue,
    values: Sequence[Sequence[float]] | Floats,
    errors: float | Sequence[Sequence[float]] | Floats = np.nan,
    gebiete: Sequence[str] = (),
) -> Matrix:
    """Values (areas, indicators) with standard errors; areas are called a, b, c ... ."""
    array = np.array(values, float)
    nothing = np.full(array.shape, np.nan)
    return Matrix(
        tuple(gebiete) or tuple(chr(ord("a") + i) for i in range(len(array))),
        tuple(node.code for node in tree.indicators),
        array,
        np.broadcast_to(np.array(errors, float), array.shape).copy(),
        nothing,
        nothing,
        np.zeros(array.shape, bool),
        np.where(np.isnan(array), "noch keine Daten", "").astype(object),
    )


def procedure(norm: str = "zielwerte", mean: str = "arithmetisch", **varied: object) -> Procedure:
    """A procedure that varies only what is named."""
    return Procedure(
        normalisierung=Normalisation(norm),
        aggregation=Aggregation(mean),
        robustheit=Robustness(**{**STILL, **varied}),  # type: ignore[arg-type]
    )
