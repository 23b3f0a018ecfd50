"""Measured and felt: which pairs there are, and on which side an Ortsteil lies for certain."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.pairs import Pair, pairs_of, quadrants
from lebenslage.model import columns as c
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind
from tests import tiny

CATALOGUE = tiny.catalogue()


def asked(**more) -> Questionnaire:
    question = Question("F1", "Bus?", QuestionType.SKALA, indikator="zufriedenheit_bus", **more)
    return Questionnaire("u", "U", "2024-05-01", SurveyKind.VOLLERHEBUNG, (question,))


def values(rows) -> pd.DataFrame:
    """Area, indicator, value, lower and upper limit."""
    frame = pd.DataFrame(rows, columns=[c.GEBIET, c.INDIKATOR, c.WERT, c.UG, c.OG])
    return frame.assign(**{c.N: 50.0, c.STAND: "2024", c.STATUS: "ok", c.GRUND: ""})


@pytest.fixture
def pair() -> Pair:
    (found,) = pairs_of(asked(gemessen={"busabfahrten": ("selten", "häufig")}), CATALOGUE)
    return found


def test_the_codebook_names_pairs(pair):
    assert (pair.gemessen.code, pair.empfunden.code) == ("busabfahrten", "zufriedenheit_bus")
    assert pair.worte == ("selten", "häufig")
    assert pair.benannt


def test_without_a_name_the_handlungsfeld_proposes():
    (found,) = pairs_of(asked(), CATALOGUE)
    assert found.gemessen.code == "busabfahrten"  # not the context indicator beside it
    assert not found.benannt


def test_unknown_codes_are_left_out():
    assert pairs_of(asked(gemessen={"gibt_es_nicht": ()}), CATALOGUE) == []


def test_sides_against_the_value_of_the_gemeinde(pair):
    frame = values(
        [
            ("g", "busabfahrten", 20.0, np.nan, np.nan),
            ("g", "zufriedenheit_bus", 3.0, 2.9, 3.1),
            ("a", "busabfahrten", 10.0, np.nan, np.nan),
            ("a", "zufriedenheit_bus", 2.0, 1.8, 2.2),
            ("b", "busabfahrten", 10.0, np.nan, np.nan),
            ("b", "zufriedenheit_bus", 3.3, 3.05, 3.5),  # meets the interval of the Gemeinde
            ("c", "busabfahrten", 30.0, np.nan, np.nan),
            ("c", "zufriedenheit_bus", 3.6, 3.2, 4.0),
            ("d", "busabfahrten", 20.0, np.nan, np.nan),  # on the line
            ("d", "zufriedenheit_bus", 3.6, 3.2, 4.0),
        ]
    )
    found = quadrants(frame, ["a", "b", "c", "d", "e"], "g", pair, "gemeinde").set_index(c.GEBIET)
    assert found["seite_gemessen"].tolist() == ["schlecht", "schlecht", "gut", "", ""]
    assert found["seite_empfunden"].tolist() == ["schlecht", "gut", "gut", "gut", ""]
    assert found["sicher"].tolist() == [True, False, True, False, False]
    assert found.loc["e", "grund_gemessen"] == "noch keine Daten"


def test_the_middle_of_the_goalposts_serves_where_the_gemeinde_has_no_value(pair):
    frame = values([("a", "busabfahrten", 30.0, np.nan, np.nan)])
    for limit in ("gemeinde", "mitte"):
        found = quadrants(frame, ["a"], "g", pair, limit)
        assert found["grenze_gemessen"].tolist() == [20.0]  # between 0 and 40
        assert found["art_gemessen"].tolist() == ["mitte"]


def test_lower_is_better_turns_the_sides():
    leaf = CATALOGUE["leerstandsquote"]
    turned = Pair(leaf, CATALOGUE["zufriedenheit_bus"], "Frage")
    frame = values([("a", "leerstandsquote", 15.0, 12.0, 18.0)])
    found = quadrants(frame, ["a"], "g", turned, "mitte")
    assert found["seite_gemessen"].tolist() == ["schlecht"]
    assert found["sicher"].tolist() == [False]  # nothing is known of how people feel
