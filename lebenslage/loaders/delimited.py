"""Delimited text to a raw table: separator, quotes, lines of unequal length."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.findings import MAX_LISTED
from lebenslage.loaders.text import Decoded

#: Separators that are recognised, with their German name; the first wins a tie.
DELIMITERS: Final = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_SAMPLE_RECORDS: Final = 50
_SAMPLE_CHARS: Final = 200_000
_BLOCK: Final = 1 << 24
_SEP_LINE: Final = re.compile(r"\s*sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the file: text cells, nothing interpreted.

    Parameters
    ----------
    header : tuple of str
        Column names as written, without surrounding blanks.
    cells : pd.DataFrame
        One text column per header name, labelled 0, 1, ...; NaN is a cell that holds nothing at
        all, "" a quoted empty text (survey software tells the two apart).
    titel : tuple of str
        What stands above the header.
    lines : callable
        Gives the line of every row, counted as a text editor does.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame = field(repr=False)
    kodierung: str
    trennzeichen: str
    lines: Callable[[], np.ndarray] = field(repr=False)
    titel: tuple[str, ...] = ()

    @cached_property
    def _lines(self) -> np.ndarray:
        return self.lines()

    def line(self, row: int) -> int:
        """Line of a row in the file (the header is line 1 if nothing stands above it)."""
        return int(self._lines[row])

    def column(self, index: int, first: int | None = None) -> pd.Series:
        """Cells of a column without surrounding blanks; empty text where there is nothing.

        Parameters
        ----------
        first : int, optional
            So many rows from the top; default: all.
        """
        return self.cells[index].iloc[:first].fillna("").str.strip()

    def let_go(self) -> None:
        """Give the memory of the cells back once all are read; header and lines stay."""
        object.__setattr__(self, "cells", self.cells.iloc[:, :0])

    def as_csv(self) -> bytes:
        """The table as text again, in UTF-8: what is kept of a file of which only a part counts."""
        whole = self.cells.set_axis(list(self.header), axis=1)
        return whole.to_csv(sep=self.trennzeichen or ";", index=False).encode("utf-8")


def detect_delimiter(text: str) -> str | None:
    """Separator of a table, judged by how evenly it splits header and first rows.

    Returns
    -------
    str or None
        One of `DELIMITERS`; None if none of them splits the header.
    """
    sample = text[:_SAMPLE_CHARS]
    best, best_score = None, (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(record) for record, _ in _records(sample, delimiter, _SAMPLE_RECORDS)]
        if len(sample) < len(text) and 1 < len(widths) < _SAMPLE_RECORDS:
            widths.pop()  # the sample may end inside a record
        if not widths or widths[0] < 2:
            continue
        even = sum(width == widths[0] for width in widths) / len(widths)
        if (even, widths[0]) > best_score:
            best, best_score = delimiter, (even, widths[0])
    return best


def parse_table(decoded: Decoded, name: str, delimiter: str | None = None) -> RawTable:
    """Split a text file into header and cells.

    Parameters
    ----------
    delimiter : str, optional
        Separator, if it is known already.

    Raises
    ------
    DatenFehler
        If there is no data, no separator fits, or lines have unequal length (all of them listed).
    """
    mark = _SEP_LINE.match(decoded.text)
    start, skipped = (mark.end(), 1) if mark else (0, 0)
    text = decoded.text[start:]
    delimiter = mark[1] if mark else delimiter
    delimiter = delimiter if delimiter in DELIMITERS else detect_delimiter(text)
    if delimiter is None:
        raise DatenFehler(Problem(_no_delimiter(text), datei=name))
    header, header_end = _header(text, delimiter)
    width = len(header)
    data = decoded.utf8()
    skip = header_end + skipped
    cells = None if text.count('"') % 2 else _parse_fast(data, delimiter, width, skip)
    if cells is None:
        cells = _parse_slowly(text, delimiter, width, name, skipped)
    filled = _filled(cells)
    if not filled.any():
        message = "Die Datei hat nur eine Kopfzeile und keine Daten."
        raise DatenFehler(Problem(message, datei=name))

    def lines() -> np.ndarray:
        # decoded again, so that a big table need not carry its text along
        records = _records(str(data, "utf-8")[start:], delimiter)
        starts = np.array([line + skipped for _, line in records], dtype=int)
        kept_lines: np.ndarray = starts[1:][filled]
        return kept_lines

    kept = cells if filled.all() else cells.loc[filled].reset_index(drop=True)
    return RawTable(header, kept, decoded.kodierung, delimiter, lines)


def _records(text: str, delimiter: str, limit: int = -1) -> Iterator[tuple[list[str], int]]:
    """Records that are no blank lines, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    end = 0
    while limit:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than csv takes: an opening quote is never closed
            record = [""]
        start, end = end + 1, reader.line_num
        if record:
            limit -= 1
            yield record, start


