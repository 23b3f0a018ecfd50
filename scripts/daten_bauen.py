"""Rebuild the Gemeinde's package: `python -m scripts.daten_bauen SOURCES [DATA]`.

SOURCES is the folder with the files as collected (`ortsteile_fakten.csv`, ...), DATA the package
(default: `data/`). Written are `ortsteile.geojson`, `wohnplaetze.csv`, `werte.csv`,
`vergleich.csv` and `rohdaten/`; kept by hand and untouched are `gemeinde.toml`, `katalog.csv`,
`quellen.csv` and `README.md`. At the end the whole package is read as the program reads it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from lebenslage.errors import DatenFehler
from lebenslage.loaders import load_gemeinde, load_package
from lebenslage.loaders.delimited import parse_table
from lebenslage.loaders.text import decode
from lebenslage.model.area import ART_ORTSTEIL
from lebenslage.model.columns import VERGLEICH, WERTE, WOHNPLAETZE
from scripts.daten_tabellen import comparison_rows, value_rows
from scripts.daten_texte import AREA_SOURCE, ORTSTEILE, VARIANTS

ROOT = Path(__file__).resolve().parents[1]
#: Taken over byte by byte; the program reads them itself.
RAW_FILES = (
    "zensus2011_1km_wuestenrot.csv",
    "zensus2011_alter_100m_wuestenrot.csv",
    "zensus2011_weitere_100m_wuestenrot.csv",
    "eurostat_zensus2021_1km_wuestenrot.csv",
)

Row = Mapping[str, object]


def main(arguments: list[str]) -> int:
    """Write the package and check it."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    sources = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) > 1 else ROOT / "data"
    for path, data in files(sources).items():
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        print(f"{place}: {len(data)} Bytes")
    try:
        deliveries = load_package(target)
    except DatenFehler as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{load_gemeinde(target).name}: {len(deliveries)} Dateien gelesen, keine Fehler.")
    return 0


def files(sources: Path) -> dict[str, bytes]:
    """The built files of the package by their path below `data/`."""
    facts = read_rows(sources / "ortsteile_fakten.csv")
    comparison = read_rows(sources / "gemeinden_vergleich.csv")
    built = {
        "ortsteile.geojson": areas((sources / "ortsteile_naeherung.geojson").read_bytes()),
        "wohnplaetze.csv": as_csv(WOHNPLAETZE, places(read_rows(sources / "ortsteile_punkte.csv"))),
        "werte.csv": as_csv(WERTE, value_rows(facts, comparison)),
        "vergleich.csv": as_csv(VERGLEICH, comparison_rows(comparison)),
    }
    return built | {f"rohdaten/{name}": (sources / name).read_bytes() for name in RAW_FILES}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a source file as text, whatever its encoding and separator."""
    table = parse_table(decode(path.read_bytes(), path.name), path.name)
    columns = [table.column(i) for i in range(len(table.header))]
    return [dict(zip(table.header, row, strict=True)) for row in zip(*columns, strict=True)]


def areas(data: bytes) -> bytes:
    """The approximated Ortsteile with our columns, one per line."""
    by_name = {f["properties"]["ortsteil"]: f["geometry"] for f in json.loads(data)["features"]}
    lines = []
    for ortsteil_id, name in ORTSTEILE.items():
        properties = {
            "ortsteil_id": ortsteil_id,
            "name": name,
            "amtlich": False,
            "quelle": AREA_SOURCE,
        }
        feature = {"type": "Feature", "properties": properties, "geometry": by_name[name]}
        lines.append(json.dumps(feature, ensure_ascii=False))
    crs = '{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}'
    head = f'{{"type": "FeatureCollection", "name": "ortsteile", "crs": {crs}, "features": [\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


def places(points: Iterable[Mapping[str, str]]) -> list[Row]:
    """The gazetteer: Ortsteile first, then Weiler by Ortsteil, then other spellings."""
    ids = {name: ortsteil_id for ortsteil_id, name in ORTSTEILE.items()}
    rows: list[dict[str, object]] = []
    for point in points:
        is_ortsteil = point["name"] in ids
        rows.append(
            {
                "name": point["name"],
                "ortsteil_id": ids[point["ortsteil"]],
                "art": ART_ORTSTEIL if is_ortsteil else point["typ"],
                "lat": point["lat"].replace(".", ","),
                "lon": point["lon"].replace(".", ","),
                "quelle": _origin(point),
            }
        )
    for of, ortsteil_id, spellings in VARIANTS:
        art = "Schreibweise"
        rows += [
            {"name": s, "ortsteil_id": ortsteil_id, "art": art, "schreibweise_von": of}
            for s in spellings
        ]
    order = list(ORTSTEILE)
    rank = {ART_ORTSTEIL: 0, "Schreibweise": 2}
    return sorted(rows, key=lambda r: (rank.get(str(r["art"]), 1), order.index(r["ortsteil_id"])))


def _origin(point: Mapping[str, str]) -> str:
    """Source without the mirror that was read, and what is to be known about the position."""
    source = re.sub(r" \(Spiegel [^)]*\)", "", point["quelle"])
    note = point["genauigkeit"].removesuffix("; keine belegte Koordinate gefunden")
    plain = note in ("keine belegte Koordinate gefunden", "sekundengenau")
    return source if plain else f"{source}; {note}".replace('"', "“")


def as_csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    """A table as German Excel opens it by a double click: semicolon, comma, byte mark."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=";", restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
