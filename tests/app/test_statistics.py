"""Small numbers on the page of an indicator, the examination of the index on Methodik."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.store import Store
from tests.app.test_pages import open_page, texts

EXAMINATION = "Prüfung des Index"
SMALL = "Kleine Zahlen"


def headings(page: AppTest) -> list[str]:
    return [item.value for item in page.header]


def indicator(dashboard: AppTest, code: str) -> AppTest:
    open_page(dashboard, "indikatoren")
    box = dashboard.selectbox[0]
    wanted = next(o for o in box.options if code in o)
    box.select(wanted).run()
    assert not dashboard.exception
    return dashboard


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Arbeitslos", "Von 46 Gemeinden liegen"),
        ("Wahlbeteiligung an der Urne", "Der Wert von Maienfels ist höher"),
    ],
)
def test_shares_have_a_funnel(dashboard: AppTest, name: str, told: str) -> None:
    page = indicator(dashboard, name)
    assert SMALL in headings(page)
    assert told in texts(page)
    assert "Geglättet heißt" in texts(page)


def test_a_survey_has_none(dashboard: AppTest) -> None:
    assert SMALL not in headings(indicator(dashboard, "Busverbindungen"))


def test_the_index_is_examined(dashboard: AppTest) -> None:
    page = open_page(dashboard, "methodik")
    assert EXAMINATION in headings(page)
    assert "Bei 5 Ortsteilen sind Zusammenhänge nicht aussagekräftig" in texts(page)
    assert "Beispieldaten" in texts(page)


def test_without_scores_there_is_nothing_to_examine(dashboard: AppTest, store: Store) -> None:
    for record in store.imports():
        if not record.format.startswith(("katalog", "gebiete", "verzeichnis")):
            store.undo(record.id, wer="Test")
    assert EXAMINATION not in headings(open_page(dashboard, "methodik"))
