"""Inhabitants, quotients and moves out of a register that can be added up by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.counts import count_values
from lebenslage.analysis.counts.population import population
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.counts import MELDEREGISTER, Counts
from lebenslage.model.rules import Audience
from tests import tiny

#: 0-14, 15-17, 18-19, 20-64, 65-79, 80+; Zuzüge, Fortzüge
PEOPLE = {
    "nordheim": (30, 12, 18, 100, 30, 10, 20, 10),
    "osterfeld": (60, 24, 36, 200, 60, 20, 40, 60),
    "suedhausen": (30, 10, 20, 100, 30, 10, 15, 15),
    "westtal": (30, 2, 28, 100, 30, 10, 12, 10),
}
AGES = ((0, 15), (15, 18), (18, 20), (20, 65), (65, 80), (80, None))


def register(people=None, stand="2024-12-31"):
    rows = []
    for area, counts in (people or PEOPLE).items():
        for (low, high), n in zip(AGES, counts, strict=False):
            rows.append((stand, area, "bestand", low, high, "", "", n))
        for art, n in zip(("zuzug", "fortzug"), counts[6:], strict=False):
            rows.append((stand, area, art, None, None, "", "", n))
    names = ["stand", "ortsteil_id", "art", "von", "bis", "geschlecht", "deutsch", "anzahl"]
    frame = pd.DataFrame(rows, columns=names)
    return Counts(
        MELDEREGISTER,
        frame.astype({"von": float, "bis": float, "anzahl": float}),
        quelle_id="melderegister",
    )


def person_leaf(code, art, faktor=1.0):
    return Node(
        code, "versorgung", 1, 0, rolle=Role.KONTEXT, art=art, basis="personen", faktor=faktor
    )


CATALOGUE = Catalogue(
    (
        *tiny.catalogue().nodes,
        person_leaf("einwohner", Kind.MITTELWERT),
        person_leaf("anteil_u15", Kind.ANTEIL),
        person_leaf("anteil_u18", Kind.ANTEIL),
        person_leaf("altenquotient", Kind.RATE, 100),
        person_leaf("jugendquotient", Kind.RATE, 100),
        person_leaf("wanderungssaldo", Kind.MITTELWERT),
    )
)


def snapshot(*counts):
    return replace(tiny.snapshot(with_survey=False), catalogue=CATALOGUE, zaehlungen=counts)


def values(*counts):
    found = count_values(snapshot(*counts), tiny.AGS, tiny.werte())
    return found.set_index([c.GEBIET, c.INDIKATOR])


def test_quotients_are_sums_over_sums():
    found = values(register())
    assert found.loc[("nordheim", "einwohner"), c.WERT] == 200
    # 30 + 12 + 18 of 100; 40 of 100; 30 of 200; 10 of 200
    for code, wert, upper, lower in (
        ("jugendquotient", 60.0, 60, 100),
        ("altenquotient", 40.0, 40, 100),
        ("anteil_u15", 15.0, 30, 200),
        ("anteil_80plus", 5.0, 10, 200),
        ("anteil_65plus", 20.0, 40, 200),
        ("anteil_u18", 21.0, 42, 200),
    ):
        row = found.loc[("nordheim", code)]
        assert (row[c.WERT], row[c.ZAEHLER], row[c.NENNER]) == (pytest.approx(wert), upper, lower)


def test_the_gemeinde_is_the_sum_and_counts_those_without_an_ortsteil():
    item = register()
    elsewhere = item.tabelle.iloc[[0]].assign(ortsteil_id="", anzahl=50.0)
    found = values(replace(item, tabelle=pd.concat([item.tabelle, elsewhere])))
    # 4 Ortsteile with 200, 400, 200, 200 and 50 persons whose address is in none
    assert found.loc[(tiny.AGS, "einwohner"), c.WERT] == 1050
    assert found.loc[(tiny.AGS, "anteil_u15"), c.ZAEHLER] == 200


def test_no_total_where_an_ortsteil_is_missing():
    item = register()
    some = item.tabelle[item.tabelle["ortsteil_id"] != "westtal"]
    assert tiny.AGS not in values(replace(item, tabelle=some)).index.get_level_values(0)


def test_balance_of_moves_with_its_error():
    found = values(register())
    row = found.loc[("osterfeld", "wanderungssaldo")]
    # (40 - 60) of 400; error 1000 * sqrt(100) / 400
    assert row[c.WERT] == pytest.approx(-50.0)
    assert row[c.FEHLER] == pytest.approx(25.0)


def test_age_groups_that_do_not_fit_give_no_value():
    item = register()
    coarse = item.tabelle[item.tabelle["von"] != 15].replace({"von": {0.0: 0.0}})
    coarse.loc[(coarse["von"] == 0), "bis"] = 18.0
    found = values(replace(item, tabelle=coarse))
    assert ("nordheim", "anteil_u18") in found.index
    assert ("nordheim", "anteil_u15") not in found.index


def test_a_secret_cell_leaves_everything_that_needs_it_empty():
    item = register()
    frame = item.tabelle.copy()
    frame.loc[0, "anzahl"] = float("nan")  # Nordheim, under 15
    found = values(replace(item, tabelle=frame))
    assert ("nordheim", "einwohner") not in found.index
    assert ("nordheim", "altenquotient") in found.index


def test_single_years_give_a_mean_age():
    rows = [
        ("2024", "nordheim", "bestand", age, age + 1, "", "", n) for age, n in ((10, 1), (20, 3))
    ]
    names = ["stand", "ortsteil_id", "art", "von", "bis", "geschlecht", "deutsch", "anzahl"]
    found = values(Counts(MELDEREGISTER, pd.DataFrame(rows, columns=names)))
    assert found.loc[("nordheim", "durchschnittsalter"), c.WERT] == 18.0  # (10.5 + 3 * 20.5) / 4


def test_what_two_values_tell_together_is_protected_too():
    """Westtal has two persons of 15 to 17: the shares under 15 and under 18 would tell them."""
    shown = indicator_values(snapshot(register()), tiny.gemeinde(), Audience.INTERN)
    shown = shown[shown[c.STAND] == "2024-12-31"].set_index([c.GEBIET, c.INDIKATOR])
    assert pd.isna(shown.loc[("westtal", "anteil_u15"), c.WERT])
    assert shown.loc[("westtal", "anteil_u15"), c.STATUS] == "unterdrueckt"
    assert shown.loc[("westtal", "anteil_u18"), c.WERT] == pytest.approx(16.0)
    # hidden alone it would follow from the total: another Ortsteil is hidden with it
    hidden = shown.xs("anteil_u15", level=1)[c.STATUS] == "unterdrueckt"
    assert hidden.sum() == 2


def test_few_movers_are_hidden():
    people = {**PEOPLE, "westtal": (30, 2, 28, 100, 30, 10, 12, 3)}
    shown = indicator_values(snapshot(register(people)), tiny.gemeinde())
    shown = shown[shown[c.INDIKATOR] == "wanderungssaldo"].set_index(c.GEBIET)
    assert shown.loc["westtal", c.STATUS] == "unterdrueckt"
    assert pd.isna(shown.loc["westtal", c.WERT])


def test_population_is_that_of_the_nearest_date():
    earlier = register({k: tuple(2 * n for n in v) for k, v in PEOPLE.items()}, "2019-12-31")
    state = snapshot(earlier, register())
    near = population(state, tiny.werte(), "2020-06")
    assert (near.stand, near.persons["nordheim"]) == ("2019-12-31", 400)
    working = population(state, tiny.werte(), "2024", 20, 65)
    assert (working.stand, working.persons["nordheim"]) == ("2024-12-31", 100)
    assert population(state, tiny.werte(), "2024", 15, 65).persons["nordheim"] == 130


def test_without_a_register_other_inhabitants_are_taken():
    rows = [
        (a, "einwohner", "2022", n, n, None, None, "gitter", "naeherung")
        for a, n in zip(tiny.ORTSTEILE, (100, 200, 300, 400), strict=True)
    ]
    known = pd.DataFrame(rows, columns=list(c.WERTE))
    found = population(snapshot(), known, "2024")
    assert (found.persons["westtal"], found.guete, found.quelle_id) == (400, "naeherung", "gitter")
    assert population(snapshot(), known.iloc[:3], "2024") is None  # Westtal is missing
    assert population(snapshot(), known, "2024", 15, 65) is None  # no ages
