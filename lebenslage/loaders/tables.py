"""Column specifications shared by all table formats, and reading a table by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import Findings, quoted, rows_where, similar
from lebenslage.loaders.numbers import ENGLISH, MISSING, style_of


class Type(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "zahl"
    WHOLE = "ganze zahl"
    DATE = "datum"
    FLAG = "ja/nein"
    CHOICE = "auswahl"
    ADDRESS = "adresse"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table format.

    Parameters
    ----------
    needed : bool
        The column must be there.
    filled : bool
        None of its cells may be empty.
    default : Any
        Value of empty cells, and of the whole column where it is absent.
    low, high : float or None
        Bounds of a number, both allowed.
    choices : tuple of str
        For `CHOICE`; compared without case.
    past : bool
        A date must not lie in the future.
    aliases : tuple of str
        Other headings under which the column is known.
    percent : bool
        Numbers may carry a percent sign.
    free : bool
        A text that people write and that is shown letter by letter: it may begin like a formula
        or hold HTML. The sign that our exports put before the former is taken off.
    hidden : bool
        Understood, but neither in templates nor in messages (headings of other programs).
    """

    name: str
    type: Type = Type.TEXT
    needed: bool = False
    filled: bool = False
    default: Any = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    past: bool = False
    aliases: tuple[str, ...] = ()
    percent: bool = False
    free: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Matched:
    """Which column of the file holds which expected one.

    Parameters
    ----------
    found : mapping
        Expected name -> index in the file.
    missing : tuple of str
        Needed and not found.
    rest : tuple of int
        Columns of the file that nobody expects.
    """

    found: Mapping[str, int]
    missing: tuple[str, ...]
    rest: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """A table that was read: typed columns under their expected names, rows as in the file.

    Parameters
    ----------
    frame : pd.DataFrame
        All columns of the specification; the index is the row of `raw`.
    absent : frozenset of str
        Columns that the file does not have and that hold their default.
    """

    frame: pd.DataFrame
    raw: RawTable
    found: Mapping[str, int]
    findings: Findings
    absent: frozenset[str] = field(default=frozenset())

    def problem(self, row: int, column: str, message: str, value: str | None = None) -> None:
        """Note a problem at a cell; `value` is what the file says unless it is given."""
        index = self.found.get(column)
        if value is None and index is not None:
            value = str(self.raw.column(index).iat[row])
        name = self.raw.header[index] if index is not None else column
        self.findings.add(message, zeile=self.raw.line(row), spalte=name, wert=value)

    def blamed(self, row: int, column: str) -> bool:
        """Whether a problem at this cell is noted already."""
        index = self.found.get(column)
        name = self.raw.header[index] if index is not None else column
        return self.findings.at(self.raw.line(row), name)


def fold_heading(text: str) -> str:
    """Form under which headings are compared: without case, blanks, umlauts and byte mark."""
    text = "".join(text.replace("\ufeff", "").split()).casefold()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, plain)
    return text


def match_columns(
    header: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str] | None = None
) -> Matched:
    """Find the expected columns in a header.

    Parameters
    ----------
    mapping : mapping, optional
        Expected name -> heading in the file; beats the names.
    """
    index: dict[str, int] = {}
    for i, heading in enumerate(header):
        index.setdefault(fold_heading(heading), i)
    wanted = {name: fold_heading(heading) for name, heading in (mapping or {}).items()}
    found: dict[str, int] = {}
    for column in columns:
        names = [wanted[column.name]] if column.name in wanted else [column.name, *column.aliases]
        hits = [index[fold_heading(name)] for name in names if fold_heading(name) in index]
        if hits:
            found[column.name] = hits[0]
    missing = tuple(c.name for c in columns if c.needed and c.name not in found)
    rest = tuple(i for i in range(len(header)) if i not in found.values())
    return Matched(found, missing, rest)


