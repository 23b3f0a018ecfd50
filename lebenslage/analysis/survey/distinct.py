"""Which questions differ most between groups, and several waves side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question, Questionnaire, QuestionType


def most_different(differences: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """The largest difference of every question, the most certain and largest question first.

    Parameters
    ----------
    differences : pd.DataFrame
        `waves.compare_groups` of a table.

    Returns
    -------
    pd.DataFrame
        One row per question or part of a matrix, with the columns of `differences` and `groesse`:
        the difference as a part (0-1) of the length of the scale, or of 100 %. Belastbare ones
        come first; questions of which nothing may be compared are left out.
    """
    spans = _spans(questionnaire)
    known = differences[differences["differenz"].notna() & differences[c.FRAGE].isin(list(spans))]
    means = known[c.STATISTIK] == "mittelwert"
    shares = (known[c.STATISTIK] == "anteil") & ~known[c.FRAGE].isin(known.loc[means, c.FRAGE])
    known = known[means | shares]
    span = known[c.FRAGE].map(spans).where(known[c.STATISTIK] == "mittelwert", 1.0).astype(float)
    known = known.assign(
        groesse=known["differenz"].abs() / span,
        _sure=known["urteil"].isin(["hoeher", "niedriger"]),
    )
    ranked = known.sort_values(["_sure", "groesse"], ascending=False, kind="stable")
    first = ranked.drop_duplicates(c.FRAGE)
    return first.drop(columns="_sure").reset_index(drop=True)


def side_by_side(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Everybody's rows of several waves in one table, with the wave as the group.

    Parameters
    ----------
    tables : mapping
        Wave -> its `survey_table`, of the questions that are the same in all of them.
    """
    parts = [
        table[table[c.GRUPPE] == ALLE].assign(**{c.GRUPPE: wave}) for wave, table in tables.items()
    ]
    return pd.concat(parts, ignore_index=True)


def trend(tables: Mapping[str, pd.DataFrame], frage: str) -> pd.DataFrame:
    """Means of one question over several waves, as values of areas.

    Parameters
    ----------
    tables : mapping
        Date of the field work -> `survey_table` by Ortsteil.

    Returns
    -------
    pd.DataFrame
        `gebiet_id` ("" is everybody), `stand, wert, ug, og, n, status, grund`.
    """
    parts = [
        table[(table[c.FRAGE] == frage) & (table[c.STATISTIK] == "mittelwert")].assign(
            **{c.STAND: stand}
        )
        for stand, table in tables.items()
    ]
    rows = pd.concat(parts, ignore_index=True).rename(columns={c.GRUPPE: c.GEBIET})
    return rows[[c.GEBIET, c.STAND, c.WERT, c.UG, c.OG, c.N, c.STATUS, c.GRUND]]


def seven_steps(questionnaire: Questionnaire) -> dict[str, str]:
    """Questions (and parts of a matrix) answered from 1 to 7, with their short text.

    The StadtRaumMonitor asks its topics on this scale and draws them as a compass.
    """
    found: dict[str, str] = {}
    for question in questionnaire.fragen:
        if not _has_seven(question):
            continue
        if question.typ is QuestionType.MATRIX:
            parts = zip(question.columns(), question.teilfragen.values(), strict=True)
            found |= dict(parts)
        else:
            found[question.code] = question.text
    return found


def _has_seven(question: Question) -> bool:
    on_scale = question.typ in (QuestionType.SKALA, QuestionType.MATRIX)
    if not on_scale or question.skala is None:
        return False
    return list(question.skala.numbers().values()) == [float(i) for i in range(1, 8)]


def _spans(questionnaire: Questionnaire) -> dict[str, float]:
    """Length of the scale of every question with answers to choose from, by its column."""
    about_person = set(questionnaire.spalten.values())
    spans: dict[str, float] = {}
    for question in questionnaire.fragen:
        if question.code in about_person:
            continue
        if question.typ in (QuestionType.EINFACH, QuestionType.MEHRFACH):
            spans[question.code] = 1.0
        elif question.skala is not None and question.typ is not QuestionType.RANGFOLGE:
            numbers = np.array(list(question.skala.numbers().values()))
            spans |= dict.fromkeys(question.columns(), float(numbers.max() - numbers.min()))
    return spans
