"""What adds up to a score."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from lebenslage.analysis.index import contributions as parts
from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.rules import GRUND_ABDECKUNG, GRUND_KEINE_DATEN
from tests import tiny
from tests.analysis.index.test_engine import tiny_result
from tests.analysis.index.trees import cases, relation

NAN = np.nan


def test_children_of_the_tiny_gemeinde() -> None:
    # Nordheim: wohnen 62.5 with 1 of 4, versorgung 62.5 with 3 of 4
    result = tiny_result()
    assert_allclose(parts.child_contributions(result, "gesamt")[0], [62.5 * 1 / 4, 62.5 * 3 / 4])
    assert_allclose(parts.child_contributions(result, "wohnen")[1], [25 / 2, 20 / 2])


def test_indicators_of_the_tiny_gemeinde() -> None:
    expected = [75 / 2 / 4, 50 / 2 / 4, 50 / 2 * 3 / 4, 75 / 2 * 3 / 4]
    assert_allclose(parts.indicator_contributions(tiny_result(), "gesamt")[0], expected)


@relation
@given(cases())
def test_both_sum_to_the_score(case: tuple[Catalogue, Floats]) -> None:
    result = compute(*case)
    for node in result.catalogue:
        score = result.score(node.code)
        by_indicator = parts.indicator_contributions(result, node.code).sum(axis=-1)
        assert_allclose(by_indicator, score, atol=1e-9)
        if not result.catalogue.is_leaf(node.code):
            by_child = parts.child_contributions(result, node.code).sum(axis=-1)
            assert_allclose(by_child, score, atol=1e-9)


@relation
@given(cases())
def test_frames_sum_to_the_score(case: tuple[Catalogue, Floats]) -> None:
    result = compute(*case)
    gebiete, reasons = list("abcde"), result.reasons()
    frame = parts.contribution_frame(result, gebiete, reasons)
    indicators = parts.indicator_frame(result, gebiete, reasons, "r")
    assert list(frame.columns) == list(indicators.columns) == list(parts.COLUMNS)
    for of in (frame, indicators):
        sums = of[of["eltern"] == "r"].groupby("gebiet_id")["beitrag"].sum(min_count=1)
        assert_allclose(sums.reindex(gebiete), result.score("r"), atol=1e-9)
        # a missing contribution always tells why, and only a missing one
        assert_array_equal(of["beitrag"].isna(), of["grund"] != "")
        assert_allclose(of["beitrag"], of["gewicht"] * of["score"])


def test_rows_and_reasons() -> None:
    result = tiny_result()
    frame = parts.contribution_frame(result, list(tiny.ORTSTEILE), result.reasons())
    rows = frame.set_index(["gebiet_id", "code"])
    assert len(rows) == 4 * 6
    assert rows.loc[("nordheim", "versorgung"), "gewicht"] == 3 / 4
    # Westtal: no vacancy rate, so no score for wohnen and none at the root
    assert rows.loc[("westtal", "leerstandsquote"), "grund"] == GRUND_KEINE_DATEN
    assert rows.loc[("westtal", "wohnflaeche"), "grund"] == GRUND_ABDECKUNG
    assert rows.loc[("westtal", "wohnflaeche"), "score"] == 100
    assert rows.loc[("westtal", "versorgung"), "grund"] == GRUND_ABDECKUNG
    assert rows.loc[("westtal", "busabfahrten"), "beitrag"] == 0


def test_nothing_scored() -> None:
    empty = compute(Catalogue(()), np.empty((1, 0)))
    frame = parts.contribution_frame(empty, ["a"], empty.reasons())
    assert list(frame.columns) == list(parts.COLUMNS)
    assert frame.empty
