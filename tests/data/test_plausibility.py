"""Areas and grid against figures that were not used to make them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from lebenslage.model.area import CRS_GRID

#: Inhabitants 2009 (Wikipedia); the Ortsteil Wüstenrot has no such figure.
WIKIPEDIA_2009 = {"neuhuetten": 1641, "maienfels": 1082, "finsterrot": 503, "neulautern": 531}
#: Cell centres inside (census 2011, 100 m), counted by hand for the sources.
GRID_2011 = {
    "wuestenrot": 2833,
    "neuhuetten": 1678,
    "maienfels": 1047,
    "finsterrot": 477,
    "neulautern": 494,
}
#: Area of the former Gemarkungen in km².
AREA = {
    "wuestenrot": 30.02 - 5.42 - 6.46 - 1.91 - 2.53,
    "neuhuetten": 5.42,
    "maienfels": 6.46,
    "finsterrot": 1.91,
    "neulautern": 2.53,
}


@pytest.fixture(scope="module")
def counted(cells, areas) -> pd.Series:
    """Inhabitants 2011 by Ortsteil: cells whose centre lies inside."""
    (age,) = [grid.cells for grid in cells if grid.theme == "zensus2011-alter5"]
    persons = age[["Unter18", "a18bis29", "a30bis49", "a50bis64", "a65undaelter"]].sum(axis=1)
    centres = gpd.GeoDataFrame(
        {"persons": persons}, geometry=gpd.points_from_xy(age["x"], age["y"]), crs=CRS_GRID
    )
    inside = centres.sjoin(areas.to_crs(CRS_GRID), predicate="within")
    return inside.groupby("ortsteil_id")["persons"].sum()


@pytest.mark.parametrize(("ortsteil_id", "persons"), WIKIPEDIA_2009.items())
def test_inhabitants_are_within_ten_percent_of_an_independent_figure(counted, ortsteil_id, persons):
    assert abs(counted[ortsteil_id] / persons - 1) < 0.10


def test_the_deviations_are_known(counted):
    assert counted["neuhuetten"] / 1641 - 1 == pytest.approx(0.023, abs=0.01)
    assert counted["neulautern"] / 531 - 1 == pytest.approx(-0.070, abs=0.01)


@pytest.mark.parametrize(("ortsteil_id", "persons"), GRID_2011.items())
def test_inhabitants_as_counted_for_the_sources(counted, ortsteil_id, persons):
    # corners were rounded to five decimals on the way: a cell at the border may change sides
    assert abs(counted[ortsteil_id] - persons) <= 15


@pytest.mark.parametrize(("ortsteil_id", "square_km"), AREA.items())
def test_areas_have_the_size_of_the_former_gemarkungen(areas, gemeinde, ortsteil_id, square_km):
    metric = areas.to_crs(gemeinde.crs).set_index("ortsteil_id")
    assert metric.area[ortsteil_id] / 1e6 == pytest.approx(square_km, rel=0.02)


def test_every_ortsteil_lies_in_its_own_area(gazetteer, areas):
    points = gpd.GeoSeries.from_xy(
        # latitude and longitude of two villages, as published
        [9.51278, 9.4325],
        [49.12, 49.05972],
        crs=areas.crs,
    )
    found = [areas[areas.contains(point)]["ortsteil_id"].iat[0] for point in points]
    assert found == ["maienfels", "neulautern"]


def test_neighbours_do_not_overlap(areas, gemeinde):
    metric = areas.to_crs(gemeinde.crs)
    assert metric.area.sum() == pytest.approx(metric.union_all().area, rel=1e-4)


@pytest.mark.parametrize(("wave_id", "persons"), [("umfrage-2022", 6813), ("umfrage-2025", 6796)])
def test_population_of_the_survey_as_derived(cells, waves, wave_id, persons):
    """Share of the Ortsteil 2011 x inhabitants x share of those of 16 and more."""
    (grid,) = [g.cells for g in cells if g.theme == "eurostat2021-1km"]
    ages = grid[["Y_LT15", "Y_1564", "Y_GE65"]].sum()
    of_16_and_more = 1 - 16 / 15 * ages["Y_LT15"] / ages.sum()
    (wave,) = [w for w in waves if w.fragebogen.id == wave_id]
    for ortsteil_id, number in wave.fragebogen.grundgesamtheit.items():
        derived = GRID_2011[ortsteil_id] / sum(GRID_2011.values()) * persons * of_16_and_more
        assert abs(number - derived) <= 6  # rounded to tens
