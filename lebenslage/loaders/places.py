"""Names of areas to keys: gazetteer, names, and what to say when a name fits none or two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from lebenslage.loaders.findings import shortened, similar
from lebenslage.model.area import (
    ART_ORTSTEIL,
    AmbiguousPlace,
    Gazetteer,
    Place,
    fold,
)
from lebenslage.model.exchange import Known

#: More known names than these are counted, not named.
_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of one text: a key, a message why not, and a note worth telling.

    Parameters
    ----------
    strange : bool
        Whether nothing that is known looks like it.
    """

    key: str = ""
    problem: str = ""
    note: str = ""
    strange: bool = False


def resolve_areas(texts: pd.Series, known: Known) -> dict[str, Resolved]:
    """Keys of all distinct texts, for tables of any level (Ortsteil up to Land).

    Without anything known the texts are taken as keys.
    """
    found = {text: _area(text, known) for text in pd.unique(texts)}
    # what is known is said once: the names would stand in every line of a foreign file
    first = next((text for text, result in found.items() if text and result.strange), None)
    if first is not None:
        some = _some(_ortsteile(known.gazetteer) or known.gebiete.values())
        found[first] = replace(found[first], problem=found[first].problem + some)
    return found


def resolve_ortsteile(texts: Iterable[str], known: Known) -> dict[str, Resolved]:
    """Keys of all distinct texts that name an Ortsteil or a Weiler."""
    return {text: _ortsteil(text, known.gazetteer) for text in texts}


def is_place(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a text names an Ortsteil or a Weiler, be it that of several."""
    try:
        return gazetteer.resolve(text) is not None
    except AmbiguousPlace:
        return True


def candidates(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Keys of the Ortsteile that an ambiguous name can mean; empty for any other."""
    try:
        gazetteer.resolve(text)
    except AmbiguousPlace as error:
        return tuple(dict.fromkeys(place.ortsteil_id for place in error.candidates))
    return ()


def _area(text: str, known: Known) -> Resolved:
    if text in known.gebiete or not (known.gebiete or known.gazetteer):
        return Resolved(text)
    if known.gazetteer:
        found = _ortsteil(text, known.gazetteer)
        if found.key or "mehrdeutig" in found.problem:
            return found
    by_name = {fold(name): key for key, name in known.gebiete.items()}
    if fold(text) in by_name:
        return _noted(text, by_name[fold(text)], known.gebiete[by_name[fold(text)]])
    if (padded := f"0{text}") in known.gebiete:
        return Resolved(padded, note=f"Dem Schlüssel {text} wurde die führende Null ergänzt.")
    names = [*known.gebiete, *known.gebiete.values(), *_names(known.gazetteer)]
    guess = similar(text, names)
    problem = f"„{shortened(text)}“ ist kein bekanntes Gebiet.{guess}"
    return Resolved(problem=problem, strange=not guess)


def _ortsteil(text: str, gazetteer: Gazetteer | None) -> Resolved:
    if gazetteer is None or any(text == place.ortsteil_id for place in gazetteer.places):
        return Resolved(text)
    try:
        key = gazetteer.resolve(text)
    except AmbiguousPlace as error:
        return Resolved(problem=_ambiguous(text, error.candidates, gazetteer))
    if key:
        return _noted(text, key, ortsteil_name(gazetteer, key))
    guess = similar(text, _names(gazetteer))
    return Resolved(problem=f"„{shortened(text)}“ ist kein bekannter Ortsteil oder Weiler.{guess}")


def ortsteil_name(gazetteer: Gazetteer, key: str) -> str:
    """Name of an Ortsteil; its key if the gazetteer does not name it."""
    places = (p for p in gazetteer.places if p.ortsteil_id == key and p.art == ART_ORTSTEIL)
    return next((place.name for place in places), key)


def _names(gazetteer: Gazetteer | None) -> list[str]:
    return [place.name for place in gazetteer.places] if gazetteer else []


def _ortsteile(gazetteer: Gazetteer | None) -> list[str]:
    return [p.name for p in gazetteer.places if p.art == ART_ORTSTEIL] if gazetteer else []


def _some(names: Iterable[str]) -> str:
    """The first of the known names, with a leading blank; empty if there are none."""
    every = list(dict.fromkeys(names))
    rest = len(every) - _NAMED
    more = f" und {rest} weitere" if rest > 0 else ""
    return f" Bekannt sind: {', '.join(every[:_NAMED])}{more}." if every else ""


def _noted(text: str, key: str, name: str) -> Resolved:
    same = fold(text) in (fold(name), fold(key))
    return Resolved(key, note="" if same else f"„{text}“ wurde {name} zugeordnet.")


def _ambiguous(text: str, places: tuple[Place, ...], gazetteer: Gazetteer) -> str:
    names = dict.fromkeys(f"{p.name} ({ortsteil_name(gazetteer, p.ortsteil_id)})" for p in places)
    return f"„{text}“ ist mehrdeutig: {' oder '.join(names)}? Bitte den Ortsteil angeben."
