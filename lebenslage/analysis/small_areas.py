"""One indicator in many small areas: raw beside smoothed, pooled years, and the funnel.

Takes protected values only: what is hidden is left out of every sum, so that none of the figures
here can tell it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis import intervals
from lebenslage.analysis.indicators import GEMEINDE
from lebenslage.analysis.small_numbers import ALARM, JAHRE, KINDS, WARNUNG, Prior, funnel
from lebenslage.model import columns as c
from lebenslage.model.area import Gemeinde
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Status, Thresholds

#: Fewer areas say nothing about how areas differ.
MIN_AREAS: Final = 3
GEGLAETTET: Final = "geglaettet"
GEGLAETTET_UG: Final = "geglaettet_ug"
GEGLAETTET_OG: Final = "geglaettet_og"
LAGE: Final = "lage"
SICHER: Final = "sicher"
_SHOWN: Final = (Status.OK.value, Status.EINGEKLAMMERT.value)
#: Where a value lies in the funnel.
LAGEN: Final = ("darunter", "unauffällig", "darüber")
#: Columns of `SmallAreas.frame`.
COLUMNS: Final = (
    c.GEBIET, c.NAME, c.STAND, c.NENNER, c.N_EFF, c.WERT, c.UG, c.OG, c.STATUS,
    GEGLAETTET, GEGLAETTET_UG, GEGLAETTET_OG, LAGE, SICHER,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """One indicator in comparable areas, all of one date or of the same pooled years.

    Limits, smoothing and funnel take the effective base (`n_eff`, see `effective`).

    Parameters
    ----------
    node : Node
        A share or a rate.
    frame : pd.DataFrame
        `COLUMNS`, by value: all figures in the unit of the indicator. `lage` is one of
        `LAGEN` at 95 %; `sicher`: at 99.8 % as well.
    prior : Prior
        Joint value of these areas and the variance between them.
    stand : tuple of str
        The dates that are in the values.
    ebene : str
        "ortsteil" or "gemeinde".
    """

    node: Node
    frame: pd.DataFrame = field(repr=False)
    prior: Prior
    stand: tuple[str, ...]
    ebene: str

    @property
    def factor(self) -> float:
        """From shares 0-1 or rates to the unit of the indicator."""
        return factor(self.node)

    @property
    def disturbed(self) -> bool:
        """Whether more than chance is in the errors, so that effective bases are smaller."""
        return bool((self.frame[c.N_EFF] < 0.99 * self.frame[c.NENNER]).any())

    @property
    def mean(self) -> float:
        """Joint value in the unit of the indicator."""
        return self.factor * self.prior.mean

    def limits(self, n: np.ndarray, niveau: float) -> tuple[np.ndarray, np.ndarray]:
        """Funnel around the joint value, in the unit of the indicator, for bases `n`."""
        low, high = funnel(self.prior.mean, n, self.node.art, niveau)
        return self.factor * low, self.factor * high


def factor(node: Node) -> float:
    """100 for a share, `faktor` for a rate."""
    return 100.0 if node.art is Kind.ANTEIL else node.faktor


def of_villages(
    values: pd.DataFrame, snapshot: Snapshot, node: Node, *, pooled: bool = False
) -> SmallAreas | None:
    """The Ortsteile against all of them together, at the newest date.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected.
    pooled : bool
        The last `JAHRE` dates together instead of the newest one.

    Returns
    -------
    SmallAreas or None
        None where fewer than `MIN_AREAS` have numerator and base.
    """
    names = snapshot.ortsteil_names
    rows = values[values[c.GEBIET].isin(names) & (values[c.INDIKATOR] == node.code)]
    rows = rows[rows[c.STATUS].isin(_SHOWN)]
    return _areas(rows.assign(**{c.NAME: rows[c.GEBIET].map(names)}), node, "ortsteil", pooled)


def of_gemeinden(
    values: pd.DataFrame,
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    node: Node,
    *,
    pooled: bool = False,
) -> SmallAreas | None:
    """The Gemeinden of the Landkreis, the own one among them, against all of them together.

    Others than the own one come from the comparison table; those with a number of persons that
    is not published are left out. Parameters as in `of_villages`.
    """
    own = values[(values[c.GEBIET] == gemeinde.ags) & (values[c.INDIKATOR] == node.code)]
    own = own[own[c.STATUS].isin(_SHOWN)].assign(**{c.NAME: gemeinde.name})
    rows = snapshot.vergleich
    rows = rows[rows[c.GEBIET] != gemeinde.ags]
    rows = rows[(rows["ebene"] == GEMEINDE) & (rows[c.INDIKATOR] == node.code)]
    rows = rows[rows[c.GEBIET].str.startswith(gemeinde.kreis_ags)]
    rows = _published(rows, node, gemeinde.thresholds)
    if rows.empty:
        return None
    rows = rows.assign(**{c.FEHLER: np.nan})
    together = pd.concat([rows, own.reindex(columns=rows.columns)], ignore_index=True)
    return _areas(together, node, GEMEINDE, pooled)


def _published(rows: pd.DataFrame, node: Node, thresholds: Thresholds) -> pd.DataFrame:
    """Rows in which neither the persons counted nor (of a share) the others are few."""
    if not node.protects_persons:
        return rows.assign(**{c.STATUS: Status.OK.value})
    counted, others = rows[c.ZAEHLER], rows[c.NENNER] - rows[c.ZAEHLER]
    parts = [counted, others] if node.art is Kind.ANTEIL else [counted]
    least = np.min([np.where(part > 0, part, np.inf) for part in parts], axis=0)
    status = np.where(least < thresholds.klammern, Status.EINGEKLAMMERT.value, Status.OK.value)
    published: pd.DataFrame = rows.assign(**{c.STATUS: status})[least >= thresholds.oeffentlich]
    return published


def _areas(rows: pd.DataFrame, node: Node, ebene: str, pooled: bool) -> SmallAreas | None:
    if node.art not in KINDS:
        return None
    rows = rows[rows[c.ZAEHLER].notna() & (rows[c.NENNER] > 0)]
    rows = rows[rows[c.ZAEHLER] <= rows[c.NENNER]] if node.art is Kind.ANTEIL else rows
    counts = rows.groupby(c.STAND)[c.GEBIET].nunique()
    dates = sorted(counts.index[counts >= MIN_AREAS])
    wanted = tuple(dates[-JAHRE:] if pooled else dates[-1:])
    if not wanted or (pooled and len(wanted) < JAHRE):
        return None
    summed = pool(rows.assign(**{c.N_EFF: effective(rows, node)}), wanted)
    if len(summed) < MIN_AREAS:
        return None
    value, n = summed[c.ZAEHLER] / summed[c.NENNER], summed[c.N_EFF].to_numpy(float)
    mean = float(summed[c.ZAEHLER].sum() / summed[c.NENNER].sum())
    if not mean > 0:
        return None
    k = value.to_numpy(float) * n
    prior = Prior.of(k, n, node.art, mean)
    frame = pd.concat([summed, _figures(k, n, prior, factor(node))], axis=1)
    frame = frame.sort_values([c.WERT, c.GEBIET])[list(COLUMNS)].reset_index(drop=True)
    return SmallAreas(node, frame, prior, wanted, ebene)


def effective(rows: pd.DataFrame, node: Node) -> np.ndarray:
    r"""Bases whose chance alone would give the standard errors; at most the counted ones.

    Parameters
    ----------
    rows : pd.DataFrame
        `zaehler, nenner` and, if known, `standardfehler` in the unit of the indicator, which
        holds more than chance where cells of a census grid are disturbed.

    Notes
    -----
    .. math:: p (1 - p) / s^2 \quad\text{(shares)}, \qquad p / s^2 \quad\text{(rates)}
    """
    n = rows[c.NENNER].to_numpy(float)
    if c.FEHLER not in rows:
        return n
    p = rows[c.ZAEHLER].to_numpy(float) / n
    chance = p * (1 - p) if node.art is Kind.ANTEIL else p
    variance = (rows[c.FEHLER].to_numpy(float) / factor(node)) ** 2
    known = (variance > 0) & (chance > 0)
    found = chance / np.where(known, variance, 1.0)
    return np.where(known, np.minimum(found, n), n)


def pool(rows: pd.DataFrame, dates: Sequence[str]) -> pd.DataFrame:
    """Sums of numerators and bases over dates, of the areas that have both at every one.

    Parameters
    ----------
    rows : pd.DataFrame
        `gebiet_id, name, stand, zaehler, nenner, n_eff, status` of one indicator.

    Returns
    -------
    pd.DataFrame
        One row per area, `stand` the newest date, in brackets if one date is. An area that lacks
        a date is left out: the sum of the others would not be of the same years.

    Notes
    -----
    Who stays is counted every year, so that limits of pooled stocks are rather too narrow.
    """
    wanted = rows[rows[c.STAND].isin(dates)]
    grouped = wanted.groupby(c.GEBIET, sort=False)
    complete = grouped[c.STAND].nunique() == len(dates)
    sums = grouped[[c.ZAEHLER, c.NENNER, c.N_EFF]].sum()
    sums[c.NAME] = grouped[c.NAME].first()
    # "eingeklammert" comes before "ok"
    sums[c.STATUS] = grouped[c.STATUS].min()
    return sums[complete].assign(**{c.STAND: max(dates)}).reset_index()


def _figures(k: np.ndarray, n: np.ndarray, prior: Prior, scale: float) -> pd.DataFrame:
    if prior.kind is Kind.ANTEIL:
        low, high = intervals.wilson(k, n)
    else:
        low, high = intervals.poisson(k, exposure=n)
    soft_low, soft_high = prior.limits(k, n)
    value = k / n
    side = {}
    for niveau in (WARNUNG, ALARM):
        bottom, top = funnel(prior.mean, n, prior.kind, niveau)
        side[niveau] = np.where(value < bottom, -1, np.where(value > top, 1, 0))
    figures = {
        c.WERT: scale * value,
        c.UG: scale * low,
        c.OG: scale * high,
        GEGLAETTET: scale * prior.smoothed(k, n),
        GEGLAETTET_UG: scale * soft_low,
        GEGLAETTET_OG: scale * soft_high,
        LAGE: np.array(LAGEN, dtype=object)[side[WARNUNG] + 1],
        SICHER: side[ALARM] != 0,
    }
    return pd.DataFrame(figures)
