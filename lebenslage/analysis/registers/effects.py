"""What the figures say since a project began: before and after, beside the other Ortsteile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lebenslage.analysis import intervals
from lebenslage.analysis.index.change import NIVEAU_AENDERUNG, value_changes, verdict
from lebenslage.model import columns as col
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Guete

#: Marks the Ortsteile of the project in the result.
EIGEN = "eigen"
_DATES = ("stand_vorher", "stand_nachher")


def effects(
    values: pd.DataFrame,
    snapshot: Snapshot,
    kennzahlen: Sequence[str],
    ortsteile: Sequence[str],
    beginn: str,
) -> pd.DataFrame:
    """Figures before and since the beginning of a project, in its Ortsteile and in the others.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected, every date.
    kennzahlen : sequence of str
        Codes of indicators; others (questions without one) are left out.
    ortsteile : sequence of str
        Those of the project.
    beginn : str
        ISO date.

    Returns
    -------
    pd.DataFrame
        Columns of `ChangeTable.values`, `eigen` and `beispiel` (made-up values are in it); by
        indicator, then by Ortsteil.

    Notes
    -----
    Before is the newest value dated earlier than the beginning, after the newest one dated later,
    at least a year apart. A value of the year in which the project began is neither if that is
    all that its date tells. That something changed since does not say that the project did it.
    """
    nodes = [node for node in snapshot.catalogue.indicators if node.code in kennzahlen]
    stand = values[col.STAND].astype(str)
    earlier = stand < beginn
    unclear = pd.Series([beginn.startswith(text) for text in stand], index=values.index)
    areas = list(snapshot.ortsteil_names)
    # a value from before must not pass for one from after where nothing was measured since
    keys = [col.GEBIET, col.INDIKATOR]
    since = set(values[~earlier & ~unclear][keys].itertuples(index=False, name=None))
    measured = [key in since for key in values[keys].itertuples(index=False, name=None)]
    usable = values[~unclear & pd.Series(measured, index=values.index)]
    newest = usable[usable[col.STAND].astype(str) >= beginn]
    newest = newest.sort_values(col.STAND, kind="stable").drop_duplicates(keys, keep="last")
    both = pd.concat([usable[usable[col.STAND].astype(str) < beginn], newest], ignore_index=True)
    changed = value_changes(both, nodes, areas)
    made_up = values[values[col.GUETE] == Guete.BEISPIEL]
    known = set(made_up[[*keys, col.STAND]].itertuples(index=False, name=None))
    marks = [
        any((row[col.GEBIET], row[col.INDIKATOR], row[name]) in known for name in _DATES)
        for row in changed.to_dict("records")
    ]
    own = changed[col.GEBIET].isin(list(ortsteile))
    return changed.assign(**{EIGEN: own, col.BEISPIEL: pd.Series(marks, changed.index, dtype=bool)})


def against_others(found: pd.DataFrame) -> pd.DataFrame:
    r"""Changes in the Ortsteile of the project beside the mean change in the others.

    Parameters
    ----------
    found : pd.DataFrame
        As `effects` returns it.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, indikator, andere` (mean change there), `anzahl` (how many), `abstand` (own
        change minus theirs), `ug, og` (90 %), `urteil` ("gestiegen": more than theirs). Only rows
        for which others were measured at the same two dates; without a verdict where nothing is
        claimed about a change.

    Notes
    -----
    Every other Ortsteil counts the same. With standard errors :math:`s_i` of the changes the error
    of the distance is :math:`\sqrt{s^2 + \sum s_i^2 / k^2}`: measurements of different Ortsteile
    are independent of each other.
    """
    scale = 2 * intervals.quantile(NIVEAU_AENDERUNG)
    errors = ((found[col.OG] - found[col.UG]) / scale).to_numpy(float)
    change, own = found["differenz"].to_numpy(float), found[EIGEN].to_numpy(bool)
    alike = [col.INDIKATOR, *_DATES]
    group = found.groupby(alike, sort=False, dropna=False).ngroup().to_numpy()
    rows = []
    for place in np.flatnonzero(own & ~np.isnan(change)):
        same = ~own & ~np.isnan(change) & (group == group[place])
        if not (k := int(same.sum())):
            continue
        theirs = float(change[same].mean())
        error = np.hypot(errors[place], np.sqrt((errors[same] ** 2).sum()) / k)
        apart = np.array([change[place] - theirs])
        low, high = intervals.normal(apart, np.array([error]), NIVEAU_AENDERUNG)
        word = "" if np.isnan(error) else str(verdict(apart, low, high)[0])
        keys = found[[col.GEBIET, col.INDIKATOR]].iloc[place]
        rows.append((*keys, theirs, k, apart[0], low[0], high[0], word))
    names = [col.GEBIET, col.INDIKATOR, "andere", "anzahl", "abstand", col.UG, col.OG, "urteil"]
    return pd.DataFrame(rows, columns=names)
