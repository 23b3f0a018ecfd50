"""The dashboard over the package of another town: nothing in it knows the first one."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import open_page, texts
from tests.data.koeln_package import build

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def koeln(tmp_path: Path, instanz: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    place = tmp_path / "koeln"
    place.mkdir()
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(build(place)))
    st.cache_resource.clear()
    st.cache_data.clear()
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def test_pages_of_another_town(koeln: AppTest) -> None:
    for name in ("uebersicht", "ortsteil", "indikatoren", "daten", "methodik"):
        page = open_page(koeln, name)
        assert not page.exception, name
        shown = texts(page)
        assert "Wüstenrot" not in shown, name
    assert "Mülheim" in texts(open_page(koeln, "ortsteil"))
