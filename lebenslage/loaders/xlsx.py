"""XLSX, XLS and ODS to a raw table, after a look inside the container."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import python_calamine

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import archives
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.titles import title_rows
from lebenslage.model.exchange import Source

_OLE: Final = b"\xd0\xcf\x11\xe0"
_TEXTS: Final = (".csv", ".tsv", ".txt")
#: Member that every OpenDocument file has.
_CONTENT: Final = "content.xml"
_MACRO_PARTS: Final = ("vbaproject.bin", "basic/script-lc.xml")


def is_spreadsheet(source: Source) -> bool:
    """Whether the content (not the name) is a workbook."""
    if source.data.startswith(_OLE):
        return True
    names = _members(source)
    return _CONTENT in names or any(name.startswith("xl/") for name in names)


def _members(source: Source) -> list[str]:
    """Names of the files in a ZIP container; none in any other file."""
    if not archives.is_zip(source.data):
        return []
    return archives.open_archive(source, archives.MAX_TABLE_BYTES).namelist()


def misnamed(source: Source) -> str:
    """A sentence about a workbook whose name says that it is text; empty for any other file."""
    if source.suffix not in _TEXTS or not is_spreadsheet(source):
        return ""
    kind = "eine OpenDocument-Tabelle" if _CONTENT in _members(source) else "eine Excel-Datei"
    return (
        f"Die Datei ist {kind}, auch wenn ihr Name auf „{source.suffix}“ endet; sie wurde als "
        "solche gelesen."
    )


def read_spreadsheet(source: Source, findings: Findings) -> RawTable:
    """Read the first sheet that holds anything.

    Raises
    ------
    DatenFehler
        If the workbook holds macros, is damaged or protected, unpacks to too much, or is empty.
    """
    _check(source)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = [(name, _rows(workbook, name)) for name in workbook.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise _refused(source, "Die Arbeitsmappe lässt sich nicht lesen.") from None
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        raise _refused(source, "Die Datei ist leer.")
    name, rows = filled[0]
    if len(filled) > 1:
        findings.note(f"Gelesen wurde nur das erste Tabellenblatt „{name}“.")
    return _raw_table(rows, source)


def _check(source: Source) -> None:
    macros = f"„{source.name}“ enthält Makros und wird nicht geöffnet. "
    macros += "Bitte als XLSX ohne Makros oder als CSV speichern."
    if source.data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in source.data:
            raise _refused(source, "Die Datei ist mit einem Kennwort geschützt.")
        if "_VBA_PROJECT".encode("utf-16-le") in source.data:
            raise _refused(source, macros)
        return
    archive = archives.open_archive(source, archives.MAX_SHEET_BYTES)
    if any(name.lower().endswith(_MACRO_PARTS) for name in archive.namelist()):
        raise _refused(source, macros)
    archives.check_members(archive, source)


def _rows(workbook: python_calamine.CalamineWorkbook, name: str) -> list[tuple[int, list[str]]]:
    """Rows of a sheet that hold anything, each with its number."""
    grid = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(grid, 1))
    return [(number, row) for number, row in rows if any(row)]


def _raw_table(rows: list[tuple[int, list[str]]], source: Source) -> RawTable:
    above = title_rows([row for _, row in rows])
    titles = tuple("".join(row) for _, row in rows[:above])
    (_, header), *body = rows[above:]
    if not body:
        raise _refused(source, "Die Datei hat nur eine Kopfzeile und keine Daten.")
    width = max(i for _, row in rows[above:] for i, cell in enumerate(row, 1) if cell)
    header = [" ".join(cell.split()) for cell in header] + [""] * width
    cells = pd.DataFrame(
        [row[:width] for _, row in body], columns=range(width), dtype="str"
    ).fillna("")
    numbers = np.array([number for number, _ in body])
    return RawTable(tuple(header[:width]), cells, "", "", lambda: numbers, titles)


def cell_text(cell: Any) -> str:
    """Text of a typed cell, so that the same readers serve workbooks and CSV.

    Notes
    -----
    A number with exactly three decimals gets a fourth: "1.234" alone could be read as 1234.
    """
    if cell is None or isinstance(cell, str):
        return (cell or "").strip()
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, int | float):
        if float(cell).is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        text = repr(float(cell))
        return f"{text}0" if "e" not in text and len(text.partition(".")[2]) == 3 else text
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell.total_seconds()) if isinstance(cell, timedelta) else str(cell)


def _refused(source: Source, text: str) -> DatenFehler:
    return DatenFehler(Problem(text, datei=source.name))
