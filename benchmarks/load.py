"""Many visitors at once over WebSocket: how long a click takes, and how much memory a session."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.measure import Row, percentile, resident
from benchmarks.sessions import Visit, crowd
from tests.browser.server import Server

CLICKS = 12
#: Seconds that a person looks at a page before the next click.
THINKING = (1.0, 5.0)


def run() -> list[Row]:
    """30 sessions clicking without a pause; 30 and 100 that think between clicks."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "instanz")
        server.instanz.mkdir()
        server.start()
        try:
            asyncio.run(crowd(server.url, 1, clicks=60))  # every page once: caches are warm
            for count, pause in ((30, (0.0, 0.0)), (30, THINKING), (100, THINKING)):
                before = resident(server.pid)
                visits = asyncio.run(crowd(server.url, count, clicks=CLICKS, pause=pause))
                grown = (resident(server.pid) - before) / count / 1e6
                rows += _rows(count, pause, visits, grown)
        finally:
            server.stop()
    return rows


def _rows(count: int, pause: tuple[float, float], visits: list[Visit], grown: float) -> list[Row]:
    times = [taken * 1000 for visit in visits for taken in visit.times]
    errors = [error for visit in visits for error in visit.errors]
    how = "without a pause" if pause[1] == 0 else f"{pause[0]:g} to {pause[1]:g} s between clicks"
    name = f"{count} sessions, {how}"
    first = f"first: {errors[0][:60]}" if errors else f"{len(times)} clicks"
    return [
        Row(f"{name}: rerun, median", percentile(times, 0.5), "ms", None, "as the visitor sees it"),
        Row(f"{name}: rerun, p95", percentile(times, 0.95), "ms", 1000 if count == 30 else None),
        Row(f"{name}: memory a session", grown, "MB", 10, "resident, after the last click"),
        Row(f"{name}: errors", len(errors), "", 0, first),
    ]
