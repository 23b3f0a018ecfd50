"""The workbook: real numbers, protected, no formulas, the same bytes every time."""

from __future__ import annotations

import io

import openpyxl
import pytest

from lebenslage.model import columns as col
from lebenslage.report.workbook import workbook


def sheet(data, name):
    rows = list(openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def made(figures):
    return workbook(figures)


def test_sheets_with_fixed_and_filtered_headers(made):
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Werte", "Punkte", "Veränderung", "Umfrage 2024", "Umfrage 2022",
                               "Katalog", "Quellen und Hinweise"]  # fmt: skip
    for name in book.sheetnames[:-1]:
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref


def test_numbers_are_numbers_and_those_of_the_pages(made, figures):
    rows = [r for r in sheet(made, "Werte") if r["Indikator"] == "Leerstandsquote"]
    nordheim = next(r for r in rows if r["Gebiet"] == "Nordheim" and str(r["Stand"]) == "2024")
    assert (nordheim["Wert"], nordheim["Zähler"], nordheim["Nenner"]) == (5, 5, 100)
    points = {(r["Gebiet"], r["Code"]): r["Punkte"] for r in sheet(made, "Punkte")}
    for row in figures.scores.scores.dropna(subset=[col.SCORE]).to_dict("records"):
        key = (figures.levels[row[col.GEBIET]], row[col.CODE])
        assert points[key] == pytest.approx(row[col.SCORE])


def test_hidden_cells_are_empty_with_a_reason(made):
    hidden = [r for r in sheet(made, "Umfrage 2024") if r["Gruppe"] == "Westtal"]
    assert hidden
    assert {r["Wert"] for r in hidden} == {None}
    assert {r["n"] for r in hidden} == {None}
    assert {r["Status"] for r in hidden} == {"nicht gezeigt (Datenschutz)"}


def test_one_ortsteil(figures):
    data = workbook(figures, "osterfeld")
    assert {r["Gebiet"] for r in sheet(data, "Werte")} <= {
        "Osterfeld", "Gemeinde Musterau", "Landkreis Musterkreis"
    }  # fmt: skip


def test_no_formula_and_same_bytes(made, figures):
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    assert not any(cell.data_type == "f" for cell in cells)
    assert workbook(figures) == made


def test_notes_tell_method_sources_and_marks(made):
    text = " ".join(str(v) for row in sheet(made, "Quellen und Hinweise") for v in row.values())
    for part in ("Beispieldaten", "Näherung", "Fassung 1 der Daten", "Statistisches Bundesamt"):
        assert part in text
