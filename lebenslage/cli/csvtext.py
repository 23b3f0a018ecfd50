"""Result tables as CSV text."""

from __future__ import annotations

import math
import re
from typing import Final

import pandas as pd
from pandas.api.types import is_float_dtype

_BLOCK: Final = 20_000
_SPECIAL: Final = re.compile(r'[",\r\n]')


def as_csv(table: pd.DataFrame) -> str:
    """Header and rows; numbers with 17 significant digits, so that they read back the same.

    Parameters
    ----------
    table : pd.DataFrame
        Missing cells stay empty; the index is left out.
    """
    parts = [",".join(map(_quoted, map(str, table.columns))) + "\n"]
    for start in range(0, len(table), _BLOCK):  # by blocks: cells as objects are large
        part = table.iloc[start : start + _BLOCK]
        columns = [_cells(part.iloc[:, i]) for i in range(part.shape[1])]
        parts.append("".join(",".join(row) + "\n" for row in zip(*columns, strict=True)))
    return "".join(parts)


def _cells(column: pd.Series) -> list[str]:
    if is_float_dtype(column.dtype):
        numbers = column.to_numpy(float, na_value=math.nan).tolist()
        return ["" if number != number else f"{number:.17g}" for number in numbers]
    missing = column.isna()
    texts = [_quoted(str(value)) for value in column.tolist()]
    if missing.any():
        texts = ["" if gone else text for gone, text in zip(missing, texts, strict=True)]
    return texts


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
