"""German and English numbers: one way of writing per column, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.plain_numbers import read_plainly

#: Signs that stand for "no value" (official statistics: not known, secret, not reliable).
MISSING: Final = frozenset(
    {"", "-", "–", "—", ".", "..", "…", "...", "/", "x", "NA", "N/A", "k.A.", "k. A."}
)
#: Decimal signs of the two ways of writing.
GERMAN: Final = ","
ENGLISH: Final = "."

_BLANKS: Final = " \u00a0\u202f\u2009'’"
_INFINITE: Final = re.compile(r"[+-]?(inf|infinity|unendlich|nan|∞)", re.IGNORECASE)


def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    group = rf"[1-9]\d{{0,2}}(?P<sep>[{re.escape(thousands + _BLANKS)}])\d{{3}}(?:(?P=sep)\d{{3}})*"
    return re.compile(
        rf"[+-]?(?:(?:{group}|\d+)(?:{re.escape(decimal)}\d+)?|{re.escape(decimal)}\d+)"
        r"(?:[eE][+-]?\d+)?"
    )


_PATTERNS: Final = {GERMAN: _pattern(",", "."), ENGLISH: _pattern(".", ",")}
_REMOVED: Final = {
    GERMAN: str.maketrans({**dict.fromkeys(_BLANKS + "."), ",": "."}),
    ENGLISH: str.maketrans(dict.fromkeys(_BLANKS + ",")),
}


@dataclass(frozen=True)
class NumberColumn:
    """What a column of number texts says.

    Parameters
    ----------
    values : array of float
        NaN where a cell is missing or cannot be read.
    percent : array of bool
        Whether the cell carries a percent sign (the value is not divided).
    errors : tuple of (row, message)
        German sentences without the place.
    signs : tuple of str
        Signs (not the empty cell) that were read as "no value".
    """

    values: np.ndarray
    percent: np.ndarray
    errors: tuple[tuple[int, str], ...] = ()
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    percent: bool
    german: float | None
    english: float | None

    @property
    def style(self) -> str:
        """The only way of writing that fits; empty if both give the same, "?" if they differ."""
        if self.german is None or self.english is None:
            return GERMAN if self.english is None else ENGLISH
        return "" if self.german == self.english else "?"


def style_of(cells: Sequence[str] | pd.Series) -> str:
    """Decimal sign that a column shows without doubt; empty if none (or both) does."""
    texts = pd.Series(cells, dtype="str")
    if plain := read_plainly(texts, MISSING):
        return plain.decimal if plain.certain else ""
    readings = (_read(text) for text in pd.unique(texts))
    styles = {reading.style for reading in readings if reading} & {GERMAN, ENGLISH}
    return styles.pop() if len(styles) == 1 else ""


def parse_numbers(
    cells: Sequence[str] | pd.Series, *, fallback: str = "", missing: frozenset[str] = MISSING
) -> NumberColumn:
    """Read a column of numbers.

    Parameters
    ----------
    cells : sequence of str
        Texts without surrounding blanks.
    fallback : {"", ",", "."}
        Decimal sign to assume where the column itself leaves it open ("1.234"); empty: refuse.
    missing : set of str
        Texts that mean "no value".

    Notes
    -----
    A column is German or English as a whole. "1.234" can be either; another number of the
    column decides ("1.234,5"). "1,5" and "2.5" together are refused.
    """
    column = pd.Series(cells, dtype="str")
    plain = read_plainly(column, missing)
    if plain and (plain.certain or plain.decimal in ("", fallback)):
        none = np.zeros(len(column), dtype=bool)
        return NumberColumn(plain.values, none, signs=tuple(sorted(plain.signs)))
    codes, texts = pd.factorize(column)
    readings = [None if text in missing else _read(text) for text in texts]
    errors = _unreadable(codes, list(texts), readings, missing)
    style, doubt = _decide(codes, readings, fallback)
    values = np.array([_value(reading, style) for reading in readings], dtype=float)
    percent = np.array([bool(reading and reading.percent) for reading in readings], dtype=bool)
    if not len(texts):
        return NumberColumn(np.full(len(codes), np.nan), np.zeros(len(codes), dtype=bool))
    return NumberColumn(
        values[codes],
        percent[codes],
        tuple(sorted(errors + doubt)),
        tuple(sorted(text for text in texts if text and text in missing)),
    )


def _read(text: str) -> _Reading | None:
    bare = text.replace("−", "-")
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").rstrip() if percent else bare
    found = {
        style: float(bare.translate(_REMOVED[style])) if pattern.fullmatch(bare) else None
        for style, pattern in _PATTERNS.items()
    }
    if found[GERMAN] is None and found[ENGLISH] is None:
        return None
    return _Reading(text, percent, found[GERMAN], found[ENGLISH])


def _value(reading: _Reading | None, style: str) -> float:
    if reading is None:
        return np.nan
    value = reading.german if style == GERMAN else reading.english
    if value is None or (reading.style == "?" and not style):
        return np.nan
    return value if np.isfinite(value) else np.nan


def _unreadable(
    codes: np.ndarray,
    texts: Sequence[str],
    readings: list[_Reading | None],
    missing: frozenset[str],
) -> list[tuple[int, str]]:
    wrong: dict[int, str] = {}
    for code, (text, reading) in enumerate(zip(texts, readings, strict=True)):
        if reading is None and text in missing:
            continue
        value = None if reading is None else (reading.german or reading.english or 0.0)
        if value is not None and np.isfinite(value):
            continue
        if value is not None or _INFINITE.fullmatch(text):
            message = f"„{text}“ ist keine endliche Zahl."
        else:
            shown = text if len(text) <= 60 else f"{text[:59]}…"
            message = f"„{shown}“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."
        wrong[code] = message
    if not wrong:
        return []
    return [(row, wrong[codes[row]]) for row in rows_where(np.isin(codes, list(wrong)))]


def _decide(
    codes: np.ndarray, readings: list[_Reading | None], fallback: str
) -> tuple[str, list[tuple[int, str]]]:
    """Way of writing of the column, and what speaks against it."""
    first: dict[str, tuple[int, str]] = {}
    for code, reading in enumerate(readings):
        # factorize numbers texts by their first place, so the first one found is the first
        if reading and reading.style not in first:
            first[reading.style] = (int(np.argmax(codes == code)), reading.text)
    if GERMAN in first and ENGLISH in first:
        (_, german), (_, english) = first[GERMAN], first[ENGLISH]
        message = (
            f"Die Spalte mischt Dezimalkomma („{german}“) und Dezimalpunkt („{english}“); "
            "bitte nur eine Schreibweise verwenden."
        )
        return "", [(max(first[GERMAN][0], first[ENGLISH][0]), message)]
    style = GERMAN if GERMAN in first else ENGLISH if ENGLISH in first else fallback
    if "?" in first and not style:
        row, text = first["?"]
        plain = text.replace(".", "").replace(",", "")
        message = (
            f"„{text}“ ist mehrdeutig: {plain} oder {text.replace('.', ',')}? "
            "Bitte ohne Tausendertrennzeichen schreiben."
        )
        return "", [(row, message)]
    return style or ENGLISH, []
