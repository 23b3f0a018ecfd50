"""Who has published a census grid: the same for every file of a census."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from lebenslage.model import columns
from lebenslage.model.grid import GridCells

_DESTATIS: Final = "Statistische Ämter des Bundes und der Länder"
_LICENCE: Final = "dl-de/by-2-0"
#: Beginning of a theme -> publisher, title, attribution (format notes of the census grids).
_SOURCES: Final = {
    "zensus2022": (
        _DESTATIS,
        "Zensus 2022, Gitterdaten",
        "© Statistische Ämter des Bundes und der Länder, Zensus 2022; Gitter © GeoBasis-DE / BKG",
    ),
    "zensus2011": (
        _DESTATIS,
        "Zensus 2011, Gitterdaten",
        "© Statistische Ämter des Bundes und der Länder, Zensus 2011; Gitter © GeoBasis-DE / BKG",
    ),
    "eurostat2021": (
        "Eurostat",
        "Zensusrunde 2021, Gitter 1 km (GISCO)",
        "© European Union, Eurostat, Census Grid 2021",
    ),
}
#: Eurostat does not use the German licence.
_LICENCES: Final = {"eurostat2021": "Weiterverwendung mit Quellenangabe (Eurostat)"}


def with_source(content: GridCells) -> GridCells:
    """The same cells with their source."""
    census = content.theme.partition("-")[0]
    publisher, title, attribution = _SOURCES[census]
    key = f"{census}-gitter"
    row = dict.fromkeys(columns.QUELLEN, "") | {
        columns.QUELLE: key,
        "herausgeber": publisher,
        "titel": title,
        "lizenz": _LICENCES.get(census, _LICENCE),
        "vermerk": attribution,
        "stand": content.stand,
        "lieferant": publisher,
    }
    return replace(content, quelle_id=key, quellen=pd.DataFrame([row]))
