"""Which value is compared with which."""

from __future__ import annotations

import pandas as pd
import pytest

from lebenslage.analysis.index.dates import a_year_before, two_dates
from lebenslage.model.rules import GRUND_OHNE_VERGLEICH, GRUND_ZU_WENIGE


@pytest.mark.parametrize(
    ("earlier", "later", "is_so"),
    [
        ("2022-06-13", "2025-05-12", True),
        ("2024-05-12", "2025-05-12", True),
        ("2024-05-13", "2025-05-12", False),
        ("2022", "2023", True),
        ("2022-12-31", "2023", True),  # what both tell: the year
        ("2023", "2023-12-31", False),
        ("2022-06", "2023-05-31", False),
        ("2022-05", "2023-05-31", True),
        ("", "2023", False),
        ("2022", "", False),
    ],
)
def test_a_year_before(earlier: str, later: str, is_so: bool) -> None:
    assert a_year_before(earlier, later) is is_so


def rows(*given: tuple[str, float | None, str]) -> pd.DataFrame:
    """One indicator of one area: date, value (None: hidden), source."""
    return pd.DataFrame(
        [
            {
                "gebiet_id": "a",
                "indikator": "x",
                "stand": stand,
                "wert": wert,
                "standardfehler": 1.0,
                "quelle_id": source,
                "status": "unterdrueckt" if wert is None else "ok",
                "grund": GRUND_ZU_WENIGE if wert is None else "",
            }
            for stand, wert, source in given
        ]
    )


def test_the_newest_and_the_newest_of_a_year_before() -> None:
    given = rows(("2019", 1.0, "q"), ("2021", 2.0, "q"), ("2022-06", 3.0, "q"), ("2023", 4.0, "q"))
    got = two_dates(given, ["x"], ["a"])
    assert (got.stand_earlier[0, 0], got.stand_later[0, 0]) == ("2022-06", "2023")
    assert (got.earlier.values[0, 0], got.later.values[0, 0]) == (3.0, 4.0)
    assert not got.carried[0, 0]


def test_a_hidden_value_gives_no_change_and_no_older_one_stands_in() -> None:
    for given in (
        rows(("2019", 1.0, "q"), ("2021", None, "q"), ("2023", 4.0, "q")),
        rows(("2019", 1.0, "q"), ("2021", 2.0, "q"), ("2023", None, "q")),
    ):
        got = two_dates(given, ["x"], ["a"])
        assert got.later.missing[0, 0] == GRUND_ZU_WENIGE
        assert pd.isna(got.earlier.values[0, 0])
        assert pd.isna(got.later.values[0, 0])


def test_without_an_earlier_date() -> None:
    got = two_dates(rows(("2023", 4.0, "q")), ["x"], ["a", "b"])
    assert got.later.missing.tolist() == [[GRUND_OHNE_VERGLEICH], ["noch keine Daten"]]
    assert got.stand_later.tolist() == [["2023"], [""]]


def test_carried_over_is_the_same_number_of_the_same_source() -> None:
    assert two_dates(rows(("2021", 4.0, "q"), ("2023", 4.0, "q")), ["x"], ["a"]).carried.all()
    # two surveys that happen to agree are two measurements
    assert not two_dates(rows(("2021", 4.0, "p"), ("2023", 4.0, "q")), ["x"], ["a"]).carried.any()
