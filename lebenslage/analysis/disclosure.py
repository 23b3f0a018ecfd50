"""Disclosure control: what may be shown of numbers about few persons.

Primary suppression hides a cell because of the persons behind it, complementary suppression hides
others so that it cannot be computed back from a total. What is hidden for internal users is always
hidden for the public too, so the two views together tell no more than the internal one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lebenslage.model import columns as c
from lebenslage.model.rules import (
    GRUND_GEGENSPERRE,
    GRUND_KEINE_DATEN,
    GRUND_QUELLE,
    GRUND_ZU_WENIGE,
    Audience,
    Status,
    Thresholds,
)

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

#: What is set missing in a hidden row.
NUMBERS: Final = (c.WERT, c.UG, c.OG, c.ZAEHLER, c.NENNER, c.FEHLER, c.N, c.N_EFF)

#: Persons who could be found out from a value together with others of its source; optional.
VERBUNDEN: Final = "verbunden"

#: Counts up to here are rounding errors of sums of parts of persons (grid cells that were split).
NOBODY: Final = 1e-6


def limit(thresholds: Thresholds, audience: Audience) -> int:
    """Number of persons from which on this audience may see a cell."""
    return thresholds.nie if audience is Audience.INTERN else thresholds.oeffentlich


def primary_status(
    persons: ArrayLike, thresholds: Thresholds, audience: Audience
) -> NDArray[np.object_]:
    """Status of cells by the persons behind them.

    Parameters
    ----------
    persons : array_like
        Behind each cell; NaN if nobody knows, which counts as enough: the source answers for it.

    Returns
    -------
    array of Status
        `fehlt` for 0, `unterdrueckt` below the limit of the audience, `eingeklammert` below
        `thresholds.klammern`, else `ok`.
    """
    n: Floats = np.asarray(persons, float)
    status = np.full(n.shape, Status.OK.value, dtype=object)
    status[n < thresholds.klammern] = Status.EINGEKLAMMERT.value
    status[n < limit(thresholds, audience)] = Status.UNTERDRUECKT.value
    status[n == 0] = Status.FEHLT.value
    return status


def is_small(counts: ArrayLike, least: float) -> Mask:
    """Cells that must not be shown: somebody, but fewer than `least`. Nobody is not a secret."""
    known: Floats = np.nan_to_num(np.asarray(counts, float))
    small: Mask = (known > NOBODY) & (known < least)
    return small


def hide_parts(
    cells: ArrayLike, thresholds: Thresholds, audience: Audience, *, total: bool = True
) -> tuple[Mask, bool]:
    """Which parts of a published total to hide, each as a whole.

    Parameters
    ----------
    cells : array_like, shape (parts,) or (parts, cells)
        Persons per part; with a second axis the cells into which a part falls (those counted
        and those not), which are all protected. NaN is nobody.
    total : bool
        Whether the sum over the parts is published as well; if not, small parts are enough.

    Returns
    -------
    hidden : array of bool, shape (parts,)
    total_hidden : bool
        True where even hiding all parts leaves one of them open: hide the total too.

    Notes
    -----
    Never exactly one part is hidden, and in every cell the hidden parts together hold nobody or
    at least `thresholds.oeffentlich` persons; else the next smallest part is hidden too.
    """
    table: Floats = np.nan_to_num(np.atleast_2d(np.asarray(cells, float).T).T)
    hidden: Mask = np.asarray(is_small(table, limit(thresholds, audience)).any(axis=1))
    if not total:
        return hidden, False
    if audience is not Audience.INTERN:
        hidden |= hide_parts(table, thresholds, Audience.INTERN)[0]
    size: Floats = table.sum(axis=1)
    order = [i for i in np.argsort(size, kind="stable") if size[i] > NOBODY]
    while hidden.any() and _derivable(table[hidden], size[hidden], thresholds.oeffentlich):
        visible = [i for i in order if not hidden[i]]
        if not visible:
            return hidden, True
        hidden[visible[0]] = True
    return hidden, False


def _derivable(table: Floats, size: Floats, least: int) -> bool:
    return bool((size > NOBODY).sum() < 2 or is_small(table.sum(axis=0), least).any())


def blank(frame: pd.DataFrame, hidden: Mask, reason: str = "") -> pd.DataFrame:
    """A copy without the numbers of the hidden rows, which get their status (and reason)."""
    result = frame.copy()
    numbers = [column for column in NUMBERS if column in result]
    result.loc[hidden, numbers] = np.nan
    result.loc[hidden, c.STATUS] = Status.UNTERDRUECKT.value
    if c.GRUND in result:
        result.loc[hidden, c.GRUND] = reason
    return result


def protect(
    values: pd.DataFrame,
    *,
    parts: Collection[str],
    whole: str,
    persons: Collection[str],
    shares: Collection[str],
    rates: Collection[str],
    thresholds: Thresholds,
    audience: Audience,
) -> pd.DataFrame:
    """Give indicator values their status and hide what must not be shown.

    Parameters
    ----------
    values : pd.DataFrame
        Columns `gebiet_id, indikator, stand, wert, zaehler, nenner, n` and what else is there;
        `grund` (optional) tells why a value is missing.
    parts, whole : ids
        The Ortsteile, and the Gemeinde that they add up to. Values of the Gemeinde count as the
        published total whatever their source; they may be the true sum.
    persons : codes
        Indicators whose numbers are numbers of persons or households. Only these are protected.
    shares, rates : codes
        Those among them whose numerator counts persons. Of a share, whose numerator is part of
        the base, both it and the rest of the base are cells; of a rate the numerator and the base.

    Returns
    -------
    pd.DataFrame
        A copy with `status` and `grund`; hidden rows have no numbers left.
    """
    result = values.reset_index(drop=True)
    protected = result[c.INDIKATOR].isin(persons).to_numpy(bool)
    status = primary_status(np.where(protected, result[c.N], np.nan), thresholds, audience)
    cells = _cells(result, shares, rates)
    hidden: Mask = is_small(cells, limit(thresholds, audience)).any(axis=1) & protected
    too_small = hidden.copy()
    internal: Mask = is_small(cells, thresholds.oeffentlich).any(axis=1) & protected
    status[internal & (status == Status.OK)] = Status.EINGEKLAMMERT.value
    missing = result[c.WERT].isna().to_numpy(bool)
    status[missing] = Status.FEHLT.value
    for _, rows in result[protected].groupby([c.INDIKATOR, c.STAND], sort=False):
        _hide_group(rows, cells, hidden, parts, whole, thresholds, audience)
    given = result[c.GRUND].astype(object).fillna("").to_numpy(object) if c.GRUND in result else ""
    # what its source hides is as much a secret as what we hide: no older value takes its place
    status[missing & (given == GRUND_QUELLE)] = Status.UNTERDRUECKT.value
    result[c.STATUS] = status
    result[c.GRUND] = np.where(missing, np.where(given == "", GRUND_KEINE_DATEN, given), "")
    result = blank(result, hidden & ~missing, GRUND_GEGENSPERRE)
    result.loc[too_small & ~missing, c.GRUND] = GRUND_ZU_WENIGE
    return result


def _cells(values: pd.DataFrame, shares: Collection[str], rates: Collection[str]) -> Floats:
    """Persons behind each value: base, or numerator and rest of the base; those beside it."""
    n, zaehler = values[c.N].to_numpy(float), values[c.ZAEHLER].to_numpy(float)
    share = values[c.INDIKATOR].isin(shares).to_numpy(bool) & ~np.isnan(zaehler)
    rate = values[c.INDIKATOR].isin(rates).to_numpy(bool) & ~np.isnan(zaehler)
    first = np.where(share | rate, zaehler, n)
    second = np.where(share, n - zaehler, np.where(rate, n, 0.0))
    third = values[VERBUNDEN].to_numpy(float) if VERBUNDEN in values else np.zeros(len(values))
    return np.column_stack([first, second, np.nan_to_num(third)])


def _hide_group(
    rows: pd.DataFrame,
    cells: Floats,
    hidden: Mask,
    parts: Collection[str],
    whole: str,
    thresholds: Thresholds,
    audience: Audience,
) -> None:
    """Mark in `hidden` what one indicator of one date has to hide."""
    own = rows.index.to_numpy()[rows[c.GEBIET].isin(parts).to_numpy(bool)]
    total = rows.index.to_numpy()[(rows[c.GEBIET] == whole).to_numpy(bool)]
    if not len(own):
        return
    part_hidden, total_hidden = hide_parts(cells[own], thresholds, audience, total=len(total) > 0)
    hidden[own[part_hidden]] = True
    hidden[total] |= total_hidden
