"""Cells of the census of 2022 as the public map service gives them: one object with all columns."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pandas as pd

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.formats import NO_FIT, PREVIEW_ROWS, Fit, Format, Job, Opened, Outcome
from lebenslage.loaders.grid import check_places
from lebenslage.loaders.grid_cells import CellRows, inside, places_of
from lebenslage.loaders.grid_source import with_source
from lebenslage.loaders.grid_themes import STAND_2022
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.grid import GridCells

THEME: Final = "zensus2022-kartendienst"
_HEAD: Final = 1 << 16
_RESOLUTION: Final = {"gitter_id_100m": 100, "gitter_id_1km": 1000, "gitter_id_10km": 10000}
#: Attributes that say nothing about the people or houses of a cell.
_SILENT: Final = ("objectid", "id", "ags", "shape__area", "shape__length")


def _fits(opened: Opened, _job: Job) -> Fit:
    head = opened.text[:_HEAD].casefold()
    named = "gitter_id_" in head and ('"attributes"' in head or '"properties"' in head)
    return (3.0, 1.0) if opened.kind == "json" and named else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    records = _records(opened)
    table = pd.DataFrame(records)
    ids = [name for name in table.columns if fold_heading(str(name)) in _RESOLUTION]
    if not ids:
        text = "Kein Objekt nennt seine Gitterzelle (GITTER_ID_100m)."
        raise DatenFehler(Problem(text, datei=opened.source.name))
    x, y = places_of(table[ids[0]].fillna(""))
    if missing := int((np.isnan(x) | np.isnan(y)).sum()):
        job.findings.add(f"{missing} Objekte ohne lesbare Lage der Zelle.", spalte=str(ids[0]))
    columns: dict[str, Any] = {"x": x, "y": y}
    for name in table.columns:
        folded = fold_heading(str(name))
        if folded in _SILENT or folded in _RESOLUTION or folded.startswith(("x_mp", "y_mp")):
            continue
        numbers = pd.to_numeric(table[name], errors="coerce")
        if numbers.notna().any():
            columns[str(name)] = numbers.astype(float).to_numpy()
    found = inside(pd.DataFrame(columns), len(table), job.known.ausschnitt)
    check_places(found, job.findings)
    if not len(found.cells) and not job.findings:
        job.findings.add("Keine Zelle der Datei liegt in der Nähe der Gemeinde.")
    return _outcome(found, table, _RESOLUTION[fold_heading(str(ids[0]))])


def _outcome(found: CellRows, table: pd.DataFrame, resolution: int) -> Outcome:
    return Outcome(
        with_source(GridCells(THEME, STAND_2022, resolution, found.cells)),
        zeilen=found.rows,
        spalten=len(table.columns),
        vorschau=found.cells.head(PREVIEW_ROWS).astype(str),
        spaltennamen=tuple(map(str, table.columns)),
        zusammenfassung={
            "Thema": THEME,
            "Stand": STAND_2022,
            "Auflösung": f"{resolution} m",
            "Zellen": len(found.cells),
        },
    )


def _records(opened: Opened) -> list[dict[str, Any]]:
    """Attributes of all objects.

    Raises
    ------
    DatenFehler
        If it is no JSON, holds nothing, or the service has cut its answer.
    """
    name = opened.source.name
    try:
        content = json.loads(opened.text)
    except (ValueError, RecursionError):
        raise DatenFehler(Problem("Die Datei ist kein gültiges JSON.", datei=name)) from None
    features = content.get("features") if isinstance(content, dict) else None
    features = [f for f in features if isinstance(f, dict)] if isinstance(features, list) else []
    records = [f.get("attributes") or f.get("properties") for f in features]
    records = [record for record in records if isinstance(record, dict)]
    if not records:
        raise DatenFehler(Problem("Die Datei enthält keine Gitterzellen.", datei=name))
    if content.get("exceededTransferLimit"):
        text = (
            "Der Kartendienst hat seine Antwort abgeschnitten (höchstens 2.000 Zellen); bitte alle "
            "Teile in einer Datei zusammenführen oder weniger Zellen abfragen."
        )
        raise DatenFehler(Problem(text, datei=name))
    return records


FORMAT: Final = Format("zensus-karte", "Zensus-Gitterdaten des Kartendienstes", _fits, _read)
