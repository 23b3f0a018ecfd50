"""The figure before and after: what lies where, in both measures, with names that would do harm."""

from __future__ import annotations

import json

import pytest

from lebenslage.charts import scenario
from tests.report.test_report_scenario import NO_POINTS, NONE, PUBLISHED, SWAPPED, found
from tests.shown import HOSTILE, NAMES


def dots(fig, name: str):
    (trace,) = (trace for trace in fig.data if trace.name == name)
    return trace


def test_points_with_intervals_of_both_states():
    fig = scenario.before_after(found(PUBLISHED, SWAPPED, NONE), NAMES, ranks=False)
    assert list(dots(fig, "veröffentlicht").x) == [50, 40, 30]
    after = dots(fig, "Szenario")
    assert list(after.x) == [40, 45, 30]
    assert list(after.error_x.array) == [2, 2, 2]
    assert list(after.error_x.arrayminus) == [1, 1, 1]
    low, high = fig.layout.xaxis.range
    assert low < 29 < 52 < high
    headings = [note.text for note in fig.layout.annotations]
    assert headings[0] == "<b>Ahausen</b>  50,0 → 40,0 Punkte"


def test_places_run_to_the_first_on_the_right():
    fig = scenario.before_after(found(PUBLISHED, SWAPPED, NONE), NAMES, ranks=True)
    assert list(dots(fig, "Szenario").x) == [2, 1, 3]
    left, right = fig.layout.xaxis.range
    assert left > 3 > 1 > right
    assert fig.layout.annotations[1].text == "<b>Bedorf</b>  Rang 2–3 → 1–2"


@pytest.mark.parametrize("ranks", [False, True])
def test_what_has_no_points_is_not_drawn(ranks):
    fig = scenario.before_after(found(PUBLISHED, NO_POINTS, NONE), NAMES, ranks=ranks)
    assert len(dots(fig, "veröffentlicht").x) == 3
    assert not dots(fig, "Szenario").x
    empty = scenario.before_after(found(NO_POINTS, NO_POINTS, NONE), NAMES, ranks=ranks)
    assert len(empty.layout.annotations) == 3


def test_names_are_text():
    names = {key: HOSTILE + name for key, name in NAMES.items()}
    fig = scenario.before_after(found(PUBLISHED, SWAPPED, NONE), names, ranks=False)
    drawn = json.dumps(fig.to_plotly_json(), default=list)
    assert "<img" not in drawn
    assert "</script" not in drawn
