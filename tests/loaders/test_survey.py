"""Survey answers: columns in every spelling, the codebook, and nothing personal kept."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.loaders.survey_programs import is_personal
from lebenslage.model.exchange import Delivery, Source
from lebenslage.model.survey import (
    Question,
    QuestionType,
    Scale,
    SurveyKind,
    SurveyWave,
    Weighting,
    WeightingMethod,
)
from tests import tiny
from tests.loaders.build import KNOWN, lines, problems, read, source, workbook

NAME = "results-survey1.csv"
HEADER = (
    '"id";"submitdate";"lastpage";"startlanguage";"startdate";"ipaddr";"refurl";"token";"ort";'
    '"F1";"F1Time";"F2";"F3[bus]";"F3[rad]";"F4";"F5"'
)
START = '"de";"2024-05-01 09:00:00";"10.0.0.1";"https://x";"geheim"'
FULL = f'"1";"2024-05-01 10:00:00";"5";{START};"Nordheim";"4";"12";"ja";"Y";"";"10";"Mehr Bänke!"'
PART = f'"2";;"1";{START};"Südhausen";"9";"3";"";;;"";""'


#: a codebook that asks neither for ids nor for dates
PLAIN = replace(tiny.questionnaire(), spalten={"ortsteil": "ort"})


def export(*rows: str, header: str = HEADER) -> Source:
    return source(lines(header, *rows), NAME, "utf-8-sig")


def wave(delivery: Delivery) -> SurveyWave:
    assert isinstance(delivery.content, SurveyWave)
    return delivery.content


def answers(item: Source, **options) -> dict[str, list]:
    return wave(read(item, **options)).antworten.to_dict("list")


def test_an_export_of_limesurvey():
    delivery = read(export(FULL, PART))
    assert delivery.format == "limesurvey-antworten"
    assert delivery.beispiel
    assert (delivery.zeilen, delivery.spalten, delivery.trennzeichen) == (2, 16, ";")
    assert delivery.zusammenfassung == {
        "Umfrage": "Umfrage 2024", "Antworten": 2, "davon vollständig": 1,
    }  # fmt: skip
    # an empty cell was not asked, a quoted empty text was not answered
    assert wave(delivery).antworten.to_dict("list") == {
        "id": ["1", "2"],
        "ortsteil": ["nordheim", "suedhausen"],
        "abgeschlossen": [True, False],
        "F1": ["4", "9"],
        "F2": ["ja", ""],
        "F3[bus]": ["Y", None],
        "F3[rad]": ["", None],
        "F4": ["10", ""],
        "F5": ["Mehr Bänke!", ""],
    }


def test_nothing_that_points_at_a_person_is_kept():
    delivery = read(export(FULL, PART))
    removed = ("submitdate", "startdate", "ipaddr", "refurl", "token", "F1Time")
    assert wave(delivery).entfernt == removed
    assert delivery.hinweise == (
        "Aus „submitdate“ wird nur übernommen, ob eine Antwort abgeschlossen ist, nicht wann.",
        "Aus Gründen des Datenschutzes nicht übernommen: „startdate“, „ipaddr“, „refurl“, "
        "„token“ und „F1Time“.",
        "Derselbe Zugangscode steht in mehreren Antworten (Zeilen 2, 3); bitte prüfen, ob jemand "
        "doppelt geantwortet hat.",
    )
    assert delivery.roh == (
        b"\xef\xbb\xbf" + lines(
            '"id";"ort";"submitdate";"F1";"F2";"F3[bus]";"F3[rad]";"F4";"F5"',
            '"1";"nordheim";"Y";"4";"ja";"Y";"";"10";"Mehr Bänke!"',
            '"2";"suedhausen";"";"9";"";;;"";""',
        ).encode()
    )  # fmt: skip


def test_what_is_kept_reads_back_to_the_same_wave():
    first = read(export(FULL, PART))
    again = read(Source(NAME, first.roh))
    pd.testing.assert_frame_equal(wave(again).antworten, wave(first).antworten)
    assert again.roh == first.roh
    assert wave(again).entfernt == ()


@pytest.mark.parametrize(
    "heading",
    ["ipaddr", "IP-Adresse", "IP address", "token", "Zugangscode", "E-Mail", "Email", "email",
     "Vorname", "Nachname", "Name", "startdate", "datestamp", "Datum letzte Aktivität",
     "startdate. Date started", "refurl", "interviewtime", "groupTime17", "Zeitstempel",
     "Startzeit", "Fertigstellungszeit", "Telefonnummer", "Geburtsdatum", "Straße"],
)  # fmt: skip
def test_personal_headings(heading):
    assert is_personal(heading)


@pytest.mark.parametrize("heading", ["F1", "ortsteil", "alter", "geschlecht", "lastpage", "seed"])
def test_other_headings(heading):
    assert not is_personal(heading)


FIELDS = 'ort;F1;F2;F3[bus];F3[rad];F4;F5'  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        'id;submitdate;lastpage;ort;F1;F2;F3_bus;F3_rad;F4;F5',
        '"id. Response ID";"submitdate. Date submitted";"lastpage. Last page";ort;'
        '"F1. Wie zufrieden?";F2;"F3[bus]. Wie? [Mit dem Bus]";"F3[rad]. Wie? [Mit dem Rad]";F4;F5',
        '"Antwort ID";"Datum Abgeschickt";"Letzte Seite";ort;'
        '"Wie zufrieden sind Sie mit den Busverbindungen?";"Wohnen Sie gern hier?";'
        '"Wie sind Sie unterwegs? [Mit dem Bus]";"Wie sind Sie unterwegs? [Mit dem Rad]";'
        '"Seit wie vielen Jahren wohnen Sie hier?";"Was fehlt Ihnen?"',
    ],
)  # fmt: skip
def test_columns_in_every_spelling(header):
    found = answers(export("7;2024-05-01;3;Westtal;5;ja;Y;;3;x", header=header))
    assert list(found) == ["id", "ortsteil", "abgeschlossen", "F1", "F2", "F3[bus]", "F3[rad]",
                           "F4", "F5"]  # fmt: skip
    assert [found[column][0] for column in found] == [
        "7", "westtal", True, "5", "ja", "Y", "", "3", "x",
    ]  # fmt: skip


def test_a_plain_table_without_ids_and_dates():
    text = lines(FIELDS, "Nordheim;4;ja;1;0;10;", "westtal;5;Nein;ja;nein;;gut")
    delivery = read(source(text), questionnaire=PLAIN)
    assert delivery.format == "umfrage-antworten"
    found = wave(delivery).antworten
    assert found["id"].tolist() == ["1", "2"]
    assert found["abgeschlossen"].tolist() == [True, True]
    assert found["F2"].tolist() == ["ja", "nein"]
    assert found[["F3[bus]", "F3[rad]"]].values.tolist() == [["Y", ""], ["Y", ""]]


def test_answers_as_words_as_numbers_of_excel_and_from_a_workbook():
    rows = [FIELDS.split(";"), ["Nordheim", 4.0, "Ja", "Y", None, 2.5, None],
            ["Nordheim", "eher zufrieden", "Nein", None, "Y", 3, "a"]]  # fmt: skip
    found = answers(workbook(rows), questionnaire=PLAIN)
    assert found["F1"] == ["4", "4"]
    assert found["F2"] == ["ja", "nein"]
    assert found["F4"] == ["2.5", "3"]


def test_date_as_excel_writes_it_counts_as_finished():
    row = FULL.replace("2024-05-01 10:00:00", "01.05.24 10:00")
    assert answers(export(row))["abgeschlossen"] == [True]


@pytest.mark.parametrize("cell", ["", "0", "N", "nein", "False"])
def test_unfinished(cell):
    row = FULL.replace("2024-05-01 10:00:00", cell)
    assert answers(export(row))["abgeschlossen"] == [False]


def test_a_token_as_id_becomes_a_running_number():
    survey = tiny.questionnaire()
    survey = replace(survey, spalten={**survey.spalten, "id": "token"})
    delivery = read(export(FULL, PART), questionnaire=survey)
    assert wave(delivery).antworten["id"].tolist() == ["1", "2"]
    assert "token" in wave(delivery).entfernt
    assert b"geheim" not in delivery.roh


def test_ortsteile_by_name_spelling_and_weiler():
    cells = ("NORDHEIM", "suedhausen", " Osterfeld ", "")
    text = lines(FIELDS, *(f"{cell};4;ja;;;;" for cell in cells))
    delivery = read(source(text), questionnaire=PLAIN)
    assert wave(delivery).antworten["ortsteil"].tolist() == [
        "nordheim", "suedhausen", "osterfeld", None,
    ]  # fmt: skip
    assert delivery.hinweise == (
        "1 Antwort nennt keinen Ortsteil; gezählt wird nur für die Gemeinde.",
    )


def test_ortsteil_asked_with_codes():
    question = Question("ort", "Wo wohnen Sie?", QuestionType.EINFACH,
                        Scale(("A1", "A2"), ("Nordheim", "Westtal")))  # fmt: skip
    survey = replace(PLAIN, fragen=(question, *PLAIN.fragen))
    found = answers(source(lines(FIELDS, "A2;4;ja;;;;")), questionnaire=survey)
    assert (found["ortsteil"], found["ort"]) == (["westtal"], ["A2"])


def test_design_columns_are_numbers():
    roles = {"gewicht": "pw", "schicht": "stype", "cluster": "dnum", "grundgesamtheit": "fpc"}
    survey = replace(
        PLAIN,
        spalten={**PLAIN.spalten, **roles},
        gewichtung=Weighting(WeightingMethod.RAKING, ("bildung",)),
    )
    header = f"{FIELDS};pw;stype;dnum;fpc;bildung"
    found = answers(source(lines(header, "Nordheim;4;ja;;;;;1.5;E;007;400;hoch")),
                    questionnaire=survey)  # fmt: skip
    assert {role: found[role] for role in (*roles, "bildung")} == {
        "gewicht": [1.5], "schicht": ["E"], "cluster": ["007"], "grundgesamtheit": [400],
        "bildung": ["hoch"],
    }  # fmt: skip
    broken = source(lines(header, "Nordheim;4;ja;;;;;0;E;1;;hoch", "Nordheim;4;ja;;;;;viel;E;1;3;"))
    assert problems(broken, questionnaire=survey) == [
        "datei.csv, Zeile 2, Spalte „pw“: „0“ ist nicht erlaubt; erwartet wird mehr als 0.",
        "datei.csv, Zeile 2, Spalte „fpc“: Die Angabe fehlt.",
        "datei.csv, Zeile 3, Spalte „pw“: „viel“ ist keine Zahl; erwartet wird eine Zahl wie "
        "1234,5.",
    ]


def test_answers_that_the_codebook_does_not_know():
    row = f'"1";"";"";{START};"Berg";"6";"1";"vielleicht";"Z";"";"zehn";"Freitext"'
    years = "ungefähr zwanzig Jahre"
    long = f'"1";"";"";{START};"Am Hang 5";"Herr Maier aus der Gasse";"";"";"";"";"{years}";""'
    assert problems(export(row, long)) == [
        f"{NAME}, Zeile 2, Spalte „ort“: „Berg“ ist mehrdeutig: Berg (Nordheim) oder Berg "
        "(Westtal)? Bitte den Ortsteil angeben.",
        f"{NAME}, Zeile 2, Spalte „F1“: „6“ steht nicht im Fragebogen; möglich sind: "
        "1, 2, 3, 4, 5, 9.",
        f"{NAME}, Zeile 2, Spalte „F2“: „vielleicht“ steht nicht im Fragebogen; möglich sind: "
        "ja, nein.",
        f"{NAME}, Zeile 2, Spalte „F3[bus]“: „Z“ steht nicht im Fragebogen; möglich sind: "
        "Y, N, leer.",
        f"{NAME}, Zeile 2, Spalte „F4“: „zehn“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5.",
        f"{NAME}, Zeile 3, Spalte „id“: Die Nummer „1“ steht schon in Zeile 2.",
        # what could be a sentence or an address of a person is never quoted
        f"{NAME}, Zeile 3, Spalte „ort“: Die Angabe ist kein bekannter Ortsteil.",
        f"{NAME}, Zeile 3, Spalte „F1“: Die Angabe steht nicht im Fragebogen; sie ist zu lang für "
        "eine Antwort.",
        f"{NAME}, Zeile 3, Spalte „F4“: Die Angabe ist keine Zahl.",
    ]


def test_no_answer_of_a_person_is_in_problems_or_previews():
    row = FULL.replace("Mehr Bänke!", "Meine Nachbarin Erna").replace('"4"', '"44"')
    inspection = loaders.inspect(export(row), KNOWN)
    assert inspection.delivery is None
    shown = repr(inspection) + inspection.vorschau.to_string() + str(inspection.probleme)
    assert "Erna" not in shown
    assert "geheim" not in shown
    overview = inspection.vorschau.set_index("spalte")
    assert overview.loc["F5"].tolist() == ["Was fehlt Ihnen?", 1]
    assert overview.loc["ort", "inhalt"] == "Angabe: ortsteil"
    assert overview.loc["token", "inhalt"] == "nicht übernommen"
    assert overview.loc["submitdate", "inhalt"] == "ob abgeschlossen (nicht wann)"


def test_an_unknown_table_shows_only_its_headings():
    inspection = loaders.inspect(source(lines("Frage;Meinung", "1;Meine Nachbarin Erna")), KNOWN)
    assert inspection.erkannt == ""
    assert inspection.vorschau.to_dict("list") == {
        "spalte": ["Frage", "Meinung"], "ausgefuellt": [1, 1],
    }  # fmt: skip


def test_free_text_stays_as_it_is():
    row = FULL.replace("Mehr Bänke!", "=1+1 <b>fett</b> @alle\nzweite Zeile")
    assert answers(export(row))["F5"] == ["=1+1 <b>fett</b> @alle\nzweite Zeile"]


def test_missing_and_doubled_columns():
    survey = tiny.questionnaire()
    item = source(lines("id;submitdate;F1;F1;F2;F4", "1;x;4;4;ja;3"))
    assert problems(item, questionnaire=survey) == [
        "datei.csv: Es fehlen die Spalten „F3[bus]“, „F3[rad]“, „F5“ und „ort“.",
        "datei.csv, Zeile 1, Spalte „F1“: Die Spalte „F1“ kommt 2-mal vor; jede Spalte genau "
        "einmal.",
    ]
    inspection = loaders.inspect(item, KNOWN, questionnaire=survey)
    assert inspection.fehlende_spalten == ("F3[bus]", "F3[rad]", "F5", "ort")


def test_mapping_of_missing_columns():
    item = source(lines("Wohnort;Bus;F2;F3[bus];F3[rad];F4;F5", "Westtal;2;ja;;;;"))
    found = answers(item, mapping={"ort": "Wohnort", "F1": "Bus"}, questionnaire=PLAIN)
    assert (found["ortsteil"], found["F1"]) == (["westtal"], ["2"])


def test_columns_that_nobody_expects_are_told():
    header = f"{FIELDS};F2[other];Kommentar"
    delivery = read(source(lines(header, "Nordheim;4;ja;;;;;a;b")), questionnaire=PLAIN)
    assert delivery.hinweise == (
        "Freitexte neben einer Frage, nicht übernommen: „F2[other]“.",
        "Nicht im Fragebogen und nicht übernommen: „Kommentar“.",
    )
    assert b"Kommentar" not in delivery.roh


def test_ranking():
    question = Question("R", "Was zuerst?", QuestionType.RANGFOLGE,
                        teilfragen={"1": "Bus", "2": "Arzt"})  # fmt: skip
    survey = replace(PLAIN, fragen=(question,))
    item = source(lines("ort;R[1];R[2]", "Nordheim;1;2", "Westtal;2;"))
    assert answers(item, questionnaire=survey)["R[1]"] == ["1", "2"]
    item = source(lines("ort;R[1];R[2]", "Nordheim;1;1", "Westtal;3;"))
    assert problems(item, questionnaire=survey) == [
        "datei.csv, Zeile 2, Spalte „R“: In der Rangfolge „R“ ist ein Rang doppelt vergeben.",
        "datei.csv, Zeile 3, Spalte „R[1]“: „3“ steht nicht im Fragebogen; möglich sind: 1, 2.",
    ]


def test_answers_without_a_codebook_get_one_from_the_data():
    alone = replace(KNOWN, questionnaires=())
    found = read(export(FULL, PART), alone)
    survey = wave(found).fragebogen
    assert (survey.id, survey.art) == ("umfrage-2024-05-01", SurveyKind.OFFEN)
    assert survey.spalten == {"ortsteil": "ortsteil"}
    assert [q.code for q in survey.fragen] == ["F1", "F2", "F3", "F4", "F5"]
    assert not found.beispiel
    assert found.hinweise[0] == (
        "Zu diesen Antworten war kein Fragebogen bekannt: Er wurde aus den Daten vorgeschlagen "
        "(5 Fragen). Bitte Arten und Skalen der Fragen prüfen."
    )


def test_the_codebook_is_chosen_by_name_or_year():
    both = replace(KNOWN, questionnaires=(tiny.questionnaire("2022"), tiny.questionnaire("2024")))
    assert wave(read(export(FULL), both)).fragebogen.id == "umfrage-2024"
    named = replace(export(FULL), name="antworten_umfrage-2022.csv")
    assert wave(read(named, both)).fragebogen.id == "umfrage-2022"
    later = wave(read(export(FULL.replace("2024-05", "2025-05")), both)).fragebogen
    assert (later.id, later.titel) == ("umfrage-2025-05-01", "Umfrage 2025")
    unclear = export(FULL.replace("2024-05-01 10:00:00", "").replace("2024-05", ""))
    assert problems(unclear, both) == [
        f"{NAME}: Mehrere Fragebogen passen: „Umfrage 2022“ oder „Umfrage 2024“. "
        "Bitte einen davon angeben."
    ]


def test_an_empty_survey():
    # LimeSurvey writes a record of empty texts
    assert problems(export('"";' * 15 + '""')) == [
        f"{NAME}: Die Datei hat nur eine Kopfzeile und keine Daten."
    ]


def test_missing_and_other_answers():
    row = f'"1";"";"";{START};"Nordheim";"N/A";"";"-oth-";"k.A.";"";"";""'
    found = answers(export(row))
    assert (found["F1"], found["F2"], found["F3[bus]"]) == ([None], ["-oth-"], [None])
