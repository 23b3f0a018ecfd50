"""Census grids as published: themes, signs, places of the cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.loaders import grid, grid_cells, grid_themes
from lebenslage.loaders.grid_themes import THEMES, find_themes
from lebenslage.model.exchange import Known, Source
from lebenslage.model.grid import AGE5, GridCells
from tests.loaders.build import DATA, archive, lines, problems, source

KEY = "GITTER_ID_100m;x_mp_100m;y_mp_100m"
CELL_1 = "CRS3035RES100mN2689100E4337000;4337050;2689150"
CELL_2 = "CRS3035RES100mN2691700E4341100;4341150;2691750"


def cells(item: Source, known: Known | None = None) -> GridCells:
    content = loaders.read(item, known).content
    assert isinstance(content, GridCells)
    return content


def shipped(name: str) -> GridCells:
    return cells(loaders.open_source(DATA / name))


def test_age_classes_of_2011():
    found = shipped("zensus2011_alter_100m.csv")
    assert (found.theme, found.stand, found.resolution) == ("zensus2011-alter5", "2011-05-09", 100)
    assert found.value_columns() == AGE5
    assert len(found.cells) == 15
    assert found.cells.iloc[0].tolist() == [4279950, 2882250, 3, 4, 4, 3, 0]
    assert set(found.cells.dtypes) == {np.dtype(float)}


def test_one_kilometre_of_2011_with_signs_for_no_value():
    found = shipped("zensus2011_1km.csv")
    assert (found.theme, found.stand, found.resolution) == ("zensus2011-1km", "2011-05-09", 1000)
    first, _, third = (found.cells.iloc[i] for i in range(3))
    assert first[["Einwohner", "Frauen_A", "unter18_A"]].tolist() == [139, 51.08, 20.86]
    assert third["unter18_A"] == 60.0
    # -9 and -1 mean "no value"
    assert third[["Alter_D", "ab65_A", "HHGroesse_D", "Wohnfl_Whg_D"]].isna().all()


def test_european_grid_of_2021():
    found = shipped("eurostat2021_1km.csv")
    # Germany's reference date of that round
    assert (found.theme, found.stand, found.resolution) == ("eurostat2021-1km", "2022-05-15", 1000)
    assert found.cells.iloc[0][["x", "y", "T", "Y_GE65", "LAND_SURFACE"]].tolist() == [
        4279500, 2881500, 163, 26, 1.0,
    ]  # fmt: skip


def test_long_form_of_2011():
    found = shipped("zensus2011_weitere_100m.csv")
    assert (found.theme, found.resolution) == ("zensus2011-merkmale", 100)
    table = found.cells.set_index("x").sort_index()
    assert table.index.tolist() == [4279050, 4279250, 4279550]
    assert table["ALTER_10JG_1"].tolist() == [3, 3, 3]
    assert table["ALTER_10JG_9"].tolist() == [0, 3, 3]  # listed with another age: 0
    assert table["BAUJAHR_MZ_3"].tolist() == [3, 7, 4]
    assert table["BAUJAHR_MZ_2"].tolist() == [0, 3, 0]
    # the first two cells have no row of this Merkmal: no value
    assert table["FAMTYP_KIND_2"].isna().tolist() == [True, True, False]


def test_long_form_without_centres_and_with_commas():
    found = cells(
        source(
            lines(
                "Gitter_ID_100m,Gitter_ID_100m_neu,Merkmal,Auspraegung_Code,Auspraegung_Text,"
                "Anzahl,Anzahl_q",
                "100mN26891E43370,CRS3035RES100mN2689100E4337000,INSGESAMT,0,Einheiten,12,0",
            )
            .replace("100mN26891E43370", "CRS3035RES100mN2689100E4337000"),
            encoding="cp1252",
        )
    )  # fmt: skip
    assert found.cells.to_dict("list") == {
        "x": [4337050.0], "y": [2689150.0], "INSGESAMT_0": [12.0],
    }  # fmt: skip


def test_dash_is_zero_in_counts():
    rows = f"{CELL_1};4;4;–;–", f"{CELL_2};5;…;3;-"
    text = lines(f"{KEY};Insgesamt_Bevoelkerung;Roemisch_katholisch;Evangelisch;"
                 "Sonstige_keine_ohneAngabe", *rows)  # fmt: skip
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        found = cells(source(text, encoding=encoding))
        assert found.theme == "zensus2022-religion"
        values = found.cells.drop(columns=["x", "y"]).to_numpy()
        assert np.array_equal(values, [[4, 4, 0, 0], [5, np.nan, 3, np.nan]], equal_nan=True)


def test_dash_is_zero_in_shares_and_missing_in_means():
    share = cells(source(lines(f"{KEY};Leerstandsquote;werterlaeuternde_Zeichen", f"{CELL_1};–;")))
    assert share.cells["Leerstandsquote"].tolist() == [0]
    mean = cells(source(lines(f"{KEY};Durchschnittsalter", f"{CELL_1};–", f"{CELL_2};39,78")))
    assert mean.cells["Durchschnittsalter"].isna().tolist() == [True, False]
    assert mean.stand == "2022-05-15"


def test_rent_with_decimal_comma_and_dwellings_with_thousands_comma():
    text = lines(
        f"{KEY};durchschnMieteQM;AnzahlWohnungen;werterlaeuternde_Zeichen",
        f"{CELL_1};6,26;1,203;",
        f"{CELL_2};–;–;KLAMMERN",
    )
    delivery = loaders.read(source(text))
    found = delivery.content
    assert found.theme == ("zensus2022-durchschnittliche_nettokaltmiete_und_anzahl_der_wohnungen")
    assert found.cells["durchschnMieteQM"].tolist()[0] == 6.26
    assert found.cells["durchschnMieteQM"].isna().tolist() == [False, True]
    assert found.cells["AnzahlWohnungen"].tolist() == [1203, 0]
    assert delivery.hinweise == (
        "1 Wert ist in der Quelle als eingeschränkt aussagekräftig gekennzeichnet.",
    )


def test_population_of_2011_and_2022_differ_only_in_the_case_of_a_heading():
    old = lines("Gitter_ID_100m;x_mp_100m;y_mp_100m;Einwohner", f"{CELL_1};-1", f"{CELL_2};7")
    found = cells(source(old))
    assert (found.theme, found.stand) == ("zensus2011-einwohner", "2011-05-09")
    assert found.cells["Einwohner"].isna().tolist() == [True, False]
    assert cells(source(lines(f"{KEY};Einwohner", f"{CELL_1};4"))).theme == (
        "zensus2022-bevoelkerungszahl"
    )


def test_same_columns_are_told_apart_by_the_name_of_the_file():
    columns = [c for t in THEMES if t.stem == "Heizungsart" for c in t.columns]
    text = lines(f"{KEY};{';'.join(columns)}", f"{CELL_1};{';'.join('1' * len(columns))}")
    name = "Zensus2022_Gebaeude_nach_ueberwiegender_Heizungsart_100m-Gitter.csv"
    assert cells(source(text, name)).theme == "zensus2022-gebaeude_nach_ueberwiegender_heizungsart"
    assert loaders.read(source(text, "gitter.csv")).hinweise == (
        "Das Thema geht aus den Spalten nicht eindeutig hervor; angenommen: „Heizungsart“.",
    )


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_every_theme_is_recognised_by_its_columns(theme):
    found = find_themes(["GITTER_ID_1km", *(column.upper() for column in theme.columns)])
    assert theme.columns in [item.columns for item in found]
    assert len({item.columns for item in found}) == 1


def test_all_43_themes_of_2022_are_known_once():
    keys = [theme.key for theme in THEMES if theme.stand == "2022-05-15"]
    assert len(set(keys)) == len(keys) == 43 + 1  # and the European grid
    assert grid_themes.LONG_2011.key not in keys


def test_archive_of_destatis_gives_its_finest_grid():
    members = {
        f"Zensus2022_Bevoelkerungszahl/Zensus2022_Bevoelkerungszahl_{size}-Gitter.csv": lines(
            f"GITTER_ID_{size};x_mp_{size};y_mp_{size};Einwohner", row
        ).encode()
        for size, row in (("10km", "x;4335000;2685000;4"), ("1km", "x;4337500;2689500;4"),
                          ("100m", f"{CELL_1};4"))
    }  # fmt: skip
    delivery = loaders.read(archive(members))
    assert delivery.content.resolution == 100
    assert delivery.hinweise == (
        "Gelesen wurde „Zensus2022_Bevoelkerungszahl_100m-Gitter.csv“ aus dem Archiv.",
    )


def test_cells_far_away_are_not_taken():
    text = lines(f"{KEY};Einwohner", f"{CELL_1};4", f"{CELL_2};5")
    near = Known(ausschnitt=(4_340_000, 2_690_000, 4_342_000, 2_692_000))
    delivery = loaders.read(source(text), near)
    assert delivery.content.cells["Einwohner"].tolist() == [5]
    assert (delivery.zeilen, delivery.zusammenfassung["Zellen"]) == (2, 1)
    assert delivery.hinweise == ("Nicht übernommen: 1 Zelle weit außerhalb der Gemeinde.",)
    far = replace(near, ausschnitt=(4_000_000, 2_690_000, 4_000_100, 2_692_000))
    assert problems(source(text), far) == [
        "datei.csv: Keine Zelle der Datei liegt in der Nähe der Gemeinde."
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [f"{KEY};Einwohner", f"{CELL_1};4", f"{CELL_2};5x"],
            ["datei.csv, Zeile 3, Spalte „Einwohner“: „5x“ ist keine Zahl."],
        ),
        (
            [f"{KEY};Einwohner", f"{CELL_1};4", f"{CELL_2}"],
            ["datei.csv, Zeile 3: Die Zeile hat 3 Felder, die Kopfzeile hat 4."],
        ),
        (
            [f"{KEY};Einwohner", f"{CELL_1};4", f"{CELL_1};5"],
            ["datei.csv: 1 Zelle kommt mehrfach vor; jede Zelle genau einmal."],
        ),
        (
            [f"{KEY};Einwohner", "a;9.5;49.1;4"],
            ["datei.csv: Die Zellmitten (x und y) liegen nicht in Deutschland; erwartet werden "
             "Meter im europäischen Gitter (EPSG:3035)."],
        ),
        (
            [f"{KEY};{';'.join(AGE5)};Einwohner;Alter_D;Durchschnittsalter",
             f"{CELL_1};1;2;3;4;5;15;40,1;40,1"],
            ["datei.csv, Zeile 1: Die Datei mischt den Zensus 2011 mit dem Zensus 2022; "
             "bitte je Zensus eine Datei."],
        ),
        (
            [f"{KEY};Einwohner"],
            ["datei.csv: Die Datei hat nur eine Kopfzeile und keine Daten."],
        ),
        (
            [f"{KEY};Foo;Bar", f"{CELL_1};4;5"],
            ["datei.csv: Die Datei ist ein Zensus-Gitter, ihr Thema ist aber unbekannt "
             "(Spalten „Foo“ und „Bar“)."],
        ),
        (
            ["GITTER_ID_100m;Einwohner", "irgendwo;4", f"{CELL_1.partition(';')[0]};5"],
            ["datei.csv, Spalte „GITTER_ID_100m“: 1 Zeile ohne lesbare Lage der Zelle."],
        ),
        (
            [f"{KEY};Merkmal;Auspraegung_Code;Anzahl", f"{CELL_1};A;1;3", f"{CELL_1};A;1;vier"],
            ["datei.csv: 1 Zeilen wiederholen Zelle, Merkmal und Ausprägung einer anderen Zeile.",
             "datei.csv, Zeile 3, Spalte „Anzahl“: „vier“ ist keine Zahl."],
        ),
    ],
)  # fmt: skip
def test_broken_grids(rows, expected):
    assert problems(source(lines(*rows))) == expected


def test_cells_without_centres_are_placed_by_their_name():
    text = lines("GITTER_ID_1km;Einwohner", "CRS3035RES1000mN2689000E4337000;4")
    assert cells(source(text)).cells[["x", "y"]].iloc[0].tolist() == [4337500, 2689500]


@pytest.mark.parametrize("name", ["zensus2011_1km.csv", "zensus2011_alter_100m.csv"])
def test_the_way_that_names_wrong_cells_reads_the_same(name, monkeypatch):
    fast = shipped(name).cells
    monkeypatch.setattr(grid_cells, "_blocks", lambda *_: None)
    pd.testing.assert_frame_equal(shipped(name).cells, fast)


def test_doubled_columns():
    assert problems(source(lines(f"{KEY};Einwohner;Einwohner", f"{CELL_1};4;5"))) == [
        "datei.csv, Zeile 1, Spalte „Einwohner“: Die Spalte „Einwohner“ kommt 2-mal vor; "
        "jede Spalte genau einmal."
    ]


@pytest.mark.parametrize(
    "heading", ["GITTER_ID_100m;x_mp_100m;y_mp_100m", "Gitter_ID_100m;x_mp_100m;y_mp_100m"]
)
def test_of_a_national_file_only_the_excerpt_is_kept(heading, monkeypatch):
    """What is kept reads as the same cells; the hash stays that of the file."""
    monkeypatch.setattr(grid, "NATIONAL_ROWS", 1)
    far = [f"x;{4_100_050 + 100 * i};2700050;9" for i in range(3)]
    text = lines(f"{heading};Einwohner", f"{CELL_1};4", f"{CELL_2};5", *far)
    near = Known(ausschnitt=(4_340_000, 2_690_000, 4_342_000, 2_692_000))
    delivery = loaders.read(source(text), near)
    assert delivery.roh == lines(f"{heading};Einwohner", f"{CELL_2};5").encode()
    assert delivery.quelle.sha256 == source(text).sha256
    again = loaders.read(source(delivery.roh), near).content
    assert again.theme == delivery.content.theme
    assert again.cells.equals(delivery.content.cells)
    assert delivery.hinweise[-1] == (
        "Aufgehoben wird nur der Ausschnitt um die Gemeinde, nicht die ganze Datei."
    )


def test_the_excerpt_of_means_keeps_their_decimals(monkeypatch):
    monkeypatch.setattr(grid, "NATIONAL_ROWS", 1)
    header = f"{KEY};Durchschnittsalter;werterlaeuternde_Zeichen"
    far = [f"x;{4_100_050 + 100 * i};2700050;39,5;" for i in range(3)]
    text = lines(header, f"{CELL_1};39,78;KLAMMERN", f"{CELL_2};–;", *far)
    near = Known(ausschnitt=(4_330_000, 2_680_000, 4_350_000, 2_700_000))
    delivery = loaders.read(source(text), near)
    assert len(delivery.roh) < len(text.encode())
    again = loaders.read(source(delivery.roh)).content.cells
    assert again.equals(delivery.content.cells)


def test_values_in_brackets_stay_marked_cell_by_cell():
    rent = lines(
        f"{KEY};durchschnMieteQM;AnzahlWohnungen;werterlaeuternde_Zeichen",
        f"{CELL_1};6,26;1,203;",
        f"{CELL_2};4,45;3;KLAMMERN",
    )
    found = cells(source(rent))
    assert found.value_columns() == ("durchschnMieteQM", "AnzahlWohnungen")
    assert found.marked("durchschnMieteQM").tolist() == [0, 1]
    assert found.marked("AnzahlWohnungen").tolist() == [0, 0]  # a count, and the weight of rents
    eu, other = "Auslaenderanteil_EU", "Auslaenderanteil_nichtEU"
    signs = "werterlaeuternde_Zeichen_EU;werterlaeuternde_Zeichen_nichtEU"
    both = lines(
        f"{KEY};{eu};{other};{signs}", f"{CELL_1};5,0;7,5;KLAMMERN;", f"{CELL_2};1,0;2,5;;"
    )
    found = cells(source(both))
    assert found.marked(eu).tolist() == [1, 0]
    assert found.marked(other).tolist() == [0, 0]
    slow = cells(source(both.replace(f"{CELL_2};1,0", f'{CELL_2};"1,0"')))
    assert slow.cells.equals(found.cells)


def test_classes_of_2011_are_not_taken_for_values():
    head = (
        "Gitter_ID_1km;x_mp_1km;y_mp_1km;Einwohner;Frauen_A;Alter_D;unter18_A;ab65_A;Auslaender_A;"
        "HHGroesse_D;Leerstandsquote;Wohnfl_Bew_D;Wohnfl_Whg_D"
    )
    cell = "1kmN2689E4337;4337500;2689500"
    assert problems(source(lines(head, f"{cell};3;2;4;1;-9;1;2;3;4;5"))) == [
        "datei.csv, Spalte „Alter_D“: Die Datei enthält Klassen statt Werte (klassierte Werte des "
        "Zensus 2011); gebraucht wird die Datei „spitze Werte“."
    ]
    row = f"{cell};130;51,5;43,2;20,1;17,5;2,1;2,3;1,5;44,1;101,2"
    assert problems(source(lines(head, row))) == []