def check_header(
    raw: RawTable,
    matched: Matched,
    columns: Sequence[Column],
    findings: Findings,
    *,
    strict: bool = True,
) -> None:
    """Note missing, doubled, nameless and (if `strict`) unknown columns."""
    if matched.missing:
        findings.add(missing_columns(matched.missing))
    counts = Counter(fold_heading(heading) for heading in raw.header if heading)
    doubled = {key for key, count in counts.items() if count > 1}
    for key in doubled:
        name = next(h for h in raw.header if fold_heading(h) == key)
        text = f"Die Spalte „{name}“ kommt {counts[key]}-mal vor; jede Spalte genau einmal."
        findings.add(text, zeile=1, spalte=name)
    names = [column.name for column in columns if not column.hidden]
    for i in matched.rest:
        heading = raw.header[i]
        if not heading:
            if (raw.column(i) != "").any():
                findings.add(f"Die {i + 1}. Spalte hat keinen Namen.", zeile=1)
        elif strict and fold_heading(heading) not in doubled:
            guess = similar(heading, [n for n in names if n not in matched.found])
            text = f"Die Spalte „{heading}“ ist unbekannt.{guess} Bekannt sind: {', '.join(names)}."
            findings.add(text, zeile=1, spalte=heading)


def missing_columns(names: Sequence[str]) -> str:
    """Sentence about needed columns that are not there."""
    if len(names) == 1:
        return f"Es fehlt die Spalte „{names[0]}“."
    return f"Es fehlen die Spalten {quoted(names)}."


def read_columns(
    raw: RawTable,
    columns: Sequence[Column],
    found: Mapping[str, int],
    findings: Findings,
    today: str,
) -> Table:
    """Read the cells of all columns by their types.

    Parameters
    ----------
    found : mapping
        Expected name -> index in the file, as from `match_columns`.
    today : str
        ISO date after which a date lies in the future.
    """
    style = _decimal_sign(raw, columns, found)
    series: dict[str, pd.Series] = {}
    for column in columns:
        if column.name not in found:
            series[column.name] = _defaults(column, raw)
            continue
        texts = raw.column(found[column.name])
        values, errors = _READERS[column.type](texts, cell_rules.Rule(column, style, today))
        empty = texts.isin(cell_rules.EMPTY) if column.type is not Type.NUMBER else values.isna()
        if column.filled:
            flagged = {row for row, _ in errors}
            blank = [row for row in rows_where(empty) if row not in flagged]
            errors += [(row, "Die Angabe fehlt.") for row in blank]
        heading = raw.header[found[column.name]]
        if column.type is Type.NUMBER and (signs := _missing_signs(texts)):
            findings.note(f"Spalte „{heading}“: {quoted(signs)} gilt als „kein Wert“.")
        for row, message in findings.listed(errors):
            findings.add(message, zeile=raw.line(row), spalte=heading, wert=str(texts.iat[row]))
        series[column.name] = values
    absent = frozenset(column.name for column in columns if column.name not in found)
    return Table(pd.DataFrame(series, index=raw.cells.index), raw, dict(found), findings, absent)


def _missing_signs(texts: pd.Series) -> list[str]:
    """Signs of a column that stand for "no value"; the empty cell needs no mention."""
    return sorted(texts[texts.isin(MISSING - {""})].unique())


def _decimal_sign(raw: RawTable, columns: Sequence[Column], found: Mapping[str, int]) -> str:
    """Decimal sign that the other columns of the file show; a comma-separated file has points."""
    styles = {
        style_of(raw.column(found[column.name]))
        for column in columns
        if column.type in (Type.NUMBER, Type.WHOLE) and column.name in found
    } - {""}
    if len(styles) == 1:
        return styles.pop()
    return ENGLISH if not styles and raw.trennzeichen == "," else ""


def _defaults(column: Column, raw: RawTable) -> pd.Series:
    if column.type is Type.NUMBER:
        value = float("nan") if column.default in ("", None) else float(column.default)
        return pd.Series(value, index=raw.cells.index, dtype=float)
    dtype = {Type.WHOLE: int, Type.FLAG: bool}.get(column.type, "str")
    return pd.Series(column.default, index=raw.cells.index, dtype=dtype)


_READERS = {
    Type.TEXT: cell_rules.read_text,
    Type.NUMBER: cell_rules.read_number,
    Type.WHOLE: cell_rules.read_whole,
    Type.DATE: cell_rules.read_date,
    Type.FLAG: cell_rules.read_flag,
    Type.CHOICE: cell_rules.read_choice,
    Type.ADDRESS: cell_rules.read_address,
}
