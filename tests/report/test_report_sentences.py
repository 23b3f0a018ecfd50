"""Sentences, word by word. None claims a difference that is not certain."""

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.findings import Finding, FindingKind
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.rules import Status
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind
from lebenslage.report import sentences
from lebenslage.report.deviation_words import describe_deviations, nothing_stands_out
from tests import shown, tiny
from tests.shown import CATALOGUE, MEAN, NAMES, NAN, QUESTION, REFERENCES, SHARE

HIDDEN = "Ohne Wert: Cestadt – zu wenige Fälle (Datenschutz)."


def test_indicator_with_a_certain_difference():
    text = sentences.describe_indicator(shown.values(), NAMES, SHARE, REFERENCES)
    assert text == (
        "Leerstandsquote (Stand 31.12.2021): Niedrigster Wert: Ahausen 12,4 %; höchster Wert: "
        "Bedorf 18,1 %. Der Unterschied zwischen Ahausen und Bedorf ist belastbar. "
        f"{HIDDEN} Zum Vergleich: Gemeinde 13,0 % und Landkreis 16,2 %."
    )


def test_indicator_with_meeting_intervals():
    values = shown.values()
    values.loc[values["gebiet_id"] == "b", "ug"] = 15.6  # touches the upper limit of Ahausen
    text = sentences.describe_indicator(values, NAMES, SHARE)
    assert "Ahausen und Bedorf sind nicht unterscheidbar." in text
    assert "belastbar" not in text


def test_indicator_without_intervals_claims_nothing():
    values = shown.values().assign(ug=NAN, og=NAN)
    text = sentences.describe_indicator(values, NAMES, SHARE)
    assert "belastbar" not in text
    assert "unterscheidbar" not in text


def test_indicator_with_one_value():
    values = pd.DataFrame([shown.value("a", 5, 4, 6)])
    assert sentences.describe_indicator(values, NAMES, SHARE) == (
        "Leerstandsquote (Stand 31.12.2021): Ein Wert liegt nur für Ahausen vor: 5,0 %. "
        "Ohne Wert: Bedorf und Cestadt – noch keine Daten."
    )


def test_indicator_with_equal_values():
    values = pd.DataFrame([shown.value(key, 5, 4, 6) for key in NAMES])
    assert sentences.describe_indicator(values, NAMES, SHARE) == (
        "Leerstandsquote (Stand 31.12.2021): Alle Werte sind gleich: 5,0 %."
    )


def test_indicator_without_any_value():
    values = pd.DataFrame([shown.value(key) for key in NAMES])
    assert sentences.describe_indicator(values, NAMES, SHARE) == (
        "Leerstandsquote (Stand 31.12.2021): Für keinen Ortsteil liegt ein Wert vor: "
        "noch keine Daten."
    )
    assert sentences.no_data_sentence(SHARE) == (
        "Zu „Leerstandsquote“ gibt es noch keine Daten. Liefern kann sie: Bauamt."
    )
    assert sentences.no_data_sentence(MEAN) == "Zu „Durchschnittsalter“ gibt es noch keine Daten."


def test_brackets_are_explained():
    values = shown.values()
    values.loc[0, "status"] = Status.EINGEKLAMMERT
    text = sentences.describe_indicator(values, NAMES, SHARE)
    assert "Niedrigster Wert: Ahausen (12,4 %); höchster Wert: Bedorf 18,1 %." in text
    assert sentences.KLAMMERN in text


def test_map_says_the_same_as_it_shows():
    text = sentences.describe_map("Leerstandsquote", shown.map_values(), NAMES, "%", 1)
    assert text == (
        "Die Karte zeigt: Leerstandsquote. Niedrigster Wert: Ahausen 12,4 %; höchster Wert: Bedorf "
        "(18,1 %). Werte in Klammern sind unsicher: Es stehen nur wenige Fälle dahinter, oder "
        "schon die Quelle klammert sie ein. "
        f"{HIDDEN}"
    )


