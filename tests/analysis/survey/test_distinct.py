"""What differs most, waves side by side, scales of seven steps."""

from __future__ import annotations

import pandas as pd
import pytest

from lebenslage.analysis.survey import distinct
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.analysis.survey.waves import compare_groups
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, Audience
from lebenslage.model.survey import QuestionType, Scale
from tests.analysis.survey.builders import OPEN, question, wave_of

SEVEN = Scale(tuple("1234567"))


@pytest.fixture
def wave():
    """F1 differs by one step of four, F2 by a tenth of the persons, F3 not at all."""
    columns = {
        "ortsteil": ["a"] * 100 + ["b"] * 100,
        "F1": ["3", "4"] * 50 + ["2", "3"] * 50,
        "F2": ["ja"] * 60 + ["nein"] * 40 + ["ja"] * 50 + ["nein"] * 50,
        "F3": ["1", "5"] * 100,
    }
    return wave_of(
        columns,
        question(),
        question(QuestionType.EINFACH, code="F2", skala=Scale(("ja", "nein"))),
        question(code="F3"),
    )


def table_of(wave):
    return survey_table(wave, ["a", "b"], OPEN, Audience.INTERN)


def test_certain_differences_come_first_and_are_measured_by_the_scale(wave):
    ranked = distinct.most_different(compare_groups(table_of(wave)), wave.fragebogen)
    assert ranked[c.FRAGE].tolist() == ["F1", "F2", "F3"]
    assert ranked["groesse"].tolist() == pytest.approx([0.25, 0.1, 0.0])
    assert ranked["urteil"].tolist() == ["hoeher", *["nicht unterscheidbar"] * 2]


def test_waves_side_by_side_and_over_time(wave):
    table = table_of(wave)
    both = distinct.side_by_side({"u22": table, "u25": table})
    assert set(both[c.GRUPPE]) == {"u22", "u25"}
    assert len(both) == 2 * (table[c.GRUPPE] == ALLE).sum()
    trend = distinct.trend({"2022-05-01": table, "2025-05-01": table}, "F1")
    means = trend.set_index([c.GEBIET, c.STAND])[c.WERT]
    assert means["a", "2022-05-01"] == 3.5
    assert means[ALLE, "2025-05-01"] == 3.0


def test_only_scales_from_one_to_seven_make_a_compass():
    parts = {"s1": "Naturraum", "s2": "Wohnen"}
    questions = (
        question(QuestionType.MATRIX, code="K", skala=SEVEN, teilfragen=parts),
        question(code="S", skala=SEVEN),
        question(code="F"),
        question(QuestionType.EINFACH, code="E", skala=SEVEN),
    )
    wave = wave_of({"ortsteil": []}, *questions)
    found = distinct.seven_steps(wave.fragebogen)
    assert found == {"K[s1]": "Naturraum", "K[s2]": "Wohnen", "S": "Frage"}


def test_nothing_to_compare_is_an_empty_list(wave):
    empty = pd.DataFrame(compare_groups(table_of(wave)).iloc[:0])
    assert distinct.most_different(empty, wave.fragebogen).empty
