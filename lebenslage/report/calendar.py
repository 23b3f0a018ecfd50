"""Events as a calendar file (iCalendar, RFC 5545) that every calendar program reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from icalendar import Calendar, Event

from lebenslage.model.moments import ZEITZONE
from lebenslage.model.registers import Entry
from lebenslage.report.register_tables import marked


def ics(entries: Iterable[Entry], gemeinde: str, places: Mapping[str, str]) -> bytes:
    """Events as a calendar; the same entries give the same bytes.

    Parameters
    ----------
    entries : iterable of Entry
        Public ones, as `model.registers.published` returns them.
    gemeinde : str
        Name of the calendar.
    places : mapping
        Key of a Treffpunkt -> its name.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//lebenslage//Veranstaltungen//DE")
    calendar.add("version", "2.0")
    calendar.add("x-published-ttl", "PT6H")  # how often a program that subscribes looks again
    calendar.add("x-wr-calname", f"Veranstaltungen in {gemeinde}")
    for entry in entries:
        calendar.add_component(_event(entry, places))
    calendar.add_missing_timezones()  # RFC 5545 wants the rules of every zone that is named
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Entry, places: Mapping[str, str]) -> Event:
    event = Event()
    event.add("uid", f"{entry.kennung}@lebenslage")
    event.add("dtstamp", dt.datetime.fromisoformat(entry.wann or "2000-01-01T00:00:00+00:00"))
    event.add("sequence", entry.fassung - 1)
    event.add("summary", marked(entry.text("titel"), entry))
    first, last = entry.text("beginn"), entry.text("ende") or entry.text("beginn")
    event.add("dtstart", _moment(first, entry.text("uhrzeit")))
    if not entry.text("uhrzeit"):
        event.add("dtend", dt.date.fromisoformat(last) + dt.timedelta(days=1))
    elif entry.text("bis_uhrzeit"):
        event.add("dtend", _moment(last, entry.text("bis_uhrzeit")))
    if entry.text("beschreibung"):
        event.add("description", entry.text("beschreibung"))
    if place := places.get(entry.text("treffpunkt")):
        event.add("location", place)
    if entry.daten.get("abgesagt"):
        event.add("status", "CANCELLED")
    return event


def _moment(day: str, time: str) -> Any:
    date = dt.date.fromisoformat(day)
    if not time:
        return date
    return dt.datetime.combine(date, dt.time.fromisoformat(time), ZEITZONE)
