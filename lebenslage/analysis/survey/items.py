"""How the answers to two questions go together: correlations of items."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from lebenslage.analysis import intervals
from lebenslage.analysis.disclosure import is_small
from lebenslage.analysis.survey import answers as code
from lebenslage.analysis.survey.design import Floats, complete_answers
from lebenslage.analysis.survey.estimate import estimate
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.moments import number_moments
from lebenslage.analysis.survey.waves import holm
from lebenslage.analysis.survey.weighting import wave_weights
from lebenslage.model import columns as c
from lebenslage.model.rules import GRUND_ZU_WENIGE, NIVEAU, Status, Thresholds
from lebenslage.model.survey import Question, QuestionType, SurveyWave

#: Decimals that are shown; more would tell more about single persons than about the questions.
DECIMALS: Final = 2
_COLUMNS: Final = ("frage_a", "frage_b", "r", c.FEHLER, c.UG, c.OG, c.N, "p", "p_holm", c.STATUS)


def correlations(wave: SurveyWave, thresholds: Thresholds) -> pd.DataFrame:
    """Correlations of all pairs of questions with a scale or a number, over everybody.

    Parameters
    ----------
    thresholds : Thresholds
        A pair that fewer persons than `klammern` answered is hidden.

    Returns
    -------
    pd.DataFrame
        `frage_a, frage_b, r, standardfehler, ug, og, n, p, p_holm, status, grund`; each pair once,
        in the order of the codebook. `p_holm` is corrected over all pairs. An open-link survey
        gets no errors.
    """
    answers = complete_answers(wave)
    numbers = _numbers(wave, answers)
    design = wave_weights(wave, answers).design
    everybody = Grouping.of(design, np.zeros(len(answers), np.int64), 1)
    rows = []
    for a, b in combinations(numbers, 2):
        r, error, n, df = correlation(everybody, numbers[a], numbers[b])
        ug, og, p = _limits(r, error, df)
        rows.append((a, b, r, error, ug, og, float(n), p))
    table = pd.DataFrame(rows, columns=list(_COLUMNS[:8]))
    table["p_holm"] = holm(table["p"], pd.Series("", index=table.index))
    figures = ["r", c.FEHLER, c.UG, c.OG]
    if thresholds.oeffentlich > 1:
        table[figures] = table[figures].round(DECIMALS)
    if not wave.fragebogen.representative:
        table[[c.FEHLER, c.UG, c.OG, "p", "p_holm"]] = np.nan
    small = is_small(table[c.N], thresholds.klammern)
    table[c.STATUS] = np.where(small, Status.UNTERDRUECKT.value, Status.OK.value)
    table.loc[table["r"].isna(), c.STATUS] = Status.FEHLT.value
    table.loc[small, c.STATUS] = Status.UNTERDRUECKT.value
    table.loc[small, [*figures, c.N, "p", "p_holm"]] = np.nan
    table[c.GRUND] = np.where(small, GRUND_ZU_WENIGE, "")
    return table


def correlation(grouping: Grouping, a: Floats, b: Floats) -> tuple[float, float, int, float]:
    r"""Weighted correlation of two columns over those who answered both.

    Parameters
    ----------
    grouping : Grouping
        Everybody as one group.
    a, b : arrays, shape (persons,)
        NaN has not answered.

    Returns
    -------
    r, standard error, persons, degrees of freedom
        NaN if an item does not vary.

    Notes
    -----
    With :math:`z` the standardised answers, the linearised value of r is
    :math:`z_a z_b - r (z_a^2 + z_b^2) / 2`; its mean has the error of r. The same as the ratio of
    `svyvar` of R's survey package under `svycontrast`.
    """
    both = ~np.isnan(a) & ~np.isnan(b) & (grouping.codes >= 0)
    weight = grouping.design.weight[both]
    if not len(weight) or weight.sum() <= 0:
        return np.nan, np.nan, int(both.sum()), np.nan
    first, second = (_standardised(values[both], weight) for values in (a, b))
    r = float(np.average(first * second, weights=weight))
    linear = np.full(len(a), np.nan)
    linear[both] = first * second - r * (first**2 + second**2) / 2
    found = estimate(number_moments(grouping, linear), [0, 1])
    return r, float(found.fehler[0, 0]), int(both.sum()), float(found.df[0])


def _standardised(values: Floats, weight: Floats) -> Floats:
    mean = np.average(values, weights=weight)
    spread = np.sqrt(np.average((values - mean) ** 2, weights=weight))
    result: Floats = (values - mean) / (spread if spread > 1e-12 * abs(mean) else np.nan)
    return result


def _limits(r: float, error: float, df: float) -> tuple[float, float, float]:
    """Limits on Fisher's scale, and the p-value of no correlation."""
    if np.isnan(r) or abs(r) >= 1 - 1e-12:
        return np.nan, np.nan, np.nan
    scaled = error / (1 - r**2)
    low, high = intervals.normal(np.arctanh(r), scaled, NIVEAU, df)
    with np.errstate(divide="ignore"):
        p = 2 * special.stdtr(df if df >= 1 else np.nan, -abs(r) / error) if error else 0.0
    return float(np.tanh(low)), float(np.tanh(high)), float(p)


def _numbers(wave: SurveyWave, answers: pd.DataFrame) -> Mapping[str, Floats]:
    """Answers of every scale and number as figures, by column."""
    found = {}
    for question in wave.fragebogen.fragen:
        for column in question.columns():
            if column in answers and (values := _figures(question, answers[column])) is not None:
                found[column] = values
    return found


def _figures(question: Question, column: pd.Series) -> Floats | None:
    if question.typ is QuestionType.ZAHL:
        return code.numbers(column)
    if question.typ in (QuestionType.SKALA, QuestionType.MATRIX) and question.skala is not None:
        figures = question.skala.numbers()
        return np.asarray(column.map(figures).to_numpy(float, na_value=np.nan), np.float64)
    return None
