"""A made-up national census grid and areas to sum it up by; the plain way as a peer.

`python -m benchmarks.grid_cases plain CELLS AREAS` runs the peer in a process of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import shapely

from lebenslage.model.area import CRS_GRID
from lebenslage.model.grid import AGE5

SEED = 2022
CELLS = 3_100_000
#: Square of 100 m cells from which the inhabited ones are drawn: about Germany.
LEFT, BOTTOM, WIDTH, HEIGHT = 4_031_300, 2_684_100, 6000, 8000
#: Lower left corner of five made-up Ortsteile of 3 km x 3 km.
VILLAGES = (4_279_000, 2_882_000)


def write_cells(path: Path) -> None:
    """Five age classes of all cells as published: semicolons, dashes for zero, sorted by row."""
    rng = np.random.default_rng(SEED)
    place = np.sort(rng.choice(WIDTH * HEIGHT, CELLS, replace=False))
    east = LEFT + 100 * (place % WIDTH) // 100 * 100
    north = BOTTOM + 100 * (place // WIDTH) // 100 * 100
    ages = rng.poisson((2, 2, 4, 3, 3), (CELLS, 5))
    name = pc.binary_join_element_wise("CRS3035RES100mN", _text(north), "E", _text(east), "")
    columns = {
        "GITTER_ID_100m": name,
        "x_mp_100m": pa.array(east + 50),
        "y_mp_100m": pa.array(north + 50),
        "Insgesamt_Bevoelkerung": pa.array(ages.sum(axis=1)),
    }
    for i, heading in enumerate(AGE5):
        counts = _text(ages[:, i])
        columns[heading] = pc.if_else(pc.equal(counts, "0"), "–", counts)
    options = pacsv.WriteOptions(delimiter=";", quoting_style="none", include_header=False)
    with path.open("wb") as file:
        file.write((";".join(columns) + "\r\n").encode())
        pacsv.write_csv(pa.table(columns), file, options)


def _text(numbers: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def write_means(path: Path) -> None:
    """Mean age of all cells: decimal commas, dashes for "no value"."""
    rng = np.random.default_rng(SEED)
    place = np.sort(rng.choice(WIDTH * HEIGHT, CELLS, replace=False))
    east, north = LEFT + 100 * (place % WIDTH), BOTTOM + 100 * (place // WIDTH)
    cents = rng.integers(2000, 7000, CELLS)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "GITTER_ID_100m;x_mp_100m;y_mp_100m;Durchschnittsalter;werterlaeuternde_Zeichen\r\n"
        )
        rows = zip(north.tolist(), east.tolist(), cents.tolist(), strict=True)
        file.writelines(
            f"CRS3035RES100mN{n}E{e};{e + 50};{n + 50};"
            + (f"{c // 100},{c % 100:02d};\r\n" if c % 9 else "–;\r\n")
            for n, e, c in rows
        )


def villages() -> gpd.GeoDataFrame:
    """Five squares side by side."""
    x, y = VILLAGES
    shapes = [shapely.box(x + 3000 * i, y, x + 3000 * (i + 1), y + 3000) for i in range(5)]
    return _frame(shapes)


def gemeinden(count: int = 11_000) -> gpd.GeoDataFrame:
    """Areas around random points that fill the whole country, with a vertex every 300 m."""
    rng = np.random.default_rng(SEED)
    points = rng.uniform((LEFT, BOTTOM), (LEFT + 100 * WIDTH, BOTTOM + 100 * HEIGHT), (count, 2))
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points))
    country = shapely.box(LEFT, BOTTOM, LEFT + 100 * WIDTH, BOTTOM + 100 * HEIGHT)
    shapes = shapely.intersection(shapely.get_parts(cells), country)
    return _frame(list(shapely.segmentize(shapes, 300.0)))


def _frame(shapes: list[shapely.Geometry]) -> gpd.GeoDataFrame:
    ids = [f"g{i:05d}" for i in range(len(shapes))]
    data = {"ortsteil_id": ids, "name": ids, "amtlich": True}
    return gpd.GeoDataFrame(data, geometry=shapes, crs=CRS_GRID)


def plain(cells: str, areas: str) -> pd.DataFrame:
    """The same sums the way it is usually done with pandas and geopandas."""
    table = pd.read_csv(cells, sep=";", decimal=",", na_values=["–"])
    table[list(AGE5)] = table[list(AGE5)].fillna(0)
    points = gpd.GeoDataFrame(
        table, geometry=gpd.points_from_xy(table["x_mp_100m"], table["y_mp_100m"]), crs=CRS_GRID
    )
    joined = points.sjoin(gpd.read_file(areas).to_crs(CRS_GRID), predicate="within")
    sums: pd.DataFrame = joined.groupby("ortsteil_id")[["Insgesamt_Bevoelkerung", *AGE5]].sum()
    return sums


if __name__ == "__main__":
    plain(*sys.argv[1:])
