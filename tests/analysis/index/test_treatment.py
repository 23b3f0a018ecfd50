"""Outliers before normalisation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.treatment import moments, outlying, treat
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import BEHANDLUNGEN, Normalisation, Procedure, Treatment
from tests.analysis.index.trees import relation

NAN = np.nan
WINSOR = Treatment("winsor")
#: 1 to 9 and one value far away.
COLUMN = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 100.0])[:, None]


def test_moments_are_those_of_scipy() -> None:
    skewness, kurtosis = moments(np.vstack([COLUMN, [[NAN]]]))
    assert_allclose(skewness, stats.skew(COLUMN, bias=False))
    assert_allclose(kurtosis, stats.kurtosis(COLUMN, bias=False))


def test_no_moments_without_spread_or_with_few_values() -> None:
    assert np.isnan(moments(np.ones((5, 1)))).all()
    assert np.isnan(moments(np.array([[1.0], [2.0]]))).all()
    assert np.isnan(moments(np.full((3, 1), NAN))).all()


def test_the_outlier_becomes_the_next_value() -> None:
    assert treat(COLUMN, WINSOR)[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert treat(-COLUMN, WINSOR)[:, 0].tolist() == [-1, -2, -3, -4, -5, -6, -7, -8, -9, -9]


def test_at_most_so_many_steps() -> None:
    column = np.array([*range(1, 40), 1000, 2000, 4000.0])[:, None]
    once = treat(column, replace(WINSOR, max_werte=1))
    assert once[-3:, 0].tolist() == [1000, 2000, 2000]
    assert treat(column, WINSOR)[-3:, 0].tolist() == [39, 39, 39]


def test_log_and_boxcox() -> None:
    assert_allclose(treat(COLUMN, Treatment("log")), np.log(COLUMN))
    # the smallest is 0: 1 % of the range of 99 is added
    assert_allclose(treat(COLUMN - 1, Treatment("log")), np.log(COLUMN - 1 + 0.99))
    found = treat(np.vstack([COLUMN, [[NAN]]]), Treatment("boxcox"))
    assert_allclose(found[:-1, 0], stats.boxcox(COLUMN[:, 0])[0])
    assert np.isnan(found[-1, 0])


columns = st.lists(st.integers(-50, 5000).map(float), min_size=6, max_size=9)


@relation
@given(columns, st.sampled_from(BEHANDLUNGEN))
def test_order_is_kept_and_replications_are_single_runs(column, methode) -> None:
    values, choice = np.array(column)[:, None], Treatment(methode, schiefe=1, woelbung=1)
    found = treat(values, choice)
    assert (np.diff(found[np.argsort(column, kind="stable"), 0]) >= -1e-9).all()
    if not outlying(values, choice).any():
        assert_array_equal(found, values)
    both = treat(np.stack([values, values[::-1]]), choice)
    assert_allclose(both, [found, found[::-1]], rtol=1e-6)


def _tree() -> Catalogue:
    leaf = Node("a", "r", 1, 1.0, unten=0.0, oben=200.0)
    return Catalogue((Node("r", "", 1, 1.0), leaf))


def test_every_treated_value_is_logged() -> None:
    procedure = Procedure(behandlung=WINSOR)
    result = compute(_tree(), COLUMN, procedure)
    assert [(t.gebiet, t.indikator, t.vorher, t.nachher) for t in result.treatments()] == [
        (9, "a", 100.0, 9.0)
    ]
    assert_allclose(result.score("a")[-1], 9 / 200 * 100)
    assert result.values[-1, 0] == 100
    assert compute(_tree(), COLUMN).treatments() == ()


@pytest.mark.parametrize("methode", ["log", "boxcox"])
def test_goalposts_do_not_fit_another_scale(methode) -> None:
    with pytest.raises(DatenFehler) as caught:
        compute(_tree(), COLUMN, Procedure(behandlung=Treatment(methode)))
    assert str(caught.value) == (
        f"Die Behandlung „{methode}“ ändert die Skala; mit der Normalisierung „zielwerte“ geht "
        "nur „winsor“."
    )


def test_what_is_the_same_after_treatment_is_constant() -> None:
    values = np.array([0.0] * 20 + [7.0])[:, None]
    procedure = Procedure(behandlung=WINSOR, normalisierung=Normalisation("minmax"))
    result = compute(_tree(), values, procedure)
    assert result.constant.tolist() == [True]
    assert np.isnan(result.scores).all()
