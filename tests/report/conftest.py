"""Figures of the tiny Gemeinde, and of Gemeinden that are hard to print."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from lebenslage.analysis.figures import Figures
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.procedure import Procedure
from tests import tiny


def figures_of(snapshot) -> Figures:
    return Figures(snapshot, tiny.gemeinde(), Procedure())


@pytest.fixture(scope="session")
def figures() -> Figures:
    """The tiny Gemeinde with both waves."""
    waves = (tiny.wave("2022"), tiny.wave("2024"))
    return figures_of(replace(tiny.snapshot(), umfragen=waves))


@pytest.fixture(scope="session")
def many() -> Figures:
    """40 Ortsteile with very long names; the first has values, one has a single value, the others
    have none; every survey answer is too few to be shown.
    """
    ids = [f"ort{i:02d}" for i in range(40)]
    names = [f"Unterobersteinbach-Hinterweiler am Kreuzberg {i}" for i in range(40)]
    squares = [box(x, y, x + 1000, y + 1000) for y in range(0, 5000, 1000)
               for x in range(4280000, 4288000, 1000)]  # fmt: skip
    squares = [box(*(b + (0 if i % 2 == 0 else 2885000) for i, b in enumerate(s.bounds)))
               for s in squares]  # fmt: skip
    areas = gpd.GeoDataFrame(
        {"ortsteil_id": ids, "name": names, "amtlich": True, "quelle": "Vermessung"},
        geometry=squares,
        crs=CRS_GRID,
    ).to_crs(CRS_MAP)
    own = tiny.werte()
    renamed = own[own["gebiet_id"] == "nordheim"].assign(gebiet_id="ort00")
    single = own[(own["gebiet_id"] == "osterfeld") & (own["indikator"] == "busabfahrten")]
    values = pd.concat([renamed, single.assign(gebiet_id="ort01")], ignore_index=True)
    wave = tiny.wave()
    answers = wave.antworten.head(4).assign(ortsteil="ort02")
    return figures_of(
        replace(
            tiny.snapshot(),
            ortsteile=areas,
            werte=values,
            umfragen=(replace(wave, antworten=answers),),
        )
    )


@pytest.fixture(scope="session")
def empty() -> Figures:
    """Ortsteile and a catalogue, and not a single value."""
    state = tiny.snapshot(with_survey=False)
    return figures_of(replace(state, werte=state.werte.head(0), vergleich=state.vergleich.head(0)))
