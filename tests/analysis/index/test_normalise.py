"""Values to points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index import normalise
from lebenslage.analysis.index.normalise import Scales, clipped, constant, goalposts, transformed
from lebenslage.model.catalogue import Node
from lebenslage.model.procedure import Normalisation
from tests.analysis.index.trees import relation

numbers = st.floats(-1e6, 1e6)


def test_points_between_goalposts() -> None:
    # vacant dwellings, 20 % to 0 %: less is better
    assert_allclose(goalposts([5.0, 15.0, 10.0], 0, 20, -1), [75, 25, 50])
    # 30 to 60 m² a person: more is better
    assert_allclose(goalposts([45.0, 36.0], 30, 60, 1), [(45 - 30) / 30 * 100, 20])


def test_ends_are_exact_and_beyond_is_clipped() -> None:
    values = [0.0, 3.0, 9.0, 12.0]
    assert_array_equal(goalposts(values, 3, 9, 1), [0, 0, 100, 100])
    assert_array_equal(goalposts(values, 3, 9, -1), [100, 100, 0, 0])


def test_without_clipping_points_go_on() -> None:
    assert_allclose(goalposts([[0.0, 0.0]], 3, 9, 1, clip=[True, False]), [[0, -50]])


def test_other_range() -> None:
    assert_allclose(goalposts([3.0, 6.0, 9.0], 3, 9, 1, bereich=(1, 11)), [1, 6, 11])


def test_missing_stays_missing() -> None:
    assert_array_equal(goalposts([np.nan, 9.0], 3, 9, 1), [np.nan, 100])


def test_one_set_of_goalposts_per_replication() -> None:
    values = np.array([[2.0], [4.0]])
    low, high = np.array([[[0.0]], [[2.0]]]), np.array([[[4.0]], [[4.0]]])
    assert_allclose(goalposts(values, low, high, [1]), [[[50], [100]], [[0], [100]]])


@relation
@given(st.lists(numbers, min_size=2, max_size=6), numbers, st.floats(1, 1e6))
def test_order_is_kept_and_the_other_direction_is_the_mirror(
    values: list[float], low: float, span: float
) -> None:
    up = goalposts(values, low, low + span, 1)
    down = goalposts(values, low, low + span, -1)
    order = np.argsort(values)
    assert (np.diff(up[order]) >= 0).all()
    assert_allclose(up + down, 100, atol=1e-6)


def _scales(**fields: object) -> Scales:
    node = Node("x", "", 1, 1, unten=1.0, oben=100.0, **fields)  # type: ignore[arg-type]
    return Scales.of((node,))


def test_logarithm() -> None:
    # goalposts 1 and 100: 10 lies half way on the logarithmic scale; zero is below any goalpost
    values = np.array([[1.0], [10.0], [100.0], [0.0], [-5.0], [np.nan]])
    points = normalise.METHODS["zielwerte"](values, _scales(transformation="log"), Normalisation())
    assert_allclose(points[:, 0], [0, 50, 100, 0, 0, np.nan], atol=1e-12)


def test_logarithm_of_nothing_else() -> None:
    values = np.array([[1.0, 1.0]])
    assert_array_equal(transformed(values, np.array([True, False])), [[0, 1]])


def test_clipped_tells_the_end() -> None:
    values = np.array([[0.5], [1.0], [50.0], [100.0], [101.0], [np.nan]])
    assert_array_equal(clipped(values, _scales())[:, 0], [-1, 0, 0, 0, 1, 0])
    assert not clipped(values, _scales(deckelung=False)).any()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ((7.0, 7.0, 7.0), True),
        ((7.0, np.nan, 7.0), True),
        ((0.1 + 0.2, 0.3, np.nan), True),  # equal but for rounding
        ((0.0, 0.0, 0.0), True),
        ((7.0, 7.0, 7.0001), False),
        ((7.0, np.nan, np.nan), False),  # one area is no comparison
        ((np.nan, np.nan, np.nan), False),
    ],
)
def test_constant(column: tuple[float, ...], expected: bool) -> None:
    assert constant(np.array(column)[:, None]).tolist() == [expected]


def test_constant_without_areas() -> None:
    assert constant(np.empty((0, 2))).tolist() == [False, False]
