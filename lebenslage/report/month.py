"""A month of events as an HTML table: weeks as rows, days as cells."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from lebenslage.model.registers import Entry
from lebenslage.report import formats
from lebenslage.report.hyphens import soft
from lebenslage.report.register_tables import marked

DAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
#: Events that a day names; the list below has them all.
_PER_DAY: Final = 3
_WEEKS: Final = calendar.Calendar()


def shifted(month: str, by: int) -> str:
    """A month so many months later, "2026-12" + 1 = "2027-01"."""
    year, number = map(int, month.split("-"))
    year, number = divmod(year * 12 + number - 1 + by, 12)
    return f"{year:04}-{number + 1:02}"


def in_month(entries: Iterable[Entry], month: str) -> list[Entry]:
    """Events that touch a month ("2026-12"), the earliest first."""
    found = [
        each
        for each in entries
        if each.text("beginn")[:7] <= month <= (each.text("ende") or each.text("beginn"))[:7]
    ]
    return sorted(found, key=lambda e: (e.text("beginn"), e.text("uhrzeit"), e.kennung))


def month_html(month: str, entries: Sequence[Entry], heute: dt.date) -> str:
    """The table, with a caption and headings that a screen reader reads out.

    Parameters
    ----------
    month : str
        "2026-12".
    entries : sequence of Entry
        As `in_month` returns them; their texts are escaped here.
    """
    year, number = map(int, month.split("-"))
    head = "".join(f'<th scope="col"><abbr title="{day}">{day[:2]}</abbr></th>' for day in DAYS)
    rows = "".join(
        f"<tr>{''.join(_cell(day, number, entries, heute) for day in week)}</tr>"
        for week in _WEEKS.monthdatescalendar(year, number)
    )
    title = f"Veranstaltungen im {formats.format_month(month)}"
    return (
        f'<table class="monat" lang="de"><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(day: dt.date, month: int, entries: Sequence[Entry], heute: dt.date) -> str:
    if day.month != month:
        return "<td></td>"
    iso = day.isoformat()
    own = [
        each
        for each in entries
        if each.text("beginn") <= iso <= (each.text("ende") or each.text("beginn"))
    ]
    lines = "".join(f"<li>{_line(each, iso)}</li>" for each in own[:_PER_DAY])
    if len(own) > _PER_DAY:
        lines += f"<li>und {len(own) - _PER_DAY} weitere</li>"
    today = ' aria-current="date"' if day == heute else ""
    listed = f"<ul>{lines}</ul>" if lines else ""
    return f'<td{today}><time datetime="{iso}">{day.day}</time>{listed}</td>'


def _line(event: Entry, iso: str) -> str:
    text = formats.html_escape(soft(marked(event.text("titel"), event)))
    if event.daten.get("abgesagt"):
        return f"<s>{text}</s> abgesagt"
    first_day = event.text("beginn") == iso
    return f"{event.text('uhrzeit')} {text}".strip() if first_day else text
