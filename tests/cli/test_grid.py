"""`grid`: from published cells and areas to a table."""

from __future__ import annotations

import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

X, Y = 4_280_000, 2_882_000
KEY = "GITTER_ID_100m;x_mp_100m;y_mp_100m"
AGES = f"{KEY};Insgesamt_Bevoelkerung;Unter18;a18bis29;a30bis49;a50bis64;a65undaelter"


def cell(east: int, north: int, *values: object) -> str:
    place = f"CRS3035RES100mN{north}E{east};{east + 50};{north + 50}"
    return ";".join([place, *map(str, values)])


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    frame = gpd.GeoDataFrame(
        {"ortsteil_id": ["west", "ost"], "name": ["West", "Ost"], "amtlich": True},
        geometry=[box(X, Y, X + 1000, Y + 1000), box(X + 1000, Y, X + 2000, Y + 1000)],
        crs=3035,
    )
    path = tmp_path / "a.geojson"
    path.write_text(frame.to_crs(4326).to_json(), "utf-8")
    return path


def written(folder: Path, name: str, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([*rows, ""]).encode(encoding))
    return path


@pytest.fixture
def ages(tmp_path: Path) -> Path:
    return written(
        tmp_path, "alter.csv", AGES,
        cell(X, Y, 20, 4, "–", 9, 4, 3),
        cell(X + 100, Y, 80, 5, 5, 60, 5, 5),
        cell(X + 1500, Y, 40, "–", "–", 10, 10, 20),
        cell(X + 5000, Y, 40, "–", "–", 10, 10, 20),
        encoding="cp1252",
    )  # fmt: skip


def table(run, areas: Path, *cells: Path) -> pd.DataFrame:
    out = areas.with_name("out.csv")
    answer = run("grid", "--cells", *cells, "--areas", areas, "--out", out)
    assert answer.code == 0, answer.err
    frame = pd.read_csv(out, dtype={"gebiet_id": str})
    assert list(frame) == [
        "gebiet_id", "indikator", "wert", "zaehler", "nenner", "standardfehler", "zellen", "guete",
    ]  # fmt: skip
    return frame.set_index(["gebiet_id", "indikator"])


def test_shares_come_from_sums(run, areas, ages):
    found = table(run, areas, ages)
    west = found.loc[("west", "anteil_u18")]
    assert (west["wert"], west["zaehler"], west["nenner"], west["zellen"]) == (9.0, 9, 100, 2)
    assert west["guete"] == "amtlich"
    # two counts in the numerator, two totals, each with a variance of 4/3
    error = 100 * math.sqrt(4 / 3 * 2 * (1 + 0.09**2)) / 100
    assert west["standardfehler"] == pytest.approx(error)
    assert found.loc[("ost", "anteil_65plus"), "wert"] == 50
    assert found.loc[("ost", "einwohner"), "wert"] == 40
    every = found.loc[("west", "zensus2022-alter_in_5_altersklassen/a30bis49")]
    assert (every["wert"], every["zaehler"], every["nenner"]) == (69.0, 69, 100)


def test_published_shares_need_their_weight(run, areas, ages, tmp_path):
    head = f"{KEY};Durchschnittsalter;werterlaeuternde_Zeichen"
    mean = written(
        tmp_path, "mittel.csv", head, cell(X, Y, "30,5", ""), cell(X + 100, Y, "50,0", "KLAMMERN")
    )
    found = table(run, areas, mean, ages)
    age = found.loc[("west", "durchschnittsalter")]
    assert age["wert"] == pytest.approx((20 * 30.5 + 80 * 50) / 100)
    assert (age["nenner"], age["zellen"]) == (100, 2)
    out = tmp_path / "nichts.csv"
    answer = run("grid", "--cells", mean, "--areas", areas, "--out", out)
    assert answer.code == 1
    assert "nie ungewichtet gemittelt" in answer.err
    assert not out.exists()


def test_rent_and_vacancy_by_dwellings(run, areas, tmp_path):
    rent = written(
        tmp_path, "Durchschnittliche_Nettokaltmiete_und_Anzahl_der_Wohnungen_100m-Gitter.csv",
        f"{KEY};durchschnMieteQM;AnzahlWohnungen;werterlaeuternde_Zeichen",
        cell(X, Y, "6,00", "1,000", ""), cell(X + 100, Y, "9,00", "500", ""),
    )  # fmt: skip
    vacancy = written(
        tmp_path, "leer.csv", f"{KEY};Leerstandsquote;werterlaeuternde_Zeichen",
        cell(X, Y, "–", ""), cell(X + 100, Y, "30,00", ""),
    )  # fmt: skip
    found = table(run, areas, rent, vacancy)
    assert found.loc[("west", "nettokaltmiete"), "wert"] == pytest.approx(7)
    empty = found.loc[("west", "leerstandsquote")]
    assert (empty["wert"], empty["zaehler"], empty["nenner"]) == pytest.approx((10, 150, 1500))
    p = 0.1
    error = 100 * math.sqrt(2 * 4 / 3 * (1 + p**2)) / 1500
    assert empty["standardfehler"] == pytest.approx(error)


def test_a_share_above_all_is_no_value(run, areas, tmp_path):
    senior = written(
        tmp_path, "senioren.csv", f"{KEY};Insgesamt_Haushalte;HH_nurSenioren;HH_mitSenioren;"
        "HH_ohneSenioren", cell(X, Y, 3, 4, "–", "–"),
    )  # fmt: skip
    row = table(run, areas, senior).loc[("west", "seniorenhaushalte")]
    assert math.isnan(row["wert"])
    assert (row["zaehler"], row["nenner"]) == (4, 3)


def test_two_censuses_at_once_are_refused(run, areas, ages, tmp_path):
    old = written(tmp_path, "alt.csv", "Gitter_ID_100m;x_mp_100m;y_mp_100m;Einwohner",
                  cell(X, Y, 5))  # fmt: skip
    out = tmp_path / "out.csv"
    answer = run("grid", "--cells", ages, old, "--areas", areas, "--out", out)
    assert answer.code == 1
    assert "mischen die Stichtage 2011-05-09 und 2022-05-15" in answer.err
    assert not out.exists()


def test_every_problem_of_every_file(run, areas, ages, tmp_path):
    unknown = written(tmp_path, "neu.csv", f"{KEY};Foo", cell(X, Y, 5))
    out = tmp_path / "out.csv"
    answer = run("grid", "--cells", ages, unknown, ages, "--areas", areas, "--out", out)
    assert answer.code == 1
    assert [line for line in answer.err.splitlines() if not line.startswith("Hinweis")] == [
        "neu.csv: Die Datei ist ein Zensus-Gitter, ihr Thema ist aber unbekannt (Spalten „Foo“).",
        "alter.csv: Dieselben Zellen stehen schon in „alter.csv“; jedes Thema genau einmal.",
    ]
    assert not out.exists()


def test_areas_that_are_none(run, ages, tmp_path):
    answer = run("grid", "--cells", ages, "--areas", ages, "--out", tmp_path / "out.csv")
    assert answer.code == 1
    assert "Erwartet wird eine Datei mit Flächen" in answer.err
