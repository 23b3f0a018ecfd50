"""Results by polling district as the votemanager publishes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage import loaders
from lebenslage.model.assignment import Assignment
from tests import tiny
from tests.loaders.build import KNOWN, problems, read, source

HERE = loaders.open_source(
    __file__.replace(
        "test_election.py", "zaehlungen/Open-Data-08999001-Bundestagswahl-Wahlbezirk.csv"
    )
)
OWN = replace(KNOWN, ags=tiny.AGS, catalogue=None)
TEXT = HERE.data.decode()


def changed(*pairs: tuple[str, str]):
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return source(text)


def test_districts_find_their_ortsteil_and_the_total_is_left_out():
    delivery = read(HERE, OWN)
    assert delivery.format == "wahl"
    assert delivery.content.gruppe == "btw"
    rows = delivery.content.tabelle
    assert rows["ortsteil_id"].tolist() == [*tiny.ORTSTEILE, "", ""]
    assert rows["art"].tolist() == ["urne"] * 4 + ["brief"] * 2
    assert rows.iloc[0].tolist() == ["2025-02-23", "nordheim", "urne", 1000, 300, 570, 6]
    assert delivery.zusammenfassung == {
        "Wahl": "Bundestagswahl",
        "Datum": "2025-02-23",
        "Wahlbezirke": 4,
        "Briefwahlbezirke": 2,
        "Wahlberechtigte": 3000,
        "Wählende": 2430,
    }
    assert delivery.hinweise[-1] == (
        "2 Briefwahlbezirke, davon 2 für die ganze Gemeinde: Je Ortsteil ist die Beteiligung mit "
        "Briefwahl eine Näherung, (Urnenwähler + Wahlscheine des Ortsteils × Anteil der "
        "Wahlscheine in der Gemeinde, mit denen gewählt wurde) ÷ Wahlberechtigte."
    )


def test_postal_districts_by_ortsteil_are_told():
    item = changed(
        ("Briefwahl II", "Briefwahl Nordheim, Osterfeld"), ("Briefwahl I;", "Briefwahl Westtal;")
    )
    rows = read(item, OWN).content.tabelle
    assert rows["ortsteil_id"].tolist()[-2:] == ["westtal", ""]  # the name of two is that of none


def test_a_district_with_an_unknown_name_is_asked_for_and_remembered():
    item = changed(("Dorfhaus Südhausen", "Bürgerhaus"))
    looked = loaders.inspect(item, OWN)
    assert [place.text for place in looked.orte] == ["00003 - Bürgerhaus"]
    decided = Assignment(orte={"00003 - Bürgerhaus": "suedhausen"})
    delivery = read(item, OWN, zuordnung=decided)
    assert delivery.zuordnung == decided
    assert read(item, replace(OWN, zuordnung=decided)).content.tabelle["ortsteil_id"][2] == (
        "suedhausen"
    )


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (
            [("Bundestagswahl;", "Bürgermeisterwahl;")],
            "datei.csv, Spalte „wahl“: Aus „Bürgermeisterwahl“ entsteht keine Kennzahl; bekannt "
            "sind Bundestags-, Landtags-, Europa-, Gemeinderats- und Ortschaftsratswahlen.",
        ),
        (
            [("08999001", "08999002")],
            "datei.csv, Spalte „ags“: Die Datei gehört zu einer anderen Gemeinde (Schlüssel "
            "„08999002“).",
        ),
        (
            [
                (
                    "Westtal Feuerwehr;1;1;420;180;0;600;300;4;2;298;150;148;150;148",
                    "Westtal Feuerwehr;1;0;;;;;;;;;;;;",
                )
            ],
            "datei.csv: Erst 5 von 6 Wahlbezirken sind ausgezählt; bitte die Datei nach der "
            "Auszählung noch einmal laden.",
        ),
        (
            [(";600;300;4;2", ";600;700;0;2")],
            "datei.csv, Zeile 6, Spalte „B“: Mehr Wählende (B) als Wahlberechtigte (A).",
        ),
        (
            [(";600;300;4;2", ";600;3o0;4;2")],
            "datei.csv, Zeile 6, Spalte „B“: „3o0“ ist keine Zahl; erwartet wird eine Zahl wie "
            "1234,5.",
        ),
    ],
)
def test_bad_files(pairs, message):
    assert problems(changed(*pairs), OWN) == [message]


def test_the_file_of_the_whole_gemeinde_has_no_districts():
    only = source("\n".join(TEXT.splitlines()[:2]))
    assert problems(only, OWN) == [
        "datei.csv: Die Datei enthält nur das Gesamtergebnis; bitte die Datei der Wahlbezirke "
        "(„…-Wahlbezirk.csv“) einlesen."
    ]
