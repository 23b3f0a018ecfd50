"""The page Handlungsbedarf: a cell is chosen with the mouse and with the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.server import Server
from tests.browser.test_pages import check
from tests.browser.view import View


def chosen(view: View) -> Locator:
    """Heading of the details."""
    return view.page.get_by_test_id("stMain").locator("h2").last


def test_a_click_on_a_cell_chooses_it(dashboard: Server, new_view) -> None:
    view = new_view(dashboard).open("handlungsbedarf?ortsteil=wuestenrot&feld=beteiligung")
    expect(chosen(view)).to_contain_text("Wüstenrot: Beteiligung")
    cell = view.page.locator(".js-plotly-plot").first.locator(".bars .point").nth(4)
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    view.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chosen(view)).to_contain_text("Finsterrot: ")
    expect(view.page).to_have_url(re.compile("ortsteil=finsterrot"))
    check(view.settle(), dashboard)


def test_the_keyboard_alone_chooses_it_too(dashboard: Server, new_view) -> None:
    view = new_view(dashboard).open("handlungsbedarf?ortsteil=wuestenrot&feld=beteiligung")
    view.page.get_by_role("combobox", name="Handlungsfeld", exact=True).focus()
    view.page.keyboard.type("Digital")
    view.page.keyboard.press("Enter")
    expect(chosen(view)).to_contain_text("Wüstenrot: Digitalisierung")
    expect(view.page).to_have_url(re.compile("feld=digitalisierung"))
    check(view.settle(), dashboard)
