"""The list of places that the Gemeinde keeps: what opened, closed, moved or was missing."""

from __future__ import annotations

import hashlib
from typing import Final

from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import Built, Format, Job, table_format
from lebenslage.loaders.tables import Column, Table, Type
from lebenslage.model.area import fold
from lebenslage.model.places import ARTEN, ORTSLISTE, PlaceList

_COLUMNS: Final = (
    Column("ort_id"),
    Column("art", Type.CHOICE, needed=True, filled=True, choices=tuple(ARTEN)),
    Column("name", needed=True, filled=True),
    Column("lat", Type.NUMBER, needed=True, filled=True, low=47, high=56),
    Column("lon", Type.NUMBER, needed=True, filled=True, low=5, high=16),
    Column("geoeffnet", Type.DATE, past=True),
    Column("geschlossen", Type.DATE, past=True),
    Column("bemerkung"),
)


def _build(table: Table, _job: Job) -> Built:
    frame = table.frame.copy()
    frame["ort_id"] = [
        row["ort_id"] or _own_id(row["art"], row["name"]) for row in frame.to_dict("records")
    ]
    for row in rows_where(frame["ort_id"].duplicated()):
        text = "Dieser Ort steht mehrfach da; jeder Ort genau einmal."
        table.problem(row, "name", text)
    both = (frame["geoeffnet"] != "") & (frame["geschlossen"] != "")
    for row in rows_where(both & (frame["geschlossen"] < frame["geoeffnet"])):
        table.problem(row, "geschlossen", "Der Ort schließt, bevor er öffnet.")
    frame = frame[list(ORTSLISTE)].reset_index(drop=True)
    closed = int((frame["geschlossen"] != "").sum())
    return Built(
        PlaceList(frame), zusammenfassung={"Orte": len(frame), "davon geschlossen": closed}
    )


def _own_id(art: str, name: str) -> str:
    """Id of a place that OpenStreetMap does not know: stays the same when it moves."""
    return "eigen/" + hashlib.sha256(f"{art}|{fold(name)}".encode()).hexdigest()[:12]


FORMAT: Final[Format] = table_format("orte", "Liste der Orte", _COLUMNS, _build)
