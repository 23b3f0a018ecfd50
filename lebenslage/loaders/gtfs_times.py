"""Stop times of the trips that call near the Gemeinde: from texts to departures in minutes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import Findings
from lebenslage.loaders.gtfs_tables import ZEILE, Feed, one_of

_FILE: Final = "stop_times.txt"
#: "7:05", "07:05:30"; the hours of a day of service go beyond 24.
_TIME: Final = r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$"
#: `pickup_type`: nobody may board; only after a call (Rufbus).
_NO_PICKUP: Final = "1"
_ON_CALL: Final = ("2", "3")


def minutes(texts: pd.Series) -> pd.Series:
    """Minutes after 0:00 of the day of service; NaN for an empty or unreadable time."""
    parts = texts.str.extract(_TIME)
    hours, whole = pd.to_numeric(parts[0]), pd.to_numeric(parts[1])
    return 60.0 * hours + whole + pd.to_numeric(parts[2]).fillna(0) / 60.0


def trips_calling_at(feed: Feed, stops: list[str]) -> list[str]:
    """Ids of all trips that call at one of the stops; first reading of the large table."""
    table = feed.table(_FILE, ("trip_id", "stop_id"), keep=one_of("stop_id", stops))
    return list(dict.fromkeys(table["trip_id"]))


def stop_times(feed: Feed, trips: list[str], findings: Findings) -> pd.DataFrame:
    """All calls of these trips in their order; second reading of the large table.

    Returns
    -------
    pd.DataFrame
        `trip_id, stop_id, folge, minute, pickup_type, letzter` (bool: where the trip ends), with
        `ZEILE`. Times that the feed leaves open between two given ones are interpolated by place
        in the trip, as the reference allows.
    """
    needed = ("trip_id", "stop_id", "stop_sequence")
    optional = ("departure_time", "arrival_time", "pickup_type")
    table = feed.table(_FILE, needed, optional, keep=one_of("trip_id", trips))
    if table.empty:
        return table
    given = table["departure_time"].where(table["departure_time"] != "", table["arrival_time"])
    table["minute"] = minutes(given)
    table["folge"] = pd.to_numeric(table["stop_sequence"], errors="coerce")
    _tell(table, (given != "") & table["minute"].isna(), given, "departure_time", findings)
    _tell(table, table["folge"].isna(), table["stop_sequence"], "stop_sequence", findings)
    table = table.sort_values(["trip_id", "folge"], kind="stable", ignore_index=True)
    twice = table.duplicated(["trip_id", "folge"]) & table["folge"].notna()
    _tell(table, twice, table["stop_sequence"], "stop_sequence", findings, _TWICE)
    if not findings and table["minute"].isna().any():
        table["minute"] = table.groupby("trip_id", sort=False)["minute"].transform(
            lambda one: one.interpolate(limit_area="inside")
        )
    table["letzter"] = ~table.duplicated("trip_id", keep="last")
    return table


_TWICE: Final = "„{}“: Die Fahrt hat zwei Halte mit der Folge {}; jede Nummer genau einmal."
_UNREADABLE: Final = {
    "departure_time": "„{}“: „{}“ ist keine Uhrzeit; erwartet wird HH:MM:SS (auch über 24:00:00).",
    "stop_sequence": "„{}“: „{}“ ist keine Nummer in der Folge der Halte.",
}


def _tell(
    table: pd.DataFrame,
    wrong: pd.Series,
    texts: pd.Series,
    column: str,
    findings: Findings,
    message: str = "",
) -> None:
    lines = table.loc[wrong.to_numpy(), ZEILE].tolist()
    found = texts[wrong.to_numpy()].tolist()
    pairs = list(zip(lines, found, strict=True))
    for line, text in findings.listed(pairs):
        told = (message or _UNREADABLE[column]).format(_FILE, text)
        findings.add(told, zeile=int(line), spalte=column, wert=text)


def boarding(calls: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Calls at which a passenger can board without having called before."""
    on_call = calls["pickup_type"].isin(_ON_CALL) & ~calls["letzter"]
    if count := int(on_call.sum()):
        findings.note(
            f"{count} Abfahrten von Rufbussen (nur nach Anmeldung) sind nicht mitgezählt."
        )
    fits = ~calls["letzter"] & (calls["pickup_type"] != _NO_PICKUP) & ~on_call
    return calls[fits & calls["minute"].notna()]


def with_headways(calls: pd.DataFrame, feed: Feed, findings: Findings) -> pd.DataFrame:
    """Repeat the trips of `frequencies.txt`: one departure each `headway_secs`.

    The times of such a trip only tell how long it takes; it starts at `start_time`, then again
    after each headway, the last time before `end_time`.
    """
    if not feed.has("frequencies.txt"):
        return calls
    needed = ("trip_id", "start_time", "end_time", "headway_secs")
    trips = list(dict.fromkeys(calls["trip_id"]))
    table = feed.table("frequencies.txt", needed, keep=one_of("trip_id", trips))
    start, end = minutes(table["start_time"]), minutes(table["end_time"])
    headway = pd.to_numeric(table["headway_secs"], errors="coerce") / 60.0
    wrong = start.isna() | end.isna() | ~(headway > 0)
    for line in table.loc[wrong.to_numpy(), ZEILE].tolist():
        text = "„frequencies.txt“: Erwartet werden Beginn, Ende (HH:MM:SS) und Takt in Sekunden."
        findings.add(text, zeile=int(line))
    if findings or table.empty:
        return calls
    begins = calls.groupby("trip_id")["minute"].min()
    parts = [calls[~calls["trip_id"].isin(table["trip_id"])]]
    for trip, low, high, step in zip(table["trip_id"], start, end, headway, strict=True):
        own = calls[calls["trip_id"] == trip]
        for number, moment in enumerate(np.arange(low, high, step)):
            shifted = own.assign(minute=own["minute"] + moment - begins[trip])
            # every repetition is a trip of its own, the service stays that of the original
            parts.append(shifted.assign(fahrt=f"{trip} ({low:g}+{number})"))
    return pd.concat(parts, ignore_index=True)
