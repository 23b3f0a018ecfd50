"""Whatever a file brings comes back as it went in."""

from __future__ import annotations

import dataclasses
import math

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely.geometry import Point

from lebenslage.model import columns
from lebenslage.model.area import CRS_GRID, CRS_MAP, Gazetteer, Place
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.counts import Counts
from lebenslage.model.exchange import (
    Areas,
    ComparisonTable,
    Localities,
    SourceTable,
    ValueTable,
    known_from,
)
from lebenslage.model.grid import GridCells
from lebenslage.model.margins import Margins
from lebenslage.model.survey import (
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    SurveyKind,
    SurveyWave,
    Weighting,
    WeightingMethod,
)
from lebenslage.store import Store, schema
from lebenslage.store.codecs import (
    from_parquet,
    questionnaire_from_json,
    questionnaire_to_json,
    to_parquet,
)
from tests import tiny
from tests.store.builders import delivery, shown, value_delivery, values


def take(store, *contents, **more):
    files = [delivery(c, f"datei-{i}", **more) for i, c in enumerate(contents)]
    return store.import_deliveries(files, wer="Amt")


def as_stored(frame: pd.DataFrame) -> pd.DataFrame:
    """Text as text, numbers as numbers: what a snapshot promises of every table."""
    return frame.astype({n: "float64" if n in schema.NUMBERS else "str" for n in frame.columns})


def test_an_empty_store_has_empty_tables(store):
    state = store.snapshot()
    assert (state.version, state.has_examples) == (0, False)
    assert (len(state.catalogue), state.gazetteer.places, state.ortsteil_names) == (0, (), {})
    assert tuple(state.werte.columns) == columns.WERTE
    assert tuple(state.vergleich.columns) == columns.VERGLEICH
    assert tuple(state.quellen.columns) == columns.QUELLEN
    assert list(state.ortsteile.columns) == [*columns.ORTSTEILE, "geometry"]
    assert state.ortsteile.crs == CRS_MAP
    assert (state.zellen, state.umfragen, state.frageboegen) == ((), (), ())


def test_weiler_come_from_the_gazetteer_until_a_file_has_them(store):
    places = (Place("Berg", "nordheim", "Weiler", 49.0, 9.25), Place("Tal", "nordheim", "Weiler"))
    own = Place("Nordheim", "nordheim", "Ortsteil", 49.1, 9.3)
    take(store, Gazetteer((own, *places)))
    assert store.snapshot().gazetteer.places == (own, *places)
    known = store.snapshot().weiler
    assert known[list(columns.WEILER)].to_numpy().tolist() == [["Berg", "nordheim", "Weiler", ""]]
    assert list(known.geometry) == [Point(9.25, 49.0)]
    squares = tiny.ortsteile().assign(art="Hof")[[*columns.WEILER, "geometry"]]
    file = delivery(Localities(squares.to_crs(25832)), "weiler")
    (record,) = store.import_deliveries([file], wer="Amt")
    found = store.snapshot().weiler
    assert_geodataframe_equal(found, squares, check_dtype=False, check_less_precise=True)
    store.undo(record.id, wer="Amt")
    assert list(store.snapshot().weiler["name"]) == ["Berg"]


def test_a_whole_gemeinde_comes_back(store):
    take(
        store,
        tiny.catalogue(),
        tiny.gazetteer(),
        Areas(tiny.ortsteile()),
        ValueTable(tiny.werte()),
        ComparisonTable(tiny.vergleich()),
        SourceTable(tiny.quellen()),
        tiny.wave(),
    )
    state = store.snapshot()
    assert state.weiler is not None
    assert state.weiler.empty
    assert state.catalogue == tiny.catalogue()
    assert state.gazetteer == tiny.gazetteer()
    assert_geodataframe_equal(state.ortsteile, tiny.ortsteile(), check_dtype=False)
    assert_frame_equal(state.werte, as_stored(tiny.werte()))
    assert_frame_equal(state.vergleich, as_stored(tiny.vergleich()))
    assert_frame_equal(state.quellen, as_stored(tiny.quellen()))
    (wave,) = state.umfragen
    assert wave.fragebogen == tiny.questionnaire()
    assert_frame_equal(wave.antworten, tiny.wave().antworten)
    assert wave.released == frozenset(), "nothing is released by being imported"
    assert state.wave("umfrage-2024") is wave


