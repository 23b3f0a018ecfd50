"""Gemeinde and Landkreis out of their parts: from sums, never from the mean of shares."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.grid_sums import EINGESCHRAENKT
from lebenslage.analysis.indicator_errors import RAUSCHEN
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.rules import Guete

#: How far a published value may lie from numerator / denominator, as part of the value.
_ROUNDING: Final = 5e-3
_WORST_FIRST: Final = (Guete.BEISPIEL, Guete.NAEHERUNG, Guete.AMTLICH)


def sum_up(
    values: pd.DataFrame, catalogue: Catalogue, whole: str, parts: Collection[str]
) -> pd.DataFrame:
    """Values of an area that its parts add up to.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.WERTE`, `rauschen`, `eingeschraenkt`; rows of other areas than `parts` are ignored.
    parts : ids
        All have to have a value of the indicator at the date.

    Returns
    -------
    pd.DataFrame
        The same columns, one row for each indicator and date for which numerators and
        denominators (or plain counts) of all parts are known.
    """
    rows = []
    own = values[values[c.GEBIET].isin(parts) & values[c.WERT].notna()]
    for (code, _), group in own.groupby([c.INDIKATOR, c.STAND], sort=False):
        if set(group[c.GEBIET]) == set(parts):
            row = _sum(group, catalogue[str(code)])
            rows += [row | {c.GEBIET: whole}] if row else []
    return pd.DataFrame(rows, columns=values.columns)


def _sum(group: pd.DataFrame, node: Node) -> dict[str, object] | None:
    zaehler, nenner = group[c.ZAEHLER].to_numpy(float), group[c.NENNER].to_numpy(float)
    wert = group[c.WERT].to_numpy(float)
    if _is_count(wert, zaehler, nenner, node):
        weight, base, total, factor = np.ones(len(wert)), np.nan, float(wert.sum()), 1.0
        zaehler = wert
    else:
        factor = {Kind.ANTEIL: 100.0, Kind.RATE: node.faktor}.get(node.art, 1.0)
        base = float(nenner.sum())
        if not base > 0 or not np.allclose(factor * zaehler / nenner, wert, rtol=_ROUNDING):
            return None
        weight, total = nenner / base, factor * float(zaehler.sum()) / base
    quality = set(group[c.GUETE])
    return {
        c.INDIKATOR: node.code,
        c.STAND: group[c.STAND].iloc[0],
        c.WERT: total,
        c.ZAEHLER: float(zaehler.sum()),
        c.NENNER: base,
        c.FEHLER: float(np.sqrt(((weight * group[c.FEHLER].to_numpy(float)) ** 2).sum())),
        RAUSCHEN: float(np.sqrt(((weight * group[RAUSCHEN].to_numpy(float)) ** 2).sum())),
        EINGESCHRAENKT: float((weight * group[EINGESCHRAENKT].fillna(0.0).to_numpy(float)).sum()),
        c.QUELLE: group[c.QUELLE].iloc[0],
        c.GUETE: next((g.value for g in _WORST_FIRST if g in quality), Guete.NAEHERUNG.value),
    }


def _is_count(wert: np.ndarray, zaehler: np.ndarray, nenner: np.ndarray, node: Node) -> bool:
    """A number that adds up: a count, or a value that is its own numerator."""
    return bool(np.isnan(nenner).all() and (node.art is Kind.ANZAHL or (zaehler == wert).all()))
