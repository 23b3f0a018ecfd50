"""German and English numbers, decided per column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.loaders.numbers import ENGLISH, GERMAN, parse_numbers, style_of


def values(*cells: str, fallback: str = "") -> list[float]:
    parsed = parse_numbers(cells, fallback=fallback)
    assert parsed.errors == ()
    return parsed.values.tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,5", "1.234,5", "12"], [1.5, 1234.5, 12]),
        (["1.5", "1,234.5", "12"], [1.5, 1234.5, 12]),
        (["1 234,5", "2\u00a0345,5", "3\u202f456,5"], [1234.5, 2345.5, 3456.5]),
        (["1'234.5", "1’234’567"], [1234.5, 1234567]),
        (["1.234.567", "5"], [1234567, 5]),
        (["1,234,567", "5"], [1234567, 5]),
        (["1.234", "0,5"], [1234, 0.5]),  # the other cell decides
        (["1.234", "0.5"], [1.234, 0.5]),
        (["0.125"], [0.125]),  # a group of thousands does not begin with 0
        (["1234.567"], [1234.567]),
        (["-1,5", "−2,5", "+3"], [-1.5, -2.5, 3]),
        ([",5", "-,25"], [0.5, -0.25]),
        (["1e-05", "2.5E3"], [1e-05, 2500]),
        (["1 234", "12"], [1234, 12]),
        (["45 %", "12,5%"], [45, 12.5]),
    ],
)
def test_ways_of_writing(cells, expected):
    assert values(*cells) == expected


def test_percent_signs_are_told():
    assert parse_numbers(["45 %", "12"]).percent.tolist() == [True, False]


@pytest.mark.parametrize("sign", ["", "-", "–", "—", ".", "…", "/", "x", "NA", "k. A."])
def test_signs_for_no_value(sign):
    assert np.isnan(values(sign, "1")[0])


def test_signs_are_told():
    assert parse_numbers(["–", "", "/", "1"]).signs == ("/", "–")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("12a", "„12a“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("O,5", "„O,5“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("1.23.4", "„1.23.4“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("12.34.567", "„12.34.567“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("1 23", "„1 23“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("1.234 567", "„1.234 567“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("5 €", "„5 €“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("x" * 70, f"„{'x' * 59}…“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        ("inf", "„inf“ ist keine endliche Zahl."),
        ("-Infinity", "„-Infinity“ ist keine endliche Zahl."),
        ("nan", "„nan“ ist keine endliche Zahl."),
        ("1e999", "„1e999“ ist keine endliche Zahl."),
    ],
)
def test_no_numbers(cell, message):
    parsed = parse_numbers(["1", cell, "2", cell])
    assert parsed.errors == ((1, message), (3, message))
    assert np.isnan(parsed.values[[1, 3]]).all()


def test_two_ways_in_one_column_are_refused():
    assert parse_numbers(["3", "1,5", "4", "2.5"]).errors == (
        (
            3,
            "Die Spalte mischt Dezimalkomma („1,5“) und Dezimalpunkt („2.5“); "
            "bitte nur eine Schreibweise verwenden.",
        ),
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1.234", "„1.234“ ist mehrdeutig: 1234 oder 1,234? Bitte ohne Tausendertrennzeichen "
                  "schreiben."),
        ("12,345", "„12,345“ ist mehrdeutig: 12345 oder 12,345? Bitte ohne Tausendertrennzeichen "
                   "schreiben."),
    ],
)  # fmt: skip
def test_a_number_that_can_be_two_is_refused(cell, message):
    parsed = parse_numbers(["7", cell])
    assert parsed.errors == ((1, message),)
    assert np.isnan(parsed.values[1])


def test_the_rest_of_the_file_may_decide():
    assert values("1.234", fallback=GERMAN) == [1234]
    assert values("1.234", fallback=ENGLISH) == [1.234]
    assert style_of(["1.234", "1,5"]) == GERMAN
    assert style_of(["1.234", "12"]) == ""


def german(number: float, decimals: int, separator: str) -> str:
    text = f"{number:,.{decimals}f}"
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", separator)


NUMBERS = st.lists(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 2)), min_size=1, max_size=8
)


@given(NUMBERS, st.sampled_from(["", ".", " ", "\u00a0", "\u202f", "'"]))
def test_german_numbers_round_trip(numbers, separator):
    assert values(*(german(x, 2, separator) for x in numbers)) == pytest.approx(numbers)


@given(NUMBERS, st.sampled_from(["", ",", " ", "'"]))
def test_english_numbers_round_trip(numbers, separator):
    cells = [f"{x:,.2f}".replace(",", separator) for x in numbers]
    assert values(*cells) == pytest.approx(numbers)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_what_python_writes_is_read_exactly(numbers):
    assert values(*map(repr, numbers), fallback=ENGLISH) == numbers
