"""One replication against the engine, with catalogue and procedure changed by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.factors import Factor, Model, model
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure
from tests.analysis.index.given import flat_tree, matrix, procedure, two_fields

VALUES = np.array([[10, 80, 35, 60], [45, 20, 70, 55], [90, 95, 15, 30], [40, np.nan, 50, 65]])
NORMS, MEANS = ("zielwerte", "minmax"), ("arithmetisch", "geometrisch")


def by_hand(varied: Model, numbers: Floats) -> Floats:
    """Scores of the root, from a changed catalogue without the indicator that is left out."""
    layout, tree = varied.layout, varied.base.catalogue
    chosen = varied.base.procedure
    norm = NORMS[int(numbers[layout[Factor.NORMALISIERUNGEN]][0] * 2)]
    mean = MEANS[int(numbers[layout[Factor.AGGREGATIONEN]][0] * 2)]
    left_out = int(numbers[layout[Factor.WEGLASSEN]][0] * 5) - 1
    factors = 1 + 0.25 * (2 * numbers[layout[Factor.GEWICHTE]] - 1)
    posts = 0.1 * (2 * numbers[layout[Factor.ZIELWERTE]].reshape(2, -1) - 1)
    nodes, values = [], []
    for node, factor in zip(tree, factors, strict=True):
        if not tree.is_leaf(node.code):
            nodes.append(replace(node, gewicht=node.gewicht * factor))
            continue
        place = tree.indicators.index(node)
        if place != left_out:
            low, high = 100 * posts[0, place], 100 + 100 * posts[1, place]
            nodes.append(replace(node, gewicht=node.gewicht * factor, unten=low, oben=high))
            values.append(VALUES[:, place])
    changed: Procedure = replace(
        chosen,
        normalisierung=replace(chosen.normalisierung, methode=norm),
        aggregation=replace(chosen.aggregation, methode=mean, mindestabdeckung=0.0),
    )
    return compute(Catalogue(tuple(nodes)), np.array(values).T, changed).score("r")


@pytest.mark.parametrize("tree", [two_fields(), flat_tree(4, [1, 2, 3, 4])])
def test_a_replication_is_the_index_of_a_changed_catalogue(tree: Catalogue) -> None:
    chosen = procedure(
        gewichte=0.25,
        zielwerte=0.1,
        weglassen=True,
        normalisierungen=NORMS[1:],
        aggregationen=MEANS[1:],
    )
    chosen = replace(chosen, aggregation=replace(chosen.aggregation, mindestabdeckung=0.5))
    varied = model(tree, matrix(tree, VALUES), chosen)
    numbers = np.random.default_rng(8).random((60, varied.numbers))
    scores = varied.scores(numbers, [])[varied.base.position["r"]]
    expected = np.array([by_hand(varied, row) for row in numbers])
    assert len(np.unique(expected[:, 0].round(6))) > 40, "apart from zeros all differ"
    assert_allclose(scores, expected)


def test_the_same_draw_alone_or_among_others() -> None:
    tree = two_fields()
    chosen = procedure(
        stichprobenfehler=True, gewichte=0.25, zielwerte=0.1, aggregationen=("geometrisch",)
    )
    varied = model(tree, matrix(tree, VALUES, 4), chosen)
    numbers = np.random.default_rng(8).random((12, varied.numbers))
    whole = varied.scores(numbers, [np.random.default_rng(i) for i in range(12)])
    for i in range(12):
        alone = varied.scores(numbers[i : i + 1], [np.random.default_rng(i)])
        assert_allclose(alone[:, 0], whole[:, i], rtol=1e-14)
