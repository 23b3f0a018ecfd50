"""Find a Chromium for the browser tests, or fetch one: `python scripts/browser_holen.py`.

A browser of the system comes first, then the package manager, then Playwright's own download;
prints which one it is. LEBENSLAGE_CHROMIUM names one explicitly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

if __package__:
    from scripts import paketverwaltung
else:  # started as a file
    import paketverwaltung

VARIABLE = "LEBENSLAGE_CHROMIUM"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
USUAL_PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
NONE_FOUND = f"""\
Für die Browser-Tests fehlt ein Chromium, und keiner der drei Wege hat eines gebracht:
  1. System: weder im Suchpfad noch an den üblichen Orten liegt Chromium, Chrome oder Edge.
  2. Paketverwaltung: „apt-get install chromium“ ging nicht (kein apt, keine Rechte, kein Netz).
  3. Playwright: „python -m playwright install chromium“ ging nicht (kein Netz).
Bitte Chromium, Chrome oder Edge einrichten oder {VARIABLE} auf das Programm setzen.
"""


class NoBrowser(Exception):
    """There is no Chromium; the text says what to do."""


def starts(program: Path) -> bool:
    """Whether a program is a browser that runs here."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    # On Windows a browser prints nothing and may open a window instead; being there must do.
    return answer.returncode == 0


def of_system() -> Path | None:
    """A browser of the system: named by the variable, in the search path or a usual place.

    Raises
    ------
    NoBrowser
        If the variable names something that does not run.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not starts(Path(named)):
            raise NoBrowser(f"{VARIABLE}={named}: Dieses Programm lässt sich nicht starten.")
        return Path(named)
    places = [place for name in NAMES if (place := shutil.which(name))]
    found = (Path(place) for place in (*places, *USUAL_PLACES) if Path(place).is_file())
    return next((place for place in found if os.name == "nt" or starts(place)), None)


def of_playwright() -> Path | None:
    """The browser that Playwright has downloaded for itself, if it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.is_file() and starts(program) else None


def find() -> Path:
    """A Chromium that is already there.

    Raises
    ------
    NoBrowser
        If there is none.
    """
    program = of_system() or of_playwright()
    if program is None:
        raise NoBrowser(NONE_FOUND)
    return program


def install_package() -> None:
    """Ask the package manager."""
    paketverwaltung.install("chromium")


def download() -> None:
    """Ask Playwright for its own download."""
    print("Kein Chromium gefunden; versuche es mit Playwright …", flush=True)
    subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])


def fetch() -> Path:
    """A Chromium, fetched if there is none yet.

    Raises
    ------
    NoBrowser
        If none of the ways has brought one.
    """
    for attempt in (None, install_package, download):
        if attempt is not None:
            attempt()
        try:
            return find()
        except NoBrowser:
            if os.environ.get(VARIABLE) or attempt is download:
                raise
    raise AssertionError("unreachable")


def main() -> int:
    """Print which Chromium the browser tests take."""
    try:
        program = fetch()
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Browser für die Tests: {program}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
