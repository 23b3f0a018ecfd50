"""A second town out of open data (Köln): another package, the same program.

Its official areas come as a Shapefile in a coordinate system of its own, its turnout as numerator
and denominator; what the city publishes for all nine Stadtbezirke together is the check.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.grid import grid_values
from lebenslage.analysis.index.scores import score_table
from lebenslage.analysis.indicators import indicator_values
from lebenslage.loaders import load_gemeinde, load_package
from lebenslage.model.area import CRS_GRID
from lebenslage.model.grid import GridCells
from lebenslage.store import Store
from tests.data.koeln_package import build, turnout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("koeln"))


@pytest.fixture(scope="module")
def snapshot(folder, tmp_path_factory):
    with Store(f"sqlite:///{tmp_path_factory.mktemp('s') / 'koeln.sqlite'}") as store:
        store.import_deliveries(load_package(folder), wer="Test")
        return store.snapshot()


def test_official_areas_come_in_as_published(snapshot):
    frame = snapshot.ortsteile
    assert set(frame["name"]) == {row["Name"] for row in turnout()}
    assert "muelheim" in set(frame["ortsteil_id"])
    assert frame["amtlich"].all()
    west, south, east, north = frame.total_bounds
    assert 6.7 < west < east < 7.2
    assert 50.8 < south < north < 51.1
    # the city: 405 km² (Wikipedia)
    assert frame.to_crs(CRS_GRID).area.sum() / 1e6 == pytest.approx(405, rel=0.005)


def test_indicators_of_the_parts_give_the_published_one_of_the_city(snapshot, folder):
    values = indicator_values(snapshot, load_gemeinde(folder))
    rows = values[values["indikator"] == "wahlbeteiligung"].set_index("gebiet_id")
    assert len(rows) == 10
    city = rows.loc["05315000"]
    assert (city["zaehler"], city["nenner"]) == (523_763, 722_435)
    assert round(city["wert"], 2) == 72.50
    assert set(rows["quelle_id"]) == {"wahl"}


def test_scores_are_computed(snapshot, folder):
    values = indicator_values(snapshot, load_gemeinde(folder))
    scores = score_table(values, snapshot, draws=50).scores
    points = scores[scores["code"] == "gesamt"].set_index("gebiet_id")["score"]
    # 81.57 % as published, between 50 and 90 %
    assert points["lindenthal"] == pytest.approx((81.57 - 50) / 40 * 100)
    assert points.idxmin() == "kalk"


def test_every_cell_of_a_grid_goes_to_one_part(snapshot):
    """Made-up cells of 1 km over the city: one person each, so that areas and sums agree."""
    shapes = snapshot.ortsteile.to_crs(CRS_GRID)
    left, bottom, right, top = shapes.total_bounds
    x, y = np.meshgrid(
        np.arange(left // 100 * 100, right, 100) + 50, np.arange(bottom // 100 * 100, top, 100) + 50
    )
    cells = pd.DataFrame({"x": x.ravel(), "y": y.ravel(), "Einwohner": 1.0})
    grid = GridCells("zensus2022-bevoelkerungszahl", "2022-05-15", 100, cells)
    table = grid_values([grid], snapshot.ortsteile).set_index("gebiet_id")
    points = gpd.GeoSeries(gpd.points_from_xy(cells["x"], cells["y"]), crs=CRS_GRID)
    assert table["wert"].sum() == points.within(shapes.union_all()).sum()
    hectares = dict(zip(shapes["ortsteil_id"], shapes.area / 1e4, strict=True))
    assert table["wert"].to_dict() == pytest.approx(hectares, rel=0.01)
    assert set(table["guete"]) == {"amtlich"}
