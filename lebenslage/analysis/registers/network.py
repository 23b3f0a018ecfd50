"""The network of actors in figures that mean something on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lebenslage.model.registers import Entry

#: Ties between two actors in a drawing whom none joins.
_APART: Final = 2.5


@dataclass(frozen=True, slots=True)
class Place:
    """One actor in the network.

    Parameters
    ----------
    bindungen : int
        Actors that it works with.
    ortsteile : int
        Other Ortsteile than its own that it reaches through them.
    gruppe : int
        Number of the group of actors that are connected with each other, from 1.
    """

    kennung: str
    bindungen: int
    ortsteile: int
    gruppe: int


@dataclass(frozen=True)
class Network:
    """Who works with whom on a day.

    Parameters
    ----------
    ties : tuple of (str, str)
        Pairs of keys, each once.
    dichte : float
        Share (0-1) of all possible ties that exist; NaN for fewer than two actors.
    """

    places: tuple[Place, ...]
    ties: tuple[tuple[str, str], ...]
    dichte: float

    @cached_property
    def partners(self) -> Mapping[str, Set[str]]:
        """Actor -> whom it works with."""
        found: dict[str, set[str]] = {}
        for a, b in self.ties:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return found

    @cached_property
    def by_key(self) -> Mapping[str, Place]:
        """Actor -> where it stands in the network."""
        return {place.kennung: place for place in self.places}

    @property
    def alone(self) -> tuple[str, ...]:
        """Actors without any tie."""
        return tuple(place.kennung for place in self.places if not place.bindungen)


def network(actors: Iterable[Entry], cooperations: Iterable[Entry], tag: str) -> Network:
    """The network as of a day.

    Parameters
    ----------
    actors, cooperations : iterable of Entry
        Not archived. What has no beginning counts from the day on which it was entered, so that
        figures of the past stay as they were; an example has always been, as has what has no such
        day. What has no end goes on.
    tag : str
        ISO date.
    """
    people = {e.kennung: e for e in actors if _holds(e, tag)}
    keys = sorted(people)  # so that pairs of numbers are in the order of pairs of keys
    numbers = {key: number for number, key in enumerate(keys)}
    pairs = []
    for tie in cooperations:
        daten = tie.daten
        a, b = numbers.get(daten.get("von", ""), -1), numbers.get(daten.get("mit", ""), -1)
        if a >= 0 and b >= 0 and a != b and _holds(tie, tag):
            pairs.append(a * len(keys) + b if a < b else b * len(keys) + a)
    known = np.unique(np.array(pairs, dtype=np.int64))
    joined = np.column_stack(np.divmod(known, max(1, len(keys))))
    degrees = np.bincount(joined.ravel(), minlength=len(keys))
    reached = _reached(joined, [people[key].several("ortsteile") for key in keys])
    order = np.lexsort((np.arange(len(keys)), -degrees, -reached))
    figures = (each[order].tolist() for each in (degrees, reached, _groups(joined, keys)))
    names = np.array(keys, dtype=object)
    places = tuple(map(Place, names[order], *figures))
    ties = tuple(zip(*(names[side].tolist() for side in joined.T), strict=True))
    possible = len(people) * (len(people) - 1) / 2
    return Network(places, ties, len(ties) / possible if possible else float("nan"))


def around(net: Network, kennung: str, most: int) -> Network:
    """An actor with those that it works with: the part of a network that a drawing can hold.

    Parameters
    ----------
    most : int
        Actors in it at most; those that reach the most Ortsteile first.
    """
    near = {kennung, *net.partners.get(kennung, ())}
    inside = sorted(
        (p for p in net.places if p.kennung in near), key=lambda p: p.kennung != kennung
    )
    kept = tuple(inside[:most])
    keys = {place.kennung for place in kept}
    ties = tuple(
        (a, b) for a in sorted(keys) for b in sorted(keys & net.partners.get(a, set())) if a < b
    )
    possible = len(kept) * (len(kept) - 1) / 2
    return Network(kept, ties, len(ties) / possible if possible else float("nan"))


def layout(net: Network) -> dict[str, tuple[float, float]]:
    """Places of the actors in a drawing: those who work together lie close, nobody on another.

    References
    ----------
    Kamada, Kawai (1989), An algorithm for drawing general undirected graphs; distances count the
    ties between two actors, `_APART` where no chain of ties joins them.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(place.kennung for place in net.places))
    graph.add_edges_from(net.ties)
    far = {a: dict.fromkeys(graph, _APART) for a in graph}
    for a, reached in nx.all_pairs_shortest_path_length(graph):
        far[a] |= {b: min(float(steps), _APART) for b, steps in reached.items()}
    found = nx.kamada_kawai_layout(graph, dist=far)
    return {key: (float(x), float(y)) for key, (x, y) in found.items()}


def ring(centre: str, others: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Places of an actor and of those that it works with: it in the middle, they round it.

    Parameters
    ----------
    others : sequence of str
        In the order in which they stand side by side.
    """
    shells = [[centre], list(others)] if others else [[centre]]
    found = nx.shell_layout(nx.empty_graph([centre, *others]), shells, rotate=0)
    return {key: (float(x), float(y)) for key, (x, y) in found.items()}


def _holds(entry: Entry, tag: str) -> bool:
    daten = entry.daten
    begin = daten.get("seit") or ("" if entry.beispiel else entry.angelegt)
    holds: bool = begin <= tag <= (daten.get("bis") or "9999")
    return holds


def _reached(
    joined: npt.NDArray[np.int64], several: Sequence[Sequence[str]]
) -> npt.NDArray[np.int64]:
    """Ortsteile of the partners of each actor that are not its own."""
    columns = {name: n for n, name in enumerate(sorted({x for names in several for x in names}))}
    held = np.zeros((len(several), len(columns)), dtype=bool)
    for row, names in enumerate(several):
        held[row, [columns[name] for name in names]] = True
    found = np.zeros_like(held)
    for near, far in (joined.T, joined.T[::-1]):
        np.logical_or.at(found, near, held[far])
    return np.asarray((found & ~held).sum(axis=1), dtype=np.int64)


def _groups(joined: npt.NDArray[np.int64], keys: Sequence[str]) -> npt.NDArray[np.int64]:
    """Number of the group of each actor: the largest is 1, of equal ones the first key decides."""
    shape = (len(keys), len(keys))
    graph = coo_array((np.ones(len(joined), dtype=bool), (joined[:, 0], joined[:, 1])), shape)
    count, labels = connected_components(graph, directed=False)
    sizes, first = np.bincount(labels, minlength=count), [""] * count
    for label, key in zip(labels.tolist(), keys, strict=True):
        first[label] = min(first[label] or key, key)
    order = sorted(range(count), key=lambda label: (-int(sizes[label]), first[label]))
    number = np.empty(count, dtype=np.int64)
    number[order] = np.arange(1, count + 1)
    result: npt.NDArray[np.int64] = number[labels]
    return result
