"""A fresh store per test, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lebenslage.store import (
    Store,
    catalogue_versions,
    imports,
    releases,
    sheets,
    shelf,
    sqlite_url,
)
from tests.postgres import Postgres

NOW = "2026-11-23T13:05:00+00:00"
SQLITE = "sqlite"
KINDS = (SQLITE, "postgres")
#: The same moment on a German clock.
NOW_SHOWN = "am 23.11.2026 um 14:05 Uhr"


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a store without imports: a file, or a database on a server."""
    if getattr(request, "param", SQLITE) == SQLITE:
        yield sqlite_url(tmp_path / "instanz" / "lebenslage.sqlite")
        return
    server: Postgres = request.getfixturevalue("postgres")
    address = server.database()
    yield address
    server.drop(address)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of a store on both databases, unless it is marked as one of one alone."""
    marked = [kind for kind in KINDS if metafunc.definition.get_closest_marker(kind)]
    if "url" in metafunc.fixturenames:
        metafunc.parametrize("url", marked or KINDS, indirect=True)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (catalogue_versions, imports, releases, sheets, shelf):
        monkeypatch.setattr(module, "now", lambda: NOW)
