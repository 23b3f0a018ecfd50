"""Spread of the weights, its price, and what weighting changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.survey.spread import unweighted, weight_spread, weighting_effect
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.model.margins import Margins
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import SurveyWave, Weighting, WeightingMethod
from tests.analysis.survey.builders import OPEN, counted

AREAS = ("a", "b")
PUBLIC = Audience.OEFFENTLICH


def raked(wave: SurveyWave, a: float, b: float) -> SurveyWave:
    rows = [("ortsteil", "a", a), ("ortsteil", "b", b)]
    table = pd.DataFrame(rows, columns=["merkmal", "auspraegung", "anzahl"])
    plan = Weighting(WeightingMethod.RAKING, ("ortsteil",))
    fragebogen = replace(wave.fragebogen, gewichtung=plan)
    return replace(wave, fragebogen=fragebogen, margins=Margins(table, False))


def test_spread_by_hand():
    # 20 persons stand for 100, 20 for 300: weights 5 and 15, average 10
    wave = raked(counted({"a": {"1": 20}, "b": {"5": 20}}), 100, 300)
    spread = weight_spread(wave, AREAS, Thresholds(), PUBLIC)
    assert (spread.n, spread.kleinstes, spread.groesstes) == (40, 0.5, 1.5)
    n_eff = 400**2 / (20 * 25 + 20 * 225)
    assert spread.n_eff == pytest.approx(n_eff)
    assert spread.designeffekt == pytest.approx(40 / n_eff)
    assert (spread.weighted, spread.grund, spread.begrenzt) == (True, "", 0)


def test_equal_weights():
    spread = weight_spread(counted({"a": {"1": 20}, "b": {"5": 20}}), AREAS, OPEN, PUBLIC)
    assert not spread.weighted
    assert spread.designeffekt == 1


def test_a_small_ortsteil_hides_the_weights():
    wave = counted({"a": {"1": 40}, "b": {"5": 3}}, grundgesamtheit={"a": 400, "b": 400})
    spread = weight_spread(wave, AREAS, Thresholds(), PUBLIC)
    assert np.isnan([spread.n_eff, spread.kleinstes, spread.groesstes]).all()
    assert spread.grund.startswith("gesperrt")


def test_margins_that_do_not_fit_are_told():
    wave = raked(counted({"a": {"1": 20}, "b": {"5": 20}}), 100, 0)
    spread = weight_spread(wave, AREAS, OPEN, PUBLIC)
    assert not spread.weighted
    assert "„b“ (ortsteil)" in spread.probleme[0]


def test_effect_by_hand():
    wave = raked(counted({"a": {"1": 20}, "b": {"5": 20}}), 100, 300)
    table = survey_table(wave, AREAS, OPEN, PUBLIC)
    effect = weighting_effect(wave, AREAS, OPEN, PUBLIC, table)
    (row,) = effect.to_dict("records")
    assert (row["frage"], row["statistik"]) == ("F1", "mittelwert")
    assert row["wert"] == pytest.approx((100 * 1 + 300 * 5) / 400)
    assert row["wert_ungewichtet"] == 3
    assert row["differenz"] == pytest.approx(1)


def test_nothing_of_a_question_with_hidden_answers():
    wave = raked(counted({"a": {"1": 20, "2": 3, "5": 20}, "b": {"1": 20, "5": 20}}), 100, 300)
    table = survey_table(wave, AREAS, Thresholds(), PUBLIC)
    assert (table["status"] == "unterdrueckt").any()
    assert weighting_effect(wave, AREAS, Thresholds(), PUBLIC, table).empty


def test_unweighted_forgets_population_and_weights():
    wave = counted({"a": {"1": 2}}, grundgesamtheit={"a": 9})
    wave = replace(wave, antworten=wave.antworten.assign(gewicht=3.0))
    plain = unweighted(wave)
    assert "gewicht" not in plain.antworten
    assert plain.fragebogen.grundgesamtheit == {}
