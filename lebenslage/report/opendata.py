"""Open data: what may be published as CSV with its schema, GeoJSON and metadata for GovData."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.report import formats
from lebenslage.report.deck.statements import mark_line
from lebenslage.report.files import guarded
from lebenslage.report.geofiles import geojson_bytes, geopackage_bytes, joined
from lebenslage.report.opendata_metadata import LIZENZ, Published, metadata
from lebenslage.report.sentence_parts import example_notice
from lebenslage.report.workbook import notes_of

#: Column -> type and description, for the schemas (CSV on the Web, W3C 2015).
_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    col.GEBIET: ("string", "Schlüssel des Ortsteils, der Gemeinde (AGS) oder des Landkreises"),
    "gebiet": ("string", "Name des Gebiets"),
    col.INDIKATOR: ("string", "Schlüssel des Indikators"),
    col.CODE: ("string", "Schlüssel des Handlungsfelds oder Indikators"),
    col.NAME: ("string", "Name"),
    col.STAND: ("string", "Datum oder Jahr, ISO 8601"),
    col.WERT: ("double", "Wert; leer, wenn er fehlt oder gesperrt ist"),
    "einheit": ("string", "Einheit des Werts"),
    col.UG: ("double", "untere Grenze des 95-%-Bereichs"),
    col.OG: ("double", "obere Grenze des 95-%-Bereichs"),
    col.ZAEHLER: ("double", "Zähler"),
    col.NENNER: ("double", "Nenner"),
    col.N: ("double", "Fälle hinter dem Wert"),
    col.N_EFF: ("double", "effektive Zahl der Fälle"),
    col.SCORE: ("double", "Punkte von 0 bis 100"),
    col.SCORE_UG: ("double", "untere Grenze: 5 % der Wiederholungen"),
    col.SCORE_OG: ("double", "obere Grenze: 95 % der Wiederholungen"),
    col.ABDECKUNG: ("double", "Anteil der Indikatoren mit Wert, 0 bis 1"),
    col.BEISPIEL: ("boolean", "ob erfundene Beispieldaten eingehen"),
    col.GUETE: ("string", "amtlich, naeherung oder beispiel"),
    col.STATUS: ("string", "ok, eingeklammert, unterdrueckt oder fehlt"),
    col.GRUND: ("string", "warum nichts gezeigt wird"),
    col.QUELLE: ("string", "Schlüssel der Quelle in quellen.csv"),
    col.FRAGE: ("string", "Schlüssel der Frage"),
    "fragetext": ("string", "Wortlaut der Frage"),
    col.GRUPPE: ("string", "Ortsteil; leer: alle"),
    col.STATISTIK: ("string", "mittelwert, median, anteil, top2, saldo, weiss_nicht, antworten"),
    col.AUSPRAEGUNG: ("string", "Antwort"),
}
_DIGITS: Final = 6


def open_data(figures: Figures) -> dict[str, bytes]:
    """All files by name; the same figures give the same bytes."""
    tables = {"werte": _values(figures), "punkte": _scores(figures), "indikatoren": _nodes(figures)}
    tables["quellen"] = figures.snapshot.quellen.reindex(columns=list(col.QUELLEN))
    for wave in figures.waves:
        name = re.sub(r"[^a-z0-9-]+", "-", wave.id.casefold())
        tables[f"umfrage-{name}"] = _survey(figures, wave.id)
    titles = {
        "werte": "Werte der Indikatoren",
        "punkte": "Punktwerte der Handlungsfelder",
        "indikatoren": "Definition der Indikatoren",
        "quellen": "Quellen",
    }
    files, published = {}, []
    for name, frame in tables.items():
        title = titles.get(name, f"Ergebnisse {name}")
        files[f"{name}.csv"] = _csv(frame)
        files[f"{name}.csv-metadata.json"] = _schema(name, title, frame)
        published.append(Published(f"{name}.csv", title, "CSV", "text/csv"))
    files |= _areas(figures)
    shapes = "Flächen der Ortsteile mit Punktwerten"
    published.append(Published("ortsteile.geojson", shapes, "GEOJSON", "application/geo+json"))
    packed = "application/geopackage+sqlite3"
    published.append(Published("ortsteile.gpkg", shapes, "GPKG", packed))
    graph = metadata(figures, published)
    files["dcat.ttl"], files["dcat.jsonld"] = graph
    files["LIESMICH.txt"] = _readme(figures).encode("utf-8")
    return dict(sorted(files.items()))


def _values(figures: Figures) -> pd.DataFrame:
    rows = figures.values[figures.values[col.GEBIET].isin(list(figures.levels))]
    nodes = figures.snapshot.catalogue
    rows = rows.assign(
        gebiet=rows[col.GEBIET].map(figures.levels),
        name=[nodes[code].label for code in rows[col.INDIKATOR]],
        einheit=[nodes[code].einheit for code in rows[col.INDIKATOR]],
    )
    keys = [col.GEBIET, "gebiet", col.INDIKATOR, col.NAME, col.STAND, col.WERT, "einheit"]
    rest = [col.UG, col.OG, col.ZAEHLER, col.NENNER, col.N, col.GUETE, col.STATUS, col.GRUND]
    rows = rows.sort_values([col.INDIKATOR, col.GEBIET, col.STAND])
    return rows[[*keys, *rest, col.QUELLE]]


def _scores(figures: Figures) -> pd.DataFrame:
    rows = figures.scores.scores
    rows = rows[rows[col.GEBIET].isin(list(figures.levels))]
    rows = rows.assign(
        gebiet=rows[col.GEBIET].map(figures.levels),
        name=[figures.snapshot.catalogue[code].label for code in rows[col.CODE]],
    )
    names = [col.GEBIET, "gebiet", col.CODE, col.NAME, col.SCORE, col.SCORE_UG, col.SCORE_OG]
    return rows[[*names, col.ABDECKUNG, col.BEISPIEL, col.GRUND]]


def _nodes(figures: Figures) -> pd.DataFrame:
    nodes = figures.snapshot.catalogue.indicators
    rows = [(n.code, n.label, n.einheit, n.definition, n.nenner, n.quelle) for n in nodes]
    names = [col.CODE, col.NAME, "einheit", "definition", col.NENNER, "quelle"]
    return pd.DataFrame(rows, columns=names)


def _survey(figures: Figures, wave_id: str) -> pd.DataFrame:
    wave, table = figures.wave(wave_id), figures.wave_table(wave_id)
    shown = table[table[col.GRUPPE].isin([*figures.names, ALLE])]
    texts = {column: q.text for q in wave.fragen for column in (q.code, *q.columns())}
    shown = shown.assign(fragetext=shown[col.FRAGE].map(texts), beispiel=wave.beispiel)
    names = [col.FRAGE, "fragetext", col.GRUPPE, col.STATISTIK, col.AUSPRAEGUNG, col.WERT]
    return shown[[*names, col.UG, col.OG, col.N, col.N_EFF, col.STATUS, col.BEISPIEL]]


def _csv(frame: pd.DataFrame) -> bytes:
    """RFC 4180: comma, point, UTF-8; missing is empty; no text is a formula to a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    if value.__class__.__name__ in ("bool", "bool_"):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(round(value, _DIGITS))
    return guarded(str(value))


