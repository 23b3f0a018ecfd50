"""From a timetable to figures of the Ortsteile: what leaves within reach of where people live.

A stop is within reach of a cell if it lies no further from its centre than `reach` (straight
line). A trip that calls at several stops within reach leaves once.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial import cKDTree

from lebenslage.analysis.access import Homes, means, metres
from lebenslage.model import columns as c
from lebenslage.model.rules import Guete
from lebenslage.model.timetable import TAGE, WERKTAG, Timetable

#: Indicator of a kind of day.
ABFAHRTEN: Final = {tag: f"abfahrten_{tag}" for tag in TAGE}
#: Minutes after 0:00 at which the last bus of a working day leaves.
LETZTE: Final = "letzte_fahrt_werktag"
#: Columns of `connections`.
VERBINDUNGEN: Final = (c.GEBIET, "tag", "abfahrten", "erste", "letzte", "linien")


def departure_values(table: Timetable, where: Homes, reach: float, whole: str) -> pd.DataFrame:
    """Indicator values of a timetable.

    Parameters
    ----------
    reach : float
        Metres.
    whole : str
        Id of the Gemeinde; its figures are those of all its cells.

    Returns
    -------
    pd.DataFrame
        Columns `columns.WERTE`. Departures: mean over the inhabitants. No row of a kind of day
        that the timetable does not reach, or where nobody lives.
    """
    near = _within(table, where, reach)
    frames = []
    for tag in table.tage:
        trips = _reached_trips(table, near, tag)
        found = means(where, trips, whole)
        found[c.INDIKATOR] = ABFAHRTEN[tag]
        frames.append(found)
    last = connections(table, where, reach, whole)
    last = last[(last["tag"] == WERKTAG) & last["letzte"].notna()]
    rows = last[[c.GEBIET, "letzte"]].rename(columns={"letzte": c.WERT})
    rows[c.INDIKATOR] = LETZTE
    frames.append(rows)
    whole_table = pd.concat(frames, ignore_index=True)
    whole_table[c.STAND], whole_table[c.QUELLE] = table.von, table.quelle_id
    whole_table[c.GUETE] = Guete.NAEHERUNG.value
    return whole_table.reindex(columns=list(c.WERTE))


def connections(table: Timetable, where: Homes, reach: float, whole: str) -> pd.DataFrame:
    """What leaves at any stop within reach of any inhabited cell of an Ortsteil.

    Returns
    -------
    pd.DataFrame
        Columns `VERBINDUNGEN`, a row per area (the Gemeinde last) and kind of day: number of
        trips, first and last departure (minutes after 0:00, beyond 1,440 at night, NaN without any)
        and the lines (tuple, sorted).
    """
    near = _within(table, where, reach)
    rows: list[dict[str, object]] = []
    for number, area in enumerate((*where.ids, whole)):
        own = where.area == number if number < len(where.ids) else np.ones(len(where), bool)
        stops = np.flatnonzero(np.asarray(near[own].sum(axis=0)).ravel())
        ids = set(table.halte["halt_id"].iloc[stops])
        leaving = table.abfahrten[table.abfahrten["halt_id"].isin(ids)]
        for tag in table.tage:
            of_day = leaving[leaving["tag"] == tag]
            rows.append(
                {
                    c.GEBIET: area,
                    "tag": tag,
                    "abfahrten": int(of_day["fahrt_id"].nunique()),
                    "erste": float(of_day["minute"].min()),
                    "letzte": float(of_day["minute"].max()),
                    "linien": tuple(sorted(of_day["linie"].unique(), key=_by_number)),
                }
            )
    return pd.DataFrame(rows, columns=list(VERBINDUNGEN))


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What two timetables differ in, out of their `connections`.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, tag, vorher, nachher` (trips), `neu, entfallen` (lines; tuples).
    """
    both = before.merge(after, on=[c.GEBIET, "tag"], suffixes=("_vorher", "_nachher"))
    lines = list(zip(both["linien_vorher"], both["linien_nachher"], strict=True))
    return pd.DataFrame(
        {
            c.GEBIET: both[c.GEBIET],
            "tag": both["tag"],
            "vorher": both["abfahrten_vorher"],
            "nachher": both["abfahrten_nachher"],
            "neu": [tuple(x for x in new if x not in old) for old, new in lines],
            "entfallen": [tuple(x for x in old if x not in new) for old, new in lines],
        }
    )


def _within(table: Timetable, where: Homes, reach: float) -> sparse.csr_array:
    """Which stop lies within reach of which cell: 0 or 1, shape (cells, stops)."""
    shape = (len(where), len(table.halte))
    if 0 in shape:
        return sparse.csr_array(shape, dtype=np.int32)
    tree = cKDTree(metres(table.halte, where.crs))
    found = tree.query_ball_point(where.xy, reach)
    cell = np.repeat(np.arange(len(where)), [len(stops) for stops in found])
    stop = np.array([stop for stops in found for stop in stops], dtype=np.int64)
    return sparse.csr_array((np.ones(len(stop), np.int32), (cell, stop)), shape=shape)


def _reached_trips(table: Timetable, near: sparse.csr_array, tag: str) -> np.ndarray:
    """How many trips leave within reach of each cell."""
    of_day = table.abfahrten[table.abfahrten["tag"] == tag]
    stop = pd.Index(table.halte["halt_id"]).get_indexer(of_day["halt_id"])
    trip, trips = pd.factorize(of_day["fahrt_id"])
    shape = (len(table.halte), len(trips))
    calls = sparse.csr_array((np.ones(len(trip), np.int32), (stop, trip)), shape=shape)
    return np.asarray((near @ calls > 0).sum(axis=1), dtype=float).ravel()


def _by_number(line: str) -> tuple[int, str]:
    digits = "".join(char for char in line if char.isdigit())
    return (int(digits) if digits else 10**9, line)
