"""Every level beside every other: who is compared with whom, and what is certainly unusual."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lebenslage.analysis.indicators import comparison_values, indicator_values, latest
from lebenslage.analysis.standing import Standing, standing
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.exchange import Snapshot
from tests import tiny

LEER = tiny.catalogue()["leerstandsquote"]


def with_gemeinden(values: list[float], land: float | None = None) -> Snapshot:
    """Gemeinden of the Landkreis with these shares, beside the own one (10 %)."""
    own = tiny.vergleich().iloc[:1]
    rows = [
        {**own.iloc[0], "gebiet_id": f"08999{i:03d}", "name": f"G{i}", "wert": float(value)}
        for i, value in enumerate(values, start=100)
    ]
    if land is not None:
        rows.append({**own.iloc[0], "gebiet_id": "08", "name": "Land", "ebene": "land",
                     "wert": land})  # fmt: skip
    frame = pd.concat([own, pd.DataFrame(rows, columns=own.columns)], ignore_index=True)
    return replace(tiny.snapshot(), vergleich=frame)


def found(snapshot: Snapshot, node: Node = LEER) -> Standing:
    newest = latest(indicator_values(snapshot, tiny.gemeinde()))
    comparison = comparison_values(snapshot, node.code)
    return standing(newest, comparison, snapshot, tiny.gemeinde(), node)


def test_all_levels_with_the_land():
    what = found(with_gemeinden([3.0, 30.0], land=4.5))
    assert what.gemeinden["wert"].tolist() == [3.0, 10.0, 30.0]
    assert what.ortsteile[["name", "wert"]].values.tolist() == [
        ["Nordheim", 5.0], ["Osterfeld", 15.0], ["Südhausen", 10.0], ["Westtal", 4.0],
    ]  # fmt: skip
    assert what.bezug["name"].tolist()[0] == "Gemeinde Musterau"
    assert what.bezug[["name", "wert"]].values.tolist()[-1] == ["Baden-Württemberg", 4.5]
    assert what.has_others
    assert what.mitte is None  # three Gemeinden have no middle
    assert set(what.ortsteile["lage"]) == {""}


def test_only_what_lies_outside_with_its_whole_interval_stands_out():
    # 20 Gemeinden at 50 to 69 and the own at 10: everybody here is far below
    what = found(with_gemeinden([float(v) for v in range(50, 70)]))
    assert what.mitte == (51.0, 67.0)
    assert what.ortsteile["lage"].tolist() == ["unter"] * 4
    # 20 Gemeinden at 5 to 14: 15 % of 200 dwellings has an interval from 10.7 to 20.6
    what = found(with_gemeinden([5 + 0.5 * i for i in range(20)]))
    assert what.ortsteile["lage"].tolist() == ["", "", "", ""]


def test_counts_are_compared_between_gemeinden_only():
    what = found(with_gemeinden([3.0, 30.0], land=1e6), replace(LEER, art=Kind.ANZAHL))
    assert what.ortsteile.empty
    assert what.bezug["name"].tolist() == ["Gemeinde Musterau"]


def test_nothing_to_compare_with():
    alone = replace(tiny.snapshot(), vergleich=tiny.vergleich().iloc[:0])
    what = found(alone)
    assert not what.has_others
    assert what.gemeinden.empty


def test_other_landkreise_are_no_part_of_the_cloud():
    snapshot = with_gemeinden([3.0])
    far = snapshot.vergleich.assign(gebiet_id="08111001", name="Fern").iloc[:1]
    frame = pd.concat([snapshot.vergleich, far], ignore_index=True)
    assert found(replace(snapshot, vergleich=frame)).gemeinden["name"].tolist() == [
        "G100", "Musterau",
    ]  # fmt: skip
