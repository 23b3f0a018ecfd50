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

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import browser_holen  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.view import View, profile  # noqa: E402

TARGET = ROOT / "static" / "bilder"
SIZE = (1280, 960)
FONT = ROOT / "lebenslage" / "report" / "schriften" / "LiberationSans-Bold.ttf"
MARK = "Beispieldaten"
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
                view = View(profile(browser), server.url, SIZE).open(address)
                prepare(view.page)
                view.settle()
                _save(view.page.screenshot(), TARGET / f"{name}.webp")
                view.close()
        finally:
            server.stop()
            browser.close()
    return 0


def _mark(picture: Image.Image) -> None:
    """Say in the picture itself that its figures are made up: pictures travel alone."""
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, 22)
    box = draw.textbbox((picture.width - 16, picture.height - 12), MARK, font=font, anchor="rs")
    draw.rectangle((box[0] - 8, box[1] - 6, box[2] + 8, box[3] + 6), "#fff3c4", "#8a5b00")
    draw.text((picture.width - 16, picture.height - 12), MARK, "#5c3c00", font, anchor="rs")


def _save(png: bytes, target: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    _mark(picture)
    picture.quantize(COLOURS).convert("RGB").save(target, lossless=True, method=6)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
