"""How many answers a survey needs, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.analysis.survey.planning import answers_needed, design_effect, plan
from lebenslage.model import columns as c


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        # n0 = 1.96^2 / 4 / e^2, n = n0 / (1 + (n0 - 1) / N), rounded up
        (10, [77, 80, 88, 91, 93]),
        (8, [108, 114, 130, 136, 142]),
        (5, [191, 210, 272, 303, 334]),
    ],
)
def test_villages_of_different_size(points, expected):
    population = [378, 462, 924, 1428, 2520]
    assert answers_needed(points / 100, population).tolist() == expected


def test_unknown_population_counts_as_very_many_and_nobody_needs_nobody():
    assert answers_needed(0.05, [np.nan, 0.0]).tolist() == [385, 0]


def test_the_design_effect_multiplies_before_the_correction():
    # n0 = 2 * 96.04 = 192.07; 192.07 / (1 + 191.07 / 100) = 65.99
    assert answers_needed(0.1, 100, effect=2).tolist() == 66


@pytest.mark.parametrize(("margin", "effect"), [(0.0, 1.0), (1.0, 1.0), (0.05, 0.0)])
def test_nonsense_is_refused(margin, effect):
    with pytest.raises(ValueError, match="margin"):
        answers_needed(margin, 100, effect)


@given(st.floats(0.005, 0.4), st.integers(1, 10**6), st.floats(1.0, 5.0), st.floats(0.001, 0.1))
def test_more_accuracy_needs_more_answers_but_never_more_than_there_are(margin, size, effect, more):
    wide, narrow = answers_needed(margin + more, size, effect), answers_needed(margin, size, effect)
    assert 1 <= wide <= narrow <= size


def test_the_proposal_comes_from_everybody():
    table = pd.DataFrame(
        {
            c.GRUPPE: ["", "", "", "a"],
            c.N: [100.0, 90.0, 80.0, 10.0],
            c.N_EFF: [80.0, 60.0, 80.0, 1.0],
        }
    )
    assert design_effect(table) == pytest.approx(1.25)  # the median of 1.25, 1.5 and 1
    assert design_effect(table.assign(n_eff=np.nan)) == 1.0


def test_plan_tells_what_is_missing_and_keeps_hidden_numbers_hidden():
    responses = pd.DataFrame({c.GRUPPE: ["a", "b", ""], c.N: [60.0, np.nan, 200.0]})
    rows = plan(responses, {"a": 378, "b": 462}, 0.1, 1.0).set_index(c.GRUPPE)
    assert rows.loc["a", "fehlend"] == 17
    assert np.isnan(rows.loc["b", "fehlend"])
    assert rows.loc["", ["grundgesamtheit", "noetig", "fehlend"]].tolist() == [840, 87, 0]
    assert rows.loc["b", "quote_noetig"] == pytest.approx(80 / 462)
