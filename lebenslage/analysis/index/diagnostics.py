"""Is the index well built? Consistency, correlations, real influence, leaving one out.

Points are oriented (more is better), so a negative correlation means that two indicators say
opposite things. A few areas cannot tell: see `MIN_AREAS`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from lebenslage.analysis.index import engine
from lebenslage.analysis.index.result import IndexResult
from lebenslage.analysis.intervals import Floats, quantile
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.rules import NIVEAU

ELTERN: Final = "eltern"
#: Correlations from which two indicators say the same or opposite things (as COINr `plot_corr`).
GLEICH: Final = 0.9
GEGEN: Final = -0.4
#: With fewer areas no correlation is called anything: at 9 areas even 0.66 may be chance.
MIN_AREAS: Final = 10
#: What `correlation_frame` calls a pair.
URTEILE: Final = ("gleich", "gegenläufig", "")


def cronbach(points: Floats) -> float:
    r"""Cronbach's alpha of columns over areas.

    Parameters
    ----------
    points : array (areas, children)
        Points; NaN is missing.

    Returns
    -------
    float
        At most 1; NaN for fewer than two columns, or where a covariance cannot be had.

    Notes
    -----
    .. math:: \frac{k}{k - 1} \Bigl(1 - \frac{\sum_i \sigma_{ii}}{\sum_{ij} \sigma_{ij}}\Bigr)

    with covariances over the areas that have both values, as COINr `get_cronbach`.

    References
    ----------
    Cronbach (1951), Psychometrika 16; OECD/JRC (2008), Handbook, step 4.
    """
    size = points.shape[1]
    if size < 2:
        return float("nan")
    covariances = pd.DataFrame(points).cov().to_numpy()
    total = float(covariances.sum())
    if not total > 0:
        return float("nan")
    alpha: float = size / (size - 1) * (1 - float(np.trace(covariances)) / total)
    return alpha


def correlation(a: Floats, b: Floats, *, ranks: bool = False) -> tuple[float, int]:
    """Pearson's (or, of the ranks, Spearman's) correlation, and the areas behind it.

    NaN for fewer than three areas, or where one of the two is the same everywhere.
    """
    known = ~(np.isnan(a) | np.isnan(b))
    a, b = a[known], b[known]
    count = len(a)
    if count < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan"), count
    if ranks:
        a, b = stats.rankdata(a), stats.rankdata(b)
    return float(np.corrcoef(a, b)[0, 1]), count


def critical(count: int, niveau: float = NIVEAU) -> float:
    r"""Smallest absolute correlation that is no chance at this level; NaN below three areas.

    Notes
    -----
    .. math:: t / \sqrt{n - 2 + t^2} \quad\text{with } t = t_{n-2}(1 - \alpha/2)

    0.878 for five areas at 95 %.
    """
    if count < 3:
        return float("nan")
    t = float(quantile(niveau, count - 2))
    return t / math.sqrt(count - 2 + t**2)


def consistency_frame(result: IndexResult) -> pd.DataFrame:
    """Cronbach's alpha of every node with at least two children that have points.

    Parameters
    ----------
    result : IndexResult
        Without replications.

    Returns
    -------
    pd.DataFrame
        `code, alpha, bestandteile, n` (areas with points in all these children).
    """
    rows = []
    for node in _inner(result.catalogue):
        points, weights = result.children(node.code)
        known = ~np.isnan(points)
        points = points[:, (weights > 0) & known.any(axis=0)]
        if points.shape[1] >= 2:
            n = int((~np.isnan(points)).all(axis=1).sum())
            rows.append((node.code, cronbach(points), points.shape[1], n))
    return pd.DataFrame(rows, columns=[col.CODE, "alpha", "bestandteile", col.N])


def _inner(tree: Catalogue) -> Iterator[Node]:
    """Nodes that have children, in the order of the file."""
    return (node for node in tree if not tree.is_leaf(node.code))


def correlation_frame(tree: Catalogue, values: Floats, codes: Sequence[str]) -> pd.DataFrame:
    """Correlations of all pairs of scored indicators inside the same Handlungsfeld.

    Parameters
    ----------
    values : array (areas, indicators)
        In the units of the catalogue, in the order of `codes`; they are oriented here.

    Returns
    -------
    pd.DataFrame
        `eltern, a, b, pearson, spearman, n, urteil`: "gleich" above `GLEICH`, "gegenläufig"
        below `GEGEN`, both only if no chance (`critical`) and with `MIN_AREAS`; else "".
    """
    place = {code: i for i, code in enumerate(codes)}
    rows: list[tuple[Any, ...]] = []
    for field in tree.handlungsfelder:
        leaves = [n for n in tree.children(field.code) if tree.is_leaf(n.code) and n.code in place]
        for a, b in combinations(leaves, 2):
            x, y = (values[:, place[n.code]] * n.richtung for n in (a, b))
            r, count = correlation(x, y)
            rho, _ = correlation(x, y, ranks=True)
            rows.append((field.code, a.code, b.code, r, rho, count, verdict(r, count)))
    names = [ELTERN, "a", "b", "pearson", "spearman", col.N, "urteil"]
    return pd.DataFrame(rows, columns=names)


def verdict(r: float, count: int) -> str:
    """One of `URTEILE`."""
    if count < MIN_AREAS or not abs(r) > critical(count):
        return ""
    return "gleich" if r > GLEICH else "gegenläufig" if r < GEGEN else ""


def influence_frame(result: IndexResult) -> pd.DataFrame:
    r"""How much each child really moves its parent, beside the weight that it is given.

    Returns
    -------
    pd.DataFrame
        `eltern, code, gewicht` (share 0-1 of the given weights), `r` (correlation of the child's
        points with the parent's score), `einfluss` (share 0-1 of the sum of squared
        correlations), `n`. Children without weight or points are left out.

    Notes
    -----
    .. math:: S_i = r_i^2, \qquad S_i / \sum_j S_j

    The squared correlation is the linear case of the main effect: the part of the score's
    variance that would go if the child were fixed.

    References
    ----------
    Paruolo, Saisana, Saltelli (2013), Ratings and rankings: voodoo or science?, JRSS A 176;
    Becker, Saisana, Paruolo, Vandecasteele (2017), Ecological Indicators 80.
    """
    parts = []
    for node in _inner(result.catalogue):
        points, weights = result.children(node.code)
        score = result.score(node.code)
        children = result.catalogue.children(node.code)
        found = [correlation(points[:, i], score) for i in range(len(children))]
        frame = pd.DataFrame(
            {
                ELTERN: node.code,
                col.CODE: [child.code for child in children],
                "gewicht": weights,
                "r": [r for r, _ in found],
                col.N: [n for _, n in found],
            }
        )
        frame = frame[(weights > 0) & (~np.isnan(points)).any(axis=0)]
        squares = frame["r"] ** 2
        frame["gewicht"] = frame["gewicht"] / frame["gewicht"].sum()
        frame["einfluss"] = squares / squares.sum() if squares.notna().all() else np.nan
        parts.append(frame)
    names = [ELTERN, col.CODE, "gewicht", "r", "einfluss", col.N]
    if not parts:
        return pd.DataFrame(columns=names)
    return pd.concat(parts, ignore_index=True)[names]


def removal_frame(
    result: IndexResult, gebiete: Sequence[str], codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """What happens to the nodes above when one indicator, or a whole branch, is left out.

    Parameters
    ----------
    result : IndexResult
        Without replications, weights settled.
    gebiete : sequence of str
        Areas, as many as in `result`.
    codes : sequence of str, optional
        What is left out, each by itself; default: every indicator.

    Returns
    -------
    pd.DataFrame
        For every one of `codes` with points and every node above it `code, knoten, differenz`
        (largest change of a score, in points with its sign), `gebiet_id` (of that area),
        `wechsel` (areas whose place changes), `rang_mittel` (mean absolute change of place),
        `verloren` (areas that had a score and have none any more).
    """
    rows: list[dict[str, Any]] = []
    leaves = [node.code for node in result.catalogue.indicators]
    for code in leaves if codes is None else codes:
        tree = without(result.catalogue, code)
        if result.catalogue[code].gewicht == 0 or np.isnan(result.score(code)).all():
            continue
        if len(tree.roots) < len(result.catalogue.roots):
            continue  # nothing to compare with, and a procedure may need its roots
        new = engine.compute(tree, result.values, result.procedure, leaves)
        rows += _effects(result, new, code, gebiete)
    names = [col.CODE, "knoten", "differenz", col.GEBIET, "wechsel", "rang_mittel", "verloren"]
    return pd.DataFrame(rows, columns=names)


def without(tree: Catalogue, code: str) -> Catalogue:
    """The tree without a node, all below it, and nodes that thereby have no child."""
    gone = {code, *(node.code for node in tree.descendants(code))}
    for node in tree.bottom_up():
        if all(child.code in gone for child in tree.children(node.code)):
            gone.add(node.code)
    return Catalogue(tuple(node for node in tree if node.code not in gone))


def _effects(
    old: IndexResult, new: IndexResult, code: str, gebiete: Sequence[str]
) -> Iterator[dict[str, Any]]:
    for above in old.catalogue.ancestors(code):
        if above.code not in new.position:
            continue
        before, after = old.score(above.code), new.score(above.code)
        change = after - before
        places = new.ranks[:, new.position[above.code]] - old.ranks[:, old.position[above.code]]
        moved = np.abs(places[~np.isnan(places)])
        known = ~np.isnan(change)
        most = int(np.nanargmax(np.abs(change))) if known.any() else None
        yield {
            col.CODE: code,
            "knoten": above.code,
            "differenz": float("nan") if most is None else float(change[most]),
            col.GEBIET: "" if most is None else gebiete[most],
            "wechsel": int((moved > 0).sum()),
            "rang_mittel": float(moved.mean()) if len(moved) else float("nan"),
            "verloren": int((~np.isnan(before) & np.isnan(after)).sum()),
        }