@pytest.mark.parametrize(
    ("belastbar", "verdict"),
    [
        (True, "Der Unterschied zwischen Ahausen und Bedorf ist belastbar."),
        (False, "Ahausen und Bedorf sind nicht unterscheidbar."),
    ],
)
def test_map_with_a_known_verdict(belastbar, verdict):
    frame = shown.map_values().assign(status=Status.OK).dropna()
    pairs = pd.DataFrame([("b", "a", belastbar)], columns=["a", "b", "belastbar"])
    text = sentences.describe_map(
        "Punkte", frame, {"a": "Ahausen", "b": "Bedorf"}, stand="2022", pairs=pairs
    )
    assert text == (
        "Die Karte zeigt: Punkte (Stand 2022). Niedrigster Wert: Ahausen 12; höchster Wert: "
        f"Bedorf 18. {verdict}"
    )


def over_time(*values: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame([shown.value("a", w, ug, og, stand=s) for s, w, ug, og in values])


@pytest.mark.parametrize(
    ("later", "ending"),
    [
        ((14, 13, 15), "Der Wert ist gestiegen."),
        ((6, 5, 7), "Der Wert ist gefallen."),
        ((11, 9, 13), "Die beiden Werte sind nicht unterscheidbar."),
        ((11, NAN, NAN), "Wie sicher die Veränderung ist, lässt sich nicht sagen."),
    ],
)
def test_development(later, ending):
    values = over_time(("2011-05-09", 10, 9, 11), ("2021", *later))
    text = sentences.describe_development(values, "Ahausen", "a", SHARE)
    assert text == f"Ahausen: 10,0 % (09.05.2011) und {later[0]},0 % (2021). {ending}"


def test_development_with_less_than_two_values():
    one = over_time(("2011-05-09", 10, 9, 11), ("2021", NAN, NAN, NAN))
    assert sentences.describe_development(one, "Ahausen", "a", SHARE) == (
        "Für Ahausen liegt nur ein Wert vor: 10,0 % (09.05.2011)."
    )
    assert sentences.describe_development(one, "Bedorf", "b", SHARE) == (
        "Für Bedorf liegt noch kein Wert vor."
    )


def test_timeline_of_several_areas():
    earlier = pd.DataFrame([shown.value(k, 10, 9, 11, stand="2011") for k in ("a", "b", "g")])
    later = pd.DataFrame(
        [
            shown.value("a", 14, 13, 15, stand="2021"),
            shown.value("b", 10.5, 9.5, 11.5, stand="2021"),
            shown.value("g", 6, 5, 7, stand="2021"),
        ]
    )
    both = pd.concat([earlier, later])
    assert sentences.describe_timeline(both, NAMES | REFERENCES, SHARE) == (
        "Leerstandsquote, 2011 bis 2021: gestiegen in Ahausen; gefallen in Gemeinde; "
        "nicht unterscheidbar in Bedorf."
    )
    assert sentences.describe_timeline(later, NAMES, SHARE) == (
        "Leerstandsquote: Noch liegt nirgends mehr als ein Zeitpunkt vor."
    )


def test_profile_with_one_certain_field():
    text = sentences.describe_profile(shown.scores(), shown.pairs(), NAMES, CATALOGUE)
    assert text == (
        "Belastbare Unterschiede gibt es in 1 von 2 Handlungsfeldern: „Wohnen“ (Ahausen 20, Bedorf "
        "70 Punkte). Sonst sind die Ortsteile nicht unterscheidbar."
    )


def test_profile_without_certainty():
    pairs = shown.pairs().assign(belastbar=False)
    assert sentences.describe_profile(shown.scores(), pairs, NAMES, CATALOGUE) == (
        "In 2 Handlungsfeldern mit Daten sind die Ortsteile nicht unterscheidbar: "
        "Kein Unterschied ist belastbar."
    )


def test_profile_without_scores():
    scores = shown.scores().assign(score=NAN)
    assert sentences.describe_profile(scores, shown.pairs(), NAMES, CATALOGUE) == (
        "Noch gibt es in keinem Handlungsfeld genug Daten, um die Ortsteile zu vergleichen."
    )


@pytest.mark.parametrize(
    ("area", "text"),
    [
        (
            "a",
            "Ahausen liegt belastbar niedriger in „Wohnen“ (als Bedorf). "
            "Sonst ist kein Unterschied belastbar.",
        ),
        (
            "b",
            "Bedorf liegt belastbar höher in „Wohnen“ (als Ahausen). "
            "Sonst ist kein Unterschied belastbar.",
        ),
        (
            "c",
            "Cestadt ist in keinem Handlungsfeld von den anderen Ortsteilen unterscheidbar: "
            "Kein Unterschied ist belastbar.",
        ),
    ],
)
def test_village(area, text):
    told = sentences.describe_village(shown.scores(), shown.pairs(), NAMES, CATALOGUE, area)
    assert told == text


def test_village_with_many_differences_is_summed_up():
    codes = ["f1", "f2", "f3", "f4"]
    nodes = [Node("gesamt", "", 1, 1)]
    for code in codes:
        nodes += [Node(code, "gesamt", 1, 1, f"Feld {code}"), Node(f"{code}i", code, 1, 1)]
    rows = [(area, code, 50.0) for code in codes for area in NAMES]
    scores = pd.DataFrame(rows, columns=["gebiet_id", "code", "score"])
    told = [("f1", "a", "b", 0.01), ("f1", "a", "c", 0.01), ("f2", "a", "b", 0.99)]
    told += [("f2", "a", "c", 0.99), ("f3", "a", "b", 0.01), ("f4", "a", "b", 0.99)]
    pairs = pd.DataFrame(told, columns=["code", "a", "b", "p_a_below_b"]).assign(belastbar=True)
    text = sentences.describe_village(scores, pairs, NAMES, Catalogue(tuple(nodes)), "a")
    assert text == (
        "Ahausen unterscheidet sich in 4 von 4 Handlungsfeldern belastbar von anderen Ortsteilen: "
        "höher als alle anderen in „Feld f1“ und niedriger als alle anderen in „Feld f2“. "
        "Im Einzelnen zeigt es die Tabelle."
    )


def test_village_without_scores():
    scores = shown.scores().assign(score=NAN)
    assert sentences.describe_village(scores, shown.pairs(), NAMES, CATALOGUE, "a") == (
        "Für Ahausen gibt es noch in keinem Handlungsfeld genug Daten für einen Punktwert."
    )


def row_of(area: str, code: str) -> pd.DataFrame:
    scores = shown.scores()
    return scores[(scores["gebiet_id"] == area) & (scores["code"] == code)]


def test_score_of_one_area():
    text = sentences.describe_score(row_of("b", "wohnen"), CATALOGUE["wohnen"], "Bedorf")
    assert text == (
        "Bedorf erreicht in „Wohnen“ 70 von 100 Punkten (Schwankungsbereich 65–75), Klasse "
        "„mittel“. Unter den Ortsteilen ist das Rang 1 oder 2."
    )
    sure = row_of("b", "wohnen").assign(rang_og=1.0, beispiel=True)
    text = sentences.describe_score(sure, CATALOGUE["wohnen"], "Bedorf")
    assert text.endswith(
        "Unter den Ortsteilen ist das Rang 1. In den Punktwert gehen Beispieldaten ein."
    )


def test_rank_intervals_of_all_ortsteile():
    rows = pd.DataFrame(
        {
            "gebiet_id": ["c", "b", "a"],
            "rang_ug": [1.0, 2.0, 2.0],
            "rang_og": [1.0, 3.0, 3.0],
        }
    )
    start = "Ränge, so genau die Daten es hergeben (1 = die meisten Punkte):"
    # in the order of the Gemeinde, not in that of the ranks
    assert sentences.describe_ranks(rows, NAMES) == (
        f"{start} Ahausen und Bedorf 2 bis 3; Cestadt 1."
    )
    rows.loc[0, ["rang_ug", "rang_og"]] = NAN
    assert sentences.describe_ranks(rows, NAMES) == f"{start} Ahausen und Bedorf 2 bis 3."
    assert sentences.describe_ranks(rows.iloc[:2], NAMES) == "", "one alone has no rank"


def test_score_that_is_missing():
    text = sentences.describe_score(row_of("c", "versorgung"), CATALOGUE["versorgung"], "Cestadt")
    assert text == (
        "Für Cestadt gibt es in „Versorgung“ keinen Punktwert: zu wenig Daten. "
        "25 % der Indikatoren haben einen Wert, nötig sind 60 %."
    )


def test_coverage_names_what_is_missing():
    scores = shown.scores()
    assert sentences.coverage_sentence(scores, CATALOGUE, NAMES) == (
        "Noch ohne Punktwert: „Versorgung“ für Cestadt (zu wenig Daten)."
    )
    assert sentences.coverage_sentence(scores, CATALOGUE) == (
        "Noch ohne Punktwert: „Versorgung“ für 1 von 3 Ortsteilen (zu wenig Daten)."
    )
    assert sentences.coverage_sentence(row_of("c", "versorgung"), CATALOGUE) == (
        "Noch ohne Punktwert: „Versorgung“ (zu wenig Daten)."
    )
    assert sentences.coverage_sentence(scores.assign(score=NAN, grund=""), CATALOGUE, NAMES) == (
        "Noch ohne Punktwert: „Wohnen“ für alle Ortsteile (noch keine Daten); „Versorgung“ für "
        "alle Ortsteile (noch keine Daten)."
    )
    assert sentences.coverage_sentence(row_of("a", "wohnen"), CATALOGUE) == ""


def test_contributions_to_a_score():
    field = CATALOGUE["wohnen"]
    parts = [
        {"name": "Leerstand", "beitrag": 12.54},
        {"name": "Läden", "beitrag": NAN},
        {"name": "Bus", "beitrag": 3.0},
    ]
    assert sentences.describe_contributions(parts, field) == (
        "So entsteht der Punktwert von „Wohnen“: Am meisten Punkte trägt „Leerstand“ (12,5) bei, "
        "am wenigsten „Bus“ (3,0). Ohne Wert: „Läden“."
    )
    assert sentences.describe_contributions(parts[:1], field) == (
        "So entsteht der Punktwert von „Wohnen“: Er kommt allein aus „Leerstand“."
    )
    equal = [{"name": name, "beitrag": 20.0} for name in ("Bus", "Läden")]
    assert sentences.describe_contributions(equal, field) == (
        "So entsteht der Punktwert von „Wohnen“: Alle Indikatoren tragen gleich viel bei (20,0)."
    )


# one Ortsteil against the mean of the others


def deviations(**points: tuple[float, bool]) -> pd.DataFrame:
    """Field -> points above the mean of the others, and whether that is certain; Ahausen's."""
    rows = [("a", code, value, sure) for code, (value, sure) in points.items()]
    return pd.DataFrame(rows, columns=["gebiet_id", "code", "differenz", "belastbar"])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            deviations(wohnen=(7.0, True), versorgung=(-3.0, True)),
            "Ahausen liegt in „Wohnen“ (+7 Punkte) über dem Mittel der anderen Ortsteile und in "
            "„Versorgung“ (−3 Punkte) darunter.",
        ),
        (  # pairs may differ nonetheless: only distances to the mean are meant
            deviations(wohnen=(2.0, False), versorgung=(-3.0, True)),
            "Ahausen liegt in „Versorgung“ (−3 Punkte) unter dem Mittel der anderen Ortsteile. "
            "Sonst ist kein Abstand zum Mittel der anderen belastbar.",
        ),
        (
            deviations(wohnen=(2.0, False), versorgung=(NAN, False)),
            "Ahausen ist in keinem Handlungsfeld vom Mittel der anderen Ortsteile unterscheidbar.",
        ),
        (
            deviations(wohnen=(NAN, False)),
            "Für Ahausen gibt es noch nicht genug Daten für einen Vergleich.",
        ),
    ],
)
def test_one_ortsteil_and_the_mean_of_the_others(rows, text):
    assert describe_deviations(rows, "a", "Ahausen", CATALOGUE) == text


