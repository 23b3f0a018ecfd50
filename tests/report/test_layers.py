"""What pages hand out: areas with the figures shown, protected, marked, the same bytes."""

from __future__ import annotations

import csv
import io
import json
import time
import warnings
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from lebenslage.analysis.index.differences import differences
from lebenslage.analysis.pairs import pairs_of, quadrants
from lebenslage.loaders import read as load
from lebenslage.model.exchange import Source, known_from
from lebenslage.report import geofiles, layers
from lebenslage.report import pairs as pair_words
from lebenslage.report.deck.statements import mark_line
from tests import tiny


def _indicator(figures):
    node = figures.snapshot.catalogue["anteil_65plus"]
    rows = figures.values[
        (figures.values.indikator == "anteil_65plus") & (figures.values.stand == "2022")
    ]
    return layers.indicator_book(figures, node, rows)


def _survey(figures):
    wave = figures.wave("umfrage-2024")
    table = figures.wave_table("umfrage-2024")
    return layers.survey_book(figures, wave, wave.question("F1"), table, figures.names)


def _overview(figures):
    rows = figures.latest[figures.latest.indikator == "leerstandsquote"]
    rows = rows[rows.gebiet_id.isin(list(figures.names))].assign(text="…")
    return layers.overview_book(figures, "Leerstandsquote", rows)


def _scenario(figures):
    own = (figures.scores.scores, figures.scores.pairs)
    found = differences(own, own, list(figures.names), "wohnen")
    return layers.scenario_book(figures, found, figures.snapshot.catalogue["wohnen"], ["Gewicht 2"])


def _pair(figures):
    pair = pairs_of(figures.wave("umfrage-2024"), figures.snapshot.catalogue)[0]
    found = quadrants(figures.latest, list(figures.names), tiny.AGS, pair, "gemeinde")
    book = pair_words.pair_export(found, pair, figures.names, beispiel=True, version=1)
    return layers.wide_layer(book, figures)


MAKERS = {
    "indicator": _indicator,
    "survey": _survey,
    "overview": _overview,
    "village": lambda figures: layers.village_book(figures, "westtal"),
    "need": layers.need_book,
    "scenario": _scenario,
    "pair": _pair,
}


@pytest.fixture(scope="module")
def books(figures):
    made = {}
    for name, make in MAKERS.items():
        book = make(figures)
        made[name] = replace(book, vermerk=mark_line(figures, book.notes.beispiel))
    return made


def rows_of(book) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(book.csv.decode("utf-8-sig")), delimiter=";"))


def properties(book) -> dict[str, dict]:
    features = json.loads(book.geojson)["features"]
    return {f["properties"]["ortsteil_id"]: f["properties"] for f in features}


