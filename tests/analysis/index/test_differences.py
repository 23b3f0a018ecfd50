"""Before and after of one node: rows side by side, and which pairs are certain."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.index.differences import differences
from lebenslage.analysis.index.scores import score_table
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model.scenario import Scenario
from tests import tiny

COLUMNS = [
    "gebiet_id", "code", "score", "score_ug", "score_og", "rang", "rang_ug", "rang_og", "klasse",
    "abdeckung", "beispiel", "grund",
]  # fmt: skip


def side(scores: dict[str, tuple[float, float]], certain: dict[tuple[str, str], float]):
    """Scores and places by area, and P(a below b) of the pairs that are certain."""
    rows = [
        (area, "r", score, score - 1, score + 1, rank, rank, rank, "", 1.0, False, "")
        for area, (score, rank) in scores.items()
    ]
    areas = list(scores)
    pairs = [
        ("r", a, b, certain.get((a, b), 0.5), (a, b) in certain)
        for a in areas
        for b in areas
        if a < b
    ]
    names = ["code", "a", "b", "p_a_below_b", "belastbar"]
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(pairs, columns=names)


BEFORE = side({"a": (50, 1), "b": (40, 2), "c": (30, 3)}, {("a", "b"): 0.02, ("a", "c"): 0.0})
AFTER = side({"a": (40, 2), "b": (45, 1), "c": (30, 3)}, {("a", "b"): 0.97, ("b", "c"): 0.01})


def test_rows_stand_side_by_side():
    found = differences(BEFORE, AFTER, ["c", "a", "b"], "r").rows.set_index("gebiet_id")
    assert list(found.index) == ["c", "a", "b"]
    assert found["score_vorher"].to_dict() == {"c": 30, "a": 50, "b": 40}
    assert found["score_nachher"].to_dict() == {"c": 30, "a": 40, "b": 45}
    assert found["rang_ug_nachher"].to_dict() == {"c": 3, "a": 2, "b": 1}


def test_pairs_name_the_one_that_is_higher_for_sure():
    found = differences(BEFORE, AFTER, ["a", "b", "c"], "r")
    assert found.pairs.to_numpy().tolist() == [
        ["a", "b", "a", "b"],
        ["a", "c", "a", ""],
        ["b", "c", "", "b"],
    ]
    assert found.swapped[["a", "b"]].to_numpy().tolist() == [["a", "b"]]


def test_a_node_that_is_gone_is_missing_on_that_side():
    scores, pairs = AFTER
    found = differences(BEFORE, (scores[:0], pairs[:0]), ["a", "b", "c"], "r")
    assert found.rows["score_nachher"].isna().all()
    assert found.rows["grund_nachher"].isna().all()
    assert set(found.pairs["nachher"]) == {""}
    assert found.swapped.empty


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return indicator_values(tiny.snapshot(), tiny.gemeinde())


def test_a_scenario_changes_the_scores_as_one_can_check_by_hand(values):
    snapshot = tiny.snapshot()
    catalogue = snapshot.catalogue
    # wohnen of Nordheim: (75 + 50) / 2, with other goalposts (100 - 5 / 10 x 100 + 50) / 2
    scenario = Scenario().with_goalposts(catalogue["leerstandsquote"], 0, 10)
    changed, _ = scenario.apply(catalogue, {"zielwerte": None})
    before = score_table(values, snapshot, draws=20)
    after = score_table(values, replace(snapshot, catalogue=changed), draws=20)
    sides = [(table.scores, table.pairs) for table in (before, after)]
    rows = differences(*sides, list(tiny.ORTSTEILE), "wohnen").rows.set_index("gebiet_id")
    assert rows.loc["nordheim", "score_vorher"] == pytest.approx((75 + 50) / 2)
    assert rows.loc["nordheim", "score_nachher"] == pytest.approx((50 + 50) / 2)
