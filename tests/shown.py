"""Small protected frames as analysis hands them to charts and report, checkable by eye."""

from __future__ import annotations

import math
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from shapely.geometry import Polygon, box

from lebenslage.analysis.index.need import NeedTable
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.rules import Status
from lebenslage.model.survey import Question, QuestionType, Scale

NAN = math.nan
NAMES = {"a": "Ahausen", "b": "Bedorf", "c": "Cestadt"}
REFERENCES = {"g": "Gemeinde", "k": "Landkreis"}
#: A name that would do harm wherever it is taken for HTML, JavaScript or a template.
HOSTILE = "<img src=x onerror=alert(1)>`${alert(2)}`{{ 7*7 }}</script>"

SHARE = Node(
    "leer", "wohnen", -1, 1, "Leerstandsquote", einheit="%", art=Kind.ANTEIL, unten=0, oben=20,
    nenner="Wohnungen", definition="Leere Wohnungen.", zielwert_quelle="Setzung",
    lieferant="Bauamt",
)  # fmt: skip
MEAN = Node("alter", "wohnen", 1, 1, "Durchschnittsalter", einheit="Jahre", rolle=Role.KONTEXT)
YES_NO = Node("feuer", "versorgung", 1, 1, "Feuerwehr", einheit="1 = ja, 0 = nein", dezimalen=0)

CATALOGUE = Catalogue(
    (
        Node("gesamt", "", 1, 1, "Lebenslage"),
        Node("wohnen", "gesamt", 1, 1, "Wohnen"),
        SHARE,
        MEAN,
        Node("versorgung", "gesamt", 1, 1, "Versorgung"),
        YES_NO,
        Node("laden", "versorgung", 1, 1, "Läden", lieferant="Gewerbeamt"),
    )
)

SCALE = Scale(
    ("1", "2", "3", "4", "5"),
    ("sehr unzufrieden", "unzufrieden", "teils, teils", "zufrieden", "sehr zufrieden"),
    ("9",),
)
QUESTION = Question("F1", "Wie zufrieden sind Sie mit dem Bus?", QuestionType.SKALA, SCALE)


def value(area: str, wert: float = NAN, ug: float = NAN, og: float = NAN, **more: object) -> dict:
    """One row of `columns.INDIKATORWERTE`."""
    missing = math.isnan(wert)
    return {
        "gebiet_id": area, "indikator": "leer", "stand": "2021-12-31", "wert": wert, "ug": ug,
        "og": og, "zaehler": NAN, "nenner": NAN, "standardfehler": NAN,
        "n": NAN if missing else 200.0, "guete": "amtlich", "quelle_id": "q1",
        "status": Status.FEHLT if missing else Status.OK, "grund": "", **more,
    }  # fmt: skip


def values() -> pd.DataFrame:
    """Ahausen 12,4 %, Bedorf 18,1 % (certainly more), Cestadt hidden; Gemeinde, Landkreis."""
    hidden = {"status": Status.UNTERDRUECKT, "grund": "zu wenige Fälle (Datenschutz)"}
    rows = [
        value("a", 12.4, 9.8, 15.6),
        value("b", 18.1, 16.0, 22.0),
        value("c", **hidden),
        value("g", 13.0, 12.0, 14.0),
        value("k", 16.2, 16.0, 16.4),
    ]
    return pd.DataFrame(rows)


