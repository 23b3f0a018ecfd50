"""Bus and distances on the page Ortsteil: what leaves here, and how far the nearest places are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lebenslage.analysis.access import Homes, homes
from lebenslage.analysis.departures import changes, connections
from lebenslage.analysis.distances import distance_table
from lebenslage.app import data, parts
from lebenslage.model import columns as col
from lebenslage.model import moments
from lebenslage.model.timetable import Timetable
from lebenslage.report import reach_words


def reach(area: str) -> None:
    """Nothing as long as neither a timetable nor places have been taken in."""
    snapshot = data.snapshot()
    if not snapshot.fahrplaene and snapshot.osm is None and snapshot.ortsliste.empty:
        return
    if not len(_homes()):
        return
    st.header("Bus und Wege", anchor=False)
    if snapshot.fahrplaene:
        _buses(area)
    _distances(area)


def _buses(area: str) -> None:
    tables, name = data.snapshot().fahrplaene, data.snapshot().ortsteil_names[area]
    rows = _connections(tables[-1])
    mine = rows[rows[col.GEBIET] == area]
    words = reach_words.describe_connections(mine, name, tables[-1], data.gemeinde().reichweite)
    parts.sentence(words)
    parts.show_table(reach_words.connection_table(mine))
    if len(tables) > 1:
        found = changes(_connections(tables[-2]), rows)
        found = found[found[col.GEBIET] == area]
        parts.sentence(reach_words.describe_changes(found, tables[-2]))


def _distances(area: str) -> None:
    snapshot, own = data.snapshot(), data.gemeinde()
    today = moments.today().isoformat()
    rows = data.once(
        ("entfernungen", today),
        lambda: distance_table(
            snapshot.osm, snapshot.ortsliste, _homes(), own.reichweite, own.ags, today
        ),
    )
    mine = rows[rows[col.GEBIET] == area]
    if mine.empty:
        return
    by_path = snapshot.osm is not None and snapshot.osm.has_paths
    stand = snapshot.osm.stand if snapshot.osm is not None else today
    name = snapshot.ortsteil_names[area]
    parts.sentence(reach_words.describe_distances(mine, name, by_path, stand))
    parts.show_table(reach_words.distance_words(mine, own.reichweite))
    if snapshot.osm is not None:
        parts.caveat("Orte und Wege: © OpenStreetMap-Mitwirkende, ODbL.")


def _homes() -> Homes:
    snapshot = data.snapshot()
    found: Homes = data.once(
        ("wohnorte",), lambda: homes(snapshot.zellen, snapshot.ortsteile, data.gemeinde().crs)
    )
    return found


def _connections(table: Timetable) -> pd.DataFrame:
    own = data.gemeinde()
    rows: pd.DataFrame = data.once(
        ("verbindungen", table.von),
        lambda: connections(table, _homes(), own.reichweite.haltestelle, own.ags),
    )
    return rows