def test_missing_columns_of_values_are_empty(store):
    frame = pd.DataFrame({"gebiet_id": ["a"], "indikator": ["x"], "stand": [2024], "wert": [1]})
    take(store, ValueTable(frame))
    row = store.snapshot().werte.iloc[0]
    assert (row["stand"], row["wert"], row["quelle_id"], row["guete"]) == ("2024", 1.0, "", "")
    assert math.isnan(row["zaehler"])


def test_areas_are_kept_in_degrees(store):
    frame = gpd.GeoDataFrame(
        {"ortsteil_id": ["a"], "name": ["A"], "amtlich": [True], "quelle": [""]},
        geometry=[Point(4280000, 2885000)],
        crs=CRS_GRID,
    )
    take(store, Areas(frame))
    back = store.snapshot().ortsteile
    assert bool(back["amtlich"][0]) is True
    expected = frame.to_crs(CRS_MAP).geometry[0]
    assert back.geometry[0].equals_exact(expected, 0)


def test_every_field_of_a_node_is_kept(store):
    node = Node(
        "a", "", -1, 0.3, "n", Role.KONTEXT, "%", Kind.RATE, -1.5, 2.5, "z", "log", False,
        "geometrisch", "Personen", "d", "q", 3, 1000.0, "personen", "Amt",
    )  # fmt: skip
    defaults = Node("code", "eltern", 1, 1.0)
    for field in dataclasses.fields(Node):
        if field.name not in ("code", "eltern"):
            assert getattr(node, field.name) != getattr(defaults, field.name), field.name
    take(store, Catalogue((node,)))
    assert store.snapshot().catalogue.nodes == (node,)


FULL = Questionnaire(
    id="u",
    titel="Umfrage „Leben“",
    erhebung="2025-05-01",
    art=SurveyKind.ZUFALLSSTICHPROBE,
    fragen=(
        Question("F1", "?", QuestionType.SKALA, Scale(("1", "2"), ("a", "b"), ("9",), -1),
                 {"s": "t"}, "wohnen", "ind", "anteil", "2", "km"),
        Question("F2", "?", QuestionType.TEXT),
    ),
    beispiel=True,
    spalten={"id": "ID"},
    grundgesamtheit={"a": 3},
    gewichtung=Weighting(WeightingMethod.RAKING, ("alter",), (0.5, math.inf)),
    grundgesamtheit_text="alle",
)  # fmt: skip


def test_a_questionnaire_comes_back():
    assert questionnaire_from_json(questionnaire_to_json(FULL)) == FULL


@settings(deadline=None)
@given(st.lists(st.text(), max_size=3), st.dictionaries(st.text(), st.integers(0, 10**9)))
def test_any_questionnaire_comes_back(codes, entitled):
    questions = tuple(Question(c, c, QuestionType.TEXT, teilfragen={c: c}) for c in codes)
    asked = dataclasses.replace(FULL, fragen=questions, grundgesamtheit=entitled)
    assert questionnaire_from_json(questionnaire_to_json(asked)) == asked


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, "", "1", "ä\n;"]), max_size=6))
def test_answers_tell_not_asked_from_not_answered(answers):
    frame = pd.DataFrame({"F1": pd.Series(answers, dtype=object), "id": range(len(answers))})
    assert list(from_parquet(to_parquet(frame))["F1"]) == answers


def test_columns_keep_their_types():
    frame = pd.DataFrame(
        {
            "text": ["x", "", None],
            "code": pd.Series(["1", None, ""], dtype=object),
            "fertig": [True, False, True],
            "ja": pd.Series([True, None, False], dtype=object),
            "zahl": [1.5, None, 2.0],
            "ganz": pd.Series([1, None, 3], dtype=object),
            "leer": pd.Series([None, None, None], dtype=object),
        }
    )
    assert_frame_equal(from_parquet(to_parquet(frame)), frame)


def test_rows_of_answers_are_numbered_anew():
    frame = pd.DataFrame({"F1": ["a", "b"]}, index=[7, 3])
    assert list(from_parquet(to_parquet(frame)).index) == [0, 1]


# -- the newest wins


