"""A national timetable, 30 million stop times, cut to a Gemeinde: time and peak memory."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import numpy as np

from benchmarks.measure import Row, apart

_TRIPS, _CALLS, _STOPS = 1_500_000, 20, 450_000
#: Trips written at once.
_BLOCK = 50_000


def write_feed(path: Path) -> None:
    """Made-up trips between stops all over Germany; line `n` is served by trips of its own."""
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(47.5, 54.8, _STOPS), rng.uniform(6.2, 14.8, _STOPS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        rows = (f"{i},Halt {i},{lat[i]:.6f},{lon[i]:.6f}\n" for i in range(_STOPS))
        archive.writestr("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(rows))
        archive.writestr("routes.txt", "route_id,route_short_name,route_type\nr,1,3\n")
        trips = "".join(f"r,s,{i}\n" for i in range(_TRIPS))
        archive.writestr("trips.txt", "route_id,service_id,trip_id\n" + trips)
        week = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday"
        archive.writestr(
            "calendar.txt", f"{week},start_date,end_date\ns,1,1,1,1,1,1,1,20250101,20251231\n"
        )
        with archive.open("stop_times.txt", "w", force_zip64=True) as file:
            file.write(b"trip_id,arrival_time,departure_time,stop_id,stop_sequence\n")
            for start in range(0, _TRIPS, _BLOCK):
                first = rng.integers(0, _STOPS - _CALLS, _BLOCK)
                minute = rng.integers(300, 1300, _BLOCK)
                lines = []
                for trip in range(_BLOCK):
                    for call in range(_CALLS):
                        hour, rest = divmod(int(minute[trip]) + 2 * call, 60)
                        time = f"{hour:02}:{rest:02}:00"
                        lines.append(f"{start + trip},{time},{time},{first[trip] + call},{call}\n")
                file.write("".join(lines).encode())


def run() -> list[Row]:
    """The command `check` of a file on the disk, in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "deutschland.zip"
        write_feed(path)
        size = path.stat().st_size / 1e6
        taken, memory = apart(["lebenslage", "check", str(path)])
        start, least = apart(["lebenslage", "imports"])
    work = "30 million stop times to a Gemeinde"
    return [
        Row(work, taken, "s", note=f"ZIP of {size:.0f} MB; start of the program {start:.1f} s"),
        Row(f"{work}: peak memory", memory, "GB", 1.0, f"of which the program {least:.2f} GB"),
    ]
