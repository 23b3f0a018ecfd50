"""Where entries and places lie, in words and tables beside their map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.registers import REGISTERS, Entry, position
from lebenslage.model.rules import Status
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: Titles that an Ortsteil on the map names.
_NAMED: Final = 5


def by_ortsteil(entries: Sequence[Entry], names: Mapping[str, str]) -> dict[str, list[Entry]]:
    """Entries of every Ortsteil; one that is about several stands in each."""
    found: dict[str, list[Entry]] = {key: [] for key in names}
    for entry in entries:
        for key in entry.several("ortsteile"):
            if key in found:
                found[key].append(entry)
    return found


def map_frame(code: str, entries: Sequence[Entry], names: Mapping[str, str]) -> pd.DataFrame:
    """What each Ortsteil says on the map: `gebiet_id, wert, text, kurz, status`."""
    register = REGISTERS[code]
    rows = []
    for key, own in by_ortsteil(entries, names).items():
        titles = [tables.title(register, entry) for entry in own[:_NAMED]]
        if len(own) > _NAMED:
            titles.append(f"und {formats.format_number(len(own) - _NAMED)} weitere")
        number = formats.plural(len(own), register.einzahl, register.titel)
        text = f"{number}: {'; '.join(titles)}" if own else number
        short = formats.format_number(len(own)) if own else ""
        rows.append((key, float(len(own)), text, short, Status.OK))
    return pd.DataFrame(rows, columns=[col.GEBIET, col.WERT, "text", "kurz", col.STATUS])


def describe_entries(code: str, entries: Sequence[Entry], names: Mapping[str, str]) -> str:
    """How many entries each Ortsteil has, and how many have a place of their own."""
    register = REGISTERS[code]
    counted = ", ".join(
        f"{names[key]} {formats.format_number(len(own))}"
        for key, own in by_ortsteil(entries, names).items()
    )
    text = f"{formats.plural(len(entries), register.einzahl, register.titel)}: {counted}"
    if any(len(entry.several("ortsteile")) > 1 for entry in entries):
        text += " (was mehrere Ortsteile betrifft, zählt in jedem)"
    located = sum(position(entry.text("lage")) is not None for entry in entries)
    if not located:
        return f"{text}. Noch ist bei keinem eine Lage angegeben; die Zahl steht im Ortsteil."
    return f"{text}. Ein Punkt steht, wo eine Lage angegeben ist ({located} von {len(entries)})."


def describe_outside(code: str, entries: Sequence[Entry]) -> str:
    """Which entries lie where no map of the Gemeinde shows them."""
    titles = [f"„{tables.title(REGISTERS[code], entry)}“" for entry in entries[:_NAMED]]
    if len(entries) > _NAMED:
        titles.append(f"{formats.format_number(len(entries) - _NAMED)} weitere")
    verb = "liegt" if len(entries) == 1 else "liegen"
    return f"Außerhalb der Gemeinde {verb}: {formats.listing(titles)}. Bitte die Lage prüfen."


def entry_places(code: str, entries: Sequence[Entry], names: Mapping[str, str]) -> pd.DataFrame:
    """Which entry lies where."""
    register = REGISTERS[code]
    rows = [
        (
            tables.title(register, entry),
            formats.listing(names.get(key, key) for key in entry.several("ortsteile")),
            "Punkt auf der Karte" if position(entry.text("lage")) else "nur Ortsteil",
        )
        for entry in entries
    ]
    return tables.table([register.field(register.nennt).titel, "Ortsteile", "Lage"], rows)


def describe_places(kind: str, places: int, closed: int) -> str:
    """How many places of a kind are drawn."""
    text = f"{kind}: {formats.plural(places, 'Ort', 'Orte')} mit bekannter Lage"
    return f"{text}, davon {closed} geschlossen (Ring)." if closed else f"{text}, alle offen."
