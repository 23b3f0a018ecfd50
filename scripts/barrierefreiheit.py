"""Look for barriers with axe-core on every page in every state: `make barrierefreiheit`.

Each page with everything unfolded; an opened entry, a deletion waiting for its yes, a file with
problems, a survey waiting to be taken in, a slide, the pages of a signed-in administrator; each on
the projector, on the phone, enlarged twice, with dark colours and with those of the system; and
behind each tab. Without a finding, the day of the check goes into the statement on accessibility.

Words on the command line choose the states whose name holds one of them; the statement stays then.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lebenslage.model.access import Rolle  # noqa: E402
from lebenslage.store import Store, sqlite_url  # noqa: E402
from scripts import browser_holen  # noqa: E402
from scripts.bilder import SURVEY, upload  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.test_pages import LOOKS, PAGES, address_of, tabs_behind, unfold  # noqa: E402
from tests.browser.view import PHONE, PROJECTOR, View, profile  # noqa: E402

STATEMENT = ROOT / "lebenslage" / "app" / "barrierefreiheit.toml"
#: Milliseconds for a page; the first one computes everything anew.
PATIENCE = 600_000
WAYS = [({}, PROJECTOR), ({}, PHONE), *LOOKS]


def _unknown(page: Page) -> None:
    """Answers with a question that no questionnaire has: its meaning is asked for in a table."""
    head, *rows = SURVEY.read_text("utf-8").splitlines()
    lines = [f"{head};busverbindung", *(f"{row};{1 + n % 5}" for n, row in enumerate(rows))]
    content = "\n".join(lines).replace("2025-05-", "2026-05-").encode()
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "neue-frage.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_test_id("stDataFrame").first.wait_for()


def _problems(page: Page) -> None:
    """A file that nobody can read."""
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "werte.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;<b>x</b>\n"}
    )
    page.get_by_test_id("stAlert").first.wait_for()


def _first_slide(page: Page) -> None:
    page.get_by_role("button", name="Vorführen", exact=True).click()
    page.locator(".stelle").wait_for()


def _deletion(page: Page) -> None:
    """The question before an entry is gone for good."""
    page.get_by_role("button", name=re.compile("löschen …$")).last.click()
    page.get_by_role("button", name="Endgültig löschen").last.wait_for()


def _removal(page: Page) -> None:
    """The question before an account is gone for good."""
    page.get_by_role("button", name="Entfernen …").click()
    page.get_by_role("button", name="Endgültig entfernen").wait_for()


State = tuple[str, Callable[[Page], None] | None]
#: States that an address alone does not show.
STATES: list[State] = [
    *((address_of(stem), None) for stem in PAGES),
    ("ortsteil?ortsteil=finsterrot", None),
    ("projekte?projekte=P-1", None),
    ("projekte?projekte=P-1", _deletion),
    ("akteure?akteure=A-1", None),
    ("beteiligung?anliegen=B-1", None),
    ("ortsteilleben?veranstaltungen=V-1", None),
    ("suche?suche=Bus", None),
    ("daten", upload),
    ("daten", _unknown),
    ("daten", _problems),
    ("praesentation", _first_slide),
]
#: What only somebody with an account sees, and what nobody without one does.
WITH_ACCOUNTS: list[State] = [
    ("administration", None),
    ("administration", _removal),
]
CLOSED: list[State] = [("daten", None), ("stimmen", None)]
NAME, PASSWORD = "Axel Prüfer", "nur für diese Prüfung"


def _each_way(view: View) -> Iterator[str]:
    """Look at the page in every way, one after the other."""
    for media, (width, height) in WAYS:
        view.page.emulate_media(
            **{"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
            | media
        )
        view.page.set_viewport_size({"width": width, "height": height})
        yield f"{width} px {media or ''}"


def _look(view: View) -> list[str]:
    """Findings on what stands there now, in every way to look at it."""
    found = []
    for way in _each_way(view):
        view.settle()
        found += [f"{way}: {each}" for each in view.barriers()]
    return found


def _walk(view: View) -> list[str]:
    """Everything unfolded in every look, and what stands behind each tab."""
    unfold(view)
    found = _look(view) + _names(view)
    for _ in tabs_behind(view):
        found += view.barriers() + _names(view)
    return found


def _names(view: View) -> list[str]:
    return [f"no name of its own: {each}" for each in view.nameless()]


def _visit(
    visitor: BrowserContext,
    server: Server,
    states: list[State],
    who: str = "",
) -> Iterator[str]:
    """Go through states in windows of one visitor; findings with their place."""
    for address, prepare in states:
        name = f"/{address}{who}" + (f" ({prepare.__name__})" if prepare else "")
        if not _is_wanted(name):
            continue
        view = View(visitor, server.url)
        view.page.set_default_timeout(PATIENCE)
        view.open(address)
        if prepare is not None:
            prepare(view.page)
            view.settle()
        own = _walk(view)
        print(f"{name}: {len(own)}", flush=True)
        yield from (f"{name} {each}" for each in own)
        view.close()


def _account_pages(visitor: BrowserContext, server: Server) -> Iterator[str]:
    """Sign in on the plain pages beside Streamlit, and look at each on the way."""
    view = View(visitor, server.url)
    page = view.page
    for name, fields in (
        ("anmelden", {"name": NAME, "passwort": "falsch"}),
        ("anmelden nach Fehler", {"name": NAME, "passwort": PASSWORD}),
        ("passwort", {"alt": PASSWORD, "neu": PASSWORD[::-1], "noch_einmal": PASSWORD[::-1]}),
        ("konto", {}),
    ):
        if name in ("anmelden", "konto"):
            page.goto(f"{server.url}/konto")
        own = [f"{way}: {each}" for way in _each_way(view) for each in view.barriers()]
        print(f"/konto ({name}): {len(own)}", flush=True)
        yield from (f"/konto ({name}) {each}" for each in own)
        for field, text in fields.items():
            page.fill(f"#{field}", text)
        if fields:
            page.click("button[type=submit]")
            page.wait_for_load_state()
    view.close()


def _is_wanted(name: str) -> bool:
    return not sys.argv[1:] or any(word in name for word in sys.argv[1:])


def main() -> int:
    """Print what is found; 1 if anything is."""
    findings: dict[str, None] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_holen.find(), args=list(FLAGS))
        server = Server(Path(folder) / "instanz").start()
        try:
            findings |= dict.fromkeys(_visit(profile(browser), server, STATES))
            if _is_wanted("Konten"):
                server.stop()
                with Store(sqlite_url(server.instanz / "lebenslage.sqlite")) as store:
                    store.accounts.add(NAME, Rolle.ADMINISTRATION, PASSWORD, wer="IT")
                    store.accounts.add("Leo Leser", Rolle.LESER, PASSWORD, wer="IT")
                server.more["LEBENSLAGE_ANMELDUNG"] = "konten"
                server.start()
                visitor = profile(browser)
                findings |= dict.fromkeys(_account_pages(visitor, server))
                findings |= dict.fromkeys(_visit(visitor, server, WITH_ACCOUNTS, " mit Konten"))
                findings |= dict.fromkeys(_visit(profile(browser), server, CLOSED, " ohne Konto"))
        finally:
            server.stop()
            browser.close()
    print("\n".join(findings))
    if not findings and not sys.argv[1:]:
        _write_down()
    return 1 if findings else 0


def _write_down() -> None:
    text = STATEMENT.read_text("utf-8")
    text = re.sub(r'(?m)^datum = ".*"$', f'datum = "{dt.date.today().isoformat()}"', text)
    text = re.sub(r"(?m)^seiten = \d+$", f"seiten = {len(PAGES)}", text)
    STATEMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
