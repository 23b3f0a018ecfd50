"""What is said about weights."""

from __future__ import annotations

import pandas as pd

from lebenslage.analysis.survey.spread import WeightSpread
from lebenslage.model.rules import GRUND_GEGENSPERRE
from lebenslage.model.survey import WeightingMethod
from lebenslage.report.weight_sentences import describe_weights, effect_table
from tests import tiny

RAKING = WeightingMethod.RAKING


def test_weighted():
    spread = WeightSpread(RAKING, 1325, 1100.4, 1325 / 1100.4, 0.45, 2.5, begrenzt=12)
    assert describe_weights(spread) == (
        "Die Antworten sind auf die Randverteilungen des Melderegisters gewichtet (Raking). Eine "
        "Antwort zählt zwischen 0,45- und 2,50-mal so viel wie im Durchschnitt. Dadurch sind 1.325 "
        "Antworten so genau wie 1.100 gleich gewichtete (Designeffekt 1,20). Bei 12 Antworten ist "
        "das Gewicht begrenzt."
    )


def test_unweighted_and_hidden():
    plain = WeightSpread(WeightingMethod.KEINE, 40, 40.0, 1.0, 1.0, 1.0)
    assert describe_weights(plain).startswith("Alle Antworten zählen gleich")
    hidden = WeightSpread(RAKING, 40, grund=GRUND_GEGENSPERRE)
    assert describe_weights(hidden) == f"Wie stark gewichtet wird: {GRUND_GEGENSPERRE}."


def test_effect_table():
    wave = tiny.questionnaire()
    (first, *_) = wave.fragen
    rows = [(first.code, "mittelwert", "", 3.25, 3.5, -0.25)]
    names = ["frage", "statistik", "auspraegung", "wert", "wert_ungewichtet", "differenz"]
    table = effect_table(pd.DataFrame(rows, columns=names), wave)
    assert table.iloc[0].tolist() == [first.text, "Mittelwert", "3,25", "3,50", "−0,25"]


def test_effect_of_a_share():
    wave = tiny.questionnaire()
    names = ["frage", "statistik", "auspraegung", "wert", "wert_ungewichtet", "differenz"]
    rows = [("unbekannt", "anteil", "Y", 0.251, 0.235, 0.016)]
    table = effect_table(pd.DataFrame(rows, columns=names), wave)
    assert table.iloc[0].tolist() == ["unbekannt", "Y", "25,1 %", "23,5 %", "+1,6 Punkte"]
