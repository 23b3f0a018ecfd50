"""One window of the browser on the dashboard, and what a test wants to know of it."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

PICTURES = Path(__file__).parent / "bilder"
PROJECTOR = (1280, 720)
PHONE = (390, 844)
#: Milliseconds until a page must have settled. Generous: speed is the benchmarks' business.
PATIENCE = 120_000
#: How often somebody may have to press the tabulator on a page.
STEPS = 120
LOCAL = {"127.0.0.1", "localhost", ""}

#: When a page stands: the script has run, the heading is there, nothing spins, and fonts, pictures
#: and frames (maps) are loaded. Not Playwright's "networkidle": one slow request would hold it up.
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  const waiting = ['stSpinner', 'stSkeleton', 'stAppSkeleton']
    .map((id) => `[data-testid="${id}"]`).join();
  const there = '[data-testid="stMain"] h1, [data-testid="stException"]';
  const loaded = [...document.images].every((image) => image.complete)
    && [...document.querySelectorAll('iframe')]
      .every((frame) => frame.contentDocument?.readyState === 'complete');
  return document.querySelector(there) !== null && document.querySelector(waiting) === null
    && document.fonts.status === 'loaded' && loaded;
}"""

# Every run of the page names it anew, so the name tells when the answer has come.
_GO = """(path) => {
  document.title = 'unterwegs';
  history.pushState({}, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}"""

# What sticks out of the window to the right, unless a parent scrolls or clips it on purpose.
_STICKS_OUT = """() => {
  const limit = document.documentElement.clientWidth + 1;
  const contained = (element) => {
    for (let e = element.parentElement; e; e = e.parentElement) {
      if (e.dataset.testid === 'stMain' || e === document.body) return false;
      const inside = e.getBoundingClientRect().right <= limit;
      if (inside && getComputedStyle(e).overflowX !== 'visible') return true;
    }
    return false;
  };
  const found = [];
  for (const element of document.querySelectorAll('[data-testid="stMain"] *')) {
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && box.right > limit && !contained(element))
      found.push(`${element.tagName.toLowerCase()}.${element.dataset.testid ?? ''} `
        + `to ${Math.round(box.right)} px: ${(element.textContent ?? '').trim().slice(0, 60)}`);
  }
  const main = document.querySelector('[data-testid="stMain"]');
  if (main && main.scrollWidth > main.clientWidth + 1)
    found.push(`the page scrolls sideways: ${main.scrollWidth} > ${main.clientWidth} px`);
  return found;
}"""

# Text below 16 px or with a contrast below 4.5:1 (WCAG 2.2, 1.4.3), each kind once.
_ILLEGIBLE = """() => {
  const parse = (text) => {
    const parts = (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  // each element once: a long page has thousands
  const kept = (compute) => {
    const known = new Map();
    const of = (element) => {
      if (!known.has(element)) known.set(element, compute(element, of));
      return known.get(element);
    };
    return of;
  };
  const under = kept((element, of) => element === null ? [255, 255, 255, 1]
    : over(parse(getComputedStyle(element).backgroundColor), of(element.parentElement)));
  const ground = (element) => {
    // the number of a slider stands above its thumb, not on it
    const above = element.closest('[data-testid="stSliderThumbValue"]');
    return under(above ? above.parentElement.parentElement : element);
  };
  const opacity = kept((element, of) => element === null ? 1
    : getComputedStyle(element).opacity * of(element.parentElement));
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const p = part / 255;
      return p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim()).join(' ').trim();
    const style = getComputedStyle(element);
    // Streamlit's own: names of icons, and how big a chosen file is
    const icon = element.closest('[data-testid="stIconMaterial"], [data-testid="stFileChip"]');
    const box = element.getBoundingClientRect();
    const shown = box.width > 1 && box.height > 1 && style.visibility === 'visible'
      && opacity(element) > 0;
    if (!text || icon || !shown || element.closest('script, style, [disabled], noscript')) continue;
    const drawn = element.namespaceURI.endsWith('svg');  // its ground may be a bar: size only
    const behind = ground(element);
    const [r, g, bl, alpha] = parse(style.color);
    const [a, b] = [light(over([r, g, bl, alpha * opacity(element)], behind)), light(behind)];
    const contrast = drawn ? 21 : (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    if (size === 0 || (size >= 16 && contrast >= 4.5)) continue;
    const kind = `${element.closest('[data-testid]')?.dataset.testid} `
      + `${size} px ${contrast.toFixed(1)}:1`;
    if (!found.has(kind)) found.set(kind, `${kind}: ${text.slice(0, 40)}`);
  }
  return [...found.values()];
}"""


# What is drawn, framed or laid out as a table, without a name of its own on the page.
_NAMELESS = """() => {
  const kinds = '[data-testid="stPlotlyChart"], iframe, img, table, canvas, video, audio, object, '
    + 'svg, [role="img"], [role="figure"], [role="grid"]';
  const decoration = 'button, a, summary, [role="button"], [role="combobox"], [aria-hidden="true"]';
  const generic = /^(st\\.|streamlit|chart|plot|map$|table$|image|iframe|karte der ortsteile$)/i;
  const name = (element) => ['aria-label', 'alt', 'title'].map((each) => element.getAttribute(each))
    .concat(element.querySelector(':scope > caption')?.textContent).find(Boolean) ?? '';
  const seen = new Set(), found = [];
  for (const element of document.querySelectorAll(kinds)) {
    const within = element.closest('[data-testid="stDataFrame"]') && element.tagName === 'CANVAS';
    if (!element.checkVisibility() || element.closest(decoration) || within) continue;
    const own = name(element).trim();
    if (!own || generic.test(own) || seen.has(own))
      found.push(`${element.tagName.toLowerCase()}.${element.dataset.testid ?? ''}: „${own}“`);
    seen.add(own);
  }
  return found;
}"""


