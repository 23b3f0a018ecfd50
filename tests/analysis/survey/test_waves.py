"""Differences between waves and groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lebenslage.analysis.survey.tables import survey_table
from lebenslage.analysis.survey.waves import (
    against_all,
    comparable,
    compare,
    compare_groups,
    holm,
)
from lebenslage.model import columns as c
from lebenslage.model.rules import GRUND_ZU_WENIGE, Audience, Thresholds
from lebenslage.model.survey import QuestionType, Scale, SurveyKind
from tests import tiny
from tests.analysis.survey.builders import OPEN, counted, question

AREAS = list(tiny.ORTSTEILE)


def table_of(wave, thresholds=OPEN):
    return survey_table(wave, AREAS, thresholds, Audience.OEFFENTLICH)


@pytest.fixture(scope="module")
def changes():
    frame = compare(*(table_of(tiny.wave(year)) for year in ("2022", "2024")))
    return frame.set_index([c.FRAGE, c.GRUPPE, c.STATISTIK, c.AUSPRAEGUNG]).sort_index()


def test_a_change_by_hand(changes):
    row = changes.loc[("F1", "nordheim", "mittelwert", "")]
    # 2022: 20 said 2, 20 said 3; 2024: mean 4, squares 20. A tenth of 400 answered each time
    before, after = 0.9 * (40 * 0.25 / 39) / 40, 0.9 * (20 / 39) / 40
    error = np.sqrt(before + after)
    df = (before + after) ** 2 / (before**2 / 39 + after**2 / 39)
    assert row["differenz"] == pytest.approx(4 - 2.5)
    assert (row["wert_vorher"], row["wert_nachher"]) == (2.5, 4)
    assert row[c.UG] == pytest.approx(1.5 - stats.t.ppf(0.975, df) * error)
    assert row[c.OG] == pytest.approx(1.5 + stats.t.ppf(0.975, df) * error)
    assert row["p"] == pytest.approx(2 * stats.t.sf(1.5 / error, df))
    assert row["urteil"] == "gestiegen"


def test_the_same_answers_are_no_change(changes):
    row = changes.loc[("F1", "osterfeld", "mittelwert", "")]
    assert (row["differenz"], row["urteil"]) == (0, "nicht unterscheidbar")


def test_columns_for_the_charts(changes):
    assert {"ug_vorher", "og_vorher", "ug_nachher", "og_nachher", "p_holm", c.GRUND} <= set(changes)


def test_shares_of_zero_are_no_certainty():
    """40 of 40 and 39 of 40 do not differ, though one of them has a standard error of 0."""
    one = question(QuestionType.EINFACH, skala=Scale(("ja", "nein")))
    waves = [
        counted({"nordheim": {"ja": ja, "nein": 40 - ja}}, questions=(one,)) for ja in (40, 39)
    ]
    result = compare(*(table_of(wave) for wave in waves))
    result = result[result[c.GRUPPE] == "nordheim"]
    assert set(result["urteil"]) == {"nicht unterscheidbar"}
    assert (result["p"] > 0.05).all()


def test_what_one_table_hides_is_hidden():
    tables = [table_of(tiny.wave(year), Thresholds()) for year in ("2022", "2024")]
    result = compare(*tables)
    west = result[(result[c.GRUPPE] == "westtal") & (result[c.STATISTIK] == "mittelwert")]
    assert set(west[c.STATUS]) == {"unterdrueckt"}
    assert set(west[c.GRUND]) == {GRUND_ZU_WENIGE}
    assert set(west["urteil"]) == {""}
    assert west[["differenz", c.UG, c.OG, "p", "p_holm"]].isna().all(axis=None)


def test_open_links_are_not_judged():
    waves = [counted({"nordheim": {"1": a, "5": 40 - a}}, art=SurveyKind.OFFEN) for a in (20, 10)]
    result = compare(*(table_of(wave) for wave in waves))
    known = result[(result[c.GRUPPE] == "nordheim") & (result[c.STATISTIK] == "top2")]
    assert known["differenz"].tolist() == [0.25]
    assert known["urteil"].tolist() == [""]


def test_groups_by_hand():
    counts = {"nordheim": {"1": 10, "5": 30}, "osterfeld": {"1": 30, "5": 10}}
    result = compare_groups(survey_table(counted(counts), AREAS[:2], OPEN, Audience.INTERN))
    row = result[result[c.STATISTIK] == "top2"].iloc[0]
    # one sample of 80, of which 40 lie in each group
    error = np.sqrt(2 * 80 / 79 * 0.75 * 0.25 / 40)
    assert (row["a"], row["b"], row["differenz"]) == ("nordheim", "osterfeld", 0.5)
    assert row["p"] == pytest.approx(2 * stats.t.sf(0.5 / error, 78))
    assert row["urteil"] == "hoeher"


def test_every_pair_of_groups_once():
    result = compare_groups(table_of(tiny.wave()))
    means = result[(result[c.FRAGE] == "F1") & (result[c.STATISTIK] == "mittelwert")]
    assert len(means) == 4 * 3 / 2
    assert "" not in set(result["a"]) | set(result["b"])


def test_one_group_beside_everybody():
    table = table_of(tiny.wave("2024"))
    row = against_all(table, "nordheim").set_index(c.GRUPPE).loc["F1"]
    assert row["wert_nachher"] == pytest.approx((10 * 3 + 20 * 4 + 10 * 5) / 40)
    means = table[(table[c.FRAGE] == "F1") & (table[c.STATISTIK] == "mittelwert")]
    assert row["wert_vorher"] == means.set_index(c.GRUPPE).loc["", c.WERT]


def test_holm_by_hand():
    p = pd.Series([0.01, 0.04, 0.03, np.nan])
    # 3 x 0.01; 2 x 0.03; 1 x 0.04, but not below the one before
    corrected = holm(p, pd.Series([0, 0, 0, 0]))
    assert corrected[:3].tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert np.isnan(corrected[3])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2)), min_size=1, max_size=20))
def test_holm_keeps_order_and_never_lowers(pairs):
    p = pd.Series([pair[0] for pair in pairs])
    family = pd.Series([pair[1] for pair in pairs])
    corrected = holm(p, family)
    assert (corrected >= p).all()
    for _, rows in p.groupby(family):
        order = rows.sort_values(kind="stable").index
        assert corrected[order].is_monotonic_increasing
        assert corrected[order[0]] == pytest.approx(min(1.0, rows.min() * len(rows)))


def test_the_same_questions_are_comparable():
    a, b = tiny.questionnaire("2022"), tiny.questionnaire("2024")
    assert comparable(a, b) == ("F1", "F2", "F3", "F4", "F5")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Wie zufrieden sind Sie mit der Bahn?"},
        {"skala": Scale(("1", "2", "3", "4", "5", "6"), weiss_nicht=("9",))},
        {"skala": Scale(("1", "2", "3", "4", "5"), weiss_nicht=("9",), richtung=-1)},
        {"typ": QuestionType.EINFACH},
    ],
)
def test_a_changed_question_is_another(change):
    a = tiny.questionnaire()
    b = replace(a, fragen=(replace(a.fragen[0], **change), *a.fragen[1:]))
    assert comparable(a, b) == ("F2", "F3", "F4", "F5")


def test_blanks_and_capitals_make_no_difference():
    a = tiny.questionnaire()
    spaced = replace(a.fragen[0], text=f" {a.fragen[0].text.upper()}  ")
    assert "F1" in comparable(a, replace(a, fragen=(spaced, *a.fragen[1:])))
