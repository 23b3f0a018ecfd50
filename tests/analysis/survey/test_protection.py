"""An attacker who knows all that is published of a question finds out no small number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.analysis.survey.protection import hide_bases
from lebenslage.analysis.survey.response import who_answered
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.model import columns as c
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import QuestionType, Scale
from tests.analysis.attack import range_of
from tests.analysis.survey.builders import counted, question, wave_of

GROUPS = ["a", "b", "c", "d"]
ANSWERS = ["1", "2", "3", "4", "5"]
LIMITS = {Audience.OEFFENTLICH: 10, Audience.INTERN: 5}

calm = settings(deadline=None, max_examples=25)
small_or_large = st.one_of(st.integers(0, 12), st.integers(0, 60))
tables = st.lists(
    st.lists(small_or_large, min_size=5, max_size=5), min_size=5, max_size=5
)  # the last row is of no group
audiences = st.sampled_from(list(Audience))


def wave_with(rows, questions=(), nowhere="x"):
    """`nowhere` is what the persons of the last row have said about their group."""
    counts = {
        group: dict(zip([*ANSWERS], row, strict=True))
        for group, row in zip([*GROUPS, nowhere], rows, strict=True)
    }
    return counted(counts, questions=questions)


def equations_of(table: pd.DataFrame, scale: bool) -> tuple[np.ndarray, np.ndarray]:
    """All that the published rows say about the cells (5 groups, the last is of nobody)."""
    rows = table.set_index([c.GRUPPE, c.STATISTIK, c.AUSPRAEGUNG])
    weights = {("mittelwert", ""): np.arange(1.0, 6), ("top2", ""): np.array([0, 0, 0, 1.0, 1])}
    weights[("saldo", "")] = np.array([-1.0, -1, 0, 1, 1])
    weights = weights if scale else {}
    weights |= {("anteil", answer): np.eye(5)[i] for i, answer in enumerate(ANSWERS)}
    left, right = [], []
    for i, group in enumerate([*GROUPS, ""]):
        for key, values in weights.items():
            row = rows.loc[(group, *key)]
            if np.isnan(row[c.N]):
                continue
            for one, number in ((np.ones(5), row[c.N]), (values, _sum(row))):
                equation = np.zeros((5, 5))
                equation[i if group else slice(None)] = one
                left.append(equation.ravel())
                right.append(number)
    return np.array(left).reshape(-1, 25), np.array(right)


def _sum(row: pd.Series) -> float:
    return row[c.WERT] * row[c.N] if row[c.N] else 0.0


@calm
@given(tables, audiences, st.sampled_from(["x", ""]))
@pytest.mark.parametrize("typ", [QuestionType.SKALA, QuestionType.EINFACH])
def test_no_small_cell_can_be_told(typ, rows, audience, nowhere):
    cells = np.array(rows)
    wave = wave_with(rows, (question(typ, skala=Scale(tuple(ANSWERS))),), nowhere)
    table = survey_table(wave, GROUPS, Thresholds(), audience)
    left, right = equations_of(table, typ is QuestionType.SKALA)
    if audience is Audience.INTERN:  # who may look inside sees what is outside as well
        outside = survey_table(wave, GROUPS, Thresholds(), Audience.OEFFENTLICH)
        more = equations_of(outside, typ is QuestionType.SKALA)
        left, right = np.vstack([left, more[0]]), np.append(right, more[1])
    if not len(left):
        return
    for i, j in np.argwhere((cells[:4] > 0) & (cells[:4] < LIMITS[audience])):
        low, high = range_of(5 * i + j, cells, left, np.round(right, 6), whole=False)
        assert high - low > 0.5


@calm
@given(tables, audiences, st.sampled_from(["x", ""]))
def test_no_small_base_is_told_by_the_total(rows, audience, nowhere):
    wave = wave_with(rows, nowhere=nowhere)
    sizes = np.append(np.array(rows).sum(axis=1), np.sum(rows))
    for table in (
        survey_table(wave, GROUPS, Thresholds(), audience),
        who_answered(wave, GROUPS, Thresholds(), audience),
    ):
        told = table.groupby(c.GRUPPE)[c.N].max().reindex([*GROUPS, ""])
        small = (sizes[[0, 1, 2, 3, 5]] > 0) & (sizes[[0, 1, 2, 3, 5]] < LIMITS[audience])
        assert told[small].isna().all()
        if small[:4].any() and not np.isnan(told[""]):
            rest = told[""] - told[GROUPS].sum()
            assert rest >= 10
            assert told[GROUPS].isna().sum() + (sizes[4] > 0) >= 2


@calm
@given(tables, st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_two_questions_hide_the_same_groups(rows, silent):
    """Bases that differ by a few persons do not choose another partner."""
    pairs = [
        (group, answer)
        for group, row in zip([*GROUPS, "x"], rows, strict=True)
        for answer, n in zip(ANSWERS, row, strict=True)
        for _ in range(n)
    ]
    columns = {
        "ortsteil": [pair[0] for pair in pairs],
        "F1": [pair[1] for pair in pairs],
        "F2": [
            "" if i < silent[[*GROUPS, "x"].index(pair[0])] else pair[1]
            for i, pair in enumerate(pairs)
        ],
    }
    wave = wave_of(columns, question(), question(code="F2"))
    table = survey_table(wave, GROUPS, Thresholds(), Audience.OEFFENTLICH)
    closed = who_answered(wave, GROUPS, Thresholds(), Audience.OEFFENTLICH)
    closed = set(closed.loc[closed[c.STATUS] == "unterdrueckt", c.GRUPPE])
    assert table.loc[table[c.GRUPPE].isin(closed), c.N].isna().all()


@pytest.mark.parametrize(
    ("persons", "hidden"),
    [
        ((40, 30, 20, 90), [False, False, False, False]),
        ((40, 30, 8, 78), [False, True, True, False]),  # the next smallest goes with it
        ((40, 6, 8, 54), [False, True, True, False]),  # 14 together
        ((40, 30, 0, 70), [False, False, False, False]),  # nobody is not a secret
        ((8, 0, 0, 8), [True, True, True, True]),
        ((40, 8, 0, 48), [True, True, False, False]),
        ((40, 30, 20, 94), [False, False, True, False]),  # with four persons of no group
    ],
)
def test_bases_by_hand(persons, hidden):
    assert hide_bases(np.array(persons), Thresholds(), Audience.OEFFENTLICH).tolist() == hidden


@pytest.mark.parametrize(
    ("persons", "hidden"),
    [
        ((40, 30, 20, 94), [False, False, False, False]),  # four told nothing: nobody knows who
        ((40, 30, 8, 78), [False, True, True, False]),
        ((40, 30, 8, 80), [False, False, True, False]),  # two told nothing, ten together
        ((40, 30, 8, 79), [False, True, True, False]),  # nine together are too few
    ],
)
def test_bases_beside_those_who_told_no_group(persons, hidden):
    found = hide_bases(np.array(persons), Thresholds(), Audience.OEFFENTLICH, silent=True)
    assert found.tolist() == hidden


def test_some_who_told_no_age_hide_nobody():
    counts = {"a": dict.fromkeys(ANSWERS, 20), "b": dict.fromkeys(ANSWERS, 15), "": {"1": 3}}
    table = survey_table(counted(counts), ["a", "b"], Thresholds(), Audience.OEFFENTLICH)
    assert set(table.loc[table[c.STATISTIK] == "anteil", c.STATUS]) == {"ok"}


def test_all_boxes_hide_the_same_bases():
    boxes = question(QuestionType.MEHRFACH, teilfragen={"p": "P", "q": "Q"})
    columns = {
        "ortsteil": ["a"] * 60 + ["b"] * 50 + ["c"] * 40,
        "F1[p]": ["Y"] * 20 + [""] * 40 + ["Y"] * 3 + [""] * 47 + ["Y"] * 15 + [""] * 25,
        "F1[q]": (["Y"] * 15 + [""] * 15) * 5,
    }
    table = survey_table(wave_of(columns, boxes), GROUPS[:3], Thresholds(), Audience.OEFFENTLICH)
    p, q = (table[table[c.AUSPRAEGUNG] == name].set_index(c.GRUPPE) for name in "pq")
    assert p.loc["b", c.STATUS] == "unterdrueckt"
    assert q.loc["", c.N] == 150
