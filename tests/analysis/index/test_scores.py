"""The table of the pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.index.scores import ScoreTable, score_table
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Aggregation, Normalisation, Procedure
from lebenslage.model.rules import GRUND_ABDECKUNG, GRUND_KONSTANT, GRUND_ZU_WENIGE
from tests import tiny

SCORES = [
    *("gebiet_id", "code", "score", "score_ug", "score_og", "rang", "rang_ug", "rang_og"),
    *("klasse", "abdeckung", "beispiel", "grund"),
]
BUS = {"nordheim": 4.0, "osterfeld": 3.0, "suedhausen": 3.5}


def values() -> pd.DataFrame:
    """2024 of the tiny Gemeinde: as protected, with the survey; Westtal (8 persons) is hidden."""
    frame = tiny.werte().assign(status="ok", grund="")
    rows = [
        {
            "gebiet_id": ortsteil,
            "indikator": "zufriedenheit_bus",
            "stand": "2024-05-01",
            "wert": BUS.get(ortsteil, np.nan),
            "standardfehler": 0.1,
            "guete": "beispiel",
            "status": "ok" if ortsteil in BUS else "unterdrueckt",
            "grund": "" if ortsteil in BUS else GRUND_ZU_WENIGE,
        }
        for ortsteil in tiny.ORTSTEILE
    ]
    frame = pd.concat([frame, pd.DataFrame(rows)], ignore_index=True)
    # the vacancy rate of Westtal is of 2022 only, when 2 of 50 stood empty
    return frame[frame["stand"].str.startswith("2024") | (frame["gebiet_id"] == "westtal")]


def table(**arguments: object) -> ScoreTable:
    return score_table(values(), tiny.snapshot(), **arguments)  # type: ignore[arg-type]


def by_key(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    return frame.set_index(list(keys))


def test_columns() -> None:
    got = table(draws=20)
    assert list(got.scores.columns) == SCORES
    assert list(got.contributions.columns) == [
        *("gebiet_id", "eltern", "code", "score", "gewicht", "beitrag", "grund")
    ]
    assert list(got.pairs.columns) == ["code", "a", "b", "p_a_below_b", "belastbar"]
    assert list(got.deviations.columns) == [
        *("gebiet_id", "code", "differenz", "ug", "og", "belastbar")
    ]
    assert list(got.clipped.columns) == ["gebiet_id", "indikator", "wert", "ende", "zielwert"]


def test_scores_of_the_tiny_gemeinde() -> None:
    rows = by_key(table(draws=50).scores, "code", "gebiet_id")
    assert_allclose(rows.loc["wohnen", "score"], [62.5, 22.5, 65, (80 + 100) / 2])
    assert_allclose(rows.loc["versorgung", "score"], [62.5, 75, 43.75, np.nan])
    assert_allclose(rows.loc["gesamt", "rang"], [1, 2, 3, np.nan])
    assert rows.loc["gesamt", "klasse"].tolist() == ["hoch", "hoch", "mittel", ""]
    assert rows.loc[("gesamt", "westtal"), "abdeckung"] == 1 / 2
    assert rows.loc["busabfahrten", "rang"].isna().all()


def test_reasons() -> None:
    rows = by_key(table(draws=2).scores, "code", "gebiet_id")["grund"]
    assert rows["zufriedenheit_bus", "westtal"] == GRUND_ZU_WENIGE
    assert rows["versorgung", "westtal"] == rows["gesamt", "westtal"] == GRUND_ABDECKUNG
    assert rows["gesamt", "nordheim"] == ""


def test_made_up_values_mark_every_node_they_went_into() -> None:
    rows = by_key(table(draws=2).scores, "code", "gebiet_id")["beispiel"]
    marked = ["gesamt", "versorgung", "zufriedenheit_bus"]
    assert rows[rows].index.tolist() == [(code, ortsteil) for code in marked for ortsteil in BUS]


def test_what_did_not_go_in_marks_nothing() -> None:
    # the survey counts in versorgung, versorgung with weight 0 not in the root
    frame = values()
    tree = Catalogue(
        tuple(
            replace(node, gewicht=0.0) if node.code == "versorgung" else node
            for node in tiny.catalogue()
        )
    )
    snapshot = replace(tiny.snapshot(), catalogue=tree)
    rows = by_key(score_table(frame, snapshot, draws=2).scores, "code", "gebiet_id")
    assert rows.loc["gesamt", "score"].notna().all()
    assert not rows.loc["gesamt", "beispiel"].any()
    assert rows.loc[("zufriedenheit_bus", "nordheim"), "beispiel"]


def test_intervals_from_the_draws() -> None:
    rows = by_key(table(draws=4000).scores, "code", "gebiet_id")
    low, high = rows.loc["wohnflaeche", "score_ug"], rows.loc["wohnflaeche", "score_og"]
    # 45 m² ± 1.5 m² between 30 and 60: 50 points, ± 1.645 standard errors of 5 points
    assert_allclose([low.iloc[0], high.iloc[0]], [50 - 1.645 * 5, 50 + 1.645 * 5], atol=0.6)
    assert high["westtal"] == 100  # 60 m² is the goalpost
    # no error is known of the bus departures
    assert (rows.loc["busabfahrten", "score_ug"] == rows.loc["busabfahrten", "score"]).all()
    bounds = rows[["score_ug", "score", "score_og"]].dropna().to_numpy()
    assert (np.diff(bounds, axis=1) >= 0).all()
    places = rows[["rang_ug", "rang", "rang_og"]].dropna().to_numpy()
    assert (np.diff(places, axis=1) >= 0).all()
    assert (places == places.round()).all()


def test_pairs() -> None:
    pairs = by_key(table().pairs, "code", "a", "b")
    # 50 ± 5 against 80 ± 5 points: surely below; the pair the other way round says the same
    assert pairs.loc[("wohnflaeche", "nordheim", "suedhausen"), "p_a_below_b"] > 0.99
    assert bool(pairs.loc[("wohnflaeche", "nordheim", "suedhausen"), "belastbar"])
    # 62.5 against 65 points with errors of 5 to 8 points
    close = pairs.loc[("wohnen", "nordheim", "suedhausen")]
    assert 0.4 < close["p_a_below_b"] < 0.8
    assert not close["belastbar"]
    back = pairs["p_a_below_b"].swaplevel("a", "b")
    assert_allclose(pairs["p_a_below_b"] + back.reindex(pairs.index), 1)
    # Westtal has no overall score: three Ortsteile, six pairs
    assert len(pairs.loc["gesamt"]) == 6


def test_equal_scores_are_no_difference() -> None:
    frame = values()
    osterfeld = (frame["indikator"] == "busabfahrten") & (frame["gebiet_id"] == "osterfeld")
    frame.loc[osterfeld, "wert"] = 20.0  # as many as in Nordheim
    pairs = by_key(score_table(frame, tiny.snapshot()).pairs, "code", "a", "b")
    same = pairs.loc[("busabfahrten", "nordheim", "osterfeld")]
    assert same["p_a_below_b"] == 0.5
    assert not same["belastbar"]


def test_deviations_from_the_rest() -> None:
    rows = by_key(table().deviations, "code", "gebiet_id")
    expected = [
        50 - (20 + 80 + 100) / 3,
        20 - (50 + 80 + 100) / 3,
        80 - (50 + 20 + 100) / 3,
        100 - (50 + 20 + 80) / 3,
    ]
    assert_allclose(rows.loc["wohnflaeche", "differenz"], expected)
    assert rows.loc["wohnflaeche", "belastbar"].all()
    bus = rows.loc[("versorgung", "osterfeld"), "differenz"]
    assert bus == pytest.approx(75 - (62.5 + 43.75) / 2)
    assert rows.loc[("versorgung", "westtal"), ["differenz", "ug", "og"]].isna().all()
    assert not rows.loc[("versorgung", "westtal"), "belastbar"]


def test_clipped_values() -> None:
    frame = values()
    frame.loc[(frame["indikator"] == "leerstandsquote") & (frame["wert"] == 15), "wert"] = 30.0
    clipped = score_table(frame, tiny.snapshot(), draws=2).clipped
    assert clipped.to_dict("records") == [
        {
            "gebiet_id": "osterfeld",
            "indikator": "leerstandsquote",
            "wert": 30,
            "ende": "oben",
            "zielwert": 20,
        }
    ]


def test_further_areas_get_scores_and_change_nothing() -> None:
    frame = values()
    own = frame[frame["gebiet_id"] == "nordheim"].assign(gebiet_id=tiny.AGS)
    frame = pd.concat([frame, own], ignore_index=True)
    alone = score_table(frame, tiny.snapshot(), draws=100)
    both = score_table(frame, tiny.snapshot(), weitere=(tiny.AGS,), draws=100)
    further = by_key(both.scores, "gebiet_id", "code").loc[tiny.AGS]
    assert_allclose(further.loc["gesamt", "score"], 62.5)
    assert further["rang"].isna().all()
    assert further.loc["gesamt", "score_ug"] < 62.5 < further.loc["gesamt", "score_og"]
    rest = both.scores[both.scores["gebiet_id"] != tiny.AGS].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, alone.scores)
    pd.testing.assert_frame_equal(both.pairs, alone.pairs)
    pd.testing.assert_frame_equal(both.deviations, alone.deviations)
    pd.testing.assert_frame_equal(both.contributions, alone.contributions)


def test_constant_among_the_ranked_is_constant_for_all() -> None:
    frame = values()
    frame.loc[frame["indikator"] == "wohnflaeche", "wert"] = 45.0
    own = frame[frame["gebiet_id"] == "nordheim"].assign(gebiet_id=tiny.AGS)
    own.loc[own["indikator"] == "wohnflaeche", "wert"] = 50.0
    both = score_table(pd.concat([frame, own]), tiny.snapshot(), weitere=(tiny.AGS,), draws=50)
    rows = both.scores[both.scores["code"] == "wohnflaeche"]
    # the values have a standard error: in the draws they differ, and still there is no score
    assert rows[["score", "score_ug", "score_og"]].isna().all(axis=None)
    assert set(rows["grund"]) == {GRUND_KONSTANT}


def test_some_areas_only() -> None:
    got = table(gebiete=("osterfeld", "suedhausen"), draws=20)
    rows = by_key(got.scores, "code", "gebiet_id")
    assert rows.loc["gesamt"].index.tolist() == ["osterfeld", "suedhausen"]
    assert rows.loc["gesamt", "rang"].tolist() == [1, 2]


def test_contributions_down_to_the_indicators() -> None:
    got = table(draws=2)
    rows = got.indicator_contributions("gesamt")
    nordheim = rows[rows["gebiet_id"] == "nordheim"]
    assert_allclose(nordheim["beitrag"], [75 / 8, 50 / 8, 3 * 50 / 8, 3 * 75 / 8])
    direct = by_key(got.contributions, "eltern", "gebiet_id").loc[("gesamt", "nordheim")]
    assert_allclose(direct["beitrag"], [62.5 / 4, 3 * 62.5 / 4])


def test_a_draw_that_cannot_be_computed_ends_nothing() -> None:
    # this mean needs points above 0, which the only indicator of a field misses in some draws
    procedure = Procedure(aggregation=Aggregation("mpi_minus", mindestabdeckung=0.5))
    frame = values()
    frame = frame[frame["indikator"] != "busabfahrten"]
    rows = by_key(score_table(frame, tiny.snapshot(), procedure, draws=400).scores, "code")
    assert (rows.loc["gesamt", "score"].notna() == rows.loc["gesamt", "score_ug"].notna()).all()


def test_same_seed_same_table() -> None:
    once, again, other = table(draws=50), table(draws=50), table(draws=50, seed=7)
    pd.testing.assert_frame_equal(once.scores, again.scores)
    pd.testing.assert_frame_equal(once.pairs, again.pairs)
    pd.testing.assert_frame_equal(once.deviations, again.deviations)
    assert not once.scores.equals(other.scores)


def test_the_input_stays_as_it_is() -> None:
    frame = values()
    before = frame.copy()
    score_table(frame, tiny.snapshot(), draws=2)
    pd.testing.assert_frame_equal(frame, before)


def test_nothing_there_yet() -> None:
    empty = score_table(values().iloc[:0], tiny.snapshot(), draws=5)
    assert empty.scores["score"].isna().all()
    assert (empty.scores["grund"] == "noch keine Daten").all()
    assert empty.pairs.empty
    nobody = score_table(values(), tiny.snapshot(), gebiete=(), draws=5)
    bare = score_table(values(), replace(tiny.snapshot(), catalogue=Catalogue(())), draws=5)
    for got in (nobody, bare):
        assert list(got.scores.columns) == SCORES
        for frame in (got.scores, got.contributions, got.pairs, got.deviations, got.clipped):
            assert frame.empty


def test_without_draws() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        table(draws=0)


def test_an_open_link_survey_claims_nothing() -> None:
    frame = values()
    survey = frame["indikator"] == "zufriedenheit_bus"
    frame.loc[survey, "standardfehler"] = np.nan
    got = score_table(frame, tiny.snapshot(), draws=50)
    rows = by_key(got.scores, "code", "gebiet_id")
    limits = ["score_ug", "score_og", "rang_ug", "rang_og"]
    assert rows.loc[("versorgung", "nordheim"), limits].isna().all()
    assert rows.loc[("versorgung", "nordheim"), "score"] == 62.5
    assert rows.loc[("wohnen", "nordheim"), limits].notna().all()
    for told in (got.pairs, got.deviations):
        claimed = told.groupby("code")["belastbar"].any()
        assert not claimed["versorgung"]
        assert not claimed["gesamt"]
        assert claimed["wohnen"]
        assert claimed["busabfahrten"]  # counted, not asked


def test_goalposts_of_all_years_hold_for_the_newest() -> None:
    bare = [
        replace(node, unten=None, oben=None) if node.code == "wohnflaeche" else node
        for node in tiny.catalogue()
    ]
    snapshot = replace(tiny.snapshot(), catalogue=Catalogue(tuple(bare)))
    choice = Normalisation(zielwerte_aus_daten=True, jahre="gemeinsam", basisjahr="erstes")
    both = tiny.werte().assign(status="ok", grund="")
    got = score_table(both, snapshot, Procedure(normalisierung=choice), draws=2)
    found = by_key(got.scores, "code", "gebiet_id").loc["wohnflaeche", "score"]
    # 2022: 42, 36, 51, 57 with the mean 46.5; both years together from 36 to 60
    expected = [100 * (x - 34.5) / 24 for x in (45, 36, 54)]
    assert_allclose(found[["nordheim", "osterfeld", "suedhausen"]], expected)
    assert found["westtal"] == 100, "60 lies beyond 58.5"
