"""A procedure along the tree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index.engine import IndexResult, compute, plan
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure
from lebenslage.model.rules import GRUND_ABDECKUNG, GRUND_KEINE_DATEN, GRUND_KONSTANT
from tests import tiny
from tests.analysis.index.trees import cases, changed, relation

NAN = np.nan
CODES = ("leerstandsquote", "wohnflaeche", "busabfahrten", "zufriedenheit_bus")
#: Nordheim, Osterfeld, Südhausen, Westtal in 2024 (head of tests/tiny.py).
VALUES = np.array(
    [[5, 45, 20, 4], [15, 36, 40, 3], [10, 54, 10, 3.5], [NAN, 60, 0, 4]], dtype=float
)


def tiny_result(values: Floats = VALUES, procedure: Procedure | None = None) -> IndexResult:
    return compute(tiny.catalogue(), values, procedure, CODES)


def test_points_of_the_tiny_gemeinde() -> None:
    result = tiny_result()
    assert_allclose(result.score("leerstandsquote"), [75, 25, 50, NAN])
    assert_allclose(result.score("wohnflaeche"), [50, 20, 80, 100])
    assert_allclose(result.score("busabfahrten"), [50, 100, 25, 0])
    assert_allclose(result.score("zufriedenheit_bus"), [75, 50, 62.5, 75])


def test_up_the_tree() -> None:
    result = tiny_result()
    # Westtal has one of two indicators: 50 % are below the 60 % that a score needs
    assert_allclose(result.score("wohnen"), [(75 + 50) / 2, (25 + 20) / 2, (50 + 80) / 2, NAN])
    versorgung = [(50 + 75) / 2, (100 + 50) / 2, (25 + 62.5) / 2, (0 + 75) / 2]
    assert_allclose(result.score("versorgung"), versorgung)
    # versorgung weighs 3, wohnen 1; in Westtal one of two Handlungsfelder is too few
    gesamt = [(62.5 + 3 * 62.5) / 4, (22.5 + 3 * 75) / 4, (65 + 3 * 43.75) / 4, NAN]
    assert_allclose(result.score("gesamt"), gesamt)


def test_coverage_at_every_level() -> None:
    result = tiny_result()
    at = result.position
    assert_allclose(result.coverage[3, [at["leerstandsquote"], at["wohnflaeche"]]], [0, 1])
    assert_allclose(result.coverage[3, [at["wohnen"], at["versorgung"]]], [1 / 2, 1])
    assert_allclose(result.coverage[:, at["gesamt"]], [1, 1, 1, 1 / 2])


def test_a_lower_threshold_rescales_the_weights() -> None:
    result = tiny_result(procedure=Procedure(aggregation=Aggregation(mindestabdeckung=0.5)))
    assert_allclose(result.score("wohnen")[3], 100)
    assert_allclose(result.score("gesamt")[3], (1 * 100 + 3 * 37.5) / 4)


def test_ranks_and_classes() -> None:
    result = tiny_result()
    place = result.position["gesamt"]
    # 62.5, 61.875, 49.0625, none
    assert_array_equal(result.ranks[:, place], [1, 2, 3, NAN])
    assert result.classes[:, place].tolist() == ["hoch", "hoch", "mittel", ""]


def test_context_is_never_scored() -> None:
    assert "anteil_65plus" not in tiny_result().codes


def test_an_indicator_equal_everywhere_has_no_score() -> None:
    values = VALUES.copy()
    values[:, 2] = 20.0
    result = tiny_result(values)
    assert result.constant.tolist() == [False, False, True, False]
    assert np.isnan(result.score("busabfahrten")).all()
    assert np.isnan(result.score("versorgung")).all()  # one of two is left
    reasons = result.reasons()
    assert set(reasons[:, result.position["busabfahrten"]]) == {GRUND_KONSTANT}
    assert set(reasons[:, result.position["versorgung"]]) == {GRUND_ABDECKUNG}


def test_constant_as_given() -> None:
    values = VALUES.copy()
    values[:, 2] = 20.0
    result = compute(tiny.catalogue(), values, indicators=CODES, constant=[False] * 4)
    assert_allclose(result.score("busabfahrten"), 50)


def test_reasons_go_up_where_they_are_the_same() -> None:
    values = VALUES.copy()
    values[0] = NAN
    values[1, 2:] = NAN
    reasons = tiny_result(values).reasons()
    at = tiny_result().position
    assert (
        reasons[0, [at["gesamt"], at["wohnen"], at["busabfahrten"]]].tolist()
        == [GRUND_KEINE_DATEN] * 3
    )
    assert reasons[1, at["versorgung"]] == GRUND_KEINE_DATEN
    assert reasons[1, at["gesamt"]] == GRUND_ABDECKUNG
    assert reasons[1, at["wohnen"]] == ""


def test_own_reasons_of_missing_values() -> None:
    missing = np.where(np.isnan(VALUES), "gesperrt", "")
    result = tiny_result()
    reasons = result.reasons(missing)
    assert reasons[3, result.position["leerstandsquote"]] == "gesperrt"


def test_clipped_values_are_told() -> None:
    values = VALUES.copy()
    values[1, 0], values[2, 2] = 30.0, 55.0
    result = tiny_result(values)
    expected = np.zeros((4, 4), int)
    expected[1, 0], expected[2, 2] = 1, 1
    assert_array_equal(result.clipped, expected)
    assert_allclose(result.score("leerstandsquote")[1], 0)
    assert_allclose(result.score("busabfahrten")[2], 100)


def test_a_node_may_name_its_own_aggregation() -> None:
    nodes = [replace(n, aggregation="arithmetisch") for n in tiny.catalogue()]
    own = compute(Catalogue(tuple(nodes)), VALUES, indicators=CODES)
    assert_array_equal(own.scores, tiny_result().scores)


def test_indicators_in_any_order_and_number() -> None:
    order = [2, 0, 3, 1]
    codes = [CODES[i] for i in order]
    shuffled = compute(tiny.catalogue(), VALUES[:, order], None, codes)
    assert_array_equal(shuffled.scores, tiny_result().scores)
    extra = compute(tiny.catalogue(), np.c_[VALUES, [1, 2, 3, 4]], None, [*CODES, "anteil_65plus"])
    assert_array_equal(extra.scores, tiny_result().scores)
    fewer = compute(tiny.catalogue(), VALUES[:, :2], None, CODES[:2])
    assert np.isnan(fewer.score("versorgung")).all()
    with pytest.raises(ValueError, match="4 columns for 2 indicators"):
        compute(tiny.catalogue(), VALUES, None, CODES[:2])


def test_several_roots_and_a_root_that_is_an_indicator() -> None:
    both = Catalogue(
        (
            Node("a", "", 1, 1),
            Node("a1", "a", 1, 1, unten=0.0, oben=10.0),
            Node("b", "", -1, 1, unten=0.0, oben=10.0),
        )
    )
    result = compute(both, [[2.0, 4.0], [8.0, 6.0]])
    assert_allclose(result.scores, [[20, 20, 60], [80, 80, 40]])
    assert_array_equal(result.ranks, [[2, 2, 1], [1, 1, 2]])


@pytest.mark.parametrize("shape", [(0, 4), (3, 0, 4)])
def test_no_area(shape: tuple[int, ...]) -> None:
    assert tiny_result(np.empty(shape)).scores.shape == (*shape[:-1], 7)


def test_nothing_to_score() -> None:
    assert compute(Catalogue(()), np.empty((3, 0))).scores.shape == (3, 0)


def test_all_missing() -> None:
    result = tiny_result(np.full((4, 4), NAN))
    assert np.isnan(result.scores).all()
    assert set(result.reasons().ravel()) == {GRUND_KEINE_DATEN}


def test_one_area() -> None:
    assert_allclose(tiny_result(VALUES[:1]).score("gesamt"), [62.5])


def test_the_input_stays_as_it_is() -> None:
    before = VALUES.copy()
    plan(tiny.catalogue()).run(VALUES)
    tiny_result()
    assert_array_equal(VALUES, before)


@relation
@given(cases())
def test_the_other_direction_gives_the_mirror(case: tuple[Catalogue, Floats]) -> None:
    catalogue, values = case
    mirror = changed(catalogue, richtung=lambda node: -node.richtung)
    scores = compute(catalogue, values).scores
    assert_allclose(scores + compute(mirror, values).scores, np.where(np.isnan(scores), NAN, 100))


@relation
@given(cases(), st.floats(0.1, 50))
def test_scaled_weights_change_nothing(case: tuple[Catalogue, Floats], factor: float) -> None:
    catalogue, values = case
    scaled = changed(catalogue, gewicht=lambda node: factor * node.gewicht)
    scores = compute(catalogue, values).scores
    assert_allclose(compute(scaled, values).scores, scores, atol=1e-9)


@relation
@given(cases())
def test_a_score_lies_between_its_indicators(case: tuple[Catalogue, Floats]) -> None:
    catalogue, values = case
    result = compute(catalogue, values)
    leaves = result.scores[:, [result.position[n.code] for n in result.catalogue.indicators]]
    for score, points in zip(result.score("r"), leaves, strict=True):
        if not np.isnan(score):
            assert np.nanmin(points) - 1e-9 <= score <= np.nanmax(points) + 1e-9


@relation
@given(cases(), st.permutations(range(5)))
def test_permuted_areas_permute_the_results(
    case: tuple[Catalogue, Floats], order: list[int]
) -> None:
    catalogue, values = case
    result, permuted = compute(catalogue, values), compute(catalogue, values[order])
    assert_allclose(permuted.scores, result.scores[order], atol=1e-9)
    assert_array_equal(permuted.ranks, result.ranks[order])
    assert_array_equal(permuted.classes, result.classes[order])
    assert_array_equal(permuted.reasons(), result.reasons()[order])


@relation
@given(cases(), st.integers(0, 4), st.floats(0, 3))
def test_a_better_value_never_lowers_the_score(
    case: tuple[Catalogue, Floats], area: int, step: float
) -> None:
    catalogue, values = case
    leaf = catalogue.indicators[0]
    better = values.copy()
    better[area, 0] += step * leaf.richtung
    flat = np.zeros(values.shape[1], bool)
    before = compute(catalogue, values, constant=flat).score("r")
    after = compute(catalogue, better, constant=flat).score("r")
    assert np.isnan(before[area]) or after[area] >= before[area] - 1e-9
    assert_allclose(np.delete(after, area), np.delete(before, area))


@relation
@given(cases(), st.integers(1, 4))
def test_replications_equal_single_runs(case: tuple[Catalogue, Floats], count: int) -> None:
    catalogue, values = case
    shifts = np.arange(count)[:, None, None] * 0.7
    together = compute(catalogue, values + shifts)
    for i in range(count):
        alone = compute(catalogue, values + shifts[i])
        assert_allclose(together.scores[i], alone.scores, rtol=1e-12)
        assert_array_equal(together.coverage[i], alone.coverage)
        assert_array_equal(together.constant[i], alone.constant)
        assert_array_equal(together.clipped[i], alone.clipped)
        assert_array_equal(together.ranks[i], alone.ranks)
        assert_array_equal(together.reasons()[i], alone.reasons())


def test_another_range_of_points() -> None:
    one_to_ten = Procedure(normalisierung=Normalisation(bereich=(1.0, 10.0)))
    assert_allclose(
        tiny_result(procedure=one_to_ten).score("leerstandsquote"), [1 + 0.75 * 9, 3.25, 5.5, NAN]
    )


@pytest.mark.parametrize("methode", ["zielwerte", "minmax", "zscore", "rang", "imd_exponentiell"])
@pytest.mark.parametrize("how", ["arithmetisch", "geometrisch", "harmonisch", "mpi_plus", "summe"])
def test_a_gap_in_one_replication_changes_no_other(methode: str, how: str) -> None:
    # full replications take a shorter way through the engine than those with gaps
    rng = np.random.default_rng(5)
    full = rng.uniform(1, 9, (6, 4))
    holes = np.where(rng.random(full.shape) < 0.3, np.nan, full)
    nodes = [Node("r", "", 1, 1), Node("h", "r", 1, 2)]
    nodes += [Node(f"i{k}", "h", (-1) ** k, 1 + k, unten=0, oben=10) for k in range(3)]  # type: ignore[arg-type]
    tree = Catalogue((*nodes, Node("j", "r", 1, 1, unten=0, oben=10)))
    scale = Normalisation(methode, (1, 100), mittelwert=100, streuung=10)
    procedure = Procedure(normalisierung=scale, aggregation=Aggregation(how))
    both = compute(tree, np.stack([full, holes]), procedure)
    for place, alone in enumerate((full, holes)):
        single = compute(tree, alone, procedure)
        assert_allclose(both.scores[place], single.scores, rtol=1e-12)
        assert_allclose(both.coverage[place], single.coverage)
    assert not np.isnan(both.scores[0]).any()
