"""What calibrating weights to known margins does to the error: residuals of the margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

#: Rounds over all margins in which R's survey package takes out their means after raking.
RAKING_SWEEPS: Final = 10
#: Keys up to so many times their number are counted, not sorted.
_DENSE: Final = 10


@dataclass(frozen=True)
class Calibration:
    r"""Margins that the weights of a sample were fitted to.

    Parameters
    ----------
    cell : array of int, shape (persons,)
        Cell of the crossing of all margins, from 0.
    margins : sequence of arrays of int, shape (cells,)
        Category of each cell, margin by margin.
    mass : array, shape (persons,)
        Weight of a person in the mean that is taken out: 1 after raking, the weight from before
        after post-stratification.
    sweeps : int
        How often all margins are gone through; once is exact for a single margin.

    Notes
    -----
    A figure that depends on the margins alone has no sampling error any more. So from the
    linearised value over the weight, :math:`e_i = z_i / w_i`, the mean within each category is
    taken out, margin after margin, and the residual goes into the variance.

    References
    ----------
    Deville, Särndal & Sautory (1993), JASA 88, 1013-1020; done as `svyrecvar` of R's survey
    package does it for `rake` and `postStratify`.
    """

    cell: Codes
    margins: tuple[Codes, ...]
    mass: Floats
    sweeps: int

    @classmethod
    def of(cls, margins: Sequence[Codes], mass: Floats, sweeps: int) -> Calibration:
        """Calibration from the category of each person in each margin."""
        sizes = [int(codes.max(initial=0)) + 1 for codes in margins]
        cell, found = number_keys(np.ravel_multi_index(tuple(margins), sizes).astype(np.int64))
        columns = np.unravel_index(found, sizes)
        return cls(cell, tuple(column.astype(np.int64) for column in columns), mass, sweeps)

    @property
    def count(self) -> int:
        """Number of cells."""
        return len(self.margins[0])

    def fitted(self, sums: Floats) -> Floats:
        """Means to take out, by cell.

        Parameters
        ----------
        sums : array, shape (figures, cells)
            Sum of mass times e over the persons of each cell.

        Returns
        -------
        array, shape (figures, cells)
        """
        given = [member @ sums.T for member in self._members]
        means = [np.zeros_like(one) for one in given]
        for _ in range(self.sweeps):
            for k, own in enumerate(given):
                others = (self._shared[k, j] @ means[j] for j in range(len(given)) if j != k)
                means[k] = (own - sum(others)) / self._masses[k][:, None]
        fitted: Floats = np.zeros_like(sums)
        for codes, found in zip(self.margins, means, strict=True):
            fitted += found.T[:, codes]
        return fitted

    @cached_property
    def _members(self) -> list[sparse.csr_array]:
        return [_indicator(codes) for codes in self.margins]

    @cached_property
    def _mass(self) -> Floats:
        return np.asarray(np.bincount(self.cell, self.mass, self.count), np.float64)

    @cached_property
    def _masses(self) -> list[Floats]:
        return [np.asarray(member @ self._mass, np.float64) for member in self._members]

    @cached_property
    def _shared(self) -> dict[tuple[int, int], sparse.csr_array]:
        """Mass that the categories of two margins have in common."""
        members = self._members
        weighted = [member.multiply(self._mass).tocsr() for member in members]
        pairs = permutations(range(len(members)), 2)
        return {(k, j): (weighted[k] @ members[j].T).tocsr() for k, j in pairs}


def number_keys(keys: Codes) -> tuple[Codes, Codes]:
    """Number different keys from 0, in their order; and which each is."""
    if len(keys) and keys.max() > _DENSE * len(keys):
        found, numbers = np.unique(keys, return_inverse=True)
        return numbers.reshape(-1).astype(np.int64), found
    present = np.bincount(keys) > 0  # no sorting
    return (np.cumsum(present) - 1)[keys], np.flatnonzero(present)


def _indicator(codes: Codes) -> sparse.csr_array:
    """Cells by category: one row per category."""
    ones = np.ones(len(codes))
    shape = (int(codes.max()) + 1, len(codes))
    return sparse.coo_array((ones, (codes, np.arange(len(codes)))), shape=shape).tocsr()
