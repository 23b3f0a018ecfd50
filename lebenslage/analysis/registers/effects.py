"""What the figures say since a project began: before and after, beside the other Ortsteile."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lebenslage.analysis.index.change import value_changes
from lebenslage.model import columns as col
from lebenslage.model.exchange import Snapshot

#: Marks the Ortsteile of the project in the result.
EIGEN = "eigen"


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
        Columns of `ChangeTable.values` and `eigen`; by indicator, then by Ortsteil.

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
    return changed.assign(**{EIGEN: changed[col.GEBIET].isin(list(ortsteile))})
