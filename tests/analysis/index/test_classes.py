"""Classes by standard deviations and quantiles, classes of single roots, the Gesamtindex."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.contributions import child_contributions
from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.ranking import classify
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Classes, Normalisation, Procedure
from lebenslage.model.rules import GRUND_KONSTANT

NAN = np.nan
SPREAD = Classes((-1, 1, 1.5), ("hoch", "mittel", "niedrig", "sehr niedrig"), "streuung")


def test_on_a_limit_the_class_nearer_the_mean() -> None:
    # mean 0, standard deviation 1: -1 and 1 are on the limits
    assert classify(np.array([-1.0, 1.0, -1.0, 1.0, NAN]), SPREAD).tolist() == [
        "mittel", "mittel", "mittel", "mittel", "",
    ]  # fmt: skip


def test_all_the_same_have_no_class() -> None:
    assert classify(np.array([3.0, 3.0]), SPREAD).tolist() == ["", ""]


def test_quantiles_from_the_top() -> None:
    # of 4 areas the places 1 to 4 leave 3/4, 2/4, 1/4 and 0 below
    halves = Classes((0.5,), ("unten", "oben"), "quantile")
    found = classify(np.array([[4.0, 1.0, NAN, 2.0, 3.0]]), halves)
    assert found.tolist() == [["oben", "unten", "", "unten", "oben"]]


def _trees() -> Catalogue:
    nodes = [Node("status", "", 1, 1.0), Node("dynamik", "", 1, 1.0)]
    nodes += [Node(code, "status", 1, 1.0) for code in ("s1", "s2")]
    nodes += [Node("d1", "dynamik", 1, 1.0)]
    return Catalogue(tuple(nodes))


PROCEDURE = Procedure(
    name="zwei",
    normalisierung=Normalisation("zscore", ddof=0),
    aggregation=Aggregation("summe"),
    klassen_je_wurzel=(
        ("status", replace(SPREAD, standardisiert=True)),
        ("dynamik", Classes((-1, 1), ("positiv", "stabil", "negativ"), "streuung")),
    ),
    gesamtindex=("status", "dynamik"),
)
#: s1 and s2 are the same numbers, so that the sum is twice the z of one of them.
VALUES = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [6, 6, NAN]], float)


def test_roots_are_standardised_again() -> None:
    result = compute(_trees(), VALUES, PROCEDURE)
    # values 1, 1, 1, 1, 6: mean 2, variance (4 + 16) / 5 = 4
    assert_allclose(result.score("s1"), [-0.5, -0.5, -0.5, -0.5, 2])
    assert_allclose(result.score("status"), [-0.5, -0.5, -0.5, -0.5, 2])
    assert result.classes[:, 0].tolist() == ["mittel"] * 4 + ["sehr niedrig"]
    assert_allclose(child_contributions(result, "status").sum(axis=-1), result.score("status"))


def test_gesamtindex_needs_both() -> None:
    values = VALUES.copy()
    values[:, 2] = [1, 1, 1, 6, NAN]
    overall = compute(_trees(), values, PROCEDURE).overall
    assert overall is not None
    assert overall.tolist() == ["mittel/stabil"] * 3 + ["mittel/negativ", ""]


def test_replications_are_single_runs() -> None:
    other = VALUES[::-1]
    both = compute(_trees(), np.stack([VALUES, other]), PROCEDURE)
    for place, values in enumerate((VALUES, other)):
        single = compute(_trees(), values, PROCEDURE)
        assert_allclose(both.scores[place], single.scores)
        assert both.classes[place].tolist() == single.classes.tolist()


def test_a_standardised_root_without_differences_has_a_reason() -> None:
    values = np.array([[1, 2, 1], [2, 1, 3]], float)  # z of s1 and s2 cancel out
    result = compute(_trees(), values, PROCEDURE)
    assert np.isnan(result.score("status")).all()
    assert result.reasons()[:, 0].tolist() == [GRUND_KONSTANT] * 2


def test_roots_that_are_expected() -> None:
    tree = Catalogue((Node("r", "", 1, 1.0), Node("a", "r", 1, 1.0)))
    with pytest.raises(DatenFehler) as caught:
        compute(tree, [[1.0]], PROCEDURE)
    assert [str(p) for p in caught.value.problems] == [
        f"Das Verfahren „zwei“ erwartet eine Wurzel „{code}“ im Katalog; er hat: r."
        for code in ("status", "dynamik")
    ]