def _schema(name: str, title: str, frame: pd.DataFrame) -> bytes:
    columns = []
    for column in frame.columns:
        number = pd.api.types.is_float_dtype(frame[column])
        kind, told = _COLUMNS.get(column, ("string", column))
        kind = "string" if kind == "double" and not number else kind
        columns.append({"name": column, "titles": column, "datatype": kind, "dc:description": told})
    schema = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "de"}],
        "url": f"{name}.csv",
        "dc:title": title,
        "dc:license": {"@id": LIZENZ},
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return _json(schema)


def _areas(figures: Figures) -> dict[str, bytes]:
    """Ortsteile with the points of every Handlungsfeld (null: none)."""
    state, scored = figures.snapshot, figures.scores.scores
    fields = [node.code for node in state.catalogue.handlungsfelder]
    rows = scored[scored[col.CODE].isin(fields)]
    points = rows.pivot(index=col.GEBIET, columns=col.CODE, values=col.SCORE).reindex(
        columns=fields
    )
    layer = joined(state.ortsteile, points.add_prefix("punkte_"))
    return {
        "ortsteile.geojson": geojson_bytes(layer, notes_of(figures).lines()),
        "ortsteile.gpkg": geopackage_bytes(layer, notes_of(figures).lines()),
    }


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _readme(figures: Figures) -> str:
    lines = [
        f"Offene Daten der Gemeinde {figures.gemeinde.name}: Lebenslagen in den Ortsteilen",
        mark_line(figures),
        "",
        f"Lizenz: Datenlizenz Deutschland – Namensnennung – Version 2.0 ({LIZENZ}).",
        f"Namensnennung: {figures.gemeinde.contact.amt}; dazu der Vermerk in quellen.csv.",
        "",
        "Zu jeder Tabelle sind die Spalten beschrieben (*.csv-metadata.json, CSV on the Web).",
        "dcat.ttl und dcat.jsonld beschreiben alles nach DCAT-AP.de für GovData.",
        "Werte, hinter denen zu wenige Personen stehen, sind leer; status und grund sagen warum.",
        *([example_notice(figures.snapshot.umfragen)] if figures.snapshot.has_examples else []),
    ]
    return "\n".join(lines) + "\n"
