"""How far it is from home to the nearest place of each kind, along paths where they are known.

The way leads from the centre of a cell straight to the nearest node of the network, along the
shortest path, and straight from the last node to the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from lebenslage.analysis.access import Homes, means, metres, weighted_median
from lebenslage.analysis.grid_sums import Floats
from lebenslage.model import columns as c
from lebenslage.model.places import ARTEN, ORTE, ORTSLISTE_QUELLE, OsmExtract
from lebenslage.model.rules import Guete, Reach

#: Indicators of a kind of place: mean distance, and share of the inhabitants who have one near.
ENTFERNUNG: Final = {art: f"entfernung_{art}" for art in ARTEN}
NAH: Final = {art: f"nah_{art}" for art in ARTEN}
#: Further than this a cell or a place is not joined to the network (metres).
_JOIN: Final = 500.0
#: More changes of the list of places than this give no value of their own.
_DATES: Final = 8


def open_places(extract: OsmExtract | None, listed: pd.DataFrame, day: str) -> pd.DataFrame:
    """Places that are open on a day; columns `ORTE`.

    Parameters
    ----------
    listed : pd.DataFrame
        Columns `places.ORTSLISTE`; its rows replace places of the extract with the same id.
    day : str
        ISO date.
    """
    known = extract.orte if extract is not None else pd.DataFrame(columns=list(ORTE))
    begun = (listed["geoeffnet"] == "") | (listed["geoeffnet"] <= day)
    over = (listed["geschlossen"] != "") & (listed["geschlossen"] <= day)
    rest = known[~known["ort_id"].isin(listed["ort_id"])]
    frames = [frame[list(ORTE)] for frame in (rest, listed[begun & ~over]) if len(frame)]
    if not frames:
        return pd.DataFrame(columns=list(ORTE))
    return pd.concat(frames, ignore_index=True)


class Network:
    """The path network of an extract, ready to be asked for distances.

    Parameters
    ----------
    extract : OsmExtract or None
        Without paths every distance is a straight line.
    """

    def __init__(self, extract: OsmExtract | None, where: Homes) -> None:
        self.where = where
        self.by_path = extract is not None and extract.has_paths
        if extract is None or not self.by_path:
            return
        nodes = metres(extract.knoten, where.crs)
        self._tree = cKDTree(nodes)
        edges = extract.kanten
        start, end = edges["von"].to_numpy(np.int64), edges["nach"].to_numpy(np.int64)
        length = edges["meter"].to_numpy(float)
        # of two edges between the same nodes the shorter counts; a matrix would add them up
        frame = pd.DataFrame(
            {"a": np.minimum(start, end), "b": np.maximum(start, end), "m": length}
        )
        frame = frame.sort_values("m").drop_duplicates(["a", "b"])
        self._edges = frame["a"].to_numpy(), frame["b"].to_numpy(), frame["m"].to_numpy()
        self._gap, self._node = self._tree.query(where.xy)

    def distances(self, places: pd.DataFrame) -> Floats:
        """Metres from each cell to the nearest of the places; NaN without any.

        A cell or a place more than 500 m off the network, or without a connection, is reached in a
        straight line.
        """
        if places.empty:
            return np.full(len(self.where), np.nan)
        targets = metres(places, self.where.crs)
        straight = cKDTree(targets).query(self.where.xy)[0]
        if not self.by_path:
            return np.asarray(straight)
        gap, node = self._tree.query(targets)
        joined = gap <= _JOIN
        if not joined.any():
            return np.asarray(straight)
        reached = self._from_places(node[joined], gap[joined])
        along = self._gap + reached[self._node]
        # lengths of paths are those on the globe, the projection differs by up to 0.04 %
        along = np.maximum(along, straight)
        usable = np.isfinite(along) & (self._gap <= _JOIN)
        return np.asarray(np.where(usable, along, straight), dtype=float)

    def _from_places(self, node: np.ndarray, gap: Floats) -> Floats:
        """Metres from the nearest place to every node: one search from an extra node."""
        a, b, m = self._edges
        n = self._tree.n
        first = pd.DataFrame({"node": node, "gap": gap}).groupby("node")["gap"].min()
        # an edge of length 0 would be no edge
        start, length = np.full(len(first), n), np.maximum(first.to_numpy(float), 1e-6)
        graph = sparse.csr_array(
            (np.append(m, length), (np.append(a, start), np.append(b, first.index.to_numpy()))),
            shape=(n + 1, n + 1),
        )
        return np.asarray(dijkstra(graph, directed=False, indices=n)[:n])


def distance_values(
    extract: OsmExtract | None, listed: pd.DataFrame, where: Homes, reach: Reach, whole: str
) -> pd.DataFrame:
    """Indicator values: mean distance and share within reach, by kind of place and date.

    Returns
    -------
    pd.DataFrame
        Columns `columns.WERTE`. Dates are that of the extract and those on which the list of places
        says that a place of the kind opened or closed, so that a closed shop is a change of the
        value. Shares carry the persons within reach and all persons.
    """
    network = Network(extract, where)
    source = extract.quelle_id if extract is not None else ORTSLISTE_QUELLE
    frames = [pd.DataFrame(columns=list(c.WERTE))]
    for art, day, places in _situations(extract, listed):
        metres_to = network.distances(places)
        limit = reach.haltestelle if art == "haltestelle" else reach.fussweg
        share = means(where, (metres_to <= limit).astype(float), whole)
        share[c.WERT] *= 100.0
        for code, frame in ((ENTFERNUNG[art], means(where, metres_to, whole)), (NAH[art], share)):
            frame[c.INDIKATOR], frame[c.STAND], frame[c.QUELLE] = code, day, source
            frames.append(frame)
    table = pd.concat([f for f in frames if len(f)] or frames, ignore_index=True)
    table[c.GUETE] = Guete.NAEHERUNG.value
    return table.reindex(columns=list(c.WERTE))


def _situations(
    extract: OsmExtract | None, listed: pd.DataFrame
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Kind of place, day, places that are open then; only where there is one."""
    for art in ARTEN:
        own = listed[listed["art"] == art]
        changes = {day for name in ("geoeffnet", "geschlossen") for day in own[name] if day}
        if extract is None:
            days = changes or ({""} if len(own) else set())
        else:
            days = {extract.stand, *(day for day in changes if day > extract.stand)}
        for day in sorted(days)[-_DATES:]:
            places = open_places(extract, listed, day)
            places = places[places["art"] == art]
            if len(places) and day:
                yield art, day, places


def distance_table(
    extract: OsmExtract | None,
    listed: pd.DataFrame,
    where: Homes,
    reach: Reach,
    whole: str,
    day: str,
) -> pd.DataFrame:
    """What is near on one day, per area and kind of place.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, art, mittel, median` (metres, by inhabitants), `nah_kurz, nah` (percent of the
        inhabitants within either reach). Kinds of which there is no place are left out.
    """
    network, rows = Network(extract, where), []
    places = open_places(extract, listed, day)
    for art in ARTEN:
        far = network.distances(places[places["art"] == art])
        if np.isnan(far).all():
            continue
        for number, area in enumerate((*where.ids, whole)):
            own = where.area == number if number < len(where.ids) else np.ones(len(where), bool)
            people = where.persons[own]
            if people.sum() > 0:
                near = [
                    100.0 * float(people[far[own] <= limit].sum() / people.sum())
                    for limit in (reach.haltestelle, reach.fussweg)
                ]
                mean = float(np.average(far[own], weights=people))
                rows.append((area, art, mean, weighted_median(far[own], people), *near))
    names = [c.GEBIET, "art", "mittel", "median", "nah_kurz", "nah"]
    return pd.DataFrame(rows, columns=names)
