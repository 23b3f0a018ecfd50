"""Sentences about how sure scores and places are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.index.factors import Factor
from lebenslage.analysis.index.sensitivity import Sensitivity
from lebenslage.model.procedure import Procedure, Robustness
from lebenslage.report import robustness_sentences as sentences

NO_ERRORS = (
    "Die Werte haben keine Fehler (standardfehler; bei Anteilen und Raten auch zaehler und nenner)"
)
NAMES = {"a": "Nordheim", "b": "Westtal"}
OTHER = replace(Procedure(), robustheit=Robustness(gewichte=0.1))


@pytest.mark.parametrize(
    ("share", "certain", "expected"),
    [
        (
            0.95,
            True,
            "Nordheim liegt in „Wohnen“ unter Westtal; der Unterschied ist belastbar (in 95 % der "
            "Wiederholungen).",
        ),
        (
            0.02,
            True,
            "Westtal liegt in „Wohnen“ unter Nordheim; der Unterschied ist belastbar (in 98 % der "
            "Wiederholungen).",
        ),
        (0.7, False, "Nordheim und Westtal sind in „Wohnen“ nicht unterscheidbar."),
    ],
)
def test_a_pair(share: float, certain: bool, expected: str) -> None:
    pair = {"a": "a", "b": "b", "p_a_below_b": share, "belastbar": certain}
    assert sentences.describe_pair(pair, NAMES, "Wohnen").replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("factors", "procedure", "expected"),
    [
        ((Factor.STICHPROBENFEHLER,), OTHER, ""),
        (
            (Factor.STICHPROBENFEHLER, Factor.ZIELWERTE),
            replace(Procedure(), robustheit=Robustness()),
            "Zu [robustheit] gelten die Vorgaben; variiert wird also: Stichprobenfehler, "
            "Zielwerte (±10 %).",
        ),
        (
            (Factor.GEWICHTE, Factor.WEGLASSEN),
            OTHER,
            f"{NO_ERRORS}; variiert wird nur: Gewichte (±10 %), weggelassener Indikator.",
        ),
    ],
)
def test_what_the_limits_rest_on(
    factors: tuple[Factor, ...], procedure: Procedure, expected: str
) -> None:
    assert sentences.basis_sentence(factors, procedure).replace("\xa0", " ") == expected


def found(*rows: tuple[str, float, float, float, float]) -> Sensitivity:
    columns = ["faktor", "s1", "st", "st_ug", "st_og"]
    return Sensitivity(pd.DataFrame(rows, columns=columns).assign(grund=""), 1.0, 100, 0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("gewichte", 0.1, 0.2, 0.1, 0.3), ("stichprobenfehler", 0.6, 0.7, 0.5, 0.9)],
            "Die Ränge bewegt am meisten: Stichprobenfehler (allein 60 %, mit Wechselwirkungen "
            "70 % der Schwankung).",
        ),
        (
            [("gewichte", -0.1, 0.6, 0.1, 0.9), ("weglassen", 0.2, 0.5, 0.2, 0.8)],
            "Die Ränge bewegt am ehesten: Gewichte (allein 0 %, mit Wechselwirkungen 60 % der "
            "Schwankung).",
        ),
        ([("gewichte", *[np.nan] * 4)], "Nichts von dem, was variiert wird, ändert die Ränge."),
        ([], "Hier wird nichts variiert."),
    ],
)
def test_what_moves_the_places(
    rows: list[tuple[str, float, float, float, float]], expected: str
) -> None:
    got = sentences.describe_sensitivity(found(*rows))
    assert got.replace("\xa0", " ") == expected
