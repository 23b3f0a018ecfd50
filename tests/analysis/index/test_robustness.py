"""Scores and places under everything that is uncertain."""

from __future__ import annotations

import tracemalloc
from itertools import islice

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import norm

from lebenslage.analysis.index import robustness as module
from lebenslage.analysis.index.factors import Factor
from lebenslage.analysis.index.outcome import COLUMNS
from lebenslage.analysis.index.robustness import Simulation, robustness
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Kind
from lebenslage.model.procedure import Procedure, Robustness
from lebenslage.model.rules import GRUND_ABDECKUNG
from tests.analysis.index.given import flat_tree, matrix, procedure, two_fields
from tests.analysis.index.trees import relation

NAN = np.nan
DRAWS = 4000


def near(share: float, draws: int = DRAWS) -> object:
    """A share of the draws, within four standard errors."""
    return pytest.approx(share, abs=4 * (share * (1 - share) / draws) ** 0.5)


def test_two_areas_with_known_errors() -> None:
    tree = flat_tree(1)
    got = robustness(
        tree, matrix(tree, [[50], [56]], 5), procedure(stichprobenfehler=True), draws=DRAWS
    )
    below = norm.cdf((56 - 50) / (5**2 + 5**2) ** 0.5)
    assert got.below("r")[0, 1] == near(below)
    assert_allclose(got.below("r")[1, 0], 1 - got.below("r")[0, 1])
    assert got.frame["p_letzter"][0] == near(below)
    z = norm.ppf(0.95)
    # standard error of an extreme quantile: sqrt(p q / n) / density
    assert_allclose(got.frame["score_ug"], [50 - 5 * z, 56 - 5 * z], atol=4 * 5 * 2.12 / DRAWS**0.5)
    assert_allclose(got.frame["score_og"], [50 + 5 * z, 56 + 5 * z], atol=4 * 5 * 2.12 / DRAWS**0.5)
    assert got.factors == (Factor.STICHPROBENFEHLER,)


def test_weights_of_two_indicators() -> None:
    tree = flat_tree(2)
    got = robustness(
        tree, matrix(tree, [[0, 100], [40, 40]]), procedure(gewichte=0.25), draws=DRAWS
    )
    # s = 100 v / (u + v) with u and v even between 0.75 and 1.25; for k = v / u below 1
    # P(v <= k u) = (1.25 k - 0.75)^2 / (2 k) / 0.25, which is 5 % for this k:
    k = (1.9 + (1.9**2 - 4 * 1.5625 * 0.5625) ** 0.5) / (2 * 1.5625)
    rows = got.frame
    assert_allclose(rows["score_ug"][0], 100 * k / (1 + k), atol=0.5)
    assert_allclose(rows["score_og"][0], 100 / (1 + k), atol=0.5)
    assert rows["score"][0] == 50
    # 40 in both: no weight can change that; and 40 is above 0.75 / 2 = 37.5 by chance only
    assert_allclose(rows.loc[1, ["score_ug", "score_og"]].astype(float), 40)
    sure = robustness(tree, matrix(tree, [[0, 100], [37, 37]]), procedure(gewichte=0.25), draws=500)
    assert sure.below("r")[1, 0] == 1


def test_weights_of_siblings_keep_their_sum() -> None:
    # as the English indices: weights as published sum to 0.999
    tree = flat_tree(2, [0.225, 0.774])
    chosen = procedure(gewichte=0.25)
    object.__setattr__(chosen.aggregation, "gewichte_normieren", False)
    got = robustness(tree, matrix(tree, [[10, 10], [20, 30]]), chosen, draws=50)
    assert_allclose(got.frame.loc[0, ["score", "score_ug", "score_og"]].astype(float), 9.99)
    assert got.frame["score_ug"][1] < got.frame["score_og"][1]


def test_goalposts() -> None:
    tree = flat_tree(1)
    run = Simulation(tree, matrix(tree, [[50], [80]]), procedure(zielwerte=0.1), draws=DRAWS)
    list(run.steps())
    low, high = run.result().frame.loc[0, ["score_ug", "score_og"]]
    # goalposts between -10 and 10, and between 90 and 110
    assert (50 - 10) / (110 - 10) < low / 100 < 0.45
    assert 0.55 < high / 100 < (50 + 10) / (90 + 10)
    assert_allclose(low + high, 100, atol=1)
    # every draw moves them for both areas alike: places never change
    assert run.result().below("r")[0, 1] == 1


