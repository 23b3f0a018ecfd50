"""The quick way through a column says the same as the slow one, cell by cell."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.loaders import numbers
from lebenslage.loaders.numbers import MISSING, parse_numbers, style_of
from lebenslage.loaders.plain_numbers import read_plainly

CELLS = st.one_of(
    st.from_regex(r"-?[0-9]{1,4}([.,][0-9]{1,4})?([eE]-?[0-9])?", fullmatch=True),
    st.sampled_from(["", "-", ".", "NA", "x", "+3", "1.234.567", "12 %", "1 234", "1e999", "nan"]),
)


@given(st.lists(CELLS, max_size=6), st.sampled_from(["", ",", "."]))
def test_both_ways_say_the_same(cells, fallback):
    quick, style = parse_numbers(cells, fallback=fallback), style_of(cells)
    with mock.patch.object(numbers, "read_plainly", return_value=None):
        slow = parse_numbers(cells, fallback=fallback)
        assert style == style_of(cells)
    np.testing.assert_array_equal(quick.values, slow.values)
    np.testing.assert_array_equal(quick.percent, slow.percent)
    assert (quick.errors, quick.signs) == (slow.errors, slow.signs)


@pytest.mark.parametrize(
    ("cells", "decimal", "certain", "values"),
    [
        (["1.5", "-.25", "12", ""], ".", True, [1.5, -0.25, 12, np.nan]),
        (["1,5", "2e3", "–"], ",", True, [1.5, 2000, np.nan]),
        (["1.234", "5"], ".", False, [1.234, 5]),
        (["0.234"], ".", True, [0.234]),  # thousands do not begin with 0
        (["1234.567"], ".", True, [1234.567]),
        (["7", "."], "", False, [7, np.nan]),
    ],
)
def test_plain_columns(cells, decimal, certain, values):
    plain = read_plainly(pd.Series(cells, dtype="str"), MISSING)
    assert (plain.decimal, plain.certain) == (decimal, certain)
    np.testing.assert_array_equal(plain.values, values)


@pytest.mark.parametrize("cell", ["+3", "12 %", "1 234", "1.2.3", "zwölf", "1e999", "inf", "1.5\n"])
def test_anything_else_is_left_to_the_slow_way(cell):
    assert read_plainly(pd.Series(["1.5", cell], dtype="str"), MISSING) is None


def test_every_number_is_read_to_the_last_bit():
    given = np.random.default_rng(3).uniform(0, 1e6, 500)
    plain = read_plainly(pd.Series([f"{x:.17g}" for x in given], dtype="str"), MISSING)
    assert plain.values.tolist() == given.tolist()
