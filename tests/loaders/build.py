"""Small files for the tests of the loaders, and what is known of the tiny Gemeinde."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from lebenslage import loaders
from lebenslage.errors import DatenFehler
from lebenslage.model.exchange import Delivery, Known, Source
from tests import tiny

DATA: Final = Path(__file__).parent / "data"
KNOWN: Final = Known(
    gazetteer=tiny.gazetteer(),
    catalogue=tiny.catalogue(),
    gebiete={**tiny.ORTSTEILE, tiny.AGS: "Musterau", tiny.KREIS: "Landkreis Musterkreis"},
    questionnaires=(tiny.questionnaire("2024"),),
    heute="2025-06-30",
    crs="EPSG:25832",
)
LONG_HEADER: Final = "gebiet_id;indikator;stand;wert;zaehler;nenner"


def source(text: str | bytes, name: str = "datei.csv", encoding: str = "utf-8") -> Source:
    """A file with this text."""
    return Source(name, text if isinstance(text, bytes) else text.encode(encoding))


def lines(*rows: str) -> str:
    """Rows as a text file."""
    return "".join(f"{row}\n" for row in rows)


def long_table(*rows: str) -> Source:
    """Values of the tiny Gemeinde."""
    return source(lines(LONG_HEADER, *rows), "werte.csv")


def read(item: Source, known: Known = KNOWN, **options: Any) -> Delivery:
    """Read a file against what is known."""
    return loaders.read(item, known, **options)


def problems(item: Source, known: Known = KNOWN, **options: Any) -> list[str]:
    """All problems of a file as the user reads them; `read` must tell the same."""
    inspection = loaders.inspect(item, known, **options)
    found = [str(problem) for problem in inspection.probleme]
    if found:
        assert inspection.delivery is None
        with pytest.raises(DatenFehler) as caught:
            loaders.read(item, known, **options)
        assert str(caught.value) == "\n".join(found)
    return found


def workbook(rows: Iterable[Iterable[Any]], name: str = "datei.xlsx") -> Source:
    """An XLSX file with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return Source(name, buffer.getvalue())


def archive(members: dict[str, bytes], name: str = "datei.zip") -> Source:
    """A ZIP with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, data in members.items():
            packed.writestr(member, data)
    return Source(name, buffer.getvalue())
