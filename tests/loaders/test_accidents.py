"""Points of the Unfallatlas, with the header lines of its years."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyproj import Transformer

from lebenslage import loaders
from tests import tiny
from tests.loaders.build import KNOWN, archive, lines, problems, read, source

HEAD_2024 = (
    "OID_;UIDENTSTLAE;ULAND;UREGBEZ;UKREIS;UGEMEINDE;UJAHR;UMONAT;USTUNDE;UWOCHENTAG;UKATEGORIE;"
    "UART;UTYP1;ULICHTVERH;IstStrassenzustand;IstRad;IstPKW;IstFuss;IstKrad;IstGkfz;IstSonstige;"
    "LINREFX;LINREFY;XGCSWGS84;YGCSWGS84;PLST"
)
HEAD_2018 = (
    "OBJECTID_1;ULAND;UREGBEZ;UKREIS;UGEMEINDE;UJAHR;UMONAT;USTUNDE;UWOCHENTAG;UKATEGORIE;UART;"
    "UTYP1;ULICHTVERH;IstRad;IstPKW;IstFuss;IstKrad;IstGkfz;IstSonstig;STRZUSTAND;LINREFX;LINREFY;"
    "XGCSWGS84;YGCSWGS84"
)
OWN = replace(KNOWN, ags=tiny.AGS, catalogue=None)
ROWS = (
    "1;0124;08;9;99;001;2024;05;23;1;3;1;5;2;0;0;1;0;0;0;0;525162,37;6045497,20;9,389075;49,056379;1",
    "2;0125;08;9;99;001;2024;06;07;3;1;1;5;2;0;0;1;0;0;0;0;525162,37;6045497,20;9,4;49,1;1",
    "3;0126;01;0;59;044;2024;05;23;1;3;1;5;2;0;0;1;0;0;0;0;525162,37;6045497,20;9,389;54,556379;1",
)


def file(*rows: str):
    return source(lines(HEAD_2024, *rows), "Unfallorte2024_LinRef.csv")


def test_only_accidents_of_the_own_gemeinde_are_taken_and_kept():
    delivery = read(file(*ROWS), OWN)
    assert delivery.format == "unfaelle"
    rows = delivery.content.tabelle
    assert rows["stand"].tolist() == ["2024", "2024"]
    assert rows["schwere"].tolist() == [3, 1]
    expected = Transformer.from_crs(4326, 3035, always_xy=True).transform(9.389075, 49.056379)
    assert tuple(rows.loc[0, ["x", "y"]]) == pytest.approx(expected)
    assert delivery.hinweise == ("Unfälle in anderen Gemeinden weggelassen: 1.",)
    assert delivery.roh.decode().splitlines() == [HEAD_2024, *ROWS[:2]]
    assert delivery.zusammenfassung == {"Jahre": "2024", "Unfälle in der Gemeinde": 2}


def test_the_layout_of_2018_and_its_many_digits():
    row = (
        "1;08;9;99;1;2018;01;08;5;2;0;7;0;1;0;0;0;0;0;0;612054,341999999950000;"
        "5969634,006000000100000;9,703950299000041;49,063081147000059"
    )
    assert read(source(lines(HEAD_2018, row)), OWN).content.stand == "2018"


def test_a_zip_with_a_txt_file_as_in_the_first_years():
    item = archive({"csv/Unfallorte2018_LinRef.txt": lines(HEAD_2024, *ROWS).encode()})
    assert loaders.inspect(item, OWN).erkannt == "unfaelle"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ROWS[2:],
            "Unfallorte2024_LinRef.csv: Die Datei enthält keinen Unfall in der Gemeinde (Schlüssel "
            "08999001).",
        ),
        (
            [ROWS[0].replace(";1;3;1;5;", ";1;7;1;5;")],
            "Unfallorte2024_LinRef.csv, Zeile 2, Spalte „UKATEGORIE“: Erwartet wird 1 (Getötete), "
            "2 (Schwerverletzte) oder 3 (Leichtverletzte).",
        ),
        (
            [ROWS[2], ROWS[0].replace("9,389075;49,056379", "49,056379;9,389075")],
            "Unfallorte2024_LinRef.csv, Zeile 3, Spalte „XGCSWGS84“: Länge und Breite sind "
            "vertauscht.",
        ),
        (
            [ROWS[0].replace("9,389075;", "525162,37;")],
            "Unfallorte2024_LinRef.csv, Zeile 2, Spalte „XGCSWGS84“: Der Punkt liegt außerhalb "
            "Deutschlands; erwartet werden Grad (WGS 84).",
        ),
    ],
)
def test_bad_files(rows, message):
    assert problems(file(*rows), OWN) == [message]


def test_a_missing_column_is_named():
    text = lines(HEAD_2024, *ROWS).replace("UKATEGORIE", "KATEGORIE")
    assert problems(source(text), OWN) == ["datei.csv: Es fehlt die Spalte „UKATEGORIE“."]