# WCAG 2.2, A and AA. The rows of a table are alike: the first three stand for all.
_AXE = """async () => (await axe.run(
  { exclude: ['[data-testid="stTable"] tbody tr:nth-child(n+4)'] },
  { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'] },
)).violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 150)}`))
"""


@cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def is_local(url: str) -> bool:
    """Whether an address stays on this machine (also `data:` and `blob:`)."""
    parts = urlsplit(url)
    if parts.scheme in ("data", "about", "javascript"):
        return True
    if parts.scheme == "blob":
        return is_local(url.removeprefix("blob:"))
    return (parts.hostname or "") in LOCAL


def profile(browser: Browser, *, trusting: bool = False) -> BrowserContext:
    """A fresh browser profile: no cookies, nothing cached.

    Parameters
    ----------
    trusting : bool
        Accept a certificate that nobody vouches for.
    """
    context = browser.new_context(
        locale="de-DE", accept_downloads=True, ignore_https_errors=trusting
    )
    context.set_default_timeout(PATIENCE)
    return context


class View:
    """One window of a browser profile.

    Parameters
    ----------
    context : BrowserContext
        The profile.
    url : str
        Address of the dashboard.
    size : tuple of int
        Width and height of the window in CSS pixels.
    """

    def __init__(
        self, context: BrowserContext, url: str, size: tuple[int, int] = PROJECTOR
    ) -> None:
        self.url = url
        self.size = size
        self.requests: list[str] = []
        self.console: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    def _note(self, line: ConsoleMessage) -> None:
        self.console.append(f"{line.type}: {line.text} ({line.location['url']})")

    def open(self, path: str = "") -> View:
        """Go to a page by its address and wait until it stands."""
        self.page.goto(f"{self.url}/{path}")
        return self.settle()

    def go(self, path: str = "") -> View:
        """Go to an address within the window, as links and the browser's buttons do.

        The app and its session stay: loading both anew takes most of the time of `open`.
        """
        self.page.evaluate(_GO, f"{urlsplit(self.url).path}/{path}")
        self.page.wait_for_function("() => document.title !== 'unterwegs'")
        return self.settle()

    def settle(self) -> View:
        """Wait until the page stands, and still does a moment later."""
        self.page.wait_for_function(SETTLED)
        self.page.wait_for_timeout(300)  # a script run that a component starts
        self.page.wait_for_function(SETTLED)
        return self

    def tab_to(self, wanted: Locator) -> None:
        """Press the tabulator until the focus is on an element, as somebody without a mouse."""
        expect(wanted).to_be_enabled()
        for _ in range(STEPS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{STEPS} times Tab do not lead to {wanted}")

    @property
    def heading(self) -> str:
        """Text of the page's first heading."""
        return self.page.locator('[data-testid="stMain"] h1').first.inner_text().strip()

    @property
    def text(self) -> str:
        """All text of the page's main part."""
        return self.page.locator('[data-testid="stMain"]').inner_text()

    def exceptions(self) -> list[str]:
        """Texts of the boxes that Streamlit shows for an error nobody caught."""
        return self.page.locator('[data-testid="stException"]').all_inner_texts()

    def alerts(self) -> list[str]:
        """Texts of the coloured boxes: errors, warnings, news."""
        return self.page.get_by_test_id("stAlert").all_inner_texts()

    def errors(self) -> list[str]:
        """What the browser's console complains about.

        Without Streamlit's own search for its base path: opened at /umfrage, it first asks
        /umfrage/_stcore/… and is told that nothing is there.
        """
        lines = (line for line in self.console if line.startswith("error"))
        return [line for line in lines if not ("404" in line and "/_stcore/" in line)]

    def sticks_out(self) -> list[str]:
        """What is wider than the window."""
        found: list[str] = self.page.evaluate(_STICKS_OUT)
        return found

    def illegible(self) -> list[str]:
        """Text that is too small or too pale."""
        found: list[str] = self.page.evaluate(_ILLEGIBLE)
        return found

    def barriers(self) -> list[str]:
        """What axe-core finds on the page, also inside maps: a rule and the element each."""
        for frame in self.page.frames:
            frame.evaluate(_axe())
        found: list[str] = self.page.evaluate(_AXE)
        return found

    def nameless(self) -> list[str]:
        """Charts, maps, pictures and tables that a screen reader cannot tell apart."""
        found: list[str] = self.page.evaluate(_NAMELESS)
        return found

    def outside(self) -> list[str]:
        """Every request, also of frames and sockets, that went to another host."""
        return [url for url in self.requests if not is_local(url)]

    def picture(self, name: str) -> Path:
        """Save the whole page, not only what fits the window, as tests/browser/bilder/NAME.png.

        Only where LEBENSLAGE_BILDER is set: pictures are for looking at, and take minutes.
        """
        target = PICTURES / f"{re.sub(r'[^a-z0-9_-]+', '-', name.lower())}.png"
        if not os.environ.get("LEBENSLAGE_BILDER"):
            return target
        PICTURES.mkdir(exist_ok=True)
        height = self.page.evaluate(
            "() => document.querySelector('[data-testid=\"stMain\"]').scrollHeight"
        )
        self.page.set_viewport_size({"width": self.size[0], "height": max(self.size[1], height)})
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=target)
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        return target

    def close(self) -> None:
        """Close the window."""
        self.page.close()
