"""Responses by group, numbered once for all questions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from lebenslage.analysis.survey.calibration import number_keys
from lebenslage.analysis.survey.design import Codes, Design, Floats, Mask
from lebenslage.analysis.survey.influence import MOST_SLOTS, Influence


def _no_codes() -> Codes:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Grouping:
    """Responses by group, prepared once for all questions.

    Parameters
    ----------
    codes : array of int, shape (persons,)
        Group of each response, from 0; -1 belongs to none.
    cell : array of int, shape (persons,)
        Pair of group and stratum; -1 as above.
    cell_group, cell_stratum : arrays of int, shape (cells,)
        What each cell is.
    unit : array of int, shape (persons,)
        Pair of group and cluster, if there are clusters; -1 as above.
    unit_cell, unit_cluster : arrays of int, shape (units,)
        The cell in which each such pair lies, and its cluster.
    slot : array of int, shape (persons,)
        Group, stratum and cell of the margins, for calibrated designs; -1 as above.
    slot_group, slot_stratum, slot_cell : arrays of int, shape (slots,)
        What each slot is; `slot_cell` counts cells of the margins.
    slot_place : array of int, shape (slots,)
        The pair of group and stratum that it belongs to.
    """

    design: Design
    codes: Codes
    count: int
    cell: Codes
    cell_group: Codes
    cell_stratum: Codes
    unit: Codes | None = None
    unit_cell: Codes | None = None
    unit_cluster: Codes | None = None
    slot: Codes | None = None
    slot_group: Codes = field(default_factory=_no_codes)
    slot_stratum: Codes = field(default_factory=_no_codes)
    slot_cell: Codes = field(default_factory=_no_codes)
    slot_place: Codes = field(default_factory=_no_codes)

    @classmethod
    def of(cls, design: Design, codes: Codes, count: int) -> Grouping:
        """Group the responses of a design into `count` groups."""
        strata = max(len(design.units), 1)
        inside = codes >= 0
        cell, pairs = _number(codes * strata + design.stratum, inside)
        grouping = cls(design, codes, count, cell, pairs // strata, pairs % strata)
        if design.calibration is not None:
            margins, of_person = design.calibration.count, design.calibration.cell
            slot, found = _number(cell * margins + of_person, inside)
            pair, slot_cell = found // margins, found % margins
            grouping = replace(
                grouping,
                slot=slot,
                slot_group=grouping.cell_group[pair],
                slot_stratum=grouping.cell_stratum[pair],
                slot_cell=slot_cell,
                slot_place=pair,
            )
        if design.cluster is None:
            return grouping
        clusters = int(design.cluster.max()) + 1 if len(design) else 1
        unit, unit_pairs = _number(codes * clusters + design.cluster, inside)
        unit_cell = np.zeros(len(unit_pairs), np.int64)
        unit_cell[unit[inside]] = cell[inside]
        return replace(grouping, unit=unit, unit_cell=unit_cell, unit_cluster=unit_pairs % clusters)

    @cached_property
    def stratum_factor(self) -> Floats:
        """What the squares of a stratum are multiplied by: (1 - f) n / (n - 1)."""
        n = self.design.units
        corrected = np.where(n == 1, 1.0, n / np.maximum(n - 1, 1))
        return np.asarray((1 - self.design.fraction) * corrected, np.float64)

    @cached_property
    def influence(self) -> Influence | None:
        """What calibration does to the variance; None where groups are too large for that."""
        sizes = np.bincount(self.slot_group) if len(self.slot_group) else np.zeros(1)
        if self.design.cluster is not None or self.count < 2 or sizes.max() > MOST_SLOTS:
            return None
        return Influence.of(self, self.stratum_factor)

    @cached_property
    def alike(self) -> tuple[Floats, Floats] | None:
        """Weight and mass of each slot (each cell of a design without margins).

        None where persons of one slot differ in them, or come in clusters.
        """
        calibration, weight = self.design.calibration, self.design.weight
        slot = self.cell if self.slot is None else self.slot
        count = len(self.cell_group) if self.slot is None else len(self.slot_group)
        mass = np.ones(len(weight)) if calibration is None else calibration.mass
        inside = slot >= 0
        found = []
        for values in (weight, mass):
            table = np.zeros(count + 1)
            table[slot[inside]] = values[inside]
            if not (table[slot] == values)[inside].all():
                return None
            found.append(table[:count])
        return (found[0], found[1]) if self.unit is None else None

    @cached_property
    def weights_vary(self) -> Mask:
        """Groups, shape (groups,), in which not every response has the same weight."""
        low, high = np.full(self.count, np.inf), np.full(self.count, -np.inf)
        inside = self.codes >= 0
        np.minimum.at(low, self.codes[inside], self.design.weight[inside])
        np.maximum.at(high, self.codes[inside], self.design.weight[inside])
        vary: Mask = high > low * (1 + 1e-9)
        return vary


def _number(keys: Codes, inside: Mask) -> tuple[Codes, Codes]:
    """Number the different keys from 0; -1 where not inside."""
    codes = np.full(len(keys), -1, np.int64)
    codes[inside], found = number_keys(keys[inside])
    return codes, found
