"""Timetables as published: a GTFS archive, filtered to the stops near the Gemeinde."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pandas as pd
from pyproj import Transformer

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.findings import Findings, quoted
from lebenslage.loaders.formats import PREVIEW_ROWS, Format, Job, Opened, Outcome, fits_kind
from lebenslage.loaders.gtfs_days import service_days, typical_days
from lebenslage.loaders.gtfs_tables import ZEILE, Feed, one_of
from lebenslage.loaders.gtfs_times import boarding, stop_times, trips_calling_at, with_headways
from lebenslage.model import columns
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.timetable import ABFAHRTEN, HALTE, TAGE, Timetable

_NEEDED: Final = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
#: Beginning of a DHID: country, area, stop ("de:08125:4344"); what follows is the platform.
_DHID: Final = re.compile(r"(?:^|:)([a-z]{2}:\d+:[^:]+)")


def read_feed(opened: Opened, job: Job) -> Outcome:
    """Read what a feed says about the Gemeinde; of a national one only that is kept in memory."""
    findings, name = job.findings, opened.source.name
    assert opened.archiv is not None
    feed = Feed(opened.archiv, findings)
    if missing := [table for table in _NEEDED if not feed.has(table)]:
        word = "fehlt" if len(missing) == 1 else "fehlen"
        raise DatenFehler(Problem(f"Im Fahrplan {word} {quoted(missing)}.", datei=name))
    if job.known.ausschnitt is None:
        text = "Ein Fahrplan wird auf die Gemeinde zugeschnitten; zuerst braucht es die Ortsteile."
        raise DatenFehler(Problem(text, datei=name))
    stops = _stops(feed, job)
    calls = _calls(feed, stops, findings) if len(stops) else pd.DataFrame()
    if findings or calls.empty:
        return Outcome(None, 0, 0)
    return _outcome(opened, feed, stops, calls, job)


def _stops(feed: Feed, job: Job) -> pd.DataFrame:
    """Stops near the Gemeinde: `stop_id, halt_id, name, lat, lon`."""
    needed = ("stop_id", "stop_name")
    optional = ("stop_lat", "stop_lon", "location_type", "parent_station")
    table = feed.table("stops.txt", needed, optional)
    for column in ("stop_lat", "stop_lon"):
        numbers = pd.to_numeric(table[column], errors="coerce")
        wrong = (table[column] != "") & numbers.isna()
        for line, text in zip(table.loc[wrong, ZEILE], table.loc[wrong, column], strict=True):
            message = f"„stops.txt“: „{text}“ ist keine Koordinate in Grad."
            job.findings.add(message, zeile=int(line), spalte=column, wert=text)
        table[column] = numbers
    if job.findings or table.empty:
        return table.head(0)
    # a platform without a place of its own lies where its station is
    station = table.drop_duplicates("stop_id").set_index("stop_id")
    for column in ("stop_lat", "stop_lon", "stop_name"):
        of_station = table["parent_station"].map(station[column])
        empty = table[column].isna() | (table[column].astype(str) == "")
        table[column] = table[column].where(~empty, of_station)
    assert job.known.ausschnitt is not None
    left, bottom, right, top = job.known.ausschnitt
    to_grid = Transformer.from_crs(CRS_MAP, CRS_GRID, always_xy=True)
    x, y = to_grid.transform(table["stop_lon"].to_numpy(float), table["stop_lat"].to_numpy(float))
    near = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    table = table[near & table["location_type"].isin(["", "0"])]
    if table.empty:
        job.findings.add("Keine Haltestelle dieses Fahrplans liegt in der Nähe der Gemeinde.")
    halt = [_halt(*pair) for pair in zip(table["stop_id"], table["parent_station"], strict=True)]
    renamed = table.rename(columns={"stop_name": "name", "stop_lat": "lat", "stop_lon": "lon"})
    placed: pd.DataFrame = renamed.assign(halt_id=halt)[["stop_id", *HALTE]]
    return placed.reset_index(drop=True)


def _halt(stop: str, parent: str) -> str:
    """One name for all platforms of a stop: the first three parts of its DHID, else its station."""
    for text in (stop, parent):
        if match := _DHID.search(text):
            return match[1]
    return parent or stop


def _calls(feed: Feed, stops: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Where one can board near the Gemeinde: the calls with line, direction and service."""
    trips = trips_calling_at(feed, stops["stop_id"].tolist())
    if not trips and not findings:
        findings.add("Keine Fahrt dieses Fahrplans hält in der Nähe der Gemeinde.")
    if findings:
        return pd.DataFrame()
    calls = stop_times(feed, trips, findings)
    needed = ("trip_id", "route_id", "service_id")
    known = feed.table("trips.txt", needed, ("trip_headsign",), one_of("trip_id", trips))
    routes = feed.table("routes.txt", ("route_id",), ("route_short_name", "route_long_name"))
    if findings:
        return pd.DataFrame()
    for column, name, ids, where in (
        ("trip_id", "trips.txt", set(known["trip_id"]), calls),
        ("route_id", "routes.txt", set(routes["route_id"]), known),
    ):
        lost = where[~where[column].isin(ids)].drop_duplicates(column)
        here = "stop_times.txt" if where is calls else "trips.txt"
        for key, line in findings.listed(list(zip(lost[column], lost[ZEILE], strict=True))):
            text = f"„{here}“: „{key}“ steht nicht in „{name}“."
            findings.add(text, zeile=int(line), spalte=column, wert=key)
    short, long = routes["route_short_name"], routes["route_long_name"]
    routes["linie"] = short.where(short != "", long).where(
        (short != "") | (long != ""), "ohne Namen"
    )
    known = known.drop(columns=ZEILE).merge(routes[["route_id", "linie"]], on="route_id")
    ends = calls[calls["letzter"]][["trip_id", "stop_id"]].rename(columns={"stop_id": "ende"})
    calls = with_headways(calls.assign(fahrt=calls["trip_id"]), feed, findings)
    calls = boarding(calls, findings).merge(known, on="trip_id").merge(ends, on="trip_id")
    return calls.merge(stops[["stop_id", "halt_id"]], on="stop_id")


