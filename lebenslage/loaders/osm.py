"""An extract of OpenStreetMap: places that people go to, and the paths that lead there."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.formats import NO_FIT, PREVIEW_ROWS, Fit, Format, Job, Opened, Outcome
from lebenslage.loaders.osm_json import is_extract, read_json
from lebenslage.loaders.osm_parts import Parts, box_of
from lebenslage.loaders.osm_pbf import read_pbf
from lebenslage.model import columns
from lebenslage.model.places import ARTEN, ORTE, OsmExtract

#: Ids of the source, by whether distances follow paths.
WEGE: Final = "osm-wege"
LUFTLINIE: Final = "osm-luftlinie"


def _fits(opened: Opened, _job: Job) -> Fit:
    found = opened.kind == "osm" or (opened.kind == "json" and is_extract(opened.text))
    return (4.0, 1.0) if found else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    name = opened.source.name
    if job.known.ausschnitt is None:
        text = "Ein Auszug wird auf die Gemeinde zugeschnitten; zuerst braucht es die Ortsteile."
        raise DatenFehler(Problem(text, datei=name))
    parts = Parts(box_of(job.known.ausschnitt))
    if opened.kind == "osm":
        day = read_pbf(opened.pfad or opened.source.data, name, parts)
    else:
        day = read_json(opened.text, name, parts)
    places = parts.places()
    if places.empty:
        wanted = ", ".join(ARTEN.values())
        where = " in der Nähe der Gemeinde" if parts.gesehen else ""
        job.findings.add(f"Die Datei enthält{where} keinen der gesuchten Orte ({wanted}).")
        return Outcome(None, 0, 0)
    if not day:
        day = job.today
        job.findings.note(
            "Die Datei nennt ihren Stand nicht; angenommen ist der Tag des Einlesens."
        )
    nodes, edges = parts.network()
    key = WEGE if len(edges) else LUFTLINIE
    if not len(edges):
        job.findings.note(
            "Die Datei enthält keine Wege: Entfernungen sind Luftlinie, der Fußweg ist länger."
        )
    _tell_missing(places, job)
    content = OsmExtract(day, places, nodes, edges, key, _source(key, day))
    counts = places["art"].value_counts()
    return Outcome(
        content,
        zeilen=len(places),
        spalten=len(ORTE),
        vorschau=places.head(PREVIEW_ROWS).astype(str),
        zusammenfassung={
            "Stand": day,
            **{label: int(counts.get(art, 0)) for art, label in ARTEN.items()},
            "Wegstücke": len(edges),
        },
        roh=None if opened.source.data else places.to_csv(index=False, sep=";").encode(),
    )


def _tell_missing(places: pd.DataFrame, job: Job) -> None:
    missing = [label for art, label in ARTEN.items() if art not in set(places["art"])]
    if missing:
        job.findings.note(
            f"Nicht gefunden (auch 10 km um die Gemeinde nicht): {', '.join(missing)}. Dazu gibt "
            "es keine Werte; ein Ort lässt sich von Hand ergänzen."
        )


def _source(key: str, day: str) -> pd.DataFrame:
    how = "Wegstrecken im Wegenetz" if key == WEGE else "Entfernungen als Luftlinie"
    row = dict.fromkeys(columns.QUELLEN, "") | {
        columns.QUELLE: key,
        "herausgeber": "OpenStreetMap",
        "titel": f"Orte des täglichen Bedarfs; {how}",
        "lizenz": "ODbL 1.0",
        "vermerk": "© OpenStreetMap-Mitwirkende, Open Data Commons Open Database License (ODbL)",
        columns.STAND: day,
        "lieferant": "OpenStreetMap (Auszug, zum Beispiel von Geofabrik)",
    }
    return pd.DataFrame([row], columns=list(columns.QUELLEN))


FORMAT: Final = Format("osm", "Auszug aus OpenStreetMap", _fits, _read)
