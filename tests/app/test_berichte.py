"""Page Berichte: everything is offered, and the text for the Amtsblatt follows the choice."""

from __future__ import annotations

import pytest

from lebenslage.app import access, reports
from tests.app.test_pages import open_page
from tests.report import pdf


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


def test_the_sitzungsvorlage_is_filled_in_and_its_texts_stay_nowhere(
    dashboard, store, monkeypatch: pytest.MonkeyPatch
):
    made = {}
    monkeypatch.setattr(
        reports, "download", lambda label, make, _name, _mime: made.update({label: make})
    )
    before = store.audit()
    page = open_page(dashboard, "berichte")
    page.text_input(key="vorlage-nummer").set_value("12/2026").run()
    page.text_input(key="vorlage-gremium").set_value("Bauausschuss").run()
    page.text_area(key="vorlage-finanzen").set_value("3.000 Euro").run()
    page.text_area(key="vorlage-beschluss").set_value("Die Bank wird gebaut.").run()
    first, *others = pdf.pages(made["Sitzungsvorlage (PDF)"]())
    assert "Vorlage Nr. 12/2026 Gremium Bauausschuss" in first
    assert "Es wird beschlossen: Die Bank wird gebaut." in first
    assert "Folgekosten: 3.000 Euro" in " ".join(others)
    page.switch_page("pages/daten.py").run()
    page.switch_page("pages/berichte.py").run()
    assert page.text_area(key="vorlage-beschluss").value == "Die Bank wird gebaut."
    assert store.audit() == before


def test_readers_get_the_sitzungsvorlage_with_lines(
    dashboard, store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(access, "may", lambda _recht: False)
    page = open_page(dashboard, "berichte")
    assert not page.exception
    assert [box.key for box in page.text_area] == []


def test_a_text_that_comes_while_the_paper_is_made_is_in_it(monkeypatch: pytest.MonkeyPatch):
    texts = {"nummer": "", "beschluss": ""}
    made = []

    def paper(_figures, entries):
        if not made:
            texts["beschluss"] = "Die Bank wird gebaut."
        made.append(entries.beschluss)
        return entries.beschluss.encode()

    monkeypatch.setattr(reports, "council_paper", paper)
    assert reports.filled_in(None, texts) == b"Die Bank wird gebaut."
    assert made == ["", "Die Bank wird gebaut."]