def _outcome(
    opened: Opened, feed: Feed, stops: pd.DataFrame, calls: pd.DataFrame, job: Job
) -> Outcome:
    findings = job.findings
    runs = service_days(feed, list(dict.fromkeys(calls["service_id"])), findings)
    if findings:
        return Outcome(None, 0, 0)
    counts = calls.groupby("service_id")["trip_id"].size()
    per_day = runs.loc[counts.index].mul(counts, axis=0).sum() if len(runs) else pd.Series()
    busy = per_day[per_day > 0]
    if busy.empty:
        findings.add("An keinem Tag des Fahrplans fährt in der Nähe der Gemeinde etwas ab.")
        return Outcome(None, 0, 0)
    first, last = min(busy.index), max(busy.index)
    days = typical_days(per_day[(per_day.index >= first) & (per_day.index <= last)], job.known.ags)
    if "werktag" not in days:
        findings.add("Der Fahrplan enthält keinen Dienstag, Mittwoch oder Donnerstag.")
        return Outcome(None, 0, 0)
    departures = _departures(feed, calls, runs, days)
    halts = stops[stops["halt_id"].isin(calls["halt_id"])]
    halts = halts.groupby("halt_id", as_index=False).agg(
        name=("name", "first"), lat=("lat", "mean"), lon=("lon", "mean")
    )[list(HALTE)]
    von, bis = first.isoformat(), last.isoformat()
    source = _source(feed, von, bis)
    content = Timetable(
        von, bis, days, halts, departures, str(source[columns.QUELLE].iat[0]), source
    )
    _tell_days(content, findings)
    return Outcome(
        content,
        zeilen=len(departures),
        spalten=len(ABFAHRTEN),
        vorschau=halts.head(PREVIEW_ROWS).astype(str),
        zusammenfassung=_summary(content),
        roh=None if opened.source.data else departures.to_csv(index=False, sep=";").encode(),
    )


