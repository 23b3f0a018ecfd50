"""What the public texts of an entry may give away about persons, before everybody sees them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from lebenslage.analysis.survey.freetext import POSSIBLE_NAME, flags
from lebenslage.model.registers import Field, FieldKind, Register
from lebenslage.model.registers.shared_fields import FREI

#: Of a field for public contact data only this is told: an address is what belongs there.
_OUT_OF_PLACE: Final = "Name"


def giveaways(
    register: Register,
    daten: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    orte: Collection[str] = (),
) -> dict[str, tuple[str, ...]]:
    """What becomes public with this entry and looks like a name, number or address of a person.

    Parameters
    ----------
    daten : mapping
        The entry as it is to be saved.
    before : mapping, optional
        The entry as it is kept: texts that everybody sees already are not told again.
    orte : collection of str
        Names of places, which look like those of persons ("Dorfhaus Finsterrot").

    Returns
    -------
    dict
        Field -> what was found in it; empty if the entry stays inside or nothing was found.
    """
    if not daten.get(FREI.name):
        return {}
    seen = before if before and before.get(FREI.name) else {}
    found = {
        each.name: hints
        for each in register.felder
        if each.oeffentlich
        and each.art in (FieldKind.TEXT, FieldKind.LANG)
        and daten.get(each.name, "") != seen.get(each.name, "")
        and (hints := _hints(each, str(daten.get(each.name) or ""), orte))
    }
    return found


def _hints(each: Field, text: str, orte: Collection[str]) -> tuple[str, ...]:
    hints = flags(text)
    if each.kontakt:
        return tuple(hint for hint in hints if hint == _OUT_OF_PLACE)
    if POSSIBLE_NAME in hints and (
        each.eigenname or POSSIBLE_NAME not in flags(_small(text, orte))
    ):
        return tuple(hint for hint in hints if hint != POSSIBLE_NAME)
    return hints


def _small(text: str, orte: Collection[str]) -> str:
    """The text with the names of places in small letters."""
    if not orte:
        return text
    places = "|".join(map(re.escape, orte))
    return re.sub(rf"\b(?:{places})\b", lambda found: found[0].lower(), text)
