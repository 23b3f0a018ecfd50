"""Title lines above a table, as programs of offices write them; the table begins below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lebenslage.loaders.text import Decoded

#: A comma stands in titles too, so it tells nothing.
_SIGNS: Final = (";", "\t")
#: Below so many lines no header is looked for.
_MOST: Final = 15
#: A header has at least so many columns.
_COLUMNS: Final = 3
_SEP: Final = re.compile(r"\s*sep=.", re.IGNORECASE)


def split_titles(decoded: Decoded) -> tuple[Decoded, tuple[str, ...]]:
    """A text whose title lines are blank, so that lines keep their numbers, and the titles.

    Notes
    -----
    Titles are lines of one cell above a line of at least three that the next one agrees with; a
    table whose first line is already like that has none.
    """
    lines = decoded.text.splitlines(keepends=True)
    head = [line.rstrip("\r\n") for line in lines[: _MOST + 2]]
    if not head or _SEP.match(head[0]):
        return decoded, ()
    for sign in _SIGNS:
        found = _header([[cell.strip() for cell in line.split(sign)] for line in head])
        if found and head[found].count(sign) == head[found + 1].count(sign):
            bare = (line.replace(sign, "").strip('" ') for line in head[:found])
            titles = tuple(filter(None, bare))
            text = "".join(("\n" * found, *lines[found:]))
            data = text.encode() if decoded.kodierung.startswith("utf-8") else b""
            code = "utf-8" if data else decoded.kodierung
            return replace(decoded, text=text, kodierung=code, data=data), titles
    return decoded, ()


def title_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows of a sheet stand above its header; 0 if there is none of three columns."""
    return _header(rows[: _MOST + 2])


def _header(rows: Sequence[Sequence[str]]) -> int:
    for i, row in enumerate(rows[:-1]):
        filled = sum(map(bool, row))
        if filled >= _COLUMNS:
            above = any(any(cells) for cells in rows[:i])
            return i if above and sum(map(bool, rows[i + 1])) >= 2 else 0
        if filled > 1:
            return 0
    return 0
