"""Results of a wave: every question by group, protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.survey import answers as code
from lebenslage.analysis.survey import figures
from lebenslage.analysis.survey.design import Codes, Design, complete_answers
from lebenslage.analysis.survey.estimate import IntervalMethod
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.protection import Rules, hide_bases
from lebenslage.analysis.survey.rows import Block, Setting, as_table, columns_of
from lebenslage.analysis.survey.weighting import wave_weights
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyWave

#: What a wave's tables are split by; a crossing of two is shown by the first of them only.
SPLITS: Final = ("ortsteil", "alter", "geschlecht")


def survey_table(
    wave: SurveyWave,
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    audience: Audience,
    by: str = "ortsteil",
    *,
    method: IntervalMethod = "wilson",
    totals: bool = False,
    strict: bool = False,
) -> pd.DataFrame:
    """All figures of a wave by group and for everybody, protected.

    Parameters
    ----------
    ortsteile : sequence of str
        The groups for `by` "ortsteil", in this order; each appears, also without answers.
    by : str
        "ortsteil", or another column of the answers ("alter", "geschlecht"): the answers of
        the question of that name are the groups, else the values that enough persons have.
    method
        Interval of shares. Means, totals and net scores carry one of the t distribution, with
        "normal" of the normal one.
    totals : bool
        Add `summe`: of numbers, and of the persons who chose each answer.
    strict : bool
        Raise if the codebook wants weights that the margins do not give; else the weights are
        those of the design alone, and `weighting.wave_weights` tells why.

    Returns
    -------
    pd.DataFrame
        Columns `columns.UMFRAGEWERTE` and `grund`. `gruppe` "" is everybody, also those who are
        in none of the groups. `frage` of a matrix is the column ("F4[sub]"), of a multiple choice
        `auspraegung` is the sub-question. `weiss_nicht` is a share of all who answered, its
        `auspraegung` the code. Shares run from 0 to 1, net scores from -1 to 1.

    Raises
    ------
    DatenFehler
        If there is a column of weights that are not numbers from 0 up, and as `strict` says.

    Notes
    -----
    Hidden rows have no numbers at all. Where the spread of a group's own answers would give some
    of them away, the standard error of its mean comes from everybody's spread, or from the largest
    possible. Weighted figures are rounded (see `protection.DECIMALS`). Open-link surveys get no
    errors at all.
    """
    answers = complete_answers(wave)
    questionnaire = wave.fragebogen
    groups = groups_of(questionnaire, answers, ortsteile, thresholds, by)
    design = wave_weights(wave, answers, strict=strict).design
    setting = _setting(design, answers, groups, ortsteile, thresholds, audience, by)
    claims = questionnaire.representative
    setting = replace(setting, claims=claims, method=method, totals=totals)
    parts: list[dict[str, list[object]]] = []
    others = [name for name in SPLITS if name in answers and name != by]
    layers: dict[tuple[str, ...], Codes] = {}
    for question in questionnaire.fragen:
        role = split_of(questionnaire, question)
        if role == by or turned_round(role, by):
            continue
        alike = tuple(name for name in others if name != role)
        if alike not in layers:
            layers[alike] = _layer(answers, alike)
        own = replace(setting, layer=layers[alike])
        for frage, rows in _question_blocks(question, answers, own):
            parts.append(columns_of(frage, rows, setting))
    return as_table(parts)


def split_of(questionnaire: Questionnaire, question: Question) -> str:
    """The role of a question by whose answers tables are split ("alter"), else its own code."""
    roles = {questionnaire.spalten.get(role): role for role in SPLITS}
    return roles.get(question.code, question.code)


def turned_round(role: str, by: str) -> bool:
    """Whether a question about the person is shown the other way round ("alter" by "geschlecht").

    Two tables of the same persons, each protected by itself, could be put together.
    """
    return role in SPLITS and by in SPLITS and SPLITS.index(role) < SPLITS.index(by)


def _layer(answers: pd.DataFrame, columns: Sequence[str]) -> Codes:
    """Number of what each person is in these columns together."""
    number = np.zeros(len(answers), np.int64)
    for name in columns:
        own = pd.factorize(answers[name], use_na_sentinel=False)[0]
        number = pd.factorize(number * (own.max(initial=0) + 1) + own)[0].astype(np.int64)
    return number


def groups_of(
    questionnaire: Questionnaire,
    answers: pd.DataFrame,
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    by: str,
) -> tuple[str, ...]:
    """Names of the groups of a column; none if the wave does not have it."""
    if by not in answers:
        return ()
    if by == "ortsteil":
        return tuple(ortsteile)
    for question in questionnaire.fragen:
        if question.code == by and question.skala is not None:
            return question.skala.werte
    return code.frequent(answers[by], thresholds.oeffentlich)


def persons_by_group(answers: pd.DataFrame, groups: Sequence[str], by: str) -> Codes:
    """Complete responses per group and, as the last number, of everybody."""
    if not groups:
        return np.array([len(answers)], np.int64)
    place = code.members(answers[by], groups)
    return np.append(np.bincount(place[place >= 0], minlength=len(groups)), len(answers))


def others_are_silent(answers: pd.DataFrame, groups: Sequence[str], by: str) -> bool:
    """Whether those who are in none of the groups have told nothing, rather than something else."""
    if not groups:
        return False
    outside = answers.loc[code.members(answers[by], groups) < 0, by]
    return bool((outside.isna() | (outside == "")).all())


def _setting(
    design: Design,
    answers: pd.DataFrame,
    groups: tuple[str, ...],
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    audience: Audience,
    by: str,
) -> Setting:
    nobody = np.full(len(answers), -1, np.int64)
    place = code.members(answers[by], groups) if groups else nobody
    areas = tuple(ortsteile) if "ortsteil" in answers else ()
    by_area = persons_by_group(answers, areas, "ortsteil")
    silent = others_are_silent(answers, groups, by)
    persons = persons_by_group(answers, groups, by)
    return Setting(
        groups,
        Grouping.of(design, place, len(groups)),
        Grouping.of(design, np.zeros(len(answers), np.int64), 1),
        Rules.of(persons, thresholds, audience, silent=silent),
        True,
        bool(hide_bases(by_area, thresholds, audience).any()),
    )


def _question_blocks(
    question: Question, answers: pd.DataFrame, setting: Setting
) -> list[tuple[str, list[Block]]]:
    """Name in the table and figures of a question, or of each of its parts."""
    columns = [column for column in question.columns() if column in answers]
    match question.typ:
        case QuestionType.MEHRFACH:
            return [(question.code, _ticked_blocks(question, columns, answers, setting))]
        case QuestionType.RANGFOLGE:
            return _ranked_blocks(question, columns, answers, setting)
        case QuestionType.ZAHL:
            rows = [figures.number_blocks(code.numbers(answers[name]), setting) for name in columns]
        case QuestionType.TEXT:
            rows = [[figures.count_block(code.has_text(answers[n]), setting)] for n in columns]
        case _:
            rows = [_choice_blocks(question, answers[name], setting) for name in columns]
    return list(zip(columns, rows, strict=True))


def _choice_blocks(question: Question, column: pd.Series, setting: Setting) -> list[Block]:
    coded = code.choices(column, question, setting.rules.thresholds.oeffentlich)
    has_scale = question.typ in (QuestionType.SKALA, QuestionType.MATRIX)
    return figures.choice_blocks(coded, setting, question.skala if has_scale else None)


def _ticked_blocks(
    question: Question, columns: list[str], answers: pd.DataFrame, setting: Setting
) -> list[Block]:
    """Boxes: the base is everybody who saw the question, ticked or not."""
    if not columns:
        return []
    asked = answers[columns].notna().any(axis=1).to_numpy(bool)
    subs = {f"{question.code}[{sub}]": sub for sub in question.teilfragen}
    boxes = {subs.get(name, name): code.ticked(answers[name], asked) for name in columns}
    return figures.tick_blocks(boxes, setting)


def _ranked_blocks(
    question: Question, columns: list[str], answers: pd.DataFrame, setting: Setting
) -> list[tuple[str, list[Block]]]:
    """Ranking: mean rank of each item; if columns are ranks instead, who came first."""
    if columns and question.teilfragen:
        ranks = [code.numbers(answers[name]) for name in columns]
        return [
            (name, figures.number_blocks(rank, setting))
            for name, rank in zip(columns, ranks, strict=True)
        ]
    first = f"{question.code}[1]"
    return [(first, _choice_blocks(question, answers[first], setting))] if first in answers else []
