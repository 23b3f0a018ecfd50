"""A register by keyboard: an actor and a tie, out as a file and in again, away for good."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from tests.browser.server import Server
from tests.browser.test_journey import take_in, upload
from tests.browser.test_pages import check
from tests.browser.view import View

PERSON = "Erika Mustermann"


def press(view: View, found: Locator) -> None:
    """Walk to a control by keyboard and press it."""
    found.focus()
    expect(found).to_be_focused()
    view.page.keyboard.press("Enter")


def button(view: View, name: str) -> Locator:
    return view.page.get_by_role("button", name=name, exact=True)


def unfold(view: View, code: str) -> Locator:
    """Unfold the form of a new entry and wait until it is drawn."""
    form = view.page.locator(f'[class*="st-key-neu-{code}-"]')
    press(view, form.locator("summary"))
    view.settle()
    return form


def choose(form: Locator, label: str, text: str) -> None:
    """Find a choice of a list by typing, and take it."""
    form.get_by_role("combobox", name=label, exact=True).focus()
    keyboard, options = form.page.keyboard, form.page.get_by_role("option")
    keyboard.type(text)
    expect(options.filter(has_text=text)).to_have_count(1)
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(form.page.get_by_role("listbox")).to_have_count(0)


def told(view: View, text: str) -> None:
    """Wait until a box says it and the page stands."""
    expect(view.page.get_by_test_id("stAlert").filter(has_text=text).first).to_be_visible()
    view.settle()


def test_from_an_actor_to_nothing(own_dashboard: Server, new_view, tmp_path: Path):
    server = own_dashboard.start()
    view = new_view(server).open("akteure")
    page, main = view.page, view.page.get_by_test_id("stMain")

    form = unfold(view, "akteure")
    form.get_by_label("Name *", exact=True).fill("<b>Gartenfreunde</b>")
    choose(form, "Art *", "Verein")
    choose(form, "Ortsteile *", "Maienfels")
    form.get_by_role("textbox", name="Ansprechperson", exact=True).fill(PERSON)
    press(view, button(view, "Akteur anlegen"))
    told(view, "Eine Person wird nur mit Einwilligung genannt; bitte das Datum angeben.")
    form.get_by_role("spinbutton", name="Tag, Einwilligung vom").focus()
    page.keyboard.type("01112026")
    press(view, button(view, "Akteur anlegen"))
    told(view, "Akteur „<b>Gartenfreunde</b>“ gespeichert.")
    expect(page).to_have_url(re.compile(r"akteure=A-10$"))

    form = unfold(view, "kooperationen")
    choose(form, "arbeitet zusammen mit *", "Beispielladen")
    choose(form, "Art *", "Austausch")
    press(view, button(view, "Kooperation anlegen"))
    told(view, "gespeichert.")
    expect(main).to_contain_text("5 Verbindungen zwischen 10 Akteuren")
    check(view, server)
    view.picture("register-1-akteur")

    with page.expect_download() as waiting:
        press(view, button(view, "Akteure als XLSX"))
    file = tmp_path / "akteure.xlsx"
    waiting.value.save_as(file)

    book = load_workbook(file)
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    cells["<b>Gartenfreunde</b>"].value = "Gartenfreunde Maienfels"
    book.save(file)
    view.go("daten")
    upload(view, file)
    take_in(view, "akteure.xlsx")

    view.go("akteure?akteure=A-10")
    expect(main.get_by_role("heading", name="A-10: Gartenfreunde Maienfels")).to_be_visible()
    press(view, button(view, "Archivieren"))
    told(view, "A-10: archiviert.")
    press(view, button(view, "Aus dem Archiv holen"))
    told(view, "A-10: zurückgeholt.")
    press(view, button(view, "Persönliche Angaben löschen …"))
    press(view, button(view, "Endgültig löschen"))
    told(view, "A-10: persönliche Angaben gelöscht.")
    expect(main).not_to_contain_text(PERSON)
    # a second press must not meet the button of the next deletion
    expect(button(view, "Endgültig löschen")).to_have_count(0)
    press(view, button(view, "Eintrag löschen …"))
    press(view, button(view, "Endgültig löschen"))
    told(view, "„A-10“ wird noch gebraucht von Kooperation K-6")
    view.go("akteure?akteure=A-10&kooperationen=K-6")
    press(view, button(view, "Kooperation löschen …"))
    press(view, button(view, "Endgültig löschen"))
    told(view, "K-6 endgültig gelöscht.")

    view.go("ortsteilleben")
    form = unfold(view, "veranstaltungen")
    form.get_by_label("Titel *", exact=True).fill("Planungsnachmittag")
    choose(form, "Ortsteile *", "Maienfels")
    form.get_by_label("Uhrzeit", exact=True).fill("9.30 Uhr")
    form.get_by_label("Teilnehmende", exact=True).fill("12")  # and no age group
    press(view, button(view, "Veranstaltung anlegen"))
    told(view, "Veranstaltung „Planungsnachmittag“ gespeichert.")
    expect(page.locator(".st-key-meldung")).to_be_focused()  # the form folded, its button is gone
    expect(button(view, "Veranstaltung anlegen")).to_have_count(0)
    expect(main.locator(".monat td[aria-current]")).to_contain_text("09:30 Pla")
    expect(main.get_by_role("heading", name="V-5: Planungsnachmittag")).to_be_visible()

    press(view, main.locator("summary").filter(has_text="Anhänge"))
    view.settle()
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff" * 20_000_000}
    upload_field = main.get_by_test_id("stFileUploader")
    upload_field.locator("input").set_input_files(photo)
    refused = upload_field.get_by_role("alert")
    expect(refused).to_have_text("Nicht angenommen: Die Datei ist größer als 10 MB.")
    expect(refused).to_be_in_viewport()
    expect(button(view, "Anhängen")).to_have_count(0)
