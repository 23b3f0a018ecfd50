"""Connections and distances in words: every number stands as a person would say it."""

from __future__ import annotations

import pandas as pd

from lebenslage.model.rules import Reach
from lebenslage.model.timetable import Timetable
from lebenslage.report import reach_words as words

TABLE = Timetable("2025-01-07", "2025-02-01", {}, pd.DataFrame(), pd.DataFrame())


def day(tag: str, count: int, first: float, last: float, *lines: str) -> dict[str, object]:
    return {"tag": tag, "abfahrten": count, "erste": first, "letzte": last, "linien": lines}


ROWS = pd.DataFrame(
    [
        day("werktag", 3, 420.0, 1450.0, "381", "X1"),
        day("samstag", 1, 600.0, 600.0, "381"),
        day("sonntag", 0, float("nan"), float("nan")),
    ]
)


def test_table_of_the_connections():
    assert words.connection_table(ROWS).to_numpy().tolist() == [
        ["Werktag", "3", "7:00 Uhr", "0:10 Uhr (nachts)", "381, X1"],
        ["Samstag", "1", "10:00 Uhr", "10:00 Uhr", "381"],
        ["Sonntag", "0", "–", "–", "–"],
    ]


def test_sentence_on_the_working_day():
    text = words.describe_connections(ROWS, "Nordheim", TABLE, Reach())
    assert text == (
        "Fahrplan ab 07.01.2025: In Nordheim gibt es an einem Werktag 3 Abfahrten an Haltestellen "
        "in höchstens 500 m, die letzte um 0:10 Uhr (nachts)."
    )
    none = ROWS.assign(abfahrten=0)
    assert words.describe_connections(none, "Nordheim", TABLE, Reach()) == (
        "Fahrplan ab 07.01.2025: In Nordheim gibt es an einem Werktag keine Abfahrt an "
        "Haltestellen in höchstens 500 m."
    )


def test_changes_since_the_timetable_before():
    rows = pd.DataFrame(
        [
            {"tag": "werktag", "vorher": 3, "nachher": 2, "neu": ("X1",), "entfallen": ("381",)},
            {"tag": "samstag", "vorher": 1, "nachher": 1, "neu": (), "entfallen": ()},
        ]
    )
    assert words.describe_changes(rows, TABLE) == (
        "Gegenüber dem Fahrplan ab 07.01.2025: Werktag 1 Abfahrt weniger (3 → 2), neu X1, "
        "entfallen 381."
    )
    assert words.describe_changes(rows.tail(1), TABLE) == (
        "Gegenüber dem Fahrplan ab 07.01.2025 hat sich nichts geändert."
    )


def test_distances_are_said_to_ten_metres():
    rows = pd.DataFrame(
        {
            "art": ["apotheke", "lebensmittel"],
            "mittel": [2034.4, 316.0],
            "median": [1000.0, 100.0],
            "nah_kurz": [12.4, 80.0],
            "nah": [50.0, 100.0],
        }
    )
    assert words.distance_words(rows, Reach()).iloc[0].tolist() == [
        "Apotheke",
        "2.030 m",
        "1.000 m",
        "12 %",
        "50 %",
    ]
    assert words.describe_distances(rows, "Nordheim", True, "2025-03-01") == (
        "Am nächsten liegt in Nordheim im Mittel: Lebensmittelladen (320 m auf Wegen), am "
        "weitesten: Apotheke (2.030 m); Stand 01.03.2025."
    )


def test_places_with_their_state():
    places = pd.DataFrame({"ort_id": ["node/1", "eigen/2"], "name": ["", "Markt"]})
    listed = pd.DataFrame(
        {
            "ort_id": ["eigen/2", "node/3"],
            "name": ["Markt", "Dorfladen"],
            "geoeffnet": ["2024-01-01", ""],
            "geschlossen": ["", "2025-06-01"],
        }
    )
    assert words.places_table(places, listed).to_numpy().tolist() == [
        ["ohne Namen", "offen", "OpenStreetMap"],
        ["Markt", "offen seit 01.01.2024", "Ortsliste der Gemeinde"],
        ["Dorfladen", "geschlossen seit 01.06.2025", "Ortsliste der Gemeinde"],
    ]
