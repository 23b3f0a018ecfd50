"""Names of small areas in foreign files to Ortsteile: decided, remembered, known, or open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import Job
from lebenslage.loaders.places import candidates, ortsteil_name
from lebenslage.model.area import ART_ORTSTEIL, AmbiguousPlace, Gazetteer, fold
from lebenslage.model.assignment import Assignment, OpenPlace

#: Shorter names ("Au", "Berg") stand inside too many others to be looked for there.
_LEAST: Final = 5
#: A message names so many of the areas that are open.
_NAMED: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Assigned:
    """Where the areas of a file lie.

    Parameters
    ----------
    orte : mapping
        Text of the file -> `ortsteil_id`; empty: belongs to no Ortsteil.
    offen : tuple of OpenPlace
        Texts that somebody has to decide.
    gemerkt : mapping
        The part of `orte` that was decided by a person, now or earlier.
    """

    orte: Mapping[str, str] = field(default_factory=dict)
    offen: tuple[OpenPlace, ...] = ()
    gemerkt: Mapping[str, str] = field(default_factory=dict)

    @property
    def zuordnung(self) -> Assignment:
        """What is remembered for the next file."""
        return Assignment(orte=self.gemerkt)


def assign(
    texts: pd.Series,
    job: Job,
    names: Mapping[str, str] | None = None,
    optional: Collection[str] = (),
) -> Assigned:
    """Find the Ortsteil of every different text.

    Parameters
    ----------
    names : mapping, optional
        Text -> what of it is the name of a place; else the text itself.
    optional : texts
        Those that may lie in no Ortsteil: nobody is asked about them.

    Notes
    -----
    In this order: what was decided about this file, what was decided about an earlier one, the
    gazetteer by the whole name, the gazetteer by the one Ortsteil whose name stands in the text
    ("003 Bürgerhaus Neuhütten"). The Gemeinde's own name counts least there: in "Musterau,
    Nordheim" it is the Gemeinde. Open places are a problem of the file.
    """
    counts = texts.value_counts(sort=False)
    decided = job.zuordnung.orte if job.zuordnung else {}
    earlier = job.known.zuordnung.orte
    own = job.known.gebiete.get(job.known.ags, "")
    found: dict[str, str] = {}
    kept: dict[str, str] = {}
    offen = []
    for text, count in counts.items():
        key = str(text)
        if key in decided or key in earlier:
            found[key] = kept[key] = decided.get(key, earlier.get(key, ""))
            continue
        name = (names or {}).get(key, key)
        hits = place_hits(name, job.known.gazetteer, own)
        if len(hits) == 1:
            found[key] = hits[0]
            _tell(key, name, hits[0], job)
        elif key in optional:
            found[key] = ""
        else:
            offen.append(OpenPlace(key, int(count), hits))
    if offen:
        job.findings.add(_open_text(offen))
    return Assigned(found, tuple(offen), kept)


def place_hits(name: str, gazetteer: Gazetteer | None, own: str) -> tuple[str, ...]:
    """Ortsteile that a text can mean; `own`: name of the Gemeinde, which counts least."""
    if gazetteer is None:
        return (name,)
    try:
        if key := gazetteer.resolve(name):
            return (key,)
    except AmbiguousPlace:
        return candidates(name, gazetteer)
    wanted = {fold(p.name): p for p in gazetteer.places if p.art == ART_ORTSTEIL}
    wanted |= {fold(p.name): p for p in gazetteer.places if fold(p.name) not in wanted}
    inside = {key: wanted[key] for key in _parts(name) if key in wanted and len(key) >= _LEAST}
    hits: dict[str, None] = {}
    for key, place in inside.items():
        if len(inside) > 1 and key == fold(own):
            continue
        try:
            hits |= dict.fromkeys((gazetteer.resolve(place.name) or place.ortsteil_id,))
        except AmbiguousPlace:
            hits |= dict.fromkeys(candidates(place.name, gazetteer))
    return tuple(hits)


def _parts(name: str) -> Iterable[str]:
    """Runs of up to three words, folded."""
    words = _WORD.findall(name)
    for length in (1, 2, 3):
        for start in range(len(words) - length + 1):
            yield fold(" ".join(words[start : start + length]))


def _tell(text: str, name: str, key: str, job: Job) -> None:
    gazetteer = job.known.gazetteer
    if gazetteer is None:
        return
    ortsteil = ortsteil_name(gazetteer, key)
    if fold(name) not in (fold(ortsteil), fold(key)):
        job.findings.note(f"„{text}“ wurde {ortsteil} zugeordnet.")


def _open_text(offen: list[OpenPlace]) -> str:
    shown = quoted(place.text for place in offen[:_NAMED])
    more = f" und {len(offen) - _NAMED} weitere" if len(offen) > _NAMED else ""
    verb = "gehört" if len(offen) == 1 else "gehören"
    return (
        f"Zu welchem Ortsteil {shown}{more} {verb}, steht nicht fest. Bitte auf der Seite „Daten“ "
        "zuordnen; das wird für die nächste Datei gemerkt."
    )
