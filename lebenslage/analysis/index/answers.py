"""How many more answers would make a difference certain: planning the next survey."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from lebenslage.analysis import intervals
from lebenslage.analysis.index.contributions import GEWICHT
from lebenslage.analysis.index.draws import ENDS
from lebenslage.analysis.index.matrix import newest
from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.model import columns as col
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import BELASTBAR

#: Numbers of answers are told in steps: more exactly they cannot be known.
STEP: Final = 5
#: Standard errors between the two limits of a score or a difference.
_SPAN: Final = 2 * float(intervals.quantile(ENDS[1] - ENDS[0]))
#: Standard errors that a difference has to have for `BELASTBAR` of the draws on one side.
_NEEDED: Final = float(intervals.quantile(2 * BELASTBAR - 1))


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """What more answers in one Ortsteil would do for one difference.

    Parameters
    ----------
    gegen : str
        `gebiet_id` of the other Ortsteil; "" for all others together.
    n : int
        Answers so far: of the question that most answered.
    weitere : int or None
        How many more would be enough; None if not even all of them.
    grundgesamtheit : int or None
        Persons that could answer; None if unknown.
    anteil : float
        Share 0-1 of the variance of the difference that these answers carry.
    differenz : float
        The difference, points.
    welle : str
        Id of the wave.
    """

    gegen: str
    n: int
    weitere: int | None
    grundgesamtheit: int | None
    anteil: float
    differenz: float
    welle: str


def further_answers(
    difference: float, own: float, rest: float, n: int, population: float = math.inf
) -> int | None:
    r"""Answers beyond the n given ones that make a difference certain.

    Parameters
    ----------
    difference : float
        As observed, points; taken to stay as it is.
    own, rest : float
        Variance of the difference that comes from these answers, and from everything else.
    n : int
        Answers so far, at least 1.
    population : float
        Persons that could answer; infinite if unknown.

    Returns
    -------
    int or None
        Rounded up to a whole number of steps of five, at most all; None if all would not do.

    Notes
    -----
    The variance of a mean falls with the answers as :math:`1/n - 1/N` (finite population
    correction). Certain is a difference of z standard errors, z = 1.28 for 90 % on one side, so

    .. math:: 1/n' = 1/N + (1/n - 1/N)\,(d^2/z^2 - v_{rest}) / v_{own}

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., sections 2.6 and 4.4.
    """
    left = (difference / _NEEDED) ** 2 - rest
    if left < 0 or own <= 0 or (left == 0 and math.isinf(population)):
        return None
    now = 1 / n - 1 / population
    needed = 1 / (1 / population + now * left / own)
    more = max(STEP, STEP * math.ceil(round((needed - n) / STEP, 9)))
    return int(min(more, max(population - n, 0)))


def answer_plans(
    scores: ScoreTable, values: pd.DataFrame, snapshot: Snapshot, code: str, gebiet: str
) -> list[AnswerPlan]:
    """More answers for every difference of a score that is not certain.

    Parameters
    ----------
    scores : ScoreTable
        With the differences and their limits.
    values : pd.DataFrame
        `columns.INDIKATORWERTE` that the scores rest on.
    snapshot : Snapshot
        Gives the waves and whom they asked.

    Returns
    -------
    list of AnswerPlan
        From the other Ortsteile together first, then from each of them. Empty where all is
        certain, or no survey with known errors is in the score. Of several waves the newest
        one in the score counts.

    Notes
    -----
    More answers are taken to spread over the questions like those so far and to scatter as
    much. What they would bring is the share of the variance that comes from the wave's
    indicators, each with its factor in the score; everything else stays.
    """
    found = _uncertain(scores, code, gebiet)
    for wave in reversed(snapshot.umfragen):
        form = wave.fragebogen
        own, n = _from_wave(scores, values, code, gebiet, form.id)
        if own > 0 and n > 0:
            size = form.grundgesamtheit.get(gebiet)
            return [
                AnswerPlan(
                    gegen,
                    n,
                    further_answers(difference, own, max(total - own, 0.0), n, size or math.inf),
                    size,
                    min(own / total, 1.0) if total else 1.0,
                    difference,
                    form.id,
                )
                for gegen, difference, total in found
            ]
    return []


def _uncertain(scores: ScoreTable, code: str, gebiet: str) -> list[tuple[str, float, float]]:
    """What a score cannot be told from ("" for the others together), difference and variance.

    Without limits (open-link surveys) nothing can be planned.
    """
    rows = scores.deviations[scores.deviations[col.CODE] == code].set_index(col.GEBIET)
    difference, low, high = rows.loc[gebiet, ["differenz", col.UG, col.OG]].to_numpy(float)
    found = []
    if not (np.isnan(high - low) or rows.loc[gebiet, "belastbar"]):
        found.append(("", float(difference), _variance(high - low)))
    points = scores.scores[scores.scores[col.CODE] == code].set_index(col.GEBIET)
    pairs = scores.pairs[(scores.pairs[col.CODE] == code) & (scores.pairs["a"] == gebiet)]
    for other in pairs.loc[~pairs["belastbar"].astype(bool), "b"]:
        both = points.loc[[gebiet, other]]
        own, its = both[col.SCORE].to_numpy(float)
        width = (both[col.SCORE_OG] - both[col.SCORE_UG]).to_numpy(float)
        if not np.isnan(width).any():
            found.append((str(other), float(own - its), _variance(width)))
    return found


def _variance(width: ArrayLike) -> float:
    """Variance of a sum of independent terms, from the widths of their limits."""
    return float(np.nansum(np.square(np.asarray(width, float) / _SPAN)))


def _from_wave(
    scores: ScoreTable, values: pd.DataFrame, code: str, gebiet: str, wave: str
) -> tuple[float, int]:
    """Variance that a wave's indicators bring to a score, and the answers behind them."""
    rows = newest(values[values[col.GEBIET] == gebiet])
    rows = rows[(rows[col.QUELLE] == wave) & rows[col.FEHLER].gt(0) & rows[col.N].gt(0)]
    parts = scores.indicator_contributions(code)
    factors = parts[parts[col.GEBIET] == gebiet].set_index(col.CODE)[GEWICHT].dropna()
    asked = [name for name in rows[col.INDIKATOR] if name in factors.index]
    if not asked:
        return 0.0, 0
    points = scores.scores[scores.scores[col.GEBIET] == gebiet].set_index(col.CODE).loc[asked]
    width = factors.loc[asked] * (points[col.SCORE_OG] - points[col.SCORE_UG])
    n = rows.set_index(col.INDIKATOR)[col.N].loc[asked].max()
    return _variance(width), int(n)
