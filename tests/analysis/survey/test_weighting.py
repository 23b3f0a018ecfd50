"""Weights fitted to margins: by hand, by their relations, and every message."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.analysis.survey.calibration import Calibration
from lebenslage.analysis.survey.design import Design
from lebenslage.analysis.survey.estimate import estimate
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.moments import answer_moments
from lebenslage.analysis.survey.raking import rake
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.analysis.survey.weighting import Weighted, wave_weights, weighted_design
from lebenslage.errors import DatenFehler
from lebenslage.model.margins import Margins
from lebenslage.model.rules import Audience
from lebenslage.model.survey import Weighting, WeightingMethod
from tests.analysis.survey.builders import OPEN, counted, wave_of

RAKING, POST = WeightingMethod.RAKING, WeightingMethod.NACHSCHICHTUNG
WIDE = (0.01, 100.0)


def long(**cells: dict[str, float]) -> Margins:
    rows = [(m, a, float(n)) for m, table in cells.items() for a, n in table.items()]
    return Margins(pd.DataFrame(rows, columns=["merkmal", "auspraegung", "anzahl"]), False)


def weigh(columns, margins, method=RAKING, merkmale=("sex", "age"), limits=WIDE) -> Weighted:
    wave = wave_of({"F1": ["1"] * len(next(iter(columns.values()))), **columns})
    plan = Weighting(method, merkmale, limits)
    return weighted_design(replace(wave.fragebogen, gewichtung=plan), wave.antworten, margins)


def messages(*args, **more) -> list[str]:
    with pytest.raises(DatenFehler) as caught:
        weigh(*args, **more)
    return [str(problem) for problem in caught.value.problems]


SEX = ["w", "w", "w", "m"]
AGE = ["j", "j", "a", "a"]


def test_one_margin_by_hand():
    found = weigh({"sex": SEX}, long(sex={"w": 30, "m": 20}), merkmale=("sex",))
    assert found.design.weight.tolist() == pytest.approx([10, 10, 10, 20])


def test_two_margins_are_both_met():
    weight = weigh({"sex": SEX, "age": AGE}, long(sex={"w": 30, "m": 20}, age={"j": 25, "a": 25}))
    women = np.array(SEX) == "w"
    young = np.array(AGE) == "j"
    found = weight.design.weight
    assert [found[women].sum(), found[young].sum()] == pytest.approx([30, 25])


def test_post_stratification_by_hand():
    table = pd.DataFrame(
        {"sex": ["w", "w", "m"], "age": ["j", "a", "a"], "anzahl": [8.0, 5.0, 7.0]}
    )
    found = weigh({"sex": SEX, "age": AGE}, Margins(table, True), POST)
    assert found.design.weight.tolist() == pytest.approx([4, 4, 5, 7])


def test_a_share_that_the_margin_gives_has_no_error():
    wave = counted({"a": {"1": 20, "5": 10}, "b": {"1": 10, "5": 20}})
    plan = Weighting(RAKING, ("ortsteil",), WIDE)
    margins = long(ortsteil={"a": 300, "b": 900})
    wave = replace(wave, fragebogen=replace(wave.fragebogen, gewichtung=plan), margins=margins)
    table = survey_table(wave, ("a", "b"), OPEN, Audience.INTERN, totals=True)
    sums = table[(table["statistik"] == "summe") & (table["auspraegung"] == "1")]
    # a third of b and two thirds of a
    assert sums["wert"].tolist() == pytest.approx([200, 300, 500])
    shares = table[(table["statistik"] == "anteil") & (table["auspraegung"] == "5")]
    assert shares["wert"].iloc[-1] == pytest.approx(700 / 1200)


def test_silent_persons_keep_their_part():
    sex = ["w", "w", "m", "", None]
    found = weigh({"sex": sex}, long(sex={"w": 30, "m": 70}), merkmale=("sex",))
    # two of five do not tell: 40 of 100; the others share 60 as 30 to 70
    assert found.design.weight.tolist() == pytest.approx([9, 9, 42, 20, 20])
    assert found.notes == (
        "Antworten ohne Angabe zu „sex“ behalten ihren Anteil; angepasst werden die übrigen.",
    )


def test_limits_cut_and_tell():
    found = weigh({"sex": SEX}, long(sex={"w": 10, "m": 90}), merkmale=("sex",), limits=(0.3, 2))
    # factors 3.3 and 90, on average 25: cut to 7.5 and 50
    assert found.design.weight.tolist() == pytest.approx([7.5, 7.5, 7.5, 50])
    assert found.trimmed == 4
    assert found.notes == (
        "Gewichte sind auf das 0,3- bis 2-Fache des Durchschnitts begrenzt; deshalb weicht „m“ "
        "(sex) um 40 Personen von der Randverteilung ab, mehr als jede andere Ausprägung.",
    )


def test_names_of_answers_are_understood():
    from lebenslage.model.survey import Question, QuestionType, Scale

    scale = Scale(("1", "2"), ("bis 29 Jahre", "30 und älter"))
    wave = wave_of({"alter": ["1", "2"]}, Question("alter", "Alter?", QuestionType.EINFACH, scale))
    plan = Weighting(RAKING, ("alter",), WIDE)
    margins = long(alter={"bis 29 Jahre": 10, "30 und älter": 30})
    found = weighted_design(replace(wave.fragebogen, gewichtung=plan), wave.antworten, margins)
    assert found.design.weight.tolist() == pytest.approx([10, 30])


# what does not fit


def test_an_ausprägung_without_answers():
    assert messages({"sex": SEX}, long(sex={"w": 30, "m": 20, "d": 1000}), merkmale=("sex",)) == [
        "„d“ (sex) hat nach der Randverteilung 1.000 Personen, aber keine Antwort; bitte mit "
        "einer anderen Ausprägung zusammenfassen."
    ]


def test_an_ausprägung_without_a_margin_and_an_empty_cell():
    assert messages({"sex": SEX}, long(sex={"w": 0, "x": 0.0, "y": 5}), merkmale=("sex",)) == [
        "„w“ (sex) hat Antworten, nach der Randverteilung aber keine Personen; die Zelle ist leer.",
        "„m“ (sex) kommt in den Antworten vor, fehlt aber in der Randverteilung.",
        "„y“ (sex) hat nach der Randverteilung 5 Personen, aber keine Antwort; bitte mit einer "
        "anderen Ausprägung zusammenfassen.",
    ]


def test_a_merkmal_without_margin_or_answers():
    margins = long(sex={"w": 1, "m": 1}, place={"a": 2})
    assert messages({"sex": SEX}, margins, merkmale=("sex", "age", "place")) == [
        "Für das Merkmal „age“ fehlt die Randverteilung; die Datei hat „sex“, „place“.",
        "Die Antworten haben keine Spalte für das Merkmal „place“.",
    ]


def test_margins_that_count_nobody():
    assert messages({"sex": SEX}, long(sex={"w": 0, "m": 0}), merkmale=("sex",)) == [
        "Die Randverteilung von „sex“ zählt niemanden."
    ]


def test_sums_that_do_not_fit():
    margins = long(sex={"w": 3000, "m": 2000}, age={"j": 3000, "a": 2500})
    assert messages({"sex": SEX, "age": AGE}, margins) == [
        "Die Summen der Randverteilungen passen nicht zusammen: „sex“ ergibt 5.000, „age“ 5.500 "
        "Personen."
    ]


def test_sums_that_differ_a_little():
    margins = long(sex={"w": 3000, "m": 2000}, age={"j": 2510, "a": 2510})
    found = weigh({"sex": SEX, "age": AGE}, margins)
    assert found.design.weight.sum() == pytest.approx(5000)
    assert found.notes[0] == (
        "Die Summen der Randverteilungen weichen leicht voneinander ab („sex“ ergibt 5.000, „age“ "
        "5.020 Personen); gerechnet wird mit der Summe von „sex“."
    )


def test_no_solution():
    # all women are young and all men are old, but the margins want 30 women and 10 young
    margins = long(sex={"w": 30, "m": 20}, age={"j": 10, "a": 40})
    assert messages({"sex": ["w", "w", "m"], "age": ["j", "j", "a"]}, margins) == [
        "Die Gewichtung findet keine Lösung: nach 1.000 Durchgängen fehlen bei „w“ (sex) noch 20 "
        "Personen zur Randverteilung. Meist gibt es zu einer Kombination der Merkmale keine "
        "Antworten; bitte Ausprägungen zusammenfassen."
    ]


def test_post_stratification_needs_the_crossing():
    margins = long(sex={"w": 30, "m": 20}, age={"j": 25, "a": 25})
    assert messages({"sex": SEX, "age": AGE}, margins, POST) == [
        "Für die Nachschichtung braucht die Randverteilung je Merkmal eine Spalte und die Spalte "
        "„anzahl“, also jede Kombination von „sex“, „age“."
    ]


@pytest.mark.parametrize("weight", [float("inf"), float("nan"), -1.0])
def test_weights_that_are_none(weight):
    wave = wave_of({"F1": ["1", "2"], "gewicht": [1.0, weight]})
    with pytest.raises(DatenFehler) as caught:
        survey_table(wave, (), OPEN, Audience.INTERN)
    assert str(caught.value) == (
        "Gewichte müssen Zahlen von 0 an aufwärts sein; in 1 von 2 Antworten sind sie es nicht."
    )


def test_a_population_that_varies_within_a_stratum():
    wave = wave_of({"F1": ["1", "2"], "grundgesamtheit": [100.0, 200.0]})
    with pytest.raises(DatenFehler, match="in allen Antworten einer Schicht"):
        survey_table(wave, (), OPEN, Audience.INTERN)


def test_a_page_goes_on_without_weights_and_is_told_why():
    wave = counted({"a": {"1": 20}, "b": {"1": 10}})
    plan = Weighting(RAKING, ("ortsteil",), WIDE)
    wave = replace(
        wave,
        fragebogen=replace(wave.fragebogen, gewichtung=plan),
        margins=long(ortsteil={"a": 5}),
    )
    found = wave_weights(wave, wave.antworten)
    assert found.problems == (
        "„b“ (ortsteil) kommt in den Antworten vor, fehlt aber in der Randverteilung.",
    )
    assert found.design.weight.tolist() == [1.0] * 30
    survey_table(wave, ("a", "b"), OPEN, Audience.INTERN)
    with pytest.raises(DatenFehler):
        survey_table(wave, ("a", "b"), OPEN, Audience.INTERN, strict=True)


def test_equal_answers_have_no_error_but_shares_a_limit():
    wave = counted({"a": {"5": 20}, "b": {"5": 30}})
    table = survey_table(wave, ("a", "b"), OPEN, Audience.INTERN)
    mean = table[(table["statistik"] == "mittelwert") & (table["gruppe"] == "")].iloc[0]
    assert (mean["wert"], mean["standardfehler"], mean["ug"], mean["og"]) == (5, 0, 5, 5)
    share = table[(table["auspraegung"] == "5") & (table["gruppe"] == "")].iloc[0]
    assert share["ug"] < share["wert"] == share["og"] == 1


# relations

crosses = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.floats(0.2, 5)), min_size=1, max_size=30
)


@settings(max_examples=50, deadline=None)
@given(crosses, st.floats(0.5, 2))
def test_fitting_margins_that_hold_already_changes_nothing(cells, factor):
    table: dict[tuple[int, int], float] = {}
    for a, b, w in cells:
        table[a, b] = table.get((a, b), 0.0) + w
    weight = np.array(list(table.values()))
    codes = [np.unique([key[k] for key in table], return_inverse=True)[1] for k in (0, 1)]
    targets = [np.bincount(c, weight * factor) for c in codes]
    found = rake(weight, codes, targets)
    assert found.converged
    np.testing.assert_allclose(found.factor, factor, rtol=1e-9)


samples = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 3), st.integers(0, 1), st.integers(-1, 4), st.floats(1, 9)
    ),
    min_size=8,
    max_size=60,
)


@pytest.mark.parametrize("equal", [True, False])
@settings(max_examples=40, deadline=None)
@given(samples)
def test_many_groups_at_once_are_as_one_by_one(equal, rows):
    """The quadratic form of many groups, and counts of persons alike, against the plain way."""
    group, age, sex, answer, weight = (np.array(column) for column in zip(*rows, strict=True))
    weight = np.ones(len(weight)) if equal else weight
    calibration = Calibration.of([age.astype(np.int64), sex.astype(np.int64)], weight, 10)
    design = replace(
        Design.of(weight=weight, stratum=(sex * 0 + age % 2).astype(np.int64)),
        calibration=calibration,
    )
    answer = answer.astype(np.int64)
    together = Grouping.of(design, group.astype(np.int64), 3)
    many = estimate(answer_moments(together, answer, 5), np.eye(5))
    for one in range(3):
        alone = Grouping.of(design, np.where(group == one, 0, -1).astype(np.int64), 1)
        single = estimate(answer_moments(alone, answer, 5), np.eye(5))
        for name in ("wert", "fehler"):
            ours, plain = getattr(many, name)[one], getattr(single, name)[0]
            np.testing.assert_allclose(ours, plain, rtol=1e-7, atol=1e-6)
        for name in ("n", "n_eff", "df", "n_srs"):
            assert getattr(many, name)[one] == pytest.approx(
                getattr(single, name)[0], nan_ok=True, rel=1e-9
            )
