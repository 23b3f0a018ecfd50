"""Places that people go to, and the paths that lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from lebenslage.model import columns

#: Kinds of places by code: what one of them is called, as shown.
ARTEN: Final[Mapping[str, str]] = {
    "hausarzt": "Hausarztpraxis",
    "apotheke": "Apotheke",
    "lebensmittel": "Lebensmittelladen",
    "kita": "Kita",
    "grundschule": "Grundschule",
    "haltestelle": "Haltestelle",
    "treffpunkt": "Treffpunkt",
}

#: Id of the list of places as a source.
ORTSLISTE_QUELLE: Final = "ortsliste"
#: A place.
ORTE: Final = ("ort_id", "art", "name", "lat", "lon")
#: A row of the list of places that the Gemeinde keeps: from when to when the place is open (ISO
#: dates; empty: always was, still is) and what was noted beside it.
ORTSLISTE: Final = (*ORTE, "geoeffnet", "geschlossen", "bemerkung")


@dataclass(frozen=True)
class OsmExtract:
    """What an extract of OpenStreetMap says about the Gemeinde and around it.

    Parameters
    ----------
    stand : str
        Day of the extract, ISO.
    orte : pd.DataFrame
        Columns `ORTE`; `ort_id` as in OpenStreetMap ("node/123").
    knoten : pd.DataFrame
        `lon, lat` of the nodes of the path network (degrees); empty if the extract has no paths.
    kanten : pd.DataFrame
        `von, nach` (rows of `knoten`) and `meter`; to be walked in both directions.
    quellen : pd.DataFrame or None
        OpenStreetMap as a source; columns `columns.QUELLEN`.
    """

    stand: str
    orte: pd.DataFrame
    knoten: pd.DataFrame
    kanten: pd.DataFrame
    quelle_id: str = ""
    quellen: pd.DataFrame | None = field(default=None, compare=False)

    @property
    def has_paths(self) -> bool:
        """Whether distances can follow paths."""
        return len(self.kanten) > 0


@dataclass(frozen=True)
class PlaceList:
    """Rows of the list of places; columns `ORTSLISTE`. They replace places with the same id."""

    frame: pd.DataFrame

    @property
    def quellen(self) -> pd.DataFrame:
        """The list as a source of its own, where there is no extract to stand on."""
        row = dict.fromkeys(columns.QUELLEN, "") | {
            columns.QUELLE: ORTSLISTE_QUELLE,
            "herausgeber": "Gemeindeverwaltung",
            "titel": "Ortsliste der Gemeinde; Entfernungen als Luftlinie",
            "lieferant": "Gemeindeverwaltung",
        }
        return pd.DataFrame([row], columns=list(columns.QUELLEN))
