"""Every page in a real browser: by its address and by the menu, on the projector and the phone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.view import PHONE, PROJECTOR, View

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
#: The pages that the handbook tells about, and those that the footer links to.
START = "uebersicht"
IN_MENU = [
    *("uebersicht", "suche", "ortsteil", "handlungsbedarf", "indikatoren", "umfrage"),
    *("gemessen", "stimmen"),
    *("szenario", "projekte", "akteure", "beteiligung", "ortsteilleben"),
    "oeffentlichkeit",
    *("praesentation", "berichte", "daten", "katalog", "methodik", "handbuch"),
]
#: Reached from a page of the menu.
BESIDE = {"boegen": "daten", "administration": "daten"}
IN_FOOTER = ["barrierefreiheit", "datenschutz", "kontakt"]
#: What can be opened on some pages beside the first tab.
TABS = {
    "projekte": ["Zeitstrahl", "Liste"],
    "oeffentlichkeit": ["Veröffentlichen"],
    "ortsteilleben": ["Treffpunkte", "Neuigkeiten"],
}
SIZES = {"beamer": PROJECTOR, "telefon": PHONE}
#: Colours of the system, dark ones, and a projector's window enlarged twice; still.
LOOKS = [
    ({"color_scheme": "dark"}, PROJECTOR),
    ({"forced_colors": "active", "color_scheme": "light"}, PROJECTOR),
    ({"forced_colors": "none", "reduced_motion": "reduce"}, (640, 360)),
]
#: What a page says when something went wrong inside (lebenslage/app/shield.py).
APOLOGY = "Da ist uns ein Fehler unterlaufen"


def address_of(stem: str) -> str:
    return "" if stem == START else stem


def check(view: View, server: Server) -> None:
    """What holds on every page at every moment."""
    news = server.news()
    told = f"\n--- log of the server ---\n{news[-4000:]}"
    assert view.exceptions() == [], told
    assert [text for text in view.alerts() if APOLOGY in text] == [], told
    assert view.page.locator('[data-testid="stMain"] h1').count() == 1
    assert view.heading
    assert view.sticks_out() == []
    assert view.illegible() == []
    assert view.errors() == []
    assert "Traceback" not in news, told


def whole(view: View) -> None:
    """The least of `check`, for a page that is checked elsewhere."""
    assert view.exceptions() == []
    assert APOLOGY not in view.text


def unfold(view: View) -> None:
    """Open everything that is folded ("Als Tabelle"), but for what lies in a tab behind.

    All at once: waiting for each to come to rest would take half a minute on a long page.
    """
    view.page.evaluate("""() => document.querySelectorAll('[data-testid="stExpander"] summary')
      .forEach((summary) => { if (summary.checkVisibility()) summary.click(); })""")
    view.page.wait_for_timeout(300)
    view.settle()


def tabs_behind(view: View) -> Iterator[str]:
    """Open one tab after the other but the first, and what is folded in it; what each is called."""
    for tab in view.page.get_by_role("tab").all()[1:]:
        if tab.is_visible():
            tab.click()
            view.settle()
            unfold(view)
            yield tab.inner_text()


def open_menu(view: View) -> None:
    """On a narrow window the menu is folded away."""
    view.page.get_by_test_id("stExpandSidebarButton").click()


def close_menu(view: View) -> None:
    """On a narrow window Streamlit leaves the menu open over the page."""
    view.page.get_by_test_id("stSidebarCollapseButton").locator("button").click()


def test_there_is_a_file_for_every_page():
    assert sorted([*IN_MENU, *BESIDE, *IN_FOOTER]) == PAGES


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stem", PAGES)
def test_page_by_its_address(dashboard, walk, stem, size):
    view = walk(address_of(stem), SIZES[size])
    if size == "telefon":  # the narrow page has all that the wide one has, and more that scrolls
        unfold(view)
        assert view.barriers() == []
        assert view.nameless() == []
    check(view, dashboard)
    view.picture(f"{stem}-{size}")
    if size == "telefon":
        names = []
        for name in tabs_behind(view):
            assert view.barriers() == [], name
            assert view.nameless() == [], name
            check(view, dashboard)
            names.append(name)
        assert names == TABS.get(stem, names)


def test_no_barrier_in_other_colours_or_enlarged(dashboard, new_view):
    view = new_view(dashboard).open()
    for media, (width, height) in LOOKS:
        view.page.emulate_media(**media)
        view.page.set_viewport_size({"width": width, "height": height})
        view.settle()
        assert view.barriers() == [], media
        assert view.sticks_out() == [], media
    # no movement for who asked for none
    assert "1e-05s" in view.page.get_by_test_id("stSidebar").evaluate(
        "menu => getComputedStyle(menu).transitionDuration"
    )


def test_all_of_the_catalogue_and_a_file_that_is_only_looked_at(dashboard, walk):
    view = walk(address_of("katalog"), PHONE)
    for name in ("Wirkung", "Fassungen", "Als Datei"):
        tab = view.page.get_by_role("tab", name=name)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(view.page.get_by_role("tabpanel", name=name)).to_be_visible()
    row = b"\nbeteiligung;gesamt;1;"
    changed = (ROOT / "data" / "katalog.csv").read_bytes().replace(row + b"1;", row + b"2;")
    upload = view.page.get_by_test_id("stMain").locator("input[type=file]")
    upload.set_input_files({"name": "neu.csv", "mimeType": "text/csv", "buffer": changed})
    expect(view.page.get_by_text("Die Datei ändert 1 Eintrag:")).to_be_visible()
    check(view.settle(), dashboard)


def test_screen_readers_hear_german_and_the_keyboard_is_seen(walk):
    page = walk(address_of("handlungsbedarf")).page
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.get_by_test_id("stSkipToContent").inner_text() == "Zum Inhalt springen"
    assert page.title() == "Handlungsbedarf – Wüstenrot"
    assert page.get_by_test_id("stSidebarNav").get_attribute("aria-label") == "Seiten"
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("aria-label", "Menü")
    links = page.get_by_test_id("stSidebarNavLink")
    assert links.last.bounding_box()["y"] < PROJECTOR[1]  # the whole menu without scrolling
    links.nth(1).focus()
    page.keyboard.press("Tab")
    assert "solid" in links.nth(2).evaluate("link => getComputedStyle(link).outline")


def test_a_download_gives_the_focus_back(walk):
    page = walk("berichte").page
    button = page.get_by_role("button", name="Lagebericht (PDF)")
    button.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(button).to_be_focused()


def test_lists_of_choices_speak_german(walk):
    view = walk(address_of("projekte"))
    view.page.get_by_text("Projekt neu anlegen").click()
    field = view.page.get_by_role("combobox", name="Ortsteile *")
    expect(field).to_be_visible()
    view.settle()  # unfolding runs the page again, which draws the form anew
    options = view.page.get_by_role("option")
    for _ in range(20):  # a form that is drawn anew takes the focus and shuts its list
        field.press("ArrowDown")
        with contextlib.suppress(Late):
            options.first.wait_for(timeout=3000)
            break
    expect(options.first).to_have_text("Alle wählen")
    field.fill("neu")
    expect(options.first).to_have_text("Alle 2 passenden wählen")
    field.fill("neuseeland")
    expect(options).to_have_text("Nichts gefunden")


def test_deep_link_into_a_fresh_process(dashboard, walk, new_view):
    # A folder pages/ lets the very first visit of a process run the page without dashboard.py.
    stem = "kontakt"
    warm = walk(address_of(stem))
    server = Server(dashboard.instanz).start()
    try:
        view = new_view(server).open(address_of(stem))
        check(view, server)
        assert view.heading == warm.heading
        menu = view.page.get_by_test_id("stSidebarNavLink")
        assert menu.count() == len(IN_MENU)
    finally:
        server.stop()


def test_the_menu_folds_away_on_the_phone(dashboard, walk):
    view = walk(address_of("kontakt"), PHONE)
    for stem in ("handbuch", START):
        open_menu(view)
        view.page.get_by_test_id("stSidebarNavLink").nth(IN_MENU.index(stem)).click()
        close_menu(view)
        view.page.wait_for_url(f"**/{address_of(stem)}*")
        check(view.settle(), dashboard)


def test_menu_and_footer_reach_every_page(dashboard, walk):
    view = walk()
    menu = view.page.get_by_test_id("stSidebarNavLink")
    expect(menu).to_have_count(len(IN_MENU))
    addresses = [link.get_attribute("href") for link in menu.all()]
    assert addresses == [f"{dashboard.url}/{address_of(stem)}" for stem in IN_MENU]
    # what stands at each address is seen above; that a link leads there, at some of every kind
    seen = {START: view.heading}
    for stem in ("ortsteilleben", "daten", *BESIDE, *IN_FOOTER):
        if stem in BESIDE:
            view.go(address_of(BESIDE[stem]))
            view.page.get_by_role("tab", name="Papier").click()
        of_page = view.page.locator(f'[data-testid="stPageLink-NavLink"][href^="{stem}"]')
        link = menu.nth(IN_MENU.index(stem)) if stem in IN_MENU else of_page
        link.click()
        view.page.wait_for_url(f"**/{stem}*")
        whole(view.settle())
        seen[stem] = view.heading
    check(view, dashboard)
    assert len(set(seen.values())) == len(seen)  # a heading of its own for every page


def test_next_and_previous_village(walk):
    view = walk("ortsteil?ortsteil=wuestenrot")
    for key, place in (("zu-1", "neuhuetten"), ("zu--1", "wuestenrot")):
        view.page.locator(f".st-key-{key} button").click()
        view.page.wait_for_url(f"**ortsteil={place}*")
        whole(view.settle())


def test_localhost_works_like_the_address(dashboard, new_view):
    view = new_view(dashboard)
    view.url = view.url.replace("127.0.0.1", "localhost")
    check(view.open("kontakt"), dashboard)


def test_an_unknown_address_leads_to_the_start_page(dashboard, new_view):
    view = new_view(dashboard)
    view.page.goto(f"{dashboard.url}/gibt-es-nicht")
    view.page.get_by_test_id("stMain").locator("h1").wait_for()
    assert view.exceptions() == []
