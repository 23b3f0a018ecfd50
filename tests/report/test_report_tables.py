"""Display tables: German headers, texts in every cell, words for what is missing."""

import datetime as dt

import pandas as pd
import pytest

from lebenslage.model import columns
from lebenslage.model.rules import Status
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind
from lebenslage.report import tables
from lebenslage.report.sentence_parts import quality_word
from tests import shown, tiny
from tests.shown import CATALOGUE, MEAN, NAMES, NAN, QUESTION, REFERENCES, SHARE, YES_NO

HIDDEN = "zu wenige Fälle (Datenschutz)"


def records(table: pd.DataFrame) -> list[list[str]]:
    assert not table.isna().any().any()
    assert all(isinstance(cell, str) for cell in table.to_numpy().ravel())
    return [list(table.columns), *table.to_numpy().tolist()]


def test_map_table():
    table = tables.map_table(shown.map_values().iloc[[0, 2]], NAMES, "Leerstandsquote")
    assert records(table) == [
        ["Ortsteil", "Leerstandsquote"],
        ["Ahausen", "12,4 % (9,8–15,6 %)"],
        ["Bedorf", "noch keine Daten"],
        ["Cestadt", HIDDEN],
    ]


def test_indicator_table():
    assert records(tables.indicator_table(shown.values(), NAMES, SHARE)) == [
        ["Gebiet", "Wert", "95 %-Bereich", "Fälle", "Stand", "Güte"],
        ["Ahausen", "12,4 %", "9,8–15,6 %", "200", "31.12.2021", "amtlich"],
        ["Bedorf", "18,1 %", "16,0–22,0 %", "200", "31.12.2021", "amtlich"],
        ["Cestadt", HIDDEN, "–", "–", "–", "–"],
    ]


def test_indicator_table_without_a_row():
    table = tables.indicator_table(shown.values().iloc[:1], {"z": "Zett"}, SHARE)
    assert records(table)[1] == ["Zett", "noch keine Daten", "–", "–", "–", "–"]


def test_quality_and_brackets_are_told():
    rows = [shown.value("a", 5, 4, 6, guete="beispiel", status=Status.EINGEKLAMMERT)]
    table = tables.indicator_table(pd.DataFrame(rows), {"a": "Ahausen"}, SHARE)
    assert records(table)[1][1] == "(5,0 %)"
    assert records(table)[1][5] == "Beispieldaten"


def test_comparison_table_tells_other_dates():
    values = pd.concat(
        [
            shown.values(),
            pd.DataFrame([shown.value("a", 1, indikator="feuer", stand="2017")]),
            pd.DataFrame([shown.value("k", 0, indikator="feuer", stand="2019")]),
        ]
    )
    levels = {"a": "Ahausen", **REFERENCES}
    assert records(tables.comparison_table(values, [SHARE, YES_NO, MEAN], levels)) == [
        ["Indikator", "Ahausen", "Gemeinde", "Landkreis", "Stand"],
        ["Leerstandsquote", "12,4 % (9,8–15,6 %)", "13,0 %", "16,2 %", "31.12.2021"],
        ["Feuerwehr", "ja", "–", "nein, 2019", "2017"],
        ["Durchschnittsalter", "noch keine Daten", "–", "–", "–"],
    ]


def test_timeline_table():
    earlier = pd.DataFrame([shown.value("a", 10, 9, 11, stand="2011-05-09")])
    values = pd.concat([shown.values(), earlier])
    assert records(tables.timeline_table(values, NAMES, SHARE)) == [
        ["Stand", "Ahausen", "Bedorf", "Cestadt"],
        ["09.05.2011", "10,0 % (9,0–11,0 %)", "noch keine Daten", "noch keine Daten"],
        ["31.12.2021", "12,4 % (9,8–15,6 %)", "18,1 % (16,0–22,0 %)", HIDDEN],
    ]


def test_score_table():
    assert records(tables.score_table(shown.scores(), NAMES, CATALOGUE)) == [
        ["Handlungsfeld", "Ahausen", "Bedorf", "Cestadt"],
        [
            "Wohnen",
            *(f"{points}, Rang 1 bis 2" for points in ("20 (15–25)", "70 (65–75)", "40 (35–45)")),
        ],
        [
            "Versorgung",
            *("50 (45–55), Rang 1 bis 2", "55 (50–60), Rang 1 bis 2", "zu wenig Daten"),
        ],
    ]


