"""Answers of a survey, column by column: codes of the scale, choices, numbers, ranks, texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.numbers import parse_numbers
from lebenslage.loaders.survey_scales import fold_label, is_outside
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.survey import Question, QuestionType, Scale

#: Problems of a column as (row, German sentence, value that may be quoted).
Errors = list[tuple[int, str, str | None]]
#: What survey software writes where nothing was asked or answered.
NOT_ASKED: Final = frozenset({"n/a", "na", "k.a.", "k. a."})
_CHOSEN: Final = frozenset({"y", "1", "ja", "yes", "x", "true", "wahr"})
_NOT_CHOSEN: Final = frozenset({"n", "0", "nein", "no", "false", "falsch", ""})
#: LimeSurvey's code for "Sonstiges".
OTHER: Final = "-oth-"
_WRONG: Final = "\x00"
_Code = Callable[[str], str | None]
#: A longer value in a column of codes is likely a free text in the wrong place.
_QUOTABLE: Final = 20
#: Rows that are looked at for a mixture of codes and words.
_LOOKED_AT: Final = 20_000
#: Longest free text that is kept; what follows is cut off and told.
LONGEST_TEXT: Final = 10_000


def read_answers(
    cells: pd.Series,
    question: Question,
    codes: Mapping[str, str] | None = None,
    *,
    others: bool = False,
) -> tuple[pd.Series, Errors]:
    """Answers of one column as text codes.

    Parameters
    ----------
    cells : pd.Series
        Texts; NaN where the question was not put.
    codes : mapping, optional
        Answer as the file writes it -> code of the codebook; beats names and codes.
    others : bool
        Whether any other answer counts as "Sonstiges" (a single choice only).

    Returns
    -------
    pd.Series
        Objects: None "nicht gestellt", "" "keine Antwort", else the code.
    errors
        Values that the codebook does not allow.
    """
    if question.typ is QuestionType.TEXT:
        free = _objects(cells.str.strip().str.slice(0, LONGEST_TEXT))
        return free.where(~cells.str.casefold().isin(NOT_ASKED), None), []
    if question.typ is QuestionType.ZAHL:
        return _numbers(cells)
    return _coded(cells, question, _decided(_CODES[question.typ](question), codes or {}), others)


def _coded(
    cells: pd.Series, question: Question, code_of: _Code, others: bool
) -> tuple[pd.Series, Errors]:
    # a column holds few different answers: each is judged once
    numbers, texts = pd.factorize(cells, use_na_sentinel=True)
    answers = [code_of(str(text).strip()) for text in texts]
    if others and question.typ is QuestionType.EINFACH:
        answers = [OTHER if answer is _WRONG else answer for answer in answers]
    values = np.array([*answers, None], dtype=object)
    bad = {i for i, answer in enumerate(answers) if answer is _WRONG}
    errors: Errors = []
    for i in sorted(bad):
        text = str(texts[i]).strip()
        message, value = _not_allowed(text, question)
        errors += [(row, message, value) for row in rows_where(numbers == i)]
        values[i] = ""
    return pd.Series(values[numbers], index=cells.index, dtype=object), errors


def speaks_twice(cells: pd.Series, question: Question) -> bool:
    """Whether a column of a scale holds codes as well as names of answers."""
    scale = question.skala
    if scale is None:
        return False
    # two ways of writing show early; a million answers are not counted twice for that
    texts = {str(text).strip() for text in cells.iloc[:_LOOKED_AT].dropna().unique()}
    codes = {fold_heading(code) for code in scale.werte}
    names = {fold_heading(name) for name in scale.namen} - codes
    return any(fold_heading(text) in names for text in texts) and bool(texts & set(scale.werte))


def known_answer(text: str, question: Question, codes: Mapping[str, str] | None = None) -> bool:
    """Whether an answer has a code."""
    return _decided(_CODES[question.typ](question), codes or {})(text.strip()) is not _WRONG


def _decided(code_of: _Code, codes: Mapping[str, str]) -> _Code:
    return lambda text: codes[text] if text in codes else code_of(text)


def _by_scale(question: Question) -> _Code:
    scale = question.skala or Scale(())
    allowed = (*scale.werte, *scale.weiss_nicht)
    by_number = {_number(code): code for code in allowed if _number(code) is not None}
    by_fold = {fold_heading(code): code for code in reversed(allowed)}
    by_name = {fold_label(name): code for code, name in zip(scale.werte, scale.namen, strict=False)}

    def code_of(text: str) -> str | None:
        if not text or text in allowed:
            return text
        if text.casefold() in NOT_ASKED:
            return None
        if text == OTHER and question.typ is QuestionType.EINFACH:
            return text
        number, key = _number(text), fold_heading(text)
        if number is not None and number in by_number:
            return by_number[number]
        found = by_fold.get(key, by_name.get(fold_label(text), _WRONG))
        only = len(scale.weiss_nicht) == 1 and found is _WRONG and is_outside(text)
        return scale.weiss_nicht[0] if only else found

    return code_of


def _by_choice(_question: Question) -> _Code:
    def code_of(text: str) -> str | None:
        key = text.casefold()
        if key in NOT_ASKED:
            return None
        return "Y" if key in _CHOSEN else "" if key in _NOT_CHOSEN else _WRONG

    return code_of


def _by_rank(question: Question) -> _Code:
    ranks = range(1, len(question.teilfragen) + 1)
    items = {fold_heading(code): code for code in question.teilfragen}

    def code_of(text: str) -> str | None:
        if not text:
            return ""
        if text.casefold() in NOT_ASKED:
            return None
        number = _number(text)
        if number is not None and number in ranks:
            return str(int(number))
        return items.get(fold_heading(text), _WRONG)

    return code_of


def _not_allowed(text: str, question: Question) -> tuple[str, str | None]:
    """Message about a value, and the value itself where it cannot be a free text."""
    if len(text) > _QUOTABLE:
        return "Die Angabe steht nicht im Fragebogen; sie ist zu lang für eine Antwort.", None
    scale = question.skala
    allowed = (*scale.werte, *scale.weiss_nicht) if scale else ("Y", "N", "leer")
    if question.typ is QuestionType.RANGFOLGE:
        allowed = tuple(str(rank) for rank in range(1, len(question.teilfragen) + 1))
    shown = ", ".join(allowed[:12]) + (", …" if len(allowed) > 12 else "")
    return f"„{text}“ steht nicht im Fragebogen; möglich sind: {shown}.", text


def _numbers(cells: pd.Series) -> tuple[pd.Series, Errors]:
    texts = cells.fillna("").str.strip()
    # survey software writes database numbers: a point is a decimal point
    parsed = parse_numbers(texts, fallback=".")
    errors: Errors = []
    for row, message in parsed.errors:
        text = str(texts.iat[row])
        short = len(text) <= _QUOTABLE
        errors.append(
            (row, message if short else "Die Angabe ist keine Zahl.", text if short else None)
        )
    answers = [("" if np.isnan(v) else f"{v:.15g}") for v in parsed.values]
    result = pd.Series(answers, index=cells.index, dtype=object)
    asked = cells.notna() & ~texts.str.casefold().isin(NOT_ASKED)
    return result.where(asked, None), errors


def _objects(cells: pd.Series) -> pd.Series:
    return cells.astype(object).where(cells.notna(), None)


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if re.fullmatch(r"-?\d+([.,]\d+)?", text) else None


_CODES: Final = {
    QuestionType.SKALA: _by_scale,
    QuestionType.EINFACH: _by_scale,
    QuestionType.MATRIX: _by_scale,
    QuestionType.MEHRFACH: _by_choice,
    QuestionType.RANGFOLGE: _by_rank,
}
