"""The map of the Ortsteile: the very first click chooses, and so does every other one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.view import View


def click(view: View, name: str) -> None:
    """Click on the name of an Ortsteil as somebody with a mouse does."""
    label = view.page.frame_locator("iframe").locator(".gebiet-name", has_text=name)
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    assert box is not None
    view.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_every_click_chooses_also_the_first(dashboard: Server, new_view) -> None:
    view = new_view(dashboard).open()
    for name in ("Maienfels", "Neulautern"):
        click(view, name)
        view.page.wait_for_url(f"**ortsteil={name.lower()}*")
        view.settle()
    view.go("indikatoren")
    click(view, "Finsterrot")
    view.page.wait_for_url("**ortsteil=finsterrot*")

    view.go("ortsteilleben")
    view.page.get_by_role("tab", name="Treffpunkte").click()
    view.page.locator(".st-key-karte-treffpunkte summary").click()
    shown = view.settle().page.locator("iframe")
    expect(shown).to_have_attribute("title", "Karte der Ortsteile: Treffpunkte")
    named = shown.content_frame.get_by_role("region", name="Karte der Ortsteile: Treffpunkte")
    expect(named).to_be_visible()
    view.page.get_by_role("tab", name="Neuigkeiten").click()
    expect(shown).to_be_hidden()
    view.settle()
    assert view.errors() == []  # a map without a size has no middle
