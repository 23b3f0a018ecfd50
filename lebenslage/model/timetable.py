"""A timetable, reduced to what leaves near the Gemeinde on three typical days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

WERKTAG: Final = "werktag"
SAMSTAG: Final = "samstag"
SONNTAG: Final = "sonntag"
#: Kinds of day with their German names, in the order in which they are shown.
TAGE: Final[Mapping[str, str]] = {WERKTAG: "Werktag", SAMSTAG: "Samstag", SONNTAG: "Sonntag"}

#: Stops; platforms of one stop are one row.
HALTE: Final = ("halt_id", "name", "lat", "lon")
#: Departures; `minute` counts from 0:00 of the day of service and goes beyond 1,440 at night.
ABFAHRTEN: Final = ("halt_id", "tag", "minute", "linie", "ziel", "fahrt_id")


@dataclass(frozen=True)
class Timetable:
    """What one GTFS feed says about the Gemeinde.

    Parameters
    ----------
    von, bis : str
        First and last day (ISO) on which anything leaves near the Gemeinde.
    tage : mapping
        Kind of day -> the day that was taken as typical for it (ISO).
    halte, abfahrten : pd.DataFrame
        Columns `HALTE` and `ABFAHRTEN`; where a trip ends, nothing leaves.
    quellen : pd.DataFrame or None
        Where the feed comes from, as it says itself; columns `columns.QUELLEN`.
    """

    von: str
    bis: str
    tage: Mapping[str, str]
    halte: pd.DataFrame
    abfahrten: pd.DataFrame
    quelle_id: str = ""
    quellen: pd.DataFrame | None = field(default=None, compare=False)
