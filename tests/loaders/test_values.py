"""Indicator values: long, wide, comparison; what is resolved, derived and told."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage import loaders
from lebenslage.model import columns
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import ComparisonTable, Known, ValueTable
from tests import tiny
from tests.loaders.build import KNOWN, lines, long_table, problems, read, source, workbook

NO_QUALITY = "Die Spalte „guete“ fehlt; alle Werte gelten als „amtlich“."
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
DELIMITERS = (";", ",", "\t", "|")


def values(item, known=KNOWN, **options) -> pd.DataFrame:
    content = read(item, known, **options).content
    assert isinstance(content, ValueTable)
    assert tuple(content.frame.columns) == columns.WERTE
    return content.frame


@pytest.mark.parametrize(
    ("encoding", "delimiter", "decimal"), [*itertools.product(ENCODINGS, DELIMITERS, ",.")]
)
def test_every_encoding_separator_and_decimal_sign(encoding, delimiter, decimal):
    number = f"1234{decimal}5"
    cell = f'"{number}"' if delimiter == decimal else number
    rows = (
        ("gebiet_id", "indikator", "stand", "wert", "quelle_id"),
        ("Südhausen", "busabfahrten", "2024", cell, "ämter"),
        ("nordheim", "busabfahrten", "2024", "12", "amt"),
    )
    item = source(lines(*(delimiter.join(row) for row in rows)), encoding=encoding)
    delivery = read(item)
    frame = delivery.content.frame
    assert frame["gebiet_id"].tolist() == ["suedhausen", "nordheim"]
    assert frame["wert"].tolist() == [1234.5, 12]
    assert frame["quelle_id"].tolist() == ["ämter", "amt"]
    assert (delivery.kodierung, delivery.trennzeichen) == (encoding, delimiter)
    assert (delivery.format, delivery.zeilen, delivery.spalten) == ("werte-lang", 2, 5)


@settings(max_examples=40)  # each example recognises and reads a whole file
@given(st.lists(st.floats(0, 1e6).map(lambda x: round(x, 3)), min_size=4, max_size=4))
def test_numbers_come_back_as_they_were(numbers):
    rows = [
        f"{key},busabfahrten,2024,{x!r}" for key, x in zip(tiny.ORTSTEILE, numbers, strict=True)
    ]
    item = source(lines("gebiet_id,indikator,stand,wert", *rows))
    assert values(item)["wert"].tolist() == numbers


def test_headings_without_case_blanks_umlauts_and_mark():
    text = lines("\ufeff Gebiet_ID ;INDIKATOR;Stand; Wert;Zähler;NENNER;Güte",
                 "nordheim;leerstandsquote;2024;5;5;100;Naeherung")  # fmt: skip
    frame = values(source(text))
    assert frame.loc[0, ["zaehler", "nenner", "guete"]].tolist() == [5, 100, "naeherung"]


def test_headings_of_others_are_mapped():
    text = lines("Ort;Kennzahl;Jahr;Zahl", "Nordheim;busabfahrten;2024;20")
    names = {"gebiet_id": "Ort", "indikator": "Kennzahl", "stand": "Jahr", "wert": "Zahl"}
    assert values(source(text), mapping=names)["wert"].tolist() == [20]


def test_usual_headings_are_known_and_the_missing_one_is_asked_for():
    text = lines("Ort;Kennzahl;Jahr;Zahl", "Nordheim;busabfahrten;2024;20")
    inspection = loaders.inspect(source(text), KNOWN)
    assert (inspection.erkannt, inspection.fehlende_spalten) == ("werte-lang", ("wert",))
    assert values(source(text), mapping={"wert": "Zahl"})["gebiet_id"].tolist() == ["nordheim"]


def test_indicators_by_their_name():
    long = long_table("nordheim;Wohnfläche je Person;2024;44;;", "nordheim;wohnflaeche;2023;43;;")
    assert values(long)["indikator"].tolist() == ["wohnflaeche", "wohnflaeche"]
    wide = lines("Ortsteil;Wohnfläche je Person", "Nordheim;44")
    assert values(source(wide))["indikator"].tolist() == ["wohnflaeche"]


def test_a_name_that_two_indicators_share_means_neither():
    shared = "Wohnfläche je Person"
    nodes = [replace(n, name=shared) if n.code == "busabfahrten" else n for n in tiny.catalogue()]
    known = replace(KNOWN, catalogue=Catalogue(tuple(nodes)))
    assert problems(long_table(f"nordheim;{shared};2024;44;;"), known) == [
        f"werte.csv, Zeile 2, Spalte „indikator“: „{shared}“ ist kein Indikator des Katalogs. "
        "Meinten Sie „wohnflaeche“?"
    ]


def test_missing_columns_can_be_mapped():
    text = lines("gebiet_id;indikator;stand;menge", "nordheim;busabfahrten;2024;20")
    inspection = loaders.inspect(source(text), KNOWN)
    assert inspection.fehlende_spalten == ("wert",)
    assert inspection.spaltennamen == ("gebiet_id", "indikator", "stand", "menge")
    assert inspection.delivery is None
    again = loaders.inspect(source(text), KNOWN, mapping={"wert": "menge"})
    assert again.probleme == ()


def test_dates_and_years():
    frame = values(
        long_table(
            "nordheim;busabfahrten;2024;1;;",
            "nordheim;busabfahrten;2023-12-31;1;;",
            "nordheim;busabfahrten;9.5.2022;1;;",
            "nordheim;busabfahrten;2021.0;1;;",  # as pandas writes a year beside empty cells
        )
    )
    assert frame["stand"].tolist() == ["2024", "2023-12-31", "2022-05-09", "2021"]


def test_today_is_no_future():
    assert values(long_table("nordheim;busabfahrten;30.06.2025;1;;"))["stand"].tolist() == [
        "2025-06-30"
    ]


def test_areas_of_all_levels_and_names():
    frame = values(
        long_table(
            f"{tiny.AGS};busabfahrten;2024;1;;",
            "Landkreis Musterkreis;busabfahrten;2024;2;;",
            "Südhausen;busabfahrten;2024;3;;",
            "8999001;busabfahrten;2023;4;;",
        )
    )
    assert frame["gebiet_id"].tolist() == [tiny.AGS, tiny.KREIS, "suedhausen", tiny.AGS]


def test_a_lost_zero_is_told():
    delivery = read(long_table("8999001;busabfahrten;2024;4;;"))
    assert "Dem Schlüssel 8999001 wurde die führende Null ergänzt." in delivery.hinweise


def test_shares_and_rates_follow_from_their_parts():
    delivery = read(long_table("nordheim;leerstandsquote;2024;;5;200"))
    assert delivery.content.frame["wert"].tolist() == [100 * 5 / 200]
    assert delivery.hinweise == (
        "1 Wert wurde aus „zaehler“ und „nenner“ errechnet.",
        NO_QUALITY,
    )


@pytest.mark.parametrize("cell", ["33,3", "33", "33,33", "33,3333333", "33,3 %"])
def test_a_rounded_value_fits_its_parts(cell):
    frame = values(long_table(f"nordheim;leerstandsquote;2024;{cell};1;3"))
    assert frame["wert"].iloc[0] == pytest.approx(100 / 3, abs=0.5)


def test_percent_signs_in_some_cells_only():
    rows = "nordheim;leerstandsquote;2024;5 %;;", "osterfeld;leerstandsquote;2024;0,05;;"
    text = "„0,05“ hat kein Prozentzeichen, andere Werte von „leerstandsquote“ haben eines; "
    text += "bitte einheitlich schreiben."
    assert problems(long_table(*rows, "nordheim;busabfahrten;2024;7;;")) == [
        f"werte.csv, Zeile 3, Spalte „wert“: {text}"
    ]
    wide = lines("gebiet_id;leerstandsquote;busabfahrten", "nordheim;5 %;7", "osterfeld;0,05;7")
    assert problems(source(wide, "breit.csv")) == [
        f"breit.csv, Zeile 3, Spalte „leerstandsquote“: {text}"
    ]


def test_missing_stays_missing():
    delivery = read(long_table("nordheim;busabfahrten;2024;–;;", "osterfeld;busabfahrten;2024;3;;"))
    assert delivery.content.frame["wert"].isna().tolist() == [True, False]
    assert delivery.hinweise == (
        "Spalte „wert“: „–“ gilt als „kein Wert“.",
        NO_QUALITY,
        "1 Wert fehlt und bleibt leer.",
    )


def test_example_values_mark_the_delivery():
    text = lines("gebiet_id;indikator;wert;guete", "nordheim;busabfahrten;1;beispiel")
    delivery = read(source(text))
    assert delivery.beispiel
    assert "Die Spalte „stand“ fehlt; die Werte gelten ohne Datum." in delivery.hinweise


def test_without_anything_known_only_the_file_is_checked():
    frame = values(source(lines("gebiet_id,indikator,wert", "A,x,1.5", "B,x,2.5")), Known())
    assert frame[["gebiet_id", "wert"]].values.tolist() == [["A", 1.5], ["B", 2.5]]


def test_three_decimals_in_a_comma_file_are_no_thousands():
    assert values(source(lines("gebiet_id,indikator,wert", "nordheim,busabfahrten,1.234")))[
        "wert"
    ].tolist() == [1.234]


def test_another_column_settles_the_decimal_sign():
    frame = values(long_table("nordheim;busabfahrten;2024;1.234;2,5;"))
    assert frame["wert"].tolist() == [1234]


def test_wide_table():
    text = lines("gebiet_id;stand;busabfahrten;leerstandsquote",
                 "Nordheim;2024;20;5,5 %", "westtal;2024;;7 %")  # fmt: skip
    delivery = read(source(text))
    assert delivery.format == "werte-breit"
    frame = delivery.content.frame
    assert frame[["gebiet_id", "indikator", "wert"]].fillna(-1).values.tolist() == [
        ["nordheim", "busabfahrten", 20],
        ["westtal", "busabfahrten", -1],
        ["nordheim", "leerstandsquote", 5.5],
        ["westtal", "leerstandsquote", 7],
    ]


def test_wide_table_without_catalogue_takes_all_columns():
    frame = values(source(lines("gebiet_id,a,b", "X,1,2", "Y,3,4")), Known())
    assert frame["indikator"].tolist() == ["a", "a", "b", "b"]
    assert frame["wert"].tolist() == [1, 3, 2, 4]


def test_wide_table_with_problems():
    text = lines("gebiet_id;stand;busabfahrten;leerstandsquote;wohnflache",
                 "nordheim;2024;20;105;1", "nordheim;2024;zwölf;7;1")  # fmt: skip
    assert problems(source(text, "breit.csv")) == [
        "breit.csv, Zeile 1, Spalte „wohnflache“: „wohnflache“ ist kein Indikator des Katalogs. "
        "Meinten Sie „wohnflaeche“?",
        "breit.csv, Zeile 2, Spalte „leerstandsquote“: 105 % ist mehr als 100 %.",
        "breit.csv, Zeile 3, Spalte „busabfahrten“: „zwölf“ ist keine Zahl; erwartet wird eine "
        "Zahl wie 1234,5.",
        "breit.csv, Zeile 3, Spalte „gebiet_id“: Für nordheim, Stand 2024 steht schon ein Wert in "
        "Zeile 2.",
    ]


def test_data_table_of_coinr():
    text = lines('"uName","uCode","Group","busabfahrten","wohnflaeche"',
                 '"Nord","nordheim","L","200.33265549999999",NA')  # fmt: skip
    frame = values(source(text))
    assert frame["wert"].iloc[0] == 200.33265549999999
    assert np.isnan(frame["wert"].iloc[1])


def test_typed_cells_of_a_workbook():
    frame = values(
        workbook(
            [
                ["gebiet_id", "indikator", "stand", "wert"],
                ["nordheim", "busabfahrten", 2024, 1.234],
                ["osterfeld", "busabfahrten", pd.Timestamp("2024-05-01"), 1234],
            ]
        )
    )
    assert frame["stand"].tolist() == ["2024", "2024-05-01"]
    assert frame["wert"].tolist() == [1.234, 1234]


COMPARISON = "gebiet_id;name;ebene;indikator;stand;wert;zaehler;nenner;quelle_id;guete"


def test_comparison():
    text = lines(COMPARISON, "08999002;Nachbarstadt;Gemeinde;leerstandsquote;2024;;20;300;amt;",
                 "08999;Landkreis;kreis;leerstandsquote;2024;7;;;amt;naeherung",
                 "DG;Deutschland;bund;leerstandsquote;2024;4,5;;;amt;")  # fmt: skip
    delivery = read(source(text))
    assert delivery.format == "vergleich"
    assert isinstance(delivery.content, ComparisonTable)
    frame = delivery.content.frame
    assert tuple(frame.columns) == columns.VERGLEICH
    assert frame["ebene"].tolist() == ["gemeinde", "kreis", "bund"]
    assert frame["wert"].tolist() == [100 * 20 / 300, 7, 4.5]
    assert frame["guete"].tolist() == ["amtlich", "naeherung", "amtlich"]


def test_comparison_with_wrong_keys():
    text = lines(COMPARISON, "8999002;A;Gemeinde;leerstandsquote;2024;1;;;;",
                 "08999;B;Bezirk;leerstandsquote;2024;1;;;;",
                 "HN;C;kreis;leerstandquote;2024;1;;;;")  # fmt: skip
    assert problems(source(text, "vergleich.csv")) == [
        "vergleich.csv, Zeile 2, Spalte „gebiet_id“: „8999002“ ist kein Schlüssel mit 8 Ziffern "
        "(fehlt die führende Null?).",
        "vergleich.csv, Zeile 3, Spalte „ebene“: „Bezirk“ ist nicht erlaubt; möglich ist "
        "„gemeinde“, „gemeindeverband“, „kreis“, „land“ oder „bund“.",
        "vergleich.csv, Zeile 4, Spalte „gebiet_id“: „HN“ ist kein Schlüssel mit 5 Ziffern.",
        "vergleich.csv, Zeile 4, Spalte „indikator“: „leerstandquote“ ist kein Indikator des "
        "Katalogs. Meinten Sie „leerstandsquote“?",
    ]


def test_negative_counts_and_errors():
    text = lines(
        "gebiet_id;indikator;wert;standardfehler;zaehler", "nordheim;busabfahrten;-3;-1;-2"
    )
    assert problems(source(text, "a.csv")) == [
        "a.csv, Zeile 2, Spalte „zaehler“: „-2“ ist nicht erlaubt; mindestens 0.",
        "a.csv, Zeile 2, Spalte „standardfehler“: „-1“ ist nicht erlaubt; mindestens 0.",
    ]


def test_long_lists_of_problems_are_cut_and_counted():
    rows = [f"unbekannt{i};busabfahrten;2024;1;;" for i in range(520)]
    found = problems(long_table(*rows), replace(KNOWN, gazetteer=None))
    assert len(found) == 501
    assert found[-1] == "werte.csv: Es gibt 20 weitere Fehler, die hier nicht aufgeführt sind."


def test_of_many_problems_the_first_are_listed_and_the_others_counted():
    rows = "".join(f"g{i};a;5\n" for i in range(700))
    found = problems(source(f"gebiet_id;indikator;wert\n{rows}{rows}"), Known())
    assert len(found) == 501
    assert found[0].endswith("Für g0, Indikator „a“ steht schon ein Wert in Zeile 2.")
    assert found[-1].endswith("Es gibt 200 weitere Fehler, die hier nicht aufgeführt sind.")


def test_known_areas_are_named_once():
    rows = ("Ulm;busabfahrten;1", "Trier;busabfahrten;1", "Ulm;busabfahrten;2")
    told = problems(source(lines("gebiet_id;indikator;wert", *rows)))
    names = "Bekannt sind: Nordheim, Osterfeld, Südhausen, Westtal."
    assert [names in text for text in told if "„Ulm“" in text] == [True, True]
    assert [names in text for text in told if "„Trier“" in text] == [False]


def test_of_many_known_areas_eight_are_named():
    many = Known(gebiete={str(n): f"Ort {n}" for n in range(1, 11)})
    (told,) = problems(source(lines("gebiet_id;indikator;wert", "Ulm;a;1")), many)
    assert told.endswith(
        "„Ulm“ ist kein bekanntes Gebiet. Bekannt sind: Ort 1, Ort 2, Ort 3, Ort 4, Ort 5, Ort 6, "
        "Ort 7, Ort 8 und 2 weitere."
    )