def test_nothing_stands_out_is_not_nothing_is_known():
    assert nothing_stands_out(deviations(wohnen=(2.0, False)), "a", CATALOGUE) == (
        "Kein Unterschied ist belastbar."
    )
    assert nothing_stands_out(deviations(wohnen=(NAN, False)), "a", CATALOGUE) == (
        "Noch nicht zu beurteilen: Für kein Handlungsfeld gibt es genug Daten."
    )


# findings


def finding(kind: FindingKind, **more: object) -> Finding:
    given = {"ortsteil": "a", "code": "leer", "titel": "Leerstandsquote", "belastbar": True}
    return Finding(kind, **{**given, **more})


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            finding(
                FindingKind.SCORE, titel="Wohnen", wert=22, ug=15, og=29, vergleich=48, guenstig=-1
            ),
            "In Ahausen liegt „Wohnen“ mit 22 von 100 Punkten (Schwankungsbereich 15–29) belastbar "
            "unter dem Mittel der anderen Ortsteile (48 Punkte).",
        ),
        (
            finding(
                FindingKind.INDIKATOR,
                wert=18.1, ug=16.0, og=22.0, vergleich=13.0, guenstig=-1, stand="2021-12-31",
            ),
            "In Ahausen ist der Wert „Leerstandsquote“ belastbar höher als in der ganzen Gemeinde: "
            "18,1 % (95 %-Bereich 16,0–22,0 %), Gemeinde: 13,0 % (Stand 31.12.2021). "
            "Das ist ungünstiger.",
        ),
        (
            finding(FindingKind.INDIKATOR, code="alter", titel="Durchschnittsalter",
                    wert=40.0, ug=39.0, og=41.0, vergleich=44.0),
            "In Ahausen ist der Wert „Durchschnittsalter“ belastbar niedriger als in der ganzen "
            "Gemeinde: 40,0 Jahre (95 %-Bereich 39,0–41,0 Jahre), Gemeinde: 44,0 Jahre.",
        ),
        (
            finding(FindingKind.UMFRAGE, code="F1", titel="Wie zufrieden?", statistik="mittelwert",
                    wert=2.3, ug=2.0, og=2.6, vergleich=3.1, guenstig=-1, beispiel=True),
            "In Ahausen liegt der Mittelwert bei „Wie zufrieden?“ belastbar niedriger als in der "
            "ganzen Gemeinde: 2,3 (95 %-Bereich 2,0–2,6), Gemeinde: 3,1. Das ist ungünstiger. "
            "(Beispieldaten)",
        ),
        (
            finding(FindingKind.UMFRAGE, code="F2", titel="Womit?", statistik="anteil",
                    auspraegung="Bus", wert=0.45, ug=0.4, og=0.5, vergleich=0.3),
            "In Ahausen antworten auf „Womit?“ anteilig belastbar mehr Menschen „Bus“ als in der "
            "ganzen Gemeinde: 45 % (95 %-Bereich 40–50 %), Gemeinde: 30 %.",
        ),
        (
            finding(FindingKind.LUECKE, titel="Wohnen", grund="zu wenig Daten", belastbar=False),
            "Für Ahausen gibt es in „Wohnen“ noch keinen Punktwert: zu wenig Daten.",
        ),
    ],
)  # fmt: skip
def test_findings(found, text):
    assert sentences.describe_finding(found, NAMES, CATALOGUE) == text


