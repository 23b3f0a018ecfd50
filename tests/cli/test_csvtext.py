"""Result tables as CSV text."""

from __future__ import annotations

import csv
import io
import math

import pandas as pd

from lebenslage.cli.csvtext import as_csv


def test_numbers_are_exact():
    table = pd.DataFrame({"x": [1 / 3, 68.75, 100.0, math.nan], "n": pd.array([1, 2, 3, None])})
    assert as_csv(table) == "x,n\n0.33333333333333331,1\n68.75,2\n100,3\n,\n"
    assert float("0.33333333333333331") == 1 / 3


def test_a_long_table_reads_back_the_same():
    table = pd.DataFrame({"gebiet_id": [f"0{i}" for i in range(45_000)], "x": range(45_000)})
    table["y"] = table["x"] / 7
    back = pd.read_csv(io.StringIO(as_csv(table)), dtype={"gebiet_id": "str"})
    pd.testing.assert_frame_equal(back, table, check_exact=True)


def test_texts_with_signs_of_the_format():
    cells = ["Ort, klein", 'ein "Weiler"', "zwei\nZeilen", "", None]
    table = pd.DataFrame({"a,b": cells, "klasse": "x"})
    rows = list(csv.reader(io.StringIO(as_csv(table), newline="")))
    assert rows == [["a,b", "klasse"], *([cell or "", "x"] for cell in cells)]


def test_no_rows():
    assert as_csv(pd.DataFrame({"a": [], "b": []})) == "a,b\n"
