"""What can be reached, in German: connections of a day, distances, changes between timetables."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from lebenslage.model.places import ARTEN
from lebenslage.model.rules import Reach
from lebenslage.model.timetable import TAGE, Timetable
from lebenslage.report.formats import format_date, format_number, listing, plural

_DAY: Final = 24 * 60


def clock(minute: float) -> str:
    """A time of day: "7:05 Uhr", after midnight with a hint; empty where there is none."""
    if math.isnan(minute):
        return "–"
    hours, rest = divmod(int(minute) % _DAY, 60)
    return f"{hours}:{rest:02} Uhr" + (" (nachts)" if minute >= _DAY else "")


def _rounded(metres: float) -> str:
    """To ten metres: the centre of a cell is no front door."""
    return format_number(10 * round(metres / 10))


def connection_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Connections of one area (`departures.connections`) as texts, one row per kind of day."""
    return pd.DataFrame(
        [
            {
                "Tag": TAGE[row["tag"]],
                "Abfahrten": format_number(row["abfahrten"]),
                "erste": clock(row["erste"]),
                "letzte": clock(row["letzte"]),
                "Linien": ", ".join(row["linien"]) or "–",
            }
            for row in rows.to_dict("records")
        ]
    )


def describe_connections(rows: pd.DataFrame, name: str, table: Timetable, reach: Reach) -> str:
    """One sentence on the working day of one area."""
    by_day = {row["tag"]: row for row in rows.to_dict("records")}
    day = by_day["werktag"]
    where = f"an Haltestellen in höchstens {format_number(reach.haltestelle)} m"
    when = f"Fahrplan ab {format_date(table.von)}"
    if not day["abfahrten"]:
        return f"{when}: In {name} gibt es an einem Werktag keine Abfahrt {where}."
    trips = plural(day["abfahrten"], "Abfahrt", "Abfahrten")
    last = f"die letzte um {clock(day['letzte'])}"
    return f"{when}: In {name} gibt es an einem Werktag {trips} {where}, {last}."


def describe_changes(rows: pd.DataFrame, before: Timetable) -> str:
    """What differs from the timetable before, by kind of day; of one area."""
    found = []
    for row in rows.to_dict("records"):
        parts = []
        if (more := row["nachher"] - row["vorher"]) != 0:
            word = "mehr" if more > 0 else "weniger"
            trips = plural(abs(more), "Abfahrt", "Abfahrten")
            parts.append(f"{trips} {word} ({row['vorher']} → {row['nachher']})")
        if row["neu"]:
            parts.append(f"neu {listing(row['neu'])}")
        if row["entfallen"]:
            parts.append(f"entfallen {listing(row['entfallen'])}")
        if parts:
            found.append(f"{TAGE[row['tag']]} {', '.join(parts)}.")
    since = f"Gegenüber dem Fahrplan ab {format_date(before.von)}"
    return f"{since}: {' '.join(found)}" if found else f"{since} hat sich nichts geändert."


def distance_words(rows: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Distances of one area (`distances.distance_table`) as texts, one row per kind of place."""
    short, long = format_number(reach.haltestelle), format_number(reach.fussweg)
    return pd.DataFrame(
        [
            {
                "Nächster Ort": ARTEN[row["art"]],
                "im Mittel": f"{_rounded(row['mittel'])} m",
                "für die Hälfte höchstens": f"{_rounded(row['median'])} m",
                f"in höchstens {short} m": f"{format_number(row['nah_kurz'])} %",
                f"in höchstens {long} m": f"{format_number(row['nah'])} %",
            }
            for row in rows.to_dict("records")
        ]
    )


def describe_distances(rows: pd.DataFrame, name: str, by_path: bool, stand: str) -> str:
    """One sentence: nearest and furthest kind of place of one area."""
    ordered = rows.sort_values("mittel")
    near, far = ordered.iloc[0], ordered.iloc[-1]
    how = "auf Wegen" if by_path else "in Luftlinie"
    text = (
        f"Am nächsten liegt in {name} im Mittel: {ARTEN[near['art']]} "
        f"({_rounded(near['mittel'])} m {how})"
    )
    if len(ordered) > 1:
        text += f", am weitesten: {ARTEN[far['art']]} ({_rounded(far['mittel'])} m)"
    return f"{text}; Stand {format_date(stand)}."


def places_table(places: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Places as texts, those that have closed among them."""
    closed = listed[~listed["ort_id"].isin(places["ort_id"])]
    notes = listed.set_index("ort_id")
    rows = []
    for row in [*places.to_dict("records"), *closed.to_dict("records")]:
        own = notes.loc[row["ort_id"]] if row["ort_id"] in notes.index else None
        state = "offen"
        if own is not None and own["geschlossen"]:
            state = f"geschlossen seit {format_date(own['geschlossen'])}"
        elif own is not None and own["geoeffnet"]:
            state = f"offen seit {format_date(own['geoeffnet'])}"
        source = "OpenStreetMap" if own is None else "Ortsliste der Gemeinde"
        rows.append({"Name": row["name"] or "ohne Namen", "Zustand": state, "Herkunft": source})
    return pd.DataFrame(rows, columns=["Name", "Zustand", "Herkunft"])
