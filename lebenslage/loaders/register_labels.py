"""Headings and labels of register tables: ages, sexes, what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from lebenslage.loaders.tables import Column, fold_heading

ORT: Final = "ortsteil"
STAND: Final = "stand"
ALTER: Final = "alter"
GESCHLECHT: Final = "geschlecht"
DEUTSCH: Final = "deutsch"
ANZAHL: Final = "anzahl"
ZUZUEGE: Final = "zuzuege"
FORTZUEGE: Final = "fortzuege"

#: Columns of a register table; names under which programs and offices write them.
COLUMNS: Final = (
    Column(
        ORT,
        aliases=(
            *("ortsteil_id", "Ortschaft", "Ort", "Gemeindeteil", "Stadtteil", "Teilort"),
            *("Bezirk", "Ortsteilname", "Gebiet", "gebiet_id", "Wohnplatz", "Gemarkung"),
        ),
    ),
    Column(STAND, aliases=("Stichtag", "Datum", "Jahr", "Berichtsjahr", "Auswertungsstichtag")),
    Column(
        ALTER,
        aliases=(
            *("Altersgruppe", "Altersgruppen", "Altersklasse", "Altersjahr", "Alter in Jahren"),
            *("Lebensalter", "Alter von bis", "Alter (Jahre)"),
        ),
    ),
    Column(GESCHLECHT, aliases=("Geschl.", "Geschl", "sex")),
    Column(DEUTSCH, aliases=("Staatsangehörigkeit", "Staatsangehoerigkeit", "Nationalität")),
    Column(
        ANZAHL,
        aliases=(
            *("Einwohner", "Einwohnerzahl", "Personen", "Bevölkerung", "Anzahl Personen", "Summe"),
            *("Insgesamt", "Gesamt", "Bestand", "Einwohnerinnen und Einwohner", "Hauptwohnsitz"),
            *("Anzahl Einwohner", "Wohnberechtigte", "EW"),
        ),
    ),
    Column(ZUZUEGE, aliases=("Zuzug", "Zugezogene", "Zugezogen", "Zuzüge insgesamt")),
    Column(
        FORTZUEGE,
        aliases=(
            "Fortzug",
            "Wegzüge",
            "Wegzug",
            "Fortgezogene",
            "Weggezogene",
            "Wegzüge insgesamt",
        ),
    ),
)

_TOTALS: Final = frozenset(
    {"summe", "insgesamt", "gesamt", "zusammen", "alle", "gesamtsumme", "gesamtergebnis", "total"}
)
_SEXES: Final = {
    "m": "m",
    "maennlich": "m",
    "maenner": "m",
    "mann": "m",
    "w": "w",
    "weiblich": "w",
    "frauen": "w",
    "frau": "w",
    "d": "d",
    "divers": "d",
    "x": "d",
    "ohneangabe": "d",
    "diversohneangabe": "d",
}
_GERMAN: Final = {
    "deutsch": "ja",
    "deutsche": "ja",
    "de": "ja",
    "ja": "ja",
    "nichtdeutsch": "nein",
    "auslaender": "nein",
    "auslaendisch": "nein",
    "auslaenderinnenundauslaender": "nein",
    "nichtdeutsche": "nein",
    "nein": "nein",
}
_FILLERS: Final = re.compile(r"\b(jahren?|jährige|alter|altersgruppe|ab dem|im|von|u\.|und)\b|\.")
_SPAN: Final = re.compile(r"(\d{1,3})\s*(bis unter|b\.\s*u\.|bis|-|–|—)\s*(\d{1,3})")
_UNDER: Final = re.compile(r"(?:unter|u|<|bis unter|0 bis unter)\s*(\d{1,3})")
_OPEN: Final = re.compile(
    r"(?:ab|>=|≥)\s*(\d{1,3})|(\d{1,3})\s*(?:\+|(?:u|und)?\s*(?:älter|aelter|mehr|m|ä)(?:e)?\b.*)"
)


@dataclass(frozen=True, slots=True)
class Age:
    """Ages from (including) to (excluding); `bis` is NaN for an open group."""

    von: float
    bis: float


def is_total(text: str) -> bool:
    """Whether a label stands for the sum of the others."""
    return fold_heading(text).strip(".:") in _TOTALS


def sex_of(text: str) -> str | None:
    """Code of a sex ("m", "w", "d"); "" for all together, None if it is no sex."""
    key = fold_heading(text).replace("/", "").replace("-", "")
    return "" if key in _TOTALS else _SEXES.get(key)


def german_of(text: str) -> str | None:
    """Whether German ("ja", "nein"); "" for all together, None if it is neither."""
    key = fold_heading(text).replace("-", "")
    return "" if key in _TOTALS else _GERMAN.get(key)


def age_of(text: str) -> Age | None:
    """Ages that a label means ("0-2", "3 bis unter 6", "unter 3", "80 und älter", "17")."""
    plain = " ".join(text.replace("\u00a0", " ").casefold().split())
    bare = plain.removesuffix(" jahre").removesuffix(" jahren").removesuffix(" j.").strip()
    bare = bare.removeprefix("alter ").removeprefix("von ").strip()
    if bare.isdigit() and len(bare) <= 3:
        return Age(float(bare), float(bare) + 1)
    if span := _SPAN.fullmatch(bare.replace(" jahre", "").replace(" jahren", "")):
        low, high = int(span[1]), int(span[3])
        high += 0 if "u" in span[2] else 1
        return Age(float(low), float(high)) if low < high <= 130 else None
    if under := _UNDER.fullmatch(bare):
        return Age(0.0, float(under[1]))
    if above := _OPEN.fullmatch(_FILLERS.sub(" ", bare).strip().replace("  ", " ")):
        return Age(float(above[1] or above[2]), np.nan)
    return None
