"""Any table with one row per area: which column is what, decided once and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ValueColumn:
    """Where the values of an indicator stand; headings of the file.

    Either `wert`, or `zaehler` and `nenner`, or all three.
    """

    wert: str = ""
    zaehler: str = ""
    nenner: str = ""

    @property
    def complete(self) -> bool:
        """Whether a value follows from it."""
        return bool(self.wert) or bool(self.zaehler and self.nenner)


@dataclass(frozen=True)
class AreaTable:
    """How a table of areas is read.

    Parameters
    ----------
    gebiet : str
        Heading of the column with the areas.
    werte : mapping
        Indicator -> its columns.
    stand : str
        Heading of the column with dates; empty: `datum` holds for all rows.
    datum : str
        ISO date or year.
    quelle_id, guete : str
        Of all values; see `columns.WERTE`.
    """

    gebiet: str = ""
    werte: Mapping[str, ValueColumn] = field(default_factory=dict)
    stand: str = ""
    datum: str = ""
    quelle_id: str = ""
    guete: str = "amtlich"

    @property
    def complete(self) -> bool:
        """Whether nothing is open."""
        columns = self.werte.values()
        given = bool(self.gebiet and self.werte and (self.stand or self.datum))
        return given and all(column.complete for column in columns)


@dataclass(frozen=True)
class AreaTableProposal:
    """What is in a table of areas, and how it would be read.

    Parameters
    ----------
    kennung : str
        Under which the decision is remembered: the headings.
    gebietsspalten : tuple of str
        Headings of columns whose cells name areas, the best first.
    zahlenspalten : tuple of str
        Headings of columns with numbers.
    gebiete : int
        How many areas the proposed column names.
    gemerkt : bool
        Whether an earlier file with the same headings has brought the decision.
    """

    kennung: str
    gebietsspalten: tuple[str, ...]
    zahlenspalten: tuple[str, ...]
    ueberschriften: tuple[str, ...]
    vorschlag: AreaTable
    gebiete: int = 0
    gemerkt: bool = False
