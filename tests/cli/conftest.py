"""A package and an instance folder for the command line, and calls of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from lebenslage.cli.main import main
from tests import tiny

GEMEINDE = f"""
name = "Musterau"
ags = "{tiny.AGS}"
landkreis = "Landkreis Musterkreis"
land = "Baden-Württemberg"
crs = "EPSG:25832"
[kontakt]
rolle = "Quartiersmanagement"
amt = "Rathaus Musterau"
"""


class Answer(NamedTuple):
    """What a call gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def paket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny Gemeinde as a package."""
    folder = tmp_path_factory.mktemp("paket")
    (folder / "gemeinde.toml").write_text(GEMEINDE, "utf-8")
    nodes = pd.DataFrame([dataclasses.asdict(node) for node in tiny.catalogue()])
    nodes["deckelung"] = nodes["deckelung"].map({True: "ja", False: "nein"})
    nodes.to_csv(folder / "katalog.csv", index=False)
    pd.DataFrame(tiny.gazetteer().as_records()).to_csv(folder / "wohnplaetze.csv", index=False)
    (folder / "ortsteile.geojson").write_text(tiny.ortsteile().to_json(), "utf-8")
    tiny.werte().to_csv(folder / "werte.csv", index=False)
    tiny.quellen().to_csv(folder / "quellen.csv", index=False)
    return folder


@pytest.fixture
def run(
    instanz: Path,
    paket: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Answer]:
    """Call the command line with an empty instance folder and the tiny package."""
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(paket))
    monkeypatch.delenv("LEBENSLAGE_DATENBANK", raising=False)

    def call(*words: object) -> Answer:
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


@pytest.fixture
def values_file(tmp_path: Path) -> Path:
    """A correct file of one value that the package does not hold."""
    file = tmp_path / "neu.csv"
    file.write_text(
        "gebiet_id;indikator;stand;wert\nwesttal;busabfahrten;2025;12,5\n", encoding="utf-8"
    )
    return file


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    """A file with two mistakes."""
    file = tmp_path / "falsch.csv"
    file.write_text(
        "gebiet_id;indikator;stand;wert\n"
        "nirgendwo;busabfahrten;2025;12,5\n"
        "westtal;busabfahrten;2025;zwölf\n",
        encoding="utf-8",
    )
    return file
