"""Distances in the tiny Gemeinde along its one road, worked out by hand.

The road: middle of Nordheim - 1,000 m - middle of Osterfeld - 1,000 m - middle of Südhausen, where
the pharmacy is. Cells lie 30 m beside the nodes: 30 persons in Nordheim, 20 in Osterfeld, 50 in
Südhausen. A fourth cell with 10 persons in Westtal is 750 m off the road.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.access import homes
from lebenslage.analysis.distances import distance_table, distance_values, open_places
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.grid import GridCells
from lebenslage.model.places import ORTSLISTE
from lebenslage.model.rules import Reach
from tests import tiny
from tests.loaders.build import read
from tests.loaders.extracts import STAND, overpass
from tests.loaders.feeds import WITH_AREAS, degrees

CELLS = [
    ("nordheim", 500, 530, 30),
    ("osterfeld", 500, 530, 20),
    ("suedhausen", 530, 500, 50),
    ("westtal", 500, 750, 10),
]


def grid() -> GridCells:
    rows = [
        (tiny.CORNERS[area][0] + x, tiny.CORNERS[area][1] + y, float(n)) for area, x, y, n in CELLS
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", "Einwohner"]).astype(float)
    return GridCells("zensus2022-bevoelkerung", "2022-05-15", 100, frame)


@pytest.fixture(scope="module")
def where():
    return homes([grid()], tiny.ortsteile(), "EPSG:25832")


@pytest.fixture(scope="module")
def extract():
    return read(overpass(), WITH_AREAS).content


def rows_of(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(ORTSLISTE)).astype({"lat": float, "lon": float})


NONE = rows_of()


def shown(frame: pd.DataFrame, code: str, stand: str = STAND) -> dict[str, float]:
    rows = frame[(frame["indikator"] == code) & (frame["stand"] == stand)]
    return dict(zip(rows["gebiet_id"], rows["wert"], strict=True))


def values(extract, listed, where):
    return distance_values(extract, listed, where, Reach(), tiny.AGS)


def test_along_the_road_to_the_nearest_place(extract, where):
    found = shown(values(extract, NONE, where), "entfernung_apotheke")
    assert found["nordheim"] == pytest.approx(30 + 2000, rel=3e-3)
    assert found["osterfeld"] == pytest.approx(30 + 1000, rel=3e-3)
    assert found["suedhausen"] == pytest.approx(30, rel=1e-2)
    # too far off the road: a straight line from (500, 750) to (1500, 500)
    assert found["westtal"] == pytest.approx(np.hypot(1000, 250), rel=3e-3)
    people = (30 * 2030 + 20 * 1030 + 50 * 30 + 10 * np.hypot(1000, 250)) / 110
    assert found[tiny.AGS] == pytest.approx(people, rel=3e-3)


def test_share_of_the_inhabitants_within_reach(extract, where):
    frame = values(extract, NONE, where)
    found = shown(frame, "nah_apotheke")
    assert found == {
        "nordheim": 0.0,
        "osterfeld": 0.0,
        "suedhausen": 100.0,
        "westtal": 0.0,
        tiny.AGS: pytest.approx(100 * 50 / 110),
    }
    row = frame[(frame["indikator"] == "nah_apotheke") & (frame["gebiet_id"] == tiny.AGS)].iloc[0]
    assert (row["zaehler"], row["nenner"]) == (50, 110)


def test_without_paths_a_straight_line(where):
    extract = read(overpass(ways=False), WITH_AREAS).content
    frame = values(extract, NONE, where)
    found = shown(frame, "entfernung_apotheke")
    assert found["nordheim"] == pytest.approx(np.hypot(1000, 1030), rel=3e-3)
    assert set(frame["quelle_id"]) == {"osm-luftlinie"}


def test_the_shop_has_closed(extract, where):
    lon, lat = degrees("nordheim")
    listed = rows_of(
        ("node/22", "lebensmittel", "Dorfladen", lat, lon, "", "2025-06-01", ""),
        ("eigen/1", "lebensmittel", "Markt", *degrees("suedhausen")[::-1], "2024-01-01", "", ""),
    )
    frame = values(extract, listed, where)
    # at the date of the extract it was open, and another one lies in Südhausen
    assert shown(frame, "entfernung_lebensmittel")["nordheim"] == pytest.approx(30, rel=1e-2)
    later = shown(frame, "entfernung_lebensmittel", "2025-06-01")
    assert later["nordheim"] == pytest.approx(2030, rel=3e-3)
    # nothing changed for the pharmacy, so there is one date only
    assert set(frame.loc[frame["indikator"] == "entfernung_apotheke", "stand"]) == {STAND}


def test_the_last_shop_has_closed_and_no_distance_is_left(extract, where):
    lon, lat = degrees("nordheim")
    listed = rows_of(("node/22", "lebensmittel", "Dorfladen", lat, lon, "", "2025-06-01", ""))
    assert shown(values(extract, listed, where), "entfernung_lebensmittel", "2025-06-01") == {}
    assert "lebensmittel" not in set(open_places(extract, listed, "2025-06-01")["art"])


def test_a_place_moves(extract, where):
    lon, lat = degrees("osterfeld")
    listed = rows_of(("node/21", "apotheke", "Süd-Apotheke", lat, lon, "", "", "umgezogen"))
    found = shown(values(extract, listed, where), "entfernung_apotheke")
    assert found["osterfeld"] == pytest.approx(30, rel=1e-2)
    assert found["suedhausen"] == pytest.approx(1030, rel=3e-3)


def test_the_list_alone_is_enough(where):
    lon, lat = degrees("nordheim")
    listed = rows_of(("eigen/1", "treffpunkt", "Bürgerhaus", lat, lon, "2025-02-01", "", ""))
    frame = values(None, listed, where)
    found = shown(frame, "entfernung_treffpunkt", "2025-02-01")
    assert set(frame["quelle_id"]) == {"ortsliste"}
    assert found["nordheim"] == pytest.approx(30, rel=1e-2)


def test_mean_and_median_on_one_day(extract, where):
    table = distance_table(extract, NONE, where, Reach(), tiny.AGS, STAND)
    row = table[(table["art"] == "apotheke") & (table["gebiet_id"] == tiny.AGS)].iloc[0]
    # 50 of 110 persons live 30 m away, 20 more at 1,030 m (10 at 1,031 m in a straight line)
    assert row["median"] == pytest.approx(1030, rel=3e-3)
    assert (row["nah_kurz"], row["nah"]) == pytest.approx((100 * 50 / 110, 100 * 50 / 110))


def test_values_reach_the_pages_and_follow_the_areas(extract):
    leaf = Node("entfernung_apotheke", "v", -1, 1, "Apotheke", art=Kind.MITTELWERT, unten=0, oben=9)
    near = Node(
        "nah_apotheke", "v", 1, 1, "nah", art=Kind.ANTEIL, unten=0, oben=100, basis="personen"
    )
    snapshot = replace(
        tiny.snapshot(with_survey=False),
        catalogue=Catalogue((Node("v", "", 1, 1), leaf, near)),
        zellen=(grid(),),
        osm=extract,
        ortsliste=NONE,
    )
    found = indicator_values(snapshot, tiny.gemeinde())
    assert shown(found, "entfernung_apotheke")["suedhausen"] == pytest.approx(30, rel=1e-2)
    assert shown(found, "nah_apotheke")["suedhausen"] == 100.0
    one = (
        tiny.ortsteile()
        .dissolve()
        .assign(ortsteil_id="nordheim", name="Nordheim", amtlich=True, quelle="Amt")
    )
    again = indicator_values(replace(snapshot, ortsteile=one), tiny.gemeinde())
    assert shown(again, "nah_apotheke")["nordheim"] == pytest.approx(100 * 50 / 110)
