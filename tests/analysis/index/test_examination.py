"""The examination of the published index: what it rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.index import diagnostics
from lebenslage.analysis.index.examination import examine, striking
from lebenslage.analysis.index.scores import ScoreTable, score_table
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model import columns as col
from lebenslage.model.exchange import Snapshot
from tests import tiny


@pytest.fixture(name="snapshot", scope="module")
def _snapshot() -> Snapshot:
    return tiny.snapshot()


@pytest.fixture(name="scores", scope="module")
def _scores(snapshot) -> ScoreTable:
    return score_table(indicator_values(snapshot, tiny.gemeinde()), snapshot, draws=2)


def others(count: int) -> pd.DataFrame:
    """Gemeinden in which more living space goes with more empty dwellings."""
    rows = [
        (f"08999{i:03}", f"Ort {i}", "gemeinde", code, "2024", float(wert), np.nan, np.nan, "", "")
        for i in range(count)
        for code, wert in (("leerstandsquote", i % 7 + 0.01 * i), ("wohnflaeche", i % 7))
    ]
    return pd.DataFrame(rows, columns=list(col.VERGLEICH))


def test_all_parts_rest_on_the_ranked_areas(scores, snapshot) -> None:
    found = examine(scores, snapshot)
    assert found.gebiete == 4
    assert set(found.correlations["ebene"]) == {"ortsteil"}
    alone = diagnostics.removal_frame(scores.result, scores.gebiete)
    pd.testing.assert_frame_equal(found.removal, alone)
    assert found.consistency["code"].tolist()[0] == "gesamt"
    assert (found.influence.groupby("eltern")["gewicht"].sum().round(9) == 1).all()


def test_other_gemeinden_stand_in_where_there_are_enough(scores, snapshot) -> None:
    found = examine(scores, replace(snapshot, vergleich=others(12)))
    pair = found.correlations[found.correlations["eltern"] == "wohnen"].iloc[0]
    assert pair[["ebene", "n", "urteil"]].tolist() == ["gemeinde", 12, "gegenläufig"]
    assert pair["pearson"] < -0.9, "fewer empty dwellings are better"
    rest = found.correlations[found.correlations["eltern"] != "wohnen"]
    assert set(rest["ebene"]) == {"ortsteil"}
    few = examine(scores, replace(snapshot, vergleich=others(9))).correlations
    assert set(few["ebene"]) == {"ortsteil"}


def test_striking_pairs_come_in_order() -> None:
    pairs = pd.DataFrame({"pearson": [0.5, -0.41, 0.95, -0.99, np.nan, 0.9, -0.4]})
    assert striking(pairs)["pearson"].tolist() == [-0.99, 0.95, -0.41]
