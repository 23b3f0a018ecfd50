"""Page Suche: finds what stands on the pages and leads there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lebenslage.app import links
from lebenslage.model.registers import Draft
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts


def ask(page: AppTest, query: str) -> str:
    page.text_input[0].input(query).run()
    assert [item.message for item in page.exception] == []
    links = [item.proto.label for item in page.get("page_link")]
    return texts(page) + "\n".join(links).replace("\\", "")


def test_everything_is_found_in_spite_of_spelling(dashboard: AppTest, store: Store) -> None:
    page = open_page(dashboard, "suche")
    assert "kleine Tippfehler machen nichts" in texts(page)
    told = ask(page, "bus")
    assert "Letzter Bus fährt zu früh (Beispiel)" in told
    assert "Anliegen · B-1, Neulautern, an Fachamt" in told
    assert "Zufriedenheit" in told
    assert "gehört zu Wüstenrot" in ask(page, "Weihenbron")
    assert "Etwas rückgängig machen" in ask(page, "zurücknehmen import")
    assert "Dazu wurde nichts gefunden." in ask(page, "qqqqqqq")
    # a new entry is found at once, an archived one no more
    daten = {**store.registers.entry("P-1").daten, "titel": "Krötentunnel"}
    store.registers.save(Draft("projekte", daten, "P-1"), "Test")
    assert "Krötentunnel" in ask(page, "kroetentunnel")
    store.registers.archive("P-1", "Test")
    assert "Dazu wurde nichts gefunden." in ask(page, "Krötentunnels")
    new = {**daten, "titel": "Wanderkino"}
    number = store.registers.save(Draft("projekte", new), "Test").kennung
    assert "Wanderkino" in ask(page, "wanderkinos")
    store.registers.delete(number, "Test")
    assert "Dazu wurde nichts gefunden." in ask(page, "Wanderkino")


def test_every_register_of_the_search_has_its_page() -> None:
    assert set(links.PAGES.values()) <= {"projekte", "akteure", "beteiligung", "ortsteilleben"}