def unpacked(book) -> gpd.GeoDataFrame:
    """Read back; in memory a GeoPackage has no name that ends as it should."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return pyogrio.read_dataframe(io.BytesIO(book.geopackage))


@pytest.mark.parametrize("name", MAKERS)
def test_every_file_bears_date_version_procedure_mark_and_source(books, name):
    book = books[name]
    for row in (*rows_of(book), *properties(book).values()):
        for told in ("Stand der Werte", "Fassung 1 der Daten", "Verfahren „zielwerte“"):
            assert told in row["vermerk"]
        if name not in ("indicator", "pair"):  # official figures only; texts of two kinds
            assert "enthält Beispieldaten" in row["vermerk"]
            assert "Quelle: " in row["vermerk"]
    heads = {line["angabe"] for line in json.loads(book.geojson)["hinweise"]}
    assert {"Vermerk", "Inhalt"} <= heads


@pytest.mark.parametrize("name", MAKERS)
def test_geopackage_and_geojson_say_the_same(books, name):
    book = books[name]
    packed = unpacked(book)
    said = gpd.read_file(io.BytesIO(book.geojson))
    assert packed.crs == said.crs == "EPSG:4326"
    assert list(packed["ortsteil_id"]) == list(said["ortsteil_id"])
    assert packed.geometry.geom_equals_exact(said.geometry, 1e-6).all()
    assert b"Inhalt: " in book.geopackage
    assert [str(c) for c in packed.columns] == [str(c) for c in said.columns]


def test_the_same_bytes_at_another_time(books):
    first = (books["need"].geopackage, books["need"].geojson, books["need"].csv)
    time.sleep(0.01)  # a GeoPackage would tell the thousandth of a second
    assert (books["need"].geopackage, books["need"].geojson, books["need"].csv) == first
    assert b"2000-01-01T00:00:00.000Z" in first[0]


def test_indicator_of_the_date_shown_and_hidden_where_few(books):
    """2022: 50 of 200, 24 of 120; 3 of 30 stay hidden, and what would tell them."""
    found = properties(books["indicator"])
    name = "Anteil ab 65 Jahren"
    assert [found[key][name] for key in tiny.ORTSTEILE] == [None, 25.0, 20.0, None]
    assert found["westtal"][f"{name}, Untergrenze"] is None
    assert found["westtal"][f"{name}, Status"] == "unterdrueckt"
    assert found["nordheim"]["Stand"] == "2022"


def test_survey_layer_holds_the_question_shown(books):
    """Nordheim: 10 of 40 say 3, 20 say 4, 10 say 5: mean 4; eight answers are too few."""
    found = properties(books["survey"])
    assert found["nordheim"]["F1: Mittelwert"] == 4.0
    assert found["nordheim"]["F1: Anteil: eher zufrieden"] == 0.5
    assert found["westtal"]["F1: Mittelwert"] is None
    assert not any(key.startswith("F2") for key in found["nordheim"])


def test_overview_holds_points_and_what_the_map_shows(books, figures):
    found = properties(books["overview"])
    assert found["nordheim"]["Karte: Leerstandsquote"] == 5.0
    scores = figures.scores.scores.set_index(["gebiet_id", "code"])["score"]
    points = round(scores["osterfeld", "wohnen"], 6)
    assert found["osterfeld"]["Wohnen, Punkte"] == points
    assert found["westtal"]["Karte: Leerstandsquote"] == 4.0  # of 2022, the newest there is


def test_village_holds_one_area(books):
    found = properties(books["village"])
    assert list(found) == ["westtal"]
    assert found["westtal"]["Wohnfläche je Person"] == 60.0
    assert found["westtal"]["Leerstandsquote"] == 4.0


def test_scenario_is_never_taken_for_the_published_state(books, figures):
    book = _scenario(figures)
    assert book.vermerk == "Szenario, kein veröffentlichter Stand"
    row = rows_of(books["scenario"])[0]
    assert row["Punkte (veröffentlicht)"] == row["Punkte (Szenario)"] != ""


def test_values_can_be_imported_again(books, figures):
    """What was exported is what is read; hidden rows do not become blanks."""
    known = known_from(figures.snapshot, tiny.gemeinde())
    loaded = load(Source("anteil_65plus.csv", books["indicator"].csv), known)
    rows = loaded.content.frame
    own = figures.values[
        (figures.values.indikator == "anteil_65plus") & figures.values.wert.notna()
    ]
    own = own[own.gebiet_id.isin(list(figures.levels))]
    keys = ["gebiet_id", "stand"]
    for column in ("wert", "zaehler", "nenner"):
        left = rows.set_index(keys)[column].sort_index()
        right = own.set_index(keys)[column].sort_index()
        pd.testing.assert_series_equal(left, right, check_names=False)
    assert any("gesperrt" in note for note in loaded.hinweise)


def test_texts_are_no_formulas(figures):
    areas = figures.snapshot.ortsteile.assign(name=["=1+1", "@SUM(A1)", "+1", "-1"])
    strange = replace(figures, snapshot=replace(figures.snapshot, ortsteile=areas), _made={})
    for row in rows_of(_indicator(strange)):
        assert row["gebiet"][0] in "'GL"  # Gemeinde, Landkreis


def test_names_of_columns_are_never_lost():
    areas = tiny.ortsteile()
    table = pd.DataFrame({"name": [1.0], "Geom": [2.0], "geom": [3.0]}, index=["nordheim"])
    layer = geofiles.joined(areas, table)
    assert list(layer.columns) == [
        "ortsteil_id", "name", "amtlich", "name (2)", "Geom (2)", "geom (3)", "geometry"
    ]  # fmt: skip
    assert layer["name"].tolist() == list(tiny.ORTSTEILE.values())


def test_forty_villages_without_values(many, empty):
    for figures in (many, empty):
        book = layers.need_book(figures)
        assert len(json.loads(book.geojson)["features"]) == len(figures.names)
        assert book.geopackage[:6] == b"SQLite"
