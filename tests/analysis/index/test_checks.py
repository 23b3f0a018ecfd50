"""What is refused, and in which words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lebenslage.analysis.index.checks import check_values
from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.normalise import Scales
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure


def _catalogue(weight: float = 1, root: str = "", **leaf: Any) -> Catalogue:
    leaf = {"unten": 0.0, "oben": 10.0} | leaf
    return Catalogue((Node("r", "", 1, 1, aggregation=root), Node("x", "r", 1, weight, **leaf)))


def _problems(
    catalogue: Catalogue, procedure: Procedure | None = None, value: float = 5.0
) -> list[str]:
    with pytest.raises(DatenFehler) as error:
        compute(catalogue, [[value]], procedure)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("leaf", "text"),
    [
        (
            {"unten": 2.5, "oben": 2.5},
            "Spalte „oben“: Die Zielwerte des Indikators „x“ sind gleich (beide 2,5); „oben“ muss "
            "größer sein als „unten“.",
        ),
        (
            {"unten": 20.0, "oben": 0.0},
            "Spalte „oben“: Die Zielwerte des Indikators „x“ sind vertauscht (unten 20, oben 0); "
            "„oben“ muss größer sein als „unten“, ob weniger besser ist, sagt „richtung“.",
        ),
        (
            {"oben": None},
            "Spalte „unten“: Dem Indikator „x“ fehlen die Zielwerte „unten“ und „oben“.",
        ),
        (
            {"oben": np.inf},
            "Spalte „unten“: Dem Indikator „x“ fehlen die Zielwerte „unten“ und „oben“.",
        ),
        (
            {"transformation": "log"},
            "Spalte „unten“: Der untere Zielwert des Indikators „x“ ist 0; für den Logarithmus "
            "muss er größer als 0 sein.",
        ),
        (
            {"weight": -1.5},
            "Spalte „gewicht“: Das Gewicht von „x“ ist -1,5; erwartet wird eine Zahl ab 0.",
        ),
        (
            {"weight": 0.0},
            "Spalte „gewicht“: Alle Gewichte unter „r“ sind 0; mindestens eines muss größer sein.",
        ),
        (
            {"root": "median"},
            "Spalte „aggregation“: Die Aggregation „median“ von „r“ gibt es nicht; möglich: "
            "arithmetisch, geometrisch, harmonisch, mpi_minus, mpi_plus, summe.",
        ),
    ],
)
def test_catalogue(leaf: dict[str, Any], text: str) -> None:
    assert _problems(_catalogue(**leaf)) == [text]


@pytest.mark.parametrize(
    ("procedure", "text"),
    [
        (
            Procedure(normalisierung=Normalisation("würfeln")),
            "Die Normalisierung „würfeln“ gibt es nicht; möglich: zielwerte, minmax, zscore, rang, "
            "prozentrang, borda, abstand, imd_exponentiell, keine.",
        ),
        (
            Procedure(normalisierung=Normalisation(bereich=(100, 0))),
            "Der Bereich der Punkte geht von 100 bis 0; das Ende muss größer sein als der Anfang.",
        ),
        (
            Procedure(aggregation=Aggregation("median")),
            "Die Aggregation „median“ gibt es nicht; möglich: arithmetisch, geometrisch, "
            "harmonisch, mpi_minus, mpi_plus, summe.",
        ),
        (
            Procedure(aggregation=Aggregation(mindestabdeckung=60)),
            "Die Mindestabdeckung ist 60; erwartet wird eine Zahl von 0 bis 1.",
        ),
    ],
)
def test_procedure(procedure: Procedure, text: str) -> None:
    assert _problems(_catalogue(), procedure) == [text]


def test_infinite_value() -> None:
    text = "Spalte „wert“: Der Indikator „x“ hat einen unendlichen Wert."
    assert _problems(_catalogue(), value=np.inf) == [text]


def test_the_first_areas_with_an_unfit_value_are_named() -> None:
    node, values = Node("x", "r", 1, 1), np.array([[1e200], [3.0], [np.nan], [-1e151]])
    scales = Scales.of([node])
    with pytest.raises(DatenFehler) as error:
        check_values(values, [node], scales, ["n", "o", "s", "w"])
    text = "Der Indikator „x“ hat einen zum Rechnen zu großen Wert (n: 1e+200, w: -1e+151)."
    assert [p.meldung for p in error.value.problems] == [text]
    with pytest.raises(DatenFehler, match=r"\(n: 1e\+200, o: 1e\+200, s: 1e\+200, …\)\.$"):
        check_values(np.full((4, 1), 1e200), [node], scales, ["n", "o", "s", "w"])


def test_zero_under_a_logarithm_without_an_end() -> None:
    log = _catalogue(unten=1.0, transformation="log", deckelung=False)
    assert _problems(log, value=0.0) == [
        "Spalte „wert“: Der Indikator „x“ hat einen Wert von 0 oder weniger; der Logarithmus "
        "braucht Werte über 0 oder eine Deckelung."
    ]


def test_everything_at_once() -> None:
    nodes = [Node("r", "", 1, 1)]
    nodes += [Node(f"x{i}", "r", 1, 1, unten=1.0, oben=1.0) for i in range(3)]
    procedure = Procedure(aggregation=Aggregation("median", mindestabdeckung=-1))
    with pytest.raises(DatenFehler) as error:
        compute(Catalogue(tuple(nodes)), np.zeros((2, 3)), procedure)
    assert len(error.value.problems) == 5
    assert [p.wert for p in error.value.problems] == [None, None, "x0", "x1", "x2"]
