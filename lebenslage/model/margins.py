"""Margins: how many persons the register counts, for weighting and for populations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

MERKMAL: Final = "merkmal"
AUSPRAEGUNG: Final = "auspraegung"
ANZAHL: Final = "anzahl"


@dataclass(frozen=True)
class Margins:
    """Persons by Merkmal, or by the crossing of several.

    Parameters
    ----------
    tabelle : pd.DataFrame
        `merkmal, auspraegung, anzahl`; or, if `gekreuzt`, one column per Merkmal and `anzahl`.
        Texts as in the file, `anzahl` from 0 up.
    gekreuzt : bool
    umfrage : str
        Key of the wave that it is for; empty: every wave.
    """

    tabelle: pd.DataFrame = field(repr=False)
    gekreuzt: bool
    umfrage: str = ""

    @property
    def merkmale(self) -> tuple[str, ...]:
        """Names of the Merkmale, in the order of the file."""
        if self.gekreuzt:
            return tuple(str(name) for name in self.tabelle.columns if name != ANZAHL)
        return tuple(dict.fromkeys(self.tabelle[MERKMAL].astype(str)))

    def margin(self, merkmal: str) -> dict[str, float]:
        """Persons by Ausprägung of one Merkmal; a crossing is added up.

        Raises
        ------
        KeyError
            If the table does not have it.
        """
        if merkmal not in self.merkmale:
            raise KeyError(merkmal)
        if self.gekreuzt:
            rows, name = self.tabelle, merkmal
        else:
            rows, name = self.tabelle[self.tabelle[MERKMAL] == merkmal], AUSPRAEGUNG
        sums = rows.groupby(name, sort=False)[ANZAHL].sum()
        return {str(key): float(value) for key, value in sums.items()}

    def crossing(self, merkmale: Sequence[str]) -> dict[tuple[str, ...], float]:
        """Persons by the crossing of some Merkmale.

        Raises
        ------
        KeyError
            If the table does not tell it: it is long and there is more than one, or one of them
            is not in it.
        """
        if len(merkmale) == 1:
            return {(key,): value for key, value in self.margin(merkmale[0]).items()}
        if not self.gekreuzt or set(merkmale) - set(self.merkmale):
            raise KeyError(tuple(merkmale))
        sums = self.tabelle.groupby(list(merkmale), sort=False)[ANZAHL].sum()
        return {
            tuple(map(str, key if isinstance(key, tuple) else (key,))): float(value)
            for key, value in sums.items()
        }
