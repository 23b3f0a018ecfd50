"""What every suite uses: a row of the table, and how a time is taken."""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Final
from unittest import mock

#: What a browser sends when a session begins.
_HEADERS: Final = (
    ("Host", "localhost:8501"),
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Origin", "http://localhost:8501"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    ("Accept-Language", "de-DE,de;q=0.9"),
    ("Accept-Encoding", "gzip, deflate, br"),
)


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


@contextmanager
def as_served() -> Iterator[None]:
    """While it holds, AppTest runs a page as a server does.

    AppTest begins every run as a server begins its first one: with the menu that Streamlit itself
    makes of the folder `pages`, and ours after it. And where a server has kept the request of a
    session, AppTest puts a dozen mocks together whenever a page asks who is looking.
    """
    # not above: other suites measure memory without Streamlit
    from streamlit.runtime import context
    from streamlit.runtime.scriptrunner import script_runner

    ours = SimpleNamespace(uses_pages_directory=False)
    request = SimpleNamespace(headers=_HEADERS, cookies={}, remote_ip="127.0.0.1")

    def kept() -> object:
        return request

    with (
        mock.patch.object(script_runner, "PagesManager", ours),
        mock.patch.object(context, "_get_client_context", kept),
    ):
        yield


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """Median time of a piece of work, after one run that does not count."""
    work()
    return statistics.median(once(work) for _ in range(repeat))


def once(work: Callable[[], object]) -> float:
    """Time of a single run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def apart(call: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in GB of `python CALL...`, in a process of its own."""
    code = (
        "import runpy, sys, atexit\n"
        "from benchmarks.measure import peak\n"
        "atexit.register(lambda: print('peak', peak(), file=sys.stderr))\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)\n"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *call], capture_output=True, text=True, check=True
    )
    taken = time.perf_counter() - start
    return taken, float(done.stderr.rsplit("peak", 1)[1])


def peak() -> float:
    """Most memory that this process has held, in GB."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: unlike getrusage it does not count the parent
        found = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(found.split()[1]) * 1024 / 1e9
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def percentile(times: list[float], share: float) -> float:
    """The smallest time that at least `share` of all do not exceed; NaN if there is none."""
    ordered = sorted(times)
    if not ordered:  # every click failed: the errors are what there is to tell
        return math.nan
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


def resident(pid: int) -> int:
    """Bytes of memory that a process holds now (Linux: /proc; elsewhere `ps`)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) * 1024
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(told.stdout) * 1024
