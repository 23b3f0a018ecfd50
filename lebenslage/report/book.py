"""One table that a page offers, in every format somebody may need it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from lebenslage.report import geofiles
from lebenslage.report.files import Notes, csv_bytes, xlsx_bytes

#: Last column of a CSV and attribute of every area: what the file bears.
VERMERK = "vermerk"


@dataclass(frozen=True, eq=False)
class Book:
    """Tables with their notes; each file is made when it is asked for.

    Parameters
    ----------
    sheets : mapping
        Sheet name -> table; the first one is the CSV unless there is a `plain` one.
    plain : pd.DataFrame, optional
        The first table under the headings under which it can be imported again.
    layer : gpd.GeoDataFrame, optional
        The same figures with one row per Ortsteil and its area.
    vermerk : str
        Date, version, procedure and mark in one line, for files that have no sheet of notes.
    """

    sheets: Mapping[str, pd.DataFrame]
    notes: Notes
    plain: pd.DataFrame | None = None
    layer: gpd.GeoDataFrame | None = None
    vermerk: str = ""

    @property
    def csv(self) -> bytes:
        """The first table (`files.csv_bytes`); the mark stands in its last column."""
        table = next(iter(self.sheets.values())) if self.plain is None else self.plain
        return csv_bytes(table.assign(**{VERMERK: self.told}) if self.vermerk else table)

    @property
    def xlsx(self) -> bytes:
        """All tables and the notes; the mark is the first of them."""
        told = (self.vermerk, *self.notes.hinweise) if self.vermerk else self.notes.hinweise
        return xlsx_bytes(self.sheets, replace(self.notes, hinweise=told))

    @property
    def geojson(self) -> bytes:
        """The areas with their figures.

        Raises
        ------
        ValueError
            If there are no areas; so for `geopackage`.
        """
        return geofiles.geojson_bytes(self._areas(), self._lines())

    @property
    def geopackage(self) -> bytes:
        """The areas with their figures as one layer."""
        return geofiles.geopackage_bytes(self._areas(), self._lines())

    @property
    def told(self) -> str:
        """Mark and publishers in one line."""
        sources = f"Quelle: {self.notes.herausgeber}" if self.notes.herausgeber else ""
        return " · ".join(part for part in (self.vermerk, sources) if part)

    def on_areas(self, areas: gpd.GeoDataFrame, table: pd.DataFrame) -> Book:
        """The same with a layer: areas, and the row of each in `table` (index: `ortsteil_id`)."""
        return replace(self, layer=geofiles.joined(areas, table))

    def _areas(self) -> gpd.GeoDataFrame:
        if self.layer is None:
            raise ValueError("Diese Tabelle hat keine Flächen.")
        return self.layer.assign(**{VERMERK: self.told}) if self.vermerk else self.layer

    def _lines(self) -> list[tuple[str, str]]:
        head = [("Vermerk", self.vermerk)] if self.vermerk else []
        return [*head, *self.notes.lines()]


def book_of(sheet: str, table: pd.DataFrame, notes: Notes) -> Book:
    """One table with its notes."""
    return Book({sheet: table}, notes)
