"""Weights that come from the values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lebenslage.analysis.index.engine import compute, plan
from lebenslage.analysis.index.weights import first_component, settled
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure
from tests.analysis.index.trees import relation

NAN = np.nan
SCALE = Normalisation("zscore")
PCA = Procedure(normalisierung=SCALE, aggregation=Aggregation(gewichte="pca"))


def tree(*weights: float) -> Catalogue:
    """A root, a node h below it, and indicators a, b, c ... of these weights."""
    leaves = [Node(code, "h", 1, weight) for code, weight in zip("abcdef", weights, strict=False)]
    return Catalogue((Node("r", "", 1, 1.0), Node("h", "r", 1, 1.0), *leaves))


def columns(rho: float) -> np.ndarray:
    """Eight areas: a and b correlate by `rho`, c with neither."""
    a = np.array([1.0, 1.0, -1.0, -1.0] * 2)
    other, c = np.array([1.0, -1.0, 1.0, -1.0] * 2), np.array([1.0, -1.0, -1.0, 1.0] * 2)
    return np.stack([a, rho * a + math.sqrt(1 - rho**2) * other, c], axis=1)


def weights_of(catalogue: Catalogue) -> dict[str, float]:
    return {node.code: node.gewicht for node in catalogue.indicators}


def refused(catalogue: Catalogue, values: object) -> list[str]:
    with pytest.raises(DatenFehler) as caught:
        settled(catalogue, PCA, values)
    return [str(problem) for problem in caught.value.problems]


def test_loadings_by_arithmetic() -> None:
    # correlations [[1, r], [r, 1]]: eigenvalues 1 + r and 1 - r, first vector (1, 1) / sqrt 2
    found = first_component(columns(0.6)[:, :2])
    assert found is not None
    assert_allclose(found.loadings, [math.sqrt(0.5)] * 2)
    assert_allclose((found.share, found.complete), (1.6 / 2, 8))


def test_a_column_that_goes_its_own_way_has_no_loading() -> None:
    found = first_component(columns(0.6))
    assert found is not None
    assert_allclose(found.loadings, [math.sqrt(0.5), math.sqrt(0.5), 0], atol=1e-12)
    assert_allclose(found.share, 1.6 / 3)


@relation
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 9), st.floats(-5, 5))
def test_units_do_not_matter(seed: int, scale: float, shift: float) -> None:
    points = np.random.default_rng(seed).normal(size=(12, 3)) @ np.array(
        [[1, 0.7, 0.5], [0, 0.7, 0.2], [0, 0, 0.9]]
    )
    found, moved = first_component(points), first_component(points * [scale, 1, 1] + shift)
    assert found is not None
    assert moved is not None
    assert_allclose(moved.loadings, found.loadings, atol=1e-7)
    assert_allclose((found.loadings**2).sum(), 1)


def test_areas_with_a_gap_are_left_out() -> None:
    gap = np.array([[5.0, NAN], [NAN, -7.0]])
    found = first_component(np.concatenate([columns(0.6)[:, :2], gap]))
    assert found is not None
    assert_allclose((found.share, found.complete), (0.8, 8))


@pytest.mark.parametrize(
    "points",
    [
        columns(0.6)[:3],
        columns(0.0)[:, :2],
        np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]),
        np.empty((0, 2)),
    ],
    ids=["too few areas", "no common direction", "one does not vary", "no area"],
)
def test_no_component(points) -> None:
    assert first_component(points) is None


def test_the_score_uses_the_loadings() -> None:
    how = settled(tree(1, 1, 1), PCA, columns(0.6))
    assert_allclose(list(weights_of(how.catalogue).values()), [0.5**0.5, 0.5**0.5, 0], atol=1e-12)
    result = compute(how.catalogue, columns(0.6), how.procedure)
    points = result.children("h")[0]
    assert_allclose(result.score("h"), points[:, :2].mean(axis=1), atol=1e-12)
    assert how.procedure.aggregation.gewichte == "katalog"


def test_what_weighs_nothing_stays_out() -> None:
    values = columns(0.6)[:, [0, 1, 1]]
    how = settled(tree(1, 0, 3), PCA, values)
    assert_allclose(list(weights_of(how.catalogue).values()), [0.5**0.5, 0, 0.5**0.5])
    equal = Procedure(normalisierung=SCALE, aggregation=Aggregation(gewichte="gleich"))
    assert list(weights_of(settled(tree(4, 0, 3), equal, values).catalogue).values()) == [1, 0, 1]


def test_an_indicator_without_points_counts_as_missing() -> None:
    values = columns(0.6)
    values[:, 2] = NAN
    how = settled(tree(1, 1, 1), PCA, values)
    assert_allclose(list(weights_of(how.catalogue).values()), [0.5**0.5] * 3)
    result = compute(how.catalogue, values, how.procedure)
    assert_allclose(result.coverage[:, result.position["h"]], 2 / 3)


def test_notes() -> None:
    notes = settled(tree(1, 1), PCA, columns(0.6)[:, :2]).notes
    assert notes == (
        "Die Gewichte kommen aus der ersten Hauptkomponente: Sie sagen, wie stark ein Indikator "
        "mit den anderen gleichläuft, nicht, wie wichtig er ist.",
    )
    noise = np.random.default_rng(3).normal(size=(8, 4))
    few = settled(tree(1, 1, 1, 1), PCA, np.arange(8.0)[:, None] + noise)
    assert few.notes[1:] == (
        "Für „h“ gibt es nur 8 vollständige Gebiete bei 4 Bestandteilen; unter 3 Gebieten je "
        "Bestandteil sind Gewichte aus der Hauptkomponente Zufall.",
    )


def test_five_areas_and_five_indicators_are_refused() -> None:
    values = np.random.default_rng(1).normal(size=(5, 5))
    assert refused(tree(1, 1, 1, 1, 1), values) == [
        "Für „h“ gibt es keine Gewichte aus der Hauptkomponente: 5 Gebiete haben Punkte in allen "
        "5 Bestandteilen, es müssen mehr Gebiete sein als Bestandteile."
    ]


def test_a_child_that_runs_counter_is_refused() -> None:
    values = columns(0.6) @ np.array([[1, 0, -1], [0, 1, 0], [0, 0, 0.2]])
    assert refused(tree(1, 1, 1), values) == [
        "Spalte „gewicht“: „c“ läuft den anderen Bestandteilen von „h“ entgegen und bekäme aus "
        "der Hauptkomponente ein negatives Gewicht; bitte die Richtung prüfen, den Indikator "
        "herausnehmen (Gewicht 0) oder andere Gewichte wählen."
    ]


def test_a_plan_wants_weights_that_are_decided() -> None:
    with pytest.raises(ValueError, match="settled"):
        plan(tree(1, 1), PCA)
