"""The page Szenario in the browser: at once, as a link, after a restart, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.server import Server
from tests.browser.test_pages import check
from tests.browser.view import PHONE, View

LINK = "szenario?szenario=1~~g~beteiligung~3~~z~leerstandsquote~0~15~~o~kita_plaetze"


def headings(view: View) -> list[str]:
    """What the figure says of every Ortsteil, as in "Wüstenrot  56,7 → 54,7 Punkte"."""
    view.page.locator(".js-plotly-plot .annotation-text").first.wait_for()
    return view.page.locator(".js-plotly-plot .annotation-text").all_text_contents()


def after(view: View) -> list[str]:
    return [re.search(r"→ ([\d,]+)", text).group(1) for text in headings(view)]


def test_a_weight_acts_at_once_and_reset_takes_it_back(dashboard, new_view):
    view = new_view(dashboard).open("szenario")
    published = after(view)
    thumb = view.page.get_by_role("slider").first
    thumb.focus()
    for _ in range(8):
        thumb.press("ArrowRight")
    view.page.get_by_text("Alles zurücksetzen").wait_for()
    view.settle()
    assert after(view) != published
    assert "szenario=1~~g~beteiligung~3" in view.page.url
    check(view, dashboard)
    view.page.get_by_text("Alles zurücksetzen").click()
    view.page.get_by_text("Noch ist nichts verändert").wait_for()
    view.settle()
    assert after(view) == published
    assert "szenario=" not in view.page.url


def test_the_link_shows_the_same_to_somebody_else(dashboard, new_view):
    first = new_view(dashboard).open(LINK)
    check(first, dashboard)
    first.page.get_by_text("Speichern, laden, weitergeben").click()
    link = first.page.get_by_test_id("stCode").inner_text().replace("\n", "").strip()
    assert link.startswith(dashboard.url)
    second = new_view(dashboard, PHONE)
    second.page.goto(link)
    second.settle()
    check(second, dashboard)
    assert headings(second) == headings(first)
    second.picture("szenario-link-telefon")


def test_a_saved_scenario_survives_a_restart_and_changes_no_page(
    own_dashboard: Server, new_view, tmp_path: Path
):
    server = own_dashboard.start()
    view = new_view(server).open()
    overview = view.text
    view.open(LINK)
    view.page.get_by_text("Speichern, laden, weitergeben").click()
    name = view.page.get_by_label("Name des Szenarios")
    name.fill("Mehr Teilhabe")
    assert "Press Enter" not in view.text
    name.press("Enter")
    view.settle()
    view.page.get_by_role("button", name="Speichern", exact=True).click()
    view.page.get_by_test_id("stAlert").get_by_text("gespeichert").wait_for()
    view.settle()
    check(view, server)
    shown = headings(view)
    assert view.open().text == overview

    server.stop()
    server.start()
    later = new_view(server).open("szenario")
    later.page.get_by_text("Speichern, laden, weitergeben").click()
    later.page.get_by_role("button", name="Laden").click()
    later.page.get_by_text("Alles zurücksetzen").wait_for()
    later.settle()
    assert headings(later) == shown
    assert later.open().text == overview


def test_a_long_computation_can_be_stopped_and_gone_on_with(dashboard, new_view):
    view = new_view(dashboard).open("szenario?wiederholungen=20000")
    view.page.get_by_role("button", name="Rechnen", exact=True).click()
    view.page.get_by_text(re.compile(r"^\d[\d.]* von 20\.000 Wiederholungen")).wait_for()
    view.page.get_by_role("button", name="Anhalten").click()
    told = view.page.get_by_text(re.compile(r"Angehalten nach [\d.]+ von 20\.000"))
    told.wait_for()
    view.settle()
    check(view, dashboard)
    first = int(re.search(r"nach ([\d.]+)", told.inner_text()).group(1).replace(".", ""))
    assert 0 < first < 20000
    view.page.get_by_role("button", name="Weiterrechnen").click()
    view.page.get_by_text("In 20.000 Wiederholungen").wait_for()
    view.settle()
    view.page.get_by_text("Jedes Paar in einem Satz").click()
    assert view.page.get_by_text("der Unterschied ist belastbar").count() > 0
    check(view, dashboard)
    view.picture("szenario-sicherheit")