def test_goalposts_under_a_logarithm_move_on_its_scale() -> None:
    tree = flat_tree(1)
    object.__setattr__(tree.indicators[0], "transformation", "log")
    object.__setattr__(tree.indicators[0], "unten", 1.0)
    got = robustness(tree, matrix(tree, [[10], [20]]), procedure(zielwerte=0.1), draws=500)
    low, high = got.frame.loc[0, ["score_ug", "score_og"]]
    assert 100 * (0.5 - 0.1) < low < 50 < high < 100 * (0.5 + 0.1)


def test_leaving_one_indicator_out() -> None:
    tree = flat_tree(2)
    got = robustness(
        tree, matrix(tree, [[0, 100], [60, 60]]), procedure(weglassen=True), draws=DRAWS
    )
    # 50 with both, 100 without the first, 0 without the second; the other one has 60
    assert got.below("r")[0, 1] == near(2 / 3)
    assert_allclose(got.frame.loc[0, ["score_ug", "score_og"]].astype(float), [0, 100])


def test_an_only_indicator_stays() -> None:
    tree = flat_tree(1)
    got = robustness(tree, matrix(tree, [[10], [20]]), procedure(weglassen=True), draws=20)
    assert got.factors == ()
    assert_allclose(got.frame["score_ug"], got.frame["score_og"])


def test_what_is_left_out_takes_no_coverage_away() -> None:
    tree = flat_tree(5)
    values = [[10, 20, 30, NAN, NAN], [50, 60, 70, 80, 90], [NAN, NAN, NAN, 1, 2]]
    got = robustness(tree, matrix(tree, values), procedure(weglassen=True), draws=200)
    # 3 of 5 reach 60 %; without one of them 2 of 4 would not
    assert (got.frame["unbestimmt"] == 0).all()
    assert_allclose(got.frame["score_ug"].iloc[0], 15)
    assert got.frame["grund"].tolist() == ["", "", GRUND_ABDECKUNG]
    assert got.frame.loc[2, ["score", "score_ug", "rang", "rang_og", "p_letzter"]].isna().all()


def test_other_methods() -> None:
    tree = flat_tree(2)
    values = [[10, 90], [45, 45], [20, 20]]
    got = robustness(
        tree, matrix(tree, values), procedure(aggregationen=("geometrisch",)), draws=DRAWS
    )
    # arithmetic 50 against 45, geometric 30 against 45
    assert got.below("r")[0, 1] == near(1 / 2)
    assert_allclose(got.frame.loc[0, ["score_ug", "score_og"]].astype(float), [30, 50])
    assert got.factors == (Factor.AGGREGATIONEN,)
    assert got.hinweise == ()


def test_methods_that_do_not_go_together_are_left_out_and_named() -> None:
    tree = flat_tree(2)
    chosen = procedure(normalisierungen=("zscore", "keine"), aggregationen=("geometrisch",))
    got = robustness(tree, matrix(tree, [[10, 1], [11, 2], [12, 3], [13, 100]]), chosen, draws=200)
    assert (got.frame["unbestimmt"] == 0).all()
    assert got.hinweise == (
        "Nicht gerechnet: „zscore“ mit „geometrisch“ (es gibt negative Punkte; das geometrische "
        "Mittel braucht Punkte ab 0).",
    )


def test_other_normalisations_come_to_the_own_scale() -> None:
    tree = flat_tree(2)
    values = [[10, 90], [45, 30], [20, 20], [70, 60]]
    # z-scores of the same values differ from points 0 to 100 only by scale and spread
    chosen = procedure(normalisierungen=("zscore", "prozentrang"))
    frame = robustness(tree, matrix(tree, values), chosen, draws=100).frame
    assert frame["score_ug"].between(-20, 120).all()
    assert ((frame["score_og"] - frame["score_ug"]) < 40).all()


