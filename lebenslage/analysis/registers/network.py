"""The network of actors in figures that mean something on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import networkx as nx

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

    @property
    def alone(self) -> tuple[str, ...]:
        """Actors without any tie."""
        return tuple(place.kennung for place in self.places if not place.bindungen)


def network(actors: Iterable[Entry], cooperations: Iterable[Entry], tag: str) -> Network:
    """The network as of a day.

    Parameters
    ----------
    actors, cooperations : iterable of Entry
        Not archived. What has no beginning has always been, what has no end goes on.
    tag : str
        ISO date.
    """
    people = {e.kennung: e for e in actors if _holds(e, tag)}
    graph = nx.Graph()
    graph.add_nodes_from(people)
    for tie in cooperations:
        a, b = tie.text("von"), tie.text("mit")
        if a in people and b in people and a != b and _holds(tie, tag):
            graph.add_edge(a, b)
    groups = {
        key: number
        for number, members in enumerate(
            sorted(nx.connected_components(graph), key=lambda m: (-len(m), min(m))), start=1
        )
        for key in members
    }
    places = [
        Place(key, graph.degree[key], len(_reached(people, graph, key)), groups[key])
        for key in people
    ]
    places.sort(key=lambda place: (-place.ortsteile, -place.bindungen, place.kennung))
    ties = tuple(sorted((min(a, b), max(a, b)) for a, b in graph.edges))
    density = nx.density(graph) if len(people) > 1 else float("nan")
    return Network(tuple(places), ties, density)


def around(net: Network, kennung: str, most: int) -> Network:
    """An actor with those that it works with: the part of a network that a drawing can hold.

    Parameters
    ----------
    most : int
        Actors in it at most; those that reach the most Ortsteile first.
    """
    near = {kennung} | {b if a == kennung else a for a, b in net.ties if kennung in (a, b)}
    inside = sorted(
        (p for p in net.places if p.kennung in near), key=lambda p: p.kennung != kennung
    )
    kept = tuple(inside[:most])
    keys = {place.kennung for place in kept}
    ties = tuple(tie for tie in net.ties if keys.issuperset(tie))
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


def _holds(entry: Entry, tag: str) -> bool:
    return entry.text("seit") <= tag <= (entry.text("bis") or "9999")


def _reached(people: dict[str, Entry], graph: nx.Graph, key: str) -> set[str]:
    own = set(people[key].several("ortsteile"))
    others = (people[other].several("ortsteile") for other in graph[key])
    return {place for places in others for place in places} - own
