"""Every text an attack (tests/data/carriers.py): pages show its letters, and run nothing."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lebenslage import wiring
from lebenslage.loaders import cells
from lebenslage.model.registers import checks
from tests.browser.server import Server
from tests.browser.test_pages import PAGES, address_of, tabs_behind, unfold
from tests.data.carriers import HTML, build, keep

#: One of each way to draw: map, charts, lists of widgets, cards, tables, slides, files sent in.
#: `make fuzz` takes all.
KINDS = [
    *("uebersicht", "ortsteil", "handlungsbedarf", "szenario", "akteure", "projekte"),
    *("oeffentlichkeit", "methodik", "daten"),
]
#: The deck that is kept.
DECK = "praesentation?praesentation=regal-1&folie=2"

# What a text has become if it is more than letters. An address written out may be a link to it.
_ALIVE = """() => {
  const found = window.__xss === undefined ? [] : ['a script ran'];
  const walk = (root) => {
    for (const e of root.querySelectorAll('*')) {
      if (e.shadowRoot) walk(e.shadowRoot);
      if (e.tagName === 'IFRAME') {
        if (e.contentWindow.__xss !== undefined) found.push('a script ran in a frame');
        walk(e.contentDocument);
      }
      const goes = e.getAttribute('href') ?? '';
      const colour = [...e.classList].some((name) => name.startsWith('stMarkdownColored'));
      const formula = e.classList.contains('katex');
      const picture = e.tagName === 'IMG' && /evil|^x$/.test(e.getAttribute('src') ?? '');
      const code = e.tagName === 'CODE' && e.textContent === 'c';
      const foreign = /^[^#]*evil/.test(goes) && e.textContent !== goes;
      const link = /^javascript:/i.test(goes) || foreign;
      const handler = [...e.attributes].some((each) => each.name.startsWith('on'));
      if (e.id === 'fremd' || colour || formula || picture || code || link || handler)
        found.push(e.outerHTML.slice(0, 200));
    }
  };
  walk(document);
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over such a package. The loaders refuse HTML and formulas at the door, so the
    store is filled without those checks: what is drawn must be safe by itself.
    """
    place: Path = tmp_path_factory.mktemp("angriff")
    package, instanz = place / "daten", place / "instanz"
    package.mkdir(), instanz.mkdir()
    build(package)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEBENSLAGE_INSTANZ", str(instanz))
        patch.setenv("LEBENSLAGE_DATEN", str(package))
        patch.setattr(cells, "unsafe_text", lambda _text: "")
        patch.setattr(checks, "is_email", lambda _text: True)
        with wiring.open_store() as store:
            keep(store)
    server = Server(instanz, LEBENSLAGE_DATEN=str(package)).start()
    yield server
    server.stop()


def test_texts_stay_texts(hostile, new_view):
    whole = os.environ.get("LEBENSLAGE_BEISPIELE") == "fuzz"
    view = new_view(hostile).open("kontakt")
    view.page.on("dialog", lambda dialog: pytest.fail(f"dialog: {dialog.message}"))
    for stem in [*(PAGES if whole else KINDS), DECK]:
        view.go(address_of(stem))
        unfold(view)
        for chart in view.page.locator(".js-plotly-plot, iframe").all()[:2]:
            if chart.is_visible() and (box := chart.bounding_box()):
                for part in (0.3, 0.45, 0.6, 0.75):
                    view.page.mouse.move(
                        box["x"] + part * box["width"], box["y"] + part * box["height"]
                    )
        for where in itertools.chain([""], tabs_behind(view)):
            assert view.page.evaluate(_ALIVE) == [], (stem, where)
            assert view.exceptions() == [], (stem, where)
            if where in ("", "Liste", "Veröffentlichen"):  # there is none with nothing in it
                assert HTML.split(">")[0] in view.text, (stem, where)
        if stem == "daten":  # the name of a file that came in, below its tab
            assert "`c`.csv" in view.page.evaluate("document.body.textContent")
