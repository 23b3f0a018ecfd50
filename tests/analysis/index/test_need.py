"""Status × change, what a distance is made of, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.answers import answer_plans
from lebenslage.analysis.index.change import change_table
from lebenslage.analysis.index.need import (
    REST,
    NeedTable,
    drivers,
    missing_figures,
    need_table,
)
from lebenslage.analysis.index.scores import ScoreTable, score_table
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model.procedure import Aggregation, Classes, Procedure
from lebenslage.model.rules import GRUND_KEINE_DATEN, GRUND_ZU_WENIGE
from tests import tiny
from tests.analysis.index.test_change import values


def tables(
    frame: pd.DataFrame | None = None, procedure: Procedure | None = None
) -> tuple[ScoreTable, NeedTable]:
    frame = values() if frame is None else frame
    scores = score_table(frame, tiny.snapshot(), procedure, draws=400)
    changes = change_table(frame, tiny.snapshot(), procedure, draws=400)
    return scores, need_table(scores, changes, frame)


def test_status_and_change_of_the_tiny_gemeinde() -> None:
    _, need = tables()
    # vacancy and living space: 62.5, 22.5, 65 and 90 points; Osterfeld lies far below the mean
    osterfeld = need.cell("osterfeld", "wohnen")
    assert_allclose(osterfeld["differenz"], 22.5 - (62.5 + 65 + 90) / 3)
    assert (osterfeld["status"], osterfeld["veraenderung"]) == ("niedrig", "stabil")
    assert need.cell("nordheim", "wohnen")["veraenderung"] == "gestiegen"
    assert need.cell("westtal", "wohnen")["status"] == "hoch"
    # without the survey Westtal has one of two indicators: no score, so no status
    westtal = need.cell("westtal", "versorgung")
    assert (westtal["status"], westtal["veraenderung"]) == ("", "")
    assert westtal["grund"]
    assert set(need.cells["code"]) == {"wohnen", "versorgung"}
    assert need.cell("nirgends", "wohnen") == {}


def test_low_in_the_whole_gemeinde_is_low_although_nobody_differs() -> None:
    frame = values()
    frame = frame[frame["indikator"].isin(["leerstandsquote", "wohnflaeche"])]
    # 4, 5, 6 and 7 points of 100, each with an error of 5
    areas = [list(tiny.ORTSTEILE).index(area) for area in frame["gebiet_id"]]
    space = frame["indikator"] == "wohnflaeche"
    points = np.array(areas) + 4.0
    frame = frame.assign(
        wert=np.where(space, 30 + 0.3 * points, 20 - 0.2 * points),
        standardfehler=np.where(space, 1.5, 1.0),
    )
    _, need = tables(frame, Procedure(klassen=Classes((40, 60))))
    row = need.cell("suedhausen", "wohnen")
    assert row["differenz"] > 0
    assert row["unterste"]
    assert row["status"] == "niedrig"


def test_first_looks_are_certain_and_in_order() -> None:
    _, need = tables()
    looks = need.first_looks()
    assert (looks["status"] == "niedrig").all()
    assert len(looks) >= 1
    cells = pd.DataFrame(
        [
            ("a", "niedrig", "gestiegen", -30.0),
            ("b", "niedrig", "stabil", -2.0),
            ("c", "niedrig", "", -8.0),
            ("d", "niedrig", "gefallen", -1.0),
            ("e", "mittel", "gefallen", -40.0),
        ],
        columns=["gebiet_id", "status", "veraenderung", "differenz"],
    )
    assert NeedTable(cells).first_looks()["gebiet_id"].tolist() == ["d", "c", "b", "a"]
    compared, chance = NeedTable(cells).by_chance()
    assert compared == 5
    assert chance == pytest.approx(0.5)


def test_a_change_from_a_made_up_value_is_made_up() -> None:
    frame = values()
    early = frame["stand"].str.startswith("2022") & (frame["gebiet_id"] == "nordheim")
    _, need = tables(frame.assign(guete=frame["guete"].mask(early, "beispiel")))
    assert not tables()[1].cell("nordheim", "wohnen")["beispiel"]
    assert need.cell("nordheim", "wohnen")["beispiel"]
    assert not need.cell("osterfeld", "wohnen")["beispiel"]


def test_an_open_link_survey_makes_nothing_certain() -> None:
    _, need = tables(values(error=None))
    rows = need.cells.set_index("code").loc["versorgung"]
    assert rows["orientierung"].all()
    assert set(rows["status"]) <= {"mittel", ""}
    assert not need.cells.set_index("code").loc["wohnen", "orientierung"].any()


@pytest.mark.parametrize("method", ["arithmetisch", "geometrisch", "harmonisch", "mpi_minus"])
def test_drivers_sum_to_the_distance(method: str) -> None:
    frame = values()
    frame = frame[frame["indikator"] != "busabfahrten"]  # holds a zero
    procedure = Procedure(aggregation=Aggregation(method, mindestabdeckung=0.5))
    scores, _ = tables(frame, procedure)
    told = scores.deviations.set_index(["code", "gebiet_id"])["differenz"]
    for code in ("wohnen", "versorgung", "gesamt"):
        for area in tiny.ORTSTEILE:
            parts = drivers(scores, code, area)
            expected = told[code, area]
            assert parts.empty == np.isnan(expected)
            if not np.isnan(expected):
                assert_allclose(parts["beitrag"].sum(), expected, atol=1e-9)
            if method == "arithmetisch":
                assert REST not in set(parts["code"])


def test_drivers_of_wohnen_in_osterfeld() -> None:
    scores, _ = tables()
    rows = drivers(scores, "wohnen", "osterfeld").set_index("code")
    # points: vacancy 25 against 75, 50 and 80; space 20 against 50, 80 and 100; half of each
    assert_allclose(rows["score"], [25, 20])
    assert_allclose(rows["vergleich"], [(75 + 50 + 80) / 3, (50 + 80 + 100) / 3])
    assert_allclose(rows["beitrag"], [(25 - 205 / 3) / 2, (20 - 230 / 3) / 2])
    assert rows["belastbar"].all()


def test_a_missing_indicator_counts_by_what_it_would_have_lifted() -> None:
    frame = values()
    gone = (frame["gebiet_id"] == "nordheim") & (frame["indikator"] == "leerstandsquote")
    scores, _ = tables(frame[~gone], Procedure(aggregation=Aggregation(mindestabdeckung=0.5)))
    rows = drivers(scores, "wohnen", "nordheim").set_index("code")
    # others: 25 and 20, 50 and 80, 80 and 100 -> scores 22.5, 65, 90, mean 59 1/6
    mean = (22.5 + 65 + 90) / 3
    lifted = sum((p - mean) / 2 for p in (25, 50, 80)) / 3
    assert_allclose(rows.loc["leerstandsquote", "beitrag"], -lifted)
    assert rows.loc["leerstandsquote", "grund"] == GRUND_KEINE_DATEN
    missing = missing_figures(scores, "wohnen", "nordheim")
    assert missing["code"].tolist() == ["leerstandsquote"]
    assert missing["lieferant"].tolist() == ["Gemeindeverwaltung"]


def test_inputs_stay_as_they_are() -> None:
    frame = values()
    before = frame.copy()
    tables(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_hidden_group_stays_hidden_in_everything_that_is_told() -> None:
    # eight persons of Westtal answered, in both waves: their mean may be shown to nobody
    snapshot = replace(tiny.snapshot(), umfragen=(tiny.wave("2022"), tiny.wave("2024")))
    frame = indicator_values(snapshot, tiny.gemeinde())
    scores = score_table(frame, snapshot, draws=50)
    changes = change_table(frame, snapshot, draws=50)
    need = need_table(scores, changes, frame)
    own = changes.values.set_index(["indikator", "gebiet_id"])
    hidden = own.loc["zufriedenheit_bus", "westtal"]
    assert hidden[["wert_vorher", "wert_nachher", "differenz", "ug", "og"]].isna().all()
    assert hidden["grund"] == GRUND_ZU_WENIGE
    assert own.loc[("zufriedenheit_bus", "nordheim"), "urteil"] == "gestiegen"
    assert np.isnan(need.cell("westtal", "versorgung")["score"])
    assert drivers(scores, "versorgung", "westtal").empty
    missing = missing_figures(scores, "versorgung", "westtal").set_index("code")["grund"]
    assert missing["zufriedenheit_bus"] == GRUND_ZU_WENIGE
    assert answer_plans(scores, frame, snapshot, "versorgung", "westtal") == []
