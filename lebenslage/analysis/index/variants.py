"""Alternative ways to compute one index: normalisations and aggregations that fit together.

References
----------
Saisana, Saltelli, Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for
the quality assessment of composite indicators, J. R. Statist. Soc. A 168.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lebenslage.analysis.index import climb
from lebenslage.analysis.index.engine import IndexResult, Plan, plan
from lebenslage.analysis.index.normalise import NEED_GOALPOSTS
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler
from lebenslage.model.procedure import Procedure

#: Methods whose points run over `bereich`.
_RANGED: Final = frozenset({"zielwerte", "minmax"})
#: Lowest and highest points of the methods that have fixed ones, among n areas.
_ENDS: Final[dict[str, Callable[[int], tuple[float, float]]]] = {
    "prozentrang": lambda _: (0.0, 1.0),
    "abstand": lambda _: (0.0, 1.0),
    "imd_exponentiell": lambda _: (0.0, 100.0),
    "rang": lambda n: (1.0, float(n)),
    "borda": lambda n: (0.0, n - 1.0),
}


@dataclass(frozen=True, eq=False)
class Variant:
    """One normalisation with one aggregation.

    Parameters
    ----------
    plan : Plan
        The procedure with both of them in place of its own.
    start, scale : float
        Points become `start + scale * points`, so that they are on the procedure's own scale.
    """

    plan: Plan
    start: float = 0.0
    scale: float = 1.0

    @property
    def moves_goalposts(self) -> bool:
        """Whether the points depend on goalposts at all."""
        return self.plan.procedure.normalisierung.methode in NEED_GOALPOSTS

    def rescaled(self, points: Floats) -> Floats:
        """Points on the scale of the procedure."""
        return (
            points if (self.start, self.scale) == (0.0, 1.0) else self.start + self.scale * points
        )


@dataclass(frozen=True, eq=False)
class Variants:
    """What can be computed: for every normalisation the aggregations that go with it.

    Parameters
    ----------
    table : tuple of tuples
        One per normalisation; the procedure's own comes first in both directions.
    hinweise : tuple of str
        Which combinations were left out and why, in German.
    """

    table: tuple[tuple[Variant, ...], ...]
    hinweise: tuple[str, ...] = ()

    @property
    def normalisations(self) -> int:
        """How many normalisations there are to choose from."""
        return len(self.table)

    @property
    def aggregations(self) -> int:
        """The largest number of aggregations that go with one normalisation."""
        return max(map(len, self.table))

    def chosen(self, normalisation: Floats, aggregation: Floats) -> list[tuple[int, int]]:
        """The variant of every replication, from two numbers of 0 to below 1 each."""
        result = []
        for first, second in zip(normalisation, aggregation, strict=True):
            row = int(first * len(self.table))
            result.append((row, int(second * len(self.table[row]))))
        return result


def variants(base: IndexResult) -> Variants:
    """All combinations of the procedure's `[robustheit]` that give every area its score.

    Parameters
    ----------
    base : IndexResult
        The deterministic run of the procedure (no replications).

    Notes
    -----
    A combination that fails for a single area on the values themselves (a geometric mean of
    negative points, a distance without target) is left out as a whole: leaving it out for that
    area only would compare areas that were computed in different ways.

    Points of other normalisations are brought to the procedure's own scale, by one conversion
    for all indicators, which changes no place under an arithmetic mean: to `bereich` where both
    have a fixed range, else to mean and standard deviation of the procedure's own points over
    all areas and indicators.
    """
    procedure, own = base.procedure, Variant(plan(base.catalogue, base.procedure))
    factors = procedure.robustheit
    norms = dict.fromkeys((procedure.normalisierung.methode, *factors.normalisierungen))
    means = dict.fromkeys((procedure.aggregation.methode, *factors.aggregationen))
    table: list[tuple[Variant, ...]] = []
    lost: dict[str, list[str]] = {}
    zeros: dict[int, list[str]] = {}
    for norm in norms:
        row: list[Variant] = []
        for mean in means:
            if not table and not row:
                row.append(own)
                continue
            found = _variant(base, own, norm, mean)
            if isinstance(found, str):
                lost.setdefault(found, []).append(f"„{norm}“ mit „{mean}“")
                continue
            row.append(found[0])
            if found[1]:
                zeros.setdefault(found[1], []).append(f"„{norm}“ mit „{mean}“")
        if row:
            table.append(tuple(row))
    return Variants(tuple(table), (*_lost(lost), *_zeros(zeros)))


def _lost(pairs: dict[str, list[str]]) -> Iterator[str]:
    for why, each in pairs.items():
        yield f"Nicht gerechnet: {', '.join(each)} ({why})."


def _zeros(pairs: dict[int, list[str]]) -> Iterator[str]:
    for areas, each in pairs.items():
        text = "bekommen Gebiete mit 0 Punkten in einem Teil 0 Punkte im Ganzen"
        yield f"Bei {', '.join(each)} {text} (so {areas} von ihnen)."


def _variant(base: IndexResult, own: Variant, norm: str, mean: str) -> tuple[Variant, int] | str:
    """The variant and how many areas it pulls to 0, or why there is none."""
    procedure = _changed(base.procedure, norm, mean)
    if "summe" in {mean, base.procedure.aggregation.methode} and not _same_sums(base, mean):
        return "Summe und Mittel haben verschiedene Maßstäbe"
    try:
        planned = plan(base.catalogue, procedure)
    except DatenFehler as error:
        return error.problems[0].meldung.rstrip(".")
    treated, flat = base.treated, base.constant
    variant = Variant(planned)
    if norm != own.plan.procedure.normalisierung.methode:
        points = planned.points(treated, flat, planned.scales)
        ours = own.plan.points(treated, flat, own.plan.scales)
        both = ~np.isnan(points) & ~np.isnan(ours)
        if not both.any() or not points[both].std() > 0:
            return "sie ergibt keine Punkte"
        variant = Variant(planned, *_conversion(base.procedure, norm, points, ours))
    points = variant.rescaled(planned.points(treated, flat, planned.scales))
    known = ~np.isnan(base.scores)
    with np.errstate(all="ignore"):
        scores = climb.climb(planned, points[None], known)
    if (np.isnan(scores[:, 0].T) & known).any():
        return climb.why(planned) or "nicht jedes Gebiet bekommt Punkte"
    roots = [base.position[root.code] for root in base.catalogue.roots]
    zeros = (scores[roots, 0].T == 0) & (base.scores[:, roots] != 0)
    return variant, int(zeros.any(axis=1).sum())


def _same_sums(base: IndexResult, mean: str) -> bool:
    """Whether sums are not mixed with means, or all roots are standardised anyway."""
    procedure = base.procedure
    standard = [procedure.classes_of(root.code).standardisiert for root in base.catalogue.roots]
    return mean == procedure.aggregation.methode or all(standard)


def _conversion(
    procedure: Procedure, norm: str, points: Floats, ours: Floats
) -> tuple[float, float]:
    """Start and scale that bring points (areas, indicators) to the scale of `ours`."""
    low, high = procedure.normalisierung.bereich
    ranged = procedure.normalisierung.methode in _RANGED
    if ranged and norm in _RANGED:
        return 0.0, 1.0
    if ranged and norm in _ENDS and len(points) > 1:
        first, last = _ENDS[norm](len(points))
        scale = (high - low) / (last - first)
        return low - scale * first, scale
    both = ~np.isnan(points) & ~np.isnan(ours)
    scale = float(ours[both].std() / points[both].std())
    return float(ours[both].mean() - scale * points[both].mean()), scale


def _changed(procedure: Procedure, norm: str, mean: str) -> Procedure:
    return replace(
        procedure,
        normalisierung=replace(procedure.normalisierung, methode=norm),
        aggregation=replace(procedure.aggregation, methode=mean),
    )