def test_values_are_replaced_key_by_key(store):
    old = {("a", "x", "2023"): 1.0, ("a", "x", "2024"): 2.0, ("b", "x", "2024"): 3.0}
    new = {("a", "x", "2024"): 20.0, ("c", "x", "2024"): 4.0}
    store.import_deliveries([value_delivery(old), value_delivery(new)], wer="Amt")
    assert shown(store.snapshot().werte) == {**old, **new}


def test_an_empty_cell_of_a_newer_file_takes_nothing_away(store):
    key = ("a", "leer", "2024")
    store.import_deliveries([value_delivery({key: 5.0}, "alt.csv")], wer="Test")
    nothing = {key: float("nan"), ("b", "leer", "2024"): 7.0}
    store.import_deliveries([value_delivery(nothing, "neu.csv")], wer="Test")
    assert shown(store.snapshot().werte) == {key: 5.0, ("b", "leer", "2024"): 7.0}


def test_sources_and_comparison_are_replaced_key_by_key(store):
    older = pd.DataFrame({"quelle_id": ["q", "r"], "titel": ["alt", "bleibt"]})
    newer = pd.DataFrame({"quelle_id": ["q"], "titel": ["neu"]})
    row = {"gebiet_id": ["g"], "indikator": ["x"], "stand": ["2024"], "wert": [1.0]}
    take(
        store,
        SourceTable(older),
        SourceTable(newer),
        ComparisonTable(pd.DataFrame(row)),
        ComparisonTable(pd.DataFrame(row).assign(wert=2.0)),
    )
    state = store.snapshot()
    titles = dict(zip(state.quellen["quelle_id"], state.quellen["titel"], strict=True))
    assert titles == {"q": "neu", "r": "bleibt"}
    assert shown(state.vergleich) == {("g", "x", "2024"): 2.0}


def test_catalogue_gazetteer_and_areas_are_replaced_whole(store):
    take(store, tiny.catalogue(), tiny.gazetteer(), Areas(tiny.ortsteile()))
    node = Node("neu", "", 1, 1.0)
    places = tiny.gazetteer().places[:1]
    gazetteer = dataclasses.replace(tiny.gazetteer(), places=places)
    files = [
        delivery(content, f"neu-{i}")
        for i, content in enumerate(
            [Catalogue((node,)), gazetteer, Areas(tiny.ortsteile().iloc[:1])]
        )
    ]
    store.import_deliveries(files, wer="Amt")
    state = store.snapshot()
    assert [n.code for n in state.catalogue] == ["neu"]
    assert state.gazetteer.places == places
    assert state.ortsteil_names == {"nordheim": "Nordheim"}


def test_waves_are_replaced_each_for_itself_and_ordered_by_date(store):
    corrected = dataclasses.replace(tiny.wave("2022"), entfernt=("IP-Adresse",))
    take(store, tiny.wave("2024"), tiny.wave("2022"), corrected)
    waves = store.snapshot().umfragen
    assert [w.fragebogen.id for w in waves] == ["umfrage-2022", "umfrage-2024"]
    assert [w.entfernt for w in waves] == [("IP-Adresse",), ()]


def test_a_questionnaire_is_known_before_its_answers(store):
    announced = dataclasses.replace(tiny.questionnaire("2026"), titel="kommt noch")
    corrected = dataclasses.replace(tiny.questionnaire("2024"), titel="berichtigt")
    take(store, announced, tiny.questionnaire("2024"), tiny.wave("2024"), corrected)
    state = store.snapshot()
    assert [q.titel for q in state.frageboegen] == ["berichtigt", "kommt noch"]
    assert [w.fragebogen.titel for w in state.umfragen] == ["Umfrage 2024"]
    assert known_from(state, tiny.gemeinde()).questionnaires == state.frageboegen


def test_cells_are_replaced_by_theme_and_resolution(store):
    def cells(theme, resolution, population):
        frame = pd.DataFrame({"x": [50.0], "y": [50.0], "Einwohner": [population]})
        return GridCells(theme, "2022-05-15", resolution, frame, "zensus")

    take(store, cells("alter", 100, 1.0), cells("alter", 1000, 2.0), cells("alter", 100, 3.0))
    found = {(g.theme, g.resolution): g for g in store.snapshot().zellen}
    assert {key: g.cells["Einwohner"][0] for key, g in found.items()} == {
        ("alter", 100): 3.0,
        ("alter", 1000): 2.0,
    }
    assert found["alter", 100].stand == "2022-05-15"
    assert found["alter", 100].quelle_id == "zensus"


