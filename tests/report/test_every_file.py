"""Every file that leaves the house: the same store, the same bytes, and each bears its mark."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from pptx import Presentation

from lebenslage.analysis.figures import Figures
from lebenslage.report.amtsblatt import gazette_text
from lebenslage.report.archive import zip_bytes
from lebenslage.report.book import Book
from lebenslage.report.deck.proposals import survey_results
from lebenslage.report.deck.statements import mark_line
from lebenslage.report.documents import council_paper, profile_sheet, situation_report
from lebenslage.report.handout import deck_paper
from lebenslage.report.layers import village_book
from lebenslage.report.opendata import open_data
from lebenslage.report.slides import slides
from lebenslage.report.workbook import workbook
from tests.report import pdf
from tests.report.conftest import figures_of

AREA, WAVE = "nordheim", "umfrage-2024"


def book(figures: Figures) -> Book:
    """As a page hands it out (`app.takeaway`)."""
    return replace(village_book(figures, AREA), vermerk=mark_line(figures))


MAKERS: dict[str, Callable[[Figures], bytes]] = {
    "steckbrief.pdf": lambda f: profile_sheet(f, AREA),
    "vorlage.pdf": council_paper,
    "lagebericht.pdf": situation_report,
    "folien.pdf": lambda f: deck_paper(survey_results(f, WAVE), f),
    "folien.pptx": lambda f: slides(survey_results(f, WAVE), f),
    "mappe.xlsx": workbook,
    "seite.xlsx": lambda f: book(f).xlsx,
    "seite.csv": lambda f: book(f).csv,
    "seite.geojson": lambda f: book(f).geojson,
    "seite.gpkg": lambda f: book(f).geopackage,
    "offen.zip": lambda f: zip_bytes(open_data(f)),
    "blatt.txt": lambda f: gazette_text(f, AREA).encode(),
}


@pytest.fixture(scope="module")
def made(figures) -> dict[str, bytes]:
    return {name: make(figures) for name, make in MAKERS.items()}


def test_the_same_store_gives_the_same_bytes(made, figures):
    """Computed anew from the same snapshot, as another process would."""
    again = figures_of(figures.snapshot)
    assert [name for name, make in MAKERS.items() if make(again) != made[name]] == []


@pytest.mark.parametrize("name", MAKERS)
def test_every_file_bears_date_version_procedure_and_mark(made, figures, name):
    told = words(name, made[name])
    for part in ("2022 bis 01.05.2024", "Fassung 1 der Daten", "Verfahren „zielwerte“"):
        assert part in told
    assert "beispieldaten" in told.casefold()


def words(name: str, data: bytes) -> str:
    """All text of a file."""
    match name.rsplit(".", 1)[1]:
        case "pdf":
            return pdf.text(data)
        case "pptx":
            shown = Presentation(io.BytesIO(data)).slides
            return "\n".join(one.notes_slide.notes_text_frame.text for one in shown)
        case "xlsx":
            sheets = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
            return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
        case "zip":
            packed = zipfile.ZipFile(io.BytesIO(data))
            return packed.read("LIESMICH.txt").decode() + packed.read("dcat.ttl").decode()
        case _:
            return data.decode("utf-8", "replace")
