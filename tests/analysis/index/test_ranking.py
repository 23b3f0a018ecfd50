"""Places and classes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import rankdata

from lebenslage.analysis.index.ranking import classify, places
from lebenslage.model.procedure import Classes
from tests.analysis.index.trees import relation


def test_ties_share_the_smallest_place() -> None:
    scores = np.array([50.0, 80.0, np.nan, 50.0, 20.0])
    assert_array_equal(places(scores), [2, 1, np.nan, 2, 4])


def test_scores_equal_but_for_rounding_are_a_tie() -> None:
    assert_array_equal(places(np.array([0.1 + 0.2, 0.3, 0.4])), [2, 2, 1])


def test_small_scores_are_told_apart_on_their_own_scale() -> None:
    assert_array_equal(places(np.array([1e-12, 3e-12, 2e-12, 0.0])), [3, 1, 2, 4])
    assert_array_equal(places(np.array([0.1 + 0.2, 0.3, 0.4]) * 1e-12), [2, 2, 1])
    # every replication for itself, and the largest score in size decides, whatever its sign
    both = np.array([[1e-12, np.nan, 3e-12], [50.0 + 1e-12, 50.0, -80.0]])
    assert_array_equal(places(both), [[2, np.nan, 1], [1, 1, 3]])
    assert_array_equal(places(np.array([0.0, 0.0, np.nan])), [1, 1, np.nan])


def test_large_scores_are_equal_but_for_rounding() -> None:
    for size in (1e3, 1e6, 1e9, 1e12, -1e12):
        assert_array_equal(
            places(np.array([0.1 + 0.2, 0.3, 0.4, 0.7 + 0.1, 0.8]) * size),
            [4, 4, 3, 1, 1] if size > 0 else [1, 1, 3, 4, 4],
        )
    assert_array_equal(places(np.array([123456789.001, 123456789.002])), [2, 1])


def test_no_area() -> None:
    assert places(np.empty((3, 0))).shape == (3, 0)


@relation
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_as_a_library_ranks(scores: list[int]) -> None:
    array = np.array(scores, float)
    expected = rankdata(-array, method="min")
    assert_array_equal(places(array), expected)
    both = np.stack([array, -array], axis=-1)  # areas on the first axis
    assert_array_equal(places(both, axis=0)[:, 0], expected)


def test_a_score_on_a_limit_belongs_to_the_class_above() -> None:
    classes = Classes((40.0, 60.0), ("niedrig", "mittel", "hoch"))
    scores = np.array([39.9, 40.0, 59.9, 60.0, 60 - 1e-13, np.nan])
    names = ["niedrig", "mittel", "mittel", "hoch", "hoch", ""]
    assert classify(scores, classes).tolist() == names
