"""Departures of the tiny Gemeinde, counted by hand.

Nordheim   30 persons 71 m from the stop (3 trips on a working day), 10 persons 636 m away
Osterfeld  20 persons 71 m from the stop (2 trips)
Südhausen  40 persons 552 m from the stop of Osterfeld
Westtal    nobody
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.access import homes, weighted_median
from lebenslage.analysis.departures import changes, connections, departure_values
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.grid import GridCells
from lebenslage.model.timetable import Timetable
from tests import tiny
from tests.loaders.build import read
from tests.loaders.feeds import WITH_AREAS, feed

PLACES = [
    ("nordheim", 550, 550, 30),
    ("nordheim", 50, 950, 10),
    ("osterfeld", 550, 550, 20),
    ("suedhausen", 550, 950, 40),
]


@pytest.fixture(scope="module")
def cells():
    rows = [
        (tiny.CORNERS[area][0] + x, tiny.CORNERS[area][1] + y, float(n)) for area, x, y, n in PLACES
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", "Einwohner"]).astype(float)
    return GridCells("zensus2022-bevoelkerung", "2022-05-15", 100, frame)


@pytest.fixture(scope="module")
def where(cells):
    return homes([cells], tiny.ortsteile(), "EPSG:25832")


@pytest.fixture(scope="module")
def table() -> Timetable:
    content = read(feed(), WITH_AREAS).content
    assert isinstance(content, Timetable)
    return content


def shown(frame: pd.DataFrame, code: str) -> dict[str, float]:
    rows = frame[frame["indikator"] == code]
    return dict(zip(rows["gebiet_id"], rows["wert"], strict=True))


def test_departures_are_means_over_the_inhabitants(table, where):
    values = departure_values(table, where, 500, tiny.AGS)
    assert shown(values, "abfahrten_werktag") == {
        "nordheim": 30 * 3 / 40,
        "osterfeld": 2.0,
        "suedhausen": 0.0,
        tiny.AGS: (30 * 3 + 20 * 2) / 100,
    }
    assert shown(values, "abfahrten_samstag")["nordheim"] == 30 / 40
    assert set(shown(values, "abfahrten_sonntag").values()) == {0.0}
    assert set(values["stand"]) == {"2025-01-07"}
    assert set(values["guete"]) == {"naeherung"}


def test_last_connection_after_midnight(table, where):
    values = departure_values(table, where, 500, tiny.AGS)
    assert shown(values, "letzte_fahrt_werktag") == {
        "nordheim": 24 * 60 + 10,
        "osterfeld": 17 * 60 + 35,
        tiny.AGS: 24 * 60 + 10,
    }


def test_a_longer_reach_finds_more_and_counts_a_trip_once(table, where):
    values = departure_values(table, where, 700, tiny.AGS)
    assert shown(values, "abfahrten_werktag")["suedhausen"] == 2.0
    assert shown(values, "abfahrten_werktag")["nordheim"] == 3.0
    # 2,000 m reach both stops: three trips, not five
    values = departure_values(table, where, 2000, tiny.AGS)
    assert set(shown(values, "abfahrten_werktag").values()) == {3.0}


def test_first_and_last_departure_and_lines(table, where):
    rows = connections(table, where, 500, tiny.AGS).set_index(["gebiet_id", "tag"])
    assert list(rows.loc[("nordheim", "werktag")]) == [3, 420.0, 1450.0, ("381",)]
    assert list(rows.loc[("osterfeld", "werktag")]) == [2, 425.0, 1055.0, ("381",)]
    assert rows.loc[("nordheim", "samstag"), "linien"] == ("Samstagsbus",)
    empty = rows.loc[("suedhausen", "werktag")]
    assert empty["abfahrten"] == 0
    assert np.isnan(empty["erste"])


def test_what_two_timetables_differ_in(table, where):
    trips = table.abfahrten
    later = trips[trips["fahrt_id"] != "t2"].assign(linie=lambda f: f["linie"].replace("381", "X1"))
    after = connections(replace(table, von="2025-12-14", abfahrten=later), where, 500, tiny.AGS)
    rows = changes(connections(table, where, 500, tiny.AGS), after)
    rows = rows.set_index(["gebiet_id", "tag"])
    assert list(rows.loc[("nordheim", "werktag")]) == [3, 2, ("X1",), ("381",)]
    assert list(rows.loc[("nordheim", "samstag")]) == [1, 1, (), ()]


def test_the_values_reach_the_pages(table, cells):
    leaf = Node(
        "abfahrten_werktag", "v", 1, 1, "Busabfahrten", art=Kind.MITTELWERT, unten=0, oben=20
    )
    snapshot = replace(
        tiny.snapshot(with_survey=False),
        catalogue=Catalogue((Node("v", "", 1, 1), leaf)),
        zellen=(cells,),
        fahrplaene=(table,),
    )
    values = indicator_values(snapshot, tiny.gemeinde())
    assert shown(values, "abfahrten_werktag")["nordheim"] == 2.25
    assert shown(values, "abfahrten_werktag")[tiny.AGS] == 1.3
    # other areas, other values: all of the cells in one Ortsteil
    north = (
        tiny.ortsteile()
        .dissolve()
        .assign(ortsteil_id="nordheim", name="Nordheim", amtlich=True, quelle="Amt")
    )
    values = indicator_values(replace(snapshot, ortsteile=north), tiny.gemeinde())
    assert shown(values, "abfahrten_werktag")["nordheim"] == 1.3


def test_without_cells_or_areas_there_is_nothing(table):
    snapshot = replace(tiny.snapshot(with_survey=False), fahrplaene=(table,))
    assert "abfahrten_werktag" not in set(indicator_values(snapshot, tiny.gemeinde())["indikator"])


def test_weighted_median_is_reached_by_half_of_the_weight():
    values, weight = np.array([300.0, 100.0, 900.0]), np.array([20.0, 30.0, 50.0])
    assert weighted_median(values, weight) == 300.0
    assert weighted_median(values, np.array([20.0, 30.0, 51.0])) == 900.0
    assert np.isnan(weighted_median(np.array([]), np.array([])))
