"""Several answers in one cell: "Bus;Rad;" and "Bus, Rad"; items in the order of their rank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from lebenslage.loaders.survey_scales import fold_label
from lebenslage.model.survey import Question, QuestionType

#: Answers that more than this many cells share are options, what is left are free texts.
MAX_OPTIONS = 30
_EMPTY = ("", "n/a", "k.a.")


def separator_of(texts: Iterable[str]) -> str:
    """Sign between the answers of a cell: Microsoft Forms writes ";", Google Forms ", "."""
    found = list(texts)
    if any(";" in text for text in found):
        return ";"
    return ", " if any(", " in text for text in found) else ""


def split_cell(text: str, separator: str, known: Sequence[str] = ()) -> list[str]:
    """Answers of a cell.

    Parameters
    ----------
    known : sequence of str
        Possible answers; one that holds the separator itself ("Ärztinnen, Ärzte") stays whole.
    """
    if separator == ";" or not separator:
        return [part for part in (item.strip() for item in text.split(";")) if part]
    found = []
    rest = text.strip()
    longest = sorted(known, key=len, reverse=True)
    while rest:
        hit = next((k for k in longest if re.match(re.escape(k) + r"(, |$)", rest, re.I)), None)
        part = rest[: len(hit)] if hit else rest.partition(", ")[0]
        found.append(part.strip())
        rest = rest[len(part) :].removeprefix(", ").strip()
    return [part for part in found if part]


def options_of(texts: Iterable[str], separator: str, least: int) -> list[str]:
    """Answers that occur at least `least` times in the cells, the first seen first.

    Notes
    -----
    A comma inside an answer is found by its company: parts that never occur but side by side
    are one answer.
    """
    cells = [split_cell(text, separator) for text in texts]
    if separator == ", ":
        cells = _joined(cells)
    counts = Counter(part for parts in cells for part in parts)
    return [part for part, count in counts.items() if count >= least]


def _joined(cells: list[list[str]]) -> list[list[str]]:
    """Join neighbours that are never seen apart."""
    while True:
        counts = Counter(part for parts in cells for part in parts)
        pairs = Counter(pair for parts in cells for pair in pairwise(parts))
        inner = next(
            ((a, b) for (a, b), n in pairs.items() if n == counts[a] == counts[b] and n >= 3), None
        )
        if inner is None:
            return cells
        cells = [_join(parts, inner) for parts in cells]


def _join(parts: list[str], pair: tuple[str, str]) -> list[str]:
    for i in range(len(parts) - 1):
        if (parts[i], parts[i + 1]) == pair:
            return [*parts[:i], ", ".join(pair), *parts[i + 2 :]]
    return parts


def is_ranking(texts: Iterable[str], separator: str) -> bool:
    """Whether every cell names the same items, each in an order of its own."""
    cells = [split_cell(text, separator) for text in texts]
    items = set(cells[0]) if cells else set()
    whole = len(items) >= 3 and all(set(parts) == items for parts in cells)
    return whole and all(len(parts) == len(items) for parts in cells)


def read_joined(
    cells: pd.Series, question: Question, codes: Mapping[str, str]
) -> tuple[dict[str, pd.Series], int]:
    """Columns of a question whose answers stand in one cell.

    Parameters
    ----------
    codes : mapping
        Answer as the file writes it -> key of the sub-question, beside those of the codebook.

    Returns
    -------
    columns : dict
        As `Question.columns()`: "Y" or "" for a choice, the rank for a ranking; None where the
        question was not put.
    beside : int
        Cells with an answer that is no option ("Sonstiges"); it is not taken.
    """
    by_label = {**_labels(question), **{fold_label(text): key for text, key in codes.items()}}
    filled = cells.fillna("").str.strip()
    separator = separator_of(filled)
    known = (*question.teilfragen.values(), *codes)
    numbers, texts = pd.factorize(filled)
    answers = {key: [""] * len(texts) for key in question.teilfragen}
    others = set()
    for i, text in enumerate(texts):
        parts = [] if text.casefold() in _EMPTY else split_cell(text, separator, known)
        for place, part in enumerate(parts, start=1):
            key = by_label.get(fold_label(part))
            if not key:
                others.add(i)
            elif question.typ is QuestionType.RANGFOLGE:
                answers[key][i] = str(place)
            else:
                answers[key][i] = "Y"
    columns = {}
    for key, values in answers.items():
        found = pd.Series([values[n] for n in numbers], index=cells.index, dtype=object)
        columns[f"{question.code}[{key}]"] = found.where(cells.notna(), None)
    return columns, int(pd.Series(numbers).isin(others).sum())


def _labels(question: Question) -> dict[str, str]:
    """Texts and keys of the parts, folded -> key."""
    by_label = {fold_label(text): key for key, text in question.teilfragen.items()}
    return by_label | {fold_label(key): key for key in question.teilfragen}


def read_positions(columns: Sequence[pd.Series], question: Question) -> dict[str, pd.Series]:
    """Ranks out of columns that hold the item at each rank (LimeSurvey: "F7[1]", "F7[2]", ...)."""
    by_label = _labels(question)
    index = columns[0].index
    asked = pd.concat([cells.notna() for cells in columns], axis=1).any(axis=1)
    ranks = {key: pd.Series("", index=index, dtype=object) for key in question.teilfragen}
    for place, cells in enumerate(columns, start=1):
        items = cells.fillna("").str.strip().map(lambda text: by_label.get(fold_label(text), ""))
        for key, found in ranks.items():
            ranks[key] = found.where(~((items == key) & (found == "")), str(place))
    return {f"{question.code}[{key}]": found.where(asked, None) for key, found in ranks.items()}
