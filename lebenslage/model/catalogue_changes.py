"""A catalogue and a changed one: how it is changed, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

from lebenslage.model.catalogue import Catalogue, Node

#: Every field of a node, in the order of `katalog.csv`.
FIELDS: Final = tuple(field.name for field in fields(Node))
#: Fields on which scores depend; all others are words.
SCORED: Final = frozenset(
    (
        *("eltern", "richtung", "gewicht", "rolle", "art", "unten", "oben"),
        *("transformation", "deckelung", "aggregation", "faktor", "nenner"),
    )
)


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What differs of one code between two catalogues.

    Parameters
    ----------
    vorher, nachher : Node or None
        None: the code is new, or gone.
    """

    code: str
    vorher: Node | None
    nachher: Node | None

    @property
    def felder(self) -> tuple[str, ...]:
        """Names of the fields that differ; of a code that is new or gone, none."""
        if self.vorher is None or self.nachher is None:
            return ()
        return tuple(
            name for name in FIELDS if getattr(self.vorher, name) != getattr(self.nachher, name)
        )

    @property
    def scored(self) -> bool:
        """Whether scores may change with it."""
        return not self.felder or bool(SCORED.intersection(self.felder))


def changes(before: Catalogue, after: Catalogue) -> tuple[NodeChange, ...]:
    """What differs, in the order of the later catalogue; codes that are gone come last."""
    old, new = ({node.code: node for node in each} for each in (before, after))
    found = (NodeChange(code, old.get(code), new.get(code)) for code in new | old)
    return tuple(change for change in found if change.vorher != change.nachher)


def with_node(catalogue: Catalogue, node: Node) -> tuple[Node, ...]:
    """The nodes with this one changed, or added behind the last one of its parent.

    They make no `Catalogue` yet: whether they may is for the rules of the file to say.
    """
    nodes = list(catalogue)
    codes = [each.code for each in nodes]
    if node.code in codes:
        nodes[codes.index(node.code)] = node
        return tuple(nodes)
    family = {node.eltern, *(n.code for n in _family(catalogue, node.eltern))}
    last = max((i for i, code in enumerate(codes) if code in family), default=len(nodes) - 1)
    return (*nodes[: last + 1], node, *nodes[last + 1 :])


def without(catalogue: Catalogue, code: str) -> tuple[Node, ...]:
    """The nodes without this one; what stands below it is left an orphan."""
    return tuple(node for node in catalogue if node.code != code)


def with_goalposts(
    catalogue: Catalogue, code: str, low: float, high: float, source: str
) -> tuple[Node, ...]:
    """The nodes with other goalposts of one indicator and where those come from."""
    return with_node(
        catalogue, replace(catalogue[code], unten=low, oben=high, zielwert_quelle=source)
    )


def _family(catalogue: Catalogue, code: str) -> tuple[Node, ...]:
    return catalogue.descendants(code) if code in catalogue else ()
