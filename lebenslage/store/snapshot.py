"""The current state: the active imports, the newest winning.

Whole for catalogue, gazetteer and areas; per wave for surveys and margins; key by key for values,
comparison and sources; per theme and resolution for cells of a grid; per theme, group and date for
counts; per first day for timetables. "Newest" goes by the number of the import, so that undo and
redo lead back to exactly the same state.
"""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Column, Connection, Row, Select, Table, and_, exists, select

from lebenslage.model import columns
from lebenslage.model.area import CRS_MAP, Gazetteer, Place
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.counts import Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.grid import GridCells
from lebenslage.model.margins import Margins
from lebenslage.model.places import ORTSLISTE, OsmExtract
from lebenslage.model.rules import Guete
from lebenslage.model.survey import Questionnaire, SurveyWave
from lebenslage.model.timetable import Timetable
from lebenslage.store import schema, schema_reach
from lebenslage.store.codecs import assignment_from_json, from_parquet, questionnaire_from_json
from lebenslage.store.database import version_of
from lebenslage.store.records import ImportStatus
from lebenslage.store.schema import importe

_ACTIVE = importe.c.status == ImportStatus.AKTIV
#: A value, a comparison and a source are replaced by a newer one with the same key.
_VALUE_KEY = [columns.GEBIET, columns.INDIKATOR, columns.STAND]
_SOURCE_KEY = [columns.QUELLE]


def read_snapshot(connection: Connection) -> Snapshot:
    """Everything that holds now, read in the transaction of `connection`."""
    werte = _keyed(connection, schema.werte, columns.WERTE, _VALUE_KEY)
    vergleich = _keyed(connection, schema.vergleich, columns.VERGLEICH, _VALUE_KEY)
    umfragen = _waves(connection)
    return Snapshot(
        version=version_of(connection),
        catalogue=_catalogue(connection),
        gazetteer=_gazetteer(connection),
        ortsteile=_ortsteile(connection),
        werte=werte,
        vergleich=vergleich,
        quellen=_keyed(connection, schema.quellen, columns.QUELLEN, _SOURCE_KEY),
        zellen=_cells(connection),
        zaehlungen=_counts(connection),
        umfragen=umfragen,
        fahrplaene=_timetables(connection),
        osm=_extract(connection),
        ortsliste=_place_list(connection),
        frageboegen=_questionnaires(connection, umfragen),
        zuordnung=_assignment(connection),
        weiler=_weiler(connection),
        has_examples=_has_examples(connection)
        or any((frame[columns.GUETE] == Guete.BEISPIEL).any() for frame in (werte, vergleich)),
    )


def winning_waves(connection: Connection, table: Table = schema.umfragen) -> dict[str, int]:
    """Number of the import that currently supplies each wave from a table, by wave."""
    rows = connection.execute(_active(table, "umfrage_id"))
    return {row.umfrage_id: row.import_id for row in rows}


def parts_of_waves(connection: Connection) -> dict[str, dict[Table, int]]:
    """Imports that make up each wave: answers in a file, then those on paper."""
    waves: dict[str, dict[Table, int]] = {}
    for table in (schema.umfragen, schema.papierantworten):
        for wave_id, import_id in winning_waves(connection, table).items():
            waves.setdefault(wave_id, {})[table] = import_id
    return waves


def _active(table: Table, *names: str) -> Select[Any]:
    """Cells of the active imports, older imports first, in the order of each file."""
    cells: list[Column[Any]] = [table.c[name] for name in ("import_id", "nummer", *names)]
    return (
        select(*cells)
        .join(importe, importe.c.id == table.c.import_id)
        .where(_ACTIVE)
        .order_by(table.c.import_id, table.c.nummer)
    )


