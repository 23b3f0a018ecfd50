"""Draws around counted values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose
from scipy.stats import norm

from lebenslage.analysis import intervals
from lebenslage.analysis.index.counts import counted, events_at, share_at
from lebenslage.analysis.index.draws import draw, standard_errors
from lebenslage.analysis.index.matrix import matrix
from lebenslage.analysis.index.robustness import robustness
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue, Kind, Node
from tests.analysis.index.given import procedure

NODES = (
    Node("r", "", 1, 1),
    Node("anteil", "r", 1, 1, art=Kind.ANTEIL, unten=0, oben=100),
    Node("rate", "r", 1, 1, art=Kind.RATE, faktor=1000, unten=0, oben=100),
)
ROWS = [
    # value, numerator, denominator, standard error
    ("a", "anteil", 20, 10, 50, np.nan),
    ("b", "anteil", 0, 0, 10, np.nan),
    ("c", "anteil", 30, 3, 10, 2),
    ("a", "rate", 8, 16, 2000, np.nan),
    ("b", "rate", 0, 0, 500, np.nan),
    ("c", "rate", 5, np.nan, np.nan, np.nan),
]
NAMES = ["gebiet_id", "indikator", "wert", "zaehler", "nenner", "standardfehler"]
GIVEN = matrix(pd.DataFrame(ROWS, columns=NAMES), ["anteil", "rate"])


def drawn(number: int = 20_000) -> Floats:
    nodes = NODES[1:]
    errors = standard_errors(GIVEN, nodes)
    rng = np.random.default_rng(1)
    return draw(GIVEN.values, errors, nodes, number, rng, counted(GIVEN, nodes))


def test_limits_of_a_share_are_wilsons() -> None:
    z = norm.ppf(0.975)
    low, high = intervals.wilson(10, 50, 0.95)
    assert_allclose(share_at(np.array(0.2), np.array(50), np.array([-z, z])), [low, high])
    assert share_at(np.array(0.2), np.array(50), np.array(0.0)) == 0.2


def test_limits_of_a_count() -> None:
    # the score test: (k - m)^2 = z^2 m
    k, z = 16.0, np.array([-1.5, 0.0, 2.5])
    m = events_at(np.array(k), z)
    assert_allclose((k - m) ** 2, z**2 * m)
    assert (np.diff(m) > 0).all()
    assert_allclose(events_at(np.array(0.0), np.array([-3.0, 3.0])), [0, 9])


def test_quantiles_of_the_draws_are_the_limits() -> None:
    got = np.quantile(drawn(), [0.05, 0.95], axis=0)
    low, high = intervals.wilson([10, 0], [50, 10], 0.90)
    assert_allclose(got[:, 0, 0], [100 * low[0], 100 * high[0]], atol=0.5)
    # none of ten, and still up to 21 % are possible
    assert_allclose(got[:, 1, 0], [0, 100 * high[1]], atol=0.7)
    z = norm.ppf(0.95)
    assert_allclose(got[:, 0, 1], 8 / 16 * events_at(np.array(16.0), np.array([-z, z])), atol=0.1)
    assert_allclose(got[:, 1, 1], [0, 1000 / 500 * z**2], atol=0.15)


def test_a_given_error_counts_more_than_counts() -> None:
    assert_allclose(drawn()[:, 2, 0].std(), 2, rtol=0.05)
    assert (drawn(10)[:, 2, 1] == 5).all(), "of a rate without numerator nothing is known"


def test_nothing_counted() -> None:
    plain = [Node("anteil", "", 1, 1), Node("rate", "", 1, 1)]
    assert counted(GIVEN, plain) is None


def test_a_share_of_none_is_not_exact() -> None:
    tree = Catalogue(NODES[:2])
    rows = [("a", "anteil", 0, 0, 10, np.nan), ("b", "anteil", 5, 50, 1000, np.nan)]
    table = matrix(pd.DataFrame(rows, columns=NAMES), ["anteil"])
    got = robustness(tree, table, procedure(stichprobenfehler=True), draws=2000)
    assert 15 < got.frame["score_og"][0] < 25
    assert not got.pairs()["belastbar"].any()
