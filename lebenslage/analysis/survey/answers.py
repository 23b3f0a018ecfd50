"""Answers of a question as whole numbers or figures, whatever its type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.design import Codes, Floats, Mask
from lebenslage.model.survey import Question, QuestionType

#: Answers that are in no codebook ("Sonstiges: ..."): their words are free text.
SONSTIGES: Final = "sonstiges"
#: A box of a multiple choice question that was not ticked.
_NOT_TICKED: Final = frozenset({"", "n", "0", "nein", "no", "false", "-"})


@dataclass(frozen=True)
class Coded:
    """A column of answers.

    Parameters
    ----------
    codes : array of int, shape (persons,)
        Place of the answer in `names`; -1 was not asked, has not answered or stands outside.
    outside : array of int, shape (persons,)
        Place among the answers outside the 100 % ("weiß nicht"); else -1.
    """

    codes: Codes
    names: tuple[str, ...]
    outside: Codes
    outside_names: tuple[str, ...] = ()


def choices(column: pd.Series, question: Question, least: int) -> Coded:
    """Answers of a scale or a single choice.

    Answers that the codebook does not name are no answers on a scale and `SONSTIGES` in a single
    choice, as their words are not ours to show. Without a codebook's list, answers that fewer
    than `least` persons gave are `SONSTIGES` too.
    """
    found, uniques = _factorize(column)
    if question.skala is not None:
        names, outside = question.skala.werte, question.skala.weiss_nicht
    else:
        names, outside = frequent(column, least), ()
    is_scale = question.typ in (QuestionType.SKALA, QuestionType.MATRIX)
    if not is_scale and set(uniques) - {"", *names, *outside}:
        names = (*names, SONSTIGES)
    other = len(names) - 1 if SONSTIGES in names else -1
    places = {name: i for i, name in enumerate(names)} | {"": -1} | dict.fromkeys(outside, -1)
    outside_places = {name: i for i, name in enumerate(outside)}
    return Coded(
        _look_up(found, [places.get(value, other) for value in uniques]),
        tuple(names),
        _look_up(found, [outside_places.get(value, -1) for value in uniques]),
        tuple(outside),
    )


def frequent(column: pd.Series, least: int) -> tuple[str, ...]:
    """Values that at least so many persons have, in their order."""
    found, uniques = _factorize(column)
    counts = np.bincount(found[found >= 0], minlength=len(uniques))
    often = [v for v, n in zip(uniques, counts, strict=True) if v and n >= least]
    return tuple(sorted(often, key=lambda value: (len(value), value)))


def ticked(column: pd.Series, asked: Mask) -> Codes:
    """1 where a box of a multiple choice was ticked, 0 where not, -1 where nobody was asked."""
    found, uniques = _factorize(column)
    marks = _look_up(found, [int(value.strip().casefold() not in _NOT_TICKED) for value in uniques])
    codes: Codes = np.where(asked, np.maximum(marks, 0), -1)
    return codes


def numbers(column: pd.Series) -> Floats:
    """Figures of a column, NaN for everything else; decimal comma or point."""
    found, uniques = _factorize(column)
    texts = pd.Series([value.replace(",", ".") for value in uniques], dtype=object)
    parsed = pd.to_numeric(texts, errors="coerce").to_numpy(float)
    parsed = np.append(np.where(np.isfinite(parsed), parsed, np.nan), np.nan)
    return np.asarray(parsed[found], float)  # -1 is the last


def has_text(column: pd.Series) -> Mask:
    """Where somebody wrote something."""
    found, uniques = _factorize(column)
    wrote: Mask = _look_up(found, [int(bool(value.strip())) for value in uniques]) == 1
    return wrote


def members(column: pd.Series, groups: Sequence[str]) -> Codes:
    """Place of each person's group; -1 for none of them."""
    found, uniques = _factorize(column)
    places = {name: i for i, name in enumerate(groups)}
    return _look_up(found, [places.get(value, -1) for value in uniques])


def _factorize(column: pd.Series) -> tuple[Codes, list[str]]:
    """Number the different answers; -1 is missing."""
    found, uniques = pd.factorize(column)
    return found.astype(np.int64), [str(value) for value in uniques]


def _look_up(found: Codes, places: Sequence[int]) -> Codes:
    table = np.array([*places, -1], np.int64)  # -1 picks the last
    return np.asarray(table[found], np.int64)