@pytest.mark.parametrize(
    ("norm", "high"),
    [("prozentrang", 50), ("rang", 50), ("borda", 50), ("minmax", 20), ("zscore", 20)],
)
def test_conversion_of_points(norm: str, high: float) -> None:
    # the middle one of three ranks is half of the way from 0 to 100; the smallest and largest
    # value lie on the goalposts, so that minmax is the same; one indicator has one mean and spread
    tree = flat_tree(1)
    table = matrix(tree, [[0], [20], [100]])
    frame = robustness(tree, table, procedure(normalisierungen=(norm,)), draws=100).frame
    assert_allclose(frame["score_ug"], [0, 20, 100], atol=1e-9)
    assert_allclose(frame["score_og"], [0, high, 100], atol=1e-9)


def test_sums_and_means_are_not_mixed() -> None:
    tree = flat_tree(2)
    table = matrix(tree, [[1, 2], [3, 4]])
    got = robustness(
        tree, table, procedure(normalisierungen=("minmax",), aggregationen=("summe",)), draws=99
    )
    assert got.hinweise[0].startswith("Nicht gerechnet: „zielwerte“ mit „summe“, „minmax“ mit ")
    assert "(Summe und Mittel haben verschiedene Maßstäbe)" in got.hinweise[0]
    assert got.frame["score_og"].max() == 100, "minmax, and no sum of two"


def test_a_distance_without_target_is_told() -> None:
    tree = flat_tree(2)
    for node in tree.indicators:
        object.__setattr__(node, "oben", None)
    chosen = procedure("minmax", normalisierungen=("abstand",))
    got = robustness(tree, matrix(tree, [[1, 2], [3, 4]]), chosen, draws=5)
    assert "Dem Indikator „x0“ fehlt der Zielwert „oben“" in got.hinweise[0]


def test_minmax_under_a_geometric_mean_makes_zeros_and_says_so() -> None:
    tree = flat_tree(2)
    chosen = procedure(normalisierungen=("minmax",), aggregationen=("geometrisch",))
    got = robustness(tree, matrix(tree, [[10, 90], [45, 30], [20, 20]]), chosen, draws=5)
    assert got.hinweise == (
        "Bei „minmax“ mit „geometrisch“ bekommen Gebiete mit 0 Punkten in einem Teil 0 Punkte im "
        "Ganzen (so 2 von ihnen).",
    )


def undefined() -> tuple[object, ...]:
    """Area a may draw points below 0 in its first field, of which there is no geometric mean."""
    tree = two_fields()
    values, errors = [[3, 4, 50, 50], [20, 20, 20, 20]], [[3, 0, 0, 0], [0, 0, 0, 0]]
    chosen = procedure("keine", "geometrisch", stichprobenfehler=True)
    return tree, matrix(tree, values, errors), chosen


def test_what_cannot_be_computed_is_counted() -> None:
    got = robustness(*undefined(), draws=DRAWS, codes=["r", "h1"])  # type: ignore[arg-type]
    rows = got.frame.set_index(["wurzel", "gebiet_id"])
    # 3 ± 3 is below 0 with the probability of -1
    assert rows.loc[("r", "a"), "unbestimmt"] / DRAWS == near(norm.cdf(-1))
    assert rows.loc[("r", "b"), "unbestimmt"] == rows.loc[("h1", "a"), "unbestimmt"] == 0
    assert rows["p_letzter"].groupby("wurzel").sum().tolist() == [pytest.approx(1)] * 2
    counted = rows.loc[("r", "a"), "unbestimmt"]
    assert got.hinweise == (
        "In „r“ bleibt 1 Gebiet in manchen Wiederholungen ohne Punktwert (höchstens in "
        f"{counted} von {DRAWS}); diese Wiederholungen zählen dort nicht.",
    )


def test_ties_share() -> None:
    tree = flat_tree(2)
    values = [[10, 20], [10, 20], [60, 70]]
    got = robustness(tree, matrix(tree, values), procedure(gewichte=0.25), draws=50)
    assert got.below("r")[0, 1] == 0.5
    assert_allclose(got.frame["p_letzter"], [0.5, 0.5, 0])
    assert not got.pairs().query("a == 'a' and b == 'b'")["belastbar"].any()
    assert got.frame["rang"].tolist() == [2, 2, 1]


def everything() -> Procedure:
    return procedure(
        gewichte=0.25,
        zielwerte=0.1,
        stichprobenfehler=True,
        weglassen=True,
        normalisierungen=("minmax", "zscore"),
        aggregationen=("geometrisch", "harmonisch"),
    )


