"""Which column of a file is which column of a codebook: by code, by wording, by what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.places import is_place
from lebenslage.loaders.survey_answers import known_answer
from lebenslage.loaders.survey_columns import JOINABLE, Header, column_texts
from lebenslage.loaders.survey_evidence import PLACE_HEADINGS
from lebenslage.loaders.survey_headings import read_heading
from lebenslage.loaders.survey_programs import is_personal, system_code
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.area import Gazetteer
from lebenslage.model.assignment import Assignment, ColumnMatch, Match
from lebenslage.model.survey import Question, QuestionType

#: Wordings less alike than this (0 to 100) are not proposed.
SIMILAR: Final = 80.0
#: A code whose wording differs more than this is another question with an old number.
_OTHER_QUESTION: Final = 55.0
#: Share of a column's different answers that a scale must know.
_SAME_SCALE: Final = 0.6
#: Share of a column's different texts that must be places for it to be the Ortsteil.
_PLACES: Final = 0.6
_OPEN_TYPES: Final = (QuestionType.TEXT, QuestionType.ZAHL)
#: Beyond this many columns wordings are no longer compared one by one.
_MANY: Final = 1500


@dataclass
class Matcher:
    """Matches the columns of one file; every column of the file is given away once."""

    raw: RawTable
    decided: Assignment
    remembered: Assignment
    taken: dict[int, str] = field(default_factory=dict)
    found: dict[str, ColumnMatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.header = Header(self.raw.header)
        self.heads = [read_heading(heading) for heading in self.raw.header]

    def match(self, questions: Sequence[Question]) -> None:
        """Match all columns of the questions: the sure ones first, then by likeness."""
        texts = column_texts(questions)
        for question in questions:
            for column in (*question.columns(), question.code):
                if column in self.decided.spalten:
                    self._take_decided(column, texts.get(column, ""))
        for question in questions:
            for column in question.columns():
                if column not in self.found:
                    self._match_exactly(question, column, texts.get(column, ""))
        for question in questions:
            if not any(c in self.found for c in question.columns()) and question.typ in JOINABLE:
                self._match_exactly(question, question.code, question.text)
        self._match_alike(questions, texts)

    def take(self, column: str, text: str, index: int, why: Match, likeness: float = 100.0) -> None:
        """Give a column of the file away."""
        self.taken[index] = column
        heading = self.raw.header[index]
        self.found[column] = ColumnMatch(column, text, heading, why, likeness)

    def free(self) -> list[int]:
        """Columns of the file that nobody has yet and that may be taken."""
        return [
            i for i, heading in enumerate(self.raw.header)
            if heading and i not in self.taken and not is_personal(heading)
            and not system_code(heading)
        ]  # fmt: skip

    def _take_decided(self, column: str, text: str) -> None:
        heading = self.decided.spalten[column]
        index = self.header.find(heading) if heading else None
        if index is None:
            self.found[column] = ColumnMatch(column, text, "", Match.GEWAEHLT)
        else:
            self.take(column, text, index, Match.GEWAEHLT)

    def _match_exactly(self, question: Question, column: str, text: str) -> None:
        index = self.header.find(text)
        why = Match.WORTLAUT
        if index is None:
            index, why = self.header.find(column), Match.KUERZEL
            if index is not None and self._is_other(question, index):
                index = None
        if index is None and (kept := self.remembered.spalten.get(column)):
            index, why = self.header.find(kept), Match.GEMERKT
        if index is not None and index not in self.taken:
            self.take(column, text, index, why)

    def _is_other(self, question: Question, index: int) -> bool:
        """Whether the wording beside a code says that it is another question now."""
        text = self.heads[index].text
        return bool(text and question.text) and likeness(text, question.text) < _OTHER_QUESTION

    def _match_alike(self, questions: Sequence[Question], texts: Mapping[str, str]) -> None:
        """Give the most alike wordings to each other, if the answers fit as well."""
        if len(self.raw.header) > _MANY:
            return
        free = {i: _wording(self.raw.header[i]) for i in self.free()}
        whole = {i: text for i, text in free.items() if not self.heads[i].teil and len(text) >= 8}
        parts = {i: text for i, text in free.items() if self.heads[i].teil}
        pairs = []
        for question in questions:
            for column, wording, among in _wanted(question, texts, whole, parts):
                if column not in self.found and len(wording) >= 8:
                    hits = process.extract(
                        wording, among, scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR, limit=3
                    )
                    pairs += [(score, column, i, question) for _, score, i in hits]
        for score, column, i, question in sorted(pairs, key=lambda p: (-p[0], p[2])):
            begun = question.code in self.found or any(c in self.found for c in question.columns())
            mixed = begun and (column == question.code) != (question.code in self.found)
            if column in self.found or i in self.taken or (question.teilfragen and mixed):
                continue
            if column == question.code or fits_scale(self.raw.column(i), question):
                self.take(column, texts.get(column, question.text), i, Match.AEHNLICH, score)


def _wanted(
    question: Question,
    texts: Mapping[str, str],
    whole: Mapping[int, str],
    parts: Mapping[int, str],
) -> list[tuple[str, str, Mapping[int, str]]]:
    """Columns of a question with their wording and the headings that it is compared with.

    A part is compared with headings that have one ("Frage [Teil]"), its own text also with those
    that are nothing but it (Microsoft Forms); never with the question that several parts share.
    """
    if not question.teilfragen:
        return [(question.code, _wording(question.text), {**parts, **whole})]
    found: list[tuple[str, str, Mapping[int, str]]] = []
    for column, text in zip(question.columns(), question.teilfragen.values(), strict=True):
        found += [(column, _wording(texts[column]), parts), (column, _wording(text), whole)]
    if question.typ in JOINABLE:
        found.append((question.code, _wording(question.text), whole))
    return found


def likeness(a: str, b: str) -> float:
    """How alike two wordings are, 0 to 100, whatever the order of their words."""
    return float(fuzz.token_sort_ratio(_wording(a), _wording(b)))


def fits_scale(cells: pd.Series, question: Question) -> bool:
    """Whether a column's answers could be answers to a question."""
    if question.typ in _OPEN_TYPES:
        return True
    texts = [text for text in pd.unique(cells) if text]
    known = sum(known_answer(text, question) for text in texts)
    return not texts or known >= _SAME_SCALE * len(texts)


def find_place_column(
    matcher: Matcher, gazetteer: Gazetteer | None, questions: Sequence[Question] = ()
) -> int | None:
    """Column that names Ortsteile or Weiler; known by what stands in it, not by its heading.

    A question whose answers are places is it as well, if the file holds nothing but their codes.
    """
    if gazetteer is None:
        return None
    for question in questions:
        names = question.skala.namen if question.skala and not question.teilfragen else ()
        match = matcher.found.get(question.code)
        share = sum(is_place(name, gazetteer) for name in names) / max(len(names), 1)
        if match and match.heading and share >= _PLACES:
            return matcher.header.find(match.heading)
    best, best_share = None, 0.0
    for i in (*matcher.free(), *matcher.taken):
        texts = [text for text in pd.unique(matcher.raw.column(i)) if text][:400]
        share = sum(is_place(text, gazetteer) for text in texts) / max(len(texts), 1)
        named = fold_heading(matcher.raw.header[i]) in PLACE_HEADINGS
        enough = share >= (0.3 if named else _PLACES)
        if enough and share + named > best_share:
            best, best_share = i, share + named
    return best


def _wording(text: str) -> str:
    head = read_heading(text)
    folded = f"{head.text} {head.teil_text}".strip() or text
    return " ".join(folded.casefold().replace("?", " ").replace(",", " ").split())
