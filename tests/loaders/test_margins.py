"""Margins of the register: long and crossed, and what can be wrong with them."""

from __future__ import annotations

import pytest

from lebenslage import loaders
from lebenslage.model.exchange import Known
from lebenslage.model.margins import Margins
from tests.loaders.build import KNOWN, lines, problems, read, source

LONG = lines(
    "merkmal;auspraegung;anzahl",
    "ortsteil;Nordheim;400",
    "ortsteil;westtal;80",
    "geschlecht;w;250",
    "geschlecht;m;230",
)
CROSSED = lines(
    "Ortsteil;geschlecht;Anzahl", "Nordheim;w;210", "Nordheim;m;190", "westtal;w;40", "westtal;m;40"
)


def test_long():
    delivery = read(source(LONG), KNOWN)
    assert delivery.format == "randverteilung"
    content = delivery.content
    assert isinstance(content, Margins)
    assert (content.gekreuzt, content.merkmale) == (False, ("ortsteil", "geschlecht"))
    assert content.margin("ortsteil") == {"nordheim": 400, "westtal": 80}
    assert content.margin("geschlecht") == {"w": 250, "m": 230}
    with pytest.raises(KeyError):
        content.margin("alter")
    with pytest.raises(KeyError):
        content.crossing(("ortsteil", "geschlecht"))


def test_crossed():
    content = read(source(CROSSED), KNOWN).content
    assert isinstance(content, Margins)
    assert (content.gekreuzt, content.merkmale) == (True, ("ortsteil", "geschlecht"))
    assert content.margin("geschlecht") == {"w": 250, "m": 230}
    assert content.crossing(("geschlecht", "ortsteil"))["w", "nordheim"] == 210


def test_for_one_wave():
    text = LONG.replace("anzahl", "anzahl;umfrage").replace("0\n", "0;umfrage-2024\n")
    content = read(source(text), KNOWN).content
    assert isinstance(content, Margins)
    assert content.umfrage == "umfrage-2024"


def test_sums_that_differ_are_told():
    notes = read(source(LONG.replace("m;230", "m;200")), KNOWN).hinweise
    assert notes[-1] == "Die Summen der Merkmale sind nicht gleich: ortsteil 480, geschlecht 450."


def test_problems():
    text = LONG + lines(
        "geschlecht;w;10", "ortsteil;Sudheim;5", "alter;;5", "alter;1;-3", "alter;2;inf"
    )
    infinite = problems(source(text, "rand.csv"), KNOWN)[-1]
    assert problems(source(text, "rand.csv"), KNOWN)[:-1] == [
        "rand.csv, Zeile 6, Spalte „auspraegung“: Diese Ausprägung steht schon in Zeile 4; jede "
        "genau einmal.",
        "rand.csv, Zeile 7, Spalte „auspraegung“: „Sudheim“ ist kein bekannter Ortsteil oder "
        "Weiler.",
        "rand.csv, Zeile 8, Spalte „auspraegung“: Die Angabe fehlt.",
        "rand.csv, Zeile 9, Spalte „anzahl“: „-3“ ist nicht erlaubt; mindestens 0.",
    ]
    assert infinite.startswith("rand.csv, Zeile 10, Spalte „anzahl“: ")


def test_a_table_of_values_is_no_margin():
    text = lines("gebiet_id;indikator;wert", "westtal;busabfahrten;3")
    assert read(source(text), KNOWN).format == "werte-lang"


def test_the_template_lists_what_is_known():
    text = loaders.template("randverteilung", KNOWN).data.decode("utf-8-sig")
    assert text.startswith("merkmal;auspraegung;anzahl\r\nortsteil;")
    assert "ortsteil;westtal;" in text
    assert loaders.template("randverteilung", Known()).data.decode("utf-8-sig").strip()