@pytest.mark.parametrize("kind", [k for k in FindingKind if k is not FindingKind.LUECKE])
def test_uncertain_findings_claim_nothing(kind):
    found = finding(kind, wert=1, ug=0, og=9, vergleich=2, belastbar=False)
    assert sentences.describe_finding(found, NAMES, CATALOGUE) == (
        "Ahausen ist bei „Leerstandsquote“ von der Gemeinde nicht unterscheidbar."
    )


# survey


def wave(art: SurveyKind = SurveyKind.VOLLERHEBUNG, *, beispiel: bool = False) -> Questionnaire:
    return Questionnaire("u", "Leben 2025", "2025-05-12", art, (QUESTION,), beispiel)


def responses(**total: object) -> pd.DataFrame:
    rows = [
        {"gruppe": "a", "grundgesamtheit": 800, "n": 200, "quote": 0.25, "status": Status.OK},
        {"gruppe": "b", "grundgesamtheit": 400, "n": 120, "quote": 0.30, "status": Status.OK},
        {"gruppe": "c", "grundgesamtheit": 40, "n": NAN, "quote": NAN, "status": "unterdrueckt"},
        {"gruppe": "", "grundgesamtheit": 1240, "n": 325, "quote": 325 / 1240, "status": "ok"}
        | total,
    ]
    return pd.DataFrame(rows)


