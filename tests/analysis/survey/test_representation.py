"""Who is missing: shares among the answers against shares in the register."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.survey import register, representation
from lebenslage.analysis.survey.response import who_answered
from lebenslage.model import columns as c
from lebenslage.model.margins import Margins
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import QuestionType, Scale
from tests.analysis.survey.builders import question, wave_of

PUBLIC = Audience.OEFFENTLICH
AGES = Scale(("1", "2"), ("16 bis 29 Jahre", "30 Jahre und älter"))


def wave_with(counts):
    """Ortsteil -> persons of both ages."""
    pairs = [
        (area, age) for area, n in counts.items() for i, age in enumerate("12") for _ in range(n[i])
    ]
    about = question(QuestionType.EINFACH, code="alter", skala=AGES)
    return wave_of(
        {"ortsteil": [a for a, _ in pairs], "alter": [b for _, b in pairs]},
        about,
        grundgesamtheit={"a": 300, "b": 100},
    )


def test_ratios_by_hand():
    answered = pd.DataFrame(
        {
            c.GRUPPE: ["a", "b"],
            c.N: [90.0, 10.0],
            "grundgesamtheit": [300.0, 100.0],
            c.STATUS: "ok",
            c.GRUND: "",
        }
    )
    found = representation.ratios(answered, 100.0)
    assert found["verhaeltnis"].tolist() == pytest.approx([0.9 / 0.75, 0.1 / 0.25])
    # Wilson's interval of 10 of 100 is 5.52 to 17.44 %
    assert found[c.UG].iloc[1] == pytest.approx(0.0552 / 0.25, abs=1e-3)
    assert found[c.OG].iloc[1] == pytest.approx(0.1744 / 0.25, abs=1e-3)
    assert found["urteil"].tolist() == ["ueber", "unter"]


def test_a_hidden_group_has_no_ratio_and_an_unknown_register_says_so():
    answered = pd.DataFrame(
        {
            c.GRUPPE: ["a", "b"],
            c.N: [90.0, np.nan],
            "grundgesamtheit": [300.0, np.nan],
            c.STATUS: ["ok", "unterdrueckt"],
            c.GRUND: ["", "zu wenige"],
        }
    )
    found = representation.ratios(answered, 100.0)
    assert found["verhaeltnis"].isna().all()
    assert found["urteil"].tolist() == ["", ""]
    assert found[c.GRUND].tolist() == ["keine Zahl im Register", "zu wenige"]


def test_answers_by_age_hide_what_the_table_hides():
    wave = wave_with({"a": (40, 60), "b": (4, 36), "c": (30, 30)})
    found = representation.answered_by_age(wave, ["a", "b", "c"], Thresholds(), PUBLIC)
    cells = found.set_index([c.GRUPPE, c.AUSPRAEGUNG])[c.N]
    assert np.isnan(cells["b", "1"])
    assert np.isnan(cells["b", "2"])  # with its base it would tell the other
    assert cells["", "1"] == 74
    shown = cells[["a", "c"]].dropna()
    assert (shown == shown.round()).all()
    assert cells[[("a", "1"), ("c", "1")]].isna().any()  # else subtraction gives four


def test_margins_of_the_wave_come_before_the_census():
    rows = pd.DataFrame(
        [("a", "16 bis 29 Jahre", 50), ("a", "2", 250), ("b", "1", 20), ("b", "2", 80)],
        columns=["ortsteil", "alter", "anzahl"],
    )
    wave = replace(wave_with({"a": (40, 60), "b": (20, 30)}), margins=Margins(rows, gekreuzt=True))
    asked = representation.age_question(wave)
    found = register.register_of(wave, asked, (), None)
    cells = found.persons.groupby([c.GRUPPE, c.AUSPRAEGUNG])["grundgesamtheit"].sum()
    assert cells["a", "1"] == 50
    assert cells["", "1"] == 70
    assert found.stand == ""


def test_everything_together():
    wave = wave_with({"a": (40, 60), "b": (20, 30)})
    areas = ["a", "b"]
    persons = pd.DataFrame(
        [("", "1", 80.0), ("", "2", 320.0), ("a", "1", 60.0)],
        columns=[c.GRUPPE, c.AUSPRAEGUNG, "grundgesamtheit"],
    )
    found = representation.who_is_missing(
        who_answered(wave, areas, Thresholds(), PUBLIC),
        representation.answered_by_age(wave, areas, Thresholds(), PUBLIC),
        persons,
        wave.fragebogen.grundgesamtheit,
    ).set_index(["ortsteil", "alter"])
    # 100 of 150 answers against 300 of 400 persons; 60 of 150 against 80 of 400
    assert found.loc[("a", ""), "verhaeltnis"] == pytest.approx((100 / 150) / 0.75)
    assert found.loc[("", "1"), "verhaeltnis"] == pytest.approx((60 / 150) / 0.2)
    assert found.loc[("", "1"), "urteil"] == "ueber"
    assert found.loc[("b", "1"), c.GRUND] == "keine Zahl im Register"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("16 bis 29 Jahre", (16, 30)),
        ("65 Jahre und älter", (65, 120)),
        ("ab 80", (80, 120)),
        ("unter 18", (0, 18)),
        ("keine Angabe", None),
    ],
)
def test_ages_in_words(label, expected):
    assert register.ages_of(label) == expected


def test_classes_that_the_census_cannot_give():
    open_end = question(
        QuestionType.EINFACH, code="alter", skala=Scale(("1", "2"), ("18 bis 69", "ab 70"))
    )
    assert register._class_weights(open_end) is None
    fits = question(
        QuestionType.EINFACH, code="alter", skala=Scale(("1", "2"), ("16 bis 29", "ab 30"))
    )
    weights = register._class_weights(fits)
    np.testing.assert_allclose(weights, [[2 / 18, 1, 0, 0, 0], [0, 0, 1, 1, 1]])
