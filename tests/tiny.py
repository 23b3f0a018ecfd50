"""A tiny Gemeinde whose numbers can be checked by hand: 4 Ortsteile, 5 indicators, 2 years.

    Nordheim | Osterfeld        each Ortsteil is one cell of the 1 km grid (EPSG:3035),
    Westtal  | Südhausen        lower left corner at 4280000, 2885000

Values of 2024 and their points between the goalposts:

    indicator (goalposts)           Nordheim   Osterfeld  Südhausen  Westtal
    leerstandsquote (20 to 0 %)     5  -> 75   15 -> 25   10 -> 50   no value
    wohnflaeche (30 to 60 m²)       45 -> 50   36 -> 20   54 -> 80   60 -> 100
    busabfahrten (0 to 40)          20 -> 50   40 -> 100  10 -> 25   0  -> 0
    zufriedenheit_bus (1 to 5)      4  -> 75   3  -> 50   3.5-> 62.5 4  -> 75 (8 persons)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from lebenslage.model import columns
from lebenslage.model.area import CRS_GRID, CRS_MAP, Contact, Gazetteer, Gemeinde, Place
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.exchange import Snapshot
from lebenslage.model.survey import (
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    SurveyKind,
    SurveyWave,
)

ORTSTEILE: Final = {
    "nordheim": "Nordheim",
    "osterfeld": "Osterfeld",
    "suedhausen": "Südhausen",
    "westtal": "Westtal",
}
#: Lower left corners of the four squares (metres, EPSG:3035).
CORNERS: Final = {
    "nordheim": (4280000, 2886000),
    "osterfeld": (4281000, 2886000),
    "suedhausen": (4281000, 2885000),
    "westtal": (4280000, 2885000),
}
AGS: Final = "08999001"
KREIS: Final = "08999"

#: numerator and denominator per Ortsteil, in their order; None: no value
LEERSTAND: Final = {
    "2022": ((10, 100), (20, 200), (5, 100), (2, 50)),
    "2024": ((5, 100), (30, 200), (10, 100), None),
}
#: 3 of 30 in Westtal may be shown to nobody
AB65: Final = {
    "2022": ((20, 100), (50, 200), (24, 120), (3, 30)),
    "2024": ((25, 100), (50, 200), (30, 120), (12, 40)),
}
WOHNFLAECHE: Final = {"2022": (42.0, 36.0, 51.0, 57.0), "2024": (45.0, 36.0, 54.0, 60.0)}
BUS: Final = {"2022": (20.0, 30.0, 10.0, 0.0), "2024": (20.0, 40.0, 10.0, 0.0)}

#: answers to F1 (bus): code -> number of persons; 9 is "weiß nicht"
F1: Final[Mapping[str, Mapping[str, Mapping[str, int]]]] = {
    "2022": {
        "nordheim": {"2": 20, "3": 20},
        "osterfeld": {"2": 10, "3": 10, "4": 10},
        "suedhausen": {"3": 17, "4": 17},
        "westtal": {"3": 8},
    },
    "2024": {
        "nordheim": {"3": 10, "4": 20, "5": 10},
        "osterfeld": {"2": 10, "3": 10, "4": 10},
        "suedhausen": {"3": 16, "4": 16, "9": 2},
        "westtal": {"4": 8},
    },
}
#: answers to F2 ("Wohnen Sie gern hier?")
F2: Final[Mapping[str, Mapping[str, int]]] = {
    "nordheim": {"ja": 30, "nein": 10},
    "osterfeld": {"ja": 20, "nein": 10},
    "suedhausen": {"ja": 22, "nein": 12},
    "westtal": {"ja": 8},
}
#: persons entitled to answer: ten times those who did
GRUNDGESAMTHEIT: Final = {"nordheim": 400, "osterfeld": 300, "suedhausen": 340, "westtal": 80}


def gemeinde() -> Gemeinde:
    """The Gemeinde "Musterau"."""
    return Gemeinde(
        name="Musterau",
        ags=AGS,
        landkreis="Landkreis Musterkreis",
        land="Baden-Württemberg",
        crs="EPSG:25832",
        contact=Contact("Quartiersmanagement", "Rathaus Musterau"),
        texte={
            "barrierefreiheit": "Erklärung zur Barrierefreiheit",
            "datenschutz": "Datenschutzerklärung",
            "kontakt": "Sprechen Sie uns an.",
        },
    )


def ortsteile() -> gpd.GeoDataFrame:
    """Four squares of 1 km, in EPSG:4326."""
    frame = gpd.GeoDataFrame(
        {
            "ortsteil_id": list(ORTSTEILE),
            "name": list(ORTSTEILE.values()),
            "amtlich": False,
            "quelle": "Näherung",
        },
        geometry=[box(x, y, x + 1000, y + 1000) for x, y in CORNERS.values()],
        crs=CRS_GRID,
    )
    return frame.to_crs(CRS_MAP)


def catalogue() -> Catalogue:
    """Two Handlungsfelder; `versorgung` weighs three times as much as `wohnen`."""
    return Catalogue(
        (
            Node("gesamt", "", 1, 1, "Lebenslage gesamt"),
            Node("wohnen", "gesamt", 1, 1, "Wohnen"),
            _leaf("leerstandsquote", "wohnen", -1, "Leerstandsquote", Kind.ANTEIL, 0, 20, "%"),
            _leaf("wohnflaeche", "wohnen", 1, "Wohnfläche je Person", Kind.MITTELWERT, 30, 60),
            Node("versorgung", "gesamt", 1, 3, "Versorgung"),
            _leaf("busabfahrten", "versorgung", 1, "Busabfahrten", Kind.MITTELWERT, 0, 40),
            _leaf("zufriedenheit_bus", "versorgung", 1, "Zufriedenheit: Bus", Kind.UMFRAGE, 1, 5),
            Node(
                "anteil_65plus",
                "versorgung",
                1,
                0,
                "Anteil ab 65 Jahren",
                rolle=Role.KONTEXT,
                einheit="%",
                art=Kind.ANTEIL,
                nenner="Einwohner",
                basis="personen",
                definition="Personen ab 65 Jahren an allen Einwohnern.",
            ),
        )
    )


def _leaf(
    code: str,
    eltern: str,
    richtung: int,
    name: str,
    art: Kind,
    unten: float,
    oben: float,
    einheit: str = "",
) -> Node:
    units = {"wohnflaeche": "m²", "busabfahrten": "Fahrten", "zufriedenheit_bus": "Punkte (1–5)"}
    return Node(
        code,
        eltern,
        1 if richtung == 1 else -1,
        1,
        name,
        einheit=einheit or units[code],
        art=art,
        unten=unten,
        oben=oben,
        zielwert_quelle="Setzung",
        definition=f"{name}, zum Nachrechnen.",
        basis="wohnungen" if code == "leerstandsquote" else "",
        lieferant="Gemeindeverwaltung",
    )


def werte() -> pd.DataFrame:
    """Imported values of both years, columns `columns.WERTE`."""
    rows: list[tuple[object, ...]] = []
    for code, table in (("leerstandsquote", LEERSTAND), ("anteil_65plus", AB65)):
        for stand, pairs in table.items():
            for ortsteil, pair in zip(ORTSTEILE, pairs, strict=True):
                if pair:
                    wert = 100 * pair[0] / pair[1]
                    rows.append((ortsteil, code, stand, wert, *pair, None, "zensus", "naeherung"))
    for code, means, fehler in (("wohnflaeche", WOHNFLAECHE, 1.5), ("busabfahrten", BUS, None)):
        for stand, values in means.items():
            for ortsteil, wert in zip(ORTSTEILE, values, strict=True):
                rows.append((ortsteil, code, stand, wert, None, None, fehler, "amt", "amtlich"))
    return _numbers(pd.DataFrame(rows, columns=list(columns.WERTE)))


def vergleich() -> pd.DataFrame:
    """Two Gemeinden of the Landkreis: 45 of 450 and 20 of 300 dwellings are empty."""
    rows = [
        (AGS, "Musterau", "gemeinde", "leerstandsquote", "2024", 10.0, 45, 450, "amt", "amtlich"),
        (
            "08999002",
            "Nachbarstadt",
            "gemeinde",
            "leerstandsquote",
            "2024",
            20 / 3,
            20,
            300,
            "amt",
            "amtlich",
        ),
    ]
    return _numbers(pd.DataFrame(rows, columns=list(columns.VERGLEICH)))


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    numeric = [c for c in ("wert", "zaehler", "nenner", "standardfehler") if c in frame]
    return frame.astype(dict.fromkeys(numeric, float))


def quellen() -> pd.DataFrame:
    """Two sources."""
    frame = pd.DataFrame(
        {
            "quelle_id": ["zensus", "amt"],
            "herausgeber": ["Statistisches Bundesamt", "Gemeinde Musterau"],
            "titel": ["Zensus", "Eigene Erhebung"],
            "lizenz": ["dl-de/by-2-0", ""],
            "stand": ["2024", "2024"],
            "abgerufen": ["2025-01-15", "2025-01-15"],
        }
    )
    return frame.reindex(columns=list(columns.QUELLEN), fill_value="")


def questionnaire(year: str = "2024") -> Questionnaire:
    """Five questions: scale, single choice, multiple choice, number, text."""
    zufrieden = Scale(
        werte=("1", "2", "3", "4", "5"),
        namen=(
            "sehr unzufrieden",
            "eher unzufrieden",
            "teils, teils",
            "eher zufrieden",
            "sehr zufrieden",
        ),
        weiss_nicht=("9",),
    )
    return Questionnaire(
        id=f"umfrage-{year}",
        titel=f"Umfrage {year}",
        erhebung=f"{year}-05-01",
        art=SurveyKind.ZUFALLSSTICHPROBE,
        beispiel=True,
        grundgesamtheit=dict(GRUNDGESAMTHEIT),
        grundgesamtheit_text="Einwohnerinnen und Einwohner ab 16 Jahren",
        spalten={"id": "id", "ortsteil": "ort", "abgeschlossen": "submitdate"},
        fragen=(
            Question(
                "F1",
                "Wie zufrieden sind Sie mit den Busverbindungen?",
                QuestionType.SKALA,
                zufrieden,
                handlungsfeld="versorgung",
                indikator="zufriedenheit_bus",
            ),
            Question(
                "F2",
                "Wohnen Sie gern hier?",
                QuestionType.EINFACH,
                Scale(("ja", "nein"), ("Ja", "Nein")),
            ),
            Question(
                "F3",
                "Wie sind Sie unterwegs?",
                QuestionType.MEHRFACH,
                teilfragen={"bus": "Mit dem Bus", "rad": "Mit dem Rad"},
            ),
            Question("F4", "Seit wie vielen Jahren wohnen Sie hier?", QuestionType.ZAHL),
            Question("F5", "Was fehlt Ihnen?", QuestionType.TEXT),
        ),
    )


def wave(year: str = "2024") -> SurveyWave:
    """One wave; everybody rides the bus (F3), every fourth a bicycle, all live here 10 years.

    One response of Nordheim is not complete; the first has left a text, which is released.
    """
    rows: list[dict[str, object]] = []
    for ortsteil, counts in F1[year].items():
        bus = [code for code, n in counts.items() for _ in range(n)]
        gern = [code for code, n in F2[ortsteil].items() for _ in range(n)]
        for i, (f1, f2) in enumerate(zip(bus, gern, strict=True)):
            rows.append(
                {
                    "ortsteil": ortsteil,
                    "abgeschlossen": True,
                    "F1": f1,
                    "F2": f2,
                    "F3[bus]": "Y",
                    "F3[rad]": "Y" if i % 4 == 0 else "",
                    "F4": "10",
                    "F5": "",
                }
            )
    rows[0]["F5"] = "Mehr Bänke am Weiher."
    unfinished = {"ortsteil": "nordheim", "abgeschlossen": False, "F1": "1"}
    answers = pd.DataFrame([*rows, unfinished], dtype=object)
    answers = answers.where(answers.notna(), None)
    answers["abgeschlossen"] = answers["abgeschlossen"].astype(bool)
    answers.insert(0, "id", [str(i) for i in range(1, len(answers) + 1)])
    return SurveyWave(questionnaire(year), answers, released=frozenset({("F5", 0)}))


def gazetteer() -> Gazetteer:
    """The Ortsteile and two Weiler called "Berg"."""
    own = tuple(Place(name, key, "Ortsteil") for key, name in ORTSTEILE.items())
    return Gazetteer(
        (*own, Place("Berg", "nordheim", "Weiler"), Place("Berg", "westtal", "Weiler"))
    )


def snapshot(*, with_survey: bool = True) -> Snapshot:
    """Everything together, as a store would hand it out."""
    return Snapshot(
        version=1,
        catalogue=catalogue(),
        gazetteer=gazetteer(),
        ortsteile=ortsteile(),
        werte=werte(),
        vergleich=vergleich(),
        quellen=quellen(),
        umfragen=(wave(),) if with_survey else (),
        has_examples=with_survey,
    )


def replace_questions(survey: Questionnaire, *questions: Question) -> Questionnaire:
    """The same codebook with other questions."""
    return replace(survey, fragen=questions)
