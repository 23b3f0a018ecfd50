"""Who answered."""

from __future__ import annotations

import numpy as np
import pytest

from lebenslage.analysis.survey.response import who_answered
from lebenslage.model import columns as c
from lebenslage.model.rules import GRUND_GEGENSPERRE, GRUND_ZU_WENIGE, Audience, Thresholds
from lebenslage.model.survey import QuestionType, Scale
from tests import tiny
from tests.analysis.survey.builders import OPEN, question, wave_of, without

AREAS = list(tiny.ORTSTEILE)


def rows_of(wave, thresholds=OPEN, audience=Audience.INTERN, **more):
    return who_answered(wave, AREAS, thresholds, audience, **more).set_index(c.GRUPPE)


def test_response_by_hand():
    rows = rows_of(tiny.wave())
    assert rows.loc["nordheim", [c.N, "grundgesamtheit"]].tolist() == [40, 400]
    assert rows.loc["nordheim", "quote"] == 40 / 400
    assert rows.loc["nordheim", "anteil"] == 40 / 112
    assert rows.loc["", [c.N, "grundgesamtheit"]].tolist() == [112, 1120]


def test_few_and_their_partner_are_hidden():
    rows = rows_of(tiny.wave(), Thresholds(), Audience.OEFFENTLICH)
    assert rows.loc["westtal", [c.STATUS, c.GRUND]].tolist() == ["unterdrueckt", GRUND_ZU_WENIGE]
    assert rows.loc["osterfeld", c.GRUND] == GRUND_GEGENSPERRE
    assert rows.loc[["westtal", "osterfeld"], [c.N, "quote", "anteil"]].isna().all(axis=None)
    assert rows.loc["westtal", "grundgesamtheit"] == 80


def test_by_age_there_is_no_population():
    age = question(QuestionType.EINFACH, code="alter", skala=Scale(("1", "2")))
    wave = wave_of({"alter": list("1112")}, age)
    rows = rows_of(wave, by="alter")
    assert rows.loc["1", "anteil"] == 3 / 4
    assert np.isnan(rows.loc["1", "quote"])


def test_without_ortsteile_only_the_total_is_known():
    rows = rows_of(without(tiny.wave(), "ortsteil"))
    assert rows.loc["", c.N] == 112
    assert rows.loc[AREAS, c.N].isna().all()


def test_nobody_at_all():
    rows = rows_of(wave_of({"ortsteil": [], "F1": []}), Thresholds(), Audience.OEFFENTLICH)
    assert rows[c.N].tolist() == [0] * 5
    assert set(rows[c.STATUS]) == {"fehlt"}


@pytest.mark.parametrize("audience", list(Audience))
def test_columns(audience):
    frame = who_answered(tiny.wave(), AREAS, Thresholds(), audience)
    assert list(frame) == ["gruppe", "grundgesamtheit", "n", "quote", "anteil", "status", "grund"]
