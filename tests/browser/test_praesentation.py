"""The slides on the projector: keys, large type, axe; and the list of blocks."""

from __future__ import annotations

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


def place(view):
    return view.page.locator(".stelle").inner_text()


def press(view, *keys):
    for key in keys:
        view.page.keyboard.press(key)
    view.page.wait_for_timeout(100)
    view.settle()


def worst(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found
            if each["impact"] in _BAD]  # fmt: skip


def test_slides_by_the_keyboard(dashboard, new_view):
    view = new_view(dashboard, PROJECTOR).open("praesentation")
    assert worst(view.page) == []
    view.page.get_by_role("button", name="Vorführen", exact=True).focus()
    press(view, "Enter")
    assert "ansicht=folien" in view.page.url
    assert place(view).startswith("Folie 1 von ")
    count = int(place(view).split()[-1])
    # three quick presses are three slides; a clicker sends PageDown
    press(view, "ArrowRight", "PageDown", "Space")
    expect(view.page.locator(".stelle")).to_have_text(f"Folie 4 von {count}")
    press(view, "PageUp")
    assert "folie=3" in view.page.url
    for test_id in ("stSidebar", "stHeader"):
        assert not view.page.get_by_test_id(test_id).is_visible()
    assert worst(view.page) == []
    press(view, "Home")
    for number in range(1, count + 1):
        expect(view.page.locator(".stelle")).to_have_text(f"Folie {number} von {count}")
        assert view.page.evaluate(_SMALL) == []
        assert view.page.evaluate(_TALL) <= 0, view.heading
        assert view.sticks_out() == []
        assert view.exceptions() == []
        press(view, "PageDown")
    press(view, "Home", "End")
    expect(view.page.locator(".stelle")).to_have_text(f"Folie {count} von {count}")
    # another Ortsteil, for this look alone
    choice = view.page.get_by_label("Ortsteil")
    name = choice.locator("option").nth(1).inner_text()
    choice.select_option(label=name)
    view.settle()
    assert view.heading.startswith(name)
    view.page.locator("h1").click()
    press(view, "PageUp", "PageDown")
    assert not view.heading.startswith(name)
    assert view.errors() == []
    press(view, "Escape")
    assert "ansicht" not in view.page.url
    assert view.page.get_by_test_id("stSidebar").is_visible()


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
    view.page.wait_for_timeout(300)
    assert view.page.evaluate(_TALL) <= 0
    assert view.page.locator(".fuss").bounding_box()["width"] > 1700
