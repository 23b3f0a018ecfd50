"""What is varied to see how much an index depends on it, and one replication after the other.

A replication is described by numbers from 0 to below 1, one after the other for the choice of
normalisation and aggregation, the indicator left out (per root), the weights and the goalposts,
and by a source of noise for the sampling error. So the Monte Carlo run and the sensitivity
analysis vary exactly the same things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from lebenslage.analysis.index import draws as simulation
from lebenslage.analysis.index import treatment
from lebenslage.analysis.index.climb import climb
from lebenslage.analysis.index.counts import Counts, counted
from lebenslage.analysis.index.engine import IndexResult, plan
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools, Scales
from lebenslage.analysis.index.variants import Variant, Variants, variants
from lebenslage.analysis.index.weights import settled
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure

#: Numbers that are computed at once: what stays in the processor's cache.
_BLOCK: Final = 2**18
#: Replications in a block, at most: after each one progress can be told.
_STEP: Final = 50
#: Moved by half of their distance, goalposts could meet.
_MOST_MOVED: Final = 0.5


class Factor(StrEnum):
    """What is varied; the keys of `[robustheit]`."""

    STICHPROBENFEHLER = "stichprobenfehler"
    GEWICHTE = "gewichte"
    ZIELWERTE = "zielwerte"
    NORMALISIERUNGEN = "normalisierungen"
    AGGREGATIONEN = "aggregationen"
    WEGLASSEN = "weglassen"


@dataclass(frozen=True, eq=False)
class Model:
    """An index with everything that is varied around it (see `model`).

    Parameters
    ----------
    base : IndexResult
        The run on the values themselves.
    errors : array (areas, indicators)
        Standard errors; 0 where none is known or none counts.
    counts : Counts or None
        Values whose error comes from what was counted.
    variants : Variants
        Normalisations and aggregations to choose from.
    optional : tuple of tuples of int
        Per root the places of the indicators of which one may be left out.
    hinweise : tuple of str
        What a reader has to know about weights and methods, in German sentences.
    """

    base: IndexResult
    errors: Floats = field(repr=False)
    counts: Counts | None = field(repr=False)
    variants: Variants
    optional: tuple[tuple[int, ...], ...]
    hinweise: tuple[str, ...]
    _fixed: dict[int, Floats] = field(default_factory=dict, repr=False)

    @cached_property
    def noisy(self) -> bool:
        """Whether any value has a sampling error."""
        return bool(self.errors.any()) or self.counts is not None

    @cached_property
    def active(self) -> tuple[Factor, ...]:
        """The factors that can change something here."""
        chosen, tree = self.base.procedure.robustheit, self.base.catalogue
        siblings = any(len(tree.children(node.code)) > 1 for node in tree)
        posts = any(v.moves_goalposts for row in self.variants.table for v in row)
        found = {
            Factor.STICHPROBENFEHLER: self.noisy,
            Factor.GEWICHTE: chosen.gewichte > 0 and siblings,
            Factor.ZIELWERTE: chosen.zielwerte > 0 and posts,
            Factor.NORMALISIERUNGEN: self.variants.normalisations > 1,
            Factor.AGGREGATIONEN: self.variants.aggregations > 1,
            Factor.WEGLASSEN: any(self.optional),
        }
        return tuple(factor for factor, counts in found.items() if counts)

    @cached_property
    def layout(self) -> dict[Factor, slice]:
        """Which of the numbers that describe a replication belong to which factor."""
        indicators = len(self.base.catalogue.indicators)
        sizes = {
            Factor.NORMALISIERUNGEN: 1,
            Factor.AGGREGATIONEN: 1,
            Factor.WEGLASSEN: len(self.optional),
            Factor.GEWICHTE: len(self.base.catalogue),
            Factor.ZIELWERTE: 2 * indicators,
        }
        ends = np.cumsum([0, *sizes.values()])
        return {
            name: slice(int(a), int(b))
            for name, a, b in zip(sizes, ends[:-1], ends[1:], strict=True)
        }

    @cached_property
    def numbers(self) -> int:
        """How many numbers describe a replication."""
        return int(max(part.stop for part in self.layout.values()))

    @property
    def block(self) -> int:
        """How many replications are best computed at once; changes nothing in them."""
        tree = self.base.catalogue
        each = len(self.base.scores) * (len(tree) + len(tree.indicators))
        return max(1, min(_STEP, _BLOCK // max(1, each)))

    def scores(self, numbers: Floats, noise: Sequence[np.random.Generator]) -> Floats:
        """Scores of some replications.

        Parameters
        ----------
        numbers : array (replications, numbers)
            From 0 to below 1, see `layout`.
        noise : sequence of Generator
            One per replication, for the sampling error.

        Returns
        -------
        array (codes, replications, areas)
            NaN where there is no score.
        """
        values = self._values(noise)
        scores = np.empty((len(self.base.catalogue), len(numbers), values.shape[1]))
        layout = self.layout
        choice = self.variants.chosen(
            numbers[:, layout[Factor.NORMALISIERUNGEN].start],
            numbers[:, layout[Factor.AGGREGATIONEN].start],
        )
        known = ~np.isnan(self.base.scores)
        weights = self._weights(numbers[:, layout[Factor.GEWICHTE]])
        for chosen in sorted(set(choice)):
            rows = np.flatnonzero([each == chosen for each in choice])
            variant = self.variants.table[chosen[0]][chosen[1]]
            points = self._points(variant, values, numbers[rows], rows)
            part = climb(
                variant.plan, points, known, weights[rows] if weights is not None else None
            )
            if len(rows) == len(numbers):
                return part
            scores[:, rows] = part
        return scores

    def _values(self, noise: Sequence[np.random.Generator]) -> Floats:
        """Treated values (replications or 1, areas, indicators)."""
        base = self.base
        if not self.noisy:
            return base.treated[None]
        areas, indicators = base.values.shape
        # indicators before areas: what belongs together lies in one piece
        normal = np.empty((len(noise), indicators, areas))
        for rng, out in zip(noise, normal, strict=True):
            rng.standard_normal(out=out)
        nodes = base.catalogue.indicators
        normal = normal.swapaxes(1, 2)
        drawn = simulation.around(base.values, self.errors, nodes, normal, self.counts)
        return treatment.treat(drawn, base.procedure.behandlung)

    def _weights(self, numbers: Floats) -> Floats | None:
        spread = self.base.procedure.robustheit.gewichte
        return 1 + spread * _both_ways(numbers) if Factor.GEWICHTE in self.active else None

    def _points(
        self, variant: Variant, values: Floats, numbers: Floats, rows: np.ndarray
    ) -> Floats:
        """Points (replications, areas, indicators) without the indicators that are left out."""
        scales, noisy = self._scales(variant, numbers), self.noisy
        if not noisy and scales.moved is None:
            points = self._same_everywhere(variant)
        else:
            own = values[rows] if noisy and len(rows) < len(values) else values
            points = variant.rescaled(variant.plan.points(own, self.base.constant, scales))
        out = self._left_out(numbers[:, self.layout[Factor.WEGLASSEN]])
        if len(points) < len(rows):
            points = np.broadcast_to(points, (len(rows), *points.shape[1:]))
        if out.any():
            points = np.where(out[:, None, :], np.nan, points)
        return points

    def _same_everywhere(self, variant: Variant) -> Floats:
        """Points of the values themselves (1, areas, indicators), computed once."""
        if id(variant) not in self._fixed:
            base, steps = self.base, variant.plan
            points = variant.rescaled(steps.points(base.treated, base.constant, steps.scales))
            self._fixed[id(variant)] = points[None]
        return self._fixed[id(variant)]

    def _scales(self, variant: Variant, numbers: Floats) -> Scales:
        scales, spread = variant.plan.scales, self.base.procedure.robustheit.zielwerte
        if spread == 0 or not variant.moves_goalposts:
            return scales
        moved = spread * _both_ways(numbers[:, None, self.layout[Factor.ZIELWERTE]])
        half = moved.shape[-1] // 2
        return replace(scales, moved=(moved[..., :half], moved[..., half:]))

    def _left_out(self, numbers: Floats) -> Bools:
        """Which indicators are left out (replications, indicators): per root one or none."""
        result = np.zeros((len(numbers), len(self.base.catalogue.indicators)), bool)
        for root, places in enumerate(self.optional):
            # one choice more than there are indicators: none of them
            pick = (numbers[:, root] * (len(places) + 1)).astype(int) - 1
            some = np.flatnonzero(pick >= 0)
            result[some, np.array(places, int)[pick[some]]] = True
        return result


def _both_ways(numbers: Floats) -> Floats:
    """From 0..1 to -1..1."""
    return 2 * numbers - 1


def model(
    tree: Catalogue,
    given: Matrix,
    procedure: Procedure | None = None,
    constant: Bools | None = None,
) -> Model:
    """Run the index on the values and gather what is varied around it.

    Parameters
    ----------
    tree : Catalogue
        Scored nodes only.
    given : Matrix
        Values of its indicators, with what is known about their errors.
    procedure : Procedure, optional
        Default: `zielwerte`; its `robustheit` says what is varied. Weights that come from the
        values (`gewichte` "pca") are found once and then vary as any others.
    constant : array of bool (indicators,), optional
        As in `engine.compute`.

    Raises
    ------
    DatenFehler
        As `engine.compute`.
    """
    procedure = procedure or Procedure()
    if not 0 <= procedure.robustheit.zielwerte < _MOST_MOVED:
        raise ValueError("goalposts can be moved by less than half of their distance")
    how = settled(tree, procedure, given.values, given.indikatoren)
    tree, procedure = how.catalogue.scored(), how.procedure
    base = plan(tree, procedure).run(given.values, constant)
    errors = simulation.standard_errors(given, tree.indicators)
    counts = counted(given, tree.indicators)
    if not procedure.robustheit.stichprobenfehler:
        errors, counts = np.zeros_like(errors), None
    optional = tuple(_optional(base, root.code) for root in tree.roots)
    if not procedure.robustheit.weglassen:
        optional = ((),) * len(tree.roots)
    choice = variants(base)
    return Model(base, errors, counts, choice, optional, (*how.notes, *choice.hinweise))


def _optional(base: IndexResult, root: str) -> tuple[int, ...]:
    """Places of the indicators that count under a root; none if there is but one."""
    tree = base.catalogue
    counting = []
    for place, node in enumerate(tree.indicators):
        line = (node, *tree.ancestors(node.code))
        inside = line[-1].code == root and all(each.gewicht > 0 for each in line[:-1])
        if inside and not np.isnan(base.score(node.code)).all():
            counting.append(place)
    return tuple(counting) if len(counting) > 1 else ()
