"""Where the need is high and nobody works, and who could work together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import geopandas as gpd
import numpy as np
import numpy.typing as npt

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
    people = _by_cell(actors)
    work = _by_cell(project for project in projects if project.text("status") in LAUFEND)
    found = []
    for row in need.cells[need.cells["status"] == NIEDRIG].to_dict("records"):
        cell = str(row[col.GEBIET]), str(row[col.CODE])
        found.append(Gap(*cell, people[cell], work[cell], bool(row[col.BEISPIEL])))
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
        How many are returned: those with the most in common first, then in the given order.
    """
    people = list(actors)
    numbers = {actor.kennung: number for number, actor in enumerate(people)}
    tied: dict[int, list[int]] = {}
    for tie in ties:
        if set(tie) <= numbers.keys():
            first, second = sorted(numbers[key] for key in tie)
            tied.setdefault(first, []).append(second)
    # pairs are scored by kinds of actors (same fields, same places): there are few of them
    kinds: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    own = np.array([kinds.setdefault(_kind(actor), len(kinds)) for actor in people], dtype=int)
    score = _scores(list(kinds), neighbours)
    found: list[Suggestion] = []
    for best in sorted(set(score[score > 0].tolist()), reverse=True):
        fits = score == best
        for a in np.flatnonzero(fits.any(axis=1)[own]).tolist():
            partners = fits[own[a], own]
            partners[: a + 1] = False
            partners[tied.get(a, [])] = False
            found += [
                _suggestion(people[a], people[b], neighbours)
                for b in np.flatnonzero(partners)[: most - len(found)].tolist()
            ]
            if len(found) == most:
                return tuple(found)
    return tuple(found)


def _kind(actor: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields, places = actor.several("handlungsfelder"), actor.several("ortsteile")
    return tuple(sorted(fields)), tuple(sorted(places))


def _scores(
    kinds: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    neighbours: Collection[frozenset[str]],
) -> npt.NDArray[np.int32]:
    """How much each kind has in common with each: fields first, then places; 0: no pair."""
    fields, places = (_held([kind[side] for kind in kinds]) for side in (0, 1))
    names = sorted({place for kind in kinds for place in kind[1]})
    near = np.array(
        [[frozenset((a, b)) in neighbours for b in names] for a in names], dtype=np.int32
    )
    same_fields, same_places = fields @ fields.T, places @ places.T
    beside = places @ near.reshape(len(names), len(names)) @ places.T
    possible = (same_fields > 0) & ((same_places > 0) | (beside > 0))
    result: npt.NDArray[np.int32] = np.where(
        possible, same_fields * (len(names) + 1) + same_places, 0
    )
    return result


def _held(lists: Sequence[Collection[str]]) -> npt.NDArray[np.int32]:
    """A row per list, a column per text: 1 where the list holds the text."""
    columns = {text: number for number, text in enumerate(sorted({t for x in lists for t in x}))}
    result = np.zeros((len(lists), len(columns)), dtype=np.int32)
    for row, texts in enumerate(lists):
        result[row, [columns[text] for text in texts]] = 1
    return result


def _suggestion(a: Entry, b: Entry, neighbours: Collection[frozenset[str]]) -> Suggestion:
    theirs = b.several("handlungsfelder"), b.several("ortsteile")
    fields = tuple(field for field in a.several("handlungsfelder") if field in theirs[0])
    places = tuple(place for place in a.several("ortsteile") if place in theirs[1])
    near = tuple(
        (p, q) for p in a.several("ortsteile") for q in theirs[1] if frozenset((p, q)) in neighbours
    )
    return Suggestion(a.kennung, b.kennung, fields, places, near)


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


def _by_cell(entries: Iterable[Entry]) -> Counter[tuple[str, str]]:
    """How many entries there are of each Ortsteil and Handlungsfeld."""
    return Counter(
        cell
        for entry in entries
        for cell in product(set(entry.several("ortsteile")), set(entry.several("handlungsfelder")))
    )
