"""Words about new areas."""

from __future__ import annotations

import pandas as pd

from lebenslage.analysis.area_change import AreaChange
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.report import area_words
from tests import tiny

AREAS = pd.DataFrame(
    {
        "ortsteil_id": ["nordheim", "osterfeld"],
        "name": ["Nordheim", "Osterfeld"],
        "vorher": [100.0, 100.0],
        "nachher": [120.0, 80.0],
        "gemeinsam": [100.0, 80.0],
    }
)
VALUES = pd.DataFrame(
    {
        "gebiet_id": ["nordheim", "osterfeld"],
        "indikator": "einwohner",
        "vorher": [1000.0, None],
        "nachher": [1400.0, 1200.0],
        "status_vorher": ["ok", "unterdrueckt"],
        "status_nachher": ["ok", "ok"],
    }
)
CATALOGUE = Catalogue(
    (Node("einwohner", "", 1, 0, "Einwohner", art=Kind.ANZAHL, einheit="Personen", dezimalen=0),)
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_what_new_areas_change():
    assert plain(area_words.describe_areas(AreaChange(AREAS, VALUES))) == (
        "20 ha (10,0 %) der neuen Flächen gehörten bisher zu einem anderen Ortsteil oder zu "
        "keinem. 2 Werte ändern sich (bei 1 Indikator), weil jede Gitterzelle des Zensus neu "
        "zugeordnet wird."
    )
    same = AREAS.assign(nachher=AREAS["vorher"], gemeinsam=AREAS["vorher"])
    assert area_words.describe_areas(AreaChange(same, VALUES.iloc[:0])) == (
        "Die neuen Flächen sind dieselben wie bisher; kein Wert ändert sich."
    )


def test_tables_of_areas_and_values():
    change = AreaChange(AREAS, VALUES)
    assert area_words.area_table(change).iloc[0].tolist() == ["Nordheim", "100", "120", "100"]
    rows = area_words.value_table(change, CATALOGUE).map(plain).to_numpy().tolist()
    assert rows[0] == ["Nordheim: Einwohner", "1.000 Personen", "1.400 Personen"]
    assert rows[1][1] == "zu wenige Fälle (Datenschutz)"


def test_weiler_are_too_small_for_figures():
    outlines = tiny.ortsteile()
    points = outlines.assign(geometry=outlines.representative_point())
    for weiler, marks in (
        (outlines, "Gestrichelte Umrisse: 4 "),
        (points, "Kleine Kreise: 4 "),
        (pd.concat([points, outlines]), "Kleine Kreise und gestrichelte Umrisse: 8 "),
    ):
        text = plain(area_words.describe_weiler(weiler))
        assert text.startswith(f"{marks}Weiler und Wohnplätze. Sie sind zu klein")
