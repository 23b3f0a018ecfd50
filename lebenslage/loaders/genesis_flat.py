"""Flat files of GENESIS databases ("ffcsv"), the new long layout and the old wide one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import genesis_cells as cells
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import Job
from lebenslage.loaders.genesis_long import (
    LONG,
    OfficialTable,
    Publication,
    Regions,
    check_doubled,
    is_total,
    no_regions,
    regions,
)
from lebenslage.model import columns
from lebenslage.model.official import Series

_ZENSUS: Final = "https://ergebnisse.zensus2022.de/"
_DESTATIS: Final = "https://www-genesis.destatis.de/"


#: Code and label of every characteristic of a row.
_Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Layout:
    """Names of the columns; `{n}` is the number of a characteristic."""

    statistik: str
    titel: str
    zeit: str
    variable: str
    variable_name: str
    code: str
    label: str

    def characteristics(self, header: tuple[str, ...]) -> list[int]:
        count = 1
        while self.variable.format(n=count) in header:
            count += 1
        return list(range(1, count))


_NEW: Final = _Layout(
    "statistics_code",
    "statistics_label",
    "time",
    "{n}_variable_code",
    "{n}_variable_label",
    "{n}_variable_attribute_code",
    "{n}_variable_attribute_label",
)
_OLD: Final = _Layout(
    "Statistik_Code",
    "Statistik_Label",
    "Zeit",
    "{n}_Merkmal_Code",
    "{n}_Merkmal_Label",
    "{n}_Auspraegung_Code",
    "{n}_Auspraegung_Label",
)
_NEW_VALUES: Final = ("value", "value_unit", "value_variable_code", "value_variable_label")
#: Column of values in the old layout: code, label, unit; "__q" at the end: quality marks.
_OLD_VALUE: Final = re.compile(r"([^_\s][^\s]*?)__(.*?)__(.*?)(__q)?")


def layout_of(header: tuple[str, ...]) -> _Layout | None:
    """Which layout a header has; None: it is no flat file."""
    for layout in (_NEW, _OLD):
        needed = {layout.statistik, layout.zeit, layout.code.format(n=1)}
        if needed <= set(header):
            return layout
    return None


def read_flat(raw: RawTable, job: Job) -> OfficialTable | None:
    """Read a flat file; problems go into the findings, None if nothing can be made of it."""
    layout = layout_of(raw.header)
    assert layout is not None
    file = _File(raw, layout, job)
    if missing := file.missing():
        names = ", ".join(f"„{name}“" for name in missing)
        job.findings.add(f"In der Datei fehlen Spalten, die zu diesem Format gehören: {names}.")
        return None
    place = file.region_place()
    if place is None:
        text = "Kein Merkmal der Tabelle ist regional (Gemeinden, Kreise, Länder)."
        job.findings.add(text)
        return None
    return file.read(place)


class _File:
    """One flat file while it is read."""

    def __init__(self, raw: RawTable, layout: _Layout, job: Job) -> None:
        self.raw, self.layout, self.job = raw, layout, job
        self.index = {name: i for i, name in reversed(list(enumerate(raw.header)))}
        self.numbers = layout.characteristics(raw.header)

    def column(self, name: str) -> pd.Series:
        return self.raw.column(self.index[name])

    def missing(self) -> list[str]:
        names = [self.layout.statistik, self.layout.titel, self.layout.zeit]
        for n in self.numbers:
            four = (self.layout.variable_name, self.layout.code, self.layout.label)
            names += [name.format(n=n) for name in four]
        names += _NEW_VALUES if self.layout is _NEW else ()
        found = [name for name in names if name not in self.index]
        if self.layout is _OLD and not self._value_columns():
            found.append("CODE__Bezeichnung__Einheit")
        return found

    def region_place(self) -> int | None:
        """Number of the characteristic that holds the regions."""
        for n in self.numbers:
            codes = pd.unique(self.column(self.layout.variable.format(n=n)))
            if any(cells.is_regional(str(code)) for code in codes):
                return n
        return None

    def read(self, place: int) -> OfficialTable | None:
        keys = self.column(self.layout.code.format(n=place))
        variables = self.column(self.layout.variable.format(n=place))
        found = regions(keys, variables, self.job.known.ags)
        rows = rows_where(found.taken)
        if not rows:
            self.job.findings.add(no_regions(self.job.known.ags))
            return None
        dates = self._dates(rows)
        inner = [n for n in self.numbers if n != place]
        described = [self._described(n, rows) for n in inner]
        series: dict[str, Series] = {}
        parts = [
            self._long(rows, block, described, found, dates, place, series)
            for block in self._blocks(rows)
        ]
        frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
        reihen = tuple(series.values())
        return self._table(check_doubled(frame, reihen, self.job.findings), reihen, rows, place)

    def _table(
        self, frame: pd.DataFrame, reihen: tuple[Series, ...], rows: list[int], place: int
    ) -> OfficialTable:
        statistic = str(self.column(self.layout.statistik).iat[rows[0]])
        title = str(self.column(self.layout.titel).iat[rows[0]])
        variables = [self.column(self.layout.variable.format(n=n)) for n in self.numbers]
        codes = sorted(
            {str(c) for n, v in zip(self.numbers, variables, strict=True) if n != place for c in v}
            - {""}
        )
        regional = str(variables[self.numbers.index(place)].iat[rows[0]])
        zensus = regional.upper().startswith("GEO")
        levels = set(frame["ebene"])
        address = _ZENSUS if zensus else _DESTATIS if levels == {"land"} else ""
        published = Publication(f"{title} ({statistic})")
        if address:
            published = Publication(published.titel, adresse=address)
        kennung = f"{'zensus' if zensus else 'genesis'}-{statistic.lower()}"
        return OfficialTable(" ".join([statistic, *codes]), kennung, published, frame, reihen)

    def _dates(self, rows: list[int]) -> list[str]:
        texts = self.column(self.layout.zeit).iloc[rows]
        found = {text: cells.stand_of(text) for text in pd.unique(texts)}
        dates = [found[text] for text in texts]
        wrong = [i for i, text in enumerate(texts) if not found[text]]
        for i in self.job.findings.listed(wrong):
            text = f"„{texts.iat[i]}“ ist kein Jahr und kein Stichtag."
            self._problem(rows[i], self.layout.zeit, text)
        if any("/" in text for text in found if found[text]):
            self.job.findings.note("Von Zeiträumen wie „2022/23“ gilt das erste Jahr.")
        return dates

    def _described(self, n: int, rows: list[int]) -> list[tuple[str, str]]:
        """Code ("GES=GESW") and label ("weiblich") of a characteristic, empty for the total."""
        names = (self.layout.variable, self.layout.code, self.layout.label)
        triples = zip(*(self.column(name.format(n=n)).iloc[rows] for name in names), strict=True)
        return [
            ("", "") if not code or is_total(label) else (f"{variable}={code}", label)
            for variable, code, label in triples
        ]

    def _value_columns(self) -> list[tuple[str, re.Match[str]]]:
        matches = [(name, _OLD_VALUE.fullmatch(name)) for name in self.raw.header]
        return [(name, match) for name, match in matches if match and not match[4]]

    def _blocks(self, rows: list[int]) -> Iterator[_Block]:
        """One block per column of values: the texts, their marks and what they are."""
        if self.layout is _NEW:
            unit, code, label = (self.column(n).iloc[rows].tolist() for n in _NEW_VALUES[1:])
            yield _Block("value", "value_q", list(zip(code, label, unit, strict=True)))
            return
        for name, match in self._value_columns():
            words = match[2].replace("_", " ").strip()
            what = (match[1], words, match[3].strip())
            yield _Block(name, f"{name}__q", [what] * len(rows))

    def _long(
        self,
        rows: list[int],
        block: _Block,
        described: list[list[tuple[str, str]]],
        found: Regions,
        dates: list[str],
        place: int,
        series: dict[str, Series],
    ) -> pd.DataFrame:
        texts = self.column(block.name).iloc[rows]
        marks = self.column(block.marks).iloc[rows] if block.marks in self.index else None
        read = cells.read_cells(texts, marks)
        self._check(texts, read.bad, rows, block.name)
        parts: list[_Parts] = list(zip(*described, strict=True)) if described else [()] * len(rows)
        frame = {
            columns.GEBIET: found.keys.iloc[rows].tolist(),
            columns.NAME: self.column(self.layout.label.format(n=place)).iloc[rows].tolist(),
            "ebene": found.levels.iloc[rows].tolist(),
            columns.STAND: dates,
            "reihe": _keys(parts, block.what, series),
            columns.WERT: read.wert,
            "zeichen": read.zeichen,
            "zeile": [self.raw.line(row) for row in rows],
        }
        return pd.DataFrame(frame, columns=list(LONG))

    def _check(self, texts: pd.Series, bad: np.ndarray, rows: list[int], name: str) -> None:
        for i in self.job.findings.listed(rows_where(bad)):
            self._problem(rows[i], name, cells.no_number(str(texts.iat[i])))
        if mixed := cells.mixed_decimals(texts):
            self.job.findings.add(mixed, spalte=name)

    def _problem(self, row: int, name: str, text: str) -> None:
        value = str(self.column(name).iat[row])
        self.job.findings.add(text, zeile=self.raw.line(row), spalte=name, wert=value)


@dataclass(frozen=True)
class _Block:
    """A column of values; `what`: code, label and unit of the variable in each row."""

    name: str
    marks: str
    what: list[tuple[str, str, str]]


def _keys(
    parts: list[_Parts],
    what: list[tuple[str, str, str]],
    series: dict[str, Series],
) -> list[str]:
    """Key of the series of each row; new ones are added to `series`."""
    known: dict[object, str] = {}
    keys = []
    for combination in zip(parts, what, strict=True):
        if combination not in known:
            inner, (code, label, unit) = combination
            narrowed = [(key, text) for key, text in inner if key]
            key = "|".join((code, *sorted(key for key, _ in narrowed), unit))
            known[combination] = key
            series.setdefault(
                key, Series(key, label or code, tuple(text for _, text in narrowed), unit)
            )
        keys.append(known[combination])
    return keys
