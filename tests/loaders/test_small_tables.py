"""Sources and gazetteer."""

from __future__ import annotations

import pytest

from lebenslage.model import columns
from lebenslage.model.area import AmbiguousPlace, Gazetteer, Place
from lebenslage.model.exchange import Known, SourceTable
from tests.loaders.build import KNOWN, lines, problems, read, source


def test_sources_have_all_columns():
    text = lines("quelle_id;herausgeber;titel;adresse;abgerufen",
                 "amt;Amt;Titel;https://example.org/a;31.12.2024")  # fmt: skip
    content = read(source(text)).content
    assert isinstance(content, SourceTable)
    assert tuple(content.frame.columns) == columns.QUELLEN
    assert content.frame.loc[0, ["abgerufen", "lizenz"]].tolist() == ["2024-12-31", ""]


def test_problems_of_sources():
    text = lines("quelle_id;herausgeber;titel;adresse;abgerufen",
                 "amt;Amt;Titel;javascript:alert(1);2031-01-01",
                 "amt;;Titel;http://example.org/a b;")  # fmt: skip
    address = "Eine Adresse beginnt mit „https://“ oder „http://“ und enthält keine Leerzeichen."
    assert problems(source(text, "quellen.csv")) == [
        f"quellen.csv, Zeile 2, Spalte „adresse“: {address}",
        "quellen.csv, Zeile 2, Spalte „abgerufen“: „2031-01-01“ liegt in der Zukunft.",
        "quellen.csv, Zeile 3, Spalte „herausgeber“: Die Angabe fehlt.",
        f"quellen.csv, Zeile 3, Spalte „adresse“: {address}",
        "quellen.csv, Zeile 3, Spalte „quelle_id“: „amt“ kommt mehrfach vor; jede Quelle genau "
        "einmal.",
    ]


PLACES = lines(
    "name;ortsteil_id;art;schreibweise_von;lat;lon;quelle",
    "Nordheim;nordheim;ortsteil;;49,1;9,4;",
    "Westtal;westtal;Ortsteil;;;;",
    "Berg;nordheim;Weiler;;;;",
    "Berg;westtal;Weiler;;;;",
    "Berghof;westtal;Weiler;Berg;;;",
)


def test_gazetteer():
    content = read(source(PLACES), Known()).content
    assert isinstance(content, Gazetteer)
    assert content.places[0] == Place("Nordheim", "nordheim", "Ortsteil", 49.1, 9.4)
    assert content.resolve("berghof") == "westtal"
    with pytest.raises(AmbiguousPlace) as caught:
        content.resolve("Berg")
    assert [place.ortsteil_id for place in caught.value.candidates] == ["nordheim", "westtal"]


def test_problems_of_a_gazetteer():
    text = PLACES + lines(
        "Tal;westal;Weiler;;91;;", "Berg;westtal;Weiler;Bergg;;;", ";westtal;;;;;"
    )
    assert problems(source(text, "orte.csv"), KNOWN) == [
        "orte.csv, Zeile 7, Spalte „lat“: „91“ ist nicht erlaubt; höchstens 56.",
        "orte.csv, Zeile 7, Spalte „ortsteil_id“: „westal“ ist kein bekannter Ortsteil. "
        "Meinten Sie „westtal“?",
        "orte.csv, Zeile 8, Spalte „schreibweise_von“: „Bergg“ steht nicht in der Spalte „name“. "
        "Meinten Sie „Berg“?",
        "orte.csv, Zeile 8, Spalte „name“: „Berg“ steht für diesen Ortsteil mehrfach da.",
        "orte.csv, Zeile 9, Spalte „name“: Die Angabe fehlt.",
    ]
