"""Smoothing towards a mean and limits of chance, by arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from lebenslage.analysis.small_numbers import ALARM, WARNUNG, Prior, funnel
from lebenslage.model.catalogue import Kind
from tests.analysis.index.trees import relation

NAN = np.nan


def test_a_prior_of_rates_by_arithmetic() -> None:
    # b = 40 / 200 = 0.2; s2 = (100 * 0.1² + 100 * 0.1²) / 200 = 0.01; less b / 100 = 0.002
    prior = Prior.of([10, 30], [100, 100], Kind.RATE)
    assert_allclose((prior.mean, prior.variance), (0.2, 0.008))
    # the mean weighs as much as a base of 0.2 / 0.008 = 25
    assert_allclose(prior.smoothed([10, 30], [100, 100]), [(10 + 5) / 125, (30 + 5) / 125])


def test_a_prior_of_shares_by_arithmetic() -> None:
    # chance: 0.2 * 0.8 / 100 = 0.0016; (0.01 - 0.0016) / 0.99
    prior = Prior.of([10, 30], [100, 100], Kind.ANTEIL)
    variance = 0.0084 / 0.99
    assert_allclose((prior.mean, prior.variance), (0.2, variance))
    strength = (0.16 - variance) / variance
    assert_allclose(prior.smoothed([10], [100]), [(10 + strength * 0.2) / (100 + strength)])


@pytest.mark.parametrize("kind", [Kind.ANTEIL, Kind.RATE])
def test_nothing_but_chance_is_the_mean_for_all(kind) -> None:
    prior = Prior.of([20, 21], [100, 100], kind)
    assert prior.variance == 0
    assert_allclose(prior.smoothed([20, 21, 1, NAN], [100, 100, 0, 5]), [0.205, 0.205, NAN, NAN])
    low, high = prior.limits([20, 21], [100, 100])
    assert np.isnan([low, high]).all()


def test_areas_without_a_base_do_not_count() -> None:
    full = Prior.of([10, 30], [100, 100], Kind.RATE)
    assert Prior.of([10, 30, 7, NAN], [100, 100, 0, 50], Kind.RATE) == full
    assert math.isnan(Prior.of([1], [0], Kind.RATE).mean)


def test_limits_hold_95_percent_of_the_distribution() -> None:
    prior = Prior(0.2, 0.008, Kind.RATE)
    low, high = prior.limits([10], [100])
    # Gamma with shape 10 + 5 and rate 125
    assert_allclose([low[0], high[0]], stats.gamma(15, scale=1 / 125).ppf([0.025, 0.975]))
    share = Prior(0.2, 0.016, Kind.ANTEIL)
    low, high = share.limits([10], [100])
    # (0.16 - 0.016) / 0.016 = 9 -> Beta with 10 + 1.8 and 90 + 7.2
    assert_allclose([low[0], high[0]], stats.beta(11.8, 97.2).ppf([0.025, 0.975]))
    assert_allclose(share.smoothed([10], [100]), stats.beta(11.8, 97.2).mean())


@relation
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 500)), min_size=2, max_size=8),
       st.sampled_from([Kind.ANTEIL, Kind.RATE]))  # fmt: skip
def test_smoothed_lies_between_raw_and_mean(cells, kind) -> None:
    k, n = np.array(cells, float).T
    prior = Prior.of(k, n, kind)
    soft, raw = prior.smoothed(k, n), k / n
    assert ((soft - prior.mean) * (raw - prior.mean) >= -1e-12).all()
    assert (np.abs(soft - prior.mean) <= np.abs(raw - prior.mean) + 1e-12).all()


def test_small_areas_are_drawn_further() -> None:
    prior = Prior(0.2, 0.008, Kind.RATE)
    soft = prior.smoothed([4, 40, 400], [10, 100, 1000])
    assert soft[0] < soft[1] < soft[2] < 0.4


def test_a_funnel_by_arithmetic() -> None:
    # ten throws of a coin: P(R <= 1) = 11/1024, P(R <= 2) = 56/1024, P(R = 2) = 45/1024
    low, high = funnel(0.5, [10], Kind.ANTEIL, WARNUNG)
    assert_allclose(low, (2 - (56 / 1024 - 0.025) / (45 / 1024)) / 10)
    # P(R <= 8) = 1013/1024 and P(R = 8) = 45/1024
    assert_allclose(high, (8 - (1013 / 1024 - 0.975) / (45 / 1024)) / 10)


def test_a_funnel_of_rates_by_arithmetic() -> None:
    # mean 2 events: P(0) = e^-2 = 0.1353 > 0.025, so the lower end would be below 0
    low, high = funnel(0.02, [100], Kind.RATE, WARNUNG)
    cumulated = math.exp(-2) * sum(2**r / math.factorial(r) for r in range(6))
    one = math.exp(-2) * 2**5 / math.factorial(5)
    assert low[0] == 0
    assert_allclose(high, (5 - (cumulated - 0.975) / one) / 100)


@pytest.mark.parametrize("kind", [Kind.ANTEIL, Kind.RATE])
@pytest.mark.parametrize("niveau", [WARNUNG, ALARM])
def test_chance_stays_inside_as_often_as_promised(kind, niveau) -> None:
    for n in (200, 1000, 5000):
        low, high = funnel(0.1, [n], kind, niveau)
        r = np.arange(n + 1)
        chance = stats.binom(n, 0.1) if kind is Kind.ANTEIL else stats.poisson(0.1 * n)
        inside = chance.pmf(r[(r / n >= low) & (r / n <= high)]).sum()
        # whole numbers: up to the probability of one number at each end
        assert abs(inside - niveau) < 2 * chance.pmf(chance.ppf((1 - niveau) / 2)) + 1e-9


def test_a_funnel_narrows_and_needs_a_base() -> None:
    low, high = funnel(0.1, [100, 400, 1600, 0, NAN], Kind.ANTEIL, ALARM)
    assert (np.diff(low[:3]) > 0).all()
    assert (np.diff(high[:3]) < 0).all()
    assert np.isnan(low[3:]).all()
    assert np.isnan(high[3:]).all()
