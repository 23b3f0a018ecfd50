"""Nobody is lost between the Ortsteile and the Gemeinde, and nobody counts twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.analysis.counts import count_values
from lebenslage.model import columns as c
from lebenslage.model.counts import MELDEREGISTER, SPALTEN, UNFAELLE, WAHL, Counts
from tests import tiny

AGES = ((0, 18), (18, 20), (20, 65), (65, None))
AREAS = list(tiny.ORTSTEILE)
STATE = tiny.snapshot(with_survey=False)


def values(*counts):
    state = replace(STATE, zaehlungen=counts)
    return count_values(state, tiny.AGS, tiny.werte()).set_index([c.INDIKATOR, c.GEBIET])


def table(theme, rows):
    return Counts(theme, pd.DataFrame(rows, columns=[c.STAND, c.ORTSTEIL, *SPALTEN[theme]]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=16, max_size=16))
def test_register_sums(numbers):
    cells = iter(numbers)
    rows = [
        ("2024", area, "bestand", float(low), high, "", "", float(next(cells)))
        for area in AREAS
        for low, high in AGES
    ]
    register = table(MELDEREGISTER, rows)
    found = values(replace(register, tabelle=register.tabelle.astype({"bis": float})))
    for _, part in found.groupby(level=0):
        part = part.droplevel(0)
        assert (part[c.ZAEHLER].dropna() >= 0).all()
        own = part.drop(tiny.AGS, errors="ignore")
        if len(own) == len(AREAS):
            assert own[c.ZAEHLER].sum() == part.loc[tiny.AGS, c.ZAEHLER]
    everybody = found.loc["einwohner"]
    assert everybody.loc[tiny.AGS, c.WERT] == sum(numbers)


entitled = st.integers(50, 3000)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(entitled, st.floats(0, 1), st.floats(0, 1)), min_size=4, max_size=4),
    st.floats(0, 1),
)
def test_estimated_turnout_adds_up_to_that_of_the_gemeinde(districts, came_back):
    rows, issued = [], 0
    for area, (people, post, polls) in zip(AREAS, districts, strict=True):
        slips = int(people * post)
        issued += slips
        rows.append(("2025-02-23", area, "urne", people, slips, int((people - slips) * polls), 0))
    post = int(issued * came_back)
    rows.append(("2025-02-23", "", "brief", 0, 0, post, post))
    found = values(replace(table(WAHL, rows), gruppe="ltw")).loc["wahlbeteiligung_ltw"]
    assert found[c.WERT].between(0, 100).all()
    if issued:
        parts = found.drop(tiny.AGS)[c.ZAEHLER].sum()
        assert parts == pytest.approx(found.loc[tiny.AGS, c.ZAEHLER])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_every_point_counts_once(seed, number):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(4279500, 4282500, number), rng.uniform(2884500, 2887500, number)
    rows = [("2024", "", a, b, 3.0) for a, b in zip(x, y, strict=True)]
    years = [
        replace(item, tabelle=item.tabelle.assign(stand=year))
        for item in [table(UNFAELLE, rows)]
        for year in ("2022", "2023", "2024")
    ]
    people = [("2024", area, "bestand", 0.0, np.nan, "", "", 100.0) for area in AREAS]
    found = values(table(MELDEREGISTER, people), *years)
    found = found[found[c.STAND] == "2024"].loc["unfaelle_je_1000"]
    inside = ((x > 4280000) & (x < 4282000) & (y > 2885000) & (y < 2887000)).sum()
    assert found.loc[tiny.AGS, c.ZAEHLER] == 3 * number
    # a point on a border of the squares, which degrees bend a little, may fall out
    assert abs(found.drop(tiny.AGS)[c.ZAEHLER].sum() - 3 * inside) <= 3 * 2
