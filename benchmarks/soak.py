"""Two hours of mixed use (`make soak`): memory must not go on growing, nothing may go wrong.

`LEBENSLAGE_DAUER` (seconds) makes it shorter. Every few seconds something is imported and taken
back, so that caches are renewed all the time.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Row, resident
from benchmarks.sessions import Visit, crowd
from lebenslage.store import Store, sqlite_url
from tests.browser.server import Server
from tests.store.builders import value_delivery

SESSIONS = 30
SECONDS = float(os.environ.get("LEBENSLAGE_DAUER") or 7200)
#: MB that the second half may need more than the first had at its end, for every hour of it.
BOUND = 100.0
#: Seconds between two imports.
RHYTHM = 20.0


def run() -> list[Row]:
    """Visitors come, stay a while and go; memory at half-time and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "instanz")
        server.instanz.mkdir()
        server.start()
        try:
            asyncio.run(crowd(server.url, 1, clicks=40))
            first, early = asyncio.run(_half(server))
            middle = resident(server.pid) / 1e6
            second, late = asyncio.run(_half(server))
            end = resident(server.pid) / 1e6
        finally:
            server.stop()
    visits = [*first, *second]
    errors = [error for visit in visits for error in visit.errors]
    clicks = sum(len(visit.times) for visit in visits)
    growth = (end - middle) / (SECONDS / 2 / 3600)
    told = f"{middle:.0f} MB at half-time, {end:.0f} MB at the end, {SECONDS:.0f} s in all"
    return [
        Row("memory grows in an hour", growth, "MB", BOUND, told),
        Row("errors", len(errors), "", 0, errors[0][:80] if errors else f"{clicks} clicks"),
        Row("imports and undos", early + late, "", None, f"one every {RHYTHM:g} s"),
    ]


async def _half(server: Server) -> tuple[list[Visit], int]:
    """Half of the time: visitors that stay five minutes each, and somebody who imports."""
    until = time.monotonic() + SECONDS / 2
    url = sqlite_url(server.instanz / "lebenslage.sqlite")
    importing = asyncio.create_task(asyncio.to_thread(_import, url, until))
    visits: list[Visit] = []
    while (left := until - time.monotonic()) > 0:
        visits += await crowd(server.url, SESSIONS, seconds=min(left, 300), pause=(0.5, 4.0))
    return visits, await importing


def _import(url: str, until: float) -> int:
    """Take a value in and back again; how often."""
    count = 0
    with Store(url) as store:
        area = str(store.snapshot().ortsteile["ortsteil_id"].iloc[0])
        while time.monotonic() < until:
            cells = {(area, "einwohner", "2001"): 1000.0 + time.time() % 1000}
            (record,) = store.import_deliveries([value_delivery(cells)], wer="Dauerlauf")
            time.sleep(min(RHYTHM, max(0.0, until - time.monotonic())))
            store.undo(record.id, wer="Dauerlauf")
            count += 2
    return count
