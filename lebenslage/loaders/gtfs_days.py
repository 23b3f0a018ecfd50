"""On which days the trips of a feed run, and which days are typical."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import holidays
import numpy as np
import pandas as pd

from lebenslage.loaders.findings import Findings
from lebenslage.loaders.gtfs_tables import ZEILE, Feed, one_of
from lebenslage.model.timetable import SAMSTAG, SONNTAG, WERKTAG

_WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Days of the week that stand for each kind of day. Mondays and Fridays have journeys of their
#: own (weekend commuters), as transport surveys know; they are left out.
_KINDS: Final[Mapping[str, tuple[int, ...]]] = {WERKTAG: (1, 2, 3), SAMSTAG: (5,), SONNTAG: (6,)}
#: Code of the Land in `holidays` by the first two digits of the AGS.
_LAND: Final[Mapping[str, str]] = {
    **{"01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP"},
    **{"08": "BW", "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN"},
    **{"15": "ST", "16": "TH"},
}
#: No feed spans more days than this.
_LONGEST: Final = 800


def service_days(feed: Feed, services: list[str], findings: Findings) -> pd.DataFrame:
    """Which service runs on which day.

    Returns
    -------
    pd.DataFrame
        bool; index `service_id`, columns dates in order without a gap. Empty if neither table is
        there or none of their rows can be read (problems are noted).
    """
    regular, single = feed.has("calendar.txt"), feed.has("calendar_dates.txt")
    if not regular and not single:
        findings.add(
            "Der Fahrplan enthält weder „calendar.txt“ noch „calendar_dates.txt“; mindestens eine "
            "davon sagt, an welchen Tagen gefahren wird."
        )
        return pd.DataFrame()
    weeks, extra = pd.DataFrame(), pd.DataFrame()
    keep = one_of("service_id", services)
    if regular:
        wanted = ("service_id", *_WEEK, "start_date", "end_date")
        weeks = feed.table("calendar.txt", wanted, keep=keep)
        for column in ("start_date", "end_date"):
            weeks[column] = _dates(weeks, column, "calendar.txt", findings)
    if single:
        needed = ("service_id", "date", "exception_type")
        extra = feed.table("calendar_dates.txt", needed, keep=keep)
        extra["date"] = _dates(extra, "date", "calendar_dates.txt", findings)
    told = [*(weeks[c] for c in ("start_date", "end_date") if len(weeks))]
    told += [extra["date"]] if len(extra) else []
    every = pd.concat(told).dropna() if told else pd.Series(dtype=object)
    if findings or every.empty:
        return pd.DataFrame()
    first, last = every.min(), every.max()
    if (last - first).days > _LONGEST:
        last = first + timedelta(days=_LONGEST)
        findings.note(
            f"Der Fahrplan reicht über mehr als {_LONGEST} Tage; gelesen sind die ersten."
        )
    return _matrix(
        weeks, extra, services, [first + timedelta(n) for n in range((last - first).days + 1)]
    )


def _matrix(
    weeks: pd.DataFrame, extra: pd.DataFrame, services: list[str], days: list[date]
) -> pd.DataFrame:
    runs = pd.DataFrame(False, index=pd.Index(services), columns=pd.Index(days, dtype=object))
    weekday = np.array([day.weekday() for day in days])
    dates = np.array(days)
    for row in weeks.to_dict("records"):
        pattern = np.array([row[name] == "1" for name in _WEEK])
        inside = (dates >= row["start_date"]) & (dates <= row["end_date"])
        runs.loc[row["service_id"]] |= pattern[weekday] & inside
    for row in extra.to_dict("records"):
        if row["date"] in runs.columns:
            runs.loc[row["service_id"], row["date"]] = row["exception_type"] == "1"
    return runs


def typical_days(departures: pd.Series, ags: str) -> dict[str, str]:
    """The day that stands for each kind of day.

    Parameters
    ----------
    departures : pd.Series
        Departures near the Gemeinde by date, from the first to the last day that has any.
    ags : str
        Tells the Land, and so its public holidays; empty: only those of all Länder.

    Notes
    -----
    Of all Tuesdays, Wednesdays and Thursdays (Saturdays; Sundays) that are no public holiday, the
    number of departures that most of them have is the typical one: holidays of schools and
    roadworks are the exception in any feed that spans a few weeks. Of equally frequent numbers the
    larger counts; of the days with that number the first.
    """
    days = list(departures.index)
    years = sorted({day.year for day in days})
    free = holidays.country_holidays("DE", subdiv=_LAND.get(ags[:2]), years=years)
    chosen = {}
    for kind, weekdays in _KINDS.items():
        fitting = departures[[d.weekday() in weekdays and d not in free for d in days]]
        if len(fitting):
            often = fitting.value_counts()
            number = max(often[often == often.max()].index)
            chosen[kind] = fitting.index[fitting == number][0].isoformat()
    return chosen


def _dates(table: pd.DataFrame, column: str, name: str, findings: Findings) -> list[date | None]:
    found: list[date | None] = []
    for text, line in zip(table[column], table[ZEILE], strict=True):
        try:
            if len(text) != 8:
                raise ValueError
            found.append(date(int(text[:4]), int(text[4:6]), int(text[6:])))
        except ValueError:
            message = f"„{name}“: „{text}“ ist kein Datum; erwartet wird JJJJMMTT."
            findings.add(message, zeile=int(line), spalte=column, wert=text)
            found.append(None)
    return found
