"""The matrix of pairs and the bars of causes: cells, colours, and names that would do harm."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lebenslage.charts import robustness, theme
from lebenslage.model.procedure import Robustness
from tests.report.test_report_order import sobol
from tests.shown import HOSTILE, NAMES, NAN

BELOW = np.array([[NAN, 0.1, 0.4], [0.9, NAN, NAN], [0.6, NAN, NAN]])


def cells(fig) -> dict[tuple[int, int], tuple[str, str]]:
    """Number and colour by row and column."""
    colours = {(round(s.y0 + 0.5), round(s.x0 + 0.5)): s.fillcolor for s in fig.layout.shapes}
    texts = {(note.y, note.x): note.text for note in fig.layout.annotations}
    return {place: (texts[place], colour) for place, colour in colours.items()}


def test_cells_say_how_often_and_strong_colours_mean_certain():
    drawn = cells(robustness.below_matrix(BELOW, NAMES))
    low, _, middle, _, high = reversed(theme.DIVERGING)
    assert drawn[0, 1] == ("10", low)
    assert drawn[1, 0] == ("90", high)
    assert drawn[0, 2] == ("40", middle)
    assert drawn[2, 0] == ("60", middle)
    assert drawn[1, 2] == ("–", theme.MISSING)
    assert drawn[1, 1] == ("", theme.MISSING)


def test_numbers_can_be_read_on_their_colour():
    fig = robustness.below_matrix(BELOW, NAMES)
    colours = {place: colour for place, (_, colour) in cells(fig).items()}
    for note in fig.layout.annotations:
        assert theme.contrast(note.font.color, colours[note.y, note.x]) >= 4.5


@pytest.mark.parametrize("number", [2, robustness.MOST_AREAS])
def test_any_number_of_areas_that_can_be_read(number):
    names = {str(i): f"Ort {i}" for i in range(number)}
    fig = robustness.below_matrix(np.full((number, number), 0.5), names)
    assert list(fig.layout.yaxis.ticktext) == list(names.values())


def test_bars_of_causes_the_largest_first():
    frame = sobol(
        ("gewichte", 0.3, 0.2, 0.4), ("stichprobenfehler", 0.5, 0.3, 1.2), ("zielwerte", NAN, 0, 0)
    )
    fig = robustness.sensitivity_bars(frame, Robustness())
    (bars,) = fig.data
    assert list(bars.x) == [50, 30]
    assert list(bars.error_x.array) == pytest.approx([50, 10])
    assert fig.layout.annotations[0].text == "<b>Stichprobenfehler</b>  50 % (allein 25 %)"


def test_names_are_text():
    names = {key: HOSTILE + name for key, name in NAMES.items()}
    drawn = json.dumps(robustness.below_matrix(BELOW, names).to_plotly_json(), default=list)
    assert "<img" not in drawn
    assert "</script" not in drawn
