"""How much a wave is weighted, what that costs, and what it changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.design import complete_answers
from lebenslage.analysis.survey.protection import hide_bases
from lebenslage.analysis.survey.tables import persons_by_group, survey_table
from lebenslage.analysis.survey.weighting import wave_weights
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, GRUND_GEGENSPERRE, Audience, Status, Thresholds
from lebenslage.model.survey import QuestionType, SurveyWave, Weighting, WeightingMethod

#: What is compared with and without weights: the figure that a question is told by.
_TOLD_BY: Final[Mapping[QuestionType, str]] = {
    QuestionType.SKALA: "mittelwert",
    QuestionType.MATRIX: "mittelwert",
    QuestionType.ZAHL: "mittelwert",
    QuestionType.EINFACH: "anteil",
    QuestionType.MEHRFACH: "anteil",
}


@dataclass(frozen=True)
class WeightSpread:
    r"""Spread of a wave's weights and its price.

    Parameters
    ----------
    n : int
        Complete responses.
    n_eff : float
        Effective number after Kish, :math:`(\sum w)^2 / \sum w^2`.
    designeffekt : float
        n / n_eff: how many times larger the variance is than with equal weights.
    kleinstes, groesstes : float
        In units of the average weight.
    begrenzt : int
        Responses whose factor was cut at a limit.
    hinweise, probleme : tuple of str
        What was assumed; why the wave is not weighted as its codebook says.
    grund : str
        Why no number is shown; the numbers are NaN then.

    References
    ----------
    Kish (1965), Survey Sampling, 11.7.
    """

    verfahren: WeightingMethod
    n: int
    n_eff: float = math.nan
    designeffekt: float = math.nan
    kleinstes: float = math.nan
    groesstes: float = math.nan
    begrenzt: int = 0
    hinweise: tuple[str, ...] = ()
    probleme: tuple[str, ...] = ()
    grund: str = ""

    @property
    def weighted(self) -> bool:
        """Whether responses count differently."""
        return not self.designeffekt < 1 + 1e-9


def weight_spread(
    wave: SurveyWave, ortsteile: Sequence[str], thresholds: Thresholds, audience: Audience
) -> WeightSpread:
    """Spread of the weights of a wave, protected.

    Notes
    -----
    Weights of the design are persons over responses of each Ortsteil. Where an Ortsteil has too
    few responses to be shown, the largest weight would tell how many; so nothing is told then.
    """
    answers = complete_answers(wave)
    found = wave_weights(wave, answers)
    weight = found.design.weight
    areas = tuple(ortsteile) if "ortsteil" in answers else ()
    persons = persons_by_group(answers, areas, "ortsteil")
    hidden = bool(hide_bases(persons, thresholds, audience).any())
    told = WeightSpread(
        found.method,
        len(weight),
        begrenzt=0 if hidden else found.trimmed,
        hinweise=found.notes,
        probleme=found.problems,
        grund=GRUND_GEGENSPERRE if hidden else "",
    )
    if hidden or not len(weight):
        return told
    n_eff = float(weight.sum() ** 2 / (weight**2).sum())
    average = weight.mean()
    return replace(
        told,
        n_eff=n_eff,
        designeffekt=len(weight) / n_eff,
        kleinstes=float(weight.min() / average),
        groesstes=float(weight.max() / average),
    )


def weighting_effect(
    wave: SurveyWave,
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    audience: Audience,
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Figures of everybody with and without weights.

    Parameters
    ----------
    table : pd.DataFrame
        That of `survey_table` for the wave by Ortsteil.

    Returns
    -------
    pd.DataFrame
        `frage, statistik, auspraegung, wert, wert_ungewichtet, differenz`; the largest differences
        first, by their size in standard errors. Questions of which anything is hidden in the table
        by Ortsteil are left out: two ways of counting the same persons would tell more than one.
    """
    plain = survey_table(unweighted(wave), ortsteile, thresholds, audience)
    keys = [c.FRAGE, c.STATISTIK, c.AUSPRAEGUNG]
    closed = set[str]()
    for frame in (table, plain):
        closed |= set(frame.loc[frame[c.STATUS] == Status.UNTERDRUECKT, c.FRAGE])
    wanted = {
        column: _TOLD_BY[question.typ]
        for question in wave.fragebogen.fragen
        if question.typ in _TOLD_BY
        for column in (question.code, *question.columns())
    }
    rows = table[(table[c.GRUPPE] == ALLE) & ~table[c.FRAGE].isin(closed)]
    rows = rows[rows[c.FRAGE].map(wanted) == rows[c.STATISTIK]]
    both = rows.merge(plain[plain[c.GRUPPE] == ALLE], on=keys, suffixes=("", "_ungewichtet"))
    both = both.assign(differenz=both[c.WERT] - both[f"{c.WERT}_ungewichtet"])
    with np.errstate(invalid="ignore", divide="ignore"):
        size = (both["differenz"] / both[f"{c.FEHLER}_ungewichtet"]).abs()
    order = size.fillna(0).sort_values(ascending=False, kind="stable").index
    shown = [*keys, c.WERT, f"{c.WERT}_ungewichtet", "differenz"]
    return both.loc[order, shown].reset_index(drop=True)


def unweighted(wave: SurveyWave) -> SurveyWave:
    """The wave with every response counting the same."""
    plain = replace(wave.fragebogen, gewichtung=Weighting(), grundgesamtheit={})
    answers = wave.antworten.drop(columns=["gewicht", "grundgesamtheit"], errors="ignore")
    return replace(wave, fragebogen=plain, antworten=answers, margins=None)
