"""What new areas change: hectares by hand, cells counted again."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from lebenslage.analysis.area_change import area_change, hectares
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.grid import GridCells
from tests import tiny

#: Osterfeld hands a strip of 200 m (20 ha) to Nordheim.
STRIP = {
    "nordheim": box(4280000, 2886000, 4281200, 2887000),
    "osterfeld": box(4281200, 2886000, 4282000, 2887000),
}
#: One cell of 100 persons in the middle of each Ortsteil, one of 40 in the strip.
CELLS = pd.DataFrame(
    {
        "x": [4280550.0, 4281550.0, 4281550.0, 4280550.0, 4281150.0],
        "y": [2886550.0, 2886550.0, 2885550.0, 2885550.0, 2886550.0],
        "Einwohner": [100.0, 100.0, 100.0, 100.0, 40.0],
    }
)


def new_areas() -> gpd.GeoDataFrame:
    frame = tiny.ortsteile().to_crs(CRS_GRID)
    frame["geometry"] = [
        STRIP.get(key, shape)
        for key, shape in zip(frame["ortsteil_id"], frame.geometry, strict=True)
    ]
    return frame.assign(amtlich=True)


def snapshot() -> Snapshot:
    node = Node("einwohner", "", 1, 0, "Einwohner", art=Kind.ANZAHL, basis="personen")
    return Snapshot(
        version=1,
        catalogue=Catalogue((node,)),
        gazetteer=tiny.gazetteer(),
        ortsteile=tiny.ortsteile(),
        werte=tiny.werte().iloc[:0],
        vergleich=tiny.vergleich().iloc[:0],
        quellen=tiny.quellen(),
        zellen=(GridCells("zensus2022-bevoelkerungszahl", "2022-05-15", 100, CELLS),),
    )


def test_hectares_before_and_after():
    table = hectares(tiny.ortsteile(), new_areas()).set_index("ortsteil_id")
    found = table.loc[["nordheim", "osterfeld", "westtal"], ["vorher", "nachher", "gemeinsam"]]
    expected = [[100, 120, 100], [100, 80, 80], [100, 100, 100]]
    np.testing.assert_allclose(found.to_numpy(), expected, rtol=1e-5)


def test_an_ortsteil_that_is_new_or_gone_has_no_hectares_on_one_side():
    old, new = tiny.ortsteile().iloc[:2], tiny.ortsteile().iloc[1:3]
    table = hectares(old, new)
    assert table["name"].tolist() == ["Osterfeld", "Südhausen", "Nordheim"]
    expected = [[100, 100, 100], [0, 100, 0], [100, 0, 0]]
    numbers = table[["vorher", "nachher", "gemeinsam"]].to_numpy()
    np.testing.assert_allclose(numbers, expected, atol=1e-3)


def test_cells_are_assigned_anew_and_nobody_is_lost():
    state, gemeinde = snapshot(), tiny.gemeinde()
    before = indicator_values(state, gemeinde)
    change = area_change(state, new_areas(), gemeinde, before)
    rows = change.values.set_index(c.GEBIET)
    assert set(rows.index) == {"nordheim", "osterfeld"}
    assert rows.loc["nordheim", ["vorher", "nachher"]].tolist() == [100, 140]
    assert rows.loc["osterfeld", ["vorher", "nachher"]].tolist() == [140, 100]
    assert rows["vorher"].sum() == rows["nachher"].sum()


def test_the_same_areas_change_nothing():
    state, gemeinde = snapshot(), tiny.gemeinde()
    before = indicator_values(state, gemeinde)
    assert area_change(state, state.ortsteile, gemeinde, before).values.empty
