"""All indicators that come out of counts."""

from __future__ import annotations

import pandas as pd

from lebenslage.analysis.counts.broadband import broadband_values
from lebenslage.analysis.counts.elections import election_values
from lebenslage.analysis.counts.labour import labour_values
from lebenslage.analysis.counts.points import accident_values, solar_values
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
        `columns.WERTE`, and where they are needed `verbunden` (persons that follow from a value
        together with others of its source, which disclosure control looks at too), `rauschen`
        (error on top of chance) and `grund` (why a value is missing).
    """
    if not snapshot.zaehlungen:
        return pd.DataFrame(columns=[*c.WERTE, VERBUNDEN])
    frames = (
        register_values(snapshot, whole),
        election_values(snapshot, whole),
        labour_values(snapshot, known),
        accident_values(snapshot, whole, known),
        solar_values(snapshot, whole, known),
        broadband_values(snapshot),
    )
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
