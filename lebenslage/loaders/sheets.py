"""Returned sheets of paper, keyed in by hand: checked like a file, and taken in as one."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import registry
from lebenslage.loaders.places import resolve_ortsteile
from lebenslage.loaders.survey_answers import LONGEST_TEXT, read_answers
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Delivery, Known, PaperAnswers, Source
from lebenslage.model.keyed import KeyedSheet
from lebenslage.model.sheet import NOT_ON_PAPER, Field, sheet_fields
from lebenslage.model.survey import Questionnaire, QuestionType, SurveyWave

PAPER: Final = "papierboegen"
#: Begin of the key of an answer on paper: no number of an answer in a file looks like that.
PREFIX: Final = "Papier "


def check_sheet(
    survey: Questionnaire, ortsteile: Mapping[str, str], typed: Mapping[str, str], known: Known
) -> dict[str, str]:
    """Cells of a response file for what was typed from one sheet.

    Parameters
    ----------
    typed : mapping
        Key of a field -> text; what is missing was left empty on the sheet.

    Raises
    ------
    DatenFehler
        Lists every field that does not fit, under its key as `spalte`.
    """
    fields = sheet_fields(survey, ortsteile)
    cells: dict[str, str] = {}
    problems = []
    for field in fields:
        text = typed.get(field.key, "")
        try:
            found = field.cells(text)
            _check(field, found, survey, known)
        except ValueError as error:
            problems.append(Problem(str(error), spalte=field.key, wert=text[:20]))
            continue
        cells |= found
    problems += _doubled_ranks(fields, cells)
    if not problems and not any(cells.values()):
        problems.append(Problem("Der Bogen ist leer; bitte mindestens eine Antwort eintragen."))
    if problems:
        raise DatenFehler(problems)
    return cells


def read_sheets(
    survey: Questionnaire,
    ortsteile: Mapping[str, str],
    sheets: Sequence[KeyedSheet],
    known: Known,
) -> Delivery:
    """Sheets as one import: written as a file of answers and read like any other.

    Raises
    ------
    DatenFehler
        If there are none, the wave cannot have any, or an entry does not fit any more.
    """
    if not sheets:
        raise DatenFehler("Es ist noch kein Bogen eingegeben.")
    if names := [name for role, name in survey.spalten.items() if role in NOT_ON_PAPER]:
        raise DatenFehler(
            f"Die Antworten dieser Umfrage haben die Spalte „{names[0]}“ für Gewicht oder Ziehung; "
            "auf Papier steht sie nicht. Papierbögen lassen sich hier nicht dazuzählen."
        )
    rows, problems = [], []
    for sheet in sheets:
        try:
            rows.append(check_sheet(survey, ortsteile, sheet.eingaben, known))
        except DatenFehler as error:
            problems += [
                replace(problem, datei=f"Bogen {sheet.bogen}") for problem in error.problems
            ]
    if problems:
        raise DatenFehler(problems)
    data = _as_file(survey, [sheet.bogen for sheet in sheets], rows)
    delivery = registry.read(
        Source(f"papierboegen_{survey.id}.csv", data),
        replace(known, limit_bytes=max(known.limit_bytes, len(data))),
        questionnaire=survey,
        zuordnung=Assignment(),
    )
    assert isinstance(delivery.content, SurveyWave)
    numbers = [f"{PREFIX}{sheet.bogen}" for sheet in sheets]
    answers = delivery.content.antworten.assign(id=pd.Series(numbers, dtype=object))
    return replace(
        delivery,
        format=PAPER,
        titel="Papierbögen einer Befragung",
        content=PaperAnswers(replace(delivery.content, antworten=answers)),
        zuordnung=Assignment(),
    )


def _check(field: Field, cells: Mapping[str, str], survey: Questionnaire, known: Known) -> None:
    """Raise what a file with these cells would be refused for."""
    if field.typ is None:
        (place,) = cells.values()
        if place and (problem := resolve_ortsteile([place], known)[place].problem):
            raise ValueError(problem)
        return
    if field.typ is QuestionType.TEXT and len(cells[field.key]) > LONGEST_TEXT:
        raise ValueError("Der Text ist zu lang; erlaubt sind 10.000 Zeichen.")
    question = next(q for q in survey.fragen if set(q.columns()) & set(cells))
    for text in cells.values():
        _, errors = read_answers(pd.Series([text], dtype=object), question)
        if errors:
            raise ValueError(errors[0][1])


def _doubled_ranks(fields: Sequence[Field], cells: Mapping[str, str]) -> Iterator[Problem]:
    """The same rank twice: more often a slip of the fingers than of the pen."""
    ranked = [f for f in fields if f.typ is QuestionType.RANGFOLGE]
    given = Counter((f.key.partition("[")[0], cells.get(f.key, "")) for f in ranked)
    for field in ranked:
        rank = cells.get(field.key, "")
        if rank and given[field.key.partition("[")[0], rank] > 1:
            text = f"Rang {rank} steht zweimal. Steht es so auf dem Bogen, beide leer lassen."
            yield Problem(text, spalte=field.key, wert=rank)


def _as_file(
    survey: Questionnaire, numbers: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> bytes:
    """A file of answers under the headings of the codebook; what paper does not ask is empty."""
    roles = {"id": "id", "abgeschlossen": "submitdate", **survey.spalten}
    headings = dict.fromkeys(
        [*roles.values(), *(column for q in survey.fragen for column in q.columns())]
    )
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    for number, row in zip(numbers, rows, strict=True):
        known = {**row, roles["id"]: number, roles["abgeschlossen"]: "Y"}
        writer.writerow([known.get(heading, "") for heading in headings])
    return buffer.getvalue().encode("utf-8-sig")
