"""Indicator values of the tiny Gemeinde, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis import intervals
from lebenslage.analysis.indicator_errors import RAUSCHEN, with_errors
from lebenslage.analysis.indicators import comparison_values, indicator_values, latest
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.grid import AGE5, KLAMMERN, GridCells
from lebenslage.model.rules import Audience
from tests import tiny


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return indicator_values(tiny.snapshot(), tiny.gemeinde())


def row(frame: pd.DataFrame, area: str, code: str, stand: str) -> pd.Series:
    found = frame[
        (frame[c.GEBIET] == area) & (frame[c.INDIKATOR] == code) & (frame[c.STAND] == stand)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_one_row_per_area_indicator_and_date(values):
    assert list(values.columns) == list(c.INDIKATORWERTE)
    assert not values.duplicated([c.GEBIET, c.INDIKATOR, c.STAND]).any()
    assert list(dict.fromkeys(values[c.GEBIET])) == [*tiny.ORTSTEILE, tiny.AGS, tiny.KREIS]
    codes = [node.code for node in tiny.catalogue().indicators]
    assert list(dict.fromkeys(values[c.INDIKATOR])) == codes


def test_a_share_carries_a_wilson_interval_in_percent(values):
    nord = row(values, "nordheim", "leerstandsquote", "2024")
    assert (nord[c.WERT], nord[c.ZAEHLER], nord[c.NENNER], nord[c.N]) == (5.0, 5, 100, 100)
    np.testing.assert_allclose([nord[c.UG], nord[c.OG]], np.multiply(100, intervals.wilson(5, 100)))
    assert nord[c.FEHLER] == pytest.approx(100 * math.sqrt(0.05 * 0.95 / 100))
    assert (nord[c.STATUS], nord[c.GRUND], nord[c.GUETE]) == ("ok", "", "naeherung")


def test_the_gemeinde_is_the_sum_never_the_mean_of_shares(values):
    own = row(values, tiny.AGS, "leerstandsquote", "2022")
    assert own[c.WERT] == pytest.approx(100 * (10 + 20 + 5 + 2) / (100 + 200 + 100 + 50))
    assert (own[c.ZAEHLER], own[c.NENNER]) == (37, 450)
    # 2024 one Ortsteil is missing; the comparison knows the Gemeinde all the same
    given = row(values, tiny.AGS, "leerstandsquote", "2024")
    assert (given[c.WERT], given[c.GUETE], given[c.QUELLE]) == (10.0, "amtlich", "amt")


def test_a_mean_without_a_base_is_not_summed_up(values):
    assert tiny.AGS not in set(values.loc[values[c.INDIKATOR] == "wohnflaeche", c.GEBIET])


def test_the_landkreis_is_the_sum_of_its_gemeinden(values):
    kreis = row(values, tiny.KREIS, "leerstandsquote", "2024")
    assert kreis[c.WERT] == pytest.approx(100 * (45 + 20) / (450 + 300))


def test_a_given_value_of_the_landkreis_comes_first():
    state = tiny.snapshot(with_survey=False)
    given = {
        c.GEBIET: tiny.KREIS,
        c.NAME: "Musterkreis",
        "ebene": "kreis",
        c.INDIKATOR: "leerstandsquote",
        c.STAND: "2024",
        c.WERT: 7.5,
        c.QUELLE: "amt",
        c.GUETE: "amtlich",
    }
    table = pd.concat([state.vergleich, pd.DataFrame([given])], ignore_index=True)
    result = indicator_values(replace(state, vergleich=table), tiny.gemeinde())
    assert row(result, tiny.KREIS, "leerstandsquote", "2024")[c.WERT] == 7.5


def test_a_mean_has_a_normal_interval_and_a_bare_number_none(values):
    flaeche = row(values, "nordheim", "wohnflaeche", "2024")
    assert flaeche[c.UG] == pytest.approx(45 - 1.959964 * 1.5, abs=1e-5)
    bus = row(values, "nordheim", "busabfahrten", "2024")
    assert np.isnan(bus[[c.UG, c.OG, c.FEHLER, c.N]].to_numpy(float)).all()


def test_a_small_numerator_is_hidden_and_cannot_be_computed_back(values):
    west = row(values, "westtal", "anteil_65plus", "2022")  # 3 of 30
    nord = row(values, "nordheim", "anteil_65plus", "2022")  # 20 of 100: the next smallest
    for hidden in (west, nord):
        assert hidden[c.STATUS] == "unterdrueckt"
        numbers = [c.WERT, c.UG, c.OG, c.ZAEHLER, c.NENNER, c.FEHLER, c.N]
        assert np.isnan(hidden[numbers].to_numpy(float)).all()
    assert west[c.GRUND] == "zu wenige Fälle (Datenschutz)"
    assert nord[c.GRUND] == "gesperrt, weil sonst eine andere Angabe errechnet werden könnte"
    total = row(values, tiny.AGS, "anteil_65plus", "2022")
    assert (total[c.ZAEHLER], total[c.STATUS]) == (20 + 50 + 24 + 3, "ok")
    # internally 3 stay hidden as well
    intern = indicator_values(tiny.snapshot(), tiny.gemeinde(), Audience.INTERN)
    assert row(intern, "westtal", "anteil_65plus", "2022")[c.STATUS] == "unterdrueckt"


def test_a_question_becomes_an_indicator(values):
    nord = row(values, "nordheim", "zufriedenheit_bus", "2024-05-01")
    assert nord[c.WERT] == (10 * 3 + 20 * 4 + 10 * 5) / 40
    assert (nord[c.N], nord[c.QUELLE], nord[c.GUETE]) == (40, "umfrage-2024", "beispiel")
    west = row(values, "westtal", "zufriedenheit_bus", "2024-05-01")  # 8 persons
    assert (west[c.STATUS], west[c.GRUND]) == ("unterdrueckt", "zu wenige Fälle (Datenschutz)")
    intern = indicator_values(tiny.snapshot(), tiny.gemeinde(), Audience.INTERN)
    west = row(intern, "westtal", "zufriedenheit_bus", "2024-05-01")
    assert (west[c.WERT], west[c.STATUS]) == (4.0, "eingeklammert")
    total = row(intern, tiny.AGS, "zufriedenheit_bus", "2024-05-01")
    # weights 400/40, 300/30, 340/34 and 80/8 are all 10; two of 34 in Südhausen do not know
    expected = (40 * 4.0 + 30 * 3.0 + 32 * 3.5 + 8 * 4.0) / 110
    assert total[c.WERT] == pytest.approx(expected)


def test_a_share_of_a_survey_is_in_percent():
    state = tiny.snapshot()
    form = state.umfragen[0].fragebogen
    f1, f2, *rest = form.fragen
    f2 = replace(f2, indikator="zufriedenheit_bus", statistik="anteil", auspraegung="ja")
    wave = replace(
        state.umfragen[0], fragebogen=replace(form, fragen=(replace(f1, indikator=""), f2, *rest))
    )
    result = indicator_values(replace(state, umfragen=(wave,)), tiny.gemeinde())
    nord = row(result, "nordheim", "zufriedenheit_bus", "2024-05-01")
    assert nord[c.WERT] == pytest.approx(100 * 30 / 40)
    assert 0 < nord[c.UG] < 75 < nord[c.OG] < 100


def cells() -> GridCells:
    """One cell of 100 m in each Ortsteil: 20 children, 60 older ones (Westtal: 30 and 40)."""
    rows = [
        (x + 50.0, y + 50.0, 30.0 if name == "westtal" else 20.0, 0.0, 0.0, 0.0)
        + ((40.0,) if name == "westtal" else (60.0,))
        for name, (x, y) in tiny.CORNERS.items()
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", *AGE5])
    return GridCells("zensus2011-alter5", "2022", 100, frame, "gitter")


def test_grid_values_fill_what_is_not_imported():
    state = replace(tiny.snapshot(with_survey=False), zellen=(cells(),))
    values = state.werte
    keep = ~((values[c.INDIKATOR] == "anteil_65plus") & (values[c.GEBIET] != "nordheim"))
    state = replace(state, werte=values[keep])
    result = indicator_values(state, tiny.gemeinde())
    assert row(result, "nordheim", "anteil_65plus", "2022")[c.WERT] == 20.0  # imported: 20 of 100
    ost = row(result, "osterfeld", "anteil_65plus", "2022")
    assert (ost[c.WERT], ost[c.ZAEHLER], ost[c.QUELLE]) == (75.0, 60, "gitter")
    # noise of five counts comes on top of chance
    p, noise = 0.75, 4 / 3 * ((1 - 0.75) ** 2 + 4 * 0.75**2) / 80**2
    assert ost[c.FEHLER] == pytest.approx(100 * math.sqrt(p * (1 - p) / 80 + noise))
    assert ost[c.UG] < 100 * float(intervals.wilson(60, 80)[0])
    total = row(result, tiny.AGS, "anteil_65plus", "2022")
    assert total[c.WERT] == pytest.approx(100 * (20 + 60 + 60 + 40) / (100 + 80 + 80 + 70))
    # codes that are not in the catalogue are left out
    assert "einwohner" not in set(result[c.INDIKATOR])


def test_what_the_census_puts_in_brackets_stands_in_brackets():
    corners = tiny.CORNERS
    places = pd.DataFrame([(x + 50.0, y + 50.0) for x, y in corners.values()], columns=["x", "y"])
    share = places.assign(AnteilUeber65=25.0)
    share[f"AnteilUeber65{KLAMMERN}"] = [float(name != "nordheim") for name in corners]
    people = places.assign(Einwohner=200.0)
    grids = (
        GridCells("zensus2022-anteil_ueber_65", "2022-05-15", 100, share, "gitter"),
        GridCells("zensus2022-bevoelkerungszahl", "2022-05-15", 100, people),
    )
    result = indicator_values(replace(tiny.snapshot(), zellen=grids), tiny.gemeinde())
    found = {
        area: row(result, area, "anteil_65plus", "2022-05-15")
        for area in ("nordheim", "osterfeld", tiny.AGS)
    }
    assert [(own[c.WERT], own[c.STATUS]) for own in found.values()] == [
        (25.0, "ok"),
        (25.0, "eingeklammert"),
        (25.0, "eingeklammert"),  # three of four Ortsteile of the same size
    ]


def test_latest_keeps_the_newest_and_forgets_empty_rows(values):
    newest = latest(values)
    assert not newest.duplicated([c.GEBIET, c.INDIKATOR]).any()
    assert row(newest, "nordheim", "leerstandsquote", "2024")[c.WERT] == 5.0
    assert row(newest, "westtal", "leerstandsquote", "2022")[c.WERT] == 4.0
    empty = values.iloc[[0]].assign(**{c.STAND: "2025", c.WERT: np.nan, c.STATUS: "fehlt"})
    again = latest(pd.concat([values, empty], ignore_index=True))
    assert row(again, "nordheim", "leerstandsquote", "2024")[c.WERT] == 5.0
    pd.testing.assert_frame_equal(latest(newest), newest)


def test_comparison_of_the_gemeinden():
    table = comparison_values(tiny.snapshot(), "leerstandsquote")
    assert table[c.NAME].tolist() == ["Nachbarstadt", "Musterau"]
    assert table[c.WERT].tolist() == [20 / 3, 10.0]
    assert comparison_values(tiny.snapshot(), "wohnflaeche").empty


def test_an_empty_store_has_no_values():
    full = tiny.snapshot(with_survey=False)
    empty = replace(full, werte=full.werte[:0], vergleich=full.vergleich[:0])
    result = indicator_values(empty, tiny.gemeinde())
    assert result.empty
    assert list(result.columns) == list(c.INDIKATORWERTE)
    assert latest(result).empty


def test_the_input_stays_as_it_was():
    state: Snapshot = tiny.snapshot()
    indicator_values(state, tiny.gemeinde())
    pd.testing.assert_frame_equal(state.werte, tiny.werte())
    pd.testing.assert_frame_equal(state.vergleich, tiny.vergleich())


# the kinds of indicators one by one


def errors_of(node: Node, **numbers: float) -> pd.Series:
    empty = dict.fromkeys([c.WERT, c.ZAEHLER, c.NENNER, c.FEHLER, RAUSCHEN], np.nan)
    frame = pd.DataFrame([{c.INDIKATOR: node.code, **empty, **numbers}])
    return with_errors(frame, Catalogue((node,))).iloc[0]


def test_a_rate_has_exact_limits():
    node = Node("straftaten", "", -1, 1, art=Kind.RATE, faktor=1000, basis="personen")
    result = errors_of(node, wert=5.0, zaehler=10, nenner=2000)
    np.testing.assert_allclose(
        [result[c.UG], result[c.OG]], np.array(intervals.poisson(10)) / 2, rtol=1e-12
    )
    assert result[c.FEHLER] == pytest.approx(math.sqrt(10) / 2)
    none = errors_of(node, wert=0.0, zaehler=0, nenner=2000)
    assert (none[c.UG], none[c.OG]) == (0.0, pytest.approx(3.689 / 2, abs=1e-3))
    assert none[c.FEHLER] > 0


def test_a_count_of_persons_has_exact_limits_one_of_things_none():
    persons = Node("geburten", "", 1, 1, art=Kind.ANZAHL, basis="personen")
    result = errors_of(persons, wert=10)
    np.testing.assert_allclose([result[c.UG], result[c.OG]], intervals.poisson(10))
    assert (result[c.N], result[c.FEHLER]) == (10, pytest.approx(math.sqrt(10)))
    shops = Node("laeden", "", 1, 1, art=Kind.ANZAHL)
    assert np.isnan(errors_of(shops, wert=2)[[c.UG, c.OG, c.FEHLER]].to_numpy(float)).all()


def test_noise_widens_a_count_on_both_sides():
    node = Node("kinder", "", 1, 1, art=Kind.ANZAHL, basis="personen")
    low, high = (float(limit) for limit in intervals.poisson(100))
    result = errors_of(node, wert=100, rauschen=5.0)
    z = 1.959964
    assert result[c.UG] == pytest.approx(100 - math.hypot(100 - low, z * 5), abs=1e-4)
    assert result[c.OG] == pytest.approx(100 + math.hypot(high - 100, z * 5), abs=1e-4)
    assert result[c.FEHLER] == pytest.approx(math.sqrt(100 + 25))


def test_a_share_of_none_or_all_has_an_error_all_the_same():
    node = Node("quote", "", 1, 1, art=Kind.ANTEIL)
    result = errors_of(node, wert=0.0, zaehler=0, nenner=50)
    assert result[c.UG] == 0
    assert result[c.FEHLER] == pytest.approx(result[c.OG] / (2 * 1.959964), rel=1e-6)


def test_a_given_error_decides_the_effective_base():
    node = Node("quote", "", 1, 1, art=Kind.ANTEIL)
    # an error of 10 points at 50 % is that of 25 persons
    result = errors_of(node, wert=50.0, zaehler=100, nenner=200, standardfehler=10.0)
    low, high = intervals.wilson(12.5, 25)
    np.testing.assert_allclose([result[c.UG], result[c.OG]], [100 * low, 100 * high])
    bare = errors_of(node, wert=2.0, standardfehler=5.0)
    assert (bare[c.UG], bare[c.FEHLER]) == (0.0, 5.0)
    assert bare[c.OG] == pytest.approx(2 + 1.959964 * 5, abs=1e-4)
