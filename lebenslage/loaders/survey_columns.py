"""Columns of an answer file: which question or role each is, and which are never kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lebenslage.loaders.survey_programs import bare, is_personal, spaced, system_code
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.survey import Question, Questionnaire, QuestionType

#: Questions whose answers a program may write into one cell, "Bus;Rad;".
JOINABLE: Final = (QuestionType.MEHRFACH, QuestionType.RANGFOLGE)
_EM_CODE: Final = re.compile(r"(.+?)[_.]([^_.]+(?:_[^_.]+)?)\.?")
_DUAL: Final = re.compile(r"(.+?)\[([^\]]+)\]\[([^\]]+)\]")
#: Free texts beside a question ("Sonstiges", comments).
_BESIDE: Final = re.compile(r"(.+?)(?:\[(?:.*_?)?(?:other|comment)\]|_(?:other|comment)|comment)")
_BESIDE_TEXT: Final = re.compile(r"(.+?)\[(?:sonstiges|other|kommentar|comment)[:.]?\]")


@dataclass(frozen=True)
class SurveyColumns:
    """Where an answer file holds what (indexes of its columns).

    Parameters
    ----------
    roles : mapping
        Role (and Merkmal for weighting) -> index.
    questions : mapping
        Column of the codebook ("F1", "F2[SQ001]") -> index.
    missing : tuple of str
        Columns of the codebook that the file does not have.
    personal, beside, unknown : tuple of str
        Headings that are not taken: they point at persons; free text beside a question;
        not in the codebook.
    joined : mapping
        Code of a multiple choice or ranking -> index of the one column with all its answers.
    """

    roles: Mapping[str, int]
    questions: Mapping[str, int]
    missing: tuple[str, ...]
    personal: tuple[str, ...]
    beside: tuple[str, ...]
    unknown: tuple[str, ...]
    joined: Mapping[str, int] = field(default_factory=dict)

    def index_of(self, question: Question, column: str) -> int | None:
        """Index of the column that holds the answers of a column of the codebook."""
        return self.questions.get(column, self.joined.get(question.code))


class Header:
    """A header in which columns are looked up under every spelling that programs export."""

    def __init__(self, header: Sequence[str]) -> None:
        self.names = tuple(header)
        self._by_key: dict[str, int] = {}
        for i, heading in enumerate(header):
            for key in _keys(heading):
                self._by_key.setdefault(key, i)

    def find(self, *names: str) -> int | None:
        """Index of the first of the names that is there."""
        for name in names:
            if name and (index := self._by_key.get(fold_heading(name))) is not None:
                return index
        return None


def find_columns(
    header: Sequence[str], survey: Questionnaire, mapping: Mapping[str, str] | None = None
) -> SurveyColumns:
    """Match the header of an answer file with a codebook.

    Parameters
    ----------
    mapping : mapping, optional
        Column of the codebook -> heading in the file, empty for "there is none"; beats the names.

    Notes
    -----
    A question is found by its code in every spelling that LimeSurvey exports: "F1[SQ001]",
    "F1_SQ001", "F1.SQ001.", "F1[SQ001]. Text" and the full text of the question.
    """
    looked, wanted = Header(header), mapping or {}
    texts = column_texts(survey.fragen)

    def find(column: str) -> int | None:
        if column in wanted:
            return looked.find(wanted[column])
        return looked.find(column, texts.get(column, ""))

    questions: dict[str, int | None] = {}
    joined = {}
    for question in survey.fragen:
        found = {column: find(column) for column in question.columns()}
        stem = find(question.code) if question.typ in JOINABLE else None
        if stem is not None and all(i is None for i in found.values()):
            joined[question.code] = stem
        else:
            questions |= found
    roles = {role: find(column) for role, column in _role_columns(survey).items()}
    missing = [column for column, i in questions.items() if i is None]
    missing += [
        c for role, c in survey.spalten.items()
        if roles[role] is None and c not in missing and c not in _OPTIONAL
    ]  # fmt: skip
    taken = {*questions.values(), *roles.values(), *joined.values()}
    personal, beside, unknown = _left(
        [h for i, h in enumerate(header) if i not in taken and h], survey
    )
    return SurveyColumns(
        {role: i for role, i in roles.items() if i is not None},
        {column: i for column, i in questions.items() if i is not None},
        tuple(missing),
        personal,
        beside,
        unknown,
        joined,
    )


def _left(rest: Sequence[str], survey: Questionnaire) -> tuple[tuple[str, ...], ...]:
    """Headings that are not taken: personal ones, free texts beside a question, unknown ones."""
    personal = [h for h in rest if is_personal(h)]
    beside = [h for h in rest if h not in personal and _is_beside(h, survey)]
    apart = {*personal, *beside}
    unknown = [h for h in rest if h not in apart and not system_code(h)]
    return tuple(personal), tuple(beside), tuple(unknown)


#: LimeSurvey's own columns: other programs do not write them, and nothing is lost without.
_OPTIONAL: Final = ("id", "submitdate")


def _role_columns(survey: Questionnaire) -> dict[str, str]:
    """Roles with their column; LimeSurvey's `id` and `submitdate` need no mention."""
    weighting = {merkmal: merkmal for merkmal in survey.gewichtung.merkmale}
    return {"id": "id", "abgeschlossen": "submitdate", **weighting, **survey.spalten}


def _keys(heading: str) -> list[str]:
    """All forms under which a heading can be meant, the most literal first."""
    short = fold_heading(bare(heading))
    keys = [fold_heading(heading), short, fold_heading(spaced(heading))]
    if match := _DUAL.fullmatch(short):
        keys.append(f"{match[1]}[{match[2]}_{match[3]}]")
    elif match := _EM_CODE.fullmatch(short):
        keys.append(f"{match[1]}[{match[2]}]")
        head, _, tail = short.rstrip(".").rpartition("_")
        if head:
            keys.append(f"{head}[{tail}]")
    if code := system_code(heading):
        keys.append(code)
    return keys


def column_texts(questions: Sequence[Question]) -> dict[str, str]:
    """Column -> full text, as LimeSurvey writes it: "Frage [Teilfrage]"."""
    texts = {question.code: question.text for question in questions}
    for question in questions:
        for sub, text in question.teilfragen.items():
            texts[f"{question.code}[{sub}]"] = f"{question.text} [{text}]"
    return texts


def _is_beside(heading: str, survey: Questionnaire) -> bool:
    short, full = fold_heading(bare(heading)), fold_heading(spaced(heading))
    match = _BESIDE.fullmatch(short)
    if match is not None and any(fold_heading(q.code) == match[1] for q in survey.fragen):
        return True
    match = _BESIDE_TEXT.fullmatch(full)
    return match is not None and any(fold_heading(q.text) == match[1] for q in survey.fragen)
