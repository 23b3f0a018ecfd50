"""The map of a register, drawn when it is opened: dots where a place is known, else numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from lebenslage.analysis.registers.outside import outline, outside
from lebenslage.app import access, data, maps, parts
from lebenslage.charts.maps import Point
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Entry, position
from lebenslage.report import formats, place_words
from lebenslage.report import register_tables as tables

#: Dots on a map, rows beside it; more are found by searching.
_DOTS, _ROWS = 300, 50
_LABEL: Final = "Karte"


def panel(code: str, entries: Sequence[Entry]) -> None:
    """Entries on a map of the Ortsteile, with their sentence and table."""
    box = st.expander(_LABEL, key=f"karte-{code}", on_change="rerun")
    if not box.open:
        return
    with box:
        names = data.snapshot().ortsteil_names
        if not names:
            parts.sentence("Hier fehlt noch das Verzeichnis der Ortsteile.")
            return
        frame = place_words.map_frame(code, entries, names)
        title = REGISTERS[code].titel
        maps.show_points(frame, _dots(code, entries), title=title, key=f"karte-{code}-bild")
        parts.sentence(place_words.describe_entries(code, entries, names))
        if away := far_away(code, entries):
            st.warning(parts.plain(place_words.describe_outside(code, away)))
        if entries:
            parts.show_table(place_words.entry_places(code, entries[:_ROWS], names))
        if len(entries) > _ROWS:
            parts.caveat(f"und {formats.format_number(len(entries) - _ROWS)} weitere")


def far_away(code: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries whose place lies outside the Gemeinde, for those who can mend it."""
    asked = "lage" in REGISTERS[code].names and access.may(Recht.INTERN)
    if not asked or not data.snapshot().ortsteil_names:
        return []
    area = data.once(("umriss",), lambda: outline(data.snapshot().ortsteile, data.gemeinde().crs))
    return outside(entries, area)


def _dots(code: str, entries: Sequence[Entry]) -> list[Point]:
    found: list[Point] = []
    for entry in entries:
        place = position(entry.text("lage"))
        if place is not None and len(found) < _DOTS:
            found.append(Point(*place, tables.title(REGISTERS[code], entry)))
    return found
