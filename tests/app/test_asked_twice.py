"""Whoever publishes a text that may name a person is told so and says yes twice."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lebenslage.model.registers import REGISTERS, Draft
from lebenslage.report import register_tables
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts
from tests.app.test_registers import by_label

SAID = "Die Bank ist morsch (Frau Schäfer, 07945 1234)."
TOLD = "- Öffentliche Fassung: möglicherweise Telefonnummer, Name"
YES = "Geprüft: trotzdem veröffentlichen"
SURE = "Geprüft: Das darf veröffentlicht werden."


def _form(dashboard: AppTest) -> AppTest:
    dashboard.query_params["anliegen"] = "B-2"
    page = open_page(dashboard, "beteiligung")
    by_label(page.toggle, "Bearbeiten").set_value(True).run()
    by_label(page.text_area, "Öffentliche Fassung").input(SAID)
    by_label(page.checkbox, "Für alle sichtbar").check()
    return by_label(page.button, "Speichern").click().run()


def test_a_form_asks_before_anything_is_public(dashboard: AppTest, store: Store) -> None:
    page = _form(dashboard)
    assert TOLD in texts(page)
    assert "oeffentlicher_text" not in store.registers.entry("B-2").daten
    assert by_label(page.text_area, "Öffentliche Fassung").value == SAID  # nothing is lost
    by_label(page.button, "Speichern").click().run()  # the same again is no yes
    assert "oeffentlicher_text" not in store.registers.entry("B-2").daten
    by_label(page.button, YES).click().run()
    kept = store.registers.entry("B-2").daten
    assert (kept["oeffentlicher_text"], kept["veroeffentlicht"]) == (SAID, True)
    assert TOLD not in texts(page)


def test_what_was_changed_after_the_question_is_looked_at_anew(
    dashboard: AppTest, store: Store
) -> None:
    page = _form(dashboard)
    by_label(page.text_area, "Öffentliche Fassung").input("Bitte an muster(at)example.de")
    by_label(page.button, YES).click().run()
    assert "- Öffentliche Fassung: möglicherweise E-Mail-Adresse" in texts(page)
    assert "oeffentlicher_text" not in store.registers.entry("B-2").daten
    by_label(page.text_area, "Öffentliche Fassung").input("Die Bank ist morsch.")
    by_label(page.button, "Speichern").click().run()
    assert store.registers.entry("B-2").text("oeffentlicher_text") == "Die Bank ist morsch."


def test_inside_nobody_is_asked(dashboard: AppTest, store: Store) -> None:
    page = _form(dashboard)
    by_label(page.checkbox, "Für alle sichtbar").uncheck()
    by_label(page.button, "Speichern").click().run()
    assert store.registers.entry("B-2").text("oeffentlicher_text") == SAID


def test_the_button_that_publishes_waits_for_the_yes(dashboard: AppTest, store: Store) -> None:
    daten = {**store.registers.entry("B-2").daten, "oeffentlicher_text": SAID}
    store.registers.save(Draft("anliegen", daten, "B-2"), "Test")
    dashboard.query_params["register"] = "anliegen"
    dashboard.query_params["anliegen"] = "B-2"
    page = open_page(dashboard, "oeffentlichkeit")
    assert TOLD in texts(page)
    assert by_label(page.button, "Veröffentlichen").disabled
    by_label(page.checkbox, SURE).check().run()
    by_label(page.button, "Veröffentlichen").click().run()
    assert store.registers.entry("B-2").daten["veroeffentlicht"] is True
    assert TOLD not in texts(page)  # it is public: nothing is asked to take it back


def test_a_file_is_taken_in_after_the_yes(dashboard: AppTest, store: Store) -> None:
    register = REGISTERS["anliegen"]
    daten = {
        **store.registers.entry("B-2").daten,
        "oeffentlicher_text": SAID,
        "veroeffentlicht": True,
    }
    new = store.registers.save(Draft("anliegen", {**daten, "veroeffentlicht": False}), "Test")
    file = register_tables.export(
        register, [type(new)("anliegen", new.kennung, daten)], register_tables.Words()
    ).csv
    page = open_page(dashboard, "daten")
    page.file_uploader[0].upload("anliegen.csv", file, "text/csv").run()
    assert f"- {new.kennung}, Öffentliche Fassung: möglicherweise Telefonnummer, Name" in texts(
        page
    )
    assert "Einlesen" not in [button.label for button in page.button]
    by_label(page.checkbox, SURE).check().run()
    by_label(page.button, "Einlesen").click().run()
    assert store.registers.entry(new.kennung).daten["veroeffentlicht"] is True
