"""Means that give way to imbalance, and what holds for every method of aggregation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index import aggregate
from lebenslage.analysis.index.aggregate import METHODS
from lebenslage.analysis.index.contributions import child_contributions
from lebenslage.analysis.index.engine import compute
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import AGGREGATIONEN, Aggregation, Normalisation, Procedure
from tests.analysis.index.trees import relation

NAN = np.nan
ONES = np.array([1.0, 1.0])


def score(name: str, children, weights=ONES, ddof: int = 1) -> float:
    method = aggregate.method(name, ddof)
    return float(method.score(np.array([children], float), np.asarray(weights, float), True)[0])


def test_the_model_names_all_methods() -> None:
    assert tuple(METHODS) == AGGREGATIONEN


@pytest.mark.parametrize(
    ("name", "children", "weights", "expected"),
    [
        ("geometrisch", [4, 9], ONES, 6),
        ("geometrisch", [8, 1], [2, 1], 4),  # 64 ** (1/3)
        ("geometrisch", [0, 9], ONES, 0),
        ("geometrisch", [0, 9], [0, 1], 9),
        ("geometrisch", [NAN, 9], ONES, 9),
        ("harmonisch", [2, 6], ONES, 3),  # 2 / (1/2 + 1/6)
        ("harmonisch", [0, 6], ONES, 0),
        ("summe", [2, 6], [1, 2], 14),
        ("summe", [NAN, 6], [1, 1], 12),
        ("mpi_minus", [90, 110], ONES, 100 - 200 / 100),  # sample variance 200
        ("mpi_plus", [90, 110], ONES, 100 + 200 / 100),
        ("mpi_minus", [NAN, 110], ONES, 110),
    ],
)
def test_by_hand(name, children, weights, expected) -> None:
    assert_allclose(score(name, children, weights), expected)


def test_population_variance() -> None:
    assert_allclose(score("mpi_minus", [90, 110], ddof=0), 100 - 100 / 100)


def test_nothing_known_is_nothing() -> None:
    for name in AGGREGATIONEN:
        assert np.isnan(score(name, [NAN, NAN]))


children_of_areas = st.lists(
    st.lists(st.one_of(st.floats(0.5, 100), st.just(NAN)), min_size=3, max_size=3),
    min_size=2,
    max_size=4,
).map(np.array)
some_weights = st.lists(st.floats(0.5, 5), min_size=3, max_size=3).map(np.array)
names = st.sampled_from(AGGREGATIONEN)


@relation
@given(children_of_areas, some_weights, names)
def test_contributions_sum_to_the_score(children, weights, name) -> None:
    method = METHODS[name]
    found = (method.weights(children, weights, True) * np.nan_to_num(children)).sum(axis=-1)
    assert_allclose(found, method.score(children, weights, True), rtol=1e-9)


@relation
@given(children_of_areas, some_weights, names.filter(lambda n: n != "summe"))
def test_scaled_weights_change_nothing(children, weights, name) -> None:
    expected = METHODS[name].score(children, weights, True)
    assert_allclose(METHODS[name].score(children, weights * 7, True), expected, rtol=1e-9)


@relation
@given(children_of_areas, some_weights, st.sampled_from(AGGREGATIONEN[:3]))
def test_means_lie_between_their_parts(children, weights, name) -> None:
    found = METHODS[name].score(children, weights, True)
    known = ~np.isnan(found)
    low = np.nanmin(children[known], axis=-1, initial=np.inf)
    high = np.nanmax(children[known], axis=-1, initial=-np.inf)
    assert (found[known] >= low - 1e-9).all()
    assert (found[known] <= high + 1e-9).all()


@relation
@given(children_of_areas, some_weights)
def test_means_in_their_order(children, weights) -> None:
    found = [METHODS[n].score(children, weights, True) for n in AGGREGATIONEN[:3]]
    known = ~np.isnan(found[0])
    assert (found[0][known] >= found[1][known] - 1e-9).all()
    assert (found[1][known] >= found[2][known] - 1e-9).all()


@relation
@given(children_of_areas, some_weights, names)
def test_replications_are_single_runs(children, weights, name) -> None:
    method = METHODS[name]
    both = method.score(np.stack([children, children[::-1]]), weights, True)
    single = method.score(children, weights, True)
    assert_allclose(both, [single, single[::-1]], rtol=1e-12)


def _tree(aggregation: str = "") -> Catalogue:
    leaves = (Node(c, "h", 1, 1.0, unten=0.0, oben=1.0, deckelung=False) for c in ("a", "b"))
    return Catalogue(
        (Node("r", "", 1, 1.0), Node("h", "r", 1, 1.0, aggregation=aggregation), *leaves)
    )


PLAIN = Procedure(normalisierung=Normalisation("keine"))


def test_the_catalogue_goes_before_the_procedure() -> None:
    of_nodes = Aggregation("harmonisch", knoten=(("h", "geometrisch"),))
    procedure = replace(PLAIN, aggregation=of_nodes)
    values = [[4.0, 9.0], [2.0, 8.0]]
    assert_allclose(compute(_tree(), values, procedure).score("h"), [6, 4])
    found = compute(_tree("arithmetisch"), values, procedure)
    assert_allclose(found.score("h"), [6.5, 5])
    assert_allclose(child_contributions(found, "r")[:, 0], [6.5, 5])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("geometrisch", "es gibt negative Punkte; das geometrische Mittel braucht Punkte ab 0"),
        ("harmonisch", "es gibt negative Punkte; das harmonische Mittel braucht Punkte ab 0"),
        (
            "mpi_minus",
            "das Mittel der Punkte ist 0 oder kleiner; Mazziotta–Pareto braucht ein Mittel über 0",
        ),
    ],
)
def test_negative_points_are_refused(name, why) -> None:
    with pytest.raises(DatenFehler) as caught:
        compute(_tree(name), [[-4.0, 2.0], [2.0, 8.0]], PLAIN)
    assert str(caught.value) == f"„h“ lässt sich nicht zusammenfassen: {why} (unter 0: „a“)."


def test_weights_as_published() -> None:
    leaves = (Node("a", "r", 1, 0.5), Node("b", "r", 1, 0.499))
    tree = Catalogue((Node("r", "", 1, 1.0), *leaves))
    procedure = replace(PLAIN, aggregation=Aggregation(gewichte_normieren=False))
    found = compute(tree, [[10.0, 20.0], [0.0, 100.0]], procedure)
    assert_array_equal(found.score("r"), [0.5 * 10 + 0.499 * 20, 49.9])


def test_weights_as_published_need_a_sum() -> None:
    procedure = replace(PLAIN, aggregation=Aggregation("geometrisch", gewichte_normieren=False))
    with pytest.raises(DatenFehler) as caught:
        compute(_tree(), [[1.0, 2.0]], procedure)
    assert str(caught.value) == (
        "Die Aggregation „geometrisch“ rechnet immer mit normierten Gewichten; ohne Normierung "
        "gibt es nur „arithmetisch“ und „summe“."
    )