def _filled(cells: pd.DataFrame) -> np.ndarray:
    """Rows in which anything but blanks stands; a column is looked at only where that is open."""
    filled = np.zeros(len(cells), dtype=bool)
    for column in cells.columns:
        waiting = np.flatnonzero(~filled)
        if not len(waiting):
            break
        texts = cells[column].iloc[waiting].fillna("").str.strip()
        filled[waiting] = (texts != "").to_numpy()
    return filled


def split_header(text: str, delimiter: str) -> tuple[str, ...]:
    """Column names of the first record of a text, without surrounding blanks."""
    return _header(text, delimiter)[0]


def _header(text: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The column names, and the last line of the header."""
    reader = csv.reader(io.StringIO(text[:_SAMPLE_CHARS], newline=""), delimiter=delimiter)
    record = next(filter(None, reader), [])
    return tuple(" ".join(cell.split()) for cell in record), reader.line_num


def _parse_fast(
    data: bytes | memoryview, delimiter: str, width: int, skip: int
) -> pd.DataFrame | None:
    """Cells by pyarrow; None if a line does not have the width of the header."""
    names = [str(i) for i in range(width)]
    uneven: list[object] = []

    def on_uneven(row: object) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=skip, block_size=_BLOCK),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=on_uneven
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if uneven:
        return None
    rows, cells = table.num_rows, table.columns
    del table
    columns = {}
    for i in range(width):  # one after the other: not all of them twice in memory
        columns[i] = pd.Series(cells.pop(0).to_pandas(), dtype="str")
    return pd.DataFrame(columns, index=range(rows), copy=False)


def _parse_slowly(text: str, delimiter: str, width: int, name: str, skipped: int) -> pd.DataFrame:
    """Cells by the `csv` module, which also knows the lines of what is wrong."""
    rows: list[list[str]] = []
    problems: list[Problem] = []
    single = 0
    for record, line in _records(text, delimiter):
        if not rows and line == 1:
            rows.append(record)
            continue
        surplus = record[width:]
        if not any(cell.strip() for cell in record):
            record = [""] * width
        elif len(record) < width or any(cell.strip() for cell in surplus):
            single += len(record) == 1
            if len(problems) < MAX_LISTED:
                message = _uneven(len(record), width)
                problems.append(Problem(message, datei=name, zeile=line + skipped))
        rows.append((record + [""] * width)[:width])
    if unclosed := _unclosed_quote(text, delimiter):
        message = "Ein Anführungszeichen wird geöffnet und nicht wieder geschlossen."
        problems = [Problem(message, datei=name, zeile=unclosed + skipped)]
    elif single > 1 and single == len(rows) - 1:
        message = (
            f"Die Kopfzeile ist mit {DELIMITERS[delimiter]} getrennt, die Zeilen darunter nicht. "
            "Bitte überall dasselbe Trennzeichen verwenden."
        )
        problems = [Problem(message, datei=name)]
    if problems:
        raise DatenFehler(problems)
    return pd.DataFrame(rows[1:], columns=range(width), dtype="str")


def _uneven(found: int, width: int) -> str:
    count = "1 Feld" if found == 1 else f"{found} Felder"
    return f"Die Zeile hat {count}, die Kopfzeile hat {width}."


def _unclosed_quote(text: str, delimiter: str) -> int:
    """Line on which a quote opens that is never closed; 0 if there is none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    end = 0
    while True:
        try:
            next(reader)
        except StopIteration:
            return 0
        except csv.Error as error:
            if "unexpected end" in str(error) or "field larger" in str(error):
                return end + 1
        end = reader.line_num


def _no_delimiter(text: str) -> str:
    if not text.strip():
        return "Die Datei ist leer."
    return (
        "Alle Angaben stehen in einer einzigen Spalte. Erwartet wird eine Tabelle, deren Spalten "
        "mit Semikolon, Komma, Tabulator oder senkrechtem Strich getrennt sind."
    )
