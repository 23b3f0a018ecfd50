"""What adds up to a score: the points that children and indicators bring to a node.

Always factor times points; the factors come from the method of aggregation, so that the
contributions sum to the score whatever the method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index.engine import IndexResult, effective_weights
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col

ELTERN: Final = "eltern"
GEWICHT: Final = "gewicht"
#: What a frame of contributions holds, as `charts.bars.contribution_rows` expects it.
COLUMNS: Final = (col.GEBIET, ELTERN, col.CODE, col.SCORE, GEWICHT, col.BEITRAG, col.GRUND)


def child_contributions(result: IndexResult, code: str) -> Floats:
    """Points that each child of a node adds to its score.

    Returns
    -------
    array (..., areas, children)
        In the order of `result.catalogue.children(code)`; their sum is the score. 0 for a
        child without points, NaN where the node has no score.
    """
    children, _ = result.children(code)
    return effective_weights(result, code) * np.where(np.isnan(children), 0.0, children)


def indicator_weights(result: IndexResult, code: str) -> Floats:
    """The factor with which each indicator below a node enters its score.

    Returns
    -------
    array (..., areas, indicators)
        In the order of `result.catalogue.leaves(code)`: the product of the factors on the way
        down. 0 for what does not count, NaN where the node has no score; 1 for an indicator
        by itself.
    """
    if result.catalogue.is_leaf(code):
        score = result.score(code)[..., None]
        return np.where(np.isnan(score), np.nan, 1.0)
    own = effective_weights(result, code)
    below = (
        np.nan_to_num(indicator_weights(result, child.code)) * own[..., [i]]
        for i, child in enumerate(result.catalogue.children(code))
    )
    return np.concatenate(list(below), axis=-1)


def indicator_contributions(result: IndexResult, code: str) -> Floats:
    """Points that each indicator below a node adds to its score.

    Returns
    -------
    array (..., areas, indicators)
        In the order of `result.catalogue.leaves(code)`; their sum is the score.
    """
    leaves = [result.position[node.code] for node in result.catalogue.leaves(code)]
    points = result.scores[..., leaves]
    return indicator_weights(result, code) * np.where(np.isnan(points), 0.0, points)


def contribution_frame(
    result: IndexResult, gebiete: Sequence[str], reasons: NDArray[Any]
) -> pd.DataFrame:
    """Contributions of the direct children of every node.

    Parameters
    ----------
    result : IndexResult
        Without replications.
    gebiete : sequence of str
        Areas, as many as in `result`.
    reasons : array of str (areas, codes)
        Why there is no score (`IndexResult.reasons`).

    Returns
    -------
    pd.DataFrame
        `COLUMNS`: `gewicht` is the factor (rescaled to the children that have points),
        `beitrag` = `gewicht` × `score`. Where a child or its parent has no points both are
        missing and `grund` says why; the rest sums to the parent's score.
    """
    parts = []
    for node in result.catalogue:
        if not result.catalogue.is_leaf(node.code):
            codes = [child.code for child in result.catalogue.children(node.code)]
            weights = effective_weights(result, node.code)
            parts.append(_rows(result, gebiete, reasons, node.code, codes, weights))
    return _joined(parts)


def indicator_frame(
    result: IndexResult, gebiete: Sequence[str], reasons: NDArray[Any], code: str
) -> pd.DataFrame:
    """Contributions of all indicators below a node; `eltern` is that node. See above."""
    codes = [leaf.code for leaf in result.catalogue.leaves(code)]
    weights = indicator_weights(result, code)
    return _joined([_rows(result, gebiete, reasons, code, codes, weights)])


def _rows(
    result: IndexResult,
    gebiete: Sequence[str],
    reasons: NDArray[Any],
    eltern: str,
    codes: Sequence[str],
    weights: Floats,
) -> dict[str, NDArray[Any]]:
    score = result.scores[:, [result.position[code] for code in codes]]
    grund = np.stack([_reason(result, reasons, code, eltern) for code in codes], axis=-1)
    weights = np.where(grund == "", weights, np.nan)
    columns = {
        col.GEBIET: np.repeat(np.array(gebiete, dtype=object)[:, None], len(codes), axis=1),
        ELTERN: np.full(score.shape, eltern, dtype=object),
        col.CODE: np.repeat(np.array(codes, dtype=object)[None], len(gebiete), axis=0),
        col.SCORE: score,
        GEWICHT: weights,
        col.BEITRAG: weights * score,
        col.GRUND: grund,
    }
    return {name: array.T.ravel() for name, array in columns.items()}


def _reason(result: IndexResult, reasons: NDArray[Any], code: str, eltern: str) -> NDArray[Any]:
    """Why a node adds nothing to `eltern`: its own reason, else that of the first one above."""
    found = reasons[:, result.position[code]]
    for above in result.catalogue.ancestors(code):
        found = np.where(found != "", found, reasons[:, result.position[above.code]])
        if above.code == eltern:
            break
    return found


def _joined(parts: list[dict[str, NDArray[Any]]]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in COLUMNS})
