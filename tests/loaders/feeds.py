"""A timetable of the tiny Gemeinde, small enough to read off every departure.

Line 381 from Nordheim over Osterfeld to Südhausen at 7:00 and 17:30, and at 24:10 only to
Osterfeld, from Monday to Friday; a Saturday bus at 10:00; nothing on Sundays; in the
week of 20 January 2025 one bus at 9:00 instead of all others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pyproj import Transformer

from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.exchange import Known, Source, grid_window
from tests import tiny
from tests.loaders.build import KNOWN, archive

_DEGREES: Final = Transformer.from_crs(CRS_GRID, CRS_MAP, always_xy=True)
#: What is known once the areas are there.
WITH_AREAS: Final[Known] = replace(KNOWN, ausschnitt=grid_window(tiny.ortsteile()), ags=tiny.AGS)
_HOLIDAYS: Final = [f"202501{day}" for day in range(20, 25)]


def degrees(ortsteil: str, x: float = 500, y: float = 500) -> tuple[float, float]:
    """Longitude and latitude of a place, in metres from the corner of an Ortsteil."""
    left, bottom = tiny.CORNERS[ortsteil]
    lon, lat = _DEGREES.transform(left + x, bottom + y)
    return float(lon), float(lat)


def _stop(key: str, name: str, place: tuple[float, float]) -> str:
    return f"{key},{name},{place[1]:.6f},{place[0]:.6f}"


def tables() -> dict[str, str]:
    """The texts of the feed by name of their file."""
    return {
        "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n"
        "1,Verkehrsverbund Musterkreis,https://verbund.example,Europe/Berlin\n",
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
        + "\n".join(
            [
                _stop("de:08999:1:0:1", "Nordheim Rathaus", degrees("nordheim", 490)),
                _stop("de:08999:1:0:2", "Nordheim Rathaus", degrees("nordheim", 510)),
                _stop("de:08999:2:0:1", "Osterfeld Kirche", degrees("osterfeld")),
                _stop("de:08999:3:0:1", "Südhausen", degrees("suedhausen")),
                "de:11000:9,Berlin Hbf,52.525,13.369",
            ]
        )
        + "\n",
        "routes.txt": "route_id,route_short_name,route_long_name,route_type\n"
        "r1,381,,3\nr2,,Samstagsbus,3\nr9,ICE,,2\n",
        "trips.txt": "route_id,service_id,trip_id,trip_headsign\n"
        "r1,schule,t1,\nr1,schule,t2,\nr1,schule,t3,Osterfeld\nr2,sa,s1,\nr1,ferien,f1,\n"
        "r9,schule,ice,Nirgends\n",
        "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
        "start_date,end_date\n"
        "schule,1,1,1,1,1,0,0,20250107,20250202\nsa,0,0,0,0,0,1,0,20250107,20250202\n",
        "calendar_dates.txt": "service_id,date,exception_type\n"
        + "".join(f"schule,{day},2\nferien,{day},1\n" for day in _HOLIDAYS),
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,7:00:00,7:00:00,de:08999:1:0:1,1\n"
        "t1,07:05:00,07:05:00,de:08999:2:0:1,2\n"
        "t1,07:10:00,07:10:00,de:08999:3:0:1,3\n"
        "ice,08:00:00,08:00:00,de:11000:9,1\n"
        "t2,17:30:00,17:30:00,de:08999:1:0:2,1\n"
        "t2,,,de:08999:2:0:1,2\n"
        "t2,17:40:00,17:40:00,de:08999:3:0:1,3\n"
        "t3,24:10:00,24:10:00,de:08999:1:0:1,1\n"
        "t3,24:15:00,24:15:00,de:08999:2:0:1,2\n"
        "s1,10:00:00,10:00:00,de:08999:1:0:1,1\n"
        "s1,10:05:00,10:05:00,de:08999:2:0:1,2\n"
        "f1,09:00:00,09:00:00,de:08999:1:0:1,1\n"
        "f1,09:05:00,09:05:00,de:08999:2:0:1,2\n",
    }


def feed(**changed: str | None) -> Source:
    """The feed with some tables replaced (`stop_times="..."`) or left out (None)."""
    texts = tables()
    for name, text in changed.items():
        if text is None:
            texts.pop(f"{name}.txt", None)
        else:
            texts[f"{name}.txt"] = text
    return archive({name: text.encode() for name, text in texts.items()}, "fahrplan.zip")
