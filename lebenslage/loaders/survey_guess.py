"""A new codebook out of the data: what kind of question each column is, and its scale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from lebenslage.loaders.limesurvey import plain_text
from lebenslage.loaders.survey_answers import NOT_ASKED
from lebenslage.loaders.survey_headings import Heading
from lebenslage.loaders.survey_multi import (
    MAX_OPTIONS,
    is_ranking,
    options_of,
    separator_of,
    split_cell,
)
from lebenslage.loaders.survey_scales import is_outside, order_labels
from lebenslage.model.survey import QuestionType, Scale

#: An answer that fewer persons give is not made an option: it could be a free text of theirs.
SEEN: Final = 3
#: An option is no longer than this.
_LONGEST: Final = 80
_MARKS: Final = frozenset({"y", "n", "ja", "nein", "yes", "no", "x", "1", "0", "n/a", "k.a."})
#: Words that are options however few have chosen them: they say nothing about a person.
_COMMON: Final = re.compile(
    r"ja|nein|yes|no|weiblich|männlich|divers|female|male|diverse|other"
    r"|(unter|über|ab|bis|und|älter|jünger|mehr|jahren?|years?|older|[\d\s.,+<>–-])+"
)
_LENGTHS: Final = (4, 5, 6, 7, 10)
_OUTSIDE_CODES: Final = (9, 99, 999, -1, -9, -99, 8, 98)
_OTHER: Final = "-oth-"


@dataclass(frozen=True)
class Kind:
    """What a column holds.

    Parameters
    ----------
    familie : str
        Columns with the same family and type can share one scale.
    teile : tuple of str
        Options of a cell that holds several answers.
    """

    typ: QuestionType
    skala: Scale | None = None
    familie: str = ""
    teile: tuple[str, ...] = ()
    marke: bool = False


def kinds_of(
    columns: Sequence[pd.Series], headings: Sequence[Heading], *, joined: bool = True
) -> list[Kind]:
    """Kind of every column; scales are made the same for columns of the same family.

    Parameters
    ----------
    columns : sequence of pd.Series
        Texts without surrounding blanks, "" where nothing stands.
    joined : bool
        Whether the program writes several answers into one cell.
    """
    pairs = zip(columns, headings, strict=True)
    kinds = [_kind(cells, heading, joined) for cells, heading in pairs]
    return _same_scales(kinds)


def _kind(cells: pd.Series, heading: Heading, joined: bool) -> Kind:
    filled = cells[(cells != "") & ~cells.str.casefold().isin(NOT_ASKED)]
    counts = Counter(filled)
    if not counts:
        return Kind(QuestionType.TEXT)
    if heading.teil and {text.casefold() for text in counts} <= _MARKS:
        return Kind(QuestionType.MEHRFACH, marke=True)
    texts = list(counts)
    if all(re.fullmatch(r"-?\d+([.,]\d+)?", text) for text in texts):
        return _numbers(texts)
    family, places = order_labels(text for text in texts if text != _OTHER)
    if places:
        return Kind(QuestionType.SKALA, _named(places, texts), family)
    several = _joined(filled) if joined else None
    return several or _choices(counts, len(filled), heading)


def _numbers(texts: Sequence[str]) -> Kind:
    """Ratings from 1 (or 0) to at most 10, with codes for "weiß nicht"; else a number."""
    whole = all(re.fullmatch(r"-?\d+", text) for text in texts)
    values = sorted({int(text) for text in texts}) if whole else []
    inside = [value for value in values if value not in _OUTSIDE_CODES]
    if not inside or inside[0] < 0 or inside[-1] > _LENGTHS[-1]:
        return Kind(QuestionType.ZAHL)
    outside = [value for value in values if value in _OUTSIDE_CODES]
    if any(0 <= value <= inside[-1] + 1 for value in outside):  # 8 and 9 of 10 are ratings
        inside, outside = values, []
    if not whole or inside[-1] > _LENGTHS[-1]:
        return Kind(QuestionType.ZAHL)
    if len(inside) < 2 or inside[-1] < 2:
        two = tuple(str(value) for value in dict.fromkeys((*inside, 0, 1)))[:2]
        return Kind(QuestionType.EINFACH, Scale(tuple(sorted(two)), (), _as_text(outside)))
    return Kind(QuestionType.SKALA, _rating(inside[0], inside[-1], _as_text(outside)), "zahl")


def _rating(low: int, high: int, outside: tuple[str, ...]) -> Scale:
    start = 0 if low == 0 else 1
    end = next((length for length in _LENGTHS if length >= high), high)
    return Scale(tuple(str(value) for value in range(start, end + 1)), (), outside)


def _as_text(values: Sequence[int]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _named(places: dict[str, int], texts: Sequence[str]) -> Scale:
    """Codes 1, 2, ... from bad to good; "weiß nicht" and its like stand outside, as words."""
    labels = sorted(places, key=lambda label: places[label])
    outside = tuple(text for text in texts if is_outside(text))
    return Scale(tuple(str(i) for i in range(1, len(labels) + 1)), tuple(labels), outside)


def _joined(filled: pd.Series) -> Kind | None:
    """Several answers in a cell, or the items of a ranking; None if it is neither."""
    separator = separator_of(filled)
    if not separator:
        return None
    several = filled[filled.str.contains(separator, regex=False)]
    if is_ranking(filled, separator):
        items = tuple(split_cell(str(filled.iloc[0]), separator))
        return Kind(QuestionType.RANGFOLGE, teile=tuple(sorted(items)))
    least = SEEN if len(filled) >= 10 * SEEN else 2
    options = [o for o in options_of(filled, separator, least) if len(o) <= _LONGEST]
    parts = [part for text in filled for part in split_cell(text, separator, options)]
    covered = sum(part in options for part in parts)
    fits = 2 <= len(options) <= MAX_OPTIONS and covered >= 0.7 * len(parts)
    if not fits or len(several) < 0.1 * len(filled):
        return None
    return Kind(QuestionType.MEHRFACH, teile=tuple(options))


def _choices(counts: Counter[str], filled: int, heading: Heading) -> Kind:
    """One answer of a few; free text if hardly any two persons say the same."""
    least = SEEN if filled >= 10 * SEEN else 2
    coded = all(re.fullmatch(r"[A-Z]{1,2}\d{1,3}|[YNMFUISD]|-oth-", text) for text in counts)
    least = 1 if coded else least
    options = [
        text for text, count in counts.items()
        if (count >= least or _COMMON.fullmatch(text.casefold()) or is_outside(text))
        and len(text) <= _LONGEST and text != _OTHER
    ]  # fmt: skip
    covered = sum(counts[option] for option in options)
    few = len(options) <= min(MAX_OPTIONS, max(2, 0.5 * filled))
    short = sum(len(text) for text in options) <= 40 * len(options)
    if len(options) < 2 or not few or not short or covered < 0.7 * filled or heading.frei:
        return Kind(QuestionType.TEXT)
    inside = sorted(o for o in options if not is_outside(o))
    outside = tuple(o for o in options if is_outside(o))
    if len(inside) < 2:
        return Kind(QuestionType.TEXT)
    if coded:
        return Kind(QuestionType.EINFACH, Scale(tuple(inside), (), outside), "|".join(inside))
    codes = tuple(str(i) for i in range(1, len(inside) + 1))
    names = tuple(plain_text(option) for option in inside)
    return Kind(QuestionType.EINFACH, Scale(codes, names, outside), "|".join(inside))


def _same_scales(kinds: list[Kind]) -> list[Kind]:
    """One scale for all columns of a family: an answer that nobody gave in one of them exists."""
    words: dict[str, dict[str, int]] = {}
    numbers = [k.skala for k in kinds if k.familie == "zahl" and k.skala]
    for kind in kinds:
        if kind.typ is QuestionType.SKALA and kind.skala and kind.skala.namen:
            _, places = order_labels(kind.skala.namen)
            words.setdefault(kind.familie, {}).update(places)
    made = []
    for kind in kinds:
        scale = kind.skala
        if scale is None or kind.typ is not QuestionType.SKALA:
            made.append(kind)
            continue
        if kind.familie == "zahl":
            # a scale that most columns use to its end holds for those that stop short of it
            near = [s for s in numbers if s.werte[0] == scale.werte[0]
                    and len(scale.werte) <= len(s.werte) <= len(scale.werte) + 2]  # fmt: skip
            usual = Counter(s.werte for s in near).most_common(1)[0][0]
            longer = usual if len(usual) > len(scale.werte) else scale.werte
            made.append(Kind(kind.typ, Scale(longer, (), scale.weiss_nicht), kind.familie))
        else:
            places = words[kind.familie]
            unique = len(set(places.values())) == len(places)
            scale = _named(places, scale.weiss_nicht) if unique else scale
            made.append(Kind(kind.typ, scale, kind.familie))
    return made
