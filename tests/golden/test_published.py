"""IMD 2019 and MSS 2019, area by area."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose

from lebenslage.analysis.index.table import index_table
from lebenslage.loaders import load_procedure
from lebenslage.model.catalogue import Catalogue, Node

#: English Indices of Deprivation 2019, technical report, table 3.2 (they sum to 0.999).
WEIGHTS = {
    "income": 0.225,
    "employment": 0.225,
    "education": 0.135,
    "health": 0.135,
    "crime": 0.093,
    "barriers": 0.093,
    "living_env": 0.093,
}


def long(frame: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    melted = frame.melt("gebiet_id", codes, "indikator", "wert")
    return melted.astype({"indikator": object})


def test_imd_2019(table) -> None:
    given = table("imd_2019")
    frame = given.rename(columns=lambda c: c.removesuffix("_rank") if c != "imd_rank" else c)
    frame = frame.rename(columns={"lsoa11cd": "gebiet_id"})
    # what is published are ranks with 1 for the most deprived: high values are low deprivation
    leaves = (Node(code, "imd", -1, weight) for code, weight in WEIGHTS.items())
    tree = Catalogue((Node("imd", "", 1, 1.0), *leaves))
    found = index_table(tree, long(frame, list(WEIGHTS)), load_procedure("imd-england")).frame
    assert found["gebiet_id"].tolist() == given["lsoa11cd"].tolist()
    assert_allclose(found["imd"], given["imd_score"], rtol=0, atol=0.00051)
    off = np.abs(found["imd_rang"].to_numpy(int) - given["imd_rank"])
    assert off.max() <= 1
    assert (off == 1).sum() <= 30
    assert (found["imd_klasse"].astype(int) == given["imd_decile"]).all()


def test_mss_2019(table) -> None:
    given = table("mss_2019", dtype={"plr_id": str})
    roots = {"status": ["s1", "s3", "s4"], "dynamik": ["d1", "d3", "d4"]}
    nodes = [Node(root, "", 1, 1.0) for root in roots]
    nodes += [Node(code, root, 1, 1.0) for root, codes in roots.items() for code in codes]
    frame = given.rename(columns={"plr_id": "gebiet_id"})
    values = long(frame, [code for codes in roots.values() for code in codes])
    found = index_table(Catalogue(tuple(nodes)), values, load_procedure("mss-berlin")).frame
    known = given["status_index_value"].notna()
    assert (~known).sum() == 1, "one area was published with its class only"
    assert_allclose(found["status"][known], given["status_index_value"][known], rtol=0, atol=5e-5)
    assert found["status_klasse"].tolist() == given["status_class"].tolist()
    assert found["dynamik_klasse"].tolist() == given["dynamic_class"].tolist()
    both = (given["status_class"] + "/" + given["dynamic_class"]).tolist()
    assert found["gesamtindex"].tolist() == both
