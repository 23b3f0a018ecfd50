"""Cells to Ortsteile, with numbers that can be added up by hand."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from lebenslage.analysis import grid
from lebenslage.analysis.grid_recipes import AGE5, ALTER5, EUROSTAT, MERKMALE, RECIPES, ZENSUS_1KM
from lebenslage.analysis.grid_sums import EINGESCHRAENKT
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.grid import KLAMMERN, GridCells, GridIndicator
from tests import tiny

X, Y = 4280000, 2885000
NOISE = 4 / 3


def two_areas(amtlich: bool = False) -> gpd.GeoDataFrame:
    """West holds the left 400 m, East the right 600 m of one 1 km cell."""
    return gpd.GeoDataFrame(
        {"ortsteil_id": ["west", "east"], "amtlich": amtlich},
        geometry=[box(X, Y, X + 400, Y + 1000), box(X + 400, Y, X + 1000, Y + 1000)],
        crs=CRS_GRID,
    )


def ages(rows: list[tuple], stand: str = "2011-05-09") -> GridCells:
    """Rows of x, y and the five age classes."""
    frame = pd.DataFrame(rows, columns=["x", "y", *AGE5]).astype(float)
    return GridCells(ALTER5, stand, 100, frame, "zensus")


def one_km(stand: str = "2011-05-09", theme: str = ZENSUS_1KM, **columns) -> GridCells:
    """The 1 km cell of `two_areas`."""
    frame = pd.DataFrame({"x": [X + 500.0], "y": [Y + 500.0], **columns}).astype(float)
    return GridCells(theme, stand, 1000, frame)


def value(frame: pd.DataFrame, area: str, code: str) -> pd.Series:
    found = frame[(frame["gebiet_id"] == area) & (frame["indikator"] == code)]
    assert len(found) == 1
    return found.iloc[0]


def test_counts_are_summed_and_divided_once():
    cells = ages(
        [
            (X + 50, Y + 50, 3, 0, 10, 4, 3),  # west, 20 persons
            (X + 150, Y + 50, 5, 5, 60, 5, 5),  # west, 80
            (X + 950, Y + 950, 0, 0, 10, 10, 20),  # east, 40
            (X - 50, Y + 50, 9, 9, 9, 9, 9),  # nowhere
        ]
    )
    result = grid.grid_values([cells], two_areas())
    assert list(result.columns) == list(grid.GITTERWERTE)
    assert value(result, "west", "einwohner")["wert"] == 20 + 80
    assert value(result, "east", "einwohner")["wert"] == 40
    share = value(result, "west", "anteil_u18")
    assert (share["zaehler"], share["nenner"], share["zellen"]) == (3 + 5, 20 + 80, 2)
    assert share["wert"] == 100 * 8 / 100  # the mean of the shares 15 and 6.25 % is another number
    assert share["quelle_id"] == "zensus"
    assert (share["stand"], share["guete"]) == ("2011-05-09", "naeherung")


def test_noise_of_disclosure_control_is_in_the_standard_error():
    cells = ages([(X + 50, Y + 50, 3, 0, 10, 4, 3), (X + 150, Y + 50, 5, 5, 60, 5, 5)])
    result = grid.grid_values([cells], two_areas())
    # 2 cells x 5 classes, each with a variance of 4/3
    assert value(result, "west", "einwohner")["standardfehler"] == pytest.approx(
        math.sqrt(10 * NOISE)
    )
    # p = 8 / 100: 2 counts in the numerator with slope 1 - p, 8 others with slope p
    p = 0.08
    expected = 100 * math.sqrt(NOISE * (2 * (1 - p) ** 2 + 8 * p**2)) / 100
    assert value(result, "west", "anteil_u18")["standardfehler"] == pytest.approx(expected)


def test_the_noise_is_what_a_simulation_finds():
    rng = np.random.default_rng(11)
    rows = [(X + 50 + 100 * i, Y + 50, 4, 6, 12, 9, 8) for i in range(4)]
    expected = value(grid.grid_values([ages(rows)], two_areas()), "west", "anteil_65plus")
    table = np.array(rows, float)[:, 2:]
    draws = table + rng.normal(0, math.sqrt(NOISE), (20_000, *table.shape))
    shares = 100 * draws[..., 4].sum(axis=1) / draws.sum(axis=(1, 2))
    assert expected["standardfehler"] == pytest.approx(shares.std(), rel=0.02)


def test_a_large_cell_is_split_by_the_persons_of_the_small_ones():
    small = ages([(X + 50, Y + 50, 10, 0, 0, 0, 0), (X + 950, Y + 50, 30, 0, 0, 0, 0)])
    large = one_km(theme=EUROSTAT, stand="2021-12-31", T=[80])
    result = grid.grid_values([large, small], two_areas(amtlich=True))
    newest = result[result["stand"] == "2021-12-31"]
    assert value(newest, "west", "einwohner")["wert"] == 80 * 10 / 40
    assert value(newest, "east", "einwohner")["wert"] == 80 * 30 / 40
    assert value(newest, "west", "einwohner")["standardfehler"] == pytest.approx(
        0.25 * math.sqrt(NOISE)
    )
    # split cells are an approximation also over official areas
    assert set(newest["guete"]) == {"naeherung"}
    assert set(result.loc[result["stand"] == "2011-05-09", "guete"]) == {"amtlich"}


def test_persons_beyond_the_border_are_not_moved_inside():
    # the small cells are known only inside and hold 40 of the 100 persons of the whole cell
    small = ages([(X + 50, Y + 50, 10, 0, 0, 0, 0), (X + 950, Y + 50, 30, 0, 0, 0, 0)])
    whole = one_km(Einwohner=[100], Alter_D=[40])
    later = one_km(theme=EUROSTAT, stand="2021-12-31", T=[200])
    result = grid.grid_values([small, whole, later], two_areas())
    newest = result[result["stand"] == "2021-12-31"]
    assert value(newest, "west", "einwohner")["wert"] == 200 * 10 / 100
    assert value(newest, "east", "einwohner")["wert"] == 200 * 30 / 100


def test_without_small_cells_the_centre_decides():
    result = grid.grid_values([one_km(theme=EUROSTAT, T=[80])], two_areas(amtlich=True))
    assert list(result["gebiet_id"]) == ["east"]
    assert value(result, "east", "einwohner")["wert"] == 80
    assert value(result, "east", "einwohner")["guete"] == "amtlich"


def km_cells(**columns) -> GridCells:
    """The four squares of the tiny Gemeinde, in its order."""
    corners = np.array(list(tiny.CORNERS.values()), float) + 500
    frame = pd.DataFrame({"x": corners[:, 0], "y": corners[:, 1], **columns}).astype(float)
    return GridCells(ZENSUS_1KM, "2011-05-09", 1000, frame)


def test_means_and_shares_of_cells_are_weighted():
    # two cells of 1 km in one area: 100 persons of 40 years, 300 of 44; 4 % and 8 % foreign
    area = gpd.GeoDataFrame(
        {"ortsteil_id": ["a"], "amtlich": [False]},
        geometry=[box(X, Y, X + 2000, Y + 2000)],
        crs=CRS_GRID,
    )
    cells = km_cells(
        Einwohner=[100, 300, 50, 0],
        Alter_D=[40, 44, np.nan, np.nan],
        Auslaender_A=[4, 8, np.nan, np.nan],
        HHGroesse_D=[2, 3, np.nan, np.nan],
        Leerstandsquote=[10, 0, 5, np.nan],
    )
    result = grid.grid_values([cells], area)
    age = value(result, "a", "durchschnittsalter")
    assert age["wert"] == (100 * 40 + 300 * 44) / 400
    assert (age["nenner"], age["zellen"]) == (400, 2)
    foreign = value(result, "a", "auslaenderanteil")
    assert foreign["zaehler"] == pytest.approx(4 + 24)
    assert foreign["wert"] == pytest.approx(100 * 28 / 400)
    # households: 100 / 2 and 300 / 3
    assert value(result, "a", "haushaltsgroesse")["wert"] == pytest.approx(400 / (50 + 100))
    vacancy = value(result, "a", "leerstandsquote")
    assert vacancy["wert"] == pytest.approx((50 * 10 + 100 * 0) / 150)
    assert np.isnan(vacancy["standardfehler"])


def test_few_persons_with_a_value_make_none():
    area = gpd.GeoDataFrame(
        {"ortsteil_id": ["a"], "amtlich": [False]},
        geometry=[box(X, Y, X + 2000, Y + 2000)],
        crs=CRS_GRID,
    )
    alter = [40, np.nan, np.nan, np.nan]
    at_limit = km_cells(Einwohner=[60, 40, 0, 0], Alter_D=alter)
    below = km_cells(Einwohner=[59, 41, 0, 0], Alter_D=alter)
    assert len(grid.grid_values([at_limit], area)) == 1
    assert len(grid.grid_values([below], area)) == 0


def test_buildings_count_up_to_1978_and_a_missing_count_adds_nothing():
    columns = {f"BAUJAHR_MZ_{i}": [0.0] for i in range(1, 10)}
    columns |= {"BAUJAHR_MZ_1": [4.0], "BAUJAHR_MZ_3": [6.0], "BAUJAHR_MZ_4": [10.0]}
    columns["BAUJAHR_MZ_2"] = [np.nan]
    frame = pd.DataFrame({"x": [X + 50.0], "y": [Y + 50.0], **columns})
    result = grid.grid_values([GridCells(MERKMALE, "2011-05-09", 100, frame)], two_areas())
    assert value(result, "west", "gebaeude_vor_1979")["wert"] == 100 * (4 + 6) / (4 + 6 + 10)


def test_areas_may_come_in_any_crs_and_a_border_belongs_to_one_side():
    squares = tiny.ortsteile()
    assert squares.crs == CRS_MAP
    corners = np.array(list(tiny.CORNERS.values()), float)
    found = grid.area_of(corners[:, 0] + 500, corners[:, 1] + 500, squares.to_crs(CRS_GRID))
    assert found.tolist() == [0, 1, 2, 3]
    assert grid.area_of(np.array([X + 400.0]), np.array([Y + 50.0]), two_areas()).tolist() == [0]
    assert grid.area_of(np.array([X - 1.0]), np.array([Y + 50.0]), two_areas()).tolist() == [-1]


def test_a_mean_tells_how_much_of_it_its_publisher_doubts():
    places = pd.DataFrame({"x": [X + 50.0, X + 150, X + 950], "y": [Y + 50.0] * 3})
    marks = [1.0, 0.0, 1.0]  # west: 30 of 40 persons; east: 20 of 20
    mean = places.assign(Durchschnittsalter=40.0, **{f"Durchschnittsalter{KLAMMERN}": marks})
    people = places.assign(Einwohner=[30.0, 10.0, 20.0])
    cells = [
        GridCells("zensus2022-durchschnittsalter", "2022-05-15", 100, mean),
        GridCells("zensus2022-bevoelkerungszahl", "2022-05-15", 100, people),
    ]
    table = grid.grid_values(cells, two_areas(amtlich=True))
    west, east = (value(table, area, "durchschnittsalter") for area in ("west", "east"))
    assert (west[EINGESCHRAENKT], east[EINGESCHRAENKT]) == (0.75, 1.0)
    assert (west["guete"], east["guete"]) == ("naeherung", "naeherung")
    persons = value(table, "west", "einwohner")
    assert (persons[EINGESCHRAENKT], persons["guete"]) == (0.0, "amtlich")
    mean[f"Durchschnittsalter{KLAMMERN}"] = [0.0, 1.0, 0.0]
    again = value(grid.grid_values(cells, two_areas(amtlich=True)), "west", "durchschnittsalter")
    assert (again[EINGESCHRAENKT], again["guete"]) == (0.25, "amtlich")


def test_no_cells_no_values():
    assert list(grid.grid_values([], two_areas()).columns) == list(grid.GITTERWERTE)
    foreign = GridCells("anderes", "2022-05-15", 100, pd.DataFrame({"x": [1.0], "y": [1.0]}))
    assert grid.grid_values([foreign], two_areas()).empty


def test_own_recipes():
    recipe = GridIndicator("kinder", ALTER5, ("Unter18",))
    result = grid.grid_values([ages([(X + 50, Y + 50, 3, 0, 0, 0, 0)])], two_areas(), [recipe])
    assert result[["gebiet_id", "indikator", "wert", "standardfehler"]].to_numpy().tolist() == [
        ["west", "kinder", 3.0, 0.0]
    ]


def test_every_recipe_is_a_sum_a_share_or_a_mean():
    keys = [(r.code, r.theme) for r in RECIPES]
    assert len(set(keys)) == len(keys)
    for recipe in RECIPES:
        assert bool(recipe.zaehler) != bool(recipe.mittelwert), recipe.code
        if len(recipe.nenner) > 1:  # a sum of classes; a total stands for all of them
            assert set(recipe.zaehler) <= set(recipe.nenner), recipe.code


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 50)),
        max_size=30,
        unique_by=lambda cell: cell[:2],
    ),
    st.integers(1, 500),
)
def test_nobody_is_lost_or_counted_twice(cells, persons):
    small = ages([(X + 50 + 100 * i, Y + 50 + 100 * j, n, 0, 0, 0, 0) for i, j, n in cells])
    large = one_km(theme=EUROSTAT, stand="2021-12-31", T=[persons])
    result = grid.grid_values([small, large], two_areas())
    totals = result[result["indikator"] == "einwohner"].groupby("stand")["wert"].sum()
    assert totals.get("2011-05-09", 0) == sum(n for _, _, n in cells)
    assert totals["2021-12-31"] == pytest.approx(persons)
