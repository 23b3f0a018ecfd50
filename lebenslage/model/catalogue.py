"""The index tree: what is measured, which way is better, and how it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from lebenslage.errors import DatenFehler, Problem


class Role(StrEnum):
    """`bewertet` counts in the score; `kontext` is shown and never scored."""

    BEWERTET = "bewertet"
    KONTEXT = "kontext"


class Kind(StrEnum):
    """How a value comes about, and so which interval it carries."""

    ANZAHL = "anzahl"  # a count; exact Poisson
    ANTEIL = "anteil"  # numerator / denominator x 100; Wilson
    RATE = "rate"  # numerator per denominator; exact Poisson
    MITTELWERT = "mittelwert"  # normal, from its standard error
    UMFRAGE = "umfrage"  # design-based, from the wave


@dataclass(frozen=True, slots=True)
class Node:
    """One row of `katalog.csv`: an indicator, a Handlungsfeld or a root.

    Parameters
    ----------
    code, eltern : str
        Own code and that of the parent; `eltern` is empty for a root.
    richtung : {-1, 1}
        1: a higher value is better for the residents.
    gewicht : float
        Weight among its siblings, >= 0.
    unten, oben : float or None
        Goalposts in the unit of the value (0 and 100 points for `richtung` 1).
    faktor : float
        Only for `rate`: value = numerator / denominator x faktor (e.g. 1000).
    nenner : str
        What the denominator counts, in words ("Einwohner ab 18 Jahren").
    basis : str
        What a numerator counts: "personen", "haushalte", "wohnungen", "gebaeude" or
        empty. Persons and households fall under disclosure control.
    lieferant : str
        Who can deliver the data, shown where there are none yet.
    """

    code: str
    eltern: str
    richtung: Literal[-1, 1]
    gewicht: float
    name: str = ""
    rolle: Role = Role.BEWERTET
    einheit: str = ""
    art: Kind = Kind.MITTELWERT
    unten: float | None = None
    oben: float | None = None
    zielwert_quelle: str = ""
    transformation: Literal["", "log"] = ""
    deckelung: bool = True
    aggregation: str = ""
    nenner: str = ""
    definition: str = ""
    quelle: str = ""
    dezimalen: int = 1
    faktor: float = 1.0
    basis: str = ""
    lieferant: str = ""

    @property
    def label(self) -> str:
        """What is shown: the name, else the code."""
        return self.name or self.code

    @property
    def protects_persons(self) -> bool:
        """Whether the numbers behind a value are numbers of persons or households."""
        return self.basis in ("personen", "haushalte") or self.art is Kind.UMFRAGE


@dataclass(frozen=True)
class Catalogue:
    """The nodes of the index tree in the order of the file.

    Raises
    ------
    DatenFehler
        Lists every doubled code, orphan and cycle.
    """

    nodes: tuple[Node, ...]
    _by_code: dict[str, Node] = field(init=False, repr=False, compare=False)
    _children: dict[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Node] = {}
        children: dict[str, tuple[Node, ...]] = {}
        problems: list[Problem] = []
        for node in self.nodes:
            if node.code in by_code:
                problems.append(
                    _problem(node, "code", "kommt mehrfach vor; jeder Code genau einmal")
                )
            by_code[node.code] = node
        for node in self.nodes:
            if node.eltern and node.eltern not in by_code:
                text = f"verweist auf „{node.eltern}“, diesen Code gibt es im Katalog nicht"
                problems.append(_problem(node, "eltern", text))
            children[node.eltern] = (*children.get(node.eltern, ()), node)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_children", children)
        problems += _cycles(self.nodes, by_code)
        if problems:
            raise DatenFehler(problems)

    def __getitem__(self, code: str) -> Node:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def roots(self) -> tuple[Node, ...]:
        """Nodes without a parent."""
        return self._children.get("", ())

    def children(self, code: str) -> tuple[Node, ...]:
        """Direct children, in the order of the file."""
        return self._children.get(code, ())

    def is_leaf(self, code: str) -> bool:
        """Whether the node is an indicator."""
        return not self.children(code)

    @property
    def indicators(self) -> tuple[Node, ...]:
        """All leaves (both roles), in the order of the file."""
        return tuple(node for node in self.nodes if self.is_leaf(node.code))

    @property
    def handlungsfelder(self) -> tuple[Node, ...]:
        """The nodes that hold indicators directly: in our catalogue the seven Handlungsfelder."""
        return tuple(
            node
            for node in self.nodes
            if any(self.is_leaf(child.code) for child in self.children(node.code))
        )

    def leaves(self, code: str) -> tuple[Node, ...]:
        """All indicators below a node (the node itself if it is one)."""
        if self.is_leaf(code):
            return (self[code],)
        return tuple(leaf for child in self.children(code) for leaf in self.leaves(child.code))

    def descendants(self, code: str) -> tuple[Node, ...]:
        """All nodes below a node."""
        below = self.children(code)
        return (*below, *(node for child in below for node in self.descendants(child.code)))

    def ancestors(self, code: str) -> tuple[Node, ...]:
        """From the parent up to the root."""
        node = self[code]
        return (self[node.eltern], *self.ancestors(node.eltern)) if node.eltern else ()

    def bottom_up(self) -> tuple[Node, ...]:
        """Inner nodes, children always before their parents."""
        inner = [node for node in self.nodes if not self.is_leaf(node.code)]
        return tuple(sorted(inner, key=lambda node: -len(self.ancestors(node.code))))

    def scored(self) -> Catalogue:
        """The same tree without `kontext` nodes and without branches that thereby end."""
        return self._scored

    @cached_property
    def _scored(self) -> Catalogue:
        keep = {
            code
            for node in self.indicators
            if node.rolle is Role.BEWERTET
            and all(a.rolle is Role.BEWERTET for a in self.ancestors(node.code))
            for code in (node.code, *(a.code for a in self.ancestors(node.code)))
        }
        return Catalogue(tuple(node for node in self.nodes if node.code in keep))


def _problem(node: Node, column: str, text: str) -> Problem:
    return Problem(f"„{node.code}“ {text}.", spalte=column, wert=node.code)


def _cycles(nodes: Iterable[Node], by_code: dict[str, Node]) -> list[Problem]:
    found = []
    for node in nodes:
        seen = [node.code]
        parent = node.eltern
        while parent in by_code and parent not in seen:
            seen.append(parent)
            parent = by_code[parent].eltern
        if parent == node.code:
            text = f"steht über seine Eltern in einem Kreis: {' → '.join([*seen, parent])}"
            found.append(_problem(node, "eltern", text))
    return found