def test_wave():
    assert sentences.describe_wave(wave(), responses()) == (
        "„Leben 2025“, erhoben am 12.05.2025: Vollerhebung, alle wurden eingeladen. "
        "Geantwortet haben 325 von 1.240 Personen (26 %)."
    )
    assert sentences.describe_wave(wave(SurveyKind.OFFEN, beispiel=True), responses(quote=NAN)) == (
        "„Leben 2025“, erhoben am 12.05.2025: offene Umfrage – Orientierung, nicht repräsentativ. "
        "Geantwortet haben 325 Personen. Die Antworten sind erfunden (Beispieldaten)."
    )


def test_one_answer_is_singular():
    assert sentences.describe_wave(wave(), responses(quote=NAN, n=1)).endswith(
        "Geantwortet hat 1 Person."
    )


def test_response():
    assert sentences.describe_response(responses(), {**NAMES, "": "Alle zusammen"}) == (
        "Geantwortet haben 325 von 1.240 Personen (26 %). Der Rücklauf reicht von 25 % (Ahausen) "
        "bis 30 % (Bedorf). Nicht gezeigt: Cestadt."
    )
    hidden = responses(n=NAN, quote=NAN)
    assert sentences.describe_response(hidden, {"": "Alle"}) == (
        "Wie viele geantwortet haben, wird nicht gezeigt."
    )