def test_counts_are_replaced_by_theme_group_and_date(store):
    def counts(group, **persons):
        rows = [(stand.strip("_"), "nordheim", n) for stand, n in persons.items()]
        frame = pd.DataFrame(rows, columns=["stand", "ortsteil_id", "anzahl"])
        sources = tiny.quellen().iloc[:1].assign(quelle_id=f"quelle-{group}")
        return Counts("thema", frame, group, sources, f"quelle-{group}")

    take(store, counts("a", _2023=1.0, _2024=2.0), counts("b", _2024=3.0), counts("a", _2024=4.0))
    found = store.snapshot().zaehlungen
    assert [(i.gruppe, i.stand, i.tabelle["anzahl"].tolist()) for i in found] == [
        ("a", "2023", [1.0]),
        ("a", "2024", [4.0]),
        ("b", "2024", [3.0]),
    ]
    assert {item.quelle_id for item in found} == {"quelle-a", "quelle-b"}
    assert {"quelle-a", "quelle-b"} <= set(store.snapshot().quellen["quelle_id"])
    store.undo(3, wer="Amt")
    assert store.snapshot().zaehlungen[1].tabelle["anzahl"].tolist() == [2.0]


@pytest.mark.parametrize(
    ("content", "flag", "expected"),
    [
        (values({("a", "x", "2024"): 1.0}), False, False),
        (values({("a", "x", "2024"): 1.0}), True, True),
        (values({("a", "x", "2024"): 1.0}, guete="beispiel"), False, True),
        (SurveyWave(FULL, pd.DataFrame({"F1": ["1"]})), True, True),
    ],
)
def test_examples_are_announced(store, content, flag, expected):
    take(store, content, beispiel=flag)
    assert store.snapshot().has_examples is expected


def test_what_has_no_table_is_a_bug(store):
    with pytest.raises(TypeError, match="no table for int"):
        take(store, 3)
    assert store.version() == 0


# -- margins of the register


def margins(n: float, wave: str = "") -> Margins:
    table = pd.DataFrame({"merkmal": ["sex"], "auspraegung": ["w"], "anzahl": [n]})
    return Margins(table, False, wave)


def test_margins_go_to_their_wave_else_to_every_wave(store):
    take(store, tiny.wave("2022"), tiny.wave("2024"), margins(1.0))
    assert [wave.margins.margin("sex") for wave in store.snapshot().umfragen] == [{"w": 1}] * 2
    (own,) = store.import_deliveries([delivery(margins(2.0, "umfrage-2024"), "neu")], wer="Amt")
    assert [w.margins.margin("sex") for w in store.snapshot().umfragen] == [{"w": 1}, {"w": 2}]
    store.undo(own.id, wer="Amt")
    assert [wave.margins.margin("sex") for wave in store.snapshot().umfragen] == [{"w": 1}] * 2


def test_a_crossing_comes_back(store):
    table = pd.DataFrame({"sex": ["w", "m"], "alter": ["1", "2"], "anzahl": [3.0, 4.5]})
    take(store, tiny.wave(), Margins(table, True))
    (wave,) = store.snapshot().umfragen
    assert wave.margins.gekreuzt
    assert wave.margins.crossing(("sex", "alter")) == {("w", "1"): 3, ("m", "2"): 4.5}


def test_a_comparison_brings_its_source_along_and_takes_it_away_again(store: Store):
    frame = pd.DataFrame(
        [["08", "Land", "land", "einwohner", "2023", 5.0, None, None, "genesis-1", "amtlich"]],
        columns=list(columns.VERGLEICH),
    )
    row = dict.fromkeys(columns.QUELLEN, "") | {"quelle_id": "genesis-1", "lizenz": "dl-de/by-2-0"}
    content = ComparisonTable(frame, pd.DataFrame([row]))
    (record,) = store.import_deliveries([delivery(content, "g.csv")], wer="Amt")
    assert store.snapshot().quellen.to_dict("records") == [row]
    assert store.snapshot().vergleich["wert"].tolist() == [5.0]
    store.undo(record.id, wer="Amt")
    assert store.snapshot().quellen.empty
    assert store.snapshot().vergleich.empty
