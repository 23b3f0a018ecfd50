"""Goalposts out of a distribution: quantiles that can be counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.analysis.goalposts import Goalposts, from_distribution, of_landkreis

KREIS = "08999"


def comparison(values, kreis: str = KREIS) -> pd.DataFrame:
    rows = [(f"{kreis}{i:03d}", f"G{i}", "2023-12-31", float(v)) for i, v in enumerate(values)]
    return pd.DataFrame(rows, columns=["gebiet_id", "name", "stand", "wert"])


def test_quantiles_of_21_gemeinden_are_their_second_third_and_sixth_from_either_end():
    found = from_distribution(comparison(range(100, 121)), KREIS, 1)
    assert found == [
        Goalposts("p5", 101.0, 119.0, 21, "2023-12-31"),
        Goalposts("p10", 102.0, 118.0, 21, "2023-12-31"),
        Goalposts("p25", 105.0, 115.0, 21, "2023-12-31"),
        Goalposts("minmax", 100.0, 120.0, 21, "2023-12-31"),
    ]


def test_between_two_gemeinden_in_proportion():
    # 11 Gemeinden: the 5th percentile lies half-way between the first and the second
    (first, *_) = from_distribution(comparison(range(11)), KREIS, 1)
    assert (first.unten, first.oben) == (0.5, 9.5)


def test_only_gemeinden_of_the_landkreis_that_have_a_value():
    mine = comparison([*range(10), float("nan")])
    both = pd.concat([mine, comparison([1000], "08111")], ignore_index=True)
    assert len(of_landkreis(both, KREIS)) == 10
    assert from_distribution(both, KREIS, 0)[-1] == Goalposts("minmax", 0, 9, 10, "2023-12-31")


@pytest.mark.parametrize("values", [range(9), [5.0] * 30, []])
def test_too_few_or_all_the_same_say_nothing(values):
    assert from_distribution(comparison(values), KREIS, 1) == []


@given(st.lists(st.floats(-1e6, 1e6), min_size=10, max_size=60), st.integers(0, 4))
def test_wider_quantiles_hold_narrower_ones(values, decimals):
    found = {g.name: g for g in from_distribution(comparison(values), KREIS, decimals)}
    for inner, outer in (("p25", "p10"), ("p10", "p5"), ("p5", "minmax")):
        if inner in found:
            assert found[outer].unten <= found[inner].unten < found[inner].oben
            assert found[inner].oben <= found[outer].oben
    if "minmax" in found:
        low, high = found["minmax"].unten, found["minmax"].oben
        assert low == round(min(values), decimals)
        assert high == round(max(values), decimals)
