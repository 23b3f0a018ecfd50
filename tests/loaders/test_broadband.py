"""Cells of the Breitbandatlas: GeoPackage as published, CSV, answers of the map service."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import geopandas as gpd
import pytest
from pyproj import Transformer
from shapely.geometry import box

from lebenslage.model.exchange import Source
from tests.loaders.build import KNOWN, lines, problems, read, source

#: A cell of the national grid (UTM 32), its middle in the European grid.
EAST, NORTH = 533_700, 5_443_500
MIDDLE = Transformer.from_crs(25832, 3035, always_xy=True).transform(EAST + 50, NORTH + 50)
NEAR = replace(
    KNOWN, ausschnitt=(MIDDLE[0] - 500, MIDDLE[1] - 500, MIDDLE[0] + 500, MIDDLE[1] + 500)
)
HEAD = (
    "raster_id;ags;down_fn_hh_alle_10;down_fn_hh_alle_1000;down_fn_hh_ftthb_10;"
    "down_fn_hh_ftthb_1000"
)
ROW = "100mN54435E5337;08999001;100;80,5;40;39"
FAR = "100mN60000E5000;01999001;100;1;2;3"


def geopackage(shapes, **shares) -> Source:
    frame = gpd.GeoDataFrame({"raster_id": "x", **shares}, geometry=shapes, crs=25832)
    buffer = io.BytesIO()
    frame.to_file(buffer, driver="GPKG", layer="Versorgungsdaten_Gitterzellen_Stand_20251231")
    return Source("festnetz.gpkg", buffer.getvalue())


def test_csv_with_the_names_of_the_national_grid():
    delivery = read(source(lines(HEAD, ROW, FAR), "bba_Stand_20251231.csv"), NEAR)
    assert delivery.format == "breitband"
    rows = delivery.content.tabelle
    assert len(rows) == 1  # the other cell is far away
    assert tuple(rows.loc[0, ["x", "y"]]) == pytest.approx(MIDDLE)
    assert tuple(rows.loc[0, ["gigabit", "glasfaser"]]) == (80.5, 40.0)
    assert delivery.content.stand == "2025-12-31"


def test_geopackage_as_published():
    cell = box(EAST, NORTH, EAST + 100, NORTH + 100)
    delivery = read(geopackage([cell], down_fn_hh_alle_1000=[75.0]), NEAR)
    assert delivery.format == "breitband"
    rows = delivery.content.tabelle
    assert tuple(rows.loc[0, ["x", "y"]]) == pytest.approx(MIDDLE, abs=0.1)
    assert rows["gigabit"].tolist() == [75.0]
    assert rows["glasfaser"].isna().all()
    assert delivery.content.stand == "2025-12-31"


def test_answers_of_the_map_service():
    ring = [[EAST, NORTH], [EAST, NORTH + 100], [EAST + 100, NORTH + 100], [EAST + 100, NORTH]]
    attributes = {"raster_id": "x", "down_fn_hh_alle_1000": 60.0, "datenstand": "202312"}
    answer = {
        "spatialReference": {"wkid": 25832},
        "features": [{"attributes": attributes, "geometry": {"rings": [[*ring, ring[0]]]}}],
    }
    delivery = read(source(json.dumps(answer), "query.json"), NEAR)
    rows = delivery.content.tabelle
    assert tuple(rows.loc[0, ["x", "y"]]) == pytest.approx(MIDDLE)
    assert delivery.content.stand == "2023-12"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            lines(HEAD.replace("raster_id", "nr"), ROW),
            "bba_202312.csv: Es fehlt die Lage der Zellen: Spalte „raster_id“, oder „x_mp“ und "
            "„y_mp“.",
        ),
        (
            lines("raster_id;down_fn_hh_alle_10", "100mN54435E5337;100"),
            "bba_202312.csv: Es fehlt die Spalte „down_fn_hh_alle_1000“ oder eine Spalte "
            "„down_fn_hh_ftthb_…“.",
        ),
        (
            lines(HEAD, ROW.replace("80,5", "180,5")),
            "bba_202312.csv: Anteile der Haushalte müssen zwischen 0 und 100 % liegen.",
        ),
        (lines(HEAD, FAR), "bba_202312.csv: Keine Zelle der Datei liegt in der Nähe der Gemeinde."),
        (
            lines(HEAD, ROW.replace("100mN54435E5337", "hier")),
            "bba_202312.csv: 1 Zelle ohne lesbare Lage.",
        ),
    ],
)
def test_bad_files(text, message):
    assert problems(source(text, "bba_202312.csv"), NEAR) == [message]


def test_a_date_is_needed():
    assert problems(source(lines(HEAD, ROW)), NEAR) == [
        "datei.csv: Der Datenstand fehlt: Er steht weder in einer Spalte „datenstand“ noch im "
        "Namen („…_Stand_20251231“)."
    ]