def test_survey_of_one_area():
    table = shown.survey_table()
    assert sentences.describe_survey_area(table, wave(), "a", "Ahausen") == (
        "In Ahausen haben 100 Personen geantwortet („Leben 2025“)."
    )
    assert sentences.describe_survey_area(table, wave(SurveyKind.OFFEN), "a", "Ahausen") == (
        "In Ahausen haben 100 Personen geantwortet („Leben 2025“). "
        "Orientierung, nicht repräsentativ."
    )
    assert sentences.describe_survey_area(table, wave(), "c", "Cestadt") == (
        "Für Cestadt werden keine Ergebnisse gezeigt: zu wenige Antworten (Datenschutz)."
    )


def test_means_of_one_area():
    labels = {"F1": "Bus", "F2": "Läden", "F3": "Arzt"}
    means = pd.DataFrame(
        {"gruppe": ["F1", "F2", "F3", "F9"], "wert_nachher": [2.44, 3.96, NAN, 5.0]}
    )
    start = "Am höchsten ist der Mittelwert bei „Läden“ (4,0), am niedrigsten bei „Bus“ (2,4)."
    assert sentences.describe_survey_means(means, labels, {"F3": 1.0}) == (
        f"{start} Keiner unterscheidet sich belastbar von dem der ganzen Gemeinde."
    )
    assert sentences.describe_survey_means(means, labels, {"F1": -0.4, "F2": 0.2}) == (
        f"{start} Belastbar anders als in der ganzen Gemeinde: höher bei „Läden“; "
        "niedriger bei „Bus“."
    )
    assert sentences.describe_survey_means(means.iloc[2:], labels, {}) == ""


