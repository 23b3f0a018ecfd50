"""All answers of a file: every column of the codebook, wherever the file keeps it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import Findings, rows_where
from lebenslage.loaders.formats import Opened
from lebenslage.loaders.survey_answers import LONGEST_TEXT, OTHER, read_answers, speaks_twice
from lebenslage.loaders.survey_columns import SurveyColumns
from lebenslage.loaders.survey_multi import read_joined, read_positions
from lebenslage.loaders.survey_scales import fold_label
from lebenslage.model.assignment import Assignment
from lebenslage.model.survey import Question, Questionnaire, QuestionType


def read_questions(
    opened: Opened,
    columns: SurveyColumns,
    survey: Questionnaire,
    assignment: Assignment,
    findings: Findings,
) -> dict[str, pd.Series]:
    """All question columns, named as in the codebook; problems and notes go into `findings`."""
    raw = opened.raw
    assert raw is not None
    reader = _Reader(raw, columns, assignment, findings)
    answers: dict[str, pd.Series] = {}
    for question in survey.fragen:
        answers |= reader.read(question)
        if question.typ is QuestionType.RANGFOLGE:
            reader.check_ranks(question, answers)
    return answers


class _Reader:
    def __init__(
        self,
        raw: RawTable,
        columns: SurveyColumns,
        assignment: Assignment,
        findings: Findings,
    ) -> None:
        self.raw, self.columns, self.findings = raw, columns, findings
        self.assignment = assignment
        # a file that writes "" for "no answer" leaves a cell empty where nothing was asked
        self.tells_apart = any(
            (raw.cells[i] == "").any()
            for i in (*columns.questions.values(), *columns.joined.values())
        )

    def cells(self, index: int) -> pd.Series:
        """Cells of a column; NaN only where the question was not put."""
        cells = self.raw.cells[index]
        return cells if self.tells_apart else cells.fillna("")

    def read(self, question: Question) -> dict[str, pd.Series]:
        codes = self.assignment.antworten.get(question.code, {})
        if (joined := self.columns.joined.get(question.code)) is not None:
            found, beside = read_joined(self.cells(joined), question, codes)
            if beside:
                self._tell_others(question, beside)
            return found
        if positions := self._positions(question):
            return read_positions(positions, question)
        return {column: self._column(question, column, codes) for column in question.columns()}

    def _column(self, question: Question, column: str, codes: Mapping[str, str]) -> pd.Series:
        index = self.columns.questions[column]
        cells, heading = self.cells(index), self.raw.header[index]
        if question.typ is QuestionType.TEXT:
            self._tell_long(cells, heading)
        if speaks_twice(cells, question):
            self.findings.note(
                f"In „{heading}“ stehen Codes und Worte gemischt; beide gelten als dieselben "
                "Antworten."
            )
        others = question.code in self.assignment.andere
        answers, errors = read_answers(cells, question, codes, others=others)
        if others and (count := int((answers == OTHER).sum())):
            self._tell_others(question, count)
        for row, message, value in errors:
            line = self.raw.line(row)
            self.findings.add(message, zeile=line, spalte=heading, wert=value)
        return answers

    def _tell_others(self, question: Question, count: int) -> None:
        words = "1 Antwort nennt" if count == 1 else f"{count} Antworten nennen"
        text = (
            f"Frage „{question.code}“: {words} etwas anderes; der Wortlaut wird nicht übernommen."
        )
        self.findings.note(text)

    def _tell_long(self, cells: pd.Series, heading: str) -> None:
        long = int((cells.fillna("").str.len() > LONGEST_TEXT).sum())
        if long:
            words = "1 Freitext ist" if long == 1 else f"{long} Freitexte sind"
            self.findings.note(
                f"„{heading}“: {words} länger als 10.000 Zeichen; das Ende wurde abgeschnitten."
            )

    def _positions(self, question: Question) -> list[pd.Series]:
        """Columns of a ranking that hold the item at each rank, not the rank of each item."""
        if question.typ is not QuestionType.RANGFOLGE:
            return []
        items = {fold_label(k) for k in question.teilfragen}
        items |= {fold_label(text) for text in question.teilfragen.values()}
        found = [self.cells(self.columns.questions[c]) for c in question.columns()]
        texts = {fold_label(str(t)) for cells in found for t in cells.dropna().unique()} - {""}
        ranks = {str(n) for n in range(1, len(question.teilfragen) + 1)}
        return found if texts and texts <= items and not texts <= ranks else []

    def check_ranks(self, question: Question, answers: dict[str, pd.Series]) -> None:
        """No rank and no item twice in one answer."""
        ranks = pd.DataFrame({column: answers[column] for column in question.columns()})
        filled = ranks.where(ranks != "")
        doubled = filled.nunique(axis=1) < filled.notna().sum(axis=1)
        for row in rows_where(doubled):
            text = f"In der Rangfolge „{question.code}“ ist ein Rang doppelt vergeben."
            self.findings.add(text, zeile=self.raw.line(row), spalte=question.code)
