"""The list of places that the Gemeinde keeps, from the form on the page Daten or as a file."""

from __future__ import annotations

import pandas as pd

from lebenslage.model.places import ORTSLISTE, PlaceList
from lebenslage.report.files import csv_bytes
from tests.loaders.build import lines, problems, read, source

HEADER = "ort_id;art;name;lat;lon;geoeffnet;geschlossen;bemerkung"


def test_a_list_comes_back_as_it_was_exported():
    text = lines(
        HEADER,
        "node/7;lebensmittel;Dorfladen;49,1;9,4;2020-01-01;2025-06-01;zu",
        ";Apotheke;Adler;49,2;9,5;;;",
    )
    delivery = read(source(text))
    assert delivery.zusammenfassung == {"Orte": 2, "davon geschlossen": 1}
    assert isinstance(delivery.content, PlaceList)
    frame = delivery.content.frame
    assert tuple(frame.columns) == ORTSLISTE
    assert frame.loc[0].tolist() == [
        "node/7", "lebensmittel", "Dorfladen", 49.1, 9.4, "2020-01-01", "2025-06-01", "zu"
    ]  # fmt: skip
    assert frame.loc[1, "ort_id"].startswith("eigen/")
    again = read(source(csv_bytes(frame))).content
    assert isinstance(again, PlaceList)
    pd.testing.assert_frame_equal(again.frame, frame)


def test_problems_of_a_list():
    text = lines(
        HEADER,
        "=1+1;lebensmittel;=HYPERLINK(1);49,1;9,4;;;<script>x</script>",
        "node/8;lebensmittel;<img src=x onerror=x>;49,1;9,4;2025-01-01;2024-01-01;+cmd",
        "node/9;kiosk;Laden;94;9,4;2031-01-01;;",
        "node/9;lebensmittel;Laden;49,1;9,4;;;",
    )
    formula = (
        "Der Text beginnt mit „{}“ und würde in einer Tabellenkalkulation als Formel "
        "ausgeführt; bitte ohne dieses Zeichen schreiben."
    )
    html = "Der Text enthält HTML; erlaubt ist nur einfacher Text."
    found = problems(source(text, "orte.csv"))
    for place, told in {
        "2, Spalte „ort_id“": formula.format("="),
        "2, Spalte „name“": formula.format("="),
        "2, Spalte „bemerkung“": html,
        "3, Spalte „name“": html,
        "3, Spalte „bemerkung“": formula.format("+"),
        "3, Spalte „geschlossen“": "Der Ort schließt, bevor er öffnet.",
        "4, Spalte „geoeffnet“": "„2031-01-01“ liegt in der Zukunft.",
        "5, Spalte „name“": "Dieser Ort steht mehrfach da; jeder Ort genau einmal.",
    }.items():
        assert f"orte.csv, Zeile {place}: {told}" in found
    assert any(one.startswith("orte.csv, Zeile 4, Spalte „art“: „kiosk“") for one in found)
    assert any(one.startswith("orte.csv, Zeile 4, Spalte „lat“: „94“") for one in found)
    assert len(found) == 10
