"""German numbers, dates and units as text: the one place where a value becomes words."""

from __future__ import annotations

import datetime as dt
import html
import math
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from lebenslage.model.moments import ZEITZONE
from lebenslage.model.rules import GRUND_KEINE_DATEN, GRUND_ZU_WENIGE, NIVEAU, Status

#: Shown where there is no value and no reason is known.
KEINE_ANGABE: Final = "keine Angabe"
MINUS: Final = "−"
_SCALE: Final = re.compile(r"Punkte \(\d+[–-](\d+)\)")
_UNITS: Final = re.compile(r"(?<=\d) (?=%)|(?<=\bn) (?==)|(?<=n =) (?=\d)")
#: Holds the digits of every float.
_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)
MONATE: Final = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
#: Status words for tables and exports.
STATUS_WORTE: Final = {
    Status.OK: "gezeigt",
    Status.EINGEKLAMMERT: "unsicher (wenige Fälle)",
    Status.UNTERDRUECKT: "nicht gezeigt (Datenschutz)",
    Status.FEHLT: "keine Daten",
}
#: Quality words for tables and exports, by `rules.Guete`.
GUETE_WORTE: Final = {"amtlich": "amtlich", "naeherung": "Näherung", "beispiel": "Beispieldaten"}


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN or NA."""
    if value is None or value.__class__.__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def is_shown(row: Mapping[Any, Any]) -> bool:
    """Whether the value of a row (`wert`, `status`) may and can be shown."""
    hidden = (Status.UNTERDRUECKT, Status.FEHLT)
    return row["status"] not in hidden and not is_missing(row["wert"])


def clean(value: Any) -> str:
    """Text of a cell; empty for a missing one."""
    return "" if is_missing(value) else str(value)


def format_number(value: Any, decimals: int = 0) -> str:
    """German number: "1.234,5", "−0,3"; "keine Angabe" if missing.

    Halves are rounded away from zero after the 15 digits that a double holds for sure, as
    spreadsheets show them.

    Parameters
    ----------
    value : float
        Any unit.
    decimals : int, default 0
        Places after the comma.
    """
    if is_missing(value):
        return KEINE_ANGABE
    exact = Decimal(f"{float(value):.15g}")
    if not exact.is_finite():
        return KEINE_ANGABE
    rounded = exact.quantize(Decimal(1).scaleb(-max(decimals, 0)), context=_ROUNDING)
    text = f"{rounded.copy_abs():,f}".translate(str.maketrans(",.", ".,"))
    return MINUS + text if rounded < 0 else text


def format_signed(value: Any, decimals: int = 0) -> str:
    """A change with its sign: "+1,2", "−1,2", "0,0"."""
    text = format_number(value, decimals)
    positive = not is_missing(value) and float(value) > 0
    return f"+{text}" if positive and any(char in "123456789" for char in text) else text


def short_unit(unit: str) -> str:
    """What stands behind a number: "Fahrten (Werktag)" -> "Fahrten"; nothing for codes and indices.

    Points of an answer scale name its end ("Punkte (1–5)" -> "von 5"): "Punkte" alone would be
    read as those of the index, which go to 100.
    """
    if "=" in unit or unit.startswith("Index"):
        return ""
    if (scale := _SCALE.fullmatch(unit)) is not None:
        return f"von {scale[1]}"
    return unit.partition(" (")[0].strip()


def format_with_unit(value: Any, unit: str = "", decimals: int = 0) -> str:
    """Number and unit: "12,4 %"; "keine Angabe" stays without unit.

    A unit that explains codes ("1 = ja, 0 = nein") turns the code into its word.
    """
    text = format_number(value, decimals)
    if is_missing(value):
        return text
    for pair in unit.split(",") if "=" in unit else ():
        code, _, word = (part.strip() for part in pair.partition("="))
        if code == format_number(value, 3).rstrip("0").rstrip(","):
            return word
    short = short_unit(unit)
    return f"{text} {short}" if short else text


def format_percent(share: Any, decimals: int = 0) -> str:
    """A share of 0-1 as percent: 0.124 -> "12 %"."""
    return (
        KEINE_ANGABE if is_missing(share) else format_with_unit(100 * float(share), "%", decimals)
    )


def format_span(low: Any, high: Any, unit: str = "", decimals: int = 0) -> str:
    """Two limits: "9,8–15,6 %"; with "bis" where a minus sign would confuse; "" if missing."""
    if is_missing(low) or is_missing(high):
        return ""
    joint = " bis " if float(low) < 0 or float(high) < 0 else "–"
    return f"{format_number(low, decimals)}{joint}{format_with_unit(high, unit, decimals)}"


def format_interval(low: Any, high: Any, unit: str = "", decimals: int = 0) -> str:
    """As in "95 %-Bereich 9,8–15,6 %"; "" if a limit is missing."""
    text = format_span(low, high, unit, decimals)
    return f"{NIVEAU:.0%}".replace("%", " %-Bereich ") + text if text else ""


def format_value(
    value: Any,
    unit: str = "",
    decimals: int = 0,
    *,
    status: str = Status.OK,
    grund: Any = "",
) -> str:
    """A value as it may be shown: "12,4 %", "(12,4 %)" in brackets, or the reason for none."""
    if status in (Status.UNTERDRUECKT, Status.FEHLT) or is_missing(value):
        return format_missing(status, grund)
    text = format_with_unit(value, unit, decimals)
    return f"({text})" if status == Status.EINGEKLAMMERT else text


def format_value_with_interval(
    value: Any,
    low: Any,
    high: Any,
    unit: str = "",
    decimals: int = 0,
    *,
    status: str = Status.OK,
    grund: Any = "",
) -> str:
    """Both: "12,4 % (95 %-Bereich 9,8–15,6 %)" or "(12,4 %; 95 %-Bereich 9,8–15,6 %)"."""
    text = format_value(value, unit, decimals, status=status, grund=grund)
    limits = format_interval(low, high, unit, decimals)
    if is_missing(value) or status in (Status.UNTERDRUECKT, Status.FEHLT) or not limits:
        return text
    if status == Status.EINGEKLAMMERT:
        return f"{text[:-1]}; {limits})"
    return f"{text} ({limits})"


def format_missing(status: str = Status.FEHLT, grund: Any = "") -> str:
    """Why nothing is shown; the reason that came with the row wins."""
    if clean(grund):
        return clean(grund)
    return GRUND_ZU_WENIGE if status == Status.UNTERDRUECKT else GRUND_KEINE_DATEN


def format_n(n: Any) -> str:
    """As in "n = 1.234"; "" if unknown."""
    return "" if is_missing(n) else f"n = {format_number(n)}"


def format_date(iso: Any) -> str:
    """ISO date or part of one in German: "31.12.2023", "Mai 2023", "2023"; else as it is.

    Of a moment with its time zone the day where we are.
    """
    text = clean(iso).strip()
    if "T" in text:
        text = format_moment(text).partition(",")[0]
    text = text[:10]
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3 or len(parts[0]) != 4:
        return text
    if len(parts) == 1:
        return text
    if not 1 <= int(parts[1]) <= 12:
        return text
    if len(parts) == 2:
        return f"{MONATE[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2]):02d}.{int(parts[1]):02d}.{parts[0]}"


def format_month(month: str) -> str:
    """Month of an ISO date ("2026-12") in words, as in "Dezember 2026"."""
    return f"{MONATE[int(month[5:7]) - 1]} {month[:4]}"


def format_moment(iso: Any) -> str:
    """A moment with its time zone as local time: "23.11.2026, 20:05 Uhr"."""
    text = clean(iso)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    local = moment.astimezone(ZEITZONE) if moment.tzinfo else moment
    return local.strftime("%d.%m.%Y, %H:%M Uhr")


def plural(n: int, one: str, many: str) -> str:
    """As in "1 Ortsteil", "5 Ortsteile"."""
    return f"{format_number(n)} {one if n == 1 else many}"


def listing(words: Iterable[str], last: str = "und") -> str:
    """As in "A, B und C"; "" for none."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def unbroken(text: str) -> str:
    """The text with its numbers and units held together on one line ("8,8 %", "n = 87")."""
    return _UNITS.sub("\u00a0", text)


def html_escape(text: Any) -> str:
    """Text that may stand in HTML and inside a JavaScript template literal."""
    return html.escape(clean(text), quote=True).replace("`", "&#96;").replace("$", "&#36;")
