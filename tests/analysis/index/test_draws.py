"""Sampling error by simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index import draws
from lebenslage.analysis.index.matrix import matrix
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Kind, Node
from tests.analysis.index.trees import relation

NAN = np.nan


def _nodes(*kinds: Kind, einheit: str = "", log: bool = False) -> list[Node]:
    transformation = "log" if log else ""
    return [
        Node(f"x{i}", "", 1, 1, art=kind, einheit=einheit, transformation=transformation)  # type: ignore[arg-type]
        for i, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        (Kind.MITTELWERT, (40, NAN, NAN, 1.5), 1.5),
        (Kind.MITTELWERT, (40, 20, 50, NAN), 0),
        (Kind.ANTEIL, (20, 20, 100, NAN), 100 * (0.2 * 0.8 / 100) ** 0.5),
        (Kind.ANTEIL, (20, 20, 100, 2.5), 2.5),
        (Kind.ANTEIL, (20, NAN, NAN, NAN), 0),
        (Kind.ANTEIL, (0, 0, 0, NAN), 0),
        (Kind.RATE, (8, 16, 2000, NAN), 8 / 16**0.5),
        (Kind.UMFRAGE, (3.5, NAN, 40, 0.2), 0.2),
        (Kind.UMFRAGE, (3.5, NAN, 40, -1), 0),
    ],
)
def test_standard_errors(kind: Kind, row: tuple[float, ...], expected: float) -> None:
    frame = pd.DataFrame([row], columns=["wert", "zaehler", "nenner", "standardfehler"])
    frame = frame.assign(gebiet_id="a", indikator="x0")
    assert_allclose(draws.standard_errors(matrix(frame, ["x0"]), _nodes(kind)), [[expected]])


def _drawn(values: list[float], errors: list[float], nodes: list[Node], n: int = 4000) -> Floats:
    rng = np.random.default_rng(1)
    return draws.draw(np.array([values]), np.array([errors]), nodes, n, rng)[:, 0]


def test_draws_have_mean_and_error_of_the_value() -> None:
    drawn = _drawn([50.0, 3.0], [4.0, 0.0], _nodes(Kind.MITTELWERT, Kind.MITTELWERT))
    assert_allclose(drawn[:, 0].mean(), 50, atol=4 * 4 / 4000**0.5)
    assert_allclose(drawn[:, 0].std(), 4, rtol=0.05)
    assert (drawn[:, 1] == 3).all()


def test_draws_stay_possible() -> None:
    shares = _drawn([1.0, 99.0], [5.0, 5.0], _nodes(Kind.ANTEIL, Kind.ANTEIL))
    assert (shares.min(), shares.max()) == (0, 100)
    survey = _drawn([1.0], [5.0], _nodes(Kind.UMFRAGE, einheit="%"))
    assert survey.min() == 0
    rates = _drawn([1.0], [5.0], _nodes(Kind.RATE))
    assert rates.min() == 0
    changes = _drawn([1.0], [5.0], _nodes(Kind.MITTELWERT, einheit="%"))
    assert changes.min() < 0


def test_draws_under_a_logarithm_stay_positive() -> None:
    drawn = _drawn([100.0], [60.0], _nodes(Kind.MITTELWERT, log=True))
    assert drawn.min() > 0
    assert_allclose(np.log(drawn).std(), 60 / 100, rtol=0.05)


def test_missing_stays_missing_in_every_draw() -> None:
    assert np.isnan(_drawn([NAN], [0.0], _nodes(Kind.ANTEIL))).all()


def test_draws_do_not_depend_on_the_size_of_blocks() -> None:
    values, errors = np.full((3, 2), 50.0), np.full((3, 2), 5.0)
    nodes = _nodes(Kind.ANTEIL, Kind.MITTELWERT)
    whole = draws.draw(values, errors, nodes, 10, np.random.default_rng(5))
    rng = np.random.default_rng(5)
    blocks = [draws.draw(values, errors, nodes, n, rng) for n in (4, 6)]
    assert_array_equal(np.concatenate(blocks), whole)


@relation
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40))
def test_interval_as_numpy_computes_it(drawn: list[float]) -> None:
    array = np.array([drawn])
    low, high = draws.interval(array, np.array([NAN]))
    assert np.isnan(low).all()
    low, high = draws.interval(array, array.mean(axis=-1).clip(*np.quantile(array, draws.ENDS)))
    assert_allclose([low[0], high[0]], np.quantile(drawn, draws.ENDS), atol=1e-9)
    places = np.round(array)
    middle = np.quantile(places, 0.5, axis=-1, method="inverted_cdf")
    expected = np.quantile(places[0], draws.ENDS, method="inverted_cdf")
    assert_array_equal(np.ravel(draws.place_interval(places, middle)), expected)


def test_the_interval_holds_the_estimate() -> None:
    assert_array_equal(draws.interval(np.array([[90.0, 92.0]]), np.array([100.0]))[1], [100])


def test_share_below_counts_ties_half() -> None:
    a, b = np.array([1.0, 2.0, 3.0, 0.1 + 0.2]), np.array([2.0, 2.0, 1.0, 0.3])
    assert draws.share_below(a, b) == (1 + 0.5 + 0 + 0.5) / 4
    assert draws.share_below(b, a) == 1 - draws.share_below(a, b)
    assert np.isnan(draws.share_below(a, b * NAN))


def test_undefined_draws_count_nowhere() -> None:
    a, b = np.array([1.0, NAN, 3.0, 5.0]), np.array([2.0, 2.0, NAN, 1.0])
    assert draws.share_below(a, b) == 1 / 2
    low, high = draws.interval(np.array([[NAN, 0.0, 10.0, NAN]]), np.array([5.0]))
    assert_allclose([low[0], high[0]], [0.5, 9.5])
    low, high = draws.place_interval(np.array([[NAN, 1.0, 3.0]]), np.array([2.0]))
    assert_allclose([low[0], high[0]], [1, 3])


def test_difference_from_the_others() -> None:
    scores = np.array([10.0, 20.0, NAN, 60.0])
    expected = [10 - (20 + 60) / 2, 20 - (10 + 60) / 2, NAN, 60 - (10 + 20) / 2]
    assert_allclose(draws.from_others(scores), expected)
    assert np.isnan(draws.from_others(np.array([10.0, NAN]))).all()
