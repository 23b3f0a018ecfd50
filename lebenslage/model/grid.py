"""Census grids: cells of a theme, and how catalogue indicators come out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pandas as pd

#: End of the name of a column that tells where the publisher puts values in brackets.
KLAMMERN: Final = " (KLAMMERN)"


@dataclass(frozen=True)
class GridCells:
    """The cells of one file of a census grid.

    Parameters
    ----------
    theme : str
        Key of the theme, e.g. "zensus2011-alter5".
    stand : str
        Reference date, ISO.
    resolution : int
        Edge of a cell in metres (100, 1000).
    cells : pd.DataFrame
        `x`, `y` (centre, metres, EPSG:3035) and one float column per characteristic, named
        as published; NaN is "kein Wert", a dash in a count is 0. A characteristic of which the
        publisher marks values as of limited use has a second column (`marked`), 1 or 0.
    quellen : pd.DataFrame or None
        The source `quelle_id`, if the file brings it along; columns `columns.QUELLEN`.
    """

    theme: str
    stand: str
    resolution: int
    cells: pd.DataFrame
    quelle_id: str = ""
    quellen: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def value_columns(self) -> tuple[str, ...]:
        """The characteristics."""
        columns = (c for c in self.cells.columns if c not in ("x", "y"))
        return tuple(c for c in columns if not c.endswith(KLAMMERN))

    def marked(self, column: str) -> pd.Series:
        """1 where the publisher marks the value of a cell as of limited use, else 0."""
        name = column + KLAMMERN
        return self.cells[name] if name in self.cells else pd.Series(0.0, self.cells.index)


@dataclass(frozen=True, slots=True)
class GridIndicator:
    """How an indicator is computed from the columns of a theme: a sum, a share or a mean.

    Parameters
    ----------
    code : str
        Indicator in the catalogue.
    zaehler, nenner : tuple of str
        Columns that are summed. With both the value is a share in percent, without `nenner` the
        sum itself.
    mittelwert : str
        Instead of `zaehler`: a column of cell means or shares, averaged with the weight
        `nenner`; a cell without a value counts in neither sum.
    in_prozent : bool
        `mittelwert` is a share of the weight, in percent.
    kehrwert_von : str
        The weight is `nenner` divided by this column (households = persons / size).
    rauschvarianz : float
        Variance that disclosure control has added to each published count.
    gewicht : tuple of str
        For a mean of a theme that brings no weight of its own: columns of which the first that
        any theme of the same date and cell size has is the weight (in place of `nenner`).
    """

    code: str
    theme: str
    zaehler: tuple[str, ...] = ()
    nenner: tuple[str, ...] = ()
    mittelwert: str = ""
    in_prozent: bool = False
    kehrwert_von: str = ""
    rauschvarianz: float = 0.0
    gewicht: tuple[str, ...] = ()


#: Columns by which a theme is recognised come first in its definition (field notes C3).
AGE5: Final = ("Unter18", "a18bis29", "a30bis49", "a50bis64", "a65undaelter")
