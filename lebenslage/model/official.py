"""Tables of the statistical offices: their series, and which indicator is made of which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Series:
    """One combination of variable, characteristics and unit of an official table.

    Parameters
    ----------
    key : str
        Names it in every file of the same table ("BEVSTD|GES=GESW|Anzahl").
    variable : str
        What is counted or measured ("Bevölkerungsstand").
    teile : tuple of str
        Characteristics that narrow it down ("weiblich"); empty: the total.
    einheit : str
        As published ("Anzahl", "%", "qkm"); empty if the table does not say.
    """

    key: str
    variable: str
    teile: tuple[str, ...] = ()
    einheit: str = ""

    @property
    def label(self) -> str:
        """What is shown; the characteristics first, where a narrow screen does not cut them off."""
        text = f"{', '.join(self.teile or ('insgesamt',))}: {self.variable or 'Wert'}"
        return f"{text} ({self.einheit})" if self.einheit else text


@dataclass(frozen=True)
class Recipe:
    """How an indicator is made of the series of a table; keys of `Series`.

    Either `wert`, or `zaehler` and `nenner`; several series of one role are added up. All of them
    empty: the indicator is not in this table.

    Parameters
    ----------
    faktor : float
        By which `wert` is multiplied (1000, where the table counts in thousands).
    """

    wert: tuple[str, ...] = ()
    zaehler: tuple[str, ...] = ()
    nenner: tuple[str, ...] = ()
    faktor: float = 1.0

    @property
    def reihen(self) -> tuple[str, ...]:
        """All series that are needed."""
        return (*self.wert, *self.zaehler, *self.nenner)

    @property
    def complete(self) -> bool:
        """Whether a value follows from it."""
        return bool(self.wert) or bool(self.zaehler and self.nenner)


@dataclass(frozen=True)
class TableProposal:
    """What is in an official table, and how it would be read.

    Parameters
    ----------
    tabelle : str
        Under which the decisions are remembered ("12411-01-01-5", "12411 GES").
    rezepte : mapping
        Indicator -> recipe, the user's decisions, remembered ones and proposals in this order.
    gemerkt : frozenset of str
        Indicators whose recipe an earlier file of the same table has brought.
    """

    tabelle: str
    titel: str
    reihen: tuple[Series, ...] = ()
    rezepte: Mapping[str, Recipe] = field(default_factory=dict)
    gemerkt: frozenset[str] = frozenset()
