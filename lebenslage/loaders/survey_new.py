"""Questions made from the columns of a file that no codebook knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.survey_guess import Kind, kinds_of
from lebenslage.loaders.survey_headings import Heading
from lebenslage.loaders.survey_programs import is_limesurvey
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.survey import Question, QuestionType, Scale

_COUNTED: Final = re.compile(
    r"wieviele|anzahl|howmany|jahre|years|^alter$|wiealt|jahrgang|geburtsjahr"
)
_GROUPED: Final = (QuestionType.SKALA, QuestionType.MEHRFACH, QuestionType.EINFACH)
#: Headings of the two Merkmale that results are split and weighted by.
_ROLES: Final = {
    "alter": re.compile(r"alter|altersgruppe|wiealt.*|age|agegroup|(inwelcher|ihre?)alters.*"),
    "geschlecht": re.compile(r"(ihr)?geschlecht.*|welchesgeschlecht.*|gender|sex"),
}


def new_questions(
    raw: RawTable, indexes: Sequence[int], heads: Sequence[Heading], taken: Sequence[str]
) -> tuple[list[Question], dict[str, str]]:
    """Questions of the columns, in the order of the file.

    Parameters
    ----------
    indexes : sequence of int
        Columns that hold answers and belong to no known question.
    heads : sequence of Heading
        Of all columns of the file.
    taken : sequence of str
        Codes that are in use.

    Returns
    -------
    questions : list of Question
    spalten : dict
        Column of the new codebook -> heading in the file.
    """
    indexes = [i for i in indexes if not heads[i].frei]
    cells = [raw.column(i) for i in indexes]
    joined = not is_limesurvey(raw.header)  # it has a column for each answer
    found = kinds_of(cells, [heads[i] for i in indexes], joined=joined)
    kinds = dict(zip(indexes, found, strict=True))
    groups: dict[str, list[int]] = {}
    for i in indexes:
        # a part without siblings is a question of its own, brackets and all
        groups.setdefault(heads[i].stamm if heads[i].teil else f"\0{i}", []).append(i)
    codes = _Codes(taken)
    questions: list[Question] = []
    spalten: dict[str, str] = {}
    for members in groups.values():
        # an option that nobody chose is empty: it is what its siblings are
        filled = next((kinds[i] for i in members if (raw.column(i) != "").any()), None)
        if filled is None:
            continue
        kinds |= {i: filled for i in members if not (raw.column(i) != "").any()}
        for question, columns in _question(raw, members, heads, kinds, codes):
            questions.append(question)
            spalten |= columns
    return questions, spalten


class _Codes:
    """Codes that are not in use: the file's own, else F01, F02, ..."""

    def __init__(self, taken: Sequence[str]) -> None:
        self.taken = {code.casefold() for code in taken}
        self.number = 0

    def make(self, wish: str) -> str:
        code = wish
        while not code or code.casefold() in self.taken:
            self.number += 1
            code = f"F{self.number:02d}"
        self.taken.add(code.casefold())
        return code


Made = tuple[Question, Mapping[str, str]]


def _question(
    raw: RawTable,
    members: Sequence[int],
    heads: Sequence[Heading],
    kinds: Mapping[int, Kind],
    codes: _Codes,
) -> list[Made]:
    """Columns that share a stem become one question if they are of one kind."""
    first, kind = heads[members[0]], kinds[members[0]]
    same = {(kinds[i].typ, kinds[i].skala) for i in members}
    marks = all(kinds[i].marke for i in members)
    if len(members) < 2 or not (marks or (len(same) == 1 and kind.typ in _GROUPED)):
        return [_alone(raw, i, heads[i], kinds[i], codes) for i in members]
    code = codes.make(first.code)
    parts = {
        heads[i].teil if first.code else f"T{n}": heads[i].teil_text or heads[i].teil
        for n, i in enumerate(members, start=1)
    }
    if marks:
        question = Question(code, first.text or code, QuestionType.MEHRFACH, teilfragen=parts)
    else:
        typ = QuestionType.MATRIX
        question = Question(code, first.text or code, typ, kind.skala, parts)
    headings = [raw.header[i] for i in members]
    return [(question, dict(zip(question.columns(), headings, strict=True)))]


def _alone(raw: RawTable, index: int, head: Heading, kind: Kind, codes: _Codes) -> Made:
    wish = f"{head.code}_{head.teil}" if head.code and head.teil else head.code
    code = codes.make(wish)
    part = f" – {head.teil_text or head.teil}" if head.teil else ""
    text = f"{head.text}{part}" if head.text else raw.header[index]
    if kind.teile:
        parts = {f"O{n}": option for n, option in enumerate(kind.teile, start=1)}
        question = Question(code, text, kind.typ, teilfragen=parts)
    else:
        typ, scale = kind.typ, kind.skala
        if kind.marke:
            texts = sorted(set(raw.column(index)) - {""})
            typ, scale = QuestionType.EINFACH, Scale(tuple((*texts, "N", "Y")[:2]))
        elif kind.familie == "zahl" and _COUNTED.search(fold_heading(text)):
            typ, scale = QuestionType.ZAHL, None
        question = Question(code, text, typ, scale)
    return question, {code: raw.header[index]}


def role_columns(questions: Sequence[Question]) -> dict[str, str]:
    """Roles `alter` and `geschlecht` -> the question that asks for them."""
    found: dict[str, str] = {}
    for question in questions:
        if question.typ in (QuestionType.TEXT, QuestionType.MEHRFACH) or question.teilfragen:
            continue
        for role, pattern in _ROLES.items():
            named = {fold_heading(question.code), fold_heading(question.text).rstrip("?:")}
            if role not in found and any(pattern.fullmatch(name) for name in named):
                found[role] = question.code
    return found
