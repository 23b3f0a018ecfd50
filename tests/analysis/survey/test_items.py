"""Correlations of items (against R: tests/golden/test_survey.py)."""

from __future__ import annotations

import numpy as np
import pytest

from lebenslage.analysis.survey.items import correlations
from lebenslage.model.rules import Thresholds
from lebenslage.model.survey import QuestionType, SurveyKind
from tests.analysis.survey.builders import OPEN, question, wave_of


def wave(first: list[object], second: list[object], **more):
    questions = [question(), question(code="F2"), question(QuestionType.TEXT, code="F3")]
    return wave_of({"F1": first, "F2": second, "F3": ["x"] * len(first)}, *questions, **more)


def test_by_hand():
    # x 1 2 3 4, y 1 3 2 4: covariance 4/5 of the variance
    table = correlations(wave(["1", "2", "3", "4", "9"], ["1", "3", "2", "4", "5"]), OPEN)
    (row,) = table.to_dict("records")
    assert (row["frage_a"], row["frage_b"], row["n"], row["status"]) == ("F1", "F2", 4, "ok")
    assert row["r"] == pytest.approx(0.8)
    assert row["ug"] < 0.8 < row["og"] < 1


def test_an_item_that_does_not_vary():
    (row,) = correlations(wave(["5"] * 4, ["1", "2", "3", "4"]), OPEN).to_dict("records")
    assert np.isnan(row["r"])
    assert row["status"] == "fehlt"


def test_few_persons_are_hidden_and_digits_kept_short():
    rng = np.random.default_rng(1)
    first, second = (list(map(str, rng.integers(1, 6, 29))) for _ in range(2))
    (row,) = correlations(wave(first, second), Thresholds()).to_dict("records")
    assert (row["status"], row["grund"]) == ("unterdrueckt", "zu wenige Fälle (Datenschutz)")
    assert np.isnan([row["r"], row["n"], row["p"]]).all()
    (row,) = correlations(wave([*first, "1"], [*second, "2"]), Thresholds()).to_dict("records")
    assert row["status"] == "ok"
    assert row["r"] == round(row["r"], 2)


def test_open_links_claim_nothing():
    art = SurveyKind.OFFEN
    (row,) = correlations(wave([*"1234"], [*"1324"], art=art), OPEN).to_dict("records")
    assert row["r"] == pytest.approx(0.8)
    assert np.isnan([row["standardfehler"], row["p"], row["p_holm"]]).all()
