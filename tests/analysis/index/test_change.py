"""Change of scores and values, with its interval."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lebenslage.analysis.index.change import ChangeTable, change_table, verdict
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.procedure import Normalisation, Procedure
from lebenslage.model.rules import (
    GRUND_ABDECKUNG,
    GRUND_NUR_ORIENTIERUNG,
    GRUND_OHNE_VERGLEICH,
)
from tests import tiny

Z = 1.6448536269514722  # 90 % on both sides
CHANGES = [
    *("gebiet_id", "code", "score_vorher", "score_nachher", "differenz", "ug", "og", "urteil"),
    *("abdeckung", "beispiel", "grund"),
]
VALUES = [
    *("gebiet_id", "indikator", "stand_vorher", "wert_vorher", "stand_nachher", "wert_nachher"),
    *("differenz", "ug", "og", "urteil", "grund"),
]


def bus_survey(error: float | None = 0.1) -> pd.DataFrame:
    """Satisfaction with the bus: Nordheim rose from 2.5 to 4, the others stayed or are hidden."""
    told = {"nordheim": (2.5, 4.0), "osterfeld": (3.0, 3.0), "suedhausen": (3.5, 3.5)}
    return pd.DataFrame(
        [
            {
                "gebiet_id": area,
                "indikator": "zufriedenheit_bus",
                "stand": stand,
                "wert": values[place],
                "standardfehler": error,
                "quelle_id": f"umfrage-{stand[:4]}",
                "guete": "beispiel",
            }
            for area, values in told.items()
            for place, stand in enumerate(("2022-05-01", "2024-05-01"))
        ]
    )


def values(error: float | None = 0.1) -> pd.DataFrame:
    both = pd.concat([tiny.werte(), bus_survey(error)], ignore_index=True)
    return both.assign(status="ok", grund="")


def table(frame: pd.DataFrame | None = None, **arguments: object) -> ChangeTable:
    frame = values() if frame is None else frame
    return change_table(frame, tiny.snapshot(), **arguments)  # type: ignore[arg-type]


def changes(of: ChangeTable) -> pd.DataFrame:
    return of.changes.set_index(["code", "gebiet_id"])


def test_columns() -> None:
    got = table(draws=5)
    assert list(got.changes.columns) == CHANGES
    assert list(got.values.columns) == VALUES


def test_scores_at_both_dates() -> None:
    rows = changes(table(draws=5))
    # vacancy 10 -> 5 % is 50 -> 75 points, living space 42 -> 45 m² is 40 -> 50
    nordheim = rows.loc["wohnen", "nordheim"]
    assert_allclose([nordheim["score_vorher"], nordheim["score_nachher"]], [45, 62.5])
    # of two indicators Westtal has one at both dates only
    westtal = rows.loc["wohnen", "westtal"]
    assert math.isnan(westtal["differenz"])
    assert (westtal["abdeckung"], westtal["grund"]) == (0.5, GRUND_ABDECKUNG)
    assert rows.loc[("leerstandsquote", "westtal"), "grund"] == GRUND_OHNE_VERGLEICH


def test_interval_of_the_change() -> None:
    rows = changes(table(draws=20_000))
    # errors in points: vacancy 5 x 3.00 and 5 x 2.18, living space 5 and 5; half of each counts
    error = math.sqrt((5 * 3) ** 2 + (5 * 100 * math.sqrt(0.05 * 0.95 / 100)) ** 2 + 50) / 2
    nordheim = rows.loc["wohnen", "nordheim"]
    limits = [nordheim["ug"], nordheim["og"]]
    assert_allclose(limits, [17.5 - Z * error, 17.5 + Z * error], atol=0.6)
    assert nordheim["urteil"] == "gestiegen"
    # Osterfeld's living space was carried over: only the error of the vacancy rate is left
    error = 5 * 100 * math.sqrt((0.1 * 0.9 + 0.15 * 0.85) / 200) / 2
    osterfeld = rows.loc["wohnen", "osterfeld"]
    assert_allclose(osterfeld["differenz"], -12.5)
    assert_allclose([osterfeld["ug"], osterfeld["og"]], -12.5 + np.array([-Z, Z]) * error, atol=0.6)
    assert osterfeld["urteil"] == "stabil"


def test_without_known_error_a_change_is_what_it_is() -> None:
    row = changes(table(draws=5)).loc["busabfahrten", "osterfeld"]
    assert row[["differenz", "ug", "og", "urteil"]].tolist() == [25, 25, 25, "gestiegen"]
    assert changes(table(draws=5)).loc[("busabfahrten", "nordheim"), "urteil"] == "stabil"


def test_values_by_themselves() -> None:
    rows = table(draws=2).values.set_index(["indikator", "gebiet_id"])
    row = rows.loc["zufriedenheit_bus", "nordheim"]
    half = Z * math.hypot(0.1, 0.1)
    assert_allclose([row["differenz"], row["ug"], row["og"]], [1.5, 1.5 - half, 1.5 + half])
    assert (row["stand_vorher"], row["stand_nachher"]) == ("2022-05-01", "2024-05-01")
    assert row["urteil"] == "gestiegen"
    # fewer empty dwellings: the number fell, the points rose
    assert rows.loc[("leerstandsquote", "osterfeld"), "differenz"] == 5
    assert rows.loc[("anteil_65plus", "osterfeld"), "urteil"] == "stabil"  # context too


def test_an_open_link_survey_claims_nothing() -> None:
    got = table(values(error=None), draws=20)
    for frame, key in ((got.changes, "code"), (got.values, "indikator")):
        row = frame[(frame["gebiet_id"] == "nordheim") & (frame[key] == "zufriedenheit_bus")]
        assert row["urteil"].item() == ""
        assert row["ug"].isna().item()
        assert row["grund"].item() == GRUND_NUR_ORIENTIERUNG
    rows = changes(got)
    assert rows.loc[("versorgung", "nordheim"), "grund"] == GRUND_NUR_ORIENTIERUNG
    assert rows.loc[("wohnen", "nordheim"), "urteil"] == "gestiegen"


def test_nothing_but_one_date() -> None:
    given = values()
    got = table(given[given["stand"].str.startswith("2024")], draws=5)
    assert got.changes["differenz"].isna().all()
    assert (got.changes["urteil"] == "").all()
    assert (got.changes["grund"] != "").all()


def test_everything_carried_over_is_no_change_for_sure() -> None:
    given = values()
    now = given[given["stand"].str.startswith("2024")]
    before = now.assign(stand="2020")
    got = table(pd.concat([before, now], ignore_index=True), draws=50).changes
    known = got[got["differenz"].notna()]
    assert len(known) > 20
    assert (known[["differenz", "ug", "og"]] == 0).all(axis=None)
    assert (known["urteil"] == "stabil").all()


def test_other_areas_only_get_a_change() -> None:
    alone = table(draws=50)
    both = table(draws=50, weitere=[tiny.AGS])
    ours = both.changes[both.changes["gebiet_id"] != tiny.AGS]
    pd.testing.assert_frame_equal(ours.reset_index(drop=True), alone.changes)
    assert (both.changes["gebiet_id"] == tiny.AGS).any()


def test_relative_methods_normalise_both_dates_together() -> None:
    minmax = Procedure(normalisierung=Normalisation("minmax"))
    rows = changes(table(draws=2, procedure=minmax))
    # of all departures 0 is the least and Osterfeld's 40 of 2024 the most: 30 -> 40 is 75 -> 100
    row = rows.loc["busabfahrten", "osterfeld"]
    assert_allclose([row["score_vorher"], row["score_nachher"]], [75, 100])


def test_the_same_seed_gives_the_same_table() -> None:
    pd.testing.assert_frame_equal(table(draws=30).changes, table(draws=30).changes)
    with pytest.raises(ValueError, match="draws"):
        table(draws=0)


NODES = Catalogue((Node("g", "", 1, 1), Node("x", "g", 1, 1, unten=0, oben=100)))


@settings(max_examples=20)  # each example makes two whole tables
@given(
    before=st.floats(25, 75),
    after=st.floats(25, 75),
    error=st.floats(0, 5),
)
def test_backwards_in_time_is_the_mirror(before: float, after: float, error: float) -> None:
    def run(first: float, last: float) -> pd.Series:
        frame = pd.DataFrame(
            {
                "gebiet_id": ["a", "a", "b", "b"],
                "indikator": "x",
                "stand": ["2020", "2022"] * 2,
                "wert": [first, last, 1.0, 99.0],
                "standardfehler": error,
                "quelle_id": ["p", "q"] * 2,
            }
        )
        state: Snapshot = replace(tiny.snapshot(), catalogue=NODES)
        got = change_table(frame, state, gebiete=["a", "b"], draws=200).changes
        return got[(got["code"] == "g") & (got["gebiet_id"] == "a")].iloc[0]

    forth, back = run(before, after), run(after, before)
    assert_allclose(forth["differenz"], after - before, atol=1e-9)
    assert_allclose(forth["differenz"], -back["differenz"], atol=1e-9)
    assert forth["ug"] - 1e-9 <= forth["differenz"] <= forth["og"] + 1e-9
    words = {"gestiegen": "gefallen", "gefallen": "gestiegen", "stabil": "stabil"}
    if abs(abs(after - before) - Z * math.hypot(error, error)) > 0.5 * error + 1e-6:
        assert back["urteil"] == words[forth["urteil"]]


def test_verdict() -> None:
    difference = np.array([1.0, -1.0, 1.0, 0.0, np.nan])
    low, high = np.array([0.5, -2.0, -0.1, 0.0, np.nan]), np.array([2.0, -0.1, 2.0, 0.0, np.nan])
    words = ["gestiegen", "gefallen", "stabil", "stabil", ""]
    assert verdict(difference, low, high).tolist() == words
