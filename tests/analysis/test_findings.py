"""What stands out in the tiny Gemeinde."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.findings import FindingKind, outstanding
from lebenslage.analysis.index.scores import score_table
from lebenslage.analysis.indicators import indicator_values
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.model import columns as c
from lebenslage.model.rules import Audience
from tests import tiny


def find(state=None, audience=Audience.INTERN, table=None):
    state = state or tiny.snapshot()
    values = indicator_values(state, tiny.gemeinde(), audience)
    return outstanding(score_table(values, state), values, state, tiny.gemeinde(), table)


def of(found, kind, **wanted):
    return [
        f
        for f in found
        if f.kind is kind and all(getattr(f, name) == value for name, value in wanted.items())
    ]


def with_counts(state, code, area, zaehler, wert):
    chosen = (state.werte[c.INDIKATOR] == code) & (state.werte[c.GEBIET] == area)
    changed = state.werte.assign(
        zaehler=state.werte[c.ZAEHLER].mask(chosen, zaehler),
        wert=state.werte[c.WERT].mask(chosen, wert),
    )
    return replace(state, werte=changed)


def test_an_indicator_that_is_apart_from_the_gemeinde():
    # 30 % of 200 dwellings: 24.1 to 36.7; the Gemeinde has 10 % of its own; points from 20 to 0
    state = with_counts(tiny.snapshot(), "leerstandsquote", "osterfeld", 60, 30.0)
    [finding] = of(find(state), FindingKind.INDIKATOR, code="leerstandsquote", ortsteil="osterfeld")
    assert (finding.titel, finding.stand) == ("Leerstandsquote", "2024")
    assert (finding.wert, finding.vergleich) == (30.0, 10.0)
    assert finding.differenz == 30.0 - 10.0
    assert finding.ug > 10
    assert finding.guenstig == -1  # more of a bad thing
    assert finding.groesse == 20 / 20
    assert (finding.belastbar, finding.beispiel) == (True, False)


def test_without_an_interval_or_a_gemeinde_nothing_is_claimed():
    codes = {f.code for f in of(find(), FindingKind.INDIKATOR)}
    assert "busabfahrten" not in codes  # no interval
    assert "wohnflaeche" not in codes  # no value of the Gemeinde


def test_one_interval_that_just_misses_the_gemeinde_is_chance():
    # 15 % of 200 dwellings: 10.7 to 20.6, the Gemeinde has 10 %; p = 0.03 alone, but it is one
    # of several comparisons
    assert not of(find(), FindingKind.INDIKATOR, code="leerstandsquote")


def test_nobody_stands_out_by_context():
    state = with_counts(tiny.snapshot(), "anteil_65plus", "osterfeld", 150, 75.0)
    assert not of(find(state), FindingKind.INDIKATOR, code="anteil_65plus")


def test_made_up_answers_mark_the_finding():
    found = of(find(), FindingKind.INDIKATOR, code="zufriedenheit_bus")
    # 3 in Osterfeld, 4 in Nordheim, about 3.58 in all
    assert {f.ortsteil: f.guenstig for f in found} == {
        "osterfeld": -1,
        "nordheim": 1,
    } | {f.ortsteil: 1 for f in found if f.ortsteil == "westtal"}
    assert all(f.beispiel for f in found)


def test_scores_that_are_apart_for_certain():
    state = tiny.snapshot()
    values = indicator_values(state, tiny.gemeinde(), Audience.INTERN)
    table = score_table(values, state)
    found = of(outstanding(table, values, state, tiny.gemeinde()), FindingKind.SCORE, code="wohnen")
    sure = table.deviations.query("code == 'wohnen' and belastbar")
    assert {f.ortsteil for f in found} == set(sure["gebiet_id"])
    for finding in found:
        score = table.scores.query("code == 'wohnen' and gebiet_id == @finding.ortsteil").iloc[0]
        assert finding.wert == score["score"]
        assert finding.groesse == pytest.approx(abs(finding.differenz) / 100)
        assert finding.guenstig == math.copysign(1, finding.differenz)


def test_handlungsfelder_without_a_score_are_gaps_at_the_end():
    state = tiny.snapshot(with_survey=False)
    found = find(state)
    gaps = of(found, FindingKind.LUECKE)
    # one of two indicators is 50 %: too few for "versorgung", and so for the root
    assert {(f.ortsteil, f.code) for f in gaps} == {
        (area, code) for area in tiny.ORTSTEILE for code in ("versorgung", "gesamt")
    }
    assert {f.grund for f in gaps} == {"zu wenig Daten"}
    assert all(math.isnan(f.wert) for f in gaps)
    assert found[-len(gaps) :] == gaps
    sizes = [f.groesse for f in found if f.kind is not FindingKind.LUECKE]
    assert sizes == sorted(sizes, reverse=True)


def test_answers_that_differ_from_those_of_all():
    state = tiny.snapshot()
    wave = state.umfragen[0]
    # everybody in Osterfeld is gone: all say no
    answers = wave.antworten.copy()
    answers.loc[answers["ortsteil"] == "osterfeld", "F2"] = "nein"
    state = replace(state, umfragen=(replace(wave, antworten=answers),))
    areas = list(tiny.ORTSTEILE)
    table = survey_table(state.umfragen[0], areas, tiny.gemeinde().thresholds, Audience.INTERN)
    found = of(find(state, table=table), FindingKind.UMFRAGE, ortsteil="osterfeld")
    answers_told = {f.auspraegung: f for f in found if f.code == "F2"}
    assert set(answers_told) == {"Ja", "Nein"}
    no = answers_told["Nein"]
    assert (no.titel, no.statistik, no.welle) == ("Wohnen Sie gern hier?", "anteil", "umfrage-2024")
    assert (no.wert, no.beispiel, no.guenstig) == (1.0, True, 0)
    assert no.vergleich == pytest.approx((10 + 30 + 12) / 112, abs=1e-3)
    # F1 feeds an indicator, which tells the same
    assert not of(found, FindingKind.UMFRAGE, code="F1")


def test_an_empty_store_has_gaps_only():
    full = tiny.snapshot(with_survey=False)
    empty = replace(full, werte=full.werte[:0], vergleich=full.vergleich[:0])
    assert {f.kind for f in find(empty)} == {FindingKind.LUECKE}


def test_the_input_stays_as_it_was():
    state = tiny.snapshot()
    values = indicator_values(state, tiny.gemeinde())
    before = values.copy()
    outstanding(score_table(values, state), values, state, tiny.gemeinde())
    pd.testing.assert_frame_equal(values, before)
