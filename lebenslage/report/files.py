"""Files to take away: CSV for Excel, XLSX with a sheet that says where the numbers come from.

The same input gives the same bytes: no clock, no random, fixed dates in the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import xlsxwriter

from lebenslage.report import formats
from lebenslage.report.sentence_parts import EXAMPLES_INSIDE, approximation_notice

#: A spreadsheet program reads a cell that begins so as a formula (OWASP, CSV injection).
_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FIXED: Final = dt.datetime(2000, 1, 1)
_WIDTHS: Final = (9, 60)
_NOTES: Final = "Quellen und Hinweise"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands on the sheet "Quellen und Hinweise", in plain text.

    Parameters
    ----------
    titel : str
        What the table shows.
    quellen : sequence of str
        One line per source (`tables.source_lines`).
    stand, basis, methode : str
        Date of the figures, who or what they are about, how they were computed.
    hinweise : sequence of str
        Further caveats.
    beispiel, naeherung : bool
        Whether made-up figures or approximate boundaries are in it.
    herausgeber : str
        Who published the sources, for files with room for one line only.
    """

    titel: str
    quellen: Sequence[str] = ()
    stand: str = ""
    basis: str = ""
    methode: str = ""
    hinweise: Sequence[str] = ()
    beispiel: bool = False
    naeherung: bool = False
    herausgeber: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """Heading and text of every line of the sheet."""
        lines = [("Inhalt", self.titel)]
        if self.beispiel:
            lines.append(("Achtung", EXAMPLES_INSIDE))
        if self.naeherung:
            lines.append(("Achtung", approximation_notice()))
        named = (("Stand", self.stand), ("Bezug", self.basis), ("Verfahren", self.methode))
        lines += [(head, text) for head, text in named if text]
        lines += [("Hinweis", text) for text in self.hinweise]
        return lines + [("Quelle", text) for text in self.quellen]


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The table as CSV that a German Excel opens by double click.

    UTF-8 with BOM, semicolon, decimal comma, CRLF. Numbers are unrounded; a text that a
    spreadsheet program would take for a formula gets an apostrophe in front.

    Parameters
    ----------
    frame : pd.DataFrame
        Real numbers, texts, booleans; missing values become empty cells. The index is left out.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame], notes: Notes) -> bytes:
    """The tables as XLSX: real numbers, fixed and filtered header, sources on the last sheet.

    Parameters
    ----------
    sheets : mapping
        Sheet name -> table.
    notes : Notes
        Becomes the sheet "Quellen und Hinweise".
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties({"title": _xml_text(notes.titel), "created": _FIXED})
    styles = {
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"}
        ),
        "date": book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "strong": book.add_format({"bold": True, "valign": "top"}),
        "decimal": book.add_format({"num_format": "#,##0.0##"}),
        "whole": book.add_format({"num_format": "#,##0"}),
    }
    for name, frame in zip(sheet_names(sheets), sheets.values(), strict=True):
        _write_table(book.add_worksheet(name), frame, styles)
    _write_notes(book.add_worksheet(sheet_names([*sheets, _NOTES])[-1]), notes, styles)
    book.close()
    return out.getvalue()


def guarded(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would run it."""
    begins = text.startswith(_FORMULA_START) or text.lstrip().startswith(_FORMULA_START)
    return f"'{text}" if begins else text


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names as a spreadsheet allows them: 31 characters, no special ones, none twice."""
    result: list[str] = []
    for name in names:
        base = (
            re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31].rstrip(" '") or "Tabelle"
        )
        unique, number = base, 1
        while unique.casefold() in {other.casefold() for other in result}:
            number += 1
            unique = f"{base[: 30 - len(str(number))]} {number}"
        result.append(unique)
    return result


def _csv_cell(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    if isinstance(value, bool) or value.__class__.__name__ == "bool":
        return "ja" if value else "nein"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        number = float(value)
        text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
        return text.replace(".", ",")
    return guarded(str(value))


def _write_table(sheet: Any, frame: pd.DataFrame, styles: Mapping[str, Any]) -> None:
    rows = list(frame.itertuples(index=False, name=None))
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, _xml_text(name), styles["head"])
        style = styles["decimal" if _has_fractions(row[column] for row in rows) else "whole"]
        widest = len(str(name))
        for line, row in enumerate(rows, start=1):
            widest = max(widest, _write_cell(sheet, line, column, row[column], styles, style))
        sheet.set_column(column, column, min(max(widest + 3, _WIDTHS[0]), _WIDTHS[1]))
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, len(rows), len(frame.columns) - 1)


def _write_cell(
    sheet: Any, line: int, column: int, value: Any, styles: Mapping[str, Any], style: Any
) -> int:
    """Write one value with its own type; returns its width in characters."""
    if formats.is_missing(value):
        return 0
    if isinstance(value, bool) or value.__class__.__name__ == "bool":
        sheet.write_string(line, column, "ja" if value else "nein")
        return 4
    if isinstance(value, numbers.Real):
        sheet.write_number(line, column, float(value), style)
        return len(f"{float(value):,.2f}")
    text = _xml_text(value)
    if _DAY.match(text):
        try:
            day = dt.datetime.fromisoformat(text)
        except ValueError:
            day = None
        if day is not None and day.year >= 1900:
            sheet.write_datetime(line, column, day, styles["date"])
            return 10
    sheet.write_string(line, column, text)
    return max(map(len, text.splitlines()), default=0)


def _write_notes(sheet: Any, notes: Notes, styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 110)
    for line, (head, text) in enumerate(notes.lines()):
        sheet.write_string(line, 0, head, styles["strong"])
        sheet.write_string(line, 1, _xml_text(text), styles["wrap"])


def _has_fractions(values: Iterable[Any]) -> bool:
    return any(
        isinstance(value, numbers.Real)
        and not formats.is_missing(value)
        and not float(value).is_integer()
        for value in values
    )


def _xml_text(value: Any) -> str:
    """Text without the control characters that XML forbids, cut to what a cell holds."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", str(value))[:32767]
