"""Estimates against hand calculations, against another library, and by their relations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import svy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lebenslage.analysis.survey.design import Design
from lebenslage.analysis.survey.estimate import effective_number, estimate, interval
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.moments import answer_moments, number_moments
from lebenslage.analysis.survey.quantiles import median, quantiles

SCALE = np.arange(1.0, 6.0)
calm = settings(deadline=None, max_examples=60)


def everybody(design: Design) -> Grouping:
    return Grouping.of(design, np.zeros(len(design), np.int64), 1)


def coded(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_mean_of_a_simple_random_sample_by_hand():
    design = Design.of(size=4, stratum=coded(0, 0, 0, 0), population=np.array([40.0]))
    result = estimate(answer_moments(everybody(design), coded(1, 2, 3, 4), 5), SCALE)
    # 2, 3, 4, 5: mean 3.5, variance (2.25 + 0.25 + 0.25 + 2.25) / 3
    assert result.wert[0, 0] == pytest.approx(14 / 4)
    assert result.fehler[0, 0] == pytest.approx(np.sqrt((1 - 4 / 40) * (5 / 3) / 4))
    assert (result.n[0], result.n_eff[0], result.df[0]) == (4, 4, 3)


def test_total_of_two_strata_by_hand():
    # stratum 0: 4 of 40 answered, stratum 1: 2 of 60
    design = Design.of(stratum=coded(0, 0, 0, 0, 1, 1), population=np.array([40.0, 60.0]))
    result = estimate(answer_moments(everybody(design), coded(0, 0, 1, 1, 1, 1), 2), [0, 1])
    assert design.weight.tolist() == [10, 10, 10, 10, 30, 30]
    assert result.wert[0, 0] == pytest.approx((40 * 0.5 + 60 * 1.0) / 100)
    variance = 0.4**2 * (1 - 4 / 40) * (1 / 3) / 4  # the second stratum agrees
    assert result.fehler[0, 0] == pytest.approx(np.sqrt(variance))
    assert result.n_eff[0] == pytest.approx(100**2 / (4 * 10**2 + 2 * 30**2))
    assert result.df[0] == 6 - 2


def test_clusters_by_hand():
    # three clusters out of ten, all asked in them; shares of the clusters 0, 1/2, 1
    design = Design.of(
        stratum=coded(*[0] * 6), cluster=coded(0, 0, 1, 1, 2, 2), population=np.array([10.0])
    )
    result = estimate(answer_moments(everybody(design), coded(0, 0, 0, 1, 1, 1), 2), [0, 1])
    assert result.wert[0, 0] == pytest.approx(0.5)
    # means of equal clusters are a sample of three numbers
    assert result.fehler[0, 0] == pytest.approx(np.sqrt((1 - 3 / 10) * 0.25 / 3))
    assert result.df[0] == 2


def test_clusters_with_the_same_number_in_two_strata_are_two():
    design = Design.of(stratum=coded(0, 0, 1, 1), cluster=coded(7, 8, 7, 8))
    assert design.units.tolist() == [2, 2]


def test_a_stratum_of_one_counts_with_its_square():
    design = Design.of(stratum=coded(0, 0, 1))
    result = estimate(answer_moments(everybody(design), coded(0, 1, 1), 2), [0, 1])
    # z = (y - 2/3) / 3; stratum 0 about its own mean, stratum 1 about zero
    z = [(0 - 2 / 3) / 3, (1 - 2 / 3) / 3]
    own = 2 / 1 * (z[0] ** 2 + z[1] ** 2 - (z[0] + z[1]) ** 2 / 2)
    assert result.fehler[0, 0] == pytest.approx(np.sqrt(own + z[1] ** 2))


def test_strata_without_a_population_count_as_the_average():
    design = Design.of(stratum=coded(0, 0, 1), population=np.array([20.0, np.nan]))
    assert design.weight.tolist() == [10, 10, 10]
    assert design.fraction.tolist() == [0.1, 0]


def test_nobody_answered_is_missing():
    grouping = Grouping.of(Design.of(stratum=coded(0, 0)), coded(0, 0), 2)
    result = estimate(answer_moments(grouping, coded(0, -1), 2), [0, 1])
    assert np.isnan(result.wert[1, 0])
    assert np.isnan(result.fehler[1, 0])
    assert result.n.tolist() == [1, 0]


def test_wilson_on_the_effective_number_by_hand():
    # 10 of 40 said yes, 400 were asked
    design = Design.of(stratum=coded(*[0] * 40), population=np.array([400.0]))
    answers = coded(*[1] * 10, *[0] * 30)
    result = estimate(answer_moments(everybody(design), answers, 2), [0, 1])
    n = 39 / (1 - 0.1)
    assert effective_number(result)[0, 0] == pytest.approx(n)
    z = stats.norm.ppf(0.975)
    centre, half = (0.25 + z**2 / 2 / n), z * np.sqrt(0.25 * 0.75 / n + z**2 / 4 / n**2)
    ug, og = interval(result, "wilson")
    assert ug[0, 0] == pytest.approx((centre - half) / (1 + z**2 / n))
    assert og[0, 0] == pytest.approx((centre + half) / (1 + z**2 / n))


def test_a_share_of_zero_has_an_upper_limit():
    design = Design.of(stratum=coded(*[0] * 40), population=np.array([400.0]))
    result = estimate(answer_moments(everybody(design), coded(*[0] * 40), 2), [0, 1])
    n, z = 39 / (1 - 0.1), stats.norm.ppf(0.975)
    ug, og = interval(result, "wilson")
    assert ug[0, 0] == 0
    assert og[0, 0] == pytest.approx(z**2 / (n + z**2))


@pytest.mark.parametrize("method", ["t", "normal", "logit", "wilson", "beta"])
def test_intervals_hold_the_share(method):
    design = Design.of(stratum=coded(*[0] * 30))
    result = estimate(answer_moments(everybody(design), coded(*[0] * 20, *[1] * 10), 2), [0, 1])
    ug, og = interval(result, method)
    assert 0 < ug[0, 0] < 1 / 3 < og[0, 0] < 1


def test_median_is_the_smallest_number_that_reaches_half_of_the_weights():
    design = Design.of(stratum=coded(*[0] * 9))
    grouping = Grouping.of(design, coded(0, 0, 0, 0, 1, 1, 1, 1, 1), 2)
    numbers = np.array([8.0, 2, 4, 6, 1, 9, 5, 3, 7])
    assert quantiles(grouping, numbers, np.array([0.5, 0.5])).tolist() == [4, 5]


def test_weighted_median_by_hand():
    design = Design.of(weight=np.array([1.0, 1.0, 5.0]), stratum=coded(0, 0, 0))
    wert = quantiles(everybody(design), np.array([1.0, 2.0, 3.0]), np.array([0.5]))
    assert wert.tolist() == [3]


def test_interval_of_the_median_reads_the_distribution_at_the_limits_of_its_share():
    numbers = np.arange(1.0, 102.0)
    design = Design.of(stratum=coded(*[0] * 101))
    wert, fehler, ug, og = median(everybody(design), numbers)
    p = 51 / 101
    reach = stats.t.ppf(0.975, 100) * np.sqrt(p * (1 - p) / 100)
    assert wert[0] == 51
    assert ug[0] == np.ceil(101 * (p - reach))
    assert og[0] == np.ceil(101 * (p + reach))
    assert fehler[0] == pytest.approx((og[0] - ug[0]) / 2 / stats.t.ppf(0.975, 100))


def test_missing_numbers_are_no_numbers():
    design = Design.of(stratum=coded(0, 0, 0))
    result = estimate(number_moments(everybody(design), np.array([1.0, np.nan, 4.0])), [0, 1])
    assert (result.wert[0, 0], result.n[0]) == (2.5, 2)


# another library


def sample(seed: int, *, clusters: bool = False) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    size = 400
    stratum = rng.integers(0, 4, size)
    return {
        "stratum": stratum,
        "group": rng.integers(0, 3, size),
        "cluster": rng.integers(0, 12, size) if clusters else np.arange(size),
        "answer": rng.integers(0, 5, size),
        "population": np.array([200.0, 500.0, 5000.0, 1e5])[stratum],
    }


@pytest.mark.parametrize("case", ["srs", "strata", "clusters"])
@pytest.mark.parametrize("by", [None, "group"])
def test_the_same_as_svy(case, by, tmp_path):
    rows = sample(7, clusters=case == "clusters")
    if case == "srs":
        rows |= {"stratum": np.zeros(400, np.int64), "population": np.full(400, 2000.0)}
    cluster = rows["cluster"] if case == "clusters" else None
    population = None if cluster is not None else np.unique(rows["population"])
    design = Design.of(stratum=rows["stratum"], cluster=cluster, population=population)
    codes = rows["group"] if by else np.zeros(400, np.int64)
    ours = estimate(
        answer_moments(Grouping.of(design, codes, 3 if by else 1), rows["answer"], 5),
        [SCALE, [0, 0, 0, 1, 1]],
    )
    frame = pd.DataFrame(
        {
            "stratum": rows["stratum"],
            "psu": 1000 * rows["stratum"] + rows["cluster"],
            "group": rows["group"],
            "value": SCALE[rows["answer"]],
            "top": (rows["answer"] >= 3).astype(int),
            "weight": design.weight,
            "population": rows["population"],
        }
    )
    frame.to_csv(tmp_path / "stichprobe.csv", index=False)
    extra = {"psu": "psu"} if cluster is not None else {"pop_size": "population"}
    theirs = svy.Sample(
        svy.read_csv(tmp_path / "stichprobe.csv"),
        svy.Design(stratum="stratum", wgt="weight", **extra),
    ).estimation
    mean = theirs.mean("value", by=by).to_polars()
    assert ours.wert[:, 0] == pytest.approx(mean["est"].to_numpy(), rel=1e-10)
    assert ours.fehler[:, 0] == pytest.approx(mean["se"].to_numpy(), rel=1e-10)
    assert ours.df.tolist() == mean["df"].to_list()
    assert interval(ours, "t")[0][:, 0] == pytest.approx(mean["lci"].to_numpy(), rel=1e-10)
    for method in ("logit", "beta"):
        shares = theirs.prop("top", by=by, ci_method=method).to_polars().to_dicts()
        yes = [share for share in shares if share["top"] == 1]
        ug, og = interval(ours, method)
        for own, name in ((ours.fehler, "se"), (ug, "lci"), (og, "uci")):
            assert own[:, 1].tolist() == pytest.approx([share[name] for share in yes], rel=1e-9)


# relations

answers_of_many = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(-1, 4), st.floats(0.1, 9)),
    min_size=4,
    max_size=60,
)


def table(rows, weight=None):
    stratum, group, answer, w = (np.array(column) for column in zip(*rows, strict=True))
    numbered = np.unique(stratum, return_inverse=True)[1].astype(np.int64)
    weights = np.asarray(w, float) if weight is None else weight
    design = Design.of(weight=weights, stratum=numbered)
    grouping = Grouping.of(design, group.astype(np.int64), 2)
    return estimate(answer_moments(grouping, answer.astype(np.int64), 5), np.eye(5))


@calm
@given(answers_of_many)
def test_shares_sum_to_one(rows):
    result = table(rows)
    sums = result.wert.sum(axis=1)
    assert sums[result.n > 0] == pytest.approx(1)


@calm
@given(answers_of_many, st.randoms(use_true_random=False))
def test_the_order_of_persons_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = table(rows), table(shuffled)
    np.testing.assert_allclose(one.wert, other.wert, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.fehler, other.fehler, rtol=1e-6, atol=1e-7)


@calm
@given(answers_of_many, st.floats(0.01, 100))
def test_scaling_the_weights_changes_nothing(rows, factor):
    weight = np.array([row[3] for row in rows])
    one, other = table(rows), table(rows, weight * factor)
    np.testing.assert_allclose(one.wert, other.wert, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.fehler, other.fehler, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(one.n_eff, other.n_eff, rtol=1e-9)


@calm
@given(st.lists(st.integers(0, 4), min_size=2, max_size=40))
def test_whoever_asked_everybody_has_no_sampling_error(answers):
    design = Design.of(stratum=coded(*[0] * len(answers)), population=np.array([len(answers)]))
    result = estimate(answer_moments(everybody(design), coded(*answers), 5), np.eye(5))
    assert (result.fehler == 0).all()
    ug, og = interval(result, "wilson")
    np.testing.assert_allclose(ug, result.wert, atol=1e-6)
    np.testing.assert_allclose(og, result.wert, atol=1e-6)