def test_village_table_ranks_only_by_intervals():
    table = tables.village_table(shown.scores(), shown.pairs(), NAMES, CATALOGUE, "b")
    assert records(table) == [
        [
            "Handlungsfeld",
            "Punkte",
            "Klasse",
            "Rang",
            "Verglichen mit den anderen Ortsteilen",
            "Indikatoren mit Wert",
        ],
        ["Wohnen", "70 (65–75)", "mittel", "1 bis 2", "höher als Ahausen", "100 %"],
        ["Versorgung", "55 (50–60)", "mittel", "1 bis 2", "nicht unterscheidbar", "100 %"],
    ]


def test_village_table_of_a_missing_score():
    table = tables.village_table(shown.scores(), shown.pairs(), NAMES, CATALOGUE, "c")
    assert records(table)[2] == ["Versorgung", "zu wenig Daten", "mittel", "–", "–", "25 %"]
    nothing = tables.village_table(shown.scores().iloc[:0], shown.pairs(), NAMES, CATALOGUE, "c")
    assert records(nothing)[1] == ["Wohnen", "noch keine Daten", "–", "–", "–", "–"]


def test_contribution_table():
    rows = [
        {"name": "Leerstand", "beitrag": 12.5, "score": 50.0, "grund": ""},
        {"name": "Läden", "beitrag": None, "score": None, "grund": "zu wenig Daten"},
    ]
    assert records(tables.contribution_table(rows)) == [
        ["Bestandteil", "Beitrag in Punkten", "Eigene Punkte"],
        ["Leerstand", "12,5", "50"],
        ["Läden", "zu wenig Daten", "–"],
    ]


# survey


def test_question_table():
    table = tables.question_table(shown.survey_table(), QUESTION, NAMES)
    assert records(table)[0] == [
        "Gruppe", "n", "sehr unzufrieden", "unzufrieden", "teils, teils", "zufrieden",
        "sehr zufrieden", "zufrieden oder sehr zufrieden", "weiß nicht", "Mittelwert",
    ]  # fmt: skip
    assert records(table)[1] == [
        "Ahausen", "100", "10 %", "20 %", "30 %", "25 %", "15 %", "noch keine Daten", "8 %",
        "3,2 (3,0–3,3)",
    ]  # fmt: skip
    assert records(table)[2][:5] == ["Bedorf", "100", HIDDEN, HIDDEN, "30 %"]
    assert records(table)[3][:3] == ["Cestadt", "–", HIDDEN]
    assert records(table)[4][0] == "Alle zusammen"


def test_question_table_of_a_number():
    question = Question("F1", "Wie viele Personen?", QuestionType.ZAHL)
    rows = [
        shown.share("a", "", 2.46, statistik="mittelwert", ug=2.2, og=2.7),
        shown.share("a", "", 2.0, statistik="median", ug=NAN, og=NAN),
    ]
    table = tables.question_table(pd.DataFrame(rows), question, {"a": "Ahausen"})
    assert records(table) == [
        ["Gruppe", "n", "Mittelwert", "Median"],
        ["Ahausen", "100", "2,5 (2,2–2,7)", "2,0"],
        ["Alle zusammen", "–", "noch keine Daten", "noch keine Daten"],
    ]


def questionnaire() -> Questionnaire:
    questions = (
        QUESTION,
        Question("F2", "Womit?", QuestionType.MEHRFACH, teilfragen={"S1": "Bus", "S2": "Rad"}),
        Question("F3", "Wie wichtig?", QuestionType.MATRIX, shown.SCALE, {"A": "Laden"}),
        Question("F4", "Was noch?", QuestionType.TEXT),
    )
    return Questionnaire("u", "Leben", "2025-05-12", SurveyKind.VOLLERHEBUNG, questions)