def some_values(areas: int = 7) -> Floats:
    values = np.random.default_rng(4).uniform(20, 80, (areas, 4)).round(1)
    values[0, 0] = np.nan
    return values


def test_same_seed_same_result_whatever_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, chosen = two_fields(), everything()
    table = matrix(tree, some_values(), 6)
    whole = robustness(tree, table, chosen, draws=101, seed=3)
    for block in (1, 7, 101):
        run = Simulation(tree, table, chosen, draws=101, seed=3, block=block)
        assert list(run.steps())[-1] == 101
        pd.testing.assert_frame_equal(run.result().frame, whole.frame)
    monkeypatch.setattr(module, "_PARALLEL", 0)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    run = Simulation(tree, table, chosen, draws=101, seed=3, block=7)
    assert list(run.steps()) == [*range(7, 101, 7), 101]
    pd.testing.assert_frame_equal(run.result().frame, whole.frame)
    other = robustness(tree, table, chosen, draws=101, seed=4)
    assert not other.frame.equals(whole.frame)


@pytest.mark.parametrize("parallel", [0, 10**7])
def test_stopped_early(monkeypatch: pytest.MonkeyPatch, parallel: int) -> None:
    monkeypatch.setattr(module, "_PARALLEL", parallel)
    tree, chosen = two_fields(), everything()
    table = matrix(tree, some_values(), 6)
    run = Simulation(tree, table, chosen, draws=100, block=10)
    with pytest.raises(ValueError, match="no replication"):
        run.result()
    steps = run.steps()
    assert list(islice(steps, 3)) == [10, 20, 30]
    steps.close()  # type: ignore[attr-defined]
    stopped, short = run.result(), robustness(tree, table, chosen, draws=30)
    assert stopped.draws == 30
    pd.testing.assert_frame_equal(stopped.frame, short.frame)
    pd.testing.assert_frame_equal(stopped.pairs(), short.pairs())
    # and it can be taken up again
    assert list(run.steps())[-1] == 100
    pd.testing.assert_frame_equal(
        run.result().frame, robustness(tree, table, chosen, draws=100).frame
    )


def test_order_of_the_areas_makes_no_difference() -> None:
    tree, chosen = two_fields(), everything()
    values, order = some_values(), [3, 0, 6, 5, 1, 2, 4]
    names = np.array(list("abcdefg"))
    one = robustness(tree, matrix(tree, values, 6, names), chosen, draws=60)
    two = robustness(tree, matrix(tree, values[order], 6, names[order]), chosen, draws=60)
    assert two.gebiete == tuple(names[order])
    expected = one.frame.set_index("gebiet_id").loc[names[order]].reset_index()
    pd.testing.assert_frame_equal(two.frame, expected[two.frame.columns])
    assert_array_equal(two.below("r"), one.below("r")[np.ix_(order, order)])


