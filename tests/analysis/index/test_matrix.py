"""Long values to arrays."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_array_equal

from lebenslage.analysis.index.matrix import matrix, newest
from lebenslage.model.rules import GRUND_GEGENSPERRE, GRUND_KEINE_DATEN, GRUND_ZU_WENIGE

NAN = np.nan


def _frame(
    *rows: tuple[object, ...], names: str = "gebiet_id indikator stand wert"
) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=names.split())


def test_the_newest_date_counts() -> None:
    frame = _frame(("a", "x", "2022", 1), ("a", "x", "2024-12-31", 3), ("a", "x", "2024", 2))
    assert newest(frame)["wert"].tolist() == [3]


def test_of_equal_dates_the_last_row_counts() -> None:
    frame = _frame(("a", "x", None, 1), ("a", "x", None, 2))
    assert newest(frame)["wert"].tolist() == [2]
    assert newest(frame.drop(columns="stand"))["wert"].tolist() == [2]


def test_an_empty_cell_gives_way_to_an_older_value() -> None:
    assert newest(_frame(("a", "x", "2022", 1), ("a", "x", "2024", NAN)))["wert"].tolist() == [1]


def test_rows_and_columns_as_asked() -> None:
    frame = _frame(("a", "x", "2024", 1), ("b", "y", "2024", 2), ("c", "z", "2024", 3))
    got = matrix(frame, ["y", "x"], ["b", "a", "d"])
    assert_array_equal(got.values, [[2, NAN], [NAN, 1], [NAN, NAN]])
    assert matrix(frame, ["x"]).gebiete == ("a", "b", "c")


def test_hidden_values_are_missing_with_their_reason() -> None:
    names = "gebiet_id indikator stand wert status grund"
    frame = _frame(
        ("a", "x", "2022", 9.0, "ok", ""),
        ("a", "x", "2024", 1.0, "unterdrueckt", GRUND_GEGENSPERRE),
        ("b", "x", "2024", 1.0, "unterdrueckt", None),
        ("c", "x", "2024", NAN, "fehlt", ""),
        ("d", "x", "2022", 4.0, "eingeklammert", ""),
        ("d", "x", "2024", NAN, "fehlt", ""),
        names=names,
    )
    got = matrix(frame, ["x"], list("abcde"))
    # in a, the value of 2022 does not stand in for the hidden one; in d, for a missing one
    assert_array_equal(got.values[:, 0], [NAN, NAN, NAN, 4, NAN])
    reasons = [GRUND_GEGENSPERRE, GRUND_ZU_WENIGE, GRUND_KEINE_DATEN, "", GRUND_KEINE_DATEN]
    assert got.missing[:, 0].tolist() == reasons


def test_examples_are_marked_where_there_is_a_value() -> None:
    names = "gebiet_id indikator wert guete"
    frame = _frame(("a", "x", 1.0, "beispiel"), ("b", "x", NAN, "beispiel"), names=names)
    assert matrix(frame, ["x"]).examples[:, 0].tolist() == [True, False]
