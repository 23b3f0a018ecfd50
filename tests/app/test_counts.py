"""Counts on the page Daten: areas are assigned once, the register becomes margins."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.analysis.indicators import indicator_values, latest
from lebenslage.store import Store
from lebenslage.wiring import gemeinde
from tests.app.test_answers import confirm, select, upload
from tests.app.test_pages import open_page, texts

PLACES = ("Wüstenrot", "Neuhütten", "Maienfels", "Neulautern", "Finsterrot")


def register() -> bytes:
    """Every age from 0 to 99, ten women and ten men each; the last Ortsteil under another name."""
    rows = [
        f"{place};2024-12-31;{age};{sex};10"
        for place in (*PLACES[:4], "Teilort 5")
        for age in range(100)
        for sex in ("m", "w")
    ]
    return "\n".join(("Ortsteil;Stichtag;Alter;Geschlecht;Anzahl", *rows)).encode()


@pytest.fixture
def daten(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "daten")


def test_a_register_is_assigned_taken_in_and_becomes_margins(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("einwohner.csv", register()))
    shown = texts(page)
    assert "Erkannt als Melderegister nach Ortsteil und Alter" in shown
    assert "steht nicht fest, zu welchem Ortsteil" in shown
    assert not [button for button in page.button if button.label == "Einlesen"]
    page = confirm(select(page, "„Teilort 5“", "finsterrot"))
    state = store.snapshot()
    assert state.zuordnung.orte["Teilort 5"] == "finsterrot"
    values = latest(indicator_values(state, gemeinde())).set_index(["gebiet_id", "indikator"])
    # 2,000 persons, 900 of them from 20 to 64, 700 from 65 on
    assert values.loc[("finsterrot", "einwohner"), "wert"] == 2000
    assert values.loc[("finsterrot", "altenquotient"), "wert"] == pytest.approx(100 * 700 / 900)
    assert values.loc[(gemeinde().ags, "einwohner"), "wert"] == 10_000
    assert "Melderegister als Randverteilung einer Umfrage" in texts(page)
    button = next(b for b in page.button if b.label == "Als Randverteilung übernehmen")
    page = button.click().run()
    assert "Randverteilung zum 31.12.2024 übernommen" in texts(page)
    margins = store.snapshot().wave("umfrage-2025").margins
    assert isinstance(margins.tabelle, pd.DataFrame)
    assert margins.merkmale == ("ortsteil", "alter", "geschlecht")
    assert margins.margin("ortsteil")["finsterrot"] < 2000  # nobody under the youngest class
    assert store.snapshot().wave("umfrage-2022").margins is None
