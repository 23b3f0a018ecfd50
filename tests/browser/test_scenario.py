"""The page Szenario in the browser: at once, as a link, after a restart, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.server import Server
from tests.browser.test_pages import check
from tests.browser.view import PHONE, View

LINK = "szenario?szenario=1~~g~beteiligung~3~~z~leerstandsquote~0~15~~o~kita_plaetze"


#: Stops the computation from within the page: it takes a second or two, a test may come too late.
STOP_WHEN_BEGUN = """() => new MutationObserver((_, watching) => {
  const stop = [...document.querySelectorAll('button')].find((b) => b.textContent === 'Anhalten');
  const bar = document.querySelector('[data-testid="stProgress"]');
  if (!stop || !bar || !/^\\d[\\d.]* von 20\\.000 Wiederholungen/.test(bar.innerText)) return;
  watching.disconnect();
  stop.click();
}).observe(document.body, { subtree: true, childList: true, characterData: true })"""


def headings(view: View) -> Locator:
    """What the figure says of every Ortsteil, as in "Wüstenrot  56,7 → 54,7 Punkte"."""
    return view.page.locator(".js-plotly-plot .annotation-text")


def texts(view: View) -> list[str]:
    headings(view).first.wait_for()
    return headings(view).all_text_contents()


def after(text: str) -> str:
    return re.search(r"→ ([\d,]+)", text).group(1)


def test_a_weight_acts_at_once_and_reset_takes_it_back(dashboard, new_view):
    view = new_view(dashboard).open("szenario")
    published = texts(view)
    thumb = view.page.get_by_role("slider").first
    thumb.focus()
    for _ in range(8):
        thumb.press("ArrowRight")
    view.page.get_by_text("Alles zurücksetzen").wait_for()
    expect(headings(view).first).not_to_contain_text(f"→ {after(published[0])} ")
    expect(view.page).to_have_url(re.compile("szenario=1~~g~beteiligung~3"))
    check(view.settle(), dashboard)
    view.page.get_by_text("Alles zurücksetzen").click()
    view.page.get_by_text("Noch ist nichts verändert").wait_for()
    for place, text in enumerate(published):
        expect(headings(view).nth(place)).to_contain_text(f"→ {after(text)} ")
    expect(view.page).not_to_have_url(re.compile("szenario="))


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
    expect(headings(second)).to_have_text(texts(first))
    second.picture("szenario-link-telefon")


def test_a_saved_scenario_survives_a_restart_and_changes_no_page(
    own_dashboard: Server, new_view, tmp_path: Path
):
    server = own_dashboard.start()
    view = new_view(server).open()
    overview = view.text
    view.go(LINK)
    view.page.get_by_text("Speichern, laden, weitergeben").click()
    name = view.page.get_by_label("Name des Szenarios")
    name.fill("Mehr Teilhabe")
    assert "Press Enter" not in view.text
    # without a pause: the second key comes with the address from before the name
    name.press("Tab")
    view.page.keyboard.press("Enter")
    view.page.get_by_test_id("stAlert").get_by_text("gespeichert").wait_for()
    view.settle()
    check(view, server)
    shown = texts(view)
    assert view.go().text == overview

    server.stop()
    server.start()
    later = new_view(server).open("szenario")
    later.page.get_by_text("Speichern, laden, weitergeben").click()
    later.settle()
    later.page.get_by_role("button", name="Laden").click()
    expect(
        later.page.get_by_test_id("stAlert").get_by_text("„Mehr Teilhabe“ geladen")
    ).to_be_visible()
    later.page.get_by_text("Alles zurücksetzen").wait_for()
    expect(headings(later)).to_have_text(shown)
    assert later.go().text == overview


def test_a_long_computation_can_be_stopped_and_gone_on_with(dashboard, new_view):
    view = new_view(dashboard).open("szenario?wiederholungen=20000")
    view.page.evaluate(STOP_WHEN_BEGUN)
    view.page.get_by_role("button", name="Rechnen", exact=True).click()
    told = view.page.get_by_text(re.compile(r"Angehalten nach [\d.]+ von 20\.000"))
    done = view.page.get_by_text("In 20.000 Wiederholungen")
    told.or_(done).first.wait_for()
    view.settle()
    if told.count():  # a browser that was slower than the computation has nothing to stop
        check(view, dashboard)
        first = int(re.search(r"nach ([\d.]+)", told.inner_text()).group(1).replace(".", ""))
        assert 0 < first < 20000
        view.page.get_by_role("button", name="Weiterrechnen").click()
    done.first.wait_for()
    view.settle()
    view.page.get_by_text("Jedes Paar in einem Satz").click()
    view.page.get_by_text("der Unterschied ist belastbar").first.wait_for()
    check(view, dashboard)
    view.picture("szenario-sicherheit")
