"""What must hold before scores are computed; everything that is wrong is told at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from lebenslage.analysis.index import aggregate, normalise
from lebenslage.analysis.index.normalise import Scales
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler, Problem
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import BEHANDLUNGEN, Procedure

#: Squares of larger values, summed over a million areas, are infinite.
_LARGEST: Final = 1e150
#: Squares of the differences of smaller values are 0.
_SMALLEST: Final = 1e-140
#: So many areas are named in a message.
_NAMED: Final = 3


def check_procedure(catalogue: Catalogue, procedure: Procedure) -> None:
    """Refuse a procedure that is unknown or that the (scored) catalogue does not fit.

    Raises
    ------
    DatenFehler
        Unknown methods; goalposts missing, equal or reversed, or not above 0 under a logarithm;
        weights below 0, or all 0 under a node; a required coverage outside 0 to 1.
    """
    problems = [
        *_choices(procedure),
        *_roots(procedure, catalogue),
        *(p for node in catalogue for p in _node_problems(node, procedure, catalogue)),
    ]
    if problems:
        raise DatenFehler(problems)


def check_columns(tree: Catalogue) -> None:
    """Refuse a (scored) catalogue without indicators, or whose codes name other columns.

    Raises
    ------
    DatenFehler
        A code that is also the column of an area, a date, a place or a class in the result.
    """
    if not len(tree):
        raise DatenFehler("Der Katalog hat keinen bewerteten Indikator.")
    taken = {col.GEBIET, col.STAND, col.GESAMTINDEX}
    taken |= {f"{root.code}_{end}" for root in tree.roots for end in ("rang", "klasse")}
    clashes = [node for node in tree if node.code in taken]
    if clashes:
        raise DatenFehler(
            _problem(
                node,
                "code",
                f"„{node.code}“ heißt im Ergebnis schon eine andere Spalte; der Knoten braucht "
                "einen anderen Code.",
            )
            for node in clashes
        )


def check_values(
    values: Floats, indicators: Sequence[Node], scales: Scales, gebiete: Sequence[str] = ()
) -> None:
    """Refuse values of which no points can come.

    Parameters
    ----------
    values : array (..., areas, indicators)
        In the order of `indicators`.
    indicators : sequence of Node
        The catalogue's.
    scales : Scales
        What the catalogue says about them.
    gebiete : sequence of str, optional
        The areas (then `values` has no leading axes): messages name them.

    Raises
    ------
    DatenFehler
        Infinite values and such as no computer can square and sum; values of 0 or less under
        a logarithm that is not clipped.
    """
    # one look at all of them first; comparisons and fmax pass over what is missing
    sizes = np.abs(values)
    odd = _top(sizes) > _LARGEST or bool(((sizes > 0) & (sizes < _SMALLEST)).any())
    needs_log = scales.log & ~scales.clip
    problems = [
        _problem(node, "wert", f"Der Indikator „{node.code}“ hat {text}")
        for i, node in enumerate(indicators)
        if odd or needs_log[i]
        for text in _unfit(values[..., i], bool(needs_log[i]), gebiete)
    ]
    if problems:
        raise DatenFehler(problems)


def _unfit(values: Floats, needs_log: bool, gebiete: Sequence[str]) -> Iterator[str]:
    """What is wrong with the values of one indicator, as the end of a sentence."""
    size = np.abs(values)
    found = (
        (np.isinf(size), "einen unendlichen Wert", ""),
        ((size > _LARGEST) & ~np.isinf(size), "einen zum Rechnen zu großen Wert", ""),
        ((size > 0) & (size < _SMALLEST), "einen Wert, der zum Rechnen zu nah an 0 liegt", ""),
        (
            (values <= 0) & needs_log,
            "einen Wert von 0 oder weniger",
            "; der Logarithmus braucht Werte über 0 oder eine Deckelung",
        ),
    )
    for wrong, words, rest in found:
        if wrong.any():
            rows = np.flatnonzero(wrong) if gebiete else np.empty(0, int)
            named = [f"{gebiete[row]}: {_number(values[row])}" for row in rows[:_NAMED]]
            named += ["…"] * (len(rows) > _NAMED)
            where = f" ({', '.join(named)})" if named else ""
            yield f"{words}{where}{rest}."


def _top(values: Floats) -> float:
    return float(np.fmax.reduce(values, axis=None, initial=-np.inf))


def _problem(node: Node, column: str, text: str) -> Problem:
    return Problem(text, spalte=column, wert=node.code)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _choices(procedure: Procedure) -> Iterator[Problem]:
    method = procedure.normalisierung.methode
    if method not in normalise.METHODS:
        known = ", ".join(normalise.METHODS)
        yield Problem(f"Die Normalisierung „{method}“ gibt es nicht; möglich: {known}.")
    treatment = procedure.behandlung.methode
    if treatment not in BEHANDLUNGEN:
        text = f"Die Behandlung „{treatment}“ gibt es nicht"
        yield Problem(f"{text}; möglich: {', '.join(BEHANDLUNGEN)}.")
    elif treatment in ("log", "boxcox") and method in normalise.NEED_GOALPOSTS:
        text = f"Die Behandlung „{treatment}“ ändert die Skala; mit der Normalisierung"
        yield Problem(f"{text} „{method}“ geht nur „winsor“.")
    method = procedure.aggregation.methode
    if method not in aggregate.METHODS:
        known = ", ".join(aggregate.METHODS)
        yield Problem(f"Die Aggregation „{method}“ gibt es nicht; möglich: {known}.")
    for code, name in procedure.aggregation.knoten:
        if name not in aggregate.METHODS:
            known = ", ".join(aggregate.METHODS)
            yield Problem(f"Die Aggregation „{name}“ von „{code}“ gibt es nicht; möglich: {known}.")
    if not procedure.aggregation.gewichte_normieren and method not in aggregate.UNSCALED:
        text = f"Die Aggregation „{method}“ rechnet immer mit normierten Gewichten"
        yield Problem(f"{text}; ohne Normierung gibt es nur „arithmetisch“ und „summe“.")
    low, high = procedure.normalisierung.bereich
    if not low < high:
        text = f"Der Bereich der Punkte geht von {_number(low)} bis {_number(high)}"
        yield Problem(f"{text}; das Ende muss größer sein als der Anfang.")
    least = procedure.aggregation.mindestabdeckung
    if not 0 <= least <= 1:
        text = f"Die Mindestabdeckung ist {_number(least)}; erwartet wird eine Zahl von 0 bis 1."
        yield Problem(text)


def _roots(procedure: Procedure, catalogue: Catalogue) -> Iterator[Problem]:
    """Roots that a procedure names, and roots that it leaves without classes."""
    roots = [root.code for root in catalogue.roots]
    named = [code for code, _ in procedure.klassen_je_wurzel]
    for code in dict.fromkeys((*procedure.gesamtindex, *named)):
        if code not in roots:
            text = f"Das Verfahren „{procedure.name}“ erwartet eine Wurzel „{code}“ im Katalog"
            yield Problem(f"{text}; er hat: {', '.join(roots) or 'keine'}.")


def _node_problems(node: Node, procedure: Procedure, catalogue: Catalogue) -> Iterator[Problem]:
    if not 0 <= node.gewicht < math.inf:
        text = f"Das Gewicht von „{node.code}“ ist {_number(node.gewicht)}"
        yield _problem(node, "gewicht", f"{text}; erwartet wird eine Zahl ab 0.")
    children = catalogue.children(node.code)
    if children and all(child.gewicht == 0 for child in children):
        text = f"Alle Gewichte unter „{node.code}“ sind 0; mindestens eines muss größer sein."
        yield _problem(node, "gewicht", text)
    if children and node.aggregation and node.aggregation not in aggregate.METHODS:
        text = f"Die Aggregation „{node.aggregation}“ von „{node.code}“ gibt es nicht"
        yield _problem(node, "aggregation", f"{text}; möglich: {', '.join(aggregate.METHODS)}.")
    choice = procedure.normalisierung
    if not children and choice.methode in normalise.NEED_GOALPOSTS:
        from_data = choice.methode == "zielwerte" and choice.zielwerte_aus_daten
        if choice.methode == "abstand" and (node.unten is None or node.oben is None):
            yield from _target(node)
        elif not (from_data and (node.unten is None or node.oben is None)):
            yield from _goalposts(node)


def _target(node: Node) -> Iterator[Problem]:
    """A distance needs but the good end."""
    column = "oben" if node.richtung > 0 else "unten"
    target = node.oben if node.richtung > 0 else node.unten
    if target is None or not math.isfinite(target):
        text = f"Dem Indikator „{node.code}“ fehlt der Zielwert „{column}“."
        yield _problem(node, column, text)


def _goalposts(node: Node) -> Iterator[Problem]:
    low, high = node.unten, node.oben
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        text = f"Dem Indikator „{node.code}“ fehlen die Zielwerte „unten“ und „oben“."
        yield _problem(node, "unten", text)
        return
    if low == high:
        text = f"Die Zielwerte des Indikators „{node.code}“ sind gleich (beide {_number(low)})"
        yield _problem(node, "oben", f"{text}; „oben“ muss größer sein als „unten“.")
    elif low > high:
        text = (
            f"Die Zielwerte des Indikators „{node.code}“ sind vertauscht (unten {_number(low)}, "
            f"oben {_number(high)}); „oben“ muss größer sein als „unten“, ob weniger besser ist, "
            "sagt „richtung“."
        )
        yield _problem(node, "oben", text)
    elif node.transformation == "log" and low <= 0:
        text = (
            f"Der untere Zielwert des Indikators „{node.code}“ ist {_number(low)}; für den "
            "Logarithmus muss er größer als 0 sein."
        )
        yield _problem(node, "unten", text)
