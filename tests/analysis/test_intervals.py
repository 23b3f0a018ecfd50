"""Intervals against published values, against scipy, and at their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lebenslage.analysis import intervals


def test_wilson_reproduces_the_published_example():
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3 (score without correction)
    for k, n, expected in (
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ):
        assert np.round(intervals.wilson(k, n), 4).tolist() == list(expected)


def test_wilson_at_its_edges():
    lower, upper = intervals.wilson([0, 10, 0, np.nan], [10, 10, 0, 5])
    z2 = stats.norm.ppf(0.975) ** 2
    np.testing.assert_allclose(lower, [0, 10 / (10 + z2), np.nan, np.nan])
    np.testing.assert_allclose(upper, [z2 / (10 + z2), 1, np.nan, np.nan])


@given(st.integers(1, 10_000), st.data(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_agrees_with_scipy_and_holds_the_share(n, data, niveau):
    k = data.draw(st.integers(0, n))
    lower, upper = intervals.wilson(k, n, niveau)
    expected = stats.binomtest(k, n).proportion_ci(niveau, method="wilson")
    assert math.isclose(lower, expected.low, rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(upper, expected.high, rel_tol=1e-9, abs_tol=1e-12)
    assert 0 <= lower <= k / n <= upper <= 1


def test_poisson_reproduces_the_published_table():
    # Ulm (1990), American Journal of Epidemiology 131, and any table of Garwood limits
    for k, expected in (
        (0, (0, 3.689)),
        (1, (0.025, 5.572)),
        (5, (1.623, 11.668)),
        (10, (4.795, 18.390)),
    ):
        np.testing.assert_allclose(intervals.poisson(k), expected, atol=5e-4)


@given(st.integers(0, 5000), st.sampled_from([0.8, 0.95, 0.99]))
def test_poisson_is_the_chi_squared_formula(k, niveau):
    alpha = 1 - niveau
    lower = stats.chi2.ppf(alpha / 2, 2 * k) / 2 if k else 0.0
    upper = stats.chi2.ppf(1 - alpha / 2, 2 * k + 2) / 2
    np.testing.assert_allclose(intervals.poisson(k, niveau), (lower, upper), rtol=1e-9)


def test_poisson_rate_and_edges():
    lower, upper = intervals.poisson([5, 5, np.nan], exposure=[2.0, 0.0, 1.0])
    plain = intervals.poisson(5)
    np.testing.assert_allclose(lower, [plain[0] / 2, np.nan, np.nan])
    np.testing.assert_allclose(upper, [plain[1] / 2, np.nan, np.nan])


def test_normal_and_t():
    np.testing.assert_allclose(
        intervals.normal(10, 2), (10 - 1.959964 * 2, 10 + 1.959964 * 2), rtol=1e-7
    )
    # t with 4 degrees of freedom: 2.776 (any printed table)
    np.testing.assert_allclose(intervals.normal(0, 1, df=4), (-2.776, 2.776), atol=5e-4)
    assert np.isnan(intervals.normal(0, [1, np.nan], df=[0, 5])).all()


@pytest.mark.parametrize(
    "interval", [intervals.wilson, lambda k, n: intervals.poisson(k, exposure=n)]
)
def test_shapes_are_broadcast(interval):
    lower, upper = interval(np.arange(3)[:, None], np.array([10, 20]))
    assert lower.shape == upper.shape == (3, 2)
