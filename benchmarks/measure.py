"""What every suite uses: a row of the table, and how a time is taken."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured number.

    Parameters
    ----------
    work : str
        What was done.
    value : float
        What it took, in `unit`.
    reach : float or None
        What we want to reach (DESIGN section 8), in the same unit; smaller is better.
    note : str
        How it was measured, where that is not obvious.
    """

    work: str
    value: float
    unit: str
    reach: float | None = None
    note: str = ""


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """Median time of a piece of work, after one run that does not count."""
    work()
    return statistics.median(once(work) for _ in range(repeat))


def once(work: Callable[[], object]) -> float:
    """Time of a single run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile(times: list[float], share: float) -> float:
    """The smallest time that at least `share` of all do not exceed."""
    ordered = sorted(times)
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]
