"""The dashboard in one process, over a copy of the shipped data that was read once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lebenslage.analysis import figures, findings, indicators
from lebenslage.analysis.survey import tables
from lebenslage.store import Store
from tests.remembered import remember

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def figures_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts with empty caches, over the same package: what follows from it alone is
    computed once. Tests of the analysis and the servers of the browser tests compute it anew.
    """
    remember(monkeypatch, indicators, "indicator_values", "survey_table")
    remember(monkeypatch, tables, "survey_table")
    remember(monkeypatch, figures, "score_table", "change_table", "need_table")
    remember(monkeypatch, findings, "outstanding")


@pytest.fixture
def store(filled: Path, instanz: Path) -> Iterator[Store]:
    """A store of this test alone, open beside the dashboard."""
    shutil.copy(filled, instanz / "lebenslage.sqlite")
    st.cache_resource.clear()
    st.cache_data.clear()
    own = Store()
    yield own
    own.close()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def open_link(tmp_path: Path, instanz: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard over a package whose surveys went out as an open link."""
    package = tmp_path / "paket"
    shutil.copytree(ROOT / "data", package)
    for form in package.glob("umfragen/*/fragebogen.toml"):
        text = form.read_text("utf-8")
        assert 'art = "vollerhebung"' in text
        form.write_text(text.replace('art = "vollerhebung"', 'art = "offen"'), "utf-8")
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(package))
    st.cache_resource.clear()
    st.cache_data.clear()
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


@pytest.fixture
def dashboard(store: Store) -> AppTest:
    """The dashboard over that store, not run yet."""
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
