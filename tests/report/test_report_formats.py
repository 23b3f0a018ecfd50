"""German numbers, dates and words, exactly."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.model.rules import Status
from lebenslage.report import formats


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (-0.3, 1, "−0,3"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
        (12.45, 1, "12,5"),  # half up, though the nearest float lies below
        (-0.5, 0, "−1"),
        (float("inf"), 0, "keine Angabe"),
        (np.float64(3), 2, "3,00"),
        (float("nan"), 1, "keine Angabe"),
        (None, 0, "keine Angabe"),
        (pd.NA, 0, "keine Angabe"),
    ],
)
def test_number(value, decimals, text):
    assert formats.format_number(value, decimals) == text


def test_wild_numbers_are_no_error():
    assert formats.format_number(1e300, 3).endswith("000,000")
    assert formats.format_number(5e-324, 1) == "0,0"


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_can_be_read_back(value):
    text = formats.format_number(value).replace(".", "").replace("−", "-")
    assert int(text) == value


@pytest.mark.parametrize(
    ("value", "text"), [(1.24, "+1,2"), (-1.24, "−1,2"), (0.0, "0,0"), (0.04, "0,0")]
)
def test_signed(value, text):
    assert formats.format_signed(value, 1) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (12.4, "%", 1, "12,4 %"),
        (3.14, "Punkte (1–5)", 1, "3,1 von 5"),
        (0.42, "Index 0–1", 2, "0,42"),
        (1.0, "1 = ja, 0 = nein", 0, "ja"),
        (0.0, "1 = ja, 0 = nein", 0, "nein"),
        (10.0, "1 = ja, 0 = nein", 0, "10"),
        (0.6, "1 = ja, 0 = nein", 1, "0,6"),
        (None, "%", 1, "keine Angabe"),
    ],
)
def test_units(value, unit, decimals, text):
    assert formats.format_with_unit(value, unit, decimals) == text


def test_percent_is_of_a_share():
    assert formats.format_percent(0.124) == "12 %"
    assert formats.format_percent(0.124, 1) == "12,4 %"
    assert formats.format_percent(None) == "keine Angabe"


def test_spans_and_intervals():
    assert formats.format_span(9.8, 15.6, "%", 1) == "9,8–15,6 %"
    assert formats.format_span(-1.2, 3.4, "", 1) == "−1,2 bis 3,4"
    assert formats.format_span(None, 3.4) == ""
    assert formats.format_interval(9.8, 15.6, "%", 1) == "95 %-Bereich 9,8–15,6 %"
    assert formats.format_interval(float("nan"), 1.0) == ""


@pytest.mark.parametrize(
    ("status", "grund", "text"),
    [
        (Status.OK, "", "12,4 %"),
        (Status.EINGEKLAMMERT, "", "(12,4 %)"),
        (Status.UNTERDRUECKT, "", "zu wenige Fälle (Datenschutz)"),
        (Status.FEHLT, "", "noch keine Daten"),
        (Status.FEHLT, "zu wenig Daten", "zu wenig Daten"),
    ],
)
def test_value_by_status(status, grund, text):
    assert formats.format_value(12.4, "%", 1, status=status, grund=grund) == text


def test_missing_value_says_so_whatever_its_status():
    assert formats.format_value(float("nan"), "%", 1) == "noch keine Daten"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (Status.OK, "12,4 % (95 %-Bereich 9,8–15,6 %)"),
        (Status.EINGEKLAMMERT, "(12,4 %; 95 %-Bereich 9,8–15,6 %)"),
        (Status.UNTERDRUECKT, "zu wenige Fälle (Datenschutz)"),
    ],
)
def test_value_with_interval(status, text):
    assert formats.format_value_with_interval(12.4, 9.8, 15.6, "%", 1, status=status) == text


def test_value_without_limits_has_no_interval():
    assert formats.format_value_with_interval(12.4, None, None, "%", 1) == "12,4 %"


def test_n():
    assert formats.format_n(1234.0) == "n = 1.234"
    assert formats.format_n(float("nan")) == ""


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2023-12-31", "31.12.2023"),
        ("2023-05", "Mai 2023"),
        ("2023-03", "März 2023"),
        ("2023", "2023"),
        ("2023-12-31T10:00:00", "31.12.2023"),
        ("undatiert", "undatiert"),
        ("2023-13-01", "2023-13-01"),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_date(iso, text):
    assert formats.format_date(iso) == text


def test_moment_is_local_time():
    assert formats.format_moment("2026-01-23T20:05:00+00:00") == "23.01.2026, 21:05 Uhr"
    assert formats.format_moment("2026-07-23T20:05:00+00:00") == "23.07.2026, 22:05 Uhr"
    assert formats.format_moment("gestern") == "gestern"
    # of a moment the day where we are: half past midnight is the next one
    assert formats.format_date("2026-11-28T23:30:00+00:00") == "29.11.2026"


def test_plural_and_listing():
    assert formats.plural(1, "Ortsteil", "Ortsteile") == "1 Ortsteil"
    assert formats.plural(0, "Ortsteil", "Ortsteile") == "0 Ortsteile"
    assert formats.plural(1200, "Ortsteil", "Ortsteile") == "1.200 Ortsteile"
    assert formats.listing([]) == ""
    assert formats.listing(["A"]) == "A"
    assert formats.listing(["A", "B", "C"]) == "A, B und C"
    assert formats.listing(["A", "B"], last="oder") == "A oder B"


def test_units_stay_with_their_number():
    told = formats.unbroken("12,4 % (95 %-Bereich 9,8–15,6 %), n = 87 von 100")
    assert told.replace("\u00a0", "_") == "12,4_% (95_%-Bereich 9,8–15,6_%), n_=_87 von 100"


@given(st.text())
def test_escaped_text_can_do_nothing(text):
    escaped = formats.html_escape(text)
    assert not set(escaped) & set("<>\"'`$")


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words(status):
    assert formats.STATUS_WORTE[status]
