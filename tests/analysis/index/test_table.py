"""The table of the command line, for one year and for several."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.table import index_table
from lebenslage.errors import DatenFehler
from lebenslage.loaders import load_procedure
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Classes, Normalisation, Procedure
from tests import tiny

NAN = np.nan
TREE = Catalogue((Node("r", "", 1, 1.0), Node("a", "r", 1, 1.0), Node("b", "r", -1, 1.0)))
#: Two years, two areas; a from 2 to 10, b from 0 to 20.
VALUES = (
    ("nord", "2020", 2.0, 0.0),
    ("sued", "2020", 6.0, 10.0),
    ("nord", "2022-12-31", 4.0, 5.0),
    ("sued", "2022-12-31", 10.0, 20.0),
)


def long(rows=VALUES) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (area, code, stand, wert)
            for area, stand, *pair in rows
            for code, wert in zip("ab", pair, strict=True)
        ],
        columns=["gebiet_id", "indikator", "stand", "wert"],
    )


def minmax(jahre: str) -> Procedure:
    return Procedure(
        normalisierung=Normalisation("minmax", jahre=jahre),
        klassen=Classes((0.5,), ("unten", "oben"), "quantile"),
    )


def test_index_table() -> None:
    values = tiny.werte()
    values = values[values["stand"] == "2024"]
    answers = zip(tiny.ORTSTEILE, (4, 3, 3.5, 4), strict=True)
    bus = pd.DataFrame(
        [(ortsteil, "zufriedenheit_bus", "2024", wert) for ortsteil, wert in answers],
        columns=["gebiet_id", "indikator", "stand", "wert"],
    )
    table = index_table(tiny.catalogue(), pd.concat([values, bus])).frame
    nodes = ["gesamt", "wohnen", "leerstandsquote", "wohnflaeche", "versorgung", "busabfahrten"]
    assert list(table.columns) == [
        "gebiet_id",
        *nodes,
        "zufriedenheit_bus",
        "gesamt_rang",
        "gesamt_klasse",
    ]
    assert table["gebiet_id"].tolist() == list(tiny.ORTSTEILE)
    assert_allclose(table["gesamt"], [62.5, (22.5 + 3 * 75) / 4, (65 + 3 * 43.75) / 4, NAN])
    assert table["gesamt_rang"].tolist() == [1, 2, 3, pd.NA]
    assert table.to_csv(index=False).splitlines()[1].endswith(",1,hoch")
    assert table["gesamt_klasse"].tolist() == ["hoch", "hoch", "mittel", ""]


def test_the_newest_year_alone() -> None:
    table = index_table(TREE, long(), minmax("neueste")).frame
    assert "stand" not in table
    assert_allclose(table[["a", "b"]], [[0, 100], [100, 0]])


def test_years_together_share_one_scale() -> None:
    table = index_table(TREE, long(), minmax("gemeinsam")).frame
    assert list(table.columns[:3]) == ["gebiet_id", "stand", "r"]
    assert table["gebiet_id"].tolist() == ["nord", "sued"] * 2
    assert table["stand"].tolist() == ["2020", "2020", "2022-12-31", "2022-12-31"]
    # a between 2 and 10, b between 20 and 0
    assert_allclose(table["a"], [0, 50, 25, 100])
    assert_allclose(table["b"], [100, 50, 75, 0])
    assert_allclose(table["r"], [50, 50, 50, 50])
    assert table["r_rang"].tolist() == [1, 1, 1, 1]


def test_places_count_within_a_year_and_classes_over_all() -> None:
    rows = [("nord", "2020", 1.0, NAN), ("sued", "2020", 2.0, NAN),
            ("nord", "2021", 3.0, NAN), ("sued", "2021", 4.0, NAN)]  # fmt: skip
    one = Procedure(
        normalisierung=Normalisation("minmax", jahre="gemeinsam"),
        aggregation=Aggregation(mindestabdeckung=0.5),
        klassen=Classes((0.5,), ("unten", "oben"), "quantile"),
    )
    table = index_table(TREE, long(rows), one).frame
    assert table["r_rang"].tolist() == [2, 1, 2, 1]
    assert table["r_klasse"].tolist() == ["unten", "unten", "oben", "oben"]


def test_each_year_for_itself() -> None:
    table = index_table(TREE, long(), minmax("einzeln")).frame
    assert_allclose(table["a"], [0, 100, 0, 100])
    assert_allclose(table["b"], [100, 0, 100, 0])
    single = [index_table(TREE, long(VALUES[i : i + 2]), minmax("neueste")).frame for i in (0, 2)]
    both = pd.concat(single, ignore_index=True)
    pd.testing.assert_frame_equal(table.drop(columns="stand"), both)


def test_dates_within_a_year_belong_together() -> None:
    rows = long()
    rows.loc[rows["indikator"] == "b", "stand"] = ["2020-06-30", "2020-06-30", "2022", "2022"]
    table = index_table(TREE, rows, minmax("gemeinsam")).frame
    assert table["stand"].tolist() == ["2020", "2020", "2022", "2022"]
    assert_allclose(table["b"], [100, 50, 75, 0])


def test_values_without_a_date_are_one_year() -> None:
    rows = long(VALUES[:2]).assign(stand="")
    assert "stand" not in index_table(TREE, rows, minmax("gemeinsam")).frame


def test_some_dates_are_missing() -> None:
    rows = long()
    rows.loc[0, "stand"] = None
    with pytest.raises(DatenFehler) as caught:
        index_table(TREE, rows, minmax("einzeln"))
    assert str(caught.value) == (
        "Spalte „stand“: 1 Wert hat keinen „stand“; mehrere Jahre lassen sich so nicht trennen."
    )


def test_ampi_over_two_years() -> None:
    # a: 2020 has the mean 4, the range over both years is 8 -> goalposts 0 and 8 are 70 and 130
    # b: mean 5, range 20 -> -5 and 15, fewer is better
    table = index_table(TREE, long(), load_procedure("ampi")).frame
    a = [70 + 60 * x / 8 for x in (2, 6, 4, 10)]
    b = [70 + 60 * (15 - x) / 20 for x in (0, 10, 5, 20)]
    assert_allclose(table["a"], a)
    assert_allclose(table["b"], b)
    # penalty: squared deviation of two values with n is (difference / 2)^2
    means = [(x + y) / 2 for x, y in zip(a, b, strict=True)]
    cuts = [((x - y) / 2) ** 2 / m for x, y, m in zip(a, b, means, strict=True)]
    assert_allclose(table["r"], np.subtract(means, cuts))
    assert_allclose(np.mean(table["a"][:2]), 100), "the base year lies around 100"


def ampi(basisjahr: str) -> Procedure:
    choice = Normalisation(
        "zielwerte", (70.0, 130.0), zielwerte_aus_daten=True, deckelung=False,
        jahre="gemeinsam", basisjahr=basisjahr,
    )  # fmt: skip
    return Procedure(normalisierung=choice, aggregation=Aggregation("mpi_minus", ddof=0))


@pytest.mark.parametrize(("basisjahr", "middle"), [("2020", 4.0), ("2022", 7.0), ("", 5.5)])
def test_the_base_year_is_the_middle(basisjahr, middle) -> None:
    table = index_table(TREE, long(), ampi(basisjahr)).frame
    assert_allclose(table["a"], [100 + 30 * (x - middle) / 4 for x in (2, 6, 4, 10)])


def refused(rows: pd.DataFrame, basisjahr: str) -> str:
    with pytest.raises(DatenFehler) as caught:
        index_table(TREE, rows, ampi(basisjahr))
    return str(caught.value)


def test_a_base_year_without_values() -> None:
    words = "Für das Basisjahr 2019 gibt es keine Werte; vorhanden: 2020, 2022."
    assert refused(long(), "2019") == f"Spalte „stand“: {words}"
    words = "Der Indikator „b“ hat im Basisjahr keinen Wert."
    assert refused(_without_b_in_2020(), "2020") == f"Spalte „stand“: {words}"


def _without_b_in_2020() -> pd.DataFrame:
    rows = long()
    rows.loc[(rows["stand"] == "2020") & (rows["indikator"] == "b"), "wert"] = NAN
    return rows


def test_the_first_year_is_that_of_each_indicator() -> None:
    table = index_table(TREE, _without_b_in_2020(), ampi("erstes")).frame
    assert_allclose(table["a"], [100 + 30 * (x - 4) / 4 for x in (2, 6, 4, 10)])
    # b has 5 and 20 in 2022 only: mean 12.5, half the range 7.5
    assert_allclose(table["b"], [NAN, NAN, 130, 70])


def test_goalposts_of_the_catalogue_stay() -> None:
    posts = Catalogue((TREE["r"], Node("a", "r", 1, 1.0, unten=0.0, oben=20.0), TREE["b"]))
    table = index_table(posts, long(), ampi("2020")).frame
    assert_allclose(table["a"], [70 + 60 * x / 20 for x in (2, 6, 4, 10)])


def test_notes_about_weights_come_along() -> None:
    rows = [(f"g{i}", "2020", float(i), -float(i * i)) for i in range(8)]
    pca = Procedure(normalisierung=Normalisation("zscore"), aggregation=Aggregation(gewichte="pca"))
    table = index_table(TREE, long(rows), pca)
    assert [note.partition(":")[0] for note in table.hinweise] == [
        "Die Gewichte kommen aus der ersten Hauptkomponente"
    ]
    assert index_table(TREE, long(VALUES[2:]), minmax("neueste")).hinweise == ()


def test_that_older_values_do_not_count_is_told() -> None:
    (note,) = index_table(TREE, long(), minmax("neueste")).hinweise
    assert note.startswith("Je Gebiet und Indikator gilt der neueste Stand; 4 ältere Werte zählen")
    assert index_table(TREE, long(), minmax("einzeln")).hinweise == ()
