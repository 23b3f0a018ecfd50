"""Two points in time: which value of an indicator is compared with which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index.matrix import Matrix, matrix, newest
from lebenslage.analysis.index.normalise import Bools
from lebenslage.model import columns as col
from lebenslage.model.rules import GRUND_OHNE_VERGLEICH, Status

_KEYS: Final = [col.GEBIET, col.INDIKATOR]
#: What has to agree for a value to be the same measurement, told again for a later date.
_SAME: Final = (col.WERT, col.ZAEHLER, col.NENNER, col.FEHLER, col.QUELLE)


@dataclass(frozen=True, eq=False)
class TwoDates:
    """Values at an earlier and a later point in time; both hold the same cells.

    Parameters
    ----------
    earlier, later : Matrix
        Areas × indicators; NaN in both where one of the two is missing, `missing` says why.
    stand_earlier, stand_later : array of str (areas, indicators)
        Dates; "" where there is no row.
    carried : array of bool (areas, indicators)
        The later value is the earlier one, told again (same value, base, error and source).
    """

    earlier: Matrix
    later: Matrix
    stand_earlier: NDArray[Any]
    stand_later: NDArray[Any]
    carried: Bools


def a_year_before(earlier: str, later: str) -> bool:
    """Whether a date lies at least one year before another.

    Dates may be cut short ("2022", "2022-05"): what both of them tell is compared.
    """
    if not (later[:4].isdigit() and earlier[:4].isdigit()):
        return False
    limit = f"{int(later[:4]) - 1:04d}{later[4:]}"
    length = min(len(earlier), len(limit))
    return earlier[:length] <= limit[:length]


def two_dates(values: pd.DataFrame, indikatoren: list[str], gebiete: list[str]) -> TwoDates:
    """The newest value of every area and indicator, and the one before.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, every date.
    indikatoren, gebiete : list of str
        The axes.

    Notes
    -----
    "Before" is the newest date at least one year earlier (see `a_year_before`). A hidden value
    is not replaced by an older one, at neither date, as in `matrix.newest`.
    """
    own = values[values[col.GEBIET].isin(gebiete) & values[col.INDIKATOR].isin(indikatoren)]
    own = own.reset_index(drop=True)
    last = newest(own)
    until = own[_KEYS].merge(last[[*_KEYS, col.STAND]], on=_KEYS, how="left")[col.STAND]
    pairs = pd.DataFrame({"a": own[col.STAND], "b": until}).astype(object).fillna("")
    known = {pair: a_year_before(*pair) for pair in set(pairs.itertuples(index=False, name=None))}
    before = [known[pair] for pair in pairs.itertuples(index=False, name=None)]
    first = newest(own[np.array(before, bool)])
    earlier, later = (matrix(frame, indikatoren, gebiete) for frame in (first, last))
    missing = np.where(later.missing != "", later.missing, _why(earlier, first))
    both = missing == ""
    return TwoDates(
        _masked(earlier, both, missing),
        _masked(later, both, missing),
        _placed(first, col.STAND, earlier),
        _placed(last, col.STAND, later),
        _same(first, last, earlier) & both,
    )


def _why(earlier: Matrix, rows: pd.DataFrame) -> NDArray[Any]:
    """Why there is no earlier value: hidden ones keep their reason."""
    hidden = _placed(rows, col.STATUS, earlier) == Status.UNTERDRUECKT.value
    reason = np.where(hidden, earlier.missing, GRUND_OHNE_VERGLEICH)
    return np.where(earlier.missing == "", "", reason)


def _masked(given: Matrix, both: Bools, missing: NDArray[Any]) -> Matrix:
    values = np.where(both, given.values, np.nan)
    return replace(given, values=values, missing=missing, examples=given.examples & both)


def _placed(rows: pd.DataFrame, name: str, like: Matrix) -> NDArray[Any]:
    """A column of texts as array (areas, indicators); "" where there is no row."""
    result = np.full(like.values.shape, "", dtype=object)
    row = pd.Index(like.gebiete).get_indexer(pd.Index(rows[col.GEBIET]))
    column = pd.Index(like.indikatoren).get_indexer(pd.Index(rows[col.INDIKATOR]))
    if name in rows:
        result[row, column] = rows[name].fillna("").astype(str).to_numpy(object)
    return result


def _same(first: pd.DataFrame, last: pd.DataFrame, like: Matrix) -> Bools:
    """Where the later row is the earlier one but for its date."""
    columns = [name for name in _SAME if name in last]
    both = first[[*_KEYS, *columns]].merge(last[[*_KEYS, *columns]], on=_KEYS)
    equal = np.ones(len(both), bool)
    for name in columns:
        a, b = both[f"{name}_x"], both[f"{name}_y"]
        equal &= ((a == b) | (a.isna() & b.isna())).to_numpy(bool)
    told = both.assign(gleich=np.where(equal, "ja", ""))
    result: Bools = _placed(told, "gleich", like) == "ja"
    return result
