"""All indicators that come out of counts."""

from __future__ import annotations

import pandas as pd

from lebenslage.analysis.counts.register import register_values
from lebenslage.analysis.disclosure import VERBUNDEN
from lebenslage.model import columns as c
from lebenslage.model.exchange import Snapshot


def count_values(snapshot: Snapshot, whole: str, known: pd.DataFrame) -> pd.DataFrame:
    """Indicator values of Ortsteile and Gemeinde out of everything that was counted.

    Parameters
    ----------
    whole : str
        Key of the Gemeinde.
    known : pd.DataFrame
        Values of other sources (`columns.WERTE`); their inhabitants can be a denominator.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `verbunden`: persons that follow from a value together with others of
        its source (NaN: none), which disclosure control looks at too.
    """
    if not snapshot.zaehlungen:
        return pd.DataFrame(columns=[*c.WERTE, VERBUNDEN])
    del known
    return register_values(snapshot, whole)
