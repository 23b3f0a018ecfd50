"""The R package COINr: normalisation and means along a tree with gaps, to 1e-9."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.cli.main import main
from tests.golden.conftest import DATA

MINMAX = """[normalisierung]
methode = "minmax"
bereich = [1, 100]
[aggregation]
mindestabdeckung = 0
"""


def unpack(name: str, folder: Path) -> Path:
    path = folder / f"{name}.csv"
    path.write_bytes(gzip.decompress((DATA / f"{name}.csv.gz").read_bytes()))
    return path


def run(folder: Path, imeta: Path, procedure: str) -> pd.DataFrame:
    """The command on the pair of COINr as it is; areas in alphabetical order as COINr's."""
    idata = unpack("asem_idata", folder)
    (folder / "v.toml").write_text(procedure, "utf-8")
    out = folder / "out.csv"
    given = ["--catalogue", str(imeta), "--values", str(idata), "--out", str(out)]
    assert main(["index", *given, "--procedure", str(folder / "v.toml")]) == 0
    return pd.read_csv(out).set_index("gebiet_id").sort_index()


def assert_same(found: pd.DataFrame, published: pd.DataFrame) -> None:
    published = published.set_index("uCode")
    assert found.index.tolist() == published.index.tolist()
    assert_allclose(found[published.columns], published, rtol=0, atol=1e-9)


def test_minmax_and_arithmetic_means(table, tmp_path) -> None:
    found = run(tmp_path, unpack("asem_imeta", tmp_path), MINMAX)
    assert_same(found, table("plain_norm_minmax1"))
    assert_same(found, table("plain_amean_minmax1"))


def test_geometric_means_with_unequal_weights(table, tmp_path) -> None:
    weights = table("weights_unequal").set_index("iCode")["Weight"]
    meta = pd.read_csv(unpack("asem_imeta", tmp_path), dtype=str, keep_default_na=False)
    meta["Weight"] = (
        meta["iCode"].map(weights).fillna(meta["Weight"].replace("", "1").astype(float))
    )
    meta.to_csv(tmp_path / "asem_imeta.csv", index=False)
    geometric = MINMAX.replace("mindest", 'methode = "geometrisch"\nmindest')
    found = run(tmp_path, tmp_path / "asem_imeta.csv", geometric)
    assert_same(found, table("plain_gmean_minmax1_unequal"))


def test_ranks_take_the_smallest_place(table, tmp_path) -> None:
    found = run(tmp_path, unpack("asem_imeta", tmp_path), MINMAX)
    places = (
        table("plain_amean_minmax1").set_index("uCode")["Index"].rank(ascending=False, method="min")
    )
    assert found["Index_rang"].tolist() == places.astype(int).tolist()


@pytest.mark.parametrize("name", ["hdi", "zielwerte"])
def test_goalposts_are_asked_for(name, tmp_path, capsys) -> None:
    imeta, idata = unpack("asem_imeta", tmp_path), unpack("asem_idata", tmp_path)
    given = ["--catalogue", str(imeta), "--values", str(idata), "--out", str(tmp_path / "o.csv")]
    assert main(["index", *given, "--procedure", name]) == 1
    assert "Dem Indikator „LPI“ fehlen die Zielwerte „unten“ und „oben“." in capsys.readouterr().err


#: Choices of `coinr_options.R` as procedures: normalisation, aggregation, treatment.
OPTIONS = {
    "zscore": ('methode = "zscore"\nddof = 1', "", ""),
    "zscore_10_3": ('methode = "zscore"\nmittelwert = 10\nstreuung = 3', "", ""),
    "rang": ('methode = "rang"', "", ""),
    "borda": ('methode = "borda"', "", ""),
    "prozentrang": ('methode = "prozentrang"', "", ""),
    "maximum": ('methode = "minmax"\nbereich = [0, 1]', "", ""),
    "ziel": ('methode = "abstand"', "", ""),
    "geometrisch": ('methode = "minmax"\nbereich = [1, 100]', 'methode = "geometrisch"', ""),
    "harmonisch": ('methode = "minmax"\nbereich = [1, 100]', 'methode = "harmonisch"', ""),
    "schwelle": ('methode = "minmax"\nbereich = [1, 100]', "mindestabdeckung = 0.9", ""),
    "winsor": ('methode = "minmax"\nbereich = [1, 100]', "", 'methode = "winsor"'),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_other_options(name, table, tmp_path) -> None:
    normalisation, aggregation, treatment = OPTIONS[name]
    if "mindestabdeckung" not in aggregation:
        aggregation += "\nmindestabdeckung = 0"
    text = f"[normalisierung]\n{normalisation}\n[aggregation]\n{aggregation}\n"
    text += f"[behandlung]\n{treatment}\n"
    published = table("coinr_options").query("wahl == @name").drop(columns="wahl")
    assert len(published) == 51
    assert_same(run(tmp_path, unpack("asem_imeta", tmp_path), text), published)
