"""Page Berichte: everything is offered, and the text for the Amtsblatt follows the choice."""

from __future__ import annotations

from tests.app.test_pages import open_page


def test_everything_is_offered(dashboard):
    page = open_page(dashboard, "berichte")
    assert not page.exception
    assert [head.value for head in page.header] == [
        "Für den Gemeinderat", "Für den Fördergeber", "Steckbriefe der Ortsteile",
        "Text für das Amtsblatt", "Zahlen"
    ]  # fmt: skip
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == [
        "Sitzungsvorlage (PDF)", "Lagebericht (PDF)", "Präsentation (PPTX)", "Jahresbericht (PDF)",
        "Steckbrief (PDF, eine Seite)", "Alle Zahlen (XLSX)", "Offene Daten (ZIP)",
    ]  # fmt: skip


def test_all_steckbriefe_at_once(dashboard):
    page = open_page(dashboard, "berichte")
    button = next(b for b in page.button if b.label.startswith("Alle Steckbriefe"))
    page = button.click().run()
    assert not page.exception
    labels = [b.proto.label for b in page.get("download_button")]
    assert "Alle Steckbriefe (ZIP)" in labels


def test_text_in_einfache_sprache(dashboard):
    page = open_page(dashboard, "berichte")
    assert "Ziemlich sicher heißt:" not in page.code[0].value
    page = page.radio(key="blatt-sprache").set_value(True).run()
    assert "Ziemlich sicher heißt:" in page.code[0].value