def _newest(connection: Connection, table: Table) -> list[Row[Any]]:
    """All rows of the newest active import of a kind."""
    last = (
        select(importe.c.id)
        .where(_ACTIVE, importe.c.tabelle == table.name)
        .order_by(importe.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = select(table).where(table.c.import_id == last).order_by(table.c.nummer)
    return list(connection.execute(rows))


def _keyed(
    connection: Connection, table: Table, names: tuple[str, ...], key: list[str]
) -> pd.DataFrame:
    cells = [table.c[name] for name in names]
    rows = connection.execute(_active(table, *names).with_only_columns(*cells)).all()
    frame = pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(names))
    frame = frame.astype({n: "float64" if n in schema.NUMBERS else "str" for n in names})
    if columns.WERT in names:
        # An empty cell of a newer file says nothing; it must not take away what is known.
        frame["_leer"] = frame[columns.WERT].isna()
        order = frame.sort_values("_leer", ascending=False, kind="stable").index
        frame = frame.loc[order].drop_duplicates(key, keep="last").sort_index()
        return frame.drop(columns="_leer").reset_index(drop=True)
    return frame.drop_duplicates(key, keep="last", ignore_index=True)


def _catalogue(connection: Connection) -> Catalogue:
    nodes = []
    for row in _newest(connection, schema.katalog):
        cells = {k: v for k, v in row._mapping.items() if k not in ("import_id", "nummer")}
        cells |= {"rolle": Role(row.rolle), "art": Kind(row.art)}
        nodes.append(Node(**cells))
    return Catalogue(tuple(nodes))


def _gazetteer(connection: Connection) -> Gazetteer:
    rows = _newest(connection, schema.orte)
    places = (Place(row.name, row.ortsteil_id, row.art, row.lat, row.lon) for row in rows)
    return Gazetteer(tuple(places))


def _ortsteile(connection: Connection) -> gpd.GeoDataFrame:
    rows = _newest(connection, schema.ortsteile)
    frame = pd.DataFrame(
        [tuple(row._mapping[name] for name in columns.ORTSTEILE) for row in rows],
        columns=list(columns.ORTSTEILE),
    ).astype({name: "bool" if name == "amtlich" else "str" for name in columns.ORTSTEILE})
    geometry = shapely.from_wkb([row.geometrie for row in rows])
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS_MAP)


def _weiler(connection: Connection) -> gpd.GeoDataFrame:
    """The newest file of Weiler; without one those of the gazetteer that have coordinates."""
    rows = _newest(connection, schema.weiler)
    if not rows:
        return _gazetteer(connection).localities()
    frame = pd.DataFrame(
        [tuple(row._mapping[name] for name in columns.WEILER) for row in rows],
        columns=list(columns.WEILER),
    )
    geometry = shapely.from_wkb([row.geometrie for row in rows])
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS_MAP)


def _cells(connection: Connection) -> tuple[GridCells, ...]:
    table = schema.gitter
    winners = {
        (row.thema, row.aufloesung): (row.import_id, row.nummer)
        for row in connection.execute(_active(table, "thema", "aufloesung"))
    }
    rows = (_one(connection, table, *winners[key]) for key in sorted(winners))
    return tuple(
        GridCells(row.thema, row.stand, row.aufloesung, from_parquet(row.zellen), row.quelle_id)
        for row in rows
    )


def _counts(connection: Connection) -> tuple[Counts, ...]:
    table = schema.zaehlungen
    winners = {
        (row.thema, row.gruppe, row.stand): (row.import_id, row.nummer)
        for row in connection.execute(_active(table, "thema", "gruppe", "stand"))
    }
    rows = (_one(connection, table, *winners[key]) for key in sorted(winners))
    return tuple(
        Counts(row.thema, from_parquet(row.tabelle), row.gruppe, quelle_id=row.quelle_id)
        for row in rows
    )


def _timetables(connection: Connection) -> tuple[Timetable, ...]:
    """The newest of each first day, in order."""
    table = schema_reach.fahrplaene
    rows = connection.execute(_active(table, "von"))
    winners = {row.von: (row.import_id, row.nummer) for row in rows}
    found = (_one(connection, table, *winners[von]) for von in sorted(winners))
    return tuple(
        Timetable(
            row.von,
            row.bis,
            json.loads(row.tage),
            from_parquet(row.halte),
            from_parquet(row.abfahrten),
            row.quelle_id,
        )
        for row in found
    )


def _extract(connection: Connection) -> OsmExtract | None:
    rows = _newest(connection, schema_reach.osm)
    if not rows:
        return None
    row = rows[-1]
    orte, knoten, kanten = (from_parquet(data) for data in (row.orte, row.knoten, row.kanten))
    return OsmExtract(row.stand, orte, knoten, kanten, row.quelle_id)


