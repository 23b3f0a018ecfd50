"""Who answered, against those who could have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lebenslage.analysis.disclosure import is_small, limit, primary_status
from lebenslage.analysis.survey.design import Floats, Mask, complete_answers
from lebenslage.analysis.survey.protection import hide_bases
from lebenslage.analysis.survey.tables import groups_of, others_are_silent, persons_by_group
from lebenslage.model import columns as c
from lebenslage.model.rules import (
    ALLE,
    GRUND_GEGENSPERRE,
    GRUND_KEINE_DATEN,
    GRUND_ZU_WENIGE,
    Audience,
    Status,
    Thresholds,
)
from lebenslage.model.survey import SurveyWave


def who_answered(
    wave: SurveyWave,
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    audience: Audience,
    by: str = "ortsteil",
) -> pd.DataFrame:
    """Complete responses by group, protected.

    Parameters
    ----------
    by : str
        "ortsteil", or another column of the answers ("alter", "geschlecht").

    Returns
    -------
    pd.DataFrame
        `gruppe` ("" is everybody), `grundgesamtheit` (persons invited or entitled; missing where
        the codebook does not tell), `n`, `quote` (n / grundgesamtheit, 0-1), `anteil` (part of
        all responses, 0-1), `status`, `grund`. Hidden rows keep only their `grundgesamtheit`.
    """
    answers = complete_answers(wave)
    groups = groups_of(wave.fragebogen, answers, ortsteile, thresholds, by)
    if not groups and by == "ortsteil":
        groups = tuple(ortsteile)
        persons = np.array([*[0] * len(groups), len(answers)], np.int64)
        hidden: Mask = np.append(np.ones(len(groups), bool), False)
    else:
        persons = persons_by_group(answers, groups, by)
        silent = others_are_silent(answers, groups, by)
        hidden = hide_bases(persons, thresholds, audience, silent=silent)
    population = _population(wave, groups, by)
    n = persons.astype(float)
    status = primary_status(n, thresholds, audience)
    status[hidden] = Status.UNTERDRUECKT.value
    small = is_small(n, limit(thresholds, audience))
    reason = np.where(hidden, np.where(small, GRUND_ZU_WENIGE, GRUND_GEGENSPERRE), "")
    shown = np.where(hidden, np.nan, n)
    return pd.DataFrame(
        {
            c.GRUPPE: np.array([*groups, ALLE], object),
            "grundgesamtheit": population,
            c.N: shown,
            "quote": shown / np.where(population > 0, population, np.nan),
            "anteil": shown / n[-1] if n[-1] else np.nan,
            c.STATUS: status,
            c.GRUND: np.where(~hidden & (n == 0), GRUND_KEINE_DATEN, reason).astype(object),
        }
    )


def _population(wave: SurveyWave, groups: Sequence[str], by: str) -> Floats:
    """Persons per group and, last, of all."""
    known = wave.fragebogen.grundgesamtheit
    own = [float(known.get(group, np.nan)) if by == "ortsteil" else np.nan for group in groups]
    return np.array([*own, float(sum(known.values())) if known else np.nan])