def _departures(
    feed: Feed, calls: pd.DataFrame, runs: pd.DataFrame, days: dict[str, str]
) -> pd.DataFrame:
    """Departures of the typical days; a trip that calls twice at a stop leaves it once."""
    stops = feed.table(
        "stops.txt", ("stop_id", "stop_name"), keep=one_of("stop_id", list(calls["ende"].unique()))
    )
    names = stops.drop_duplicates("stop_id").set_index("stop_id")["stop_name"]
    calls = calls.assign(
        ziel=calls["trip_headsign"].where(
            calls["trip_headsign"] != "", calls["ende"].map(names).fillna("")
        ),
        minute=calls["minute"].round(2),
        fahrt_id=calls["fahrt"],
    )
    parts = []
    for kind, day in days.items():
        running = runs.index[runs[date.fromisoformat(day)]]
        parts.append(calls[calls["service_id"].isin(running)].assign(tag=kind))
    whole = pd.concat(parts, ignore_index=True)
    whole = whole.drop_duplicates(["halt_id", "tag", "fahrt_id"])
    return whole.sort_values(["tag", "minute", "halt_id", "fahrt_id"])[list(ABFAHRTEN)].reset_index(
        drop=True
    )


def _source(feed: Feed, von: str, bis: str) -> pd.DataFrame:
    """The feed's publisher as a source; `naechste_lieferung` is the day after its last one."""
    name = address = ""
    if feed.has("feed_info.txt"):
        table = feed.table("feed_info.txt", (), ("feed_publisher_name", "feed_publisher_url"))
        if len(table):
            name = str(table["feed_publisher_name"].iat[0])
            address = str(table["feed_publisher_url"].iat[0])
    if not name and feed.has("agency.txt"):
        agencies = feed.table("agency.txt", (), ("agency_name",))
        name = ", ".join(dict.fromkeys(agencies["agency_name"].head(3)))
    row = dict.fromkeys(columns.QUELLEN, "") | {
        columns.QUELLE: f"fahrplan-{von}",
        "herausgeber": name or "Herausgeber des Fahrplans",
        "titel": "Soll-Fahrplan (GTFS)",
        "lizenz": "siehe Herausgeber",
        columns.STAND: von,
        "adresse": address if address.startswith(("https://", "http://")) else "",
        "naechste_lieferung": bis,
        "lieferant": name or "Herausgeber des Fahrplans",
    }
    return pd.DataFrame([row], columns=list(columns.QUELLEN))


def _tell_days(content: Timetable, findings: Findings) -> None:
    days = ", ".join(f"{TAGE[kind]} {_german(day)}" for kind, day in content.tage.items())
    findings.note(
        f"Als typische Tage gelten {days}: je Art von Tag die Zahl der Abfahrten, die am "
        "häufigsten vorkommt; Werktage sind Dienstag bis Donnerstag, gesetzliche Feiertage "
        "zählen nicht."
    )
    if missing := [TAGE[kind] for kind in TAGE if kind not in content.tage]:
        findings.note(f"Der Fahrplan reicht nicht über: {', '.join(missing)}.")


def _summary(content: Timetable) -> dict[str, str | int]:
    counts = content.abfahrten["tag"].value_counts()
    return {
        "Gültig": f"{_german(content.von)} bis {_german(content.bis)}",
        "Haltestellen": len(content.halte),
        "Linien": int(content.abfahrten["linie"].nunique()),
        **{f"Abfahrten {TAGE[kind]}": int(counts.get(kind, 0)) for kind in content.tage},
    }


def _german(day: str) -> str:
    return f"{day[8:]}.{day[5:7]}.{day[:4]}"


FORMAT: Final = Format("gtfs", "Fahrplan (GTFS)", fits_kind("fahrplan"), read_feed)
