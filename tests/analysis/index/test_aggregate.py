"""Points of children to those of their parent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index.aggregate import METHODS, arithmetic, coverage, enough
from tests.analysis.index.trees import relation

weights_1_3 = np.array([1.0, 3.0])
NAN = np.nan
#: For the others see test_means.py.
MEANS = ("arithmetisch", "geometrisch", "harmonisch")
#: Not below 1e-9 but for 0: slopes of a geometric mean grow beyond all bounds there.
points = st.one_of(st.just(NAN), st.just(0.0), st.floats(1e-9, 100))
rows = st.lists(st.tuples(points, points, points), min_size=1, max_size=4)
weights = st.tuples(*[st.floats(0.1, 10)] * 3)


def test_weighted_mean() -> None:
    assert_allclose(arithmetic(np.array([[40.0, 80.0]]), weights_1_3), [(40 * 1 + 80 * 3) / 4])


def test_weights_of_missing_children_go_to_the_others() -> None:
    children = np.array([[40.0, NAN], [NAN, 80.0], [NAN, NAN]])
    assert_array_equal(arithmetic(children, weights_1_3), [40, 80, NAN])


def test_a_child_without_weight_alone_gives_no_score() -> None:
    assert_array_equal(arithmetic(np.array([[40.0, NAN]]), np.array([0.0, 1.0])), [NAN])


def test_weights_as_published() -> None:
    # 0.2 + 0.3 are not brought to 1; with one missing the other stands for both
    children, published = np.array([[10.0, 20.0], [10.0, NAN]]), np.array([0.2, 0.3])
    assert_allclose(arithmetic(children, published, False), [0.2 * 10 + 0.3 * 20, 0.5 * 10])


def test_one_set_of_weights_per_replication() -> None:
    children = np.array([[[40.0, 80.0]], [[40.0, 80.0]]])
    both = np.array([[1.0, 3.0], [3.0, 1.0]])
    assert_allclose(arithmetic(children, both), [[70], [50]])


def test_coverage_counts_children_not_weights() -> None:
    children = np.array([[1.0, NAN, 3.0], [NAN, NAN, 3.0], [NAN] * 3])
    assert_allclose(coverage(children, np.array([1.0, 8.0, 1.0])), [2 / 3, 1 / 3, 0])


def test_children_without_weight_do_not_count() -> None:
    children = np.array([[1.0, NAN, 3.0]])
    assert_allclose(coverage(children, np.array([1.0, 1.0, 0.0])), [1 / 2])


@pytest.mark.parametrize(("known", "reached"), [(2, False), (3, True), (5, True)])
def test_three_of_five_are_enough(known: int, reached: bool) -> None:
    assert enough(np.array([known / 5]), 0.6).tolist() == [reached]


@pytest.mark.parametrize("method", MEANS)
@relation
@given(rows=rows, weights=weights, factor=st.floats(0.1, 100))
def test_scaled_weights_change_nothing(
    method: str, rows: list[tuple[float, ...]], weights: tuple[float, ...], factor: float
) -> None:
    children, given_weights = np.array(rows), np.array(weights)
    score = METHODS[method].score
    assert_allclose(
        score(children, factor * given_weights, True),
        score(children, given_weights, True),
        atol=1e-9,
    )


@pytest.mark.parametrize("method", MEANS)
@relation
@given(rows=rows, weights=weights)
def test_the_score_lies_between_its_parts(
    method: str, rows: list[tuple[float, ...]], weights: tuple[float, ...]
) -> None:
    children = np.array(rows)
    scores = METHODS[method].score(children, np.array(weights), True)
    for row, score in zip(children, scores, strict=True):
        known = row[~np.isnan(row)]
        if known.size:
            assert known.min() - 1e-9 <= score <= known.max() + 1e-9
        else:
            assert np.isnan(score)


@pytest.mark.parametrize("method", [*MEANS, "summe"])
@pytest.mark.parametrize("normieren", [True, False])
@relation
@given(rows=rows, weights=weights)
def test_factors_times_points_sum_to_the_score(
    method: str, normieren: bool, rows: list[tuple[float, ...]], weights: tuple[float, ...]
) -> None:
    children, given_weights = np.array(rows), np.array(weights)
    factors = METHODS[method].weights(children, given_weights, normieren)
    total = (factors * np.where(np.isnan(children), 0, children)).sum(axis=-1)
    assert_allclose(total, METHODS[method].score(children, given_weights, normieren), atol=1e-9)
