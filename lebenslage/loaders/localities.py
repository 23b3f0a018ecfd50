"""Weiler out of geodata: points or outlines below the Ortsteile."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.area_names import name_property
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import PREVIEW_ROWS, Job, Outcome
from lebenslage.loaders.places import candidates, resolve_ortsteile
from lebenslage.loaders.tables import fold_heading
from lebenslage.model import columns
from lebenslage.model.area import ART_ORTSTEIL, ART_SCHREIBWEISE, CRS_MAP, fold
from lebenslage.model.exchange import Localities

#: What a place is called whose file and gazetteer do not say.
_ART = "Weiler"


def read_localities(
    properties: pd.DataFrame, shapes: gpd.GeoSeries, inside: np.ndarray, job: Job
) -> Outcome:
    """Weiler with the Ortsteil that the gazetteer names, else the one in which they lie.

    Parameters
    ----------
    shapes : gpd.GeoSeries
        EPSG:4326; None where an object could not be read.
    inside : array of float
        Part of each that lies in the Gemeinde (0-1); what lies outside is left out.
    """
    findings = job.findings
    properties = properties.rename(columns=str)
    column = name_property(properties, inside, job)
    if not column:
        text = f"Kein Merkmal nennt den Weiler. Vorhanden sind: {', '.join(properties.columns)}."
        findings.add(text)
        return Outcome(None, len(properties), len(properties.columns))
    names = [str(name).strip() for name in properties[column].fillna("")]
    near = (inside >= 0.5) & np.array([bool(name) for name in names])
    if not near.any() and not findings:
        findings.add("Keiner der Orte liegt in der Gemeinde. Ist das die richtige Datei?")
    if left := int((~near).sum()):
        words = "1 Objekt" if left == 1 else f"{left} Objekte"
        findings.note(f"Nicht übernommen: {words} ohne Namen oder außerhalb der Gemeinde.")
    rows = [_row(i, names[i], shapes, job) for i in rows_where(near)]
    frame = pd.DataFrame(rows, columns=[columns.NAME, columns.ORTSTEIL, "art"])
    frame["quelle"] = _sources(properties, near)
    whole = gpd.GeoDataFrame(frame, geometry=list(shapes[near]), crs=CRS_MAP)
    return Outcome(
        None if findings else Localities(whole),
        zeilen=len(whole),
        spalten=len(properties.columns),
        vorschau=properties[near].head(PREVIEW_ROWS).astype(str),
        spaltennamen=tuple(properties.columns),
        zusammenfassung={"Weiler": len(whole)},
    )


def _row(i: int, name: str, shapes: gpd.GeoSeries, job: Job) -> tuple[str, str, str]:
    if why := cell_rules.unsafe_text(name):
        job.findings.add(f"Objekt {i + 1}: {why}")
    key, problem = "", "Der Ort liegt in keinem Ortsteil."
    if job.known.gazetteer is not None:
        found = resolve_ortsteile([name], job.known)[name]
        key, problem = found.key, found.problem
    key = key or _where(shapes.iat[i], name, job)
    if not key and shapes.iat[i] is not None:
        job.findings.add(f"Objekt {i + 1}: {problem}", wert=name)
    return name, key, _art(name, key, job)


def _where(shape: object, name: str, job: Job) -> str:
    """The Ortsteil in which a place lies as the areas are now; empty if in none.

    Of an ambiguous name only one of those that the gazetteer has.
    """
    areas = job.known.flaechen
    if areas is None or shape is None:
        return ""
    point = shape.representative_point()  # type: ignore[attr-defined]
    held = areas.loc[areas.intersects(point), columns.ORTSTEIL]
    if job.known.gazetteer is not None and (may := candidates(name, job.known.gazetteer)):
        held = held[held.isin(may)]
    return str(held.iloc[0]) if len(held) else ""


def _art(name: str, key: str, job: Job) -> str:
    """What the gazetteer calls the place ("Weiler", "Hof", ...)."""
    places = job.known.gazetteer.places if job.known.gazetteer else ()
    kinds = [p.art for p in places if fold(p.name) == fold(name) and p.ortsteil_id == key]
    return next((k for k in kinds if k not in ("", ART_ORTSTEIL, ART_SCHREIBWEISE)), _ART)


def _sources(properties: pd.DataFrame, near: np.ndarray) -> list[str]:
    by_fold = {fold_heading(name): name for name in properties.columns}
    if "quelle" not in by_fold:
        return [""] * int(near.sum())
    return list(properties.loc[near, by_fold["quelle"]].fillna("").astype(str))
