"""Shares of the atlas, weighted by the households of a census grid that lies askew to it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.counts import count_values
from lebenslage.model import columns as c
from lebenslage.model.counts import BREITBAND, SPALTEN, Counts
from lebenslage.model.grid import GridCells
from tests import tiny


def atlas(*cells):
    rows = [("2025-12-31", "", x, y, gigabit, fibre) for (x, y), gigabit, fibre in cells]
    names = [c.STAND, c.ORTSTEIL, *SPALTEN[BREITBAND]]
    return Counts(BREITBAND, pd.DataFrame(rows, columns=names), quelle_id="bba")


def at(area, number, shift=0.0):
    x, y = tiny.CORNERS[area]
    return x + 150.0 + 100 * number + shift, y + 150.0 + shift


def grid(column, stand, *cells):
    rows = [(*place, n) for place, n in cells]
    return GridCells(f"thema-{stand}", stand, 100, pd.DataFrame(rows, columns=["x", "y", column]))


def values(atlas_cells, *grids):
    state = replace(tiny.snapshot(with_survey=False), zaehlungen=(atlas_cells,), zellen=grids)
    return count_values(state, tiny.AGS, tiny.werte()).set_index([c.GEBIET, c.INDIKATOR])


ATLAS = atlas(
    (at("nordheim", 0, 30), 100.0, 50.0),
    (at("nordheim", 1, 30), 0.0, 0.0),
    (at("westtal", 0, 30), 40.0, None),
)
HOUSEHOLDS = grid(
    "Insgesamt_Haushalte",
    "2022-05-15",
    (at("nordheim", 0), 30),
    (at("nordheim", 1), 10),
    (at("westtal", 0), 10),
    (at("westtal", 5), 90),
)


def test_sums_over_sums_with_the_households_of_the_nearest_cell():
    found = values(ATLAS, HOUSEHOLDS)
    # 30 of 40 households can have a gigabit, 15 of 40 fibre
    row = found.loc[("nordheim", "gigabit_anteil")]
    assert (row[c.WERT], row[c.ZAEHLER], row[c.NENNER]) == (pytest.approx(75.0), 30, 40)
    assert found.loc[("nordheim", "glasfaser_anteil"), c.WERT] == pytest.approx(37.5)
    assert set(found[c.GUETE]) == {"naeherung"}
    # in Westtal only 10 of 100 households lie in a cell of the atlas
    assert "westtal" not in found.index.get_level_values(0)


def test_inhabitants_where_no_households_are_known():
    people = grid("Einwohner", "2011-05-09", (at("nordheim", 0), 10), (at("nordheim", 1), 30))
    assert values(ATLAS, people).loc[("nordheim", "gigabit_anteil"), c.WERT] == pytest.approx(25.0)
    assert values(ATLAS).empty
