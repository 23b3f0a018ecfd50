"""A package of Köln out of open data; see koeln/README.md."""

from __future__ import annotations

import csv
from pathlib import Path

from lebenslage.model.area import fold

KOELN = Path(__file__).parent / "koeln"
GEMEINDE = """
name = "Köln"
ags = "05315000"
landkreis = "Köln, kreisfreie Stadt"
land = "Nordrhein-Westfalen"
crs = "EPSG:25832"
[kontakt]
rolle = "Amt für Stadtentwicklung und Statistik"
amt = "Stadt Köln"
[flaechen]
amtlich = true
"""
CATALOGUE = (
    "code;eltern;richtung;gewicht;name;rolle;einheit;art;unten;oben\n"
    "gesamt;;1;1;Lebenslage gesamt;bewertet;Punkte;;;\n"
    "beteiligung;gesamt;1;1;Beteiligung;bewertet;Punkte;;;\n"
    "wahlbeteiligung;beteiligung;1;1;Wahlbeteiligung;bewertet;%;anteil;50;90\n"
    "einwohner;beteiligung;1;0;Einwohner;kontext;Personen;anzahl;;\n"
)
SOURCES = (
    "quelle_id;herausgeber;titel;lizenz\n"
    "wahl;Stadt Köln;Bundestagswahl 2013 nach Stadtbezirken;CC BY 3.0 DE\n"
)


def turnout() -> list[dict[str, str]]:
    with (KOELN / "wahl_2013.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def build(place: Path) -> Path:
    """Write the package: published files, and names for them."""
    rows = turnout()
    names = [f"{row['Name']};{fold(row['Name'])};Ortsteil" for row in rows]
    values = [
        f"{fold(r['Name'])};wahlbeteiligung;2013-09-22;{r['Wahlbeteiligung']};"
        f"{r['abgegeben']};{r['Wahlberechtigte']};wahl;amtlich"
        for r in rows
    ]
    head = "gebiet_id;indikator;stand;wert;zaehler;nenner;quelle_id;guete"
    for name, text in {
        "gemeinde.toml": GEMEINDE,
        "katalog.csv": CATALOGUE,
        "quellen.csv": SOURCES,
        "wohnplaetze.csv": "\n".join(["name;ortsteil_id;art", *names]) + "\n",
        "werte.csv": "\n".join([head, *values]) + "\n",
    }.items():
        (place / name).write_text(text, "utf-8")
    (place / "ortsteile.zip").write_bytes((KOELN / "Stadtbezirk.zip").read_bytes())
    return place
