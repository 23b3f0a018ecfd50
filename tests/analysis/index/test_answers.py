"""More answers: the arithmetic, and whether the difference is certain with them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.index.answers import answer_plans, further_answers
from lebenslage.analysis.index.scores import ScoreTable, score_table
from tests import tiny

Z2 = 1.2815515655446004**2  # 90 % on one side


@pytest.mark.parametrize(
    ("difference", "own", "rest", "population", "more"),
    [
        # 2² / z² = 2.44 of the variance 4 is allowed: 100 x 4 / 2.44 = 164.2
        (2, 4, 0, math.inf, 65),
        # with 400 persons: 1 / (1/400 + (1/100 - 1/400) x 0.609) = 141.5
        (2, 4, 0, 400, 45),
        (-2, 4, 0, 400, 45),
        # half of what is allowed is used up elsewhere
        (2, 4, 2 / Z2, 400, 110),
        # more than is allowed comes from elsewhere
        (2, 4, 2.5, 400, None),
        (2, 0, 1, 400, None),
        (0, 4, 0, math.inf, None),
        # without any difference everybody would have to answer
        (0, 4, 0, 400, 300),
        # as good as certain already
        (2.57, 4, 0, 400, 5),
        (2, 4, 0, 102, 2),
    ],
)
def test_further_answers(
    difference: float, own: float, rest: float, population: float, more: int | None
) -> None:
    assert further_answers(difference, own, rest, 100, population) == more


def values(error: float, n: float) -> pd.DataFrame:
    """Satisfaction with the bus in two Ortsteile, 45 and 50 points; the second one is exact."""
    rows = [
        (area, "zufriedenheit_bus", "2024-05-01", wert, fehler, count, "umfrage-2024")
        for area, wert, fehler, count in (
            ("nordheim", 2.8, error, n),
            ("osterfeld", 3.0, 0.01, 290),
        )
    ]
    bus = [(area, "busabfahrten", "2024", 20 + i, None, None, "amt") for i, area in
           enumerate(("nordheim", "osterfeld"))]  # fmt: skip
    names = ["gebiet_id", "indikator", "stand", "wert", "standardfehler", "n", "quelle_id"]
    frame = pd.DataFrame(rows + bus, columns=names)
    numbers = dict.fromkeys(["wert", "standardfehler", "n"], float)
    return frame.astype(numbers).assign(status="ok", guete="amtlich")


def scores(frame: pd.DataFrame) -> ScoreTable:
    areas = ["nordheim", "osterfeld"]
    return score_table(frame, tiny.snapshot(), gebiete=areas, draws=4000)


def test_with_the_planned_answers_the_difference_is_certain() -> None:
    before = values(0.4, 40)
    for plan in answer_plans(scores(before), before, tiny.snapshot(), "versorgung", "nordheim"):
        assert plan.gegen in ("", "osterfeld")
        assert (plan.n, plan.grundgesamtheit, plan.welle) == (40, 400, "umfrage-2024")
        assert plan.weitere is not None
        assert 0.9 < plan.anteil <= 1
        for more, certain in ((plan.weitere, True), (plan.weitere // 2, False)):
            shrink = math.sqrt((1 / (40 + more) - 1 / 400) / (1 / 40 - 1 / 400))
            table = scores(values(0.4 * shrink, 40 + more)).deviations
            row = table[(table["code"] == "versorgung") & (table["gebiet_id"] == "nordheim")]
            assert bool(row["belastbar"].item()) is certain


def test_the_other_side_cannot_help() -> None:
    # all uncertainty lies in Nordheim, so more answers in Osterfeld change nothing
    frame = values(0.4, 40)
    plans = answer_plans(scores(frame), frame, tiny.snapshot(), "versorgung", "osterfeld")
    assert [plan.weitere for plan in plans] == [None, None]


def test_no_plan_where_all_is_certain_or_no_survey_counts() -> None:
    certain = values(0.01, 40)
    snapshot = tiny.snapshot()
    assert answer_plans(scores(certain), certain, snapshot, "versorgung", "nordheim") == []
    without = values(0.4, 40).assign(quelle_id="amt")
    assert answer_plans(scores(without), without, snapshot, "versorgung", "nordheim") == []
    unknown = values(np.nan, 40)
    assert answer_plans(scores(unknown), unknown, snapshot, "versorgung", "nordheim") == []
