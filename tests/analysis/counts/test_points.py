"""Accidents and photovoltaics at points of the tiny Gemeinde."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.counts import count_values
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.counts import SOLAR, SPALTEN, UNFAELLE, Counts
from lebenslage.model.rules import GRUND_DREI_JAHRE, GRUND_OHNE_EINWOHNER, GRUND_OHNE_LAGE
from tests import tiny

PEOPLE = dict(zip(tiny.ORTSTEILE, (500, 1000, 500, 250), strict=True))


def known():
    rows = [
        (area, "einwohner", "2023", n, None, None, None, "amt", "amtlich")
        for area, n in PEOPLE.items()
    ]
    return pd.DataFrame(rows, columns=list(c.WERTE))


def middle(area):
    x, y = tiny.CORNERS[area]
    return x + 500.0, y + 500.0


def accidents(year, **numbers):
    points = [middle(area) for area, n in numbers.items() if area != "anderswo" for _ in range(n)]
    points += [(4270000.0, 2880000.0)] * numbers.get("anderswo", 0)
    rows = [(str(year), "", x, y, 3.0) for x, y in points]
    names = [c.STAND, c.ORTSTEIL, *SPALTEN[UNFAELLE]]
    return Counts(UNFAELLE, pd.DataFrame(rows, columns=names), quelle_id=f"unfall-{year}")


def solar(*units):
    rows = [("2025-03-02", area, x, y, kw, "") for area, (x, y), kw in units]
    names = [c.STAND, c.ORTSTEIL, *SPALTEN[SOLAR]]
    return Counts(SOLAR, pd.DataFrame(rows, columns=names), quelle_id="mastr")


def values(*counts, people=None):
    state = replace(tiny.snapshot(with_survey=False), zaehlungen=counts)
    found = count_values(state, tiny.AGS, known() if people is None else people)
    return found.set_index([c.GEBIET, c.INDIKATOR, c.STAND])


THREE = (
    accidents(2022, nordheim=4, osterfeld=10),
    accidents(2023, nordheim=5, osterfeld=8, anderswo=1),
    accidents(2024, nordheim=3, osterfeld=12, westtal=1),
)


def test_three_years_of_accidents_are_taken_together():
    found = values(*THREE)
    row = found.loc[("nordheim", "unfaelle_je_1000", "2024")]
    # 12 accidents in 3 years among 500 persons
    assert (row[c.ZAEHLER], row[c.NENNER], row[c.WERT]) == (12, 1500, pytest.approx(8.0))
    assert found.loc[("suedhausen", "unfaelle_je_1000", "2024"), c.WERT] == 0
    whole = found.loc[(tiny.AGS, "unfaelle_je_1000", "2024")]
    # also the accident beyond the approximate borders: 44 among 2,250 persons in 3 years
    assert (whole[c.ZAEHLER], whole[c.NENNER]) == (44, 6750)
    assert set(found[c.GUETE]) == {"naeherung"}  # the areas are


def test_fewer_than_three_years_give_a_reason():
    found = values(*THREE)
    assert found.loc[("nordheim", "unfaelle_je_1000", "2023"), c.GRUND] == GRUND_DREI_JAHRE
    assert np.isnan(found.loc[("nordheim", "unfaelle_je_1000", "2023"), c.WERT])
    nobody = values(*THREE, people=known().iloc[:2])
    assert nobody.loc[("nordheim", "unfaelle_je_1000", "2024"), c.GRUND] == GRUND_OHNE_EINWOHNER


def test_few_accidents_are_hidden_and_carry_poisson_limits():
    state = tiny.snapshot(with_survey=False)
    leaf = Node(
        *("unfaelle_je_1000", "versorgung", -1, 0),
        rolle=Role.KONTEXT,
        art=Kind.RATE,
        faktor=1000,
        basis="personen",
    )
    people = Node("einwohner", "versorgung", 1, 0, rolle=Role.KONTEXT, basis="personen")
    state = replace(
        state,
        catalogue=Catalogue((*state.catalogue.nodes, leaf, people)),
        werte=pd.concat([state.werte, known()], ignore_index=True),
        zaehlungen=THREE,
    )
    shown = indicator_values(state, tiny.gemeinde())
    shown = shown[(shown[c.INDIKATOR] == leaf.code) & (shown[c.STAND] == "2024")]
    shown = shown.set_index(c.GEBIET)
    # one accident in Westtal is hidden, and with it what would tell it: the next smallest
    assert shown.loc["westtal", c.STATUS] == "unterdrueckt"
    assert (shown[c.STATUS] == "unterdrueckt").sum() >= 2
    osterfeld = shown.loc["osterfeld"]
    # exact limits of 30: 20.24 and 42.83 per 3 times 1,000
    assert osterfeld[c.WERT] == pytest.approx(10.0)
    assert (osterfeld[c.UG], osterfeld[c.OG]) == (
        pytest.approx(6.747, abs=0.001),
        pytest.approx(14.276, abs=0.001),
    )


NOWHERE = (np.nan, np.nan)


def test_power_per_head_by_point_and_by_name():
    found = values(solar(("", middle("nordheim"), 100.0), ("osterfeld", NOWHERE, 50.0)))
    assert found.loc[("nordheim", "pv_je_kopf", "2025-03-02"), c.WERT] == pytest.approx(0.2)
    assert found.loc[("osterfeld", "pv_je_kopf", "2025-03-02"), c.WERT] == pytest.approx(0.05)
    assert found.loc[("westtal", "pv_je_kopf", "2025-03-02"), c.WERT] == 0
    assert found.loc[(tiny.AGS, "pv_je_kopf", "2025-03-02"), c.WERT] == pytest.approx(150 / 2250)


def test_too_many_units_without_a_place_give_the_gemeinde_alone():
    found = values(solar(("nordheim", NOWHERE, 80.0), ("", NOWHERE, 20.0)))
    assert found.loc[("nordheim", "pv_je_kopf", "2025-03-02"), c.GRUND] == GRUND_OHNE_LAGE
    assert found.loc[(tiny.AGS, "pv_je_kopf", "2025-03-02"), c.ZAEHLER] == 100


def test_a_small_rest_without_a_place_makes_an_approximation():
    found = values(solar(("nordheim", NOWHERE, 95.0), ("", NOWHERE, 5.0)))
    row = found.loc[("nordheim", "pv_je_kopf", "2025-03-02")]
    assert (row[c.WERT], row[c.GUETE]) == (pytest.approx(0.19), "naeherung")
