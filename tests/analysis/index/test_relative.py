"""Every method of normalisation: by hand, and the relations that hold for all of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index import normalise
from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.normalise import METHODS, Scales
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import NORMALISIERUNGEN, Aggregation, Normalisation, Procedure
from lebenslage.model.rules import GRUND_EINZELN, GRUND_KONSTANT
from tests.analysis.index.trees import relation

NAN = np.nan


def points(methode: str, column, richtung: int = 1, **choice) -> np.ndarray:
    node = Node("x", "r", richtung, 1.0, unten=0.0, oben=10.0, deckelung=False)  # type: ignore[arg-type]
    values = np.asarray(column, float)[..., None]
    return METHODS[methode](values, Scales.of((node,)), Normalisation(methode, **choice))[..., 0]


def test_the_model_names_all_methods() -> None:
    assert tuple(METHODS) == NORMALISIERUNGEN


#: 2, 4, 4, 6 have mean 4 and squares 4 + 0 + 0 + 4 = 8.
BY_HAND = [
    ("minmax", {}, 1, [0, 50, 50, 100]),
    ("minmax", {"bereich": (1.0, 100.0)}, -1, [100, 50.5, 50.5, 1]),
    ("zscore", {"ddof": 0}, 1, [-2 / math.sqrt(2), 0, 0, 2 / math.sqrt(2)]),
    ("zscore", {"ddof": 1}, -1, [2 / math.sqrt(8 / 3), 0, 0, -2 / math.sqrt(8 / 3)]),
    ("zscore", {"ddof": 0, "mittelwert": 100.0, "streuung": 10.0}, 1,
     [100 - 20 / math.sqrt(2), 100, 100, 100 + 20 / math.sqrt(2)]),
    ("rang", {}, 1, [1, 2, 2, 4]),
    ("rang", {}, -1, [4, 2, 2, 1]),
    ("borda", {}, 1, [0, 1, 1, 3]),
    ("prozentrang", {}, 1, [0, 1 / 3, 1 / 3, 1]),
    ("abstand", {}, 1, [0, 2 / 8, 2 / 8, 4 / 8]),  # from 2 to the target 10
    ("abstand", {}, -1, [4 / 6, 2 / 6, 2 / 6, 0]),  # from 6 to the target 0
    ("keine", {}, -1, [-2, -4, -4, -6]),
    ("imd_exponentiell", {}, 1,
     [-23 * math.log(1 - share * (1 - math.exp(-100 / 23))) for share in (0.25, 0.625, 0.625, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("methode", "choice", "richtung", "expected"), BY_HAND)
def test_by_hand(methode, choice, richtung, expected) -> None:
    assert_allclose(points(methode, [2, 4, 4, 6], richtung, **choice), expected, atol=1e-12)
    with_gap = points(methode, [2, NAN, 4, 4, 6], richtung, **choice)
    assert_allclose(with_gap, np.insert(np.asarray(expected, float), 1, NAN), atol=1e-12)


def test_the_top_of_the_english_indices_has_100_points() -> None:
    assert_allclose(points("imd_exponentiell", [1, 2, 3, 4])[-1], 100)


def test_goalposts_from_the_data() -> None:
    # mean 5, half the range 3: goalposts 2 and 8
    node = Node("x", "r", 1, 1.0, deckelung=False)
    choice = Normalisation("zielwerte", (70.0, 130.0), zielwerte_aus_daten=True)
    values = np.array([[2.0], [5.0], [5.0], [8.0]])
    found = METHODS["zielwerte"](values, Scales.of((node,)), choice)
    assert_allclose(found[:, 0], [70, 100, 100, 130])


def test_reached_targets_count_as_one() -> None:
    assert_array_equal(points("abstand", [10, 12, 15]), [1, 1, 1])
    node = Node("x", "r", 1, 1.0, unten=0.0, oben=10.0)
    found = METHODS["abstand"](np.array([[5.0], [20.0]]), Scales.of((node,)), Normalisation())
    assert_array_equal(found[:, 0], [0, 1])


#: Few distinct whole numbers, so that there are ties.
columns = st.lists(st.integers(-9, 9), min_size=3, max_size=8).filter(lambda c: len(set(c)) > 1)
methods = st.sampled_from(NORMALISIERUNGEN)


@relation
@given(columns, methods)
def test_order_is_kept(column, methode) -> None:
    found = points(methode, column)
    assert (np.diff(found[np.argsort(column, kind="stable")]) >= -1e-12).all()


@relation
@given(columns, methods.filter(lambda m: m not in normalise.NEED_GOALPOSTS))
def test_the_direction_is_the_mirror(column, methode) -> None:
    assert_array_equal(points(methode, column, -1), points(methode, [-x for x in column], 1))


@relation
@given(columns, methods, st.randoms(use_true_random=False))
def test_permuted_areas_permute_points(column, methode, random) -> None:
    order = list(range(len(column)))
    random.shuffle(order)
    permuted = points(methode, [column[i] for i in order])
    assert_allclose(permuted, points(methode, column)[order], rtol=1e-12, atol=1e-12)


@relation
@given(columns, columns, methods)
def test_replications_are_single_runs(first, second, methode) -> None:
    size = min(len(first), len(second))
    first, second = first[:size], second[:size]
    both = points(methode, np.array([first, second], float))
    assert_array_equal(both, [points(methode, first), points(methode, second)])


#: First of one, best of one, on the way from itself: no comparison, whatever the method.
compared = pytest.mark.parametrize(
    "methode", [m for m in NORMALISIERUNGEN if m not in ("zielwerte", "keine")]
)


@compared
def test_one_area_has_no_points_but_a_reason(methode) -> None:
    tree = Catalogue((Node("r", "", 1, 1.0), Node("a", "r", 1, 1.0, unten=0.0, oben=9.0)))
    result = compute(tree, [[3.0]], Procedure(normalisierung=Normalisation(methode)))
    assert np.isnan(result.scores).all()
    assert result.reasons().tolist() == [[GRUND_EINZELN, GRUND_EINZELN]]


@compared
def test_the_only_area_with_a_value_has_no_points_but_a_reason(methode) -> None:
    nodes = (Node(c, "r", 1, 1.0, unten=0.0, oben=9.0) for c in ("a", "b"))
    choice = Procedure(
        "", normalisierung=Normalisation(methode), aggregation=Aggregation(mindestabdeckung=0.5)
    )
    result = compute(Catalogue((Node("r", "", 1, 1.0), *nodes)), [[NAN, 1.0], [3.0, 2.0]], choice)
    assert np.isnan(result.score("a")).all()
    assert_array_equal(result.score("r"), result.score("b"))
    assert result.reasons()[1].tolist() == ["", GRUND_EINZELN, ""]


@pytest.mark.parametrize("methode", NORMALISIERUNGEN)
def test_a_constant_column_has_no_points_but_a_reason(methode) -> None:
    nodes = (Node(c, "r", 1, 1.0, unten=0.0, oben=9.0) for c in ("a", "b"))
    tree = Catalogue((Node("r", "", 1, 1.0), *nodes))
    choice = Procedure(
        "", normalisierung=Normalisation(methode), aggregation=Aggregation(mindestabdeckung=0.5)
    )
    result = compute(tree, [[3.0, 1.0], [3.0, 2.0]], choice)
    assert np.isnan(result.score("a")).all()
    assert not np.isnan(result.score("r")).any()
    assert result.reasons()[0].tolist() == ["", GRUND_KONSTANT, ""]
