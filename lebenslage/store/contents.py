"""What a file brought, as rows of the table that keeps it."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import pandas as pd
import shapely
from sqlalchemy import Connection, Table, delete, insert

from lebenslage.model import columns
from lebenslage.model.area import CRS_MAP, Gazetteer
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.counts import Counts
from lebenslage.model.exchange import (
    Areas,
    ComparisonTable,
    Content,
    Localities,
    PaperAnswers,
    SourceTable,
    ValueTable,
)
from lebenslage.model.grid import GridCells
from lebenslage.model.margins import Margins
from lebenslage.model.places import ORTSLISTE, OsmExtract, PlaceList
from lebenslage.model.registers import RegisterFile
from lebenslage.model.survey import Questionnaire, SurveyWave
from lebenslage.model.timetable import Timetable
from lebenslage.store import schema, schema_reach
from lebenslage.store.codecs import questionnaire_to_json, to_json, to_parquet

Row = dict[str, Any]
Encoded = tuple[Table, list[Row]]


@singledispatch
def encode(content: Content) -> Encoded:
    """Table and rows of a content; floats that are missing become None."""
    raise TypeError(f"no table for {type(content).__name__}")


@encode.register
def _(content: Catalogue) -> Encoded:
    names = [c.name for c in schema.katalog.columns if c.name not in ("import_id", "nummer")]
    return schema.katalog, [
        {name: _plain(getattr(node, name)) for name in names} for node in content.nodes
    ]


@encode.register
def _(content: Gazetteer) -> Encoded:
    return schema.orte, content.as_records()


@encode.register
def _(content: Areas) -> Encoded:
    frame = content.frame
    if frame.crs is not None and frame.crs != CRS_MAP:
        frame = frame.to_crs(CRS_MAP)
    texts = _rows(frame, tuple(name for name in columns.ORTSTEILE if name != "amtlich"))
    return schema.ortsteile, [
        {**row, "amtlich": bool(official), "geometrie": shapely.to_wkb(geometry)}
        for row, official, geometry in zip(texts, frame["amtlich"], frame.geometry, strict=True)
    ]


@encode.register
def _(content: Localities) -> Encoded:
    frame = content.frame.to_crs(CRS_MAP)
    return schema.weiler, [
        {**row, "geometrie": shapely.to_wkb(geometry)}
        for row, geometry in zip(_rows(frame, columns.WEILER), frame.geometry, strict=True)
    ]


@encode.register
def _(content: ValueTable) -> Encoded:
    return schema.werte, _rows(content.frame, columns.WERTE)


@encode.register
def _(content: ComparisonTable) -> Encoded:
    return schema.vergleich, _rows(content.frame, columns.VERGLEICH)


@encode.register
def _(content: SourceTable) -> Encoded:
    return schema.quellen, _rows(content.frame, columns.QUELLEN)


@encode.register
def _(content: GridCells) -> Encoded:
    row = {
        "thema": content.theme,
        "stand": content.stand,
        "aufloesung": content.resolution,
        "quelle_id": content.quelle_id,
        "zellen": to_parquet(content.cells),
    }
    return schema.gitter, [row]


@encode.register
def _(content: Counts) -> Encoded:
    return schema.zaehlungen, [
        {
            "thema": part.thema,
            "gruppe": part.gruppe,
            "stand": part.stand,
            "quelle_id": part.quelle_id,
            "tabelle": to_parquet(part.tabelle),
        }
        for part in content.by_date()
    ]


@encode.register
def _(content: Timetable) -> Encoded:
    row = {
        "von": content.von,
        "bis": content.bis,
        "tage": to_json(dict(content.tage)),
        "quelle_id": content.quelle_id,
        "halte": to_parquet(content.halte),
        "abfahrten": to_parquet(content.abfahrten),
    }
    return schema_reach.fahrplaene, [row]


@encode.register
def _(content: OsmExtract) -> Encoded:
    row = {
        "stand": content.stand,
        "quelle_id": content.quelle_id,
        "orte": to_parquet(content.orte),
        "knoten": to_parquet(content.knoten),
        "kanten": to_parquet(content.kanten),
    }
    return schema_reach.osm, [row]


@encode.register
def _(content: PlaceList) -> Encoded:
    texts = [name for name in ORTSLISTE if name not in ("lat", "lon")]
    rows = _rows(content.frame, tuple(texts))
    places = zip(rows, content.frame["lat"], content.frame["lon"], strict=True)
    return schema_reach.ortsliste, [
        {**row, "lat": float(lat), "lon": float(lon)} for row, lat, lon in places
    ]


@encode.register
def _(content: Questionnaire) -> Encoded:
    row = {"umfrage_id": content.id, "fragebogen": questionnaire_to_json(content)}
    return schema.fragebogen, [row]


@encode.register
def _(content: SurveyWave) -> Encoded:
    row = {
        "umfrage_id": content.fragebogen.id,
        "fragebogen": questionnaire_to_json(content.fragebogen),
        "antworten": to_parquet(content.antworten),
        "entfernt": to_json(content.entfernt),
    }
    return schema.umfragen, [row]


@encode.register
def _(content: PaperAnswers) -> Encoded:
    survey = content.wave.fragebogen
    row = {
        "umfrage_id": survey.id,
        "fragebogen": questionnaire_to_json(survey),
        "antworten": to_parquet(content.wave.antworten),
    }
    return schema.papierantworten, [row]


@encode.register
def _(content: Margins) -> Encoded:
    row = {
        "umfrage_id": content.umfrage,
        "gekreuzt": content.gekreuzt,
        "tabelle": to_parquet(content.tabelle),
    }
    return schema.randverteilungen, [row]


@encode.register
def _(content: RegisterFile) -> Encoded:
    return schema.eintraege, [
        {"register": d.register, "kennung": d.kennung, "daten": to_json(dict(d.daten))}
        for d in content.drafts
    ]


def beside(content: Content) -> Encoded | None:
    """Table and rows of what a content brings along: its sources."""
    bringing = (
        ValueTable | ComparisonTable | Counts | GridCells | Timetable | OsmExtract | PlaceList
    )
    if isinstance(content, bringing) and content.quellen is not None:
        return schema.quellen, _rows(content.quellen, columns.QUELLEN)
    return None


def write(connection: Connection, import_id: int, encoded: Encoded) -> None:
    """Write the rows of an import in their order."""
    table, rows = encoded
    if rows:
        numbered = [
            {"import_id": import_id, "nummer": number, **row} for number, row in enumerate(rows)
        ]
        connection.execute(insert(table), numbered)


def erase(connection: Connection, import_id: int) -> None:
    """Delete everything that an import brought; its entry in the list of imports stays."""
    for table in (
        *schema.CONTENT.values(),
        schema.rohdateien,
        schema.freigaben,
        schema.zuordnungen,
    ):
        connection.execute(delete(table).where(table.c.import_id == import_id))


def _rows(frame: pd.DataFrame, names: tuple[str, ...]) -> list[Row]:
    """Rows with these columns: numbers as float or None, everything else as text."""
    cells = {}
    for name in names:
        column = frame[name] if name in frame else pd.Series(index=frame.index, dtype=object)
        cells[name] = _floats(column) if name in schema.NUMBERS else _texts(column)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _floats(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def _texts(column: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else str(value) for value in column]


def _plain(value: Any) -> Any:
    """A value of a catalogue node as its column holds it: enumerations as text."""
    return str(value) if isinstance(value, str) else value
