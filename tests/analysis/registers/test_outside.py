"""A place beyond the borders is told, one without a place is not."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry import box

from lebenslage.analysis.registers.outside import outline, outside
from lebenslage.model.registers import Entry

AREAS = gpd.GeoDataFrame(geometry=[box(9.4, 49.0, 9.5, 49.1), box(9.5, 49.0, 9.6, 49.1)], crs=4326)


def place(number: int, lage: str = "") -> Entry:
    return Entry("treffpunkte", f"T-{number}", {"lage": lage} if lage else {})


def test_what_lies_outside():
    entries = [
        place(1, "49,0500; 9,5000"),  # on the border between both
        place(2, "49,1040; 9,5000"),  # 445 m to the north: borders may be approximations
        place(3, "49,1060; 9,5000"),  # 667 m
        place(4, "9,4601; 49,0812"),  # latitude and longitude the wrong way round
        place(5),
    ]
    found = outside(entries, outline(AREAS, "EPSG:25832"))
    assert [entry.kennung for entry in found] == ["T-3", "T-4"]
    assert outside([], outline(AREAS, "EPSG:25832")) == []
