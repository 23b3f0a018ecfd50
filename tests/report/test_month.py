"""A month of events as a table."""

from __future__ import annotations

import datetime as dt

import lxml.html

from lebenslage.report.month import in_month, month_html, shifted
from tests.report.test_report_registers import event

TODAY = dt.date(2026, 12, 24)


def test_months_before_and_after():
    assert [shifted("2026-12", by) for by in (-12, -1, 0, 1, 13)] == [
        *("2025-12", "2026-11", "2026-12", "2027-01", "2028-01")
    ]


def test_what_touches_a_month_by_day_and_hour():
    events = [
        event("V-1", beginn="2026-11-30", ende="2026-12-01"),
        event("V-2", beginn="2026-12-31", uhrzeit="20:00"),
        event("V-3", beginn="2026-12-31", uhrzeit="09:00", ende="2027-01-01"),
        event("V-4", beginn="2027-01-01"),
        event("V-5", beginn="2026-11-29"),
    ]
    assert [e.kennung for e in in_month(events, "2026-12")] == ["V-1", "V-3", "V-2"]


def test_the_sheet_has_every_day_once_and_says_what_is_on():
    events = [
        event("V-1", beginn="2026-12-05", ende="2026-12-06", uhrzeit="10:00", titel="<b>Markt</b>"),
        event("V-2", beginn="2026-12-05", abgesagt=True, titel="Lauf"),
        *(event(f"V-{n}", beginn="2026-12-05") for n in (3, 4)),
    ]
    sheet = lxml.html.fromstring(month_html("2026-12", in_month(events, "2026-12"), TODAY))
    assert sheet.findtext("caption") == "Veranstaltungen im Dezember 2026"
    days = [time.get("datetime") for time in sheet.iter("time")]
    assert days == [f"2026-12-{day:02}" for day in range(1, 32)]
    # 1 December 2026 is a Tuesday: one empty cell before it, three after the 31st
    assert [len(row) for row in sheet.iter("tr")] == [7] * 6
    assert sum(not len(cell) for cell in sheet.iter("td")) == 4
    lines = {
        cell[0].get("datetime"): [li.text_content() for li in cell.iter("li")]
        for cell in sheet.iter("td")
        if cell.find("ul") is not None
    }
    assert lines == {
        "2026-12-05": ["Lauf abgesagt", "Fest V-3", "Fest V-4", "und 1 weitere"],
        "2026-12-06": ["<b>Markt</b>"],
    }
    (now,) = sheet.xpath('//td[@aria-current="date"]')
    assert now[0].text == "24"
