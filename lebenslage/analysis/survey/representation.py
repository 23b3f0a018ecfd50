"""Who is missing: the share of a group among those who answered, against its share in the register.

Everything rests on protected numbers, so no further protection is needed: a hidden group has no
ratio.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.intervals import wilson
from lebenslage.analysis.survey.tables import split_of, survey_table
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, GRUND_KEINE_DATEN, Audience, Status, Thresholds
from lebenslage.model.survey import Question, SurveyWave, Weighting

_DESIGN_COLUMNS: Final = ("gewicht", "schicht", "cluster", "grundgesamtheit")
_NO_REGISTER: Final = "keine Zahl im Register"


def age_question(wave: SurveyWave) -> Question | None:
    """The question by whose answers ages are told; None if there is none."""
    for question in wave.fragebogen.fragen:
        if split_of(wave.fragebogen, question) == "alter" and question.skala is not None:
            return question
    return None


def answered_by_age(
    wave: SurveyWave, ortsteile: Sequence[str], thresholds: Thresholds, audience: Audience
) -> pd.DataFrame:
    """Persons by Ortsteil and age who answered, unweighted and protected.

    Returns
    -------
    pd.DataFrame
        `gruppe` (Ortsteil, "" is everybody), `auspraegung` (age), `n` (persons of this age),
        `n_gesamt` (persons who told an age), `status, grund`. Hidden rows have no numbers. The
        same cells are hidden as in the table of the wave by Ortsteil.
    """
    question = age_question(wave)
    columns = [c.GRUPPE, c.AUSPRAEGUNG, c.N, "n_gesamt", c.STATUS, c.GRUND]
    if question is None:
        return pd.DataFrame(columns=columns)
    plain = replace(wave.fragebogen, fragen=(question,), grundgesamtheit={}, gewichtung=Weighting())
    given = [name for name in _DESIGN_COLUMNS if name in wave.antworten]
    unweighted = replace(wave, fragebogen=plain, antworten=wave.antworten.drop(columns=given))
    table = survey_table(unweighted, ortsteile, thresholds, audience)
    rows = table[table[c.STATISTIK] == "anteil"].rename(columns={c.N: "n_gesamt"})
    rows[c.N] = (rows[c.WERT] * rows["n_gesamt"]).round().astype(float)
    rows.loc[rows["n_gesamt"] == 0, c.N] = 0.0
    return rows[columns].reset_index(drop=True)


def ratios(answered: pd.DataFrame, total: float) -> pd.DataFrame:
    """Representation ratio of each group, with its interval.

    Parameters
    ----------
    answered : pd.DataFrame
        One row per group that together make up the whole: `n` (missing where hidden),
        `grundgesamtheit` (missing where unknown), `status`, `grund`.
    total : float
        All who answered and told their group.

    Returns
    -------
    pd.DataFrame
        With `anteil`, `anteil_register` (0-1), `verhaeltnis`, `ug`, `og` and `urteil`
        ("unter": fewer than their share, "ueber", "nicht unterscheidbar"; "" where nothing can be
        said).

    Notes
    -----
    The ratio is share among those who answered divided by share in the register: 1 is exactly
    represented, 0.5 half as often as would be their part. Its limits are those of the Wilson
    interval (95 %) of the first share, divided by the second, which is taken as exact.
    """
    result = answered.copy()
    population = result["grundgesamtheit"].to_numpy(float)
    whole = np.nansum(population) if np.isfinite(population).all() else np.nan
    register = population / whole if whole else np.full(len(result), np.nan)
    n = result[c.N].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        ug, og = wilson(n, np.full(len(n), float(total)))
        share = n / total if total else np.full(len(n), np.nan)
        result["anteil"], result["anteil_register"] = share, register
        result["verhaeltnis"] = share / register
        result[c.UG], result[c.OG] = ug / register, og / register
    under, over = result[c.OG] < 1, result[c.UG] > 1
    said = np.where(under, "unter", np.where(over, "ueber", "nicht unterscheidbar"))
    unknown = result["verhaeltnis"].isna().to_numpy(bool)
    result["urteil"] = np.where(unknown, "", said)
    silent = unknown & (result[c.STATUS] != Status.UNTERDRUECKT).to_numpy(bool)
    reason = np.where(np.isfinite(register), GRUND_KEINE_DATEN, _NO_REGISTER)
    result[c.GRUND] = np.where(silent, reason, result[c.GRUND])
    return result


def who_is_missing(
    responses: pd.DataFrame,
    ages: pd.DataFrame,
    register: pd.DataFrame,
    register_by_ortsteil: Mapping[str, float],
) -> pd.DataFrame:
    """Ratios by Ortsteil, by age, and by both.

    Parameters
    ----------
    responses : pd.DataFrame
        `response.who_answered` by Ortsteil.
    ages, register : pd.DataFrame
        `answered_by_age`, `register.register_by_age`.
    register_by_ortsteil : mapping
        Persons entitled to answer.

    Returns
    -------
    pd.DataFrame
        As `ratios`, with `ortsteil` and `alter`; each "" where the row is not split by it.
    """
    areas = responses[responses[c.GRUPPE] != ALLE].copy()
    areas["grundgesamtheit"] = areas[c.GRUPPE].map(dict(register_by_ortsteil)).astype(float)
    total = _total(areas[c.N], responses.loc[responses[c.GRUPPE] == ALLE, c.N])
    parts = [ratios(areas.rename(columns={c.GRUPPE: "ortsteil"}), total).assign(alter=ALLE)]
    keys = [c.GRUPPE, c.AUSPRAEGUNG]
    known = ages.merge(register, on=keys, how="left")
    for everybody in (True, False):
        rows = known[(known[c.GRUPPE] == ALLE) == everybody]
        rows = rows.rename(columns={c.GRUPPE: "ortsteil", c.AUSPRAEGUNG: "alter"})
        whole = known.loc[known[c.GRUPPE] == ALLE, "n_gesamt"].max()
        if len(rows):
            parts.append(ratios(rows, float(whole)))
    columns = ["ortsteil", "alter", c.N, "grundgesamtheit", "anteil", "anteil_register"]
    columns += ["verhaeltnis", c.UG, c.OG, "urteil", c.STATUS, c.GRUND]
    return pd.concat([part[columns] for part in parts], ignore_index=True)


def _total(parts: pd.Series, whole: pd.Series) -> float:
    """All who told their group; where one is hidden, all who answered."""
    if parts.notna().all():
        return float(parts.sum())
    return float(whole.iloc[0]) if len(whole) else float("nan")
