"""Where the need is high and nobody works, and who could work together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

import geopandas as gpd

from lebenslage.analysis.index.need import NIEDRIG, NeedTable
from lebenslage.model import columns as col
from lebenslage.model.registers import Entry
from lebenslage.model.registers.definitions import LAUFEND


@dataclass(frozen=True, slots=True)
class Gap:
    """A Handlungsfeld that is low for sure in an Ortsteil, with how many work on it.

    Parameters
    ----------
    akteure, projekte : int
        Actors and planned or running projects of this Handlungsfeld and Ortsteil.
    beispiel : bool
        Whether made-up figures are behind the need.
    """

    gebiet: str
    feld: str
    akteure: int
    projekte: int
    beispiel: bool


def gaps(need: NeedTable, actors: Iterable[Entry], projects: Iterable[Entry]) -> tuple[Gap, ...]:
    """Handlungsfelder that are low for sure, those without actor and project first.

    Parameters
    ----------
    actors, projects : iterable of Entry
        Not archived; of projects only those planned or running count.
    """
    people = list(actors)
    work = [project for project in projects if project.text("status") in LAUFEND]
    found = []
    for row in need.cells[need.cells["status"] == NIEDRIG].to_dict("records"):
        area, field = str(row[col.GEBIET]), str(row[col.CODE])
        counts = [sum(_is_about(e, area, field) for e in entries) for entries in (people, work)]
        found.append(Gap(area, field, counts[0], counts[1], bool(row[col.BEISPIEL])))
    return tuple(sorted(found, key=lambda g: (g.akteure + g.projekte, g.projekte, g.gebiet)))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors that could work together, and what they share."""

    a: str
    b: str
    felder: tuple[str, ...]
    ortsteile: tuple[str, ...]
    nachbarn: tuple[tuple[str, str], ...]


def suggestions(
    actors: Iterable[Entry],
    ties: Collection[tuple[str, str]],
    neighbours: Collection[frozenset[str]],
    most: int = 20,
) -> tuple[Suggestion, ...]:
    """Pairs with a common Handlungsfeld, in the same or in neighbouring Ortsteile, without a tie.

    Parameters
    ----------
    ties : collection of (str, str)
        Keys of actors that work together already, in any order.
    neighbours : collection of frozenset
        Pairs of Ortsteile that touch each other.
    most : int
        How many are returned: those with the most in common first.
    """
    known = {frozenset(tie) for tie in ties}
    by_field: dict[str, list[Entry]] = {}
    people = {actor.kennung: actor for actor in actors}
    for actor in people.values():
        for field in actor.several("handlungsfelder"):
            by_field.setdefault(field, []).append(actor)
    pairs: dict[tuple[str, str], list[str]] = {}
    for field, same in by_field.items():
        for a, b in combinations(same, 2):
            if frozenset((a.kennung, b.kennung)) not in known:
                pairs.setdefault((a.kennung, b.kennung), []).append(field)
    found = []
    for (a_key, b_key), fields in pairs.items():
        places = [people[key].several("ortsteile") for key in (a_key, b_key)]
        same_places = tuple(place for place in places[0] if place in places[1])
        near = tuple(
            (p, q) for p in places[0] for q in places[1] if frozenset((p, q)) in neighbours
        )
        if same_places or near:
            found.append(Suggestion(a_key, b_key, tuple(fields), same_places, near))
    found.sort(key=lambda s: (-len(s.felder), -len(s.ortsteile), s.a, s.b))
    return tuple(found[:most])


def touching(ortsteile: gpd.GeoDataFrame, metres: float = 50.0) -> set[frozenset[str]]:
    """Pairs of Ortsteile that touch; gaps of drawing up to `metres` do not part them.

    Parameters
    ----------
    ortsteile : gpd.GeoDataFrame
        Areas with a projected CRS.
    """
    found: set[frozenset[str]] = set()
    shapes = dict(zip(ortsteile[col.ORTSTEIL], ortsteile.geometry, strict=True))
    for (a, one), (b, other) in combinations(shapes.items(), 2):
        if one.distance(other) <= metres:
            found.add(frozenset((str(a), str(b))))
    return found


def _is_about(entry: Entry, area: str, field: str) -> bool:
    return area in entry.several("ortsteile") and field in entry.several("handlungsfelder")
