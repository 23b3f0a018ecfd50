"""How sure an indicator value is: interval and standard error by the kind of indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis import intervals
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.rules import NIVEAU

Floats: TypeAlias = NDArray[np.float64]

#: Standard error that disclosure control has added to counts that are otherwise complete.
RAUSCHEN: Final = "rauschen"


def with_errors(values: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Fill in base, standard error and interval.

    Parameters
    ----------
    values : pd.DataFrame
        `indikator, wert, zaehler, nenner, standardfehler`, and `rauschen` for the noise of census
        grids, which comes on top of chance; a given `standardfehler` holds everything.

    Returns
    -------
    pd.DataFrame
        A copy with `n`, `ug`, `og` and `standardfehler`, all in the unit of the value. Shares have
        Wilson limits (with the effective base if more than chance is in the error), rates and
        counts of persons, households, dwellings, buildings exact Poisson ones, means normal ones.
        Plain counts of things (`basis` empty) are complete: no interval. NaN where nothing is
        known.
    """
    parts = []
    for code, rows in values.groupby(c.INDIKATOR, sort=False):
        node = catalogue[str(code)]
        numbers = rows.assign(**{c.N: _base(rows, node)})
        fehler, ug, og = _KINDS.get(node.art, _mean)(numbers, node)
        parts.append(numbers.assign(**{c.FEHLER: fehler, c.UG: ug, c.OG: og}))
    if not parts:
        return values.assign(**{name: pd.Series(dtype=float) for name in (c.N, c.UG, c.OG)})
    return pd.concat(parts).sort_index()


def _base(rows: pd.DataFrame, node: Node) -> Floats:
    """Persons (dwellings ...) behind a value; of a count, the count."""
    nenner, zaehler = rows[c.NENNER].to_numpy(float), rows[c.ZAEHLER].to_numpy(float)
    if node.art is Kind.ANZAHL:
        return np.asarray(rows[c.WERT].to_numpy(float) if node.basis else nenner)
    whole = np.isnan(nenner) & (zaehler == rows[c.WERT].to_numpy(float))
    return np.where(whole, zaehler, nenner)


def _share(rows: pd.DataFrame, node: Node) -> tuple[Floats, Floats, Floats]:  # noqa: ARG001
    zaehler, n = rows[c.ZAEHLER].to_numpy(float), rows[c.NENNER].to_numpy(float)
    given, noise = rows[c.FEHLER].to_numpy(float) / 100, _noise(rows) / 100
    n = np.where(n > 0, n, np.nan)
    p = np.clip(zaehler / n, 0.0, 1.0)
    chance = p * (1 - p)
    variance = np.where(np.isnan(given), chance / n + noise**2, given**2)
    known = (variance > 0) & (chance > 0)
    n_eff = np.where(known, chance / np.where(known, variance, 1.0), n)
    ug, og = intervals.wilson(p * n_eff, n_eff)
    error = np.where(known, np.sqrt(variance), (og - ug) / (2 * intervals.quantile(_LEVEL)))
    bare = np.isnan(p) & ~np.isnan(given)  # only a value and its error are known
    wert = rows[c.WERT].to_numpy(float) / 100
    low, high = intervals.normal(wert, given)
    error = np.where(bare, given, error)
    ug, og = np.where(bare, low.clip(0, 1), ug), np.where(bare, high.clip(0, 1), og)
    return 100 * error, 100 * ug, 100 * og


def _rate(rows: pd.DataFrame, node: Node) -> tuple[Floats, Floats, Floats]:
    zaehler, n = rows[c.ZAEHLER].to_numpy(float), rows[c.NENNER].to_numpy(float)
    return _counted(rows, zaehler, np.where(n > 0, n, np.nan) / node.faktor)


def _count(rows: pd.DataFrame, node: Node) -> tuple[Floats, Floats, Floats]:
    if not node.basis:
        return _mean(rows, node)
    return _counted(rows, rows[c.WERT].to_numpy(float), np.ones(len(rows)))


def _counted(rows: pd.DataFrame, count: Floats, exposure: Floats) -> tuple[Floats, Floats, Floats]:
    """Exact limits; noise of the grid widens both sides by the rule for sums of errors."""
    given, noise = rows[c.FEHLER].to_numpy(float), _noise(rows)
    count = np.where(count >= 0, count, np.nan)
    value, z = count / exposure, intervals.quantile(_LEVEL)
    low, high = intervals.poisson(count, exposure=exposure)
    ug = value - np.sqrt((value - low) ** 2 + (z * noise) ** 2)
    og = value + np.sqrt((high - value) ** 2 + (z * noise) ** 2)
    error = np.where(count > 0, np.sqrt(count) / exposure, (high - low) / (2 * z))
    error = np.sqrt(error**2 + noise**2)
    told = ~np.isnan(given)
    low, high = intervals.normal(rows[c.WERT].to_numpy(float), given)
    return (
        np.where(told, given, error),
        np.where(told, low, ug).clip(min=0),
        np.where(told, high, og),
    )


def _mean(rows: pd.DataFrame, node: Node) -> tuple[Floats, Floats, Floats]:  # noqa: ARG001
    given, noise = rows[c.FEHLER].to_numpy(float), _noise(rows)
    error = np.where(np.isnan(given) & (noise > 0), noise, given)
    ug, og = intervals.normal(rows[c.WERT].to_numpy(float), error)
    return error, ug, og


def _noise(rows: pd.DataFrame) -> Floats:
    return (
        np.nan_to_num(rows[RAUSCHEN].to_numpy(float)) if RAUSCHEN in rows else np.zeros(len(rows))
    )


_KINDS: Final[Mapping[Kind, Callable[[pd.DataFrame, Node], tuple[Floats, Floats, Floats]]]] = {
    Kind.ANTEIL: _share,
    Kind.RATE: _rate,
    Kind.ANZAHL: _count,
}
_LEVEL: Final = NIVEAU
