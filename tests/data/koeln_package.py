"""A package of Köln out of open data, as docs/betrieb/andere-gemeinde.md makes it."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

KOELN = Path(__file__).parent / "koeln"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "betrieb" / "andere-gemeinde.md"
_BLOCK = re.compile(r"^```(sh|text)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def turnout() -> list[dict[str, str]]:
    with (KOELN / "wahl_2013.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def steps() -> list[tuple[str, str]]:
    """The guide from top to bottom: a file to write and its text, or "" and a command."""
    found: list[tuple[str, str]] = []
    for kind, name, text in _BLOCK.findall(GUIDE.read_text("utf-8")):
        found += [(name, text)] if kind == "text" else [("", line) for line in text.splitlines()]
    return found


def build(place: Path) -> Path:
    """Write the files of the guide into a folder that is there already."""
    for name, text in steps():
        if name:
            (place / name).write_text(text, "utf-8")
    shutil.copy(KOELN / "Stadtbezirk.zip", place / "ortsteile.zip")
    return place
