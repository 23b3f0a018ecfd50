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
    scenarios,
    sheets,
    sqlite_url,
)

NOW = "2026-11-23T13:05:00+00:00"
#: The same moment on a German clock.
NOW_SHOWN = "am 23.11.2026 um 14:05 Uhr"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "instanz" / "lebenslage.sqlite")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (catalogue_versions, imports, releases, scenarios, sheets):
        monkeypatch.setattr(module, "now", lambda: NOW)
