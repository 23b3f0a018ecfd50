"""Codebooks: what they may say, and what is told when they do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lebenslage import loaders
from lebenslage.model.exchange import Known, Source
from lebenslage.model.survey import (
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    SurveyKind,
    Weighting,
    WeightingMethod,
)
from tests.loaders.build import KNOWN, problems, read, source

GOOD = """
id = "umfrage-2025"
titel = "Leben im Ort"
erhebung = 2025-05-01
art = "zufallsstichprobe"
beispiel = true
grundgesamtheit_text = "ab 16 Jahren"

[spalten]
ortsteil = "ort"

[grundgesamtheit]
nordheim = 400

[gewichtung]
verfahren = "raking"
merkmale = ["ortsteil"]
grenzen = [0.5, 2]

[[fragen]]
code = "F1"
text = "Bus?"
typ = "skala"
skala = { werte = [1, 2], namen = ["schlecht", "gut"], weiss_nicht = [9], richtung = -1 }
handlungsfeld = "versorgung"
indikator = "zufriedenheit_bus"
statistik = "anteil"
auspraegung = 2

[[fragen]]
code = "F2"
text = "Wie oft?"
typ = "matrix"
skala = { werte = ["A1", "A2"] }
teilfragen = { a = "Bus", b = "Rad" }
"""


def toml(text: str) -> Source:
    return source(text, "fragebogen.toml")


def messages(text: str, known: Known = KNOWN) -> list[str]:
    return [item.removeprefix("fragebogen.toml") for item in problems(toml(text), known)]


def question(*entries: str) -> list[str]:
    """Problems of a codebook with this one question."""
    head = GOOD.partition("[spalten]")[0]
    return messages(head + "[[fragen]]\n" + "\n".join(entries))


def test_all_that_a_codebook_says():
    delivery = read(toml(GOOD))
    assert delivery.format == "fragebogen"
    assert delivery.beispiel
    assert delivery.content == Questionnaire(
        id="umfrage-2025",
        titel="Leben im Ort",
        erhebung="2025-05-01",
        art=SurveyKind.ZUFALLSSTICHPROBE,
        beispiel=True,
        grundgesamtheit_text="ab 16 Jahren",
        spalten={"ortsteil": "ort"},
        grundgesamtheit={"nordheim": 400},
        gewichtung=Weighting(WeightingMethod.RAKING, ("ortsteil",), (0.5, 2.0)),
        fragen=(
            Question("F1", "Bus?", QuestionType.SKALA,
                     Scale(("1", "2"), ("schlecht", "gut"), ("9",), -1),
                     handlungsfeld="versorgung", indikator="zufriedenheit_bus",
                     statistik="anteil", auspraegung="2"),
            Question("F2", "Wie oft?", QuestionType.MATRIX, Scale(("A1", "A2")),
                     teilfragen={"a": "Bus", "b": "Rad"}),
        ),
    )  # fmt: skip


def test_a_codebook_is_known_by_its_content():
    assert read(source(GOOD, "hochgeladen.txt")).format == "fragebogen"


def test_no_toml():
    assert messages('id = "a"\ntitel = "b\n') == [
        ", Zeile 2: Die Datei ist kein gültiges TOML: ein Anführungszeichen, eine Klammer oder ein "
        "Gleichheitszeichen fehlt, oder ein Schlüssel steht doppelt da."
    ]


def test_unknown_missing_and_wrong_keys():
    text = GOOD.replace('titel = "Leben im Ort"', "titl = 3").replace("ortsteil = ", "ortstil = ")
    text = text.replace("beispiel = true", 'beispiel = "ja"')
    top = "id, titel, erhebung, art, beispiel, grundgesamtheit_text, spalten, grundgesamtheit, "
    roles = "id, ortsteil, abgeschlossen, gewicht, schicht, cluster, grundgesamtheit, alter, "
    assert messages(text) == [
        ", Spalte „titl“: Der Schlüssel „titl“ ist unbekannt. Meinten Sie „titel“? "
        f"Bekannt sind: {top}gewichtung, fragen.",
        ", Spalte „beispiel“: Erwartet wird true oder false.",
        ", Spalte „titel“: Der Schlüssel „titel“ fehlt.",
        ", Spalte „spalten.ortstil“: Der Schlüssel „spalten.ortstil“ ist unbekannt. Meinten Sie "
        f"„ortsteil“? Bekannt sind: {roles}geschlecht.",
    ]


def test_wrong_values_at_the_top():
    text = (
        GOOD.replace('"umfrage-2025"', '"Umfrage Süd"')
        .replace('"zufallsstichprobe"', '"Stichprobe"')
        .replace("2025-05-01", '"1. Mai"')
        .replace('"Leben im Ort"', '"=<b>Leben"')
        .replace("nordheim = 400", "nordhaim = 0")
        .replace('"raking"', '"rechen"')
    )
    assert messages(text) == [
        ", Spalte „id“: Erlaubt sind Buchstaben ohne Umlaute, Ziffern, „-“ und „_“.",
        ", Spalte „art“: „Stichprobe“ ist nicht erlaubt; möglich ist „vollerhebung“, "
        "„zufallsstichprobe“ oder „offen“.",
        ", Spalte „erhebung“: „1. Mai“ ist kein Datum; erwartet wird JJJJ-MM-TT.",
        ", Spalte „titel“: Der Text beginnt mit „=“ und würde in einer Tabellenkalkulation als "
        "Formel ausgeführt; bitte ohne dieses Zeichen schreiben.",
        ", Spalte „grundgesamtheit“: „nordhaim“ ist kein bekannter Ortsteil. "
        "Meinten Sie „nordheim“?",
        ", Spalte „grundgesamtheit“: Für „nordhaim“ wird eine ganze Zahl ab 1 erwartet.",
        ", Spalte „gewichtung.verfahren“: „rechen“ ist nicht erlaubt; möglich ist „keine“, "
        "„raking“ oder „nachschichtung“.",
    ]


def test_wrong_limits_and_doubled_questions():
    text = GOOD.replace("[0.5, 2]", "[2, 0.5]").replace('code = "F2"', 'code = "F1"')
    assert messages(text) == [
        ", Spalte „fragen.code“: Die Frage „F1“ kommt 2-mal vor.",
        ", Spalte „gewichtung.grenzen“: Erwartet werden zwei Zahlen um 1, etwa [0.3, 3.0].",
    ]


def test_incomplete_questions():
    assert question('typ = "skala"') == [
        ", Spalte „fragen.code“: 1. Frage: „code“ fehlt.",
        ", Spalte „fragen.text“: 1. Frage: „text“ fehlt.",
        ", Spalte „fragen.skala“: 1. Frage: „skala“ mit den möglichen Antworten fehlt.",
    ]
    assert question('code = "A"', 'text = "x"', 'typ = "mehrfach"') == [
        ", Spalte „fragen.teilfragen“: Frage „A“: „teilfragen“ fehlen."
    ]
    assert question('code = "A"', 'text = "x"', 'typ = "zahl"', 'teilfragen = { a = "b" }') == [
        ", Spalte „fragen.teilfragen“: Frage „A“: Typ „zahl“ hat keine „teilfragen“."
    ]


def test_wrong_entries_of_a_question():
    assert question('code = "A"', 'text = "<i>x</i>"', 'typ = "text"', "skalla = 1") == [
        ", Spalte „fragen.text“: Frage „A“: Der Text enthält HTML; erlaubt ist nur einfacher Text.",
        ", Spalte „fragen.skalla“: Frage „A“: „skalla“ ist unbekannt. Meinten Sie „skala“? "
        "Bekannt sind: code, text, typ, skala, teilfragen, handlungsfeld, indikator, statistik, "
        "auspraegung, einheit, gemessen.",
    ]
    assert question('code = "A"', 'text = "x"', 'typ = "frei"') == [
        ", Spalte „fragen.typ“: Frage „A“: „frei“ ist nicht erlaubt; möglich ist „skala“, "
        "„einfach“, „mehrfach“, „matrix“, „zahl“, „rangfolge“ oder „text“."
    ]


def test_wrong_scales():
    start = ('code = "A"', 'text = "x"', 'typ = "skala"')
    assert question(*start, "skala = [1, 2]") == [
        ", Spalte „fragen.skala“: Frage „A“: erwartet wird { werte = […], namen = […] }."
    ]
    assert question(*start, 'skala = { werte = [1, 1], namen = ["a"], weiss_nicht = [1] }') == [
        ", Spalte „fragen.skala“: Frage „A“: „werte“ braucht mindestens zwei verschiedene Angaben.",
        ", Spalte „fragen.skala“: Frage „A“: 2 Werte, aber 1 Namen.",
        ", Spalte „fragen.skala“: Frage „A“: „1“ steht in „werte“ und in „weiss_nicht“.",
    ]
    assert question(*start, "skala = { werte = [1, 2], richtung = 0, art = 1 }") == [
        ", Spalte „fragen.skala“: Frage „A“: „art“ ist unbekannt. Bekannt sind: werte, namen, "
        "weiss_nicht, richtung.",
        ", Spalte „fragen.skala“: Frage „A“: „richtung“ ist 1 oder -1.",
    ]


def test_what_the_catalogue_does_not_know():
    assert question(
        'code = "A"', 'text = "x"', 'typ = "einfach"', 'skala = { werte = ["j", "n"] }',
        'indikator = "zufriedenheit_bahn"', 'handlungsfeld = "wohnflaeche"',
        'statistik = "anteil"', 'auspraegung = "ja"',
    ) == [
        ", Spalte „fragen.auspraegung“: Frage „A“: die Ausprägung „ja“ steht nicht in der Skala.",
        ", Spalte „fragen.indikator“: Frage „A“: „zufriedenheit_bahn“ ist kein Indikator des "
        "Katalogs. Meinten Sie „zufriedenheit_bus“?",
        ", Spalte „fragen.handlungsfeld“: Frage „A“: „wohnflaeche“ ist kein Handlungsfeld des "
        "Katalogs.",
    ]  # fmt: skip


RAKED = Weighting(WeightingMethod.RAKING, ("ortsteil", "alter"), (0.5, 2.0))


@pytest.mark.parametrize("name", ["umfrage-2022", "umfrage-2025"])
def test_a_codebook_as_text_reads_back_the_same(name):
    path = Path(__file__).parents[2] / "data" / "umfragen" / name / "fragebogen.toml"
    survey = loaders.read(loaders.open_source(path), Known()).content
    assert isinstance(survey, Questionnaire)
    odd = replace(survey, titel='Ein "Titel" \\ mit ä', gewichtung=RAKED, beispiel=False)
    for item in (survey, odd):
        text = loaders.questionnaire_text(item)
        assert loaders.read(Source("fragebogen.toml", text.encode()), Known()).content == item
