"""Tables of the statistical offices as downloaded: layouts, signs, keys, choice of indicators.

The files in `amtlich/` have the headers, title lines and footnotes of real downloads; the regions
are those of the tiny Gemeinde, the numbers made up so that shares can be checked by head.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.loaders import genesis_cells as cells
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.exchange import ComparisonTable, Delivery, Source
from lebenslage.model.official import Recipe
from tests import tiny
from tests.loaders.build import KNOWN, archive, problems, read, source

HERE = Path(__file__).parent / "amtlich"
CATALOGUE = Catalogue(
    (
        Node("gesamt", "", 1, 1, "Gesamt"),
        Node("einwohner", "gesamt", 1, 1, "Einwohner"),
        Node("bevoelkerungsdichte", "gesamt", 1, 1, "Bevölkerungsdichte"),
        Node("frauenanteil", "gesamt", 1, 1, "Frauenanteil", art=Kind.ANTEIL),
        Node("anteil_u15", "gesamt", 1, 1, "Anteil unter 15", art=Kind.ANTEIL),
        Node("anteil_u18", "gesamt", 1, 1, "Anteil unter 18", art=Kind.ANTEIL),
        Node("anteil_65plus", "gesamt", 1, 1, "Anteil ab 65", art=Kind.ANTEIL),
        Node("vereine_je_1000", "gesamt", 1, 1, "Vereine", art=Kind.RATE, faktor=1000),
    )
)
OWN = replace(KNOWN, catalogue=CATALOGUE, ags=tiny.AGS)
ZENSUS, AGES, OLD = "1000A-0001_de_flat.csv", "12411-02-03-5_de_flat.csv", "12411-0018_flat.csv"
KREISE, DENSITY = "12411-01-01-4.csv", "11111-01-01-5.csv"


def sample(name: str, *changes: tuple[str, str]) -> Source:
    """A sample file, with texts replaced; each must be in it."""
    encoding = "utf-8" if "_de_flat" in name else "cp1252"
    text = (HERE / name).read_bytes().decode(encoding)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Source(name, text.encode(encoding))


def table(delivery: Delivery) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """Value, numerator and denominator by region, date and indicator."""
    assert isinstance(delivery.content, ComparisonTable)
    frame = delivery.content.frame
    keys = zip(frame["gebiet_id"], frame["stand"], frame["indikator"], strict=True)
    rows = zip(*(frame[name] for name in ("wert", "zaehler", "nenner")), strict=True)
    return dict(zip(keys, rows, strict=True))


def values(delivery: Delivery, code: str) -> dict[str, float]:
    """Values of an indicator by region."""
    return {key: row[0] for (key, _, item), row in table(delivery).items() if item == code}


def test_new_flat_file_of_the_census_database():
    found = read(sample(ZENSUS), OWN)
    assert (found.format, found.titel) == ("genesis", "Tabelle der amtlichen Statistik (GENESIS)")
    assert values(found, "einwohner") == {
        "08999001": 6100, "08999002": 9000, "08999": 100000, "08": 11124642,
    }  # fmt: skip
    assert values(found, "bevoelkerungsdichte")["08999001"] == 200
    frame = found.content.frame
    assert set(frame["stand"]) == {"2022-05-15"}
    assert dict(zip(frame["gebiet_id"], frame["ebene"], strict=True)) == {
        "08999001": "gemeinde", "08999002": "gemeinde", "08999": "kreis", "08": "land",
    }  # fmt: skip
    assert "„Einwohner“ Aussagewert eingeschränkt: Nachbarstadt." in found.hinweise


def test_the_source_is_proposed_with_its_licence():
    found = read(sample(ZENSUS), OWN).content
    (row,) = found.quellen.to_dict("records")
    assert set(found.frame["quelle_id"]) == {row["quelle_id"]} == {"zensus-1000a-2022-05-15"}
    assert row["herausgeber"] == "Statistische Ämter des Bundes und der Länder"
    assert (row["lizenz"], row["stand"]) == ("dl-de/by-2-0", "2022-05-15")
    assert "Bevölkerung kompakt" in row["titel"]
    saved = read(sample(KREISE), OWN).content.quellen.iloc[0]
    assert (saved["quelle_id"], saved["abgerufen"]) == (
        "genesis-12411-01-01-4-2023-12-31",
        "2024-05-24",
    )


def test_shares_are_made_of_the_age_classes_and_never_of_shares():
    found = table(read(sample(AGES), OWN))
    day = "2023-12-31"
    # 20 + 80 of 500 under 15; 60 + 40 of 500 from 65; 250 women of 500
    assert found["08999001", day, "anteil_u15"] == (20.0, 100, 500)
    assert found["08999001", day, "anteil_65plus"] == (20.0, 100, 500)
    assert found["08999001", day, "frauenanteil"] == (50.0, 250, 500)
    assert found["08999", day, "anteil_u15"] == (15.0, 150, 1000)
    assert found["08", day, "anteil_u15"] == (15.0, 1500, 10000)
    assert {key for key, _, _ in found} == {"08999001", "08999002", "08999", "08"}
    # no class ends at 18
    assert "anteil_u18" not in {code for _, _, code in found}


def test_a_secret_part_makes_the_share_missing_with_its_reason():
    delivery = read(sample(AGES), OWN)
    share = table(delivery)["08999002", "2023-12-31", "anteil_65plus"]
    assert np.isnan(share[0])
    assert np.isnan(share[1])
    assert share[2] == 500
    text = "„Anteil ab 65“ ohne Wert (unbekannt oder geheim zu halten): Nachbarstadt."
    assert text in delivery.hinweise


def test_old_flat_file_with_marks_and_two_dates():
    delivery = read(sample(OLD), OWN)
    found = table(delivery)
    assert found["08999001", "2022-12-31", "frauenanteil"] == (45.0, 90, 200)
    assert found["08999", "2021-12-31", "einwohner"][0] == 1000
    assert "„Einwohner“ vorläufig: Musterau." in delivery.hinweise


def test_saved_table_with_dates_above_the_columns():
    found = table(read(sample(KREISE), OWN))
    assert found["08999", "2022-12-31", "frauenanteil"] == (pytest.approx(55), 55, 100)
    assert found["08999", "2023-12-31", "einwohner"][0] == 120
    assert found["08", "2023-12-31", "einwohner"][0] == 1100
    assert {key for key, _, _ in found} == {"08999", "08"}


def test_saved_table_with_a_date_in_every_row_and_all_signs():
    delivery = read(sample(DENSITY), OWN)
    found = values(delivery, "bevoelkerungsdichte")
    assert found.pop("08999001") == 190.25
    assert found.pop("08999") == 180.5
    assert found.pop("08999005") == 0
    assert len(found) == 3
    assert all(np.isnan(value) for value in found.values())
    name = "„Bevölkerungsdichte“"
    assert {
        f"{name} ohne Wert (nicht sicher genug): Nachbarstadt.",
        f"{name} ohne Wert (Tabellenfach gesperrt, Aussage nicht sinnvoll): Drittdorf.",
        f"{name} ohne Wert (Angabe fällt später an): Viertdorf.",
        f"{name} Aussagewert eingeschränkt: Musterkreis, Landkreis.",
    } <= set(delivery.hinweise)


def test_the_zip_as_delivered_and_english_decimals():
    data = sample(ZENSUS, ("30,5", "30.5"), ("108,84", "108.84")).data
    zipped = archive({"1000A-0001_en_flat.csv": data}, "1000A-0001_en_flat.zip")
    assert values(read(zipped, OWN), "einwohner")["08999001"] == 6100


def test_counts_and_percentages_of_the_same_variable_are_told_apart():
    changes = (("qkm;FLC001;Fläche", "%;PRS018;Personen"),)
    found = read(sample(ZENSUS, *changes), OWN)
    assert values(found, "einwohner")["08999001"] == 6100


def test_without_an_own_gemeinde_all_regions_are_taken():
    assert "09276130" in values(read(sample(ZENSUS), replace(OWN, ags="")), "einwohner")


# -- choice of the user, and what is remembered


def test_the_choice_of_the_user_is_applied_and_handed_on_to_be_remembered():
    first = loaders.inspect(sample(ZENSUS), OWN).tabelle
    assert first is not None
    area, persons = (
        next(r.key for r in first.reihen if r.variable == v) for v in ("Fläche", "Personen")
    )
    decided = Assignment(
        reihen={
            first.tabelle: {
                "vereine_je_1000": Recipe(zaehler=(area,), nenner=(persons,)),
                "bevoelkerungsdichte": Recipe(wert=(area,), faktor=10),
                "einwohner": Recipe(),
            }
        }
    )
    found = read(sample(ZENSUS), OWN, zuordnung=decided)
    assert values(found, "vereine_je_1000")["08999002"] == 1000 * 20 / 9000
    assert values(found, "bevoelkerungsdichte")["08999002"] == 200
    assert values(found, "einwohner") == {}
    assert found.zuordnung == decided
    # the next file of the same table needs no decision
    later = replace(OWN, zuordnung=found.zuordnung)
    again = loaders.inspect(sample(ZENSUS, ("2022-05-15;", "2023-05-15;")), later)
    assert again.delivery is not None
    assert again.tabelle.rezepte == first_without(decided.reihen[first.tabelle])
    assert again.tabelle.gemerkt >= {"vereine_je_1000", "bevoelkerungsdichte"}
    assert values(again.delivery, "bevoelkerungsdichte")["08999002"] == 200


def first_without(recipes: dict[str, Recipe]) -> dict[str, Recipe]:
    """The recipes that are more than "not in this table"."""
    return {code: recipe for code, recipe in recipes.items() if recipe.complete}


def test_a_remembered_recipe_whose_series_are_gone_is_proposed_anew():
    kept = Assignment(reihen={"1000A": {"einwohner": Recipe(wert=("fort",))}})
    found = loaders.inspect(sample(ZENSUS), replace(OWN, zuordnung=kept)).tabelle
    assert found.rezepte["einwohner"] != Recipe(wert=("fort",))
    assert "einwohner" not in found.gemerkt


def test_without_any_known_series_the_user_is_asked():
    known = replace(OWN, catalogue=tiny.catalogue())
    looked = loaders.inspect(sample(KREISE), known)
    assert looked.delivery is None
    assert len(looked.tabelle.reihen) == 3
    (text,) = problems(sample(KREISE), known)
    assert "Für keine Reihe der Tabelle steht fest" in text


# -- cells


@pytest.mark.parametrize(
    ("text", "value", "sign"),
    [
        ("12", 12, ""), ("1,5", 1.5, ""), ("1.5", 1.5, ""), ("-3,2", -3.2, ""), ("0", 0, ""),
        ("-", 0, ""), ("–", 0, ""), (".", None, "."), ("...", None, "..."), ("/", None, "/"),
        ("x", None, "x"), ("(17)", 17, "()"), ("( 17 )", 17, "()"), ("()", None, "/"),
        ("17p", 17, "p"), ("17 r", 17, "r"), ("17e", 17, ""), ("", None, ""),
    ],
)  # fmt: skip
def test_signs(text: str, value: float | None, sign: str):
    read_cells = cells.read_cells(pd.Series([text], dtype="str"))
    assert not read_cells.bad[0]
    assert read_cells.zeichen == [sign]
    assert np.isnan(read_cells.wert[0]) if value is None else read_cells.wert[0] == value


def test_a_sign_in_the_column_of_marks_explains_an_empty_cell():
    read_cells = cells.read_cells(pd.Series(["", "5"], dtype="str"), pd.Series([".", "s"]))
    assert read_cells.zeichen == [".", "s"]


@pytest.mark.parametrize(
    ("key", "variable", "area"),
    [
        ("081255003107", "GEOGM4", ("08125107", "gemeinde")),
        ("08125107", "", ("08125107", "gemeinde")),
        ("08125107", "GEMEIN", ("08125107", "gemeinde")),
        ("08125", "KREISE", ("08125", "kreis")),
        ("081250000000", "GEOLK4", ("08125", "kreis")),
        ("08125000", "KREISE", ("08125", "kreis")),
        ("08", "DLAND", ("08", "land")),
        ("081", "REGBEZ", ("", "")),
        ("081", "", ("", "")),
        ("DG", "DINSG", ("", "")),
        ("00", "GEODL1", ("", "")),
        ("081255003", "GEOVB1", ("", "")),
    ],
)
def test_keys_of_regions(key: str, variable: str, area: tuple[str, str]):
    assert cells.area_of(key, variable) == area


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("31.12.2022", "2022-12-31"), ("2022-05-15", "2022-05-15"), ("2022", "2022"),
        ("2022/23", "2022"), ("2023-10P6M", "2024-03-31"), ("2024-02", "2024-02-29"),
        ("2023-Q4", "2023-12-31"), ("2023-13", ""),
        ("31.02.2022", ""), ("Juni", ""), ("2022-13-01", ""),
    ],
)  # fmt: skip
def test_dates(text: str, stand: str):
    assert cells.stand_of(text) == stand


# -- bad input: one message each, nothing delivered


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        (ZENSUS, (("6100", "viele"),), "Zeile 3, Spalte „value“: „viele“ ist weder eine Zahl"),
        (ZENSUS, (("20;qkm", "2.5;qkm"),), "Dezimalkomma („30,5“) und Dezimalpunkt („2.5“)"),
        (ZENSUS, ((";2022-05-15;", ";Herbst;"),), "„Herbst“ ist kein Jahr und kein Stichtag"),
        (ZENSUS, (("value_unit;", "einheit;"),), "fehlen Spalten, die zu diesem Format gehören"),
        (ZENSUS, (("GEO", "WZ0"),), "Kein Merkmal der Tabelle ist regional"),
        (ZENSUS, (("0899950", "0899850"), (";08999;", ";08998;"), (";08;", ";09;")),
         "Keine Zeile gehört zum Landkreis (08999)"),
        (ZENSUS, (("Nachbarstadt;9000", "Nachbarstadt;8000"), ("089995003002", "089995003001")),
         "steht weiter oben schon ein anderer Wert"),
        (AGES, (("GESW;weiblich;ALTX;Altersgruppen;;Insgesamt;250", "GESW;weiblich;ALTX;"
                 "Altersgruppen;;Insgesamt;950"),), "„Frauenanteil“ wäre in Musterau 190 %"),
        (OLD, (("__", "_"),), "CODE__Bezeichnung__Einheit"),
        (KREISE, (("1100;500;600", "1100;500;viele"),), "Zeile 10, Spalte „8. Spalte“: „viele“"),
        (KREISE, (("1100;500;600", "1100;500"),), "Zeile 10: Erwartet werden 8 Felder"),
        (KREISE, (("08;  ", ";  "), ("08999;", ";"), ("DG;", ";"), ("09184;", ";")),
         "Keine Zeile trägt den Schlüssel eines Gebiets (AGS)"),
    ],
)  # fmt: skip
def test_bad_files(name: str, changes: tuple[tuple[str, str], ...], message: str):
    found = problems(sample(name, *changes), OWN)
    assert found
    assert message in found[0]


def test_a_saved_table_without_rows():
    (text,) = problems(source("GENESIS-Tabelle: 12411-01-01-4\nBevölkerung;;;\n"), OWN)
    assert "Keine Zeile trägt den Schlüssel eines Gebiets (AGS)" in text
