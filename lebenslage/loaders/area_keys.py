"""Tables of any office with one row per official area: keys as they are written, footnotes.

Statistical offices publish such tables as "Schlüssel;Gemeinde;...": the key with 8 digits, without
its leading zero (a spreadsheet dropped it) or without the digits of the Land.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.genesis_cells import area_of
from lebenslage.loaders.tables import fold_heading
from lebenslage.loaders.text import Decoded

_HEADING: Final = re.compile(
    r"(amtlicher|allgemeiner)?(gemeinde|regional|gebiets|kreis|statistik)?-?"
    r"(schluessel(nummer)?|kennziffer|kennung)|ags|ars|gkz|rs"
)
_NAME: Final = re.compile(r"(gemeinde|gebiet|kreis|region|ort|verwaltungs)\w*|name|bezeichnung")
_SIGNS: Final = (";", "\t", ",")
#: Share of the filled cells of a column that must be keys.
_KEYS: Final = 0.6


def is_key_heading(heading: str) -> bool:
    """Whether a column is called like one of official keys."""
    return _HEADING.fullmatch(fold_heading(heading)) is not None


def without_footnotes(decoded: Decoded) -> Decoded:
    """The text with the footnotes below a table of official keys made blank.

    Blank lines are skipped by every reader and counted, so that messages name the right line. Any
    other text stays as it is.
    """
    lines = decoded.text.splitlines(keepends=True)
    head = next((i for i, line in enumerate(lines) if line.strip("\ufeff\r\n;,\t ")), 0)
    for sign in _SIGNS:
        cells = [c.strip('\ufeff\r\n" ') for c in lines[head].split(sign)] if lines else []
        if len(cells) > 2 and any(map(is_key_heading, cells)):
            end = len(lines)
            while end > head + 1 and lines[end - 1].count(sign) < len(cells) - 1:
                end -= 1
            if any(line.count('"') % 2 for line in lines[end:]):
                return decoded  # a cell of several lines, no footnote
            text = "".join((*lines[:end], "\n" * (len(lines) - end)))
            return replace(decoded, text=text, data=b"")
    return decoded


def official_column(raw: RawTable, ags: str) -> int | None:
    """Place of the column with official keys; None: there is none.

    Parameters
    ----------
    ags : str
        Of the own Gemeinde: completes keys that lack the digits of the Land.
    """
    for i, heading in enumerate(raw.header):
        if not ags or not is_key_heading(heading):
            continue
        texts = raw.column(i)
        texts = texts[texts != ""]
        if len(texts):
            known = {text for text in pd.unique(texts) if official(str(text), ags)[0]}
            if texts.isin(known).mean() >= _KEYS:
                return i
    return None


def official(text: str, ags: str) -> tuple[str, str]:
    """Official key and level of a cell; two empty texts if it is none."""
    land = ags[:2]
    text = text.removesuffix(".0").replace(" ", "")
    if not text.isdigit():
        return "", ""
    if len(text) in (7, 4, 11) and land.startswith("0") and text.startswith(land[1]):
        text = f"0{text}"  # a spreadsheet has dropped the zero in front
    elif len(text) in (6, 3) and not (len(text) == 6 and text.startswith("000")):
        text = f"{land}{text}"  # the Land counts itself as known
    return area_of(text)


def near(key: str, level: str, ags: str) -> bool:
    """Whether an area is compared with: Gemeinden of the Landkreis, the Landkreis, the Land."""
    if level == "gemeinde":
        return key.startswith(ags[:5])
    return key in (ags[:5], ags[:2])


def name_column(raw: RawTable, keys: int) -> int | None:
    """Place of the column with the names of the areas."""
    others = [i for i, heading in enumerate(raw.header) if i != keys and heading]
    named = [i for i in others if _NAME.fullmatch(fold_heading(raw.header[i]))]
    return next((i for i in named if raw.column(i).str.contains(r"[^\W\d]").any()), None)
