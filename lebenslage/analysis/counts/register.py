"""The Melderegister: inhabitants by age, quotients, moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.disclosure import VERBUNDEN
from lebenslage.model import columns as c
from lebenslage.model.counts import MELDEREGISTER, Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Guete

_OLD: Final = np.inf
#: A mean age needs single years, and an open group that begins here or later.
_SINGLE_UNTIL: Final = 95.0


@dataclass(frozen=True, slots=True)
class AgeIndicator:
    """Persons of one span of age, per persons of another; `nenner` None: of all.

    Parameters
    ----------
    rest : (float, float)
        Ages whose number follows from this value and those before it in `AGES`.
    """

    code: str
    zaehler: tuple[float, float]
    nenner: tuple[float, float] | None = None
    faktor: float = 100.0
    rest: tuple[float, float] | None = None


#: The coarse ones first: what the later ones tell beyond them is protected with them.
AGES: Final = (
    AgeIndicator("jugendquotient", (0, 20), (20, 65)),
    AgeIndicator("altenquotient", (65, _OLD), (20, 65)),
    AgeIndicator("anteil_65plus", (65, _OLD)),
    AgeIndicator("anteil_u18", (0, 18), rest=(18, 20)),
    AgeIndicator("anteil_u15", (0, 15), rest=(15, 18)),
    AgeIndicator("anteil_80plus", (80, _OLD), rest=(65, 80)),
)


def registers(snapshot: Snapshot) -> tuple[Counts, ...]:
    """All dates of the register."""
    return tuple(item for item in snapshot.zaehlungen if item.thema == MELDEREGISTER)


def register_values(snapshot: Snapshot, whole: str) -> pd.DataFrame:
    """Indicators of all dates of the register.

    Parameters
    ----------
    whole : str
        Key of the Gemeinde: its values rest on everybody in the register, also on persons whose
        address is in no Ortsteil. It has values only where every Ortsteil is in the register.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `verbunden`.
    """
    areas = list(snapshot.ortsteil_names)
    rows = [row for item in registers(snapshot) for row in _values(item, areas, whole)]
    return pd.DataFrame(rows, columns=[*c.WERTE, VERBUNDEN])


def persons(
    stock: pd.DataFrame, areas: Sequence[str], low: float = 0.0, high: float = _OLD
) -> pd.Series:
    """Persons from `low` to under `high` years, by area; NaN where the age groups do not tell.

    Parameters
    ----------
    stock : pd.DataFrame
        Rows of `art` "bestand" of one date.
    """
    if (low, high) == (0.0, _OLD):
        wanted, cut = stock, stock.iloc[:0]
    else:
        bis = stock["bis"].fillna(_OLD)
        inside = (stock["von"] >= low) & (bis <= high)
        touching = (stock["von"] < high) & (bis > low) | stock["von"].isna()
        wanted, cut = stock[inside], stock[touching & ~inside]
    sums = wanted.groupby(c.ORTSTEIL)["anzahl"].agg(lambda part: part.sum(skipna=False))
    there = stock[c.ORTSTEIL].unique()
    sums = sums.reindex(there, fill_value=0.0).reindex(list(areas))
    return sums.mask(sums.index.isin(cut[c.ORTSTEIL].unique())).astype(float)


def stock_of(item: Counts) -> pd.DataFrame:
    """Persons on the date, without moves."""
    return item.tabelle[item.tabelle["art"] == "bestand"]


def _values(item: Counts, areas: list[str], whole: str) -> Iterator[dict[str, object]]:
    stock = stock_of(item)
    complete = set(areas) <= set(stock[c.ORTSTEIL])
    if complete:
        stock = pd.concat([stock, stock.assign(**{c.ORTSTEIL: whole})])
        areas = [*areas, whole]
    everybody = persons(stock, areas)
    yield from _rows("einwohner", item, everybody, everybody, None)
    for indicator in AGES:
        upper = persons(stock, areas, *indicator.zaehler)
        lower = everybody if indicator.nenner is None else persons(stock, areas, *indicator.nenner)
        rest = persons(stock, areas, *indicator.rest) if indicator.rest else None
        wert = indicator.faktor * upper / lower.where(lower > 0)
        yield from _rows(indicator.code, item, wert, upper, lower, rest)
    told = stock[stock["geschlecht"] != ""]
    women, of = persons(told[told["geschlecht"] == "w"], areas), persons(told, areas)
    yield from _rows("frauenanteil", item, 100 * women / of.where(of > 0), women, of)
    told = stock[stock["deutsch"] != ""]
    foreign, of = persons(told[told["deutsch"] == "nein"], areas), persons(told, areas)
    yield from _rows("auslaenderanteil", item, 100 * foreign / of.where(of > 0), foreign, of)
    yield from _mean_age(item, stock, areas, everybody)
    yield from _moves(item, areas, everybody, whole)


def _mean_age(
    item: Counts, stock: pd.DataFrame, areas: list[str], everybody: pd.Series
) -> Iterator[dict[str, object]]:
    """Mean of single years, each counted with its middle."""
    width = stock["bis"] - stock["von"]
    single = (width == 1) | (width.isna() & (stock["von"] >= _SINGLE_UNTIL))
    if len(stock) and single.all():
        years = ((stock["von"] + 0.5) * stock["anzahl"]).groupby(stock[c.ORTSTEIL]).sum()
        total = years.reindex(areas)
        yield from _rows("durchschnittsalter", item, total / everybody, total, everybody)


def _moves(
    item: Counts, areas: list[str], everybody: pd.Series, whole: str
) -> Iterator[dict[str, object]]:
    r"""Balance of moves per 1,000 inhabitants.

    Notes
    -----
    Arrivals :math:`Z` and departures :math:`F` are counts of chance (Poisson), so the standard
    error of :math:`1000 (Z - F) / N` is :math:`1000 \sqrt{Z + F} / N`.
    """
    moves = item.tabelle
    if whole in areas:
        moves = pd.concat([moves, moves.assign(**{c.ORTSTEIL: whole})])
    sums = {
        art: persons(moves[moves["art"] == art], areas)
        for art in ("zuzug", "fortzug")
        if (moves["art"] == art).any()
    }
    if len(sums) == 2:
        arrivals, departures = sums["zuzug"], sums["fortzug"]
        base = everybody.where(everybody > 0)
        error = 1000 * np.sqrt(arrivals + departures) / base
        # who moved is behind the value, not who stayed
        both = pd.DataFrame({"zu": arrivals, "fort": departures})
        moved = both.min(axis=1).where(both.min(axis=1) > 0, both.max(axis=1))
        wert = 1000 * (arrivals - departures) / base
        yield from _rows(
            "wanderungssaldo", item, wert, arrivals - departures, base, moved, error=error
        )


def _rows(
    code: str,
    item: Counts,
    wert: pd.Series,
    zaehler: pd.Series,
    nenner: pd.Series | None,
    rest: pd.Series | None = None,
    *,
    error: pd.Series | None = None,
) -> Iterator[dict[str, object]]:
    for area, value in zip(wert.index.astype(str), wert, strict=True):
        if not np.isnan(value):
            cells: Mapping[str, pd.Series | None] = {
                c.ZAEHLER: zaehler,
                c.NENNER: nenner,
                c.FEHLER: error,
                VERBUNDEN: rest,
            }
            yield {
                c.GEBIET: area,
                c.INDIKATOR: code,
                c.STAND: item.stand,
                c.WERT: value,
                **{k: np.nan if v is None else v[area] for k, v in cells.items()},
                c.QUELLE: item.quelle_id,
                c.GUETE: Guete.AMTLICH.value,
            }