def test_many_means_that_differ_are_counted():
    labels = {f"F{i}": f"Frage {i}" for i in range(1, 6)}
    means = pd.DataFrame({"gruppe": list(labels), "wert_nachher": [1.0, 2.0, 3.0, 4.0, 5.0]})
    sides = {"F1": 0.1, "F2": 0.2, "F3": 0.5, "F4": 0.4, "F5": -0.1}
    assert sentences.describe_survey_means(means, labels, sides).endswith(
        "anders als in der ganzen Gemeinde: höher bei „Frage 3“, „Frage 4“ und 2 weiteren Fragen; "
        "niedriger bei „Frage 5“."
    )


def differences(*verdicts: tuple[str, str, str]) -> pd.DataFrame:
    means = {"a": 2.9, "b": 3.4, "c": 3.1}
    rows = [
        {"frage": "F1", "statistik": "mittelwert", "auspraegung": "", "a": a, "b": b,
         "wert_a": means[a], "wert_b": means[b], "differenz": means[a] - means[b], "urteil": urteil}
        for a, b, urteil in verdicts
    ]  # fmt: skip
    return pd.DataFrame(rows)


SCALE_SENTENCE = (
    "Insgesamt antworten 40 % „zufrieden“ oder „sehr zufrieden“ (95 %-Bereich 35–45 %; n = 240). "
    "Der Mittelwert ist 3,2 auf der Skala von 1 bis 5."
)


@pytest.mark.parametrize(
    ("verdicts", "ending"),
    [
        (None, ""),
        (
            [("a", "b", "niedriger"), ("a", "c", "nicht unterscheidbar")],
            " Belastbar ist der Unterschied zwischen Bedorf (3,4) und Ahausen (2,9), sonst keiner.",
        ),
        (
            [("a", "b", "niedriger"), ("b", "c", "hoeher")],
            " Belastbar sind 2 Unterschiede: zwischen Bedorf (3,4) und Ahausen (2,9); "
            "Bedorf (3,4) und Cestadt (3,1).",
        ),
        (
            [("a", "b", "nicht unterscheidbar")],
            " Die Gruppen sind nicht unterscheidbar: Kein Unterschied ist belastbar.",
        ),
        ([("a", "b", "")], ""),
    ],
)
def test_question_on_a_scale(verdicts, ending):
    given = None if verdicts is None else differences(*verdicts)
    text = sentences.describe_question(shown.survey_table(), QUESTION, NAMES, given)
    assert text == SCALE_SENTENCE + ending


def test_question_tells_dont_know():
    more = shown.share("", "9", 0.08, statistik="weiss_nicht")
    table = pd.concat([shown.survey_table(), pd.DataFrame([more])])
    text = sentences.describe_question(table, QUESTION, NAMES)
    assert "(95 %-Bereich 35–45 %; n = 240), 8 % aller Befragten „weiß nicht“." in text


def test_question_without_order():
    parts = {"S1": "Bus", "S2": "Rad"}
    question = Question("F1", "Womit?", QuestionType.MEHRFACH, teilfragen=parts)
    table = pd.DataFrame([shown.share("", "S2", 0.3), shown.share("", "S1", 0.5)])
    assert sentences.describe_question(table, question, NAMES) == (
        "Häufige Antworten insgesamt: „Bus“ 50 % (45–55 %) und „Rad“ 30 % (25–35 %); n = 100."
    )


def test_hidden_question():
    table = shown.answers({"": (NAN,) * 5})
    assert sentences.describe_question(table, QUESTION, NAMES) == (
        "Dazu wird nichts gezeigt: zu wenige Fälle (Datenschutz)."
    )


def test_change_between_waves():
    rows = [("a", 0.3, "gestiegen"), ("b", -0.04, "nicht unterscheidbar"), ("", -0.2, "gefallen")]
    changes = pd.DataFrame(rows, columns=["gruppe", "differenz", "urteil"])
    groups = {**NAMES, "": "Alle zusammen"}
    assert sentences.describe_wave_change(changes, groups, ("2022", "2025")) == (
        "Von 2022 bis 2025 – gestiegen: Ahausen (+0,3); gefallen: Alle zusammen (−0,2); "
        "nicht unterscheidbar: Bedorf; ohne Aussage: Cestadt."
    )


# the rest


