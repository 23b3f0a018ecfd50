"""Draw the pictures of the README and of the handbook from the running dashboard: `make bilder`.

They lie in static/bilder/, which the dashboard serves itself. What they show is the shipped
package in a fresh instance folder, so that anybody gets the same pictures.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import browser_holen  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.view import View  # noqa: E402

TARGET = ROOT / "static" / "bilder"
SIZE = (1280, 960)
#: Colours of a picture; a screen has few, and fewer make small files.
COLOURS = 128
SURVEY = ROOT / "data" / "umfragen" / "umfrage-2025" / "antworten.csv"


def _nothing(_: Page) -> None:
    """The page as it opens."""


def _chart(page: Page) -> None:
    """The first chart instead of the head of the page."""
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()


def upload(page: Page) -> None:
    """A file of answers that waits for the person's yes."""
    content = SURVEY.read_bytes().replace(b"2025-05-", b"2026-05-")
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "umfrage-2026.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_text("umfrage-2026.csv").first.wait_for()
    page.wait_for_timeout(3000)


#: Name of the picture -> address, and what is done before.
PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "uebersicht": ("", _nothing),
    "ortsteil": ("ortsteil?ortsteil=neulautern", _nothing),
    "handlungsbedarf": ("handlungsbedarf", _chart),
    "umfrage": ("umfrage", _chart),
    "einlesen": ("daten", upload),
    "praesentation": ("praesentation", _nothing),
}


def main() -> int:
    """Draw all pictures, or those named on the command line."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_holen.find(), args=list(FLAGS))
        server = Server(Path(folder) / "instanz").start()
        try:
            for name in sys.argv[1:] or PICTURES:
                address, prepare = PICTURES[name]
                view = View(browser, server.url, SIZE).open(address)
                prepare(view.page)
                view.settle()
                _save(view.page.screenshot(), TARGET / f"{name}.webp")
                view.close()
        finally:
            server.stop()
            browser.close()
    return 0


def _save(png: bytes, target: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS).convert("RGB").save(target, lossless=True, method=6)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
