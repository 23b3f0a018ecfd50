"""The index: 51 areas x 49 indicators with replications, and 32,844 areas x 7 domains."""

from __future__ import annotations

import resource
import sys

import numpy as np

from benchmarks.measure import Row, once, seconds
from lebenslage.analysis.index import engine
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Procedure

SEED = 20251
REPLICATIONS = 1000
#: Replications that are computed at once for the large case, so that memory stays bounded.
BLOCK = 25


def tree(groups: tuple[int, ...], halves: int) -> Catalogue:
    """A made-up catalogue: groups of indicators, shared out among `halves` below one root."""
    nodes = [Node("index", "", 1, 1.0)]
    nodes += [Node(f"haelfte{h}", "index", 1, 1.0) for h in range(halves)]
    for g, size in enumerate(groups):
        parent = f"haelfte{g * halves // len(groups)}" if halves else "index"
        nodes.append(Node(f"gruppe{g}", parent, 1, 1.0))
        nodes += [
            Node(f"i{g}_{i}", f"gruppe{g}", 1 if i % 2 else -1, 1.0, unten=0.0, oben=100.0)
            for i in range(size)
        ]
    return Catalogue(tuple(nodes))


def domains(number: int) -> Catalogue:
    """One root with so many domain values below it."""
    leaves = [Node(f"d{i}", "index", 1, 1.0 + i, unten=0.0, oben=100.0) for i in range(number)]
    return Catalogue((Node("index", "", 1, 1.0), *leaves))


def score_and_rank(catalogue: Catalogue, values: np.ndarray) -> np.ndarray:
    """Scores of all nodes and places of all areas."""
    return engine.compute(catalogue, values, Procedure()).ranks


def small() -> list[Row]:
    """51 x 49 in a tree of eight groups, two halves and a root."""
    catalogue = tree((7, 6, 6, 6, 6, 6, 6, 6), 2)
    rng = np.random.default_rng(SEED)
    values = rng.uniform(0, 100, (51, 49))
    draws = values + rng.normal(0, 5, (REPLICATIONS, 51, 49))
    single = seconds(lambda: engine.compute(catalogue, values, Procedure()))
    many = seconds(lambda: engine.compute(catalogue, draws, Procedure()))
    note = "scores of the full tree; the draws are made before"
    return [
        Row("51 areas x 49 indicators, once", single, "s"),
        Row(f"51 areas x 49 indicators, {REPLICATIONS} replications", many, "s", 0.15, note),
    ]


def large() -> list[Row]:
    """32,844 x 7: score and rank, once and with replications in blocks."""
    catalogue = domains(7)
    rng = np.random.default_rng(SEED)
    values = rng.uniform(0, 100, (32_844, 7))

    def replicate() -> None:
        for _ in range(REPLICATIONS // BLOCK):
            draws = values + rng.normal(0, 5, (BLOCK, *values.shape))
            score_and_rank(catalogue, draws)

    single = seconds(lambda: score_and_rank(catalogue, values))
    many = once(replicate)
    unit = 1024 if sys.platform != "darwin" else 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9
    return [
        Row("32,844 areas x 7 domains, score and rank", single, "s", 0.1),
        Row(f"32,844 x 7, {REPLICATIONS} replications with ranks", many, "s", 20, "draws included"),
        Row("peak memory of the process so far", peak, "GB", 1.0),
    ]


def run() -> list[Row]:
    """Both cases."""
    return [*small(), *large()]
