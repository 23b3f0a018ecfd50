"""The slides on the projector: keys, large type, axe; and the list of blocks."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.view import PROJECTOR

#: Text on the slide smaller than 24 px, and whatever does not fit the window.
_SMALL = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
    && e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 24
    && !e.closest('style, script, noscript, [aria-hidden]'))
  .map((e) => `${e.tagName} ${getComputedStyle(e).fontSize} ${e.textContent.slice(0, 40)}`)"""
_TALL = """() => { const main = document.querySelector('[data-testid="stMain"]');
  return main.scrollHeight - main.clientHeight; }"""
_BAD = ("serious", "critical")


def at(view, number, count):
    """Wait until the bar says so: a key acts when the page has answered, not at once."""
    expect(view.page.locator(".stelle")).to_have_text(f"Folie {number} von {count}")
    view.settle()


def press(view, *keys):
    for key in keys:
        view.page.keyboard.press(key)


def worst(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found
            if each["impact"] in _BAD]  # fmt: skip


def test_slides_by_the_keyboard(dashboard, new_view):
    view = new_view(dashboard, PROJECTOR).open("praesentation")
    assert worst(view.page) == []
    view.page.get_by_role("button", name="Vorführen", exact=True).focus()
    press(view, "Enter")
    expect(view.page).to_have_url(re.compile("ansicht=folien"))
    bar = view.page.locator(".stelle")
    expect(bar).to_have_text(re.compile(r"^Folie 1 von \d+$"))
    count = int(bar.inner_text().split()[-1])
    at(view, 1, count)
    # three quick presses are three slides; a clicker sends PageDown
    press(view, "ArrowRight", "PageDown", "Space")
    at(view, 4, count)
    press(view, "PageUp")
    expect(view.page).to_have_url(re.compile("folie=3"))
    at(view, 3, count)
    for test_id in ("stSidebar", "stHeader"):
        assert not view.page.get_by_test_id(test_id).is_visible()
    assert worst(view.page) == []
    press(view, "Home")
    for number in range(1, count + 1):
        at(view, number, count)
        assert view.page.evaluate(_SMALL) == []
        assert view.page.evaluate(_TALL) <= 0, view.heading
        assert view.sticks_out() == []
        assert view.exceptions() == []
        press(view, "PageDown")
    press(view, "Home", "End")
    at(view, count, count)
    # another Ortsteil, for this look alone
    choice = view.page.get_by_label("Ortsteil")
    name = choice.locator("option").nth(1).inner_text()
    choice.select_option(label=name)
    heading = view.page.get_by_test_id("stMain").locator("h1")
    expect(heading).to_have_text(re.compile(f"^{name}"))
    view.settle()
    heading.click()
    press(view, "PageUp")
    at(view, count - 1, count)
    press(view, "PageDown")
    at(view, count, count)
    expect(heading).not_to_have_text(re.compile(f"^{name}"))
    assert view.errors() == []
    press(view, "Escape")
    expect(view.page).not_to_have_url(re.compile("ansicht"))
    expect(view.page.get_by_test_id("stSidebar")).to_be_visible()


def test_blocks_by_keyboard_and_by_mouse(dashboard, new_view):
    view = new_view(dashboard, PROJECTOR).open("praesentation")
    names = view.page.locator(".bausteine .name span:last-child")
    before = names.all_inner_texts()
    first, second, third, *rest = before
    view.page.locator(".bausteine .name").first.focus()
    press(view, "Alt+ArrowDown")
    expect(names).to_have_text([second, first, third, *rest])
    # the keyboard stays with the block that was moved
    press(view, "Alt+ArrowDown")
    expect(names).to_have_text([second, third, first, *rest])
    view.page.locator(".bausteine li").nth(2).drag_to(view.page.locator(".bausteine li").first)
    expect(names).to_have_text(before)
    view.settle()
    view.page.get_by_role("button", name="Folie 2 entfernen").click()
    expect(names).to_have_text([first, third, *rest])
    view.settle()
    view.page.reload()  # the address holds the deck
    expect(names).to_have_text([first, third, *rest])
    assert view.errors() == []


@pytest.mark.parametrize("size", [(1920, 1080)])
def test_a_larger_window_enlarges_the_slide(dashboard, new_view, size):
    view = new_view(dashboard, size).open("praesentation?ansicht=folien&folie=2")
    view.page.wait_for_function(
        "() => document.querySelector('.fuss').getBoundingClientRect().width > 1700"
    )
    assert view.page.evaluate(_TALL) <= 0
