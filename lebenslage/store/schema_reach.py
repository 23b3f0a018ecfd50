"""Tables of what can be reached: timetables, extracts of OpenStreetMap, the list of places."""

from __future__ import annotations

from sqlalchemy import Column, Float, LargeBinary

from lebenslage.store.schema_base import content, texts

fahrplaene = content(
    "fahrplaene",
    *texts("von", "bis", "tage", "quelle_id"),  # tage: JSON, kind of day -> date
    Column("halte", LargeBinary, nullable=False),  # Parquet
    Column("abfahrten", LargeBinary, nullable=False),  # Parquet
)

osm = content(
    "osm",
    *texts("stand", "quelle_id"),
    Column("orte", LargeBinary, nullable=False),  # Parquet
    Column("knoten", LargeBinary, nullable=False),  # Parquet
    Column("kanten", LargeBinary, nullable=False),  # Parquet
)

ortsliste = content(
    "ortsliste",
    *texts("ort_id", "art", "name"),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    *texts("geoeffnet", "geschlossen", "bemerkung"),
)
