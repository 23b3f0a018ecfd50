"""What the uncertainty of an index comes from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.sensitivity import GRUND_GLEICH, Sensitivity, sensitivity, sobol
from lebenslage.analysis.intervals import Floats
from tests.analysis.index.given import flat_tree, matrix, procedure, two_fields


def by_factor(got: Sensitivity) -> pd.DataFrame:
    return got.frame.set_index("faktor")


def test_the_function_of_ishigami() -> None:
    def ishigami(x: Floats) -> Floats:
        a, b, c = (2 * np.pi * x - np.pi).T
        return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)

    rows = by_factor(sobol(["a", "b", "c"], ishigami, n=4096, seed=1))
    # variances in closed form: Ishigami, Homma (1990)
    one, two, both = (
        0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2,
        7**2 / 8,
        0.1**2 * np.pi**8 * (1 / 18 - 1 / 50),
    )
    total = one + two + both
    assert_allclose(rows["s1"], np.array([one, two, 0]) / total, atol=0.02)
    assert_allclose(rows["st"], np.array([one + both, two, both]) / total, atol=0.02)
    assert (rows["s1_ug"] < rows["s1"]).all()
    assert (rows["s1"] < rows["s1_og"]).all()


def test_a_sum_of_two_groups() -> None:
    # variances 1 + 4 = 5 and 9 (times 1/12)
    rows = by_factor(
        sobol(["u", "u", "v"], lambda x: x @ np.array([1.0, 2.0, 3.0]) + 50, n=1024, seed=2)
    )
    assert_allclose(rows["s1"], [5 / 14, 9 / 14], atol=0.02)
    assert_allclose(rows["st"], [5 / 14, 9 / 14], atol=0.02)


def test_sampling_error_and_one_indicator_left_out() -> None:
    tree = flat_tree(2)
    chosen = procedure(stichprobenfehler=True, weglassen=True)
    table = matrix(tree, [[20, 60], [50, 50]], [[8, 0], [0, 0]])
    got = by_factor(sensitivity(tree, table, chosen, gebiet="a", n=2048))
    # the first value is 20 + e, e with variance 64; the score (80 + e) / 2, or 60, or 20 + e:
    left_out = np.var([40, 60, 20])
    alone = 64 * ((1 / 2 + 0 + 1) / 3) ** 2
    with_it = 64 * (1 / 4 + 0 + 1) / 3
    total = left_out + with_it
    expected = {
        "weglassen": (left_out / total, (left_out + with_it - alone) / total),
        "stichprobenfehler": (alone / total, with_it / total),
    }
    for factor, (first, both) in expected.items():
        assert got.loc[factor, "s1"] == pytest.approx(first, abs=0.06)
        assert got.loc[factor, "st"] == pytest.approx(both, abs=0.06)


def test_shift_of_the_places() -> None:
    tree = flat_tree(2)
    chosen = procedure(stichprobenfehler=True, gewichte=0.25, zielwerte=0.1)
    # goalposts move all areas alike if both indicators are the same: no place changes
    table = matrix(tree, [[50, 50], [52, 52]], [[5, 5], [0, 0]])
    got = by_factor(sensitivity(tree, table, chosen, n=256))
    assert list(got.index) == ["gewichte", "zielwerte", "stichprobenfehler"]
    assert got["st"].idxmax() == "stichprobenfehler"
    assert got.loc["stichprobenfehler", "st_og"] > 0.9


def test_one_factor_explains_everything() -> None:
    tree = two_fields()
    values = np.random.default_rng(1).uniform(0, 100, (6, 4))
    got = by_factor(sensitivity(tree, matrix(tree, values), procedure(gewichte=0.25), n=512))
    assert_allclose(got.loc["gewichte", ["s1", "st"]].astype(float), 1, atol=0.15)


def test_nothing_to_explain() -> None:
    tree = flat_tree(2)
    table = matrix(tree, [[10, 10], [40, 40]])
    assert sensitivity(tree, table, procedure(), n=8).frame.empty
    got = sensitivity(tree, table, procedure(gewichte=0.25), n=8)
    assert got.frame["grund"].tolist() == [GRUND_GLEICH]
    assert got.frame[["s1", "st"]].isna().all(axis=None)
    missing = matrix(tree, [[np.nan, np.nan]])
    assert sensitivity(tree, missing, procedure(gewichte=0.25), n=8).frame.empty


def test_undefined_results_take_their_set_along() -> None:
    def square_root(x: Floats) -> Floats:
        return np.where(x[:, 0] < 0.25, np.nan, x.sum(axis=1))

    got = sobol(["a", "b"], square_root, n=256, seed=3)
    assert got.auswertungen == 256 * (2 + 3)
    assert got.verworfen > 0
    assert got.verworfen % 5 == 0
    assert np.isfinite(got.frame[["s1", "st"]].to_numpy()).all()


def test_same_seed_same_indices() -> None:
    tree = two_fields()
    table = matrix(tree, np.random.default_rng(1).uniform(0, 100, (6, 4)), 5)
    chosen = procedure(stichprobenfehler=True, gewichte=0.25, weglassen=True)
    for seed in (0, 7):
        one = sensitivity(tree, table, chosen, n=16, seed=seed).frame
        pd.testing.assert_frame_equal(one, sensitivity(tree, table, chosen, n=16, seed=seed).frame)


def test_wrong_calls() -> None:
    tree = flat_tree(1)
    table = matrix(tree, [[1], [np.nan]])
    with pytest.raises(ValueError, match="power of 2"):
        sensitivity(tree, table, n=100)
    with pytest.raises(ValueError, match="no score"):
        sensitivity(tree, table, gebiet="b")