def test_survey_area_table_leaves_free_text_out():
    table = pd.concat(
        [
            shown.survey_table(),
            pd.DataFrame(
                [
                    shown.share("a", "S1", 0.5, frage="F2"),
                    shown.share("", "S1", 0.4, frage="F2"),
                    shown.share(
                        "a", "", 4.0, frage="F3[A]", statistik="mittelwert", ug=3.8, og=4.2
                    ),
                    shown.share("a", "", 12, frage="F4", statistik="antworten"),
                ]
            ),
        ]
    )
    assert records(tables.survey_area_table(table, questionnaire(), "a", "Ahausen")) == [
        ["Frage", "Ahausen", "Alle zusammen"],
        ["Wie zufrieden sind Sie mit dem Bus?", "3,2 (3,0–3,3)", "3,2 (3,1–3,3)"],
        ["Womit? – Bus", "50 % (45–55 %)", "40 % (35–45 %)"],
        ["Womit? – Rad", "noch keine Daten", "noch keine Daten"],
        ["Wie wichtig? – Laden", "4,0 (3,8–4,2)", "noch keine Daten"],
    ]


def test_wave_table():
    rows = [
        ("a", 3.1, 3.4, 0.3, 0.1, 0.5, "gestiegen", "ok", ""),
        ("c", NAN, NAN, NAN, NAN, NAN, "", "unterdrueckt", ""),
    ]
    names = ["gruppe", "wert_vorher", "wert_nachher", "differenz", "ug", "og", "urteil"]
    changes = pd.DataFrame(rows, columns=[*names, "status", "grund"])
    assert records(tables.wave_table(changes, NAMES, ("2022", "2025"))) == [
        ["Gruppe", "2022", "2025", "Veränderung", "Urteil"],
        ["Ahausen", "3,1", "3,4", "+0,3 (+0,1 bis +0,5)", "gestiegen"],
        ["Bedorf", "–", "–", "noch keine Daten", "–"],
        ["Cestadt", "–", "–", HIDDEN, "–"],
    ]


def test_response_table():
    rows = [("a", 800, 200, 0.25, "ok"), ("c", 40, NAN, NAN, "unterdrueckt")]
    frame = pd.DataFrame(rows, columns=["gruppe", "grundgesamtheit", "n", "quote", "status"])
    assert records(tables.response_table(frame, NAMES)) == [
        ["Gruppe", "Gefragt", "Antworten", "Rücklauf"],
        ["Ahausen", "800", "200", "25 %"],
        ["Bedorf", "–", "noch keine Daten", "–"],
        ["Cestadt", "40", HIDDEN, "–"],
    ]


# sheets


def quellen() -> pd.DataFrame:
    rows = [
        ("q1", "Statistisches Amt", "Zensus", "dl-de/by-2-0", "© Amt", "2011-05-09", "", "", "2025",
         "Amt", "alle 10 Jahre"),
        ("q2", "Gemeinde", "Register", "", "", "2025-12-31", "", "", "", "", ""),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns.QUELLEN))


def test_source_table_and_lines():
    assert records(tables.source_table(quellen(), {"q1"})) == [
        ["Herausgeber", "Titel", "Stand", "Lizenz", "Vermerk", "Adresse"],
        ["Statistisches Amt", "Zensus", "09.05.2011", "dl-de/by-2-0", "© Amt", "–"],
    ]
    assert tables.source_lines(quellen()) == [
        "Statistisches Amt: Zensus, Stand 09.05.2011, © Amt, Lizenz: dl-de/by-2-0",
        "Gemeinde: Register, Stand 31.12.2025",
    ]
    assert records(tables.source_table(quellen().iloc[:0])) == [
        ["Herausgeber", "Titel", "Stand", "Lizenz", "Vermerk", "Adresse"]
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (dt.date(2025, 12, 31), "aktuell"),  # the year is not over yet
        (dt.date(2026, 1, 1), "überfällig"),
    ],
)
def test_freshness_table(today, state):
    assert records(tables.freshness_table(quellen(), shown.values(), today)) == [
        [
            "Quelle",
            "Stand",
            "Indikatoren",
            "Rhythmus",
            "Nächste Lieferung",
            "Lage",
            "Kann geliefert werden von",
        ],
        ["Zensus", "09.05.2011", "1", "alle 10 Jahre", "2025", state, "Amt"],
        ["Register", "31.12.2025", "0", "–", "–", "unbekannt", "–"],
    ]


