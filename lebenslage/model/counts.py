"""Counts as a source delivers them, before anything is divided by anything.

A count waits for its denominator: unemployed persons for the register of another date, an
accident for the official areas that come later. So files are kept as counts, and `analysis`
computes the indicators anew whenever something that they rest on changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from lebenslage.model import columns

#: Themes: what is counted. The columns of their tables stand beside each.
MELDEREGISTER: Final = "melderegister"
ARBEITSMARKT: Final = "arbeitsmarkt"
WAHL: Final = "wahl"
SOLAR: Final = "solar"
UNFAELLE: Final = "unfaelle"
BREITBAND: Final = "breitband"

#: Beside `stand` and `ortsteil_id` (empty: in no known Ortsteil), by theme.
SPALTEN: Final = {
    # ages from (including) to (excluding), NaN: open or not told; `art`: bestand, zuzug, fortzug
    MELDEREGISTER: ("art", "von", "bis", "geschlecht", "deutsch", "anzahl"),
    # NaN: kept secret by the source
    ARBEITSMARKT: ("arbeitslose",),
    # `art`: urne, brief; persons entitled, those among them with a postal vote, voters
    WAHL: ("art", "wahlberechtigte", "wahlschein", "waehler", "waehler_wahlschein"),
    # metres in EPSG:3035, NaN: not told; kWp; `name` only of large plants
    SOLAR: ("x", "y", "leistung", "name"),
    UNFAELLE: ("x", "y", "schwere"),
    # centre of a cell; share of its households in percent
    BREITBAND: ("x", "y", "gigabit", "glasfaser"),
}


#: Indicators that come out of a theme.
INDIKATOREN: Final = {
    MELDEREGISTER: (
        *("einwohner", "anteil_u15", "anteil_u18", "anteil_65plus", "anteil_80plus"),
        *("jugendquotient", "altenquotient", "frauenanteil", "auslaenderanteil"),
        *("durchschnittsalter", "wanderungssaldo"),
    ),
    ARBEITSMARKT: ("arbeitslosenanteil",),
    WAHL: (
        *("wahlbeteiligung_urne", "wahlbeteiligung_btw", "wahlbeteiligung_ltw"),
        *("wahlbeteiligung_gr", "wahlbeteiligung_ortschaftsrat", "wahlbeteiligung_euw"),
    ),
    SOLAR: ("pv_je_kopf",),
    UNFAELLE: ("unfaelle_je_1000",),
    BREITBAND: ("gigabit_anteil", "glasfaser_anteil"),
}


@dataclass(frozen=True)
class Counts:
    """What one file counts, or in the current state: what counts at one date.

    Parameters
    ----------
    thema : str
        One of the themes above.
    tabelle : pd.DataFrame
        `stand` (ISO date or year), `ortsteil_id` and the columns of the theme.
    gruppe : str
        What tells files of a theme apart that do not replace each other ("Bundestagswahl").
    quellen : pd.DataFrame or None
        Where it comes from, columns `columns.QUELLEN`.
    quelle_id : str
        Key of that source.
    """

    thema: str
    tabelle: pd.DataFrame = field(repr=False)
    gruppe: str = ""
    quellen: pd.DataFrame | None = field(default=None, repr=False)
    quelle_id: str = ""

    @property
    def stand(self) -> str:
        """The newest date in it."""
        return str(self.tabelle[columns.STAND].max())

    def by_date(self) -> Iterator[Counts]:
        """The same for each date on its own; a newer file replaces date by date."""
        for _, rows in self.tabelle.groupby(columns.STAND, sort=True):
            yield replace(self, tabelle=rows.reset_index(drop=True))
