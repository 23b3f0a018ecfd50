"""What of the registers is public: the one place that decides it.

Pages for citizens, the calendar feed and roles all ask here. An entry is public if somebody
published it, it is not archived and its time has come; of it, only fields that the register calls
public, and references only to what is public itself. Who changed it is nobody's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from lebenslage.model.registers.definitions import REGISTERS
from lebenslage.model.registers.entries import Entry, has_value
from lebenslage.model.registers.fields import Field, FieldKind
from lebenslage.model.registers.shared_fields import FREI

#: Registers that can be published at all; steps and co-operations stay inside.
PUBLISHABLE: Final = tuple(code for code, each in REGISTERS.items() if FREI in each.felder)

#: Fields by which `is_public` decides, beside the place in the archive.
DECIDING: Final = (FREI.name, "datum", "bis")
#: The only register whose entries come and go with the day.
DAILY: Final = "neuigkeiten"


def is_public(entry: Entry, heute: str) -> bool:
    """Whether citizens see this entry.

    Parameters
    ----------
    heute : str
        ISO date: news have a first and a last day.
    """
    if entry.archiviert or not entry.daten.get(FREI.name) or entry.register not in PUBLISHABLE:
        return False
    if entry.register != DAILY:
        return True
    return entry.text("datum") <= heute <= (entry.text("bis") or heute)


def published(entries: Mapping[str, Iterable[Entry]], heute: str) -> dict[str, tuple[Entry, ...]]:
    """What citizens see of the registers.

    Parameters
    ----------
    entries : mapping
        Register -> its entries; of a register that is left out nothing is public, nor referred to.

    Returns
    -------
    dict
        Register -> public entries with their public fields alone, in the given order; given once
        more, they come out the same.
    """
    shown = {
        code: [entry for entry in own if is_public(entry, heute)] for code, own in entries.items()
    }
    keys = {code: {entry.kennung for entry in own} for code, own in shown.items()}
    return {code: tuple(public_part(entry, keys) for entry in own) for code, own in shown.items()}


def public_part(entry: Entry, keys: Mapping[str, Iterable[str]]) -> Entry:
    """The public fields of an entry, whether or not it is published yet.

    Parameters
    ----------
    keys : mapping
        Register -> keys of its public entries; other references are left out.
    """
    register = REGISTERS[entry.register]
    daten = {
        each.name: value
        for each in register.felder
        if each.oeffentlich and has_value(value := _allowed(each, entry.daten.get(each.name), keys))
    }
    return replace(entry, daten=daten, wer="", angelegt="")


def _allowed(each: Field, value: Any, keys: Mapping[str, Iterable[str]]) -> Any:
    """The value, without references to what is not public."""
    if each.art is FieldKind.VERWEIS:
        return value if value in keys.get(each.verweis, ()) else None
    if each.art is FieldKind.VERWEISE:
        known = keys.get(each.verweis, ())
        return tuple(key for key in value or () if key in known)
    return value
