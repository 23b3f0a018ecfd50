"""What a table itself tells: whether it holds answers, when they were given, their number."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.survey_programs import TABLE, is_personal, program_of, system_code
from lebenslage.loaders.tables import fold_heading

_ID: Final = re.compile(
    r"id|nr\.?|lfd\.?nr\.?|datensatz(-?nr\.?|nummer)?|(fragebogen)?nummer|(satz|fragebogen-?)nr\.?"
)
_TIMES: Final = ("submitdate", "datestamp", "zeitstempel", "timestamp", "fertigstellungszeit",
                 "completiontime", "startdate", "startzeit", "starttime")  # fmt: skip
_DAYS: Final = (
    re.compile(r"(?P<y>20\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?:20)?(?P<y>\d{2})\b"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>20\d{2})"),  # as in the United States
)
#: Headings of the column that names the Ortsteil of a person.
PLACE_HEADINGS: Final = ("ortsteil", "wohnort", "ort", "stadtteil", "ortschaft", "gemeindeteil")
#: A table with more columns than this is not taken for answers unless its program shows.
_WIDE: Final = 2000


def day_of(raw: RawTable, today: str) -> str:
    """Last day on which an answer was sent, as far as the file tells it; else today."""
    for name in _TIMES:
        for i, heading in enumerate(raw.header):
            if name in (fold_heading(heading), system_code(heading)):
                days = {_iso(text) for text in pd.unique(raw.column(i))}
                if days := {day for day in days if "2000" < day <= today}:
                    return max(days)
    return today


def _iso(text: str) -> str:
    match = next((found for day in _DAYS if (found := day.search(text))), None)
    if match is None:
        return ""
    return f"20{match['y'][-2:]}-{int(match['m']):02d}-{int(match['d']):02d}"


def is_id(raw: RawTable, index: int) -> bool:
    """Whether a column numbers the answers."""
    cells = raw.column(index)
    named = _ID.fullmatch(fold_heading(raw.header[index])) or system_code(raw.header[index]) == "id"
    return bool(named) and cells.is_unique and bool((cells != "").all())


def looks_like_answers(raw: RawTable) -> bool:
    """Whether a table without the marks of a program has one row per person.

    Notes
    -----
    Most of its columns must be closed questions (few answers, often repeated) or be worded as
    questions, and there must be three of them: a table of names or values is none. Where the rows
    are numbered and the Ortsteile repeat, one question will do.
    """
    if program_of(raw) != TABLE:
        return True
    if len(raw.header) > _WIDE or len(raw.cells) < 3:
        return False
    open_ = [
        i for i, heading in enumerate(raw.header)
        if heading and not is_personal(heading) and not is_id(raw, i)
    ]  # fmt: skip
    asked = sum(_is_question(raw, i) for i in open_)
    numbered = len(open_) < len(raw.header) and any(is_id(raw, i) for i in range(len(raw.header)))
    if numbered and asked and any(_repeats_places(raw, i) for i in open_):
        return True
    return asked >= 3 and asked >= 0.6 * len(open_)


def _repeats_places(raw: RawTable, index: int) -> bool:
    """Whether a column names each Ortsteil several times, as answers of persons do."""
    cells = raw.column(index)
    return fold_heading(raw.header[index]) in PLACE_HEADINGS and 3 * cells.nunique() <= len(cells)


def _is_question(raw: RawTable, index: int) -> bool:
    heading, cells = raw.header[index], raw.column(index)
    if heading.endswith("?") or re.search(r"\[[^\]]+\]$", heading):
        return True
    filled = cells[cells != ""]
    if len(filled) and filled.str.fullmatch(r"[0-9]|10|99|-1").all():
        return True  # ratings
    coded = re.fullmatch(r"[A-Za-z]{1,3}\d{1,3}([_.]\w+)?", heading) is not None
    # counting them takes long in a table of a million rows
    return coded and 1 <= filled.nunique() <= max(2, 0.34 * len(filled))
