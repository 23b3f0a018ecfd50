"""Catalogues and values for the benchmark of the index."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas as pd

from lebenslage import loaders
from lebenslage.analysis.index.matrix import Matrix, matrix
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.exchange import Known, Source
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure, Robustness

SEED = 20251
_DATA = Path(__file__).resolve().parents[1] / "tests" / "golden" / "data"


def asem() -> tuple[Catalogue, Matrix]:
    """51 countries and 49 indicators in 8 pillars, 2 halves and an index (data of COINr)."""
    meta = loaders.read(_source("asem_imeta"), Known()).content
    assert isinstance(meta, Catalogue)
    values = loaders.read(_source("asem_idata"), Known(catalogue=meta)).content
    codes = [node.code for node in meta.scored().indicators]
    return meta.scored(), matrix(values.frame, codes)  # type: ignore[union-attr]


def _source(name: str) -> Source:
    return Source(f"{name}.csv", gzip.decompress((_DATA / f"{name}.csv.gz").read_bytes()))


def made_up(areas: int, indicators: int, groups: int = 0) -> tuple[Catalogue, Matrix]:
    """Uniform values from 0 to 100; indicators in groups below a root, or directly."""
    parents = [f"g{i * groups // indicators}" if groups else "index" for i in range(indicators)]
    nodes = [Node("index", "", 1, 1.0)]
    nodes += [Node(code, "index", 1, 1.0) for code in dict.fromkeys(parents) if code != "index"]
    nodes += [
        Node(f"x{i}", parent, 1, 1.0, unten=0.0, oben=100.0) for i, parent in enumerate(parents)
    ]
    values = np.random.default_rng(SEED).uniform(0, 100, (areas, indicators))
    frame = pd.DataFrame(
        {
            "gebiet_id": np.repeat([f"g{i:07d}" for i in range(areas)], indicators),
            "indikator": np.tile([f"x{i}" for i in range(indicators)], areas),
            "wert": values.ravel(),
        }
    )
    tree = Catalogue(tuple(nodes))
    return tree, matrix(frame, [node.code for node in tree.indicators])


def procedure(normalisation: str = "minmax", mean: str = "arithmetisch") -> Procedure:
    """As in `coinr_asem.R`: points from 1 to 100, gaps allowed, only weights are varied."""
    return Procedure(
        normalisierung=Normalisation(normalisation, (1, 100)),
        aggregation=Aggregation(mean, mindestabdeckung=0.0),
        robustheit=Robustness(gewichte=0.25, zielwerte=0.0, stichprobenfehler=False),
    )


def write(folder: Path, areas: int, indicators: int, *, long: bool = False) -> None:
    """`katalog.csv` and `werte.csv` for the command `index`."""
    tree, given = made_up(areas, indicators)
    lines = [f"{n.code},{n.eltern},1,1,{'' if n.code == 'index' else '0,100'}" for n in tree]
    lines = [line if line.endswith("100") else f"{line}," for line in lines]
    head = "code,eltern,richtung,gewicht,unten,oben"
    (folder / "katalog.csv").write_text("\n".join([head, *lines]) + "\n", "utf-8")
    table = pd.DataFrame(given.values, columns=list(given.indikatoren))
    table.insert(0, "gebiet_id", list(given.gebiete))
    if long:
        table = table.melt("gebiet_id", var_name="indikator", value_name="wert")
    table.to_csv(folder / "werte.csv", index=False)
