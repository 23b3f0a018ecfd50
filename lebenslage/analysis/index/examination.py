"""The published index put to the test: all diagnostics of one table of scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.index import diagnostics
from lebenslage.analysis.index.matrix import matrix
from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.analysis.indicators import GEMEINDE
from lebenslage.model import columns as col
from lebenslage.model.exchange import Snapshot

EBENE: Final = "ebene"
ORTSTEIL: Final = "ortsteil"


@dataclass(frozen=True, eq=False)
class Examination:
    """Frames of `diagnostics`, and how many areas they rest on.

    Parameters
    ----------
    gebiete : int
        Ranked areas.
    consistency, influence, removal : pd.DataFrame
        Of these areas.
    correlations : pd.DataFrame
        With `ebene`: a pair rests on the Gemeinden of the comparison ("gemeinde") where at least
        `diagnostics.MIN_AREAS` have both values, else on the ranked areas ("ortsteil").
    """

    gebiete: int
    consistency: pd.DataFrame = field(repr=False)
    correlations: pd.DataFrame = field(repr=False)
    influence: pd.DataFrame = field(repr=False)
    removal: pd.DataFrame = field(repr=False)


def examine(table: ScoreTable, snapshot: Snapshot) -> Examination:
    """Diagnostics of the scores of a Gemeinde's Ortsteile.

    Parameters
    ----------
    table : ScoreTable
        Made of protected values.
    snapshot : Snapshot
        Gives the other Gemeinden.
    """
    result = table.result
    codes = [node.code for node in result.catalogue.indicators]
    own = diagnostics.correlation_frame(result.catalogue, result.values, codes)
    rows = snapshot.vergleich[snapshot.vergleich[EBENE] == GEMEINDE]
    others = diagnostics.correlation_frame(result.catalogue, matrix(rows, codes).values, codes)
    better = (others[col.N] >= diagnostics.MIN_AREAS).to_numpy(bool)
    pairs = own.assign(**{EBENE: ORTSTEIL})
    pairs[better] = others.assign(**{EBENE: GEMEINDE})[better]
    return Examination(
        gebiete=len(table.gebiete),
        consistency=diagnostics.consistency_frame(result),
        correlations=pairs,
        influence=diagnostics.influence_frame(result),
        removal=diagnostics.removal_frame(result, table.gebiete),
    )


def striking(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs beyond the limits for "the same" and "opposite", the strongest first.

    Whether they mean anything says `urteil`.
    """
    r = pairs["pearson"]
    found = pairs[(r > diagnostics.GLEICH) | (r < diagnostics.GEGEN)]
    order = np.argsort(-found["pearson"].abs().to_numpy(), kind="stable")
    result: pd.DataFrame = found.iloc[order].reset_index(drop=True)
    return result
