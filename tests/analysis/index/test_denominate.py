"""Amounts divided by another row of the catalogue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.denominate import divisors, inputs
from lebenslage.analysis.index.table import index_table
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.procedure import Denomination, Procedure
from lebenslage.model.rules import GRUND_KEINE_DATEN, GRUND_NENNER

DIVIDE = Procedure(bezug=Denomination("nenner"))


def leaf(code: str, nenner: str, **more) -> Node:
    return Node(code, "r", 1, 1.0, unten=0.0, oben=10.0, nenner=nenner, **more)


TREE = Catalogue(
    (
        Node("r", "", 1, 1.0),
        leaf("vereine", "einwohner", faktor=1000.0, art=Kind.ANZAHL),
        leaf("quote", "einwohner", art=Kind.ANTEIL),
        leaf("laenge", "Einwohner ab 18 Jahren"),
        Node("einwohner", "", 1, 0.0, rolle=Role.KONTEXT, art=Kind.ANZAHL),
    )
)


def frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ["gebiet_id", "indikator", "wert", "standardfehler", "guete"]
    return pd.DataFrame([(*row, *("", "amtlich"))[:5] for row in rows], columns=names).assign(
        standardfehler=lambda f: pd.to_numeric(f["standardfehler"])
    )


VALUES = frame(
    ("nord", "vereine", 6.0, 3.0),
    ("nord", "quote", 5.0, np.nan),
    ("nord", "laenge", 4.0, np.nan),
    ("nord", "einwohner", 1500.0, np.nan, "beispiel"),
    ("sued", "vereine", 6.0, np.nan),
    ("sued", "einwohner", 0.0, np.nan),
    ("west", "vereine", 6.0, np.nan),
    ("ost", "einwohner", 100.0, np.nan),
)


def test_what_is_divided() -> None:
    assert divisors(TREE) == {"vereine": "einwohner"}, "a share is a quotient; words are no code"


def test_values_per_thousand() -> None:
    given = inputs(TREE, VALUES, DIVIDE)
    assert given.gebiete == ("nord", "sued", "west", "ost")
    assert_allclose(given.values[:, 0], [6 / 1500 * 1000, np.nan, np.nan, np.nan])
    assert_allclose(given.values[0], [4, 5, 4])
    assert_allclose(given.errors[0, 0], 3 / 1500 * 1000)
    assert given.examples[:, 0].tolist() == [True, False, False, False]


def test_a_missing_denominator_is_a_reason() -> None:
    given = inputs(TREE, VALUES, DIVIDE)
    assert given.missing[:, 0].tolist() == ["", GRUND_NENNER, GRUND_NENNER, GRUND_KEINE_DATEN]


def test_only_where_the_procedure_says_so() -> None:
    assert_allclose(inputs(TREE, VALUES, Procedure()).values[:3, 0], [6, 6, 6])


def test_a_catalogue_without_denominators() -> None:
    words = Catalogue((Node("r", "", 1, 1.0), leaf("a", "Einwohner")))
    with pytest.raises(DatenFehler, match="kein Indikator nennt in „nenner“ den Code"):
        inputs(words, VALUES, DIVIDE)


def test_the_index_scores_the_quotient() -> None:
    two = Catalogue(
        (Node("r", "", 1, 1.0), leaf("a", "n"), Node("n", "", 1, 0, rolle=Role.KONTEXT))
    )
    rows = frame(("x", "a", 8.0), ("x", "n", 2.0), ("y", "a", 8.0), ("y", "n", 1.0))
    table = index_table(two, rows, DIVIDE).frame
    assert_allclose(table["r"], [40, 80])
    assert list(table.columns) == ["gebiet_id", "r", "a", "r_rang", "r_klasse"]
