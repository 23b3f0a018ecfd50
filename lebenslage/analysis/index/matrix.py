"""Long values to arrays (areas, indicators)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.rules import GRUND_KEINE_DATEN, GRUND_ZU_WENIGE, Guete, Status

_HIDDEN: Final = (Status.UNTERDRUECKT.value, Status.FEHLT.value)


@dataclass(frozen=True, eq=False)
class Matrix:
    """The newest value of every area and indicator; all arrays (areas, indicators).

    Parameters
    ----------
    gebiete, indikatoren : tuple of str
        What the axes are.
    values : array
        In the units of the catalogue; NaN where there is no value or none may be shown.
    errors, numerators, denominators : array
        What is known about them; NaN where nothing is.
    examples : array of bool
        Where the value is made up.
    missing : array of str
        Why a value is missing, in German; "" where there is one.
    """

    gebiete: tuple[str, ...]
    indikatoren: tuple[str, ...]
    values: Floats
    errors: Floats
    numerators: Floats
    denominators: Floats
    examples: Bools
    missing: NDArray[Any]

    def taken(self, rows: NDArray[np.intp]) -> Matrix:
        """The same with these areas, in this order."""
        return Matrix(
            tuple(self.gebiete[row] for row in rows),
            self.indikatoren,
            self.values[rows],
            self.errors[rows],
            self.numerators[rows],
            self.denominators[rows],
            self.examples[rows],
            self.missing[rows],
        )


def newest(frame: pd.DataFrame) -> pd.DataFrame:
    """The newest row of each area and indicator (of equal dates the last one).

    Rows without any data give way to older ones, as on the pages; a hidden value does not: an
    older one never stands in for it.

    Parameters
    ----------
    frame : pd.DataFrame
        `gebiet_id, indikator, wert` and, if known, `stand` (ISO text) and `status`.
    """
    keys = (frame[name] for name in (col.GEBIET, col.INDIKATOR))
    codes = [pd.factorize(key, use_na_sentinel=False)[0] for key in keys]
    return frame.iloc[_newest(frame, codes[0], codes[1])]


def _newest(frame: pd.DataFrame, row: NDArray[Any], column: NDArray[Any]) -> NDArray[np.intp]:
    """Positions of the newest rows of each area and indicator, given as numbers."""
    empty = frame[col.WERT].isna()
    if col.STATUS in frame:
        hidden = frame[col.STATUS] == Status.UNTERDRUECKT.value
        empty = (empty | (frame[col.STATUS] == Status.FEHLT.value)) & ~hidden
    order = np.argsort(~empty.to_numpy(bool), kind="stable")
    if col.STAND in frame:
        dates, _ = pd.factorize(frame[col.STAND].fillna(""), sort=True)
        # the last key counts first, and what is equal keeps its order
        order = np.lexsort((dates, ~empty.to_numpy(bool)))
    key = pd.Series(row[order].astype(np.int64) * (int(column.max(initial=0)) + 1) + column[order])
    result: NDArray[np.intp] = order[~key.duplicated(keep="last").to_numpy()]
    return result


def matrix(
    frame: pd.DataFrame, indikatoren: Sequence[str], gebiete: Sequence[str] | None = None
) -> Matrix:
    """Arrays out of long values.

    Parameters
    ----------
    frame : pd.DataFrame
        At least `gebiet_id, indikator, wert`; also `columns.WERTE` or
        `columns.INDIKATORWERTE`. Rows of other areas and indicators are ignored.
    indikatoren : sequence of str
        The columns, in this order.
    gebiete : sequence of str, optional
        The rows, in this order; default: as they come in the frame.

    Notes
    -----
    The newest date of each area and indicator counts (`newest`).
    """
    frame = frame.reset_index(drop=True)
    if gebiete is None:
        row, found = pd.factorize(frame[col.GEBIET])
        areas = list(found)
    else:
        areas = list(gebiete)
        row = pd.Index(areas).get_indexer(pd.Index(frame[col.GEBIET]))
    codes, names = pd.factorize(frame[col.INDIKATOR], use_na_sentinel=False)
    column = pd.Index(list(indikatoren)).get_indexer(pd.Index(names))[codes]
    inside = np.flatnonzero((row >= 0) & (column >= 0))
    frame, row, column = frame.iloc[inside], row[inside], column[inside]
    chosen = _newest(frame, row, column)
    frame, place = frame.iloc[chosen], (row[chosen], column[chosen])
    shape = (len(areas), len(indikatoren))

    def placed(name: str, empty: Any, dtype: Any) -> NDArray[Any]:
        result = np.full(shape, empty, dtype=dtype)
        if name in frame:
            result[place] = frame[name].to_numpy(dtype=dtype)
        return result

    status = placed(col.STATUS, Status.OK.value, object)
    values = np.where(np.isin(status, _HIDDEN), np.nan, placed(col.WERT, np.nan, float))
    return Matrix(
        tuple(map(str, areas)),
        tuple(indikatoren),
        values,
        placed(col.FEHLER, np.nan, float),
        placed(col.ZAEHLER, np.nan, float),
        placed(col.NENNER, np.nan, float),
        (placed(col.GUETE, "", object) == Guete.BEISPIEL.value) & ~np.isnan(values),
        _reasons(values, status, placed(col.GRUND, "", object)),
    )


def _reasons(values: Floats, status: NDArray[Any], given: NDArray[Any]) -> NDArray[Any]:
    """The reason that came with a value, else the one that its status tells."""
    default = np.where(status == Status.UNTERDRUECKT.value, GRUND_ZU_WENIGE, GRUND_KEINE_DATEN)
    told = ~pd.isna(given) & (given != "")
    return np.where(np.isnan(values), np.where(told, given, default), "").astype(object)
