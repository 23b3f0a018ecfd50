"""One survey, written as each program writes it: all of them give the same answers."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.loaders.survey_programs import is_personal, tells_persons
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Source
from lebenslage.model.survey import Questionnaire, QuestionType, SurveyKind, SurveyWave
from tests.loaders.build import KNOWN, problems, read, workbook

HERE = Path(__file__).parent / "umfragen"
ALONE = replace(KNOWN, questionnaires=())


def load(name: str) -> Source:
    return loaders.open_source(HERE / name)


def codebook(name: str) -> Questionnaire:
    content = read(load(name), ALONE).content
    assert isinstance(content, Questionnaire)
    return content


def wave(item: Source, known=ALONE, **options) -> SurveyWave:
    content = read(item, known, **options).content
    assert isinstance(content, SurveyWave)
    return content


def asked(survey: Questionnaire) -> Questionnaire:
    """The questions of the structure that the sample answers have, with the Ortsteil as role."""
    kept = tuple(q for q in survey.fragen if q.code in ("ort", "F1", "F2", "F3", "F4", "F5", "F6"))
    spalten = {**survey.spalten, "ortsteil": "ort"}
    return replace(survey, fragen=kept, spalten=spalten)


SURVEY = asked(codebook("struktur_neu.lss"))


# -- structures


def test_a_structure_becomes_a_codebook():
    survey = codebook("struktur_neu.lss")
    assert (survey.id, survey.titel, survey.art) == (
        "limesurvey-696688", "Leben in Musterau", SurveyKind.OFFEN,
    )  # fmt: skip
    assert {q.code: q.typ.value for q in survey.fragen} == {
        "ort": "einfach", "F1": "skala", "F2": "einfach", "F3": "mehrfach", "F4": "zahl",
        "F5": "text", "F6": "matrix", "F7": "rangfolge", "F8[SQ001][1]": "skala",
        "F8[SQ001][2]": "skala", "F9[Y1_X1]": "zahl", "F10": "einfach",
    }  # fmt: skip
    # HTML is gone, and "weiß nicht" stands outside
    f1 = survey.question("F1")
    assert f1.text == "Wie zufrieden sind Sie mit den Busverbindungen?"
    assert f1.skala.werte == ("1", "2", "3", "4", "5")
    assert f1.skala.weiss_nicht == ("9",)
    assert survey.question("F3").columns() == ("F3[bus]", "F3[rad]", "F3[fuss]")


@pytest.mark.parametrize("name", ["struktur_alt.lss", "struktur.txt"])
def test_old_versions_and_the_table_say_the_same(name):
    assert codebook(name) == codebook("struktur_neu.lss")


def test_questions_without_answers_are_told():
    assert read(load("struktur_neu.lss"), ALONE).hinweise[0] == (
        "Ohne Antworten und deshalb nicht im Fragebogen: info."
    )


REFUSED = (
    "Die XML-Datei enthält eine Dokumenttyp-Angabe oder Entitäten und wird aus "
    "Sicherheitsgründen nicht gelesen. LimeSurvey schreibt so etwas nicht."
)


@pytest.mark.parametrize(
    "text",
    [
        # a billion laughs
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><document>&b;</document>',
        # a file of the machine, and a page of the network
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>',
        '<!DOCTYPE d SYSTEM "http://elsewhere.example/x.dtd"><document/>',
    ],
)
def test_entities_are_refused(text):
    item = Source("bombe.lss", f'<?xml version="1.0"?>{text}'.encode())
    assert problems(item, ALONE) == [f"bombe.lss: {REFUSED}"]


def test_broken_and_foreign_xml():
    assert problems(Source("a.lss", b'<?xml version="1.0"?>\n<document><a></document>')) == [
        "a.lss, Zeile 2: Die Datei ist kein gültiges XML: hier fehlt ein Zeichen oder steht eines "
        "zu viel."
    ]
    assert problems(Source("a.xml", b'<?xml version="1.0"?><kml/>')) == [
        "a.xml: Die XML-Datei ist keine Struktur einer LimeSurvey-Umfrage (.lss)."
    ]


# -- answers of LimeSurvey

LIMESURVEY = [
    "limesurvey_codes.csv",
    "limesurvey_em.csv",
    "limesurvey_codetext.csv",
    "limesurvey_volltext_de.csv",
]


@pytest.mark.parametrize("name", LIMESURVEY)
def test_every_heading_and_answer_format_gives_the_same_answers(name):
    delivery = read(load(name), ALONE, questionnaire=SURVEY)
    assert delivery.format == "limesurvey-antworten"
    found = delivery.content.antworten
    expected = wave(load("limesurvey_codes.csv"), questionnaire=SURVEY).antworten
    pd.testing.assert_frame_equal(found, expected)
    assert delivery.zusammenfassung["davon vollständig"] == 10


def test_not_asked_is_told_from_no_answer():
    answers = wave(load("limesurvey_codes.csv"), questionnaire=SURVEY).antworten
    # response 2 left F1 empty, response 9 never saw the page with F3 and F4
    assert answers.loc[1, "F1"] == ""
    assert answers.loc[8, ["F3[bus]", "F4", "F6[park]"]].tolist() == [None, None, None]
    assert answers["ortsteil"].tolist()[:4] == ["nordheim", "suedhausen", "osterfeld", "westtal"]


def test_a_workbook_of_limesurvey():
    with (HERE / "limesurvey_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=";") if row]
    found = wave(workbook(rows), questionnaire=SURVEY).antworten
    expected = wave(load("limesurvey_codes.csv"), questionnaire=SURVEY).antworten
    # a workbook has no two kinds of empty cells
    pd.testing.assert_frame_equal(found, expected.fillna(""))


def test_nothing_personal_is_kept_and_doubled_tokens_are_told():
    delivery = read(load("limesurvey_codes.csv"), ALONE, questionnaire=SURVEY)
    assert set(delivery.content.entfernt) == {
        "submitdate", "startdate", "datestamp", "ipaddr", "refurl", "token", "interviewtime",
    }  # fmt: skip
    for trace in (b"203.0.113", b"tok0", b"14:22", b":22:05", b"beispiel.example"):
        assert trace not in delivery.roh
    assert any("Zeilen 4, 8" in note for note in delivery.hinweise)
    again = read(Source("results.csv", delivery.roh), ALONE, questionnaire=SURVEY)
    pd.testing.assert_frame_equal(again.content.antworten, delivery.content.antworten)


def test_english_texts_make_a_codebook_of_their_own():
    delivery = read(load("limesurvey_full_en.csv"), ALONE)
    survey = delivery.content.fragebogen
    assert [(q.text, q.typ.value) for q in survey.fragen] == [
        ("How satisfied are you with the bus service?", "skala"),
        ("Do you like living here?", "einfach"),
        ("How do you get around?", "mehrfach"),
        ("For how many years have you lived here?", "zahl"),
        ("What do you miss?", "text"),
        ("How much do you agree?", "matrix"),
    ]
    assert delivery.zusammenfassung["davon vollständig"] == 10
    assert survey.fragen[0].skala.namen[0] == "very dissatisfied"


def test_ranks_by_position_become_the_rank_of_each_item():
    survey = codebook("struktur_neu.lss")
    survey = replace(survey, fragen=(survey.question("F7"),), spalten={})
    item = Source("r.csv", b"id;F7[1];F7[2];F7[3]\n1;l;b;a\n2;a;;\n")
    item = replace(item, data=item.data.replace(b"F7[1];F7[2];F7[3]", b"F7_1;F7_2;F7_3"))
    mapping = {"F7[b]": "F7_1", "F7[a]": "F7_2", "F7[l]": "F7_3"}
    found = wave(item, questionnaire=survey, mapping=mapping).antworten
    assert found[["F7[b]", "F7[a]", "F7[l]"]].values.tolist() == [["2", "3", "1"], ["", "1", ""]]


# -- forms


MICROSOFT = {
    "de": ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
    "en": ["ID", "Start time", "Completion time", "Email", "Name"],
}


def microsoft(language: str) -> Source:
    text = (HERE / f"google_forms_{language}.csv").read_text("utf-8")
    header, *body = csv.reader(io.StringIO(text))
    rows = [[*MICROSOFT[language], *header[2:]]]
    for number, row in enumerate(body, start=1):
        moment = pd.Timestamp(2025, 5, number, 14, 22, 5).to_pydatetime()
        answers = row[2:]
        options = ("Mit dem Bus", "Mit dem Rad", "Zu Fuß, mit Kinderwagen oder Rollstuhl",
                   "By bus", "By bicycle", "On foot, with a pram or wheelchair")  # fmt: skip
        answers[3] = "".join(f"{option};" for option in options if option in answers[3])
        rows.append([number, moment, moment, "anonymous", "", *answers])
    return workbook(rows)


@pytest.mark.parametrize("language", ["de", "en"])
def test_microsoft_and_google_forms(language):
    google = read(load(f"google_forms_{language}.csv"), ALONE)
    other = read(microsoft(language), ALONE)
    assert (google.format, other.format) == ("google-forms-antworten", "microsoft-forms-antworten")
    for delivery in (google, other):
        survey = delivery.content.fragebogen
        assert [q.typ.value for q in survey.fragen] == [
            "skala", "einfach", "mehrfach", "zahl", "text", "matrix",
        ]  # fmt: skip
        assert survey.erhebung == "2025-05-12"
        assert delivery.zusammenfassung["davon vollständig"] == 12
    # an option that holds a comma itself stays whole
    options = google.content.fragebogen.question("F03").teilfragen.values()
    assert sorted(options, key=len)[-1].startswith(("Zu Fuß, mit", "On foot, with"))
    same = google.content.antworten.drop(columns="id")
    by_text = {q.text: q for q in other.content.fragebogen.fragen}
    for question in google.content.fragebogen.fragen:
        twin = by_text[question.text]
        for sub, text in question.teilfragen.items():
            key = next(k for k, t in twin.teilfragen.items() if t == text)
            mine = same[f"{question.code}[{sub}]"].tolist()
            assert mine == other.content.antworten[f"{twin.code}[{key}]"].tolist()


def test_forms_keep_neither_names_nor_moments():
    google = read(load("google_forms_de.csv"), ALONE)
    assert google.content.entfernt == ("Zeitstempel", "E-Mail-Adresse")
    assert b"person1@" not in google.roh
    assert b"14:22" not in google.roh
    other = read(microsoft("de"), ALONE)
    assert set(other.content.entfernt) == {"Startzeit", "Fertigstellungszeit", "E-Mail", "Name"}
    assert b"anonymous" not in other.roh


def test_forms_for_a_known_codebook():
    """The next wave by another program: matched by wording, answers as texts."""
    known = replace(ALONE, questionnaires=(replace(SURVEY, erhebung="2023-05-01"),))
    delivery = read(load("google_forms_de.csv"), known)
    expected = wave(load("limesurvey_codes.csv"), questionnaire=SURVEY).antworten
    found = delivery.content.antworten
    assert delivery.content.fragebogen.id == "umfrage-2025-05-12"
    assert found["F1"].tolist() == expected["F1"].replace("9", "").tolist()
    assert found["F3[bus]"].tolist() == expected["F3[bus]"].fillna("").tolist()
    assert found["F6[laden]"].tolist() == expected["F6[laden]"].fillna("").tolist()
    assert found["ortsteil"].tolist() == expected["ortsteil"].tolist()


# -- other tables


def test_grafstat():
    delivery = read(load("grafstat.csv"), ALONE)
    assert delivery.format == "grafstat-antworten"
    survey = delivery.content.fragebogen
    assert [(q.code, q.typ) for q in survey.fragen] == [
        ("F2", QuestionType.SKALA), ("F3", QuestionType.EINFACH), ("F4", QuestionType.MEHRFACH),
        ("F5", QuestionType.ZAHL),
    ]  # fmt: skip
    assert delivery.content.antworten["id"].tolist()[0] == "1"
    assert delivery.content.antworten["ortsteil"].tolist()[1] == "suedhausen"


def test_stadtraummonitor():
    delivery = read(load("stadtraummonitor.csv"), ALONE)
    assert delivery.format == "stadtraummonitor-antworten"
    ratings = [q for q in delivery.content.fragebogen.fragen if q.typ is QuestionType.SKALA]
    assert len(ratings) == 15
    assert {q.skala.werte for q in ratings} == {tuple("1234567")}


def test_any_table_with_one_row_per_person():
    item = load("tabelle.csv")
    assert problems(item, ALONE) == [
        "tabelle.csv, Zeile 6, Spalte „Wohnort“: „Berg“ ist mehrdeutig: Berg (Nordheim) oder Berg "
        "(Westtal)? Bitte den Ortsteil angeben."
    ]
    proposal = loaders.propose(item, ALONE)
    assert [(p.text, p.anzahl, p.kandidaten) for p in proposal.orte] == [
        ("Berg", 1, ("nordheim", "westtal"))
    ]
    decided = Assignment(orte={"Berg": "westtal"}).over(proposal.zuordnung)
    found = wave(item, questionnaire=proposal.fragebogen, zuordnung=decided)
    assert found.antworten["ortsteil"].tolist()[4] == "westtal"
    assert found.entfernt == ("Vorname",)
    assert found.fragebogen.spalten["alter"] == found.fragebogen.fragen[0].code
    assert [q.typ.value for q in found.fragebogen.fragen] == ["einfach", *["skala"] * 3]


@pytest.mark.parametrize(
    "heading",
    ["Last modified time", "Zeitpunkt der letzten Änderung", "E-Mail", "Email", "Nutzername",
     "Name", "Ihr Name", "Vor- und Nachname", "attribute_1", "Access code"],
)  # fmt: skip
def test_more_personal_headings(heading):
    assert is_personal(heading)


@pytest.mark.parametrize(
    "cell", ["a@b.example", "203.0.113.7", "07945 123456", "2025-05-01 14:22", "1.5.2025 9:07"]
)
def test_cells_that_tell_a_person_whatever_the_heading_says(cell):
    assert tells_persons(pd.Series([cell, cell, ""]))
    assert not tells_persons(pd.Series(["sehr gut", "1", "12.5", "2025-05-01"]))
