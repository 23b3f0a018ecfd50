"""Look for barriers with axe-core on every page in every state: `make barrierefreiheit`.

Each page with everything unfolded; an opened entry, a file with problems, a survey waiting to be
taken in, a slide; each on the projector, on the phone, enlarged twice, with dark colours and with
those of the system; and behind each tab. Without a finding, the day of the check goes into the
statement on accessibility.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import browser_holen  # noqa: E402
from scripts.bilder import upload  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.test_pages import LOOKS, PAGES, address_of, unfold  # noqa: E402
from tests.browser.view import PHONE, PROJECTOR, View, profile  # noqa: E402

STATEMENT = ROOT / "lebenslage" / "app" / "barrierefreiheit.toml"
#: Milliseconds for a page; the first one computes everything anew.
PATIENCE = 600_000
WAYS = [({}, PROJECTOR), ({}, PHONE), *LOOKS]


def _problems(page: Page) -> None:
    """A file that nobody can read."""
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "werte.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;<b>x</b>\n"}
    )
    page.get_by_test_id("stAlert").first.wait_for()


def _first_slide(page: Page) -> None:
    page.get_by_role("button", name="Vorführen", exact=True).click()
    page.locator(".stelle").wait_for()


#: States that an address alone does not show.
STATES: list[tuple[str, Callable[[Page], None] | None]] = [
    *((address_of(stem), None) for stem in PAGES),
    ("ortsteil?ortsteil=finsterrot", None),
    ("projekte?projekte=P-1", None),
    ("beteiligung?anliegen=B-1", None),
    ("suche?suche=Bus", None),
    ("daten", upload),
    ("daten", _problems),
    ("praesentation", _first_slide),
]


def _look(view: View) -> list[str]:
    """Findings on what stands there now, in every way to look at it."""
    found = []
    for media, (width, height) in WAYS:
        view.page.emulate_media(
            **{"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
            | media
        )
        view.page.set_viewport_size({"width": width, "height": height})
        view.settle()
        found += [f"{width} px {media or ''}: {each}" for each in view.barriers()]
    return found


def _walk(view: View) -> list[str]:
    """Everything unfolded in every look, and what stands behind each tab."""
    unfold(view)
    found = _look(view)
    for tab in view.page.get_by_role("tab").all()[1:]:
        if tab.is_visible():
            tab.click()
            unfold(view)
            found += view.barriers()
    return found


def main() -> int:
    """Print what is found; 1 if anything is."""
    findings: dict[str, None] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_holen.find(), args=list(FLAGS))
        server = Server(Path(folder) / "instanz").start()
        visitor = profile(browser)
        try:
            for address, prepare in STATES:
                view = View(visitor, server.url)
                view.page.set_default_timeout(PATIENCE)
                view.open(address)
                if prepare is not None:
                    prepare(view.page)
                    view.settle()
                name = f"/{address}" + (f" ({prepare.__name__})" if prepare else "")
                own = _walk(view)
                print(f"{name}: {len(own)}", flush=True)
                findings |= {f"{name} {each}": None for each in own}
                view.close()
        finally:
            server.stop()
            browser.close()
    print("\n".join(findings))
    if not findings:
        _write_down()
    return 1 if findings else 0


def _write_down() -> None:
    text = STATEMENT.read_text("utf-8")
    text = re.sub(r'(?m)^datum = ".*"$', f'datum = "{dt.date.today().isoformat()}"', text)
    text = re.sub(r"(?m)^seiten = \d+$", f"seiten = {len(PAGES)}", text)
    STATEMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
