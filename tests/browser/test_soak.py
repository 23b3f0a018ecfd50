"""A short soak: visitors click through pages for a while, and memory comes to rest.

`make soak` does the same for two hours.
"""

from __future__ import annotations

import asyncio

from benchmarks.measure import resident
from benchmarks.sessions import Visit, crowd
from tests.browser.server import Server

VISITORS = 4
#: Seconds of each half.
HALF = 5
#: MB that the second half may add: caches of pages that the first did not meet, and no more.
BOUND = 150


def half(server: Server) -> list[Visit]:
    return asyncio.run(crowd(server.url, VISITORS, seconds=HALF, pause=(0.1, 0.4)))


def test_memory_comes_to_rest(dashboard):
    first = half(dashboard)
    middle = resident(dashboard.pid)
    second = half(dashboard)
    visits = [*first, *second]
    assert [error for visit in visits for error in visit.errors] == []
    assert sum(len(visit.times) for visit in visits) >= VISITORS
    assert (resident(dashboard.pid) - middle) / 1e6 < BOUND
