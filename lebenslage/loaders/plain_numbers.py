"""The quick way through a column of numbers: where every cell is plain, no cell is looked at.

A column of a million cells is read by Arrow as a whole. Anything else than plain digits with one
decimal sign (blanks, percent signs, thousands, mistakes) is left to `numbers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, eq=False)
class PlainColumn:
    """A column in which every cell is a plain number or says "no value".

    Parameters
    ----------
    values : array of float
        Read with `decimal`; NaN where there is no value.
    decimal : {"", ",", "."}
        The only decimal sign that occurs; empty: none does.
    certain : bool
        Whether a cell shows that it is one: "1.5" does, "1.234" may be a thousand.
    signs : tuple of str
        Signs (not the empty cell) that stand for "no value".
    """

    values: np.ndarray
    decimal: str
    certain: bool
    signs: tuple[str, ...]


def _plain(decimal: str) -> str:
    return rf"^-?(?:[0-9]+(?:[{decimal}][0-9]+)?|[{decimal}][0-9]+)(?:[eE][+-]?[0-9]+)?$"


def _grouped(decimal: str) -> str:
    """Plain, but the same text is a number with thousands in the other way of writing."""
    return rf"^-?[1-9][0-9]{{0,2}}[{decimal}][0-9]{{3}}(?:[eE][+-]?[0-9]+)?$"


_PATTERNS: Final = {sign: (_plain(sign), _grouped(sign)) for sign in (".", ",")}


def read_plainly(texts: pd.Series, missing: frozenset[str]) -> PlainColumn | None:
    """Read a column at once; None if a cell is not plain, or not finite.

    Parameters
    ----------
    texts : pd.Series of str
        Without surrounding blanks.
    missing : set of str
        Texts that mean "no value".
    """
    cells = pa.array(texts, type=pa.large_string())
    empty = pc.is_in(cells, value_set=pa.array(sorted(missing), type=pa.large_string()))
    for decimal, (plain, grouped) in _PATTERNS.items():
        if not _all(pc.or_(empty, pc.match_substring_regex(cells, plain))):
            continue
        with_sign = pc.and_not(pc.match_substring(cells, decimal), empty)
        certain = pc.and_not(with_sign, pc.match_substring_regex(cells, grouped))
        dotted = cells if decimal == "." else pc.replace_substring(cells, decimal, ".")
        known = pc.if_else(empty, pa.scalar(None, pa.large_string()), dotted)
        values = _numpy(pc.cast(known, pa.float64()))
        if np.isinf(values).any():
            return None
        signs = [sign for sign in pc.unique(pc.filter(cells, empty)).to_pylist() if sign]
        return PlainColumn(values, decimal if _any(with_sign) else "", _any(certain), tuple(signs))
    return None


def _all(mask: pa.Array) -> bool:
    return bool(pc.all(mask, min_count=0).as_py())


def _any(mask: pa.Array) -> bool:
    return bool(pc.any(mask, min_count=0).as_py())


def _numpy(column: pa.Array) -> np.ndarray:
    values: np.ndarray = column.to_numpy(zero_copy_only=False)
    return values.astype(float)
