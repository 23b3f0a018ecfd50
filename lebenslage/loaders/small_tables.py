"""The small tables of the package: sources and the gazetteer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from lebenslage.loaders.findings import rows_where, similar
from lebenslage.loaders.formats import Built, Format, Job, table_format
from lebenslage.loaders.tables import Column, Table, Type
from lebenslage.model import columns
from lebenslage.model.area import ART_ORTSTEIL, Gazetteer, Place
from lebenslage.model.exchange import SourceTable
from lebenslage.model.sources import RHYTHMEN

_SOURCE_COLUMNS: Final = (
    Column(columns.QUELLE, needed=True, filled=True),
    Column("herausgeber", needed=True, filled=True),
    Column("titel", needed=True, filled=True),
    Column("lizenz"),
    Column("vermerk"),
    Column("stand"),
    Column("adresse", Type.ADDRESS),
    Column("abgerufen", Type.DATE, past=True),
    Column("naechste_lieferung"),
    Column("lieferant"),
    Column(columns.RHYTHMUS, Type.CHOICE, choices=("", *RHYTHMEN)),
)
_PLACE_COLUMNS: Final = (
    Column(columns.NAME, needed=True, filled=True),
    Column(columns.ORTSTEIL, needed=True, filled=True),
    Column("art"),
    Column("schreibweise_von"),
    Column("lat", Type.NUMBER, low=47, high=56),
    Column("lon", Type.NUMBER, low=5, high=16),
    Column("quelle"),
)


def _build_sources(table: Table, _job: Job) -> Built:
    frame = table.frame
    keys = frame[columns.QUELLE]
    for row in rows_where(keys.duplicated() & (keys != "")):
        key = str(keys.iat[row])
        table.problem(row, columns.QUELLE, f"„{key}“ kommt mehrfach vor; jede Quelle genau einmal.")
    return Built(SourceTable(frame[list(columns.QUELLEN)]), zusammenfassung={"Quellen": len(frame)})


def _build_gazetteer(table: Table, job: Job) -> Built:
    frame = table.frame
    if not table.absent & {"schreibweise_von"}:
        _check_spellings(table)
    known = {key for key in job.known.gebiete if not _is_official_key(key)}
    keys = [columns.NAME, columns.ORTSTEIL]
    doubled = frame.duplicated(keys)
    places = []
    for row, cells in zip(frame.index, frame.to_dict("records"), strict=True):
        key, name = cells[columns.ORTSTEIL], cells[columns.NAME]
        if known and key and key not in known:
            text = f"„{key}“ ist kein bekannter Ortsteil.{similar(key, known)}"
            table.problem(row, columns.ORTSTEIL, text)
        if doubled[row]:
            table.problem(row, columns.NAME, f"„{name}“ steht für diesen Ortsteil mehrfach da.")
        art = cells["art"]
        art = ART_ORTSTEIL if art.casefold() == ART_ORTSTEIL.casefold() else art
        places.append(Place(name, key, art, *_position(cells)))
    summary = {"Namen": len(places), "Ortsteile": frame[columns.ORTSTEIL].nunique()}
    return Built(Gazetteer(tuple(places)), zusammenfassung=summary)


def _position(cells: dict[Hashable, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude if both are given."""
    lat, lon = cells["lat"], cells["lon"]
    return (None, None) if lat != lat or lon != lon else (float(lat), float(lon))


def _check_spellings(table: Table) -> None:
    names = set(table.frame[columns.NAME])
    for row, name in enumerate(table.frame["schreibweise_von"]):
        if name and name not in names:
            text = f"„{name}“ steht nicht in der Spalte „name“.{similar(name, names)}"
            table.problem(row, "schreibweise_von", text)


def _is_official_key(key: str) -> bool:
    """Keys of Gemeinde, Kreis and Land are digits only; those of Ortsteile may be too, but longer
    or shorter ones.
    """
    return key.isdigit() and len(key) in (2, 5, 8)


SOURCES: Final[Format] = table_format(
    "quellen", "Quellenverzeichnis", _SOURCE_COLUMNS, _build_sources
)
GAZETTEER: Final[Format] = table_format(
    "wohnplaetze", "Wohnplatzverzeichnis", _PLACE_COLUMNS, _build_gazetteer
)
