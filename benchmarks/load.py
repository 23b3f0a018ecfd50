"""Many visitors at once over WebSocket: how long a click takes, and how much memory a session."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.measure import Row, percentile, resident
from benchmarks.sessions import Visit, crowd
from tests.browser.server import Server

CLICKS = 12
#: Clicks of one visitor beforehand: every page and most of what can be chosen is computed.
WARM = 400
#: Seconds that a person looks at a page before the next click.
THINKING = (1.0, 5.0)


def run() -> list[Row]:
    """30 sessions clicking without a pause, at one process and at two; 30 and 100 that think
    between clicks.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        servers = [Server(Path(folder) / "instanz") for _ in range(2)]
        servers[0].instanz.mkdir()
        try:
            for server in servers:
                server.start()
                asyncio.run(crowd(server.url, 1, clicks=WARM))
            at_one, at_two = servers[:1], servers
            rows += _measured(at_one, 30, (0.0, 0.0))
            rows += _measured(at_two, 30, (0.0, 0.0))
            rows += _measured(at_one, 30, THINKING)
            rows += _measured(at_one, 100, THINKING)
        finally:
            for server in servers:
                server.stop()
    return rows


def _measured(servers: list[Server], count: int, pause: tuple[float, float]) -> list[Row]:
    """What visitors meet that are spread over some processes."""
    before = sum(resident(server.pid) for server in servers)
    visits = asyncio.run(_spread([server.url for server in servers], count, pause))
    grown = (sum(resident(server.pid) for server in servers) - before) / count / 1e6
    where = "" if len(servers) == 1 else f" at {len(servers)} processes"
    return _rows(f"{count} sessions{where}", pause, visits, grown)


async def _spread(urls: list[str], count: int, pause: tuple[float, float]) -> list[Visit]:
    share = count // len(urls)
    crowds = (crowd(url, share, clicks=CLICKS, pause=pause) for url in urls)
    return [visit for visits in await asyncio.gather(*crowds) for visit in visits]


def _rows(who: str, pause: tuple[float, float], visits: list[Visit], grown: float) -> list[Row]:
    times = [taken * 1000 for visit in visits for taken in visit.times]
    errors = [error for visit in visits for error in visit.errors]
    how = "without a pause" if pause[1] == 0 else f"{pause[0]:g} to {pause[1]:g} s between clicks"
    name = f"{who}, {how}"
    reach = 1000 if who.startswith("30") else None
    first = f"first: {errors[0][:60]}" if errors else f"{len(times)} clicks"
    return [
        Row(f"{name}: rerun, median", percentile(times, 0.5), "ms", None, "as the visitor sees it"),
        Row(f"{name}: rerun, p95", percentile(times, 0.95), "ms", reach),
        Row(f"{name}: memory a session", grown, "MB", 10, "resident, after the last click"),
        Row(f"{name}: errors", len(errors), "", 0, first),
    ]