def scores() -> pd.DataFrame:
    """`wohnen`: 20, 70, 40 points; `versorgung`: 50, 55, and none for Cestadt."""
    points = {
        ("wohnen", "a"): 20, ("wohnen", "b"): 70, ("wohnen", "c"): 40,
        ("versorgung", "a"): 50, ("versorgung", "b"): 55, ("versorgung", "c"): NAN,
    }  # fmt: skip
    rows = [
        {
            "gebiet_id": area, "code": code, "score": score, "score_ug": score - 5,
            "score_og": score + 5, "rang": 1.0, "rang_ug": 1.0, "rang_og": 2.0,
            "klasse": "mittel", "abdeckung": 0.25 if math.isnan(score) else 1.0,
            "beispiel": False, "grund": "zu wenig Daten" if math.isnan(score) else "",
        }
        for (code, area), score in points.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def pairs() -> pd.DataFrame:
    """Only Ahausen below Bedorf in `wohnen` is certain."""
    rows = [
        ("wohnen", "a", "b", 0.99, True),
        ("wohnen", "a", "c", 0.80, False),
        ("wohnen", "b", "c", 0.15, False),
        ("versorgung", "a", "b", 0.60, False),
    ]
    return pd.DataFrame(rows, columns=["code", "a", "b", "p_a_below_b", "belastbar"])


def share(group: str, code: str, wert: float, *, statistik: str = "anteil", **more: object) -> dict:
    """One row of `columns.UMFRAGEWERTE`: a share with an interval of 5 points to each side."""
    hidden = math.isnan(wert)
    return {
        "frage": "F1", "gruppe": group, "statistik": statistik, "auspraegung": code,
        "wert": wert, "standardfehler": NAN, "ug": wert - 0.05, "og": wert + 0.05,
        "n": NAN if hidden else 100, "n_eff": NAN if hidden else 90.0,
        "status": Status.UNTERDRUECKT if hidden else Status.OK, "grund": "", **more,
    }  # fmt: skip


def answers(shown: Mapping[str, tuple[float, ...]]) -> pd.DataFrame:
    """Shares of the five steps of F1 per group; NaN is hidden."""
    rows = [
        share(group, code, wert)
        for group, steps in shown.items()
        for code, wert in zip(SCALE.werte, steps, strict=True)
    ]
    return pd.DataFrame(rows)


def survey_table() -> pd.DataFrame:
    """Ahausen whole, Bedorf with two hidden steps, Cestadt hidden, everybody whole."""
    table = answers(
        {
            "a": (0.1, 0.2, 0.3, 0.25, 0.15),
            "b": (NAN, NAN, 0.3, 0.2, 0.2),
            "c": (NAN,) * 5,
            "": (0.15, 0.15, 0.3, 0.2, 0.2),
        }
    )
    more = [
        share("a", "9", 0.08, statistik="weiss_nicht"),
        share("a", "", 3.15, statistik="mittelwert", ug=3.0, og=3.3),
        share("", "", 3.15, statistik="mittelwert", ug=3.05, og=3.25, n=240),
        share("", "", 0.40, statistik="top2", n=240),
    ]
    return pd.concat([table, pd.DataFrame(more)], ignore_index=True)


def areas(*, amtlich: bool = False) -> gpd.GeoDataFrame:
    """Three squares side by side; the last one is made of two parts."""
    shapes = [box(9.40, 49.00, 9.42, 49.02), box(9.42, 49.00, 9.44, 49.02)]
    second = Polygon([(9.47, 49.0), (9.48, 49.0), (9.48, 49.01)])
    shapes.append(box(9.44, 49.00, 9.46, 49.02).union(second))
    frame = {"ortsteil_id": list(NAMES), "name": list(NAMES.values())}
    frame |= {"amtlich": amtlich, "quelle": ""}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def map_values() -> pd.DataFrame:
    """What the map of `values()` gets."""
    rows = [
        ("a", 12.4, "12,4 % (9,8–15,6 %)", Status.OK, "12,4"),
        ("b", 18.1, "(18,1 %; 16,0–22,0 %)", Status.EINGEKLAMMERT, "(18,1)"),
        ("c", NAN, "zu wenige Fälle (Datenschutz)", Status.UNTERDRUECKT, ""),
    ]
    return pd.DataFrame(rows, columns=["gebiet_id", "wert", "text", "status", "kurz"])


def needs() -> NeedTable:
    """`wohnen`: Ahausen low and falling, Bedorf high without change, Cestadt not told apart."""

    def cell(area: str, code: str, status: str, change: str, **more: object) -> dict:
        known = bool(status)
        differenz = {"a": -35.0, "b": 40.0, "c": -5.0}[area] if known else NAN
        moved = {"gefallen": -4.0, "stabil": 0.5, "gestiegen": 3.0, "": NAN}[change]
        return {
            "gebiet_id": area, "code": code, "score": 20.0 if known else NAN, "score_ug": 15.0,
            "score_og": 25.0, "klasse": "mittel", "differenz": differenz, "ug": differenz - 6,
            "og": differenz + 6, "status": status, "unterste": False, "veraenderung": change,
            "aenderung": moved, "aenderung_ug": moved - 2, "aenderung_og": moved + 2,
            "abdeckung": 1.0, "vergleichbar": 1.0 if change else 0.0, "beispiel": area == "a",
            "orientierung": False, "grund": "" if known else "zu wenig Daten",
            "grund_veraenderung": "" if change else "kein Wert zu einem früheren Zeitpunkt",
            **more,
        }  # fmt: skip

    rows = [
        cell("a", "wohnen", "niedrig", "gefallen"),
        cell("b", "wohnen", "hoch", ""),
        cell("c", "wohnen", "mittel", "stabil"),
        *(cell(area, "versorgung", "", "") for area in NAMES),
    ]
    return NeedTable(pd.DataFrame(rows))


def drivers() -> pd.DataFrame:
    """A distance of -35 points: 40 from one indicator, of which another gives 5 back."""
    rows = [
        ("leer", 20.0, 80.0, -40.0, True, ""),
        ("feuer", 60.0, 50.0, 5.04, False, ""),
        ("laden", NAN, 50.0, -0.04, False, "noch keine Daten"),
    ]
    names = ["code", "score", "vergleich", "beitrag", "belastbar", "grund"]
    return pd.DataFrame(rows, columns=names)
