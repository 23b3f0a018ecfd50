"""Survey tables of the tiny Gemeinde, to be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.survey.tables import survey_table
from lebenslage.errors import DatenFehler
from lebenslage.model import columns as c
from lebenslage.model.rules import (
    GRUND_GEGENSPERRE,
    GRUND_KEINE_DATEN,
    GRUND_ZU_WENIGE,
    Audience,
    Thresholds,
)
from lebenslage.model.survey import QuestionType, Scale, SurveyKind
from tests import tiny
from tests.analysis.survey.builders import OPEN, counted, question, wave_of

AREAS = list(tiny.ORTSTEILE)


def table_of(wave, thresholds=OPEN, audience=Audience.INTERN, groups=AREAS, **more):
    table = survey_table(wave, groups, thresholds, audience, **more)
    return table.set_index([c.FRAGE, c.GRUPPE, c.STATISTIK, c.AUSPRAEGUNG]).sort_index()


@pytest.fixture(scope="module")
def open_table():
    return table_of(tiny.wave())


@pytest.fixture(scope="module")
def public():
    return table_of(tiny.wave(), Thresholds(), Audience.OEFFENTLICH)


@pytest.mark.parametrize(
    ("key", "wert"),
    [
        (("F1", "nordheim", "mittelwert", ""), (10 * 3 + 20 * 4 + 10 * 5) / 40),
        (("F1", "westtal", "mittelwert", ""), 4),
        (("F1", "", "mittelwert", ""), (160 + 90 + 16 * 3 + 16 * 4 + 8 * 4) / 110),
        (("F1", "nordheim", "anteil", "4"), 20 / 40),
        (("F1", "nordheim", "anteil", "1"), 0),  # the unfinished response is left out
        (("F1", "osterfeld", "top2", ""), 10 / 30),
        (("F1", "osterfeld", "saldo", ""), (10 - 10) / 30),
        (("F1", "nordheim", "saldo", ""), (30 - 0) / 40),
        (("F1", "suedhausen", "anteil", "3"), 16 / 32),  # without "weiß nicht"
        (("F1", "suedhausen", "weiss_nicht", "9"), 2 / 34),
        (("F2", "nordheim", "anteil", "nein"), 10 / 40),
        (("F3", "nordheim", "anteil", "bus"), 40 / 40),
        (("F3", "nordheim", "anteil", "rad"), 10 / 40),
        (("F4", "osterfeld", "mittelwert", ""), 10),
        (("F4", "osterfeld", "median", ""), 10),
        (("F5", "nordheim", "antworten", ""), 1),
    ],
)
def test_figures_by_hand(open_table, key, wert):
    assert open_table.loc[key, c.WERT] == pytest.approx(wert)


def test_errors_by_hand(open_table):
    row = open_table.loc[("F1", "nordheim", "mittelwert", "")]
    # a tenth of 400 answered; the squares about 4 are 10 * 1 + 20 * 0 + 10 * 1
    assert row[c.FEHLER] == pytest.approx(np.sqrt(0.9 * (20 / 39) / 40))
    assert row[c.N] == row[c.N_EFF] == 40
    share = open_table.loc[("F2", "nordheim", "anteil", "ja")]
    assert share[c.FEHLER] == pytest.approx(np.sqrt(0.9 * 0.75 * 0.25 / 39))


def test_the_total_of_the_example_is_that_of_its_strata(open_table):
    row = open_table.loc[("F2", "", "anteil", "ja")]
    variance = sum(
        (n / 112) ** 2 * 0.9 * ja / n * (1 - ja / n) / (n - 1)
        for ja, n in ((30, 40), (20, 30), (22, 34), (8, 8))
    )
    assert row[c.WERT] == pytest.approx(80 / 112)
    assert row[c.FEHLER] == pytest.approx(np.sqrt(variance))


def test_the_total_weighs_ortsteile_by_their_population():
    answers = {"nordheim": {"1": 10, "5": 10}, "osterfeld": {"5": 20}}
    table = table_of(counted(answers, grundgesamtheit={"nordheim": 300, "osterfeld": 100}))
    assert table.loc[("F1", "", "top2", ""), c.WERT] == pytest.approx((300 * 0.5 + 100) / 400)
    assert table.loc[("F1", "", "top2", ""), c.N_EFF] == pytest.approx(
        400**2 / (20 * 15**2 + 20 * 5**2)
    )


def test_columns_and_groups():
    table = survey_table(tiny.wave(), AREAS, OPEN, Audience.INTERN)
    assert tuple(table.columns) == (*c.UMFRAGEWERTE, c.GRUND)
    assert list(dict.fromkeys(table[c.GRUPPE])) == [*AREAS, ""]
    assert list(dict.fromkeys(table[c.FRAGE])) == ["F1", "F2", "F3", "F4", "F5"]


def test_a_given_weight_goes_first():
    columns = {"ortsteil": ["nordheim"] * 4, "F1": list("1155"), "gewicht": ["3", "3", "1", "1"]}
    table = table_of(wave_of(columns, grundgesamtheit={"nordheim": 40}))
    assert table.loc[("F1", "nordheim", "top2", ""), c.WERT] == pytest.approx(2 / 8)
    assert table.loc[("F1", "nordheim", "top2", ""), c.N_EFF] == pytest.approx(64 / 20)


def test_weights_that_are_none_are_told():
    columns = {"ortsteil": ["nordheim"] * 3, "F1": list("155"), "gewicht": ["1", "viel", "inf"]}
    with pytest.raises(DatenFehler) as error:
        survey_table(wave_of(columns), AREAS, OPEN, Audience.INTERN)
    assert str(error.value) == (
        "Gewichte müssen Zahlen von 0 an aufwärts sein; in 2 von 3 Antworten sind sie es nicht."
    )


def test_not_asked_and_no_answer_are_no_base():
    columns = {"ortsteil": ["nordheim"] * 4, "F1": ["5", "4", "", None]}
    table = table_of(wave_of(columns))
    assert table.loc[("F1", "nordheim", "mittelwert", ""), c.N] == 2


def test_boxes_are_asked_of_everybody_who_saw_them():
    boxes = question(QuestionType.MEHRFACH, teilfragen={"a": "A", "b": "B"})
    columns = {
        "ortsteil": ["nordheim"] * 4,
        "F1[a]": ["Y", "", "", None],
        "F1[b]": ["", "Y", "", None],
    }
    table = table_of(wave_of(columns, boxes))
    row = table.loc[("F1", "nordheim", "anteil", "a")]
    assert (row[c.WERT], row[c.N]) == (pytest.approx(1 / 3), 3)


def test_a_matrix_is_a_question_per_column():
    matrix = question(QuestionType.MATRIX, teilfragen={"a": "A", "b": "B"})
    columns = {"ortsteil": ["nordheim"] * 2, "F1[a]": list("12"), "F1[b]": list("55")}
    table = table_of(wave_of(columns, matrix))
    assert table.loc[("F1[a]", "nordheim", "mittelwert", ""), c.WERT] == 1.5
    assert table.loc[("F1[b]", "nordheim", "mittelwert", ""), c.WERT] == 5


def test_a_reversed_scale_has_its_best_answers_first():
    reverse = question(skala=Scale(("1", "2", "3", "4"), richtung=-1))
    table = table_of(counted({"nordheim": {"1": 3, "4": 1}}, questions=(reverse,)))
    assert table.loc[("F1", "nordheim", "top2", ""), c.WERT] == 3 / 4
    assert table.loc[("F1", "nordheim", "saldo", ""), c.WERT] == 3 / 4 - 1 / 4


def test_scales_of_three_have_no_top_two():
    three = question(skala=Scale(("1", "2", "3")))
    table = survey_table(
        counted({"nordheim": {"1": 3}}, questions=(three,)), AREAS, OPEN, Audience.INTERN
    )
    assert set(table[c.STATISTIK]) == {"mittelwert", "anteil"}


def test_words_of_an_own_answer_are_not_shown():
    one = question(QuestionType.EINFACH, skala=Scale(("ja", "nein")))
    table = survey_table(
        counted({"nordheim": {"ja": 3, "Frau Meier weiß es": 1}}, questions=(one,)),
        AREAS,
        OPEN,
        Audience.INTERN,
    )
    assert set(table[c.AUSPRAEGUNG]) == {"ja", "nein", "sonstiges"}


def test_without_a_list_of_answers_rare_ones_are_put_together():
    one = question(QuestionType.EINFACH)
    answers = {"nordheim": {"Bus": 20, "Rad": 15, "Hubschrauber von Herrn Maier": 1}}
    table = survey_table(counted(answers, questions=(one,)), AREAS, Thresholds(), Audience.INTERN)
    assert set(table[c.AUSPRAEGUNG]) == {"Bus", "Rad", "sonstiges"}


def test_rankings_give_the_mean_rank():
    ranked = question(QuestionType.RANGFOLGE, teilfragen={"a": "A", "b": "B"})
    columns = {"ortsteil": ["nordheim"] * 2, "F1[a]": list("12"), "F1[b]": list("22")}
    table = table_of(wave_of(columns, ranked))
    assert table.loc[("F1[a]", "nordheim", "mittelwert", ""), c.WERT] == 1.5


def test_numbers_may_have_a_decimal_comma():
    number = question(QuestionType.ZAHL)
    columns = {"ortsteil": ["nordheim"] * 3, "F1": ["1,5", "2.5", "viele"]}
    table = table_of(wave_of(columns, number))
    assert table.loc[("F1", "nordheim", "mittelwert", ""), c.WERT] == 2


def test_by_age_the_groups_are_the_answers_of_that_question():
    age = question(QuestionType.EINFACH, code="alter", skala=Scale(("1", "2", "3")))
    columns = {"alter": list("1122"), "F1": list("1155")}
    table = survey_table(wave_of(columns, age, question()), AREAS, OPEN, Audience.INTERN, "alter")
    assert list(dict.fromkeys(table[c.GRUPPE])) == ["1", "2", "3", ""]
    assert set(table[c.FRAGE]) == {"F1"}
    rows = table.set_index([c.GRUPPE, c.STATISTIK])
    assert rows.loc[("2", "mittelwert"), c.WERT] == 5
    assert rows.loc[("3", "mittelwert"), c.STATUS] == "fehlt"
    assert rows.loc[("3", "mittelwert"), c.GRUND] == GRUND_KEINE_DATEN


def test_without_the_column_there_is_only_the_total():
    table = survey_table(wave_of({"F1": list("1155")}), AREAS, OPEN, Audience.INTERN)
    assert set(table[c.GRUPPE]) == {""}


def test_open_links_claim_nothing():
    counts = {"nordheim": {"1": 20, "5": 20}}
    table = survey_table(
        counted(counts, art=SurveyKind.OFFEN), AREAS, Thresholds(), Audience.OEFFENTLICH
    )
    assert table[[c.FEHLER, c.UG, c.OG]].isna().all(axis=None)
    assert table[c.WERT].notna().any()


def test_an_empty_wave_is_no_error():
    table = survey_table(
        wave_of({"ortsteil": [], "F1": []}), AREAS, Thresholds(), Audience.OEFFENTLICH
    )
    assert set(table[c.STATUS]) == {"fehlt"}
    assert table[[c.WERT, c.UG, c.OG]].isna().all(axis=None)


def test_answers_stay_as_they_are():
    wave = tiny.wave()
    before = wave.antworten.copy(deep=True)
    survey_table(wave, AREAS, Thresholds(), Audience.OEFFENTLICH)
    pd.testing.assert_frame_equal(wave.antworten, before)


# protection


@pytest.mark.parametrize("frage", ["F1", "F4"])
def test_few_persons_and_their_partner_are_hidden(public, frage):
    mean = public.xs((frage, "mittelwert"), level=(0, 2))
    # 8 persons in Westtal; Osterfeld with 30 is the next smallest
    assert mean[c.STATUS].to_dict() == {
        ("", ""): "ok",
        ("nordheim", ""): "ok",
        ("osterfeld", ""): "unterdrueckt",
        ("suedhausen", ""): "ok",
        ("westtal", ""): "unterdrueckt",
    }
    assert mean.loc[("westtal", ""), c.GRUND] == GRUND_ZU_WENIGE
    assert mean.loc[("osterfeld", ""), c.GRUND] == GRUND_GEGENSPERRE


def test_hidden_rows_have_no_numbers(public):
    hidden = public[public[c.STATUS] == "unterdrueckt"]
    assert len(hidden)
    assert hidden[[c.WERT, c.FEHLER, c.UG, c.OG, c.N, c.N_EFF]].isna().all(axis=None)


def test_internal_users_see_five_to_nine():
    table = table_of(tiny.wave(), Thresholds(), Audience.INTERN)
    row = table.loc[("F1", "westtal", "mittelwert", "")]
    assert (row[c.STATUS], row[c.N], row[c.WERT]) == ("eingeklammert", 8, 4)


def test_two_who_do_not_know_are_not_told(public):
    rows = public.xs(("F1", "weiss_nicht"), level=(0, 2))
    assert set(rows[c.STATUS]) == {"unterdrueckt"}


def test_what_is_hidden_inside_is_hidden_outside():
    tables = [survey_table(tiny.wave(), AREAS, Thresholds(), audience) for audience in Audience]
    outside, inside = tables
    assert outside[c.WERT].isna()[inside[c.WERT].isna()].all()


def test_closed_ortsteile_are_hidden_in_every_question(public):
    """One partner for all: else two questions would give the small group away."""
    shown = public[public[c.N].notna()].reset_index()
    assert set(shown[c.GRUPPE]) == {"", "nordheim", "suedhausen"}


def test_a_weighted_total_is_rounded():
    """Its last digits would tell the numbers of persons in it."""
    counts = {
        "nordheim": {"1": 31, "3": 40, "5": 33},
        "osterfeld": {"1": 7, "3": 11, "5": 17},
        "westtal": {"1": 21, "3": 3, "5": 19},
    }
    wave = counted(counts, grundgesamtheit={"nordheim": 391, "osterfeld": 301, "westtal": 171})
    total = table_of(wave, Thresholds(), Audience.OEFFENTLICH).xs("", level=1)
    shown = total[[c.WERT, c.UG, c.OG]].to_numpy(float)
    np.testing.assert_array_equal(shown, np.round(shown, 3))
    assert total[c.WERT].notna().any()


def test_the_effective_number_does_not_tell_a_closed_ortsteil():
    """N² / sum of N_h² / n_h, together with the sum of the n_h, would tell both hidden ones."""
    wave = replace(
        tiny.wave(),
        fragebogen=replace(
            tiny.questionnaire(),
            grundgesamtheit={"nordheim": 401, "osterfeld": 299, "suedhausen": 333, "westtal": 77},
        ),
    )
    table = table_of(wave, Thresholds(), Audience.OEFFENTLICH)
    assert table.xs("", level=1)[c.N_EFF].isna().all()
    assert table.xs("nordheim", level=1)[c.N_EFF].notna().any()