def test_comparison_counts_instead_of_ranking():
    rows = [("1", 11.0), ("2", 15.0), ("3", 16.0), ("g", 13.0), ("4", NAN)]
    frame = pd.DataFrame(rows, columns=["gebiet_id", "wert"])
    assert sentences.describe_comparison(frame, "g", "Eigen", SHARE, where="im Kreis") == (
        "Eigen: 13,0 %. Von 3 anderen Gemeinden im Kreis hat 1 einen niedrigeren und 2 einen "
        "höheren Wert."
    )
    assert sentences.describe_comparison(frame, "9", "Fremd", SHARE) == (
        "Ein Vergleich mit anderen Gemeinden ist noch nicht möglich."
    )


def test_freshness():
    rows = [("Zensus", "aktuell"), ("Register", "überfällig")]
    table = pd.DataFrame(rows, columns=["Quelle", "Lage"])
    assert sentences.describe_freshness(table) == (
        "2 Quellen sind verzeichnet. 1 Lieferung ist überfällig: „Register“."
    )
    assert sentences.describe_freshness(table.iloc[:1]) == (
        "1 Quelle ist verzeichnet; keine Lieferung ist überfällig."
    )
    assert sentences.describe_freshness(table.iloc[:0]) == "Es ist noch keine Quelle verzeichnet."


def test_base_notice():
    rows = [
        shown.value("a", 5, stand="2011", guete="naeherung"),
        shown.value("a", 44, stand="2021-12-31", indikator="alter", guete="beispiel"),
    ]
    values = pd.DataFrame(rows)
    assert sentences.base_notice(values, [SHARE, MEAN], "a") == (
        "Stand: 2011 bis 31.12.2021. Werte des Ortsteils sind zum Teil Näherungen. "
        "Darunter sind Beispieldaten."
    )
    assert sentences.base_notice(values, [SHARE, MEAN], "b") == ""
    persons = replace(SHARE, art=Kind.ANZAHL)
    assert sentences.base_notice(values.head(1), [persons], "a") == (
        "Stand: 2011. Werte des Ortsteils sind zum Teil Näherungen. "
        "Zusammengezählt können die Ortsteile von der Gemeinde abweichen."
    )


def test_made_up_waves_are_named_beside_a_real_one():
    def wave(titel, beispiel):
        base = tiny.wave()
        return replace(base, fragebogen=replace(base.fragebogen, titel=titel, beispiel=beispiel))

    made_up, real = [wave("Probe 1", True), wave("Probe 2", True)], wave("Leben im Ort", False)
    assert sentences.example_notice(made_up) == sentences.example_notice()
    assert sentences.example_notice([*made_up[:1], real]) == (
        "Beispieldaten: Die Befragung „Probe 1“ ist erfunden. Auch Punktwerte, in die sie "
        "eingeht, sind keine echten Ergebnisse."
    )
    assert sentences.example_notice([*made_up, real]) == (
        "Beispieldaten: Die Befragungen „Probe 1“ und „Probe 2“ sind erfunden. Auch Punktwerte, "
        "in die sie eingehen, sind keine echten Ergebnisse."
    )


def test_notices():
    assert sentences.example_notice().startswith("Beispieldaten: ")
    assert sentences.approximation_notice().startswith("Näherung, keine amtliche Grenze: ")
    row = shown.share("a", "", 3.42, statistik="mittelwert", ug=3.2, og=3.6, n=87)
    assert sentences.mean_text(row) == "3,4 (95 %-Bereich 3,2–3,6), n = 87"
    assert sentences.mean_text(shown.share("a", "", NAN)) == "zu wenige Fälle (Datenschutz)"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [(2.0, 2.0, "Rang 2."), (4.0, 5.0, "Rang 4 oder 5."), (1.0, 4.0, "ein Rang von 1 bis 4.")],
)
def test_ranks_in_words(first: float, last: float, told: str):
    rows = row_of("b", "wohnen").assign(rang_ug=first, rang_og=last)
    text = sentences.describe_score(rows, CATALOGUE["wohnen"], "Bedorf")
    assert f"Unter den Ortsteilen ist das {told}" in text
