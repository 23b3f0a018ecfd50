"""The main job from end to end: bring a survey in, see it, restart, still see it, take it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.test_pages import check
from tests.browser.view import View

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "data" / "umfragen" / "umfrage-2025" / "antworten.csv"
TITLE = "Probeumfrage im Herbst"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """An answer file that the store does not know: some responses fewer than the shipped one."""
    lines = SHIPPED.read_bytes().splitlines(keepends=True)
    file = tmp_path / "rücklauf.csv"
    file.write_bytes(b"".join(lines[:-40]))
    return file


def titles(view: View) -> str:
    """What can be chosen on the page Umfrage: all waves, as text."""
    view.go("umfrage")
    view.page.get_by_test_id("stSelectbox").first.click()
    options = "\n".join(view.page.get_by_role("option").all_inner_texts())
    view.page.keyboard.press("Escape")
    return options


def upload(view: View, file: Path) -> None:
    """Hand a file over and wait until the page has looked at it."""
    view.page.locator('input[type="file"]').set_input_files(str(file))
    # The field shows the name at once; in bold it stands above what was found.
    view.page.locator("strong").get_by_text(file.name, exact=True).wait_for()
    view.settle()


def take_in(view: View, *told: str) -> None:
    """Press the button and wait until one of the boxes says all of this."""
    view.page.get_by_role("button", name="Einlesen", exact=True).click()
    box = view.page.get_by_test_id("stAlert")
    for text in told:
        box = box.filter(has_text=text)
    box.first.wait_for()
    view.settle()


def by_keyboard(view: View, file: Path) -> None:
    """Take a survey in without the mouse: from the top of the page with the tabulator."""
    page, keyboard = view.page, view.page.keyboard
    # listening long before: the browser is told without an answer, and a key comes at once
    page.once("filechooser", lambda chooser: chooser.set_files(str(file)))
    view.tab_to(page.get_by_test_id("stFileUploaderDropzone").locator("button"))
    keyboard.press("Enter")
    page.locator("strong").get_by_text(file.name, exact=True).wait_for()
    view.settle()
    view.tab_to(page.get_by_label("Titel", exact=True))
    keyboard.press("ControlOrMeta+a")
    keyboard.type(TITLE)
    keyboard.press("Enter")
    view.settle()
    view.tab_to(page.get_by_role("button", name="Einlesen", exact=True))
    keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert").filter(has_text=file.name).first).to_be_visible()
    view.settle()


def test_survey_comes_in_stays_and_goes(own_dashboard: Server, new_view, answers: Path):
    server = own_dashboard.start()
    view = new_view(server).open("daten")
    by_keyboard(view, answers)
    check(view, server)
    view.picture("weg-2-eingelesen")

    assert TITLE in titles(view)

    server.restart()
    fresh = new_view(server).open("umfrage")
    assert TITLE in titles(fresh)
    check(fresh, server)

    fresh.go("daten")
    fresh.page.get_by_role("button", name="Zurücknehmen").first.click()
    expect(fresh.page.get_by_test_id("stAlert").first).to_contain_text("zurückgenommen")
    fresh.settle()
    check(fresh, server)
    fresh.picture("weg-3-zurueckgenommen")
    assert TITLE not in titles(fresh)

    fresh.go("daten")
    fresh.page.get_by_role("button", name="Wiederherstellen").first.click()
    expect(fresh.page.get_by_test_id("stAlert").first).to_contain_text("wiederhergestellt")
    fresh.settle()
    assert TITLE in titles(fresh)


def test_what_is_refused_changes_nothing(dashboard: Server, new_view, tmp_path: Path):
    view = new_view(dashboard).open("daten")
    upload(view, ROOT / "data" / "werte.csv")  # the store has it
    take_in(view, "werte.csv", "bereits")
    check(view, dashboard)
    broken = tmp_path / "kaputt.csv"
    broken.write_bytes(b"PK\x00\x01\x02 keine Tabelle \xff\xfe\x00")
    view.open("daten")
    assert view.text.count("werte.csv") == 1  # in the list of imports
    upload(view, broken)
    check(view, dashboard)
    expect(view.page.get_by_test_id("stMain")).to_contain_text("kaputt.csv")
    assert not view.page.get_by_role("button", name="Einlesen", exact=True).is_visible()
    view.picture("weg-4-kaputte-datei")


def test_examples_go_for_good(own_dashboard: Server, new_view):
    server = own_dashboard.start()
    view = new_view(server).open()
    assert "Beispieldaten" in view.text
    calendar = view.page.request.get(f"{server.url}/kalender.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "Adventstreff (Beispiel)" in calendar.text()
    view.go("daten")
    view.page.get_by_role("button", name="Beispieldaten entfernen …").click()
    view.page.get_by_role("button", name="Endgültig entfernen").click()
    expect(view.page.get_by_test_id("stAlert").first).to_contain_text("Beispieldaten entfernt")
    for stem in ("ortsteil", "umfrage"):  # every page: tests/app/test_pages.py
        view.go(stem)
        check(view, server)
        view.picture(f"ohne-beispiele-{stem or 'uebersicht'}")
    view.go()
    expect(view.page.get_by_test_id("stMain")).not_to_contain_text("Beispieldaten")
    assert "VEVENT" not in view.page.request.get(f"{server.url}/kalender.ics").text()


def test_a_paper_sheet_counts_without_the_mouse(own_dashboard: Server, new_view):
    server = own_dashboard.start()
    view = new_view(server).open("boegen")
    page, keyboard = view.page, view.page.keyboard
    view.tab_to(page.get_by_label(re.compile("Busverbindungen")))
    keyboard.type("5")
    keyboard.press("Control+Enter")
    page.get_by_text("Bogen 1 gespeichert.").wait_for()
    view.settle()
    view.tab_to(page.get_by_role("checkbox", name="Trotzdem übernehmen"))
    keyboard.press("Space")
    view.settle()
    view.tab_to(page.get_by_role("button", name="Bögen übernehmen"))
    keyboard.press("Enter")
    page.get_by_text(re.compile("1\\sBogen zählt jetzt mit")).first.wait_for()
    view.settle()
    assert page.evaluate("document.activeElement !== document.body")
    check(view, server)
