"""The running dashboard and the browser for the tests in this folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from scripts import browser_holen
from tests.browser.server import Server
from tests.browser.view import PATIENCE, PROJECTOR, View, profile

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # An address elsewhere fails at once, so a test sees the request and does not wait for it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)


# A busy machine is no reason to fail.
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Server]:
    """The real dashboard over the shipped data; tests on it must not change the store.

    How it takes in the package at its first start: `test_start_for_real`.
    """
    instanz = tmp_path_factory.mktemp("dashboard") / "instanz"
    instanz.mkdir()
    shutil.copy(filled, instanz)
    server = Server(instanz).start()
    yield server
    server.stop()
    assert server.outside_calls() == []


@pytest.fixture
def own_dashboard(tmp_path: Path, filled: Path) -> Iterator[Server]:
    """A dashboard of this test alone, not started yet; the test may change everything."""
    instanz = tmp_path / "instanz"
    instanz.mkdir()
    shutil.copy(filled, instanz)
    server = Server(instanz)
    yield server
    server.stop()
    assert server.outside_calls() == []


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium that scripts/browser_holen.py names; without one, tests fail and say why.

    Once per module: Playwright keeps an event loop while it runs, and tests elsewhere may
    want their own.
    """
    program = browser_holen.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visitors(chromium: Browser) -> Iterator[dict[tuple[int, int], BrowserContext]]:
    """Profiles of people who come back, by the size of their window (Streamlit remembers whether
    the menu was open): loading Streamlit anew for every page takes most of the time that there is.
    """
    contexts: dict[tuple[int, int], BrowserContext] = {}
    yield contexts
    for context in contexts.values():
        context.close()


def _visitor(
    visitors: dict[tuple[int, int], BrowserContext], chromium: Browser, size: tuple[int, int]
) -> BrowserContext:
    """The profile for windows of this size, made when it is first asked for."""
    if size not in visitors:
        visitors[size] = profile(chromium)
    return visitors[size]


@pytest.fixture(scope="module")
def windows() -> dict[tuple[int, int], View]:
    """Windows that stay open from test to test, by their size."""
    return {}


@pytest.fixture
def walk(
    chromium: Browser,
    dashboard: Server,
    visitors: dict[tuple[int, int], BrowserContext],
    windows: dict[tuple[int, int], View],
) -> Iterator[Callable[..., View]]:
    """Go to a page of the dashboard of all tests, `walk(path, size)`: in the window that an
    earlier test left, for tests that neither ask for a fresh session nor leave anything behind.
    """
    used: list[View] = []

    def go(path: str = "", size: tuple[int, int] = PROJECTOR) -> View:
        known = windows.get(size)
        if known and not known.errors():
            view = known.go(path)
        else:
            view = View(_visitor(visitors, chromium, size), dashboard.url, size).open(path)
        windows[size] = view
        used.append(view)
        return view

    yield go
    assert [url for view in used for url in view.outside()] == []


@pytest.fixture
def new_view(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., View]]:
    """Open windows, `new_view(server, size)`; afterwards none may have asked another host.

    On the dashboard of all tests as the same visitor, on others in a profile of its own.
    """
    views: list[View] = []
    own: list[BrowserContext] = []

    def open_view(server: Server, size: tuple[int, int] = PROJECTOR) -> View:
        if "dashboard" in request.fixturenames and server is request.getfixturevalue("dashboard"):
            context = _visitor(request.getfixturevalue("visitors"), chromium, size)
        else:
            context = profile(chromium)
            own.append(context)
        views.append(View(context, server.url, size))
        return views[-1]

    yield open_view
    outside = [url for view in views for url in view.outside()]
    for view in views:
        view.close()
    for context in own:
        context.close()
    assert outside == [], f"requests left the machine: {outside}"
