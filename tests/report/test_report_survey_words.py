"""Sentences of the survey pages claim no more than is certain."""

from __future__ import annotations

import math

import pandas as pd

from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind
from lebenslage.report import pairs, representation, voices, wave_sentences, wave_tables
from tests import shown
from tests.charts.test_survey_charts import PAIR, quadrant_row

NAN = math.nan
WAVE = Questionnaire(
    "u",
    "Umfrage",
    "2025-05-01",
    SurveyKind.VOLLERHEBUNG,
    (shown.QUESTION, Question("F2", "Gern hier?", QuestionType.EINFACH)),
)


def difference(frage: str, differenz: float, urteil: str, **more: object) -> dict[str, object]:
    return {
        "frage": frage, "statistik": "mittelwert", "auspraegung": "", "a": "a", "b": "b",
        "wert_a": 3.0 + differenz, "wert_b": 3.0, "differenz": differenz, "urteil": urteil, **more,
    }  # fmt: skip


def test_each_difference_has_its_verdict():
    share = {"statistik": "anteil", "auspraegung": "ja", "wert_a": 0.4, "wert_b": 0.6}
    ranked = pd.DataFrame(
        [
            difference("F1", 0.5, "hoeher"),
            difference("F2", -0.2, "nicht unterscheidbar", **share),
        ]
    )
    assert wave_sentences.describe_ranking(ranked) == (
        "Bei 1 von 2 Fragen und Teilfragen gibt es einen belastbaren Unterschied."
    )
    assert wave_sentences.difference_sentences(ranked, WAVE, shown.NAMES) == [
        "Wie zufrieden sind Sie mit dem Bus? – Ahausen 3,5, Bedorf 3,0: belastbar.",
        "Gern hier? – „ja“: Bedorf 60 %, Ahausen 40 %: nicht unterscheidbar.",
    ]
    table = wave_tables.difference_table(ranked, WAVE, shown.NAMES)
    assert table["höchster Wert"].tolist() == ["Ahausen: 3,5", "Bedorf: 60 %"]
    assert table["Unterschied"].tolist() == ["belastbar", "nicht unterscheidbar"]
    none = wave_sentences.describe_ranking(ranked.iloc[1:])
    assert none.startswith("Bei keiner von 1 Fragen")


def test_compass_says_what_is_certain():
    means = {("K1", "a"): 5.0, ("K1", ""): 4.0, ("K2", "a"): 3.9, ("K2", ""): 4.0}
    rows = pd.DataFrame(
        [
            {
                **shown.share(
                    group, "", wert, statistik="mittelwert", ug=wert - 0.3, og=wert + 0.3
                ),
                "frage": frage,
            }
            for (frage, group), wert in means.items()
        ]
    )
    topics = {"K1": "Naturraum", "K2": "Wohnen"}
    assert wave_sentences.describe_compass(rows, topics, "a", "Ahausen") == (
        "Ahausen: am weitesten über allen bei „Naturraum“ (5,0, alle 4,0; belastbar); am weitesten "
        "unter allen bei „Wohnen“ (3,9, alle 4,0; nicht unterscheidbar)."
    )
    # half the length is 0.3: of two topics 0.34 is needed, so 0.32 is not enough
    near = rows.assign(wert=rows["wert"].replace(5.0, 4.32))
    assert "4,3, alle 4,0; nicht unterscheidbar" in wave_sentences.describe_compass(
        near, topics, "a", "Ahausen"
    )
    hidden = wave_sentences.describe_compass(rows, topics, "c", "Cestadt")
    assert hidden == "Für Cestadt wird kein Thema gezeigt: zu wenige Antworten (Datenschutz)."


def test_who_is_missing_in_words():
    found = pd.DataFrame(
        {
            "ortsteil": ["a", "b", "", ""],
            "alter": ["", "", "1", "2"],
            "verhaeltnis": [0.5, 1.1, NAN, 1.4],
            "urteil": ["unter", "nicht unterscheidbar", "", "ueber"],
        }
    )
    assert representation.describe_missing(found, shown.NAMES, {"1": "jung", "2": "alt"}) == (
        "Seltener geantwortet als ihrem Anteil entspricht: Ahausen (0,50). Häufiger: alt (1,40). "
        "Die übrigen Gruppen sind davon nicht unterscheidbar."
    )
    calm = representation.describe_missing(found.iloc[1:2], shown.NAMES, {})
    assert calm.startswith("Keine Gruppe hat belastbar")
    nothing = representation.describe_missing(found.iloc[2:3], shown.NAMES, {})
    assert nothing.startswith("Ein Vergleich mit dem Register ist nicht möglich")


def test_plan_in_words():
    plan = pd.DataFrame(
        {
            "gruppe": ["a", "b", ""],
            "grundgesamtheit": [378.0, 462.0, 840.0],
            "noetig": [77.0, 80.0, 87.0],
            "bisher": [60.0, 90.0, 150.0],
            "fehlend": [17.0, 0.0, 0.0],
            "quote_noetig": [0.2, 0.17, 0.1],
        }
    )
    names = {"a": "Ahausen", "b": "Bedorf"}
    assert representation.describe_plan(plan, names, 10) == (
        "Damit jeder Anteil in jedem Ortsteil auf ±10 Prozentpunkte genau ist, braucht es 157 "
        "Antworten: Ahausen 77 und Bedorf 80. Zu wenige hatte diese Umfrage in Ahausen. Nur für "
        "die Gemeinde als Ganzes genügen 87."
    )
    assert representation.plan_table(plan, names)["Fehlen noch"].tolist() == ["17", "0", "0"]


def test_only_certain_places_are_named_in_a_field():
    found = pd.DataFrame(
        [
            quadrant_row("a", 900, 2.0, ("schlecht", "schlecht"), True),
            quadrant_row("b", 100, 3.1, ("gut", "gut"), False),
            {**quadrant_row("c", NAN, 3.0, ("", ""), False), "grund_gemessen": "noch keine Daten"},
        ]
    )
    assert pairs.describe_pair(found, PAIR, shown.NAMES) == (
        "Laden weit weg und unzufrieden: Ahausen. Nicht sicher einzuordnen: Bedorf. Nicht gezeigt: "
        "Cestadt (Weg zum Laden: noch keine Daten)."
    )
    assert pairs.pair_table(found, PAIR, shown.NAMES)["Einordnung"].tolist() == [
        "Laden weit weg und unzufrieden",
        "nicht sicher (Laden nah und zufrieden)",
        "–",
    ]


def test_open_answers_in_words():
    assert voices.describe_released(0, 30.0) == "Noch keine Antwort freigegeben."
    assert voices.describe_released(1, NAN) == "1 Antwort ist freigegeben."
    assert voices.describe_released(1, 30.0) == "1 von 30 Antworten ist freigegeben."
    assert voices.describe_released(3, 30.0) == "3 von 30 Antworten sind freigegeben."
    found = pd.DataFrame({"thema": ["Bus"], "n": [12], "n_gesamt": [NAN]})
    assert voices.describe_topics(found) == "Am häufigsten genannt: „Bus“ (12 Personen)."
    assert voices.topic_table(found).iloc[0].tolist() == ["Bus", "12", "–"]
