"""Two score tables of the same areas side by side: what changes, and whether for sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from lebenslage.model import columns as col

_TAKEN: Final = (
    col.SCORE,
    col.SCORE_UG,
    col.SCORE_OG,
    "rang",
    "rang_ug",
    "rang_og",
    "klasse",
    col.ABDECKUNG,
    col.BEISPIEL,
    col.GRUND,
)
BEFORE: Final = "_vorher"
AFTER: Final = "_nachher"


@dataclass(frozen=True, eq=False)
class Differences:
    """One node before and after a change of assumptions.

    Parameters
    ----------
    rows : pd.DataFrame
        `gebiet_id` and the columns of `ScoreTable.scores`, each once with `_vorher` and once
        with `_nachher`; a node that a side does not have is missing there.
    pairs : pd.DataFrame
        `a, b, vorher, nachher`: every pair of areas once; the last two name the one that is
        higher for sure, "" where the two cannot be told apart or one has no score.
    """

    rows: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def swapped(self) -> pd.DataFrame:
        """Pairs whose places are the other way round afterwards (`pairs` columns)."""
        rank = {
            suffix: dict(zip(self.rows[col.GEBIET], self.rows[f"rang{suffix}"], strict=True))
            for suffix in (BEFORE, AFTER)
        }
        turned = [
            (rank[BEFORE][a] - rank[BEFORE][b]) * (rank[AFTER][a] - rank[AFTER][b]) < 0
            for a, b in zip(self.pairs["a"], self.pairs["b"], strict=True)
        ]
        return self.pairs[pd.Series(turned, index=self.pairs.index, dtype=bool)]


def differences(
    before: tuple[pd.DataFrame, pd.DataFrame],
    after: tuple[pd.DataFrame, pd.DataFrame],
    gebiete: list[str],
    code: str,
) -> Differences:
    """Compare one node.

    Parameters
    ----------
    before, after : (scores, pairs)
        Frames of `ScoreTable`.
    gebiete : list of str
        The ranked areas, in this order.
    code : str
        The node.
    """
    areas = pd.DataFrame({col.GEBIET: gebiete})
    for (scores, _), suffix in ((before, BEFORE), (after, AFTER)):
        own = scores.loc[scores[col.CODE] == code, [col.GEBIET, *_TAKEN]]
        own = own.rename(columns={name: f"{name}{suffix}" for name in _TAKEN})
        areas = areas.merge(own, on=col.GEBIET, how="left")
    sides = [_certain(pairs, code) for _, pairs in (before, after)]
    rows = [
        (a, b, *(side.get(frozenset((a, b)), "") for side in sides))
        for i, a in enumerate(gebiete)
        for b in gebiete[i + 1 :]
    ]
    return Differences(areas, pd.DataFrame(rows, columns=["a", "b", "vorher", "nachher"]))


def _certain(pairs: pd.DataFrame, code: str) -> dict[frozenset[str], str]:
    """Which area of a pair is higher for sure."""
    own = pairs[(pairs[col.CODE] == code) & pairs["belastbar"].astype(bool)]
    return {
        frozenset((str(a), str(b))): str(b if share > 0.5 else a)
        for a, b, share in zip(own["a"], own["b"], own["p_a_below_b"], strict=True)
    }
