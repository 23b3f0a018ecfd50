"""Readers of the cells of a column: text, number, date, yes/no, choice, address.

Every reader takes the texts of a column (stripped) and the rule for them, and returns the values
and the errors as (row, German sentence).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import quoted, rows_where, shortened
from lebenslage.loaders.numbers import MISSING, parse_numbers

if TYPE_CHECKING:
    from lebenslage.loaders.tables import Column


@dataclass(frozen=True, slots=True)
class Rule:
    """How the cells of a column are to be read.

    Parameters
    ----------
    style : {"", ",", "."}
        Decimal sign that the rest of the file shows.
    today : str
        ISO date after which a date lies in the future.
    """

    column: Column
    style: str
    today: str


Read = tuple[pd.Series, list[tuple[int, str]]]

#: Cells that say nothing in a column that is no number.
EMPTY: Final = frozenset({""})
_TAG: Final = re.compile(r"<\s*[a-zA-Z/!?][^<]*?>|<\s*(?:script|iframe|img|svg)\b", re.IGNORECASE)
_FORMULA: Final = re.compile(r"[=+@]|-(?!\s*(?:[\d.,]+\s*%?\s*)?$)")
#: What an export puts before a text that a spreadsheet would run.
_DEFUSED: Final = r"^'(?=[=+@＝＋－＠-])"
_SUSPECT: Final = r"^[=+@-]|<"
_DATE: Final = (
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
)
_YEAR: Final = re.compile(r"(1[89]|20)\d{2}")
#: A whole number as programs write it where other cells of the column are empty ("1.0"), or with
#: a plus or a minus sign of its own.
_WHOLE: Final = re.compile(r"\+?([-\u2212]?\d+)(?:[.,]0+)?")
_YES: Final = frozenset({"true", "ja", "j", "1", "wahr", "yes", "x"})
_NO: Final = frozenset({"false", "nein", "n", "0", "falsch", "no"})


def unsafe_text(text: str) -> str:
    """Why a text is refused in our own tables; empty if it is fine.

    Spreadsheets run a text that begins like a formula, browsers a tag.
    """
    if _FORMULA.match(text):
        return (
            f"Der Text beginnt mit „{text[0]}“ und würde in einer Tabellenkalkulation als Formel "
            "ausgeführt; bitte ohne dieses Zeichen schreiben."
        )
    if _TAG.search(text):
        return "Der Text enthält HTML; erlaubt ist nur einfacher Text."
    return ""


def read_text(texts: pd.Series, rule: Rule) -> Read:
    """Plain text; formulas and HTML are refused, unless the column is free."""
    if rule.column.free:
        bare = texts.str.replace(_DEFUSED, "", regex=True)
        return bare.where(bare != "", rule.column.default), []
    # a first look at the whole column: only what could be unsafe is judged text by text
    suspects = rows_where(texts.str.contains(_SUSPECT))
    errors = [(row, text) for row in suspects if (text := unsafe_text(str(texts.iat[row])))]
    return texts.where(texts != "", rule.column.default), errors


def read_number(texts: pd.Series, rule: Rule) -> Read:
    """Numbers, NaN where missing; German or English by column."""
    column = rule.column
    parsed = parse_numbers(texts, fallback=rule.style)
    errors = list(parsed.errors)
    if not column.percent:
        text = "Ein Prozentzeichen ist hier nicht erlaubt; erwartet wird eine Zahl wie 1234,5."
        errors += [(row, text) for row in rows_where(parsed.percent)]
    values = parsed.values
    for limit, outside, word in (
        (column.low, values < (column.low or 0), "mindestens"),
        (column.high, values > (column.high or 0), "höchstens"),
    ):
        if limit is not None:
            shown = f"{limit:g}".replace(".", ",")
            errors += [
                (row, f"„{texts.iat[row]}“ ist nicht erlaubt; {word} {shown}.")
                for row in rows_where(outside)
            ]
    if column.default not in ("", None):
        values = np.where(texts.isin(MISSING), float(column.default), values)
    return pd.Series(values, index=texts.index), errors


def read_whole(texts: pd.Series, rule: Rule) -> Read:
    """Whole numbers; empty cells take the default of the column."""
    numbers, errors = read_number(texts, rule)
    broken = numbers.notna() & (numbers % 1 != 0)
    errors += [(row, f"„{texts.iat[row]}“ ist keine ganze Zahl.") for row in rows_where(broken)]
    return numbers.fillna(rule.column.default or 0).round().astype("int64"), errors


def _whole(text: str) -> str:
    """A whole number in its shortest spelling; any other text as it is."""
    match = _WHOLE.fullmatch(text)
    return match[1].replace("\u2212", "-") if match else text


def read_date(texts: pd.Series, rule: Rule) -> Read:
    """Dates as ISO text, years as four digits."""
    known = {text: _iso(text) for text in pd.unique(texts)}

    def wrong(text: str) -> str:
        iso = known[text]
        if iso is None:
            return (
                f"„{shortened(text)}“ ist kein Datum; "
                "erwartet wird JJJJ, JJJJ-MM-TT oder TT.MM.JJJJ."
            )
        if rule.column.past and iso > rule.today[: len(iso)]:
            return f"„{text}“ liegt in der Zukunft."
        return ""

    return texts.map({text: iso or "" for text, iso in known.items()}), _by_text(texts, wrong)


def read_flag(texts: pd.Series, rule: Rule) -> Read:
    """Yes or no as bool."""

    def wrong(text: str) -> str:
        fine = not text or _whole(text.casefold()) in _YES | _NO
        return "" if fine else f"„{shortened(text)}“ ist weder „ja“ noch „nein“."

    yes = [text for text in pd.unique(texts) if _whole(text.casefold()) in _YES]
    values = texts.isin(yes) | ((texts == "") & bool(rule.column.default))
    return values.astype(bool), _by_text(texts, wrong)


def read_choice(texts: pd.Series, rule: Rule) -> Read:
    """One of the choices, in their own spelling."""
    choices = {choice.casefold(): choice for choice in rule.column.choices}

    def choice(text: str) -> str | None:
        return choices.get(text.casefold(), choices.get(_whole(text)))

    def wrong(text: str) -> str:
        if not text or choice(text) is not None:
            return ""
        allowed = quoted([c for c in rule.column.choices if c], "oder")
        return f"„{shortened(text)}“ ist nicht erlaubt; möglich ist {allowed}."

    known = {text: choice(text) or "" for text in pd.unique(texts)}
    known[""] = rule.column.default
    return texts.map(known), _by_text(texts, wrong)


def read_address(texts: pd.Series, _rule: Rule) -> Read:
    """Web addresses; other schemes ("javascript:") are refused."""

    def wrong(text: str) -> str:
        if not text or re.fullmatch(r"https?://[^\s<>\"]+", text):
            return ""
        return "Eine Adresse beginnt mit „https://“ oder „http://“ und enthält keine Leerzeichen."

    return texts, _by_text(texts, wrong)


def _by_text(texts: pd.Series, wrong: Callable[[str], str]) -> list[tuple[int, str]]:
    """Errors of all rows, each distinct text judged once."""
    messages = {text: wrong(text) for text in pd.unique(texts)}
    if not any(messages.values()):
        return []
    return [(row, messages[text]) for row, text in enumerate(texts) if messages[text]]


def _iso(text: str) -> str | None:
    """ISO date or year of a text; "" for an empty one, None if it is no date."""
    if not text or _YEAR.fullmatch(_whole(text)):
        return _whole(text)
    for pattern, order in _DATE:
        if match := pattern.fullmatch(text):
            try:
                return date(*(int(match[i]) for i in order)).isoformat()
            except ValueError:
                return None
    return None
