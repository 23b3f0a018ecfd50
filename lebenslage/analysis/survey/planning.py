"""How many answers a survey needs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Floats
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, NIVEAU

#: Without a wave to learn from nothing is lost to weights.
NO_EFFECT = 1.0


def answers_needed(
    margin: float, population: ArrayLike, effect: float = NO_EFFECT, share: float = 0.5
) -> Floats:
    r"""Answers for which a share is known to within `margin`.

    Parameters
    ----------
    margin : float
        Half the length of the 95 % interval, 0-1 (0.05 is five percentage points).
    population : array_like
        Persons entitled to answer (N); NaN if nobody knows, which counts as very many.
    effect : float
        Design effect: how many times larger the variance is than in a simple random sample.
    share : float
        The share itself; 0.5 needs most answers and so holds for all.

    Returns
    -------
    array of float
        Whole numbers, never more than the population.

    Raises
    ------
    ValueError
        If the margin is not between 0 and 1 or the effect not positive.

    Notes
    -----
    .. math:: n_0 = d \, z^2 p (1 - p) / e^2, \quad n = n_0 / (1 + (n_0 - 1) / N)

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, sections 4.4 and 4.6; Kish (1965), Survey
    Sampling, section 8.2 (design effect).
    """
    if not 0 < margin < 1 or effect <= 0:
        raise ValueError("margin must be between 0 and 1, effect positive")
    size = np.asarray(population, float)
    many = effect * intervals.quantile(NIVEAU) ** 2 * share * (1 - share) / margin**2
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(np.isnan(size), many, many / (1 + (many - 1) / size))
    # a tiny part of a person is a rounding error, not a person
    whole: Floats = np.ceil(np.maximum(needed, 0.0) - 1e-9)
    return np.where(size > 0, np.minimum(whole, size), np.where(np.isnan(size), whole, 0.0))


def design_effect(table: pd.DataFrame) -> float:
    """The design effect by weighting of a wave: n / n_eff of everybody, the median question.

    Parameters
    ----------
    table : pd.DataFrame
        A table of `survey_table`.
    """
    rows = table[(table[c.GRUPPE] == ALLE) & (table[c.N_EFF] > 0)]
    if rows.empty:
        return NO_EFFECT
    return max(NO_EFFECT, float((rows[c.N] / rows[c.N_EFF]).median()))


def plan(
    responses: pd.DataFrame, population: Mapping[str, float], margin: float, effect: float
) -> pd.DataFrame:
    """Answers needed per Ortsteil, beside those of a wave.

    Parameters
    ----------
    responses : pd.DataFrame
        `response.who_answered` by Ortsteil, protected.

    Returns
    -------
    pd.DataFrame
        `gruppe` ("" is everybody together, for which the same margin is asked),
        `grundgesamtheit, noetig, bisher` (missing where hidden), `fehlend`, `quote_noetig`
        (needed / population, 0-1).
    """
    rows = responses[[c.GRUPPE, c.N]].rename(columns={c.N: "bisher"})
    whole = float(sum(population.values())) if population else np.nan
    known = {**population, ALLE: whole}
    rows["grundgesamtheit"] = rows[c.GRUPPE].map(known).astype(float)
    rows["noetig"] = answers_needed(margin, rows["grundgesamtheit"], effect)
    rows["fehlend"] = (rows["noetig"] - rows["bisher"]).clip(lower=0)
    rows["quote_noetig"] = rows["noetig"] / rows["grundgesamtheit"]
    columns = [c.GRUPPE, "grundgesamtheit", "noetig", "bisher", "fehlend", "quote_noetig"]
    return rows[columns].reset_index(drop=True)
