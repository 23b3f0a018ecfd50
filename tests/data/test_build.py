"""The script that builds the package, on a small folder of sources made here."""

from __future__ import annotations

import json

import pytest

from scripts import daten_bauen, daten_tabellen
from tests.data.conftest import DATA


def fact(ortsteil, merkmal, jahr, wert):
    return {"ortsteil": ortsteil, "merkmal": merkmal, "jahr": jahr, "wert": wert}


def official(ags, gebiet, indikator, jahr, wert):
    keys = ("ags", "gebiet", "indikator", "jahr", "wert")
    return dict(zip(keys, (ags, gebiet, indikator, jahr, wert), strict=True))


def test_cells_are_written_for_a_german_spreadsheet():
    rows = [{"a": 2.5, "b": "x;y"}, {"a": 1641.0}]
    assert daten_bauen.as_csv(("a", "b"), rows) == (b'\xef\xbb\xbfa;b\r\n2,5;"x;y"\r\n1641;\r\n')


def test_shares_keep_numerator_and_denominator():
    facts = {
        ("Neuhütten", "Fläche der Gemarkung", ""): 4.0,
        ("Neuhütten", "Einwohner", "2009"): 1000.0,
        ("Neuhütten", daten_tabellen.URNE, "2009"): 300.0,
        ("Neuhütten", "Bundestagswahl: Wahlberechtigte (errechnet)", "2009"): 400.0,
        ("Neuhütten", "Ortschaftsratswahl: Wahlberechtigte", "2004"): 500.0,
        ("Neuhütten", "Ortschaftsratswahl: Wahlbeteiligung", "2004"): 49.7,
        ("Neuhütten", "Feuerwehr: Standort im Ortsteil (Hauptort)", "2017"): 0.0,
    }
    rows = list(daten_tabellen._ortsteil("neuhuetten", "Neuhütten", facts))
    by_code = {row["indikator"]: row for row in rows}
    assert by_code["bevoelkerungsdichte"]["wert"] == 1000 / 4
    assert by_code["wahlbeteiligung_urne"]["wert"] == 100 * 300 / 400
    ballot = by_code["wahlbeteiligung_ortschaftsrat"]
    assert (ballot["zaehler"], ballot["nenner"]) == (round(500 * 0.497), 500)
    assert by_code["feuerwehr_standort"]["wert"] == 0


def test_a_place_under_two_names_is_one():
    years = [str(year) for year in range(2001, 2022)]
    rows = []
    for name, year, persons in (("Beilstein, Stadt", "2018", "90"), ("Beilstein", "2022", "95")):
        rows.append(official("08125006", name, "Einwohner", year, persons))
    rows += [
        official("08125006", "Beilstein", "Einwohner", "2023", "99"),
        official("08125006", "Beilstein", "Einwohner weiblich", "2018", "45"),
        official("08125006", "Beilstein", daten_tabellen.FLAECHE, "2022", "5"),
    ]
    for year in years:
        rows.append(official("08125006", "Beilstein", daten_tabellen.ARBEITSLOSE, year, "3"))
        rows.append(official("08125006", "Beilstein", daten_tabellen.ERWERBSALTER, year, "60"))
    with pytest.raises(ValueError, match="1 Gemeinden of 08125, not 46"):
        daten_tabellen.comparison_rows(rows)  # no sum of the Landkreis from a part of it
    facts = daten_tabellen._facts(rows, "ags", "indikator")
    made = {(r["indikator"], r["stand"]): r for r in daten_tabellen._gemeinde("08125006", facts)}
    assert made["einwohnerentwicklung", "2023-12-31"]["wert"] == pytest.approx(100 * (99 - 90) / 90)
    assert made["frauenanteil", "2018-12-31"]["wert"] == 100 * 45 / 90
    assert made["arbeitslosenanteil", "2021"]["wert"] == 100 * 3 / 60


def test_areas_get_our_columns():
    geometry = {"type": "Polygon", "coordinates": [[[9.4, 49.0], [9.5, 49.0], [9.5, 49.1]]]}
    features = [
        {"properties": {"ortsteil": name}, "geometry": geometry}
        for name in daten_bauen.ORTSTEILE.values()
    ]
    built = json.loads(daten_bauen.areas(json.dumps({"features": features}).encode()))
    first = built["features"][0]["properties"]
    assert first == {
        "ortsteil_id": "wuestenrot",
        "name": "Wüstenrot",
        "amtlich": False,
        "quelle": daten_bauen.AREA_SOURCE,
    }


def test_gazetteer_rows():
    point = {
        "name": "Jägerhaus",
        "typ": "Wohnplatz",
        "ortsteil": "Neuhütten",
        "lat": "49.1",
        "lon": "",
        "genauigkeit": "liegt im Kreuzle; keine belegte Koordinate gefunden",
        "quelle": "Wikipedia (de), Artikel Neuhütten (Wüstenrot) (Spiegel example.org)",
    }
    row = next(row for row in daten_bauen.places([point]) if row["name"] == "Jägerhaus")
    assert row == {
        "name": "Jägerhaus",
        "ortsteil_id": "neuhuetten",
        "art": "Wohnplatz",
        "lat": "49,1",
        "lon": "",
        "quelle": "Wikipedia (de), Artikel Neuhütten (Wüstenrot); liegt im Kreuzle",
    }


def test_wrong_usage(capsys):
    assert daten_bauen.main([]) == 2
    assert "SOURCES" in capsys.readouterr().out


def test_rows_of_a_file_in_any_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name;wert\nNeuhütten;1,5\n".encode("cp1252"))
    assert daten_bauen.read_rows(path) == [{"name": "Neuhütten", "wert": "1,5"}]


def test_raw_files_are_named_as_shipped():
    assert {p.name for p in (DATA / "rohdaten").iterdir()} == set(daten_bauen.RAW_FILES)