@relation
@given(
    st.lists(
        st.lists(st.one_of(st.just(NAN), st.integers(0, 10)), min_size=4, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_relations(values: list[list[float]]) -> None:
    tree = two_fields()
    array = np.array(values) * 10.0
    got = robustness(tree, matrix(tree, array, 8), everything(), draws=12)
    frame = got.frame
    known = frame[frame["score"].notna()]
    if len(known):
        assert known["p_letzter"].sum() == pytest.approx(1)
    assert (known["grund"] == "").all()
    assert (frame.loc[frame["score"].isna(), "grund"] != "").all()
    bounds = known[["score_ug", "score", "score_og"]].to_numpy()
    assert (np.diff(bounds, axis=1) >= 0).all()
    places = known[["rang_ug", "rang", "rang_og"]].to_numpy()
    assert (np.diff(places, axis=1) >= 0).all()
    assert ((places >= 1) & (places <= len(known))).all()
    below = got.below("r")
    both = ~np.isnan(below)
    assert_allclose((below + below.T)[both], 1)


def test_nodes_on_request_have_the_same_draws() -> None:
    tree, table = two_fields(), matrix(two_fields(), some_values(), 6)
    roots = robustness(tree, table, everything(), draws=40)
    more = robustness(tree, table, everything(), draws=40, codes=["h0", "r"])
    assert list(more.frame["wurzel"].unique()) == ["h0", "r"]
    rows = more.frame[more.frame["wurzel"] == "r"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows, roots.frame)
    assert list(more.pairs().columns) == ["code", "a", "b", "p_a_below_b", "belastbar"]
    assert tuple(more.frame.columns[: len(COLUMNS)]) == COLUMNS


def test_the_run_on_the_values_is_that_of_the_engine() -> None:
    tree, table = flat_tree(2), matrix(flat_tree(2), [[10, 20], [50, 90], [NAN, NAN]], 5)
    frame = robustness(tree, table, Procedure(), draws=20).frame
    assert_allclose(frame["score"], [15, 70, NAN])
    assert_allclose(frame["rang"], [2, 1, NAN])


def test_weights_that_come_from_the_values() -> None:
    tree = flat_tree(2, [1, 9])
    chosen = procedure(gewichte=0.25)
    object.__setattr__(chosen.aggregation, "gewichte", "gleich")
    got = robustness(tree, matrix(tree, [[0, 100], [40, 40]]), chosen, draws=200)
    assert got.frame["score"].tolist() == [50, 40]
    assert 37.5 < got.frame["score_ug"][0] < 50 < got.frame["score_og"][0] < 62.5


def test_an_open_survey_claims_nothing() -> None:
    tree = two_fields()
    object.__setattr__(tree["x00"], "art", Kind.UMFRAGE)
    errors = np.full((3, 4), 5.0)
    errors[0, 0] = NAN
    table = matrix(tree, [[10, 20, 30, 40], [30, 40, 50, 60], [90, 80, 70, 60]], errors)
    got = robustness(tree, table, everything(), draws=50, codes=["h0", "h1"])
    open_, other = (rows.set_index("gebiet_id") for _, rows in got.frame.groupby("wurzel"))
    assert open_["score"].notna().all()
    assert open_["score_ug"].isna().tolist() == [True, False, False]
    assert open_[["rang_ug", "rang_og", "p_letzter"]].isna().all(axis=None)
    assert other[["score_ug", "rang_ug", "p_letzter"]].notna().all(axis=None)
    assert {tuple(pair) for pair in got.pairs().query("code == 'h0'")[["a", "b"]].to_numpy()} == {
        ("b", "c"),
        ("c", "b"),
    }
    assert "In „h0“ fehlen Spannen (offene Umfrage" in got.hinweise[-1]


def test_no_area() -> None:
    tree = flat_tree(2)
    got = robustness(tree, matrix(tree, np.empty((0, 2))), Procedure(), draws=5)
    assert got.frame.empty
    assert got.pairs().empty


def test_too_many_replications_for_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = flat_tree(1)
    monkeypatch.setattr(module, "MEMORY", 2 * (8 + 2) * 1234)
    with pytest.raises(DatenFehler, match=r"höchstens gehen 1\.234\."):
        robustness(tree, matrix(tree, [[1], [2]]), draws=1235)
    robustness(tree, matrix(tree, [[1], [2]]), draws=1234)


def test_memory_grows_by_score_and_place_only() -> None:
    tree, areas = flat_tree(7), 3000
    names = [f"{i:04}" for i in range(areas)]
    values = np.random.default_rng(1).uniform(0, 100, (areas, 7))
    table = matrix(tree, values, 5, names)
    chosen = Procedure(robustheit=Robustness(weglassen=True))
    peaks = []
    for draws in (20, 120):
        tracemalloc.start()
        robustness(tree, table, chosen, draws=draws)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    stored = 100 * areas * (8 + 2)
    assert peaks[1] - peaks[0] < 1.5 * stored


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"seed": -1}])
def test_wrong_calls(wrong: dict[str, int]) -> None:
    tree = flat_tree(1)
    with pytest.raises(ValueError, match="at least"):
        robustness(tree, matrix(tree, [[1], [2]]), **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="half"):
        robustness(tree, matrix(tree, [[1], [2]]), procedure(zielwerte=0.5))


def test_too_many_areas_for_all_pairs() -> None:
    tree = flat_tree(1)
    table = matrix(tree, np.arange(1001.0)[:, None], 5, [str(i) for i in range(1001)])
    got = robustness(tree, table, draws=2)
    with pytest.raises(ValueError, match="too many"):
        got.below("r")
    assert got.below("r", ["0", "900"])[0, 1] == 1
