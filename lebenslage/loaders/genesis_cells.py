"""Cells of official tables: signs, numbers, keys of regions, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import shortened

#: "Nothing there": a value of zero (explanation of signs of the statistical offices).
ZERO: Final = frozenset({"-", "–", "—"})
#: Signs instead of a number, and why there is none.
REASONS: Final = {
    "": "nicht angegeben",
    "...": "Angabe fällt später an",
    "…": "Angabe fällt später an",
    ".": "unbekannt oder geheim zu halten",
    "·": "unbekannt oder geheim zu halten",
    "/": "nicht sicher genug",
    "x": "Tabellenfach gesperrt, Aussage nicht sinnvoll",
    "X": "Tabellenfach gesperrt, Aussage nicht sinnvoll",
}
#: Marks beside a number.
QUALITIES: Final = {
    "p": "vorläufig",
    "s": "geschätzt",
    "r": "berichtigt",
    "()": "Aussagewert eingeschränkt",
}
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_BRACKETS: Final = re.compile(r"\(\s*(.*?)\s*\)")
_MARKED: Final = re.compile(r"(.*\d)\s*([eprs])")
_KEY: Final = re.compile(r"DG|\d{2}|\d{3}|\d{5}|\d{8}|\d{12}")
_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO: Final = re.compile(r"\d{4}(-\d{2}-\d{2})?")
_MONTHS: Final = re.compile(r"(\d{4})-(\d{2})(?:P(\d{1,2})M)?")
_QUARTER: Final = re.compile(r"(\d{4})-?Q([1-4])")
_SPAN: Final = re.compile(r"(\d{4})/\d{2,4}")


@dataclass(frozen=True)
class Cells:
    """What a column of cells says.

    Parameters
    ----------
    wert : array of float
        NaN where there is a sign.
    zeichen : list of str
        The sign instead of a number, or the quality beside it; mostly empty.
    bad : array of bool
        Cells that are neither a number nor a sign.
    """

    wert: np.ndarray
    zeichen: list[str]
    bad: np.ndarray


def read_cells(texts: pd.Series, quality: pd.Series | None = None) -> Cells:
    """Read the values of an official table; each different text is looked at once.

    Parameters
    ----------
    quality : series of str, optional
        Marks in a column of their own (`value_q`).

    Notes
    -----
    These files never write thousands separators, so a point is a decimal point in English files
    and a comma a decimal comma in German ones; a mixture of both is told by `mixed_decimals`.
    """
    codes, unique = pd.factorize(texts.str.strip())
    read = [_read(str(text)) for text in unique]
    values = np.array([value for value, _, _ in read], dtype=float)[codes]
    bad = np.array([wrong for _, _, wrong in read], dtype=bool)[codes]
    signs = [read[code][1] for code in codes]
    if quality is not None:
        marks = quality.str.strip().tolist()
        signs = [_joined(*pair) for pair in zip(signs, marks, values, strict=True)]
    return Cells(values, signs, bad)


def _joined(sign: str, mark: str, value: float) -> str:
    """The mark of the column beside, where it says more than the cell itself."""
    mark = "()" if mark in ("( )", "(", "()") else mark
    if np.isnan(value):
        return mark if not sign and mark in REASONS else sign
    return sign or (mark if mark in QUALITIES else "")


def _read(text: str) -> tuple[float, str, bool]:
    if text in ZERO:
        return 0.0, "", False
    if text in REASONS:
        return np.nan, text, False
    sign = ""
    if inner := _BRACKETS.fullmatch(text):
        text, sign = inner[1], "()"
        if not text:
            return np.nan, "/", False
    elif marked := _MARKED.fullmatch(text):
        text, sign = marked[1], marked[2] if marked[2] in QUALITIES else ""
    text = text.replace("−", "-")
    if not _NUMBER.fullmatch(text):
        return np.nan, "", True
    return float(text.replace(",", ".")), sign, False


def mixed_decimals(texts: pd.Series) -> str:
    """Message about a column with decimal commas and decimal points; empty: it has not both."""
    comma = texts[texts.str.contains(",", regex=False)]
    point = texts[texts.str.fullmatch(r"\(?[+-]?\d*\.\d+\)?")]
    if comma.empty or point.empty:
        return ""
    return (
        f"Dezimalkomma („{comma.iat[0]}“) und Dezimalpunkt („{point.iat[0]}“) sind gemischt; bitte "
        "die Datei so lassen, wie sie abgerufen wurde."
    )


def no_number(text: str) -> str:
    """Message about a cell that is neither a number nor a sign."""
    return f"„{shortened(text)}“ ist weder eine Zahl noch ein bekanntes Zeichen."


def is_value(text: str) -> bool:
    """Whether a cell holds a number or one of the signs."""
    return not _read(text.strip())[2]


def is_key(text: str) -> bool:
    """Whether a cell looks like the key of a region."""
    return bool(_KEY.fullmatch(text.strip()))


def area_of(key: str, variable: str = "") -> tuple[str, str]:
    """Official key and level of a region; two empty texts for levels that are not compared.

    Parameters
    ----------
    key : str
        AGS (2, 5, 8 digits) or ARS (12 digits).
    variable : str
        Code of the regional variable (GEMEIN, GEOGM4, KREISE, GEOLK4, ...), if the file has one.

    Notes
    -----
    ARS: Land 2, Regierungsbezirk 1, Kreis 2, Gemeindeverband 4, Gemeinde 3 digits; without the
    Gemeindeverband it is the AGS.
    """
    key, kind = key.strip(), _kind(variable)
    if not key.isdigit():
        return "", ""
    if len(key) == 12:
        if kind == "kreis":
            return key[:5], "kreis"
        if kind == "land":
            return key[:2], "land"
        return (key[:5] + key[9:], "gemeinde") if kind in ("", "gemeinde") else ("", "")
    levels = {8: "gemeinde", 5: "kreis", 2: "land"}
    level = levels.get(len(key), "")
    if kind and kind != level:
        return _padded(key, kind) if kind in ("kreis", "land") else ("", "")
    return (key, level) if level else ("", "")


def _padded(key: str, kind: str) -> tuple[str, str]:
    """A Kreis or Land that is written with the zeros of a Gemeinde ("08125000")."""
    length = 5 if kind == "kreis" else 2
    return (key[:length], kind) if len(key) == 8 and not key[length:].strip("0") else ("", "")


def _kind(variable: str) -> str:
    code = variable.strip().upper()
    for kind, starts in (
        ("gemeinde", ("GEMEIN", "GEOGM")),
        ("kreis", ("KREIS", "GEOLK")),
        ("land", ("DLAND", "GEOBL")),
        ("andere", ("DINSG", "GEODL", "REGBEZ", "GEORB", "GEOVB", "STLAG", "SAMTGEM")),
    ):
        if code.startswith(starts):
            return kind
    return ""


def is_regional(variable: str) -> bool:
    """Whether the code of a variable is one of regions."""
    return bool(_kind(variable))


def stand_of(text: str) -> str:
    """ISO date or year; of a school year or season its first year; empty if it is no date.

    A month ("2024-06"), a quarter ("2024-Q2") or a span of months ("2023-10P6M", the winter
    semester) is told by its last day.
    """
    text = text.strip()
    if months := _MONTHS.fullmatch(text):
        return _last_day(int(months[1]), int(months[2]), int(months[3] or 1))
    if quarter := _QUARTER.fullmatch(text):
        return _last_day(int(quarter[1]), 3 * int(quarter[2]) - 2, 3)
    if day := _DAY.fullmatch(text):
        text = f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    if span := _SPAN.fullmatch(text):
        return span[1]
    if not _ISO.fullmatch(text):
        return ""
    try:
        date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return ""
    return text


def _last_day(year: int, month: int, months: int) -> str:
    """Last day of a span of months as ISO date; empty if there is no such month."""
    if not (1 <= month <= 12 and months):
        return ""
    after = month - 1 + months
    return (date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)).isoformat()