def test_overdue_sources_come_first_the_longest_overdue_at_the_top():
    def source(key: str, stand: str, due: str, rhythm: str) -> tuple[str, ...]:
        return (key, "Amt", key, "", "", stand, "", "", due, "", rhythm)

    rows = [
        source("unbekannt", "2024", "", "unregelmäßig"),
        source("einmalig", "2009", "", "einmalig"),
        source("aktuell", "2025-12-31", "", "jährlich"),
        source("spaet", "2023-12-31", "", "jährlich"),  # 31.12.2024, published within a year
        source("am spaetesten", "2011-05-09", "2022", "alle 10 Jahre"),
    ]
    frame = pd.DataFrame(rows, columns=list(columns.QUELLEN))
    table = tables.freshness_table(frame, shown.values(), dt.date(2026, 3, 1))
    assert table[["Quelle", "Nächste Lieferung", "Lage"]].values.tolist() == [
        ["am spaetesten", "2022", "überfällig"],
        ["spaet", "bis 31.12.2025", "überfällig"],
        ["aktuell", "bis 31.12.2027", "aktuell"],
        ["unbekannt", "–", "unbekannt"],
        ["einmalig", "–", "abgeschlossen"],
    ]


def test_what_has_no_data_yet():
    table = tables.missing_table(CATALOGUE, shown.values())
    assert table.values.tolist() == [
        ["Wohnen", "Durchschnittsalter", "–"],
        ["Versorgung", "Feuerwehr", "–"],
        ["Versorgung", "Läden", "Gewerbeamt"],
    ]


def test_definition_table():
    table = tables.definition_table(SHARE, CATALOGUE, quellen(), shown.values())
    assert records(table) == [
        ["Angabe", "Inhalt"],
        ["Handlungsfeld", "Wohnen"],
        ["Definition", "Leere Wohnungen."],
        ["Einheit", "%"],
        ["Bezug", "Wohnungen"],
        ["Rolle", "bewertet: ein niedrigerer Wert ist günstiger"],
        ["Zielwerte", "0 Punkte bei 20 %, 100 Punkte bei 0 %"],
        ["Quelle der Zielwerte", "Setzung"],
        ["Gewicht", "1"],
        ["Unsicherheit", "95 %-Bereich nach Wilson"],
        ["Stand", "31.12.2021"],
        ["Quelle", "Statistisches Amt: Zensus, Stand 09.05.2011, © Amt, Lizenz: dl-de/by-2-0"],
        ["Kann geliefert werden von", "Bauamt"],
    ]


def test_definition_of_context_has_no_goalposts():
    table = tables.definition_table(MEAN, CATALOGUE, quellen(), shown.values().iloc[:0])
    told = dict(records(table)[1:])
    assert told["Rolle"] == "Kontext: wird gezeigt, nicht bewertet"
    assert "Zielwerte" not in told
    assert told["Stand"] == "noch keine Daten"


def test_catalogue_table_says_who_can_deliver():
    table = tables.catalogue_table(CATALOGUE, CATALOGUE["versorgung"], shown.values())
    assert [row[0] for row in records(table)[1:]] == ["Feuerwehr", "Läden"]
    assert records(table)[2][-1] == "noch keine Daten; liefern kann: Gewerbeamt"
    table = tables.catalogue_table(CATALOGUE, CATALOGUE["wohnen"], shown.values())
    assert records(table)[1][-1] == "31.12.2021"


def test_a_survey_of_the_gemeinde_is_no_official_statistic() -> None:
    catalogue = tiny.catalogue()
    bus, vacancy = catalogue["zufriedenheit_bus"], catalogue["leerstandsquote"]
    assert quality_word("amtlich", bus) == "eigene Umfrage"
    assert quality_word("beispiel", bus) == "Beispieldaten"
    assert quality_word("amtlich", vacancy) == "amtlich"
    assert quality_word("naeherung", vacancy) == "Näherung"
    assert quality_word(None, vacancy) == ""
