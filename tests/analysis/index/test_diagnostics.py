"""Consistency, correlations, influence and leaving one out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lebenslage.analysis.index import diagnostics
from lebenslage.analysis.index.engine import compute
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Classes, Normalisation, Procedure
from tests.analysis.index.trees import cases, relation

NAN = np.nan
RAW = Procedure(
    normalisierung=Normalisation("keine"),
    aggregation=Aggregation(mindestabdeckung=0.5),
    klassen=Classes((), ("",)),
)


def tree(*weights: float) -> Catalogue:
    leaves = [Node(code, "r", 1, weight) for code, weight in zip("abc", weights, strict=False)]
    return Catalogue((Node("r", "", 1, 1.0), *leaves))


def test_alpha_by_arithmetic() -> None:
    # variances 1 and 4, covariance 1.5: 2 / 1 * (1 - 5 / 8)
    a = np.array([-1.0, 0.0, 1.0])
    b = 1.5 * a + np.array([1.0, -2.0, 1.0]) * math.sqrt(1.75 / 3)
    assert_allclose(np.cov(a, b), [[1, 1.5], [1.5, 4]])
    assert_allclose(diagnostics.cronbach(np.stack([a, b], axis=1)), 0.75)


def test_alpha_needs_two_columns_that_vary() -> None:
    assert math.isnan(diagnostics.cronbach(np.array([[1.0], [2.0]])))
    assert math.isnan(diagnostics.cronbach(np.array([[1.0, 1.0], [1.0, 1.0]])))


@relation
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_alpha_of_copies_is_1(copies: int, seed: int) -> None:
    column = np.random.default_rng(seed).normal(size=9)
    assert_allclose(diagnostics.cronbach(np.stack([column] * copies, axis=1)), 1)


@pytest.mark.parametrize(
    ("count", "published"), [(3, 0.997), (5, 0.878), (10, 0.632), (30, 0.361), (100, 0.197)]
)
def test_critical_values_as_in_the_tables(count, published) -> None:
    assert round(diagnostics.critical(count), 3) == published


def test_correlation_of_values_and_of_ranks() -> None:
    a, b = np.array([1.0, 2.0, 3.0, NAN]), np.array([1.0, 2.0, 9.0, 5.0])
    # deviations -1, 0, 1 and -3, -2, 5
    r, count = diagnostics.correlation(a, b)
    assert_allclose(r, 8 / math.sqrt(2 * 38))
    assert count == 3
    assert diagnostics.correlation(a, b, ranks=True) == (pytest.approx(1), 3)


def test_no_correlation_without_spread_or_areas() -> None:
    line = np.array([1.0, 2.0, 3.0])
    assert math.isnan(diagnostics.correlation(line, np.ones(3))[0])
    assert math.isnan(diagnostics.correlation(line[:2], line[:2])[0])


@pytest.mark.parametrize(
    ("r", "count", "expected"),
    [
        (0.95, 30, "gleich"),
        (0.9, 30, ""),
        (-0.5, 30, "gegenläufig"),
        (-0.4, 30, ""),
        (-0.5, 12, ""),
        (0.99, 5, ""),
        (NAN, 30, ""),
    ],
)
def test_verdicts(r, count, expected) -> None:
    assert diagnostics.verdict(r, count) == expected


def test_pairs_inside_a_handlungsfeld_are_oriented() -> None:
    nodes = (
        Node("r", "", 1, 1.0), Node("h", "r", 1, 1.0), Node("g", "r", 1, 1.0),
        Node("a", "h", 1, 1.0), Node("b", "h", -1, 1.0), Node("c", "g", 1, 1.0),
    )  # fmt: skip
    line = np.arange(12.0)
    frame = diagnostics.correlation_frame(
        Catalogue(nodes), np.stack([line, 3 * line, line], axis=1), ("a", "b", "c")
    )
    row = frame.iloc[0]
    assert len(frame) == 1
    assert row[["eltern", "a", "b", "n", "urteil"]].tolist() == ["h", "a", "b", 12, "gegenläufig"]
    assert_allclose(row[["pearson", "spearman"]].astype(float), [-1, -1])


def test_alpha_counts_what_has_points_and_weight() -> None:
    values = np.array([[1.0, 1.0, 9.0], [2.0, 3.0, NAN], [3.0, 2.0, NAN]])
    frame = diagnostics.consistency_frame(compute(tree(1, 1, 0), values, RAW))
    assert frame[["code", "bestandteile", "n"]].values.tolist() == [["r", 2, 3]]
    # variances 1 and 1, covariance 0.5
    assert_allclose(frame["alpha"], 2 * (1 - 2 / 3))


def test_influence_by_arithmetic() -> None:
    # a and b are uncorrelated with variances 1 and 4: r = 1 / sqrt 5 and 2 / sqrt 5
    a, b = np.array([1.0, 1.0, -1.0, -1.0]), 2 * np.array([1.0, -1.0, 1.0, -1.0])
    result = compute(tree(3, 3), np.stack([a, b], axis=1), RAW)
    frame = diagnostics.influence_frame(result)
    assert frame["code"].tolist() == ["a", "b"]
    assert_allclose(frame["gewicht"], [0.5, 0.5])
    assert_allclose(frame["r"], [5**-0.5, 2 * 5**-0.5])
    assert_allclose(frame["einfluss"], [0.2, 0.8])


def test_leaving_out_by_arithmetic() -> None:
    values = np.array([[0.0, 60.0], [30.0, 20.0], [20.0, NAN]])
    result = compute(tree(1, 1), values, RAW)
    assert_allclose(result.score("r"), [30, 25, 20])
    frame = diagnostics.removal_frame(result, ("x", "y", "z")).set_index("code")
    # without a: 60, 20, nothing; without b: 0, 30, 20
    assert frame.loc["a"].tolist() == ["r", 30, "x", 0, 0, 1]
    assert frame.loc["b"].tolist() == ["r", -30, "x", 3, 4 / 3, 0]


def test_the_only_indicator_cannot_be_left_out() -> None:
    result = compute(tree(1), np.array([[1.0], [2.0]]), RAW)
    assert diagnostics.removal_frame(result, ("x", "y")).empty


@relation
@given(cases())
def test_leaving_out_is_as_if_it_had_never_been_there(case) -> None:
    catalogue, values = case
    procedure = Procedure()
    result = compute(catalogue, values, procedure)
    frame = diagnostics.removal_frame(result, tuple("vwxyz"))
    codes = [node.code for node in catalogue.indicators]
    for row in frame.to_dict("records"):
        kept = [i for i, code in enumerate(codes) if code != row["code"]]
        smaller = diagnostics.without(catalogue, row["code"])
        new = compute(smaller, values[:, kept], procedure, [codes[i] for i in kept])
        change = new.score(row["knoten"]) - result.score(row["knoten"])
        largest = np.nanmax(np.abs(change)) if (~np.isnan(change)).any() else NAN
        assert_allclose(abs(row["differenz"]), largest)