def _place_list(connection: Connection) -> pd.DataFrame:
    """The newest row of each place, in the order in which places were first named."""
    table = schema_reach.ortsliste
    found = {row.ort_id: row for row in connection.execute(_active(table, *ORTSLISTE))}
    rows = [tuple(row._mapping[name] for name in ORTSLISTE) for row in found.values()]
    frame = pd.DataFrame(rows, columns=list(ORTSLISTE))
    kinds = {name: "float64" if name in ("lat", "lon") else "str" for name in ORTSLISTE}
    return frame.astype(kinds)


def _waves(connection: Connection) -> tuple[SurveyWave, ...]:
    released: dict[int, set[tuple[str, int]]] = {}
    for row in connection.execute(select(schema.freigaben)):
        released.setdefault(row.import_id, set()).add((row.frage, row.zeile))
    margins = _margins(connection)
    waves = []
    for parts in parts_of_waves(connection).values():
        rows = {table: _one(connection, table, import_id, 0) for table, import_id in parts.items()}
        first = next(iter(rows.values()))
        frames = [from_parquet(row.antworten) for row in rows.values()]
        on_file = rows.get(schema.umfragen)
        before = 0
        free: set[tuple[str, int]] = set()
        for row, frame in zip(rows.values(), frames, strict=True):
            free |= {(f, before + line) for f, line in released.get(row.import_id, ())}
            before += len(frame)
        waves.append(
            SurveyWave(
                fragebogen=questionnaire_from_json(first.fragebogen),
                antworten=_joined(frames),
                entfernt=tuple(json.loads(on_file.entfernt)) if on_file else (),
                released=frozenset(free),
                margins=margins.get(first.umfrage_id, margins.get("")),
                papier=len(frames[-1]) if schema.papierantworten in rows else 0,
            )
        )
    return tuple(sorted(waves, key=lambda wave: (wave.fragebogen.erhebung, wave.fragebogen.id)))


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Answers of a file and of paper, under the columns of the file; "nicht gestellt" is None."""
    first, *others = frames
    if not others:
        return first
    whole = pd.concat(
        [first, *(f.reindex(columns=first.columns) for f in others)], ignore_index=True
    )
    columns = {str(name): whole[name] for name in whole}
    return pd.DataFrame(
        {
            name: cells.where(cells.notna(), None) if cells.dtype == object else cells
            for name, cells in columns.items()
        },
        index=whole.index,
    )


def _margins(connection: Connection) -> dict[str, Margins]:
    """The newest margins of each wave; under "" those for every wave."""
    table = schema.randverteilungen
    rows = connection.execute(_active(table, "umfrage_id", "gekreuzt", "tabelle"))
    return {
        row.umfrage_id: Margins(from_parquet(row.tabelle), row.gekreuzt, row.umfrage_id)
        for row in rows
    }


def _questionnaires(
    connection: Connection, waves: tuple[SurveyWave, ...]
) -> tuple[Questionnaire, ...]:
    """Of every wave, also of those that have no answers yet; the newest of each wave."""
    found = {wave.fragebogen.id: wave.fragebogen for wave in waves}
    answered = {
        wave_id: next(iter(parts.values())) for wave_id, parts in parts_of_waves(connection).items()
    }
    for row in connection.execute(_active(schema.fragebogen, "umfrage_id", "fragebogen")):
        if row.import_id > answered.get(row.umfrage_id, 0):
            found[row.umfrage_id] = questionnaire_from_json(row.fragebogen)
    return tuple(sorted(found.values(), key=lambda q: (q.erhebung, q.id)))


def _assignment(connection: Connection) -> Assignment:
    """What was decided for all active waves, the newest first to be heard."""
    table = schema.zuordnungen
    rows = (
        select(table.c.zuordnung)
        .join(importe, importe.c.id == table.c.import_id)
        .where(_ACTIVE)
        .order_by(table.c.import_id)
    )
    whole = Assignment()
    for text in connection.scalars(rows):
        whole = assignment_from_json(text).over(whole)
    return whole


def _one(connection: Connection, table: Table, import_id: int, number: int) -> Row[Any]:
    chosen = and_(table.c.import_id == import_id, table.c.nummer == number)
    return connection.execute(select(table).where(chosen)).one()


def _has_examples(connection: Connection) -> bool:
    """Whether figures rest on made-up files; entries of registers are no figures."""
    made_up = (_ACTIVE, importe.c.beispiel, importe.c.tabelle != schema.eintraege.name)
    return bool(connection.scalar(select(exists().where(*made_up))))
