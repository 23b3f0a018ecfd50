"""Roles of a survey's columns: id, Ortsteil, finished or not, weight, stratum, ..."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import first_rows, rows_where
from lebenslage.loaders.formats import Job
from lebenslage.loaders.numbers import parse_numbers
from lebenslage.loaders.places import Resolved, resolve_ortsteile
from lebenslage.loaders.survey_answers import read_answers
from lebenslage.loaders.survey_columns import SurveyColumns
from lebenslage.loaders.survey_open import NO_PLACE
from lebenslage.loaders.survey_programs import is_personal
from lebenslage.model.assignment import Assignment
from lebenslage.model.survey import Question, Questionnaire

#: Cells that say "not finished".
_UNFINISHED: Final = frozenset({"", "0", "n", "nein", "no", "false", "falsch"})
_NUMBERS: Final = ("gewicht", "grundgesamtheit")
_PLACE: Final = re.compile(r"[^\d@]{1,40}")


def read_roles(
    raw: RawTable,
    columns: SurveyColumns,
    survey: Questionnaire,
    assignment: Assignment,
    job: Job,
) -> tuple[dict[str, pd.Series], tuple[str, ...]]:
    """Columns of the roles, in the order of the codebook, and the headings that were replaced.

    Notes
    -----
    A participant's code as `id` becomes a running number; the time at which an answer was sent
    becomes "finished".
    """
    roles: dict[str, pd.Series] = {}
    dropped = []
    for role, index in columns.roles.items():
        heading = raw.header[index]
        if role == "id" and is_personal(heading):
            dropped.append(heading)
            continue
        roles[role] = _read_role(role, index, raw, survey, assignment, job)
        if role == "abgeschlossen" and raw.column(index).str.contains(r"\d{4}|:\d{2}").any():
            dropped.append(heading)
    if "id" not in roles:
        numbers = [str(number) for number in range(1, len(raw.cells) + 1)]
        roles["id"] = pd.Series(numbers, index=raw.cells.index, dtype=object)
    if "abgeschlossen" not in roles:
        roles["abgeschlossen"] = pd.Series(True, index=raw.cells.index)
    first = [role for role in ("id", "ortsteil", "abgeschlossen") if role in roles]
    order = [*first, *(role for role in roles if role not in first)]
    return {role: roles[role] for role in order}, tuple(dropped)


def _read_role(
    role: str,
    index: int,
    raw: RawTable,
    survey: Questionnaire,
    assignment: Assignment,
    job: Job,
) -> pd.Series:
    texts = raw.column(index)
    if role == "id":
        return _ids(texts, index, raw, job)
    if role == "ortsteil":
        return _ortsteile(texts, index, raw, survey, assignment, job)
    if role == "abgeschlossen":
        return ~texts.str.casefold().isin(_UNFINISHED)
    if role in _NUMBERS:
        return _numbers(texts, role, index, raw, job)
    question = _question_of(survey, survey.spalten.get(role, role))
    if question is not None:
        codes = assignment.antworten.get(question.code)
        others = question.code in assignment.andere
        return read_answers(texts, question, codes, others=others)[
            0
        ]  # its errors are told with the question
    return texts.astype(object)


def _ids(texts: pd.Series, index: int, raw: RawTable, job: Job) -> pd.Series:
    first = first_rows(texts.to_frame())
    for row in rows_where((first < np.arange(len(texts))) & (texts != "")):
        line = raw.line(int(first[row]))
        text = f"Die Nummer „{texts.iat[row]}“ steht schon in Zeile {line}."
        job.findings.add(
            text, zeile=raw.line(row), spalte=raw.header[index], wert=str(texts.iat[row])
        )
    for row in rows_where(texts == ""):
        text = "Die Nummer der Antwort fehlt."
        job.findings.add(text, zeile=raw.line(row), spalte=raw.header[index])
    return texts.astype(object)


def _ortsteile(
    texts: pd.Series,
    index: int,
    raw: RawTable,
    survey: Questionnaire,
    assignment: Assignment,
    job: Job,
) -> pd.Series:
    """Keys of the Ortsteile; None where none is given."""
    texts = texts.where(~texts.str.casefold().isin(NO_PLACE), "")
    question = _question_of(survey, survey.spalten.get("ortsteil", "ortsteil"))
    names = {text: _label(text, question) for text in pd.unique(texts)}
    found = resolve_ortsteile([name for name in names.values() if name], job.known)
    found[""] = Resolved()
    results = {text: found[name] for text, name in names.items()}
    results |= {text: Resolved(key) for text, key in assignment.orte.items() if text in results}
    for text, result in results.items():
        if result.note:
            job.findings.note(result.note)
        if result.problem:
            quotable = bool(_PLACE.fullmatch(text))
            message = result.problem if quotable else "Die Angabe ist kein bekannter Ortsteil."
            for row in rows_where(texts == text):
                job.findings.add(
                    message,
                    zeile=raw.line(row),
                    spalte=raw.header[index],
                    wert=text if quotable else None,
                )
    keys = {text: result.key or None for text, result in results.items()}
    empty = sum(keys[text] is None and not results[text].problem for text in texts)
    if empty:
        words = "1 Antwort nennt" if empty == 1 else f"{empty} Antworten nennen"
        job.findings.note(f"{words} keinen Ortsteil; gezählt wird nur für die Gemeinde.")
    resolved = texts.astype(object).map(keys).astype(object)
    return resolved.where(resolved.notna(), None)


def _label(text: str, question: Question | None) -> str:
    """Name behind an answer code, if the Ortsteil was asked with codes ("A1")."""
    if question is not None and question.skala is not None and text in question.skala.werte:
        return question.skala.label(text)
    return text


def _question_of(survey: Questionnaire, column: str) -> Question | None:
    return next((q for q in survey.fragen if column in q.columns()), None)


def _numbers(texts: pd.Series, role: str, index: int, raw: RawTable, job: Job) -> pd.Series:
    parsed = parse_numbers(texts, fallback=".")
    errors = dict(parsed.errors)
    for row in rows_where(np.isnan(parsed.values)):
        errors.setdefault(row, "Die Angabe fehlt.")
    for row in rows_where(parsed.values <= 0):
        errors[row] = f"„{texts.iat[row]}“ ist nicht erlaubt; erwartet wird mehr als 0."
    for row, message in errors.items():
        job.findings.add(
            message, zeile=raw.line(row), spalte=raw.header[index], wert=str(texts.iat[row])
        )
    return pd.Series(parsed.values, index=texts.index, name=role)
