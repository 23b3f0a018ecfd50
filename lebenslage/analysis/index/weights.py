"""Weights that do not stand in the catalogue: equal ones, and the first principal component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from lebenslage.analysis.index import engine
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Procedure

#: Areas per indicator from which a principal component is worth something.
AREAS_PER_CHILD: Final = 3
#: Share of the variance below which one component does not stand for the others.
_LITTLE: Final = 0.5
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Component:
    """First principal component of correlated columns.

    Parameters
    ----------
    loadings : array (children,)
        Length 1; turned so that they sum to 0 or more.
    share : float
        Part 0-1 of the variance that it carries.
    complete : int
        Areas in which all children have points; only these count.
    """

    loadings: Floats
    share: float
    complete: int


def first_component(points: Floats) -> Component | None:
    r"""First principal component of the correlation matrix.

    Parameters
    ----------
    points : array (areas, children)
        Points; areas with a gap are left out.

    Returns
    -------
    Component or None
        None where there is no single one: not more areas than children, a child that does not
        vary, or a second component as large as the first.

    Notes
    -----
    The eigenvector of the largest eigenvalue, as `stats::prcomp(center = TRUE, scale. = TRUE)`
    gives it up to its sign, and so COINr `get_PCA`.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    known = _complete(points)
    complete, children = known.shape
    if complete <= children or not (np.ptp(known, axis=0) > _ROUNDING).all():
        return None
    if children == 1:
        return Component(np.ones(1), 1.0, complete)
    values, vectors = np.linalg.eigh(np.corrcoef(known, rowvar=False))
    if values[-1] - values[-2] < _ROUNDING:
        return None
    loadings = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
    return Component(loadings, float(values[-1] / children), complete)


def _complete(points: Floats) -> Floats:
    """The areas in which all children have points."""
    rows: Floats = points[~np.isnan(points).any(axis=1)]
    return rows


@dataclass(frozen=True)
class Settled:
    """A catalogue whose weights are decided, and the procedure that takes them as they are.

    Parameters
    ----------
    notes : tuple of str
        What a reader has to know about the weights, in German sentences.
    """

    catalogue: Catalogue
    procedure: Procedure
    notes: tuple[str, ...] = field(default=())


def settled(
    catalogue: Catalogue,
    procedure: Procedure,
    values: ArrayLike,
    indicators: Sequence[str] | None = None,
) -> Settled:
    """Decide the weights once, so that all replications share them.

    Parameters
    ----------
    catalogue, procedure, values, indicators
        As in `engine.compute`; without replications.

    Returns
    -------
    Settled
        With `gewichte` "katalog" what was given. What weighs 0 in the catalogue keeps 0.

    Raises
    ------
    DatenFehler
        Where a principal component cannot be had, or runs counter to a child, for all nodes.
    """
    choice = procedure.aggregation
    if choice.gewichte == "katalog":
        return Settled(catalogue, procedure)
    done = replace(procedure, aggregation=replace(choice, gewichte="katalog"))
    tree = _weighted(catalogue.scored(), {n.code: 1.0 for n in catalogue if n.gewicht > 0})
    if choice.gewichte == "gleich":
        return Settled(tree, done)
    notes, problems = [_MEANING], list[Problem]()
    for level in _levels(tree):
        result = engine.compute(tree, values, done, indicators)
        new: dict[str, float] = {}
        for node in level:
            found = _of_node(tree, node, result)
            new |= found.weights
            notes += found.notes
            problems += found.problems
        tree = _weighted(tree, new)
    if problems:
        raise DatenFehler(problems)
    return Settled(tree, done, tuple(notes))


_MEANING: Final = (
    "Die Gewichte kommen aus der ersten Hauptkomponente: Sie sagen, wie stark ein Indikator mit "
    "den anderen gleichläuft, nicht, wie wichtig er ist."
)


def _levels(tree: Catalogue) -> Iterator[list[Node]]:
    """Inner nodes of equal depth, the deepest first."""
    nodes = tree.bottom_up()
    for depth in sorted({len(tree.ancestors(node.code)) for node in nodes}, reverse=True):
        yield [node for node in nodes if len(tree.ancestors(node.code)) == depth]


def _weighted(tree: Catalogue, weights: dict[str, float]) -> Catalogue:
    nodes = (
        replace(n, gewicht=weights[n.code]) if n.code in weights and n.eltern else n for n in tree
    )
    return Catalogue(tuple(nodes))


@dataclass(frozen=True)
class _Found:
    weights: dict[str, float]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def _of_node(tree: Catalogue, node: Node, result: engine.IndexResult) -> _Found:
    """Weights of a node's children; those that have no points anywhere get the mean weight."""
    points, weights = result.children(node.code)
    codes = [child.code for child in tree.children(node.code)]
    known = np.isfinite(points)
    used = [i for i in range(len(codes)) if weights[i] > 0 and known[:, i].any()]
    if len(used) < 2:
        return _Found({})
    component = first_component(points[:, used])
    if component is None:
        return _Found({}, problems=(_not_computable(node, points[:, used]),))
    against = [codes[i] for i, x in zip(used, component.loadings, strict=True) if x < 0]
    if against:
        return _Found({}, problems=tuple(_counter(node, code) for code in against))
    mean = float(component.loadings.mean())
    new = {code: mean for code, weight in zip(codes, weights, strict=True) if weight > 0}
    new |= {codes[i]: float(x) for i, x in zip(used, component.loadings, strict=True)}
    return _Found(new, tuple(_notes(node, component)))


def _not_computable(node: Node, points: Floats) -> Problem:
    complete = len(_complete(points))
    start = f"Für „{node.code}“ gibt es keine Gewichte aus der Hauptkomponente"
    if complete <= points.shape[1]:
        text = f"{start}: {complete} Gebiete haben Punkte in allen {points.shape[1]} Bestandteilen"
        return Problem(f"{text}, es müssen mehr Gebiete sein als Bestandteile.", wert=node.code)
    text = f"{start}: Die Bestandteile haben keine gemeinsame Richtung oder unterscheiden sich in"
    return Problem(f"{text} den vollständigen Gebieten nicht.", wert=node.code)


def _counter(node: Node, code: str) -> Problem:
    text = (
        f"„{code}“ läuft den anderen Bestandteilen von „{node.code}“ entgegen und bekäme aus der "
        "Hauptkomponente ein negatives Gewicht; bitte die Richtung prüfen, den Indikator "
        "herausnehmen (Gewicht 0) oder andere Gewichte wählen."
    )
    return Problem(text, spalte="gewicht", wert=code)


def _notes(node: Node, component: Component) -> Iterator[str]:
    children = len(component.loadings)
    if component.complete < AREAS_PER_CHILD * children:
        yield (
            f"Für „{node.code}“ gibt es nur {component.complete} vollständige Gebiete bei "
            f"{children} Bestandteilen; unter {AREAS_PER_CHILD} Gebieten je Bestandteil sind "
            "Gewichte aus der Hauptkomponente Zufall."
        )
    if component.share < _LITTLE:
        yield (
            f"Bei „{node.code}“ trägt die erste Hauptkomponente nur "
            f"{100 * component.share:.0f} % der Streuung."
        )
