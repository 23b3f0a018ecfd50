"""Pages in Chromium: the first view against an empty Streamlit page; reruns on the server."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks.measure import Row, as_served, percentile
from scripts import browser_holen
from tests.browser.conftest import FLAGS
from tests.browser.server import Server
from tests.browser.view import SETTLED

ROOT = Path(__file__).resolve().parents[1]
VIEWS = 7
#: Milliseconds of a run: elapsed, and of the processor (less hangs on what else the machine does).
Times = tuple[float, float]
RERUNS = 40
START = "uebersicht"


def page_names() -> list[str]:
    """Stems of all page files."""
    return sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def first_view(browser: Browser, url: str) -> float:
    """Milliseconds from the address to the settled page, in a profile that has nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(SETTLED, polling="raf")
    taken = (time.perf_counter() - start) * 1000
    context.close()
    return taken


def first_views(folder: Path) -> list[Row]:
    """First view of every page on a warm server, the empty page measured in between."""
    ours, empty = Server(folder / "instanz"), Server(folder / "leer", "benchmarks/leer.py")
    rows: list[Row] = []
    try:
        for server in (ours, empty):
            server.instanz.mkdir()
            server.start()
        with sync_playwright() as playwright:
            program = browser_holen.find()
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            for name in page_names():
                address = f"{ours.url}/{'' if name == START else name}"
                first_view(browser, address)  # warms the server
                pairs = [
                    (first_view(browser, empty.url), first_view(browser, address))
                    for _ in range(VIEWS)
                ]
                base, page = (statistics.median(times) for times in zip(*pairs, strict=True))
                note = f"{page:.0f} ms against {base:.0f} ms, medians of {VIEWS}"
                rows.append(Row(f"first view of {name} / empty page", page / base, "", 1.5, note))
    finally:
        ours.stop()
        empty.stop()
    return rows


def rerun_times(name: str) -> list[Times]:
    """Script runs after a change of the page's first choice, without a browser."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    if name != START:
        app.switch_page(f"pages/{name}.py").run()
    app.run()
    times: list[Times] = []
    for i in range(RERUNS):
        if app.selectbox:
            app.selectbox[0].select_index(i % len(app.selectbox[0].options))
        start, used = time.perf_counter(), time.process_time()
        app.run()
        taken = (time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000
        times.append(taken)
    return times


def reruns(instanz: Path) -> list[Row]:
    """Median and 95th percentile of a rerun on the server, page by page."""
    rows = []
    os.environ["LEBENSLAGE_INSTANZ"] = str(instanz)
    for name in page_names():
        with as_served():
            times, used = (list(each) for each in zip(*rerun_times(name), strict=True))
        note = f"{RERUNS} runs in AppTest; processor time alone {statistics.median(used):.0f} ms"
        high = f"processor time alone {percentile(used, 0.95):.0f} ms"
        rows.append(Row(f"rerun of {name}, median", statistics.median(times), "ms", 60, note))
        rows.append(Row(f"rerun of {name}, p95", percentile(times, 0.95), "ms", 120, high))
    return rows


def run() -> list[Row]:
    """First views, then reruns."""
    with tempfile.TemporaryDirectory() as folder:
        return [*first_views(Path(folder)), *reruns(Path(folder, "instanz"))]
