"""Small areas on the tiny Gemeinde: what goes in, what stays out, and the figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis import intervals, small_areas
from lebenslage.analysis.indicators import indicator_values
from lebenslage.analysis.small_areas import of_gemeinden, of_villages, pool
from lebenslage.analysis.small_numbers import Prior, funnel
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.exchange import Snapshot
from tests import tiny


@pytest.fixture(name="snapshot", scope="module")
def _snapshot() -> Snapshot:
    return tiny.snapshot(with_survey=False)


@pytest.fixture(name="values", scope="module")
def _values(snapshot) -> pd.DataFrame:
    return indicator_values(snapshot, tiny.gemeinde())


def test_villages_at_the_newest_date(values, snapshot) -> None:
    areas = of_villages(values, snapshot, snapshot.catalogue["leerstandsquote"])
    assert areas is not None
    assert (areas.stand, areas.ebene) == (("2024",), "ortsteil")
    assert areas.frame["gebiet_id"].tolist() == ["nordheim", "suedhausen", "osterfeld"]
    # 45 of 400 dwellings
    assert_allclose(areas.mean, 100 * 45 / 400)
    assert_allclose(areas.frame["wert"], [5, 10, 15])
    prior = Prior.of([5, 10, 30], [100, 100, 200], Kind.ANTEIL)
    smoothed = 100 * prior.smoothed([5, 10, 30], [100, 100, 200])
    assert_allclose(areas.frame["geglaettet"], smoothed)
    low, high = intervals.wilson([5, 10, 30], [100, 100, 200])
    assert_allclose(areas.frame[["ug", "og"]].to_numpy().T, [100 * low, 100 * high])


def test_places_in_the_funnel(values, snapshot) -> None:
    node = snapshot.catalogue["leerstandsquote"]
    rows = values.copy()
    mine = (rows[col.GEBIET] == "nordheim") & (rows[col.INDIKATOR] == node.code)
    rows.loc[mine, col.ZAEHLER] = 60.0
    areas = of_villages(rows, snapshot, node)
    assert areas is not None
    frame = areas.frame.set_index("gebiet_id")
    # 100 of 400 together: 60 % of 100 is far above, 10 % far below, 15 % of 200 as well
    assert frame["lage"].to_dict() == {
        "suedhausen": "darunter", "osterfeld": "darunter", "nordheim": "darüber",
    }  # fmt: skip
    low, high = funnel(0.25, [100, 200], Kind.ANTEIL, 0.998)
    assert low[0] < 0.15
    assert high[0] < 0.6
    assert frame["sicher"].tolist() == [bool(low[0] > 0.1), bool(low[1] > 0.15), True]
    assert_allclose(areas.limits(np.array([100]), 0.998)[1], 100 * high[0])


def test_what_is_hidden_is_in_no_sum(values, snapshot) -> None:
    node = snapshot.catalogue["anteil_65plus"]
    early = values[values[col.STAND] == "2022"]
    areas = of_villages(early, snapshot, node)
    hidden = early[(early[col.INDIKATOR] == node.code) & (early[col.STATUS] == "unterdrueckt")]
    assert len(hidden) >= 2
    assert areas is None, "two of four are left"


def test_years_together(values, snapshot) -> None:
    node = snapshot.catalogue["leerstandsquote"]
    own = values[(values[col.INDIKATOR] == node.code) & values[col.GEBIET].isin(tiny.ORTSTEILE)]
    years = [own[own[col.STAND] == "2022"].assign(stand=s) for s in ("2020", "2021", "2022")]
    assert of_villages(own, snapshot, node, pooled=True) is None, "two dates are not three"
    areas = of_villages(pd.concat(years), snapshot, node, pooled=True)
    assert areas is not None
    assert areas.stand == ("2020", "2021", "2022")
    frame = areas.frame.set_index("gebiet_id")
    assert_allclose(frame.loc["osterfeld", ["nenner", "wert"]].astype(float), [600, 10])
    low, _ = intervals.wilson(60, 600)
    assert_allclose(frame.loc["osterfeld", "ug"], 100 * low)


def test_an_area_that_lacks_a_year_is_left_out() -> None:
    rows = pd.DataFrame(
        [("a", "2020", 1.0, 10.0, 5.0, "ok"), ("a", "2021", 2.0, 20.0, 20.0, "eingeklammert"),
         ("b", "2021", 5.0, 50.0, 50.0, "ok")],
        columns=["gebiet_id", "stand", "zaehler", "nenner", "n_eff", "status"],
    ).assign(name="x")  # fmt: skip
    summed = pool(rows, ("2020", "2021"))
    names = ["gebiet_id", "zaehler", "nenner", "n_eff", "status", "stand"]
    assert summed[names].values.tolist() == [["a", 3, 30, 25, "eingeklammert", "2021"]]


def test_errors_beyond_chance_make_the_base_smaller(values, snapshot) -> None:
    node = snapshot.catalogue["leerstandsquote"]
    rows = values[(values[col.INDIKATOR] == node.code) & (values[col.STAND] == "2024")]
    plain = of_villages(rows, snapshot, node)
    # errors twice as large: a fourth of the base
    areas = of_villages(rows.assign(standardfehler=2 * rows[col.FEHLER]), snapshot, node)
    assert plain is not None
    assert areas is not None
    assert not plain.disturbed
    assert areas.disturbed
    assert_allclose(plain.frame["n_eff"], plain.frame["nenner"])
    assert_allclose(areas.frame["n_eff"], plain.frame["n_eff"] / 4)
    assert_allclose(areas.frame["wert"], plain.frame["wert"])
    assert_allclose(areas.mean, plain.mean)
    low, high = intervals.wilson([1.25, 2.5, 7.5], [25, 25, 50])
    assert_allclose(areas.frame[["ug", "og"]].to_numpy().T, [100 * low, 100 * high])


def test_limits_are_those_of_the_indicator(values, snapshot) -> None:
    node = snapshot.catalogue["leerstandsquote"]
    areas = of_villages(values, snapshot, node)
    assert areas is not None
    rows = values[(values[col.INDIKATOR] == node.code) & (values[col.STAND] == "2024")]
    rows = rows.set_index(col.GEBIET).loc[areas.frame["gebiet_id"]]
    assert_allclose(areas.frame[["ug", "og"]], rows[["ug", "og"]])


def test_effective_base_of_a_rate() -> None:
    node = Node("r", "h", 1, 1, art=Kind.RATE, faktor=1000)
    rows = pd.DataFrame({"zaehler": [10.0, 0.0], "nenner": [2000.0, 500.0],
                         "standardfehler": [5.0, 3.0]})  # fmt: skip
    # 5 per 1,000 with an error of 5 per 1,000: 0.005 / 0.005²
    assert_allclose(small_areas.effective(rows, node), [200, 500])


def gemeinden(*counts: tuple[float, float]) -> pd.DataFrame:
    code = "anteil_65plus"
    rows = [
        (f"089990{i:02}", "Ort", "gemeinde", code, "2024", 100 * k / n, k, n, "", "amtlich")
        for i, (k, n) in enumerate(counts, start=2)
    ]
    return pd.DataFrame(rows, columns=list(col.VERGLEICH))


def test_gemeinden_with_few_persons_are_left_out(values, snapshot) -> None:
    other = gemeinden((200, 1000), (9, 1000), (20, 1000), (995, 1000), (0, 100))
    state = replace(snapshot, vergleich=other)
    node = state.catalogue["anteil_65plus"]
    areas = of_gemeinden(values, state, tiny.gemeinde(), node)
    assert areas is not None
    frame = areas.frame.set_index("gebiet_id")
    # the own Gemeinde: 25 + 50 + 30 + 12 of 100 + 200 + 120 + 40; 9 and 995 of 1000 are few
    assert frame.index.tolist() == ["08999006", "08999004", "08999002", tiny.AGS]
    assert frame["status"].tolist() == ["ok", "eingeklammert", "ok", "ok"]
    assert_allclose(frame["nenner"], [100, 1000, 1000, 460])
    assert_allclose(areas.prior.mean, (200 + 20 + 0 + 117) / (1000 + 1000 + 100 + 460))
    assert areas.ebene == "gemeinde"


def test_other_districts_do_not_count(values, snapshot) -> None:
    other = gemeinden((200, 1000), (100, 1000), (20, 1000))
    other[col.GEBIET] = "07" + other[col.GEBIET].str[2:]
    state = replace(snapshot, vergleich=other)
    node = state.catalogue["anteil_65plus"]
    assert of_gemeinden(values, state, tiny.gemeinde(), node) is None


def test_means_have_no_funnel(values, snapshot) -> None:
    assert of_villages(values, snapshot, snapshot.catalogue["wohnflaeche"]) is None


def test_the_columns(values, snapshot) -> None:
    areas = of_villages(values, snapshot, snapshot.catalogue["leerstandsquote"])
    assert areas is not None
    assert tuple(areas.frame.columns) == small_areas.COLUMNS
    assert areas.frame.notna().all(axis=None)
