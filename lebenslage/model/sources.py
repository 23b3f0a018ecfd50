"""How often a source is published, and when its next delivery is due."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Final

#: Rhythm of a source -> months between two of its dates; None: there is no next one to wait for.
RHYTHMEN: Final[Mapping[str, int | None]] = {
    "monatlich": 1,
    "vierteljährlich": 3,
    "halbjährlich": 6,
    "jährlich": 12,
    "alle 2 Jahre": 24,
    "alle 3 Jahre": 36,
    "alle 4 Jahre": 48,
    "alle 5 Jahre": 60,
    "alle 6 Jahre": 72,
    "alle 10 Jahre": 120,
    "unregelmäßig": None,
    "einmalig": None,
}
EINMALIG: Final = "einmalig"
#: Official figures are published within a year after their date, at the latest.
_PUBLISHED_WITHIN: Final = 12


def due_date(stand: str, naechste_lieferung: str, rhythmus: str) -> str:
    """When the next delivery should be there.

    Parameters
    ----------
    stand : str
        ISO date or year of the figures that are there.
    naechste_lieferung : str
        What the source itself announces (date, month or year); beats the rhythm.
    rhythmus : str
        Key of `RHYTHMEN`, or empty.

    Returns
    -------
    str
        As announced; else the date one rhythm after `stand` plus the time until figures are
        published (as long as the rhythm, a year at most); empty if nothing tells it.
    """
    months = RHYTHMEN.get(rhythmus)
    if naechste_lieferung or months is None or (start := _date(stand)) is None:
        return naechste_lieferung
    due = start.year * 12 + start.month - 1 + months + min(months, _PUBLISHED_WITHIN)
    year, month = divmod(due, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day).isoformat()


def _date(stand: str) -> dt.date | None:
    """The day of a date; of a year its last one."""
    try:
        if len(stand) == 4:
            return dt.date(int(stand), 12, 31)
        return dt.date.fromisoformat(stand)
    except ValueError:
        return None
