"""All values that say what can be reached from home: timetables and places."""

from __future__ import annotations

import pandas as pd

from lebenslage.analysis.access import homes
from lebenslage.analysis.departures import departure_values
from lebenslage.analysis.distances import distance_values
from lebenslage.model.area import Gemeinde
from lebenslage.model.exchange import Snapshot


def reach_values(snapshot: Snapshot, gemeinde: Gemeinde) -> list[pd.DataFrame]:
    """Frames with columns `columns.WERTE`; none without the cells in which people live."""
    if not snapshot.fahrplaene and snapshot.osm is None and snapshot.ortsliste.empty:
        return []
    where = homes(snapshot.zellen, snapshot.ortsteile, gemeinde.crs)
    if not len(where):
        return []
    reach, ags = gemeinde.reichweite, gemeinde.ags
    frames = [
        departure_values(table, where, reach.haltestelle, ags) for table in snapshot.fahrplaene
    ]
    return [*frames, distance_values(snapshot.osm, snapshot.ortsliste, where, reach, ags)]
