"""COINr on its ASEM data: denominators, principal components, alpha, correlations, removal.

The numbers come from `coinr.R` beside this file.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index import diagnostics
from lebenslage.analysis.index.denominate import inputs
from lebenslage.analysis.index.engine import IndexResult, compute
from lebenslage.analysis.index.weights import first_component
from lebenslage.cli.main import main
from lebenslage.loaders import read
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Known, Source
from lebenslage.model.procedure import Aggregation, Denomination, Normalisation, Procedure

PLAIN = Procedure(
    normalisierung=Normalisation("minmax", (1.0, 100.0)),
    aggregation=Aggregation(mindestabdeckung=0.0),
)


def content(table, name: str, known: Known):
    """One of COINr's tables, read by the loaders as it is."""
    text = io.StringIO()
    table(name, dtype=str, keep_default_na=False).to_csv(text, index=False)
    return read(Source(f"{name}.csv", text.getvalue().encode()), known).content


@pytest.fixture(name="asem", scope="module")
def _asem(table) -> tuple[Catalogue, pd.DataFrame]:
    catalogue = content(table, "asem_imeta", Known())
    return catalogue, content(table, "asem_idata", Known(catalogue=catalogue)).frame


@pytest.fixture(name="result", scope="module")
def _result(asem) -> tuple[IndexResult, tuple[str, ...]]:
    given = inputs(*asem, PLAIN)
    return compute(asem[0], given.values, PLAIN, given.indikatoren), given.gebiete


def test_denominators(asem, table) -> None:
    given = inputs(*asem, Procedure(bezug=Denomination("nenner")))
    published = table("coinr_denominated").set_index("uCode").loc[list(given.gebiete)]
    assert_allclose(given.values, published[list(given.indikatoren)], rtol=1e-12)
    plain = inputs(*asem, Procedure())
    same = ((plain.values == given.values) | np.isnan(plain.values)).all(axis=0)
    assert (~same).sum() == 17, "those with a Denominator in the iMeta"


def test_principal_components(result, table) -> None:
    for parent, rows in table("coinr_pca").groupby("parent"):
        children = [node.code for node in result[0].catalogue.children(parent)]
        rows = rows.set_index("code").loc[children]
        found = first_component(result[0].children(parent)[0])
        sign = 1 if rows["loading"].sum() > 0 else -1
        assert_allclose(found.loadings, sign * rows["loading"], atol=1e-9)
        assert_allclose(found.share, rows["share"].iloc[0], atol=1e-9)
        assert found.complete == rows["n"].iloc[0]


def test_alpha(result, table) -> None:
    found = diagnostics.consistency_frame(result[0]).set_index("code")["alpha"]
    published = table("coinr_alpha").set_index("parent")["alpha"]
    assert_allclose(found[published.index], published, atol=1e-9)


def test_correlations(asem, table) -> None:
    given = inputs(*asem, PLAIN)
    frame = diagnostics.correlation_frame(asem[0].scored(), given.values, given.indikatoren)
    frame = frame[frame["eltern"] == "ConEcFin"]
    published = table("coinr_correlations").set_index(["method", "Var1", "Var2"])["Correlation"]
    assert len(frame) == 10
    for row in frame.to_dict("records"):
        for method in ("pearson", "spearman"):
            assert_allclose(row[method], published[method, row["a"], row["b"]], atol=1e-9)


def test_leaving_out_a_pillar(result, table) -> None:
    pillars = [c for c in table("coinr_removed_ranks")["code"] if c != "Nominal"]
    frame = diagnostics.removal_frame(*result, codes=pillars)
    frame = frame[frame["knoten"] == "Index"].set_index("code")
    ranks = table("coinr_removed_ranks").set_index("code")["diff"]
    assert_allclose(frame["rang_mittel"], ranks[pillars], atol=1e-12)
    scores = table("coinr_removed_scores").set_index("uCode")
    for code in pillars:
        change = scores[code] - scores["Nominal"]
        assert_allclose(frame.loc[code, "differenz"], change[change.abs().idxmax()], atol=1e-9)
        assert frame.loc[code, "gebiet_id"] == change.abs().idxmax()


def test_five_years_on_one_scale(table, tmp_path) -> None:
    meta = table("asem_imeta", dtype=str, keep_default_na=False)
    meta = meta[(meta["Parent"] == "Physical") | (meta["iCode"] == "Physical")]
    meta = meta.drop(columns="Denominator")
    meta.loc[meta["iCode"] == "Physical", "Parent"] = ""
    meta.to_csv(tmp_path / "meta.csv", index=False)
    table("coinr_panel", dtype=str).to_csv(tmp_path / "panel.csv", index=False)
    text = '[normalisierung]\nmethode = "minmax"\nbereich = [1, 100]\njahre = "gemeinsam"\n'
    (tmp_path / "v.toml").write_text(text, "utf-8")
    files = ["--catalogue", "meta.csv", "--values", "panel.csv", "--procedure", "v.toml"]
    files = [str(tmp_path / f) if "." in f else f for f in files]
    assert main(["index", *files, "--out", str(tmp_path / "out.csv")]) == 0
    found = pd.read_csv(tmp_path / "out.csv").set_index(["stand", "gebiet_id"]).sort_index()
    published = table("coinr_panel_normalised").set_index(["Time", "uCode"]).sort_index()
    assert len(found) == 5 * 51
    assert found.index.tolist() == published.index.tolist()
    assert_allclose(found[published.columns], published, rtol=0, atol=1e-9)
