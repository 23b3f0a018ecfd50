"""What is said about the weights of a wave."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lebenslage.analysis.survey.spread import WeightSpread
from lebenslage.model import columns as col
from lebenslage.model.survey import Questionnaire, WeightingMethod
from lebenslage.report import formats
from lebenslage.report.survey_tables import part_labels

_METHODS: Mapping[WeightingMethod, str] = {
    WeightingMethod.RAKING: "auf die Randverteilungen des Melderegisters gewichtet (Raking)",
    WeightingMethod.NACHSCHICHTUNG: "auf das Melderegister gewichtet (Nachschichtung)",
    WeightingMethod.KEINE: "nach der Anlage der Erhebung gewichtet",
}


def describe_weights(spread: WeightSpread) -> str:
    """How much is weighted and what it costs, in two or three sentences."""
    if spread.grund:
        return f"Wie stark gewichtet wird: {spread.grund}."
    if not spread.weighted:
        return "Alle Antworten zählen gleich; die Ergebnisse sind ungewichtet."
    low, high = (formats.format_number(x, 2) for x in (spread.kleinstes, spread.groesstes))
    text = (
        f"Die Antworten sind {_METHODS[spread.verfahren]}. Eine Antwort zählt zwischen {low}- und "
        f"{high}-mal so viel wie im Durchschnitt. Dadurch sind "
        f"{formats.format_number(spread.n)} Antworten so genau wie "
        f"{formats.format_number(spread.n_eff)} gleich gewichtete (Designeffekt "
        f"{formats.format_number(spread.designeffekt, 2)})."
    )
    if spread.begrenzt:
        count = formats.format_number(spread.begrenzt)
        text += f" Bei {count} Antworten ist das Gewicht begrenzt."
    return text


def effect_table(effect: pd.DataFrame, wave: Questionnaire, most: int = 10) -> pd.DataFrame:
    """The figures that weighting changes most, as texts."""
    labels = part_labels(wave)
    rows = []
    for row in effect.head(most).to_dict("records"):
        code = str(row[col.FRAGE])
        share = row[col.STATISTIK] == "anteil"
        answer = _answer(wave, code, str(row[col.AUSPRAEGUNG])) if share else "Mittelwert"
        values = [row[col.WERT], row[f"{col.WERT}_ungewichtet"]]
        texts = [formats.format_percent(v, 1) if share else _number(v) for v in values]
        change = 100 * row["differenz"] if share else row["differenz"]
        rows.append(
            {
                "Frage": labels.get(code, code),
                "Angabe": answer,
                "gewichtet": texts[0],
                "ungewichtet": texts[1],
                "Unterschied": formats.format_signed(change, 1 if share else 2)
                + (" Punkte" if share else ""),
            }
        )
    return pd.DataFrame(
        rows, columns=["Frage", "Angabe", "gewichtet", "ungewichtet", "Unterschied"]
    )


def _number(value: float) -> str:
    return formats.format_number(value, 2)


def _answer(wave: Questionnaire, code: str, answer: str) -> str:
    for question in wave.fragen:
        if code in (question.code, *question.columns()):
            if question.skala is not None:
                return question.skala.label(answer)
            return question.teilfragen.get(answer, answer)
    return answer
