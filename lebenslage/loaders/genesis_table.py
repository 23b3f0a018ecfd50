"""Tables of GENESIS databases as shown on the page and saved as CSV: titles, stacked headings,
indented names of regions, footnotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import genesis_cells as cells
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import Job
from lebenslage.loaders.genesis_long import (
    LONG,
    OfficialTable,
    Publication,
    check_doubled,
    is_total,
    no_regions,
    regions,
)
from lebenslage.model import columns
from lebenslage.model.official import Series

_START: Final = re.compile(r'\ufeff?"?(?:GENESIS-)?Tabelle:\s*([^";\r\n]+)')
_FOOT: Final = re.compile(r"_{4,}")
_COPYRIGHT: Final = re.compile(r"(?:\(C\)opyright|©)\s*([^,;\"\d]+)", re.IGNORECASE)
_RETRIEVED: Final = re.compile(r"Stand:\s*(\d{2}\.\d{2}\.\d{4})")
_DATE_IN_TITLE: Final = re.compile(r"\b(\d{1,2}\.\d{1,2}\.\d{4}|(?:19|20)\d{2})\b")
_UNITS: Final = re.compile(
    r"Anzahl|%|Prozent|qkm|km²|ha|EUR|Tsd\. EUR|Mill\. EUR|1000|Ew/qkm|Jahre"
)
_MARKS: Final = frozenset({"e", *cells.QUALITIES})


def is_table(text: str) -> bool:
    """Whether a text begins like a saved table."""
    return _START.match(text) is not None


@dataclass(frozen=True)
class _Row:
    line: int
    cells: list[str]


@dataclass(frozen=True)
class _Parts:
    """A table cut into its parts; `key`: place of the regional key in every row of `body`."""

    code: str
    titles: list[str]
    heads: list[list[str]]
    body: list[_Row]
    foot: str
    key: int


def read_table(text: str, job: Job) -> OfficialTable | None:
    """Read a saved table; problems go into the findings, None if nothing can be made of it."""
    parts = _cut(text, job)
    if parts is None:
        return None
    keys = pd.Series([row.cells[parts.key].strip() for row in parts.body], dtype="str")
    found = regions(keys, None, job.known.ags)
    rows = rows_where(found.taken)
    if not rows:
        job.findings.add(no_regions(job.known.ags))
        return None
    body = [parts.body[row] for row in rows]
    labels = _inner_columns(parts)
    values = _value_columns(parts, labels)
    heads = _headings(parts, values)
    series: dict[str, Series] = {}
    frames = []
    for place, (date, levels) in zip(values, heads, strict=True):
        frame = _long(body, place, parts, labels, date, levels, series, job)
        frame[columns.GEBIET] = found.keys.iloc[rows].to_numpy()
        frame["ebene"] = found.levels.iloc[rows].to_numpy()
        frames.append(frame)
    if not frames:
        job.findings.add("Die Tabelle hat keine Spalte mit Zahlen.")
        return None
    reihen = tuple(series.values())
    whole = pd.concat(frames, ignore_index=True)[list(LONG)]
    if job.findings:
        return None
    whole = check_doubled(whole, reihen, job.findings)
    code = parts.code
    return OfficialTable(code, f"genesis-{code.lower()}", _publication(parts), whole, reihen)


def _cut(text: str, job: Job) -> _Parts | None:
    start = _START.match(text)
    assert start is not None
    rows = list(_rows(text))
    end = next((i for i, row in enumerate(rows) if _FOOT.match(row.cells[0].strip())), len(rows))
    foot = "\n".join(";".join(row.cells) for row in rows[end:])
    rows = rows[1:end]
    places = Counter(place for row in rows if (place := _key_place(row.cells)) is not None)
    if not places:
        text = (
            "Keine Zeile trägt den Schlüssel eines Gebiets (AGS). Bitte die Tabelle mit Schlüsseln "
            "abrufen, am besten als „Flat File CSV“."
        )
        job.findings.add(text)
        return None
    key = places.most_common(1)[0][0]
    first = next(i for i, row in enumerate(rows) if _key_place(row.cells) == key)
    width = len(rows[first].cells)
    body = []
    for row in rows[first:]:
        if len(row.cells) == width and row.cells[key].strip():
            body.append(row)
        elif any(cell.strip() for cell in row.cells):
            text = f"Erwartet werden {width} Felder und ein Schlüssel des Gebiets."
            job.findings.add(text, zeile=row.line)
    above = [row.cells for row in rows[:first] if any(cell.strip() for cell in row.cells)]
    heads = [row for row in above if len(row) == width and any(c.strip() for c in row[key + 2 :])]
    titles = [row[0].strip() for row in above if row not in heads and row[0].strip()]
    return _Parts(start[1].strip(), titles, heads, body, foot, key)


def _rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    end = 0
    try:
        for record in reader:
            start, end = end + 1, reader.line_num
            if record:
                yield _Row(start, record)
    except csv.Error:  # a quote in a footnote that is never closed: the rows above are read
        return


def _key_place(row: list[str]) -> int | None:
    """Place of the key: in front, or behind the date; a name stands behind it."""
    for place in (0, 1):
        if len(row) <= place + 2 or not cells.is_key(row[place]):
            continue
        before = all(cells.stand_of(cell) for cell in row[:place])
        if before and any(char.isalpha() for char in row[place + 1]):
            return place
    return None


def _inner_columns(parts: _Parts) -> list[int]:
    """Columns behind the name that hold characteristics ("unter 3 Jahre"), not values."""
    found = []
    for place in range(parts.key + 2, len(parts.body[0].cells)):
        texts = [row.cells[place].strip() for row in parts.body]
        numbers = sum(cells.is_value(text) for text in texts)
        if numbers > len(texts) / 2 or set(texts) <= _MARKS | {""}:
            break
        found.append(place)
    return found


def _value_columns(parts: _Parts, labels: list[int]) -> list[int]:
    """Columns of values; columns that hold only marks belong to the one before."""
    first = parts.key + 2 + len(labels)
    width = len(parts.body[0].cells)
    return [place for place in range(first, width) if not _is_marks(parts, place)]


def _is_marks(parts: _Parts, place: int) -> bool:
    texts = {row.cells[place].strip() for row in parts.body if place < len(row.cells)}
    marks = texts & _MARKS
    return texts <= _MARKS | set(cells.REASONS) | {""} and (bool(marks) or texts == {""})


def _headings(parts: _Parts, values: list[int]) -> list[tuple[str, list[str]]]:
    """Date (empty: none) and labels of every column of values, from the stacked headings."""
    filled = []
    for row in parts.heads:
        texts, last = [], ""
        for cell in row:
            last = " ".join(cell.split()) or last
            texts.append(last)
        filled.append([texts[place] for place in values])
    dates = [""] * len(values)
    levels = []
    for texts in filled:
        stands = [cells.stand_of(text) for text in texts]
        if all(stands):
            dates = stands
        elif set(texts) not in ({"Jahr"}, {"Stichtag"}):
            levels.append(texts)
    return [(date, [level[i] for level in levels]) for i, date in enumerate(dates)]


def _long(
    body: list[_Row],
    place: int,
    parts: _Parts,
    labels: list[int],
    date: str,
    levels: list[str],
    series: dict[str, Series],
    job: Job,
) -> pd.DataFrame:
    """Rows of one column of values, without the keys of the regions."""
    texts = pd.Series([row.cells[place].strip() for row in body], dtype="str")
    width = len(body[0].cells)
    has_marks = place + 1 < width and _is_marks(parts, place + 1)
    marks = pd.Series([row.cells[place + 1] for row in body], dtype="str") if has_marks else None
    read = cells.read_cells(texts, marks)
    for i in job.findings.listed(rows_where(read.bad)):
        text, name = cells.no_number(texts[i]), f"{place + 1}. Spalte"
        job.findings.add(text, zeile=body[i].line, spalte=name, wert=texts[i])
    if mixed := cells.mixed_decimals(texts):
        job.findings.add(mixed, spalte=f"{place + 1}. Spalte")
    inner = [[" ".join(row.cells[i].split()) for i in labels] for row in body]
    return pd.DataFrame(
        {
            columns.NAME: [row.cells[parts.key + 1].strip() for row in body],
            columns.STAND: _stands(body, parts, date, job),
            "reihe": [_series(parts, levels, own, series) for own in inner],
            columns.WERT: np.asarray(read.wert),
            "zeichen": read.zeichen,
            "zeile": [row.line for row in body],
        }
    )


def _stands(body: list[_Row], parts: _Parts, date: str, job: Job) -> list[str]:
    """Date of every row: its own, that of the heading, or the only one in the titles."""
    if parts.key:
        return [cells.stand_of(row.cells[0]) for row in body]
    if not date:
        found = {d for t in parts.titles for d in _DATE_IN_TITLE.findall(t)}
        date = cells.stand_of(found.pop()) if len(found) == 1 else ""
    if not date:
        job.findings.note("Die Tabelle nennt keinen Stichtag; die Werte gelten ohne Datum.")
    return [date] * len(body)


def _series(parts: _Parts, levels: list[str], inner: list[str], series: dict[str, Series]) -> str:
    labels = [*levels, *inner]
    unit = next((text for text in labels if _UNITS.fullmatch(text)), "")
    labels = [text for text in labels if text != unit]
    constant = [text for text in labels if _everywhere(parts, text)]
    variable = constant[0] if constant else _variable(parts)
    narrowed = tuple(t for t in labels if t not in constant and not is_total(t))
    key = "|".join((variable, *narrowed, unit))
    series.setdefault(key, Series(key, variable, narrowed, unit))
    return key


def _everywhere(parts: _Parts, text: str) -> bool:
    """Whether a heading stands above all columns of values: it names what is counted."""
    for row in parts.heads:
        filled = {" ".join(cell.split()) for cell in row[parts.key + 2 :]} - {""}
        if filled == {text}:
            return True
    return False


def _variable(parts: _Parts) -> str:
    """What is counted: the last title, without its unit ("Bevölkerungsstand (Anzahl)")."""
    if not parts.titles:
        return parts.code
    return re.sub(r"\s*\([^()]*\)\s*$", "", parts.titles[-1]) or parts.code


def _publication(parts: _Parts) -> Publication:
    title = parts.titles[0] if parts.titles else parts.code
    owner = _COPYRIGHT.search(parts.foot)
    retrieved = _RETRIEVED.search(parts.foot)
    published = Publication(f"{title} ({parts.code})")
    return Publication(
        published.titel,
        owner[1].strip() if owner else published.herausgeber,
        published.adresse if parts.code.count("-") > 1 else "https://www-genesis.destatis.de/",
        cells.stand_of(retrieved[1]) if retrieved else "",
    )
