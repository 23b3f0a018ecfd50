"""The funnel: what is drawn where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose

from lebenslage.analysis.indicators import indicator_values
from lebenslage.analysis.small_areas import SmallAreas, of_villages
from lebenslage.charts import theme
from lebenslage.charts.funnel import funnel
from tests import shown, tiny


@pytest.fixture(name="areas", scope="module")
def _areas() -> SmallAreas:
    snapshot = tiny.snapshot(with_survey=False)
    values = indicator_values(snapshot, tiny.gemeinde())
    found = of_villages(values, snapshot, snapshot.catalogue["leerstandsquote"])
    assert found is not None
    return found


def traces(fig: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in fig.data if trace.name}


def test_values_limits_and_smoothed_values(areas) -> None:
    found = traces(funnel(areas, tiny.ORTSTEILE))
    assert list(found) == [
        "alle Ortsteile zusammen: 11,3 %", "Zufall, 95 %", "Zufall, 99,8 %", "geglättet",
        "Nordheim", "Osterfeld", "Südhausen",
    ]  # fmt: skip
    assert (found["Osterfeld"].x, found["Osterfeld"].y) == ((200,), (15,))
    line = found["Zufall, 95 %"]
    low, _ = areas.limits(np.array(line.x), 0.95)
    assert_allclose(line.y, low)
    assert_allclose(found["geglättet"].y, areas.frame["geglaettet"])
    assert found["Nordheim"].marker.color == theme.AREA_COLOURS[0]


def test_others_are_grey_dots(areas) -> None:
    found = traces(funnel(areas, {"nordheim": "Nordheim"}, "andere Orte"))
    assert sorted(found["andere Orte"].y) == [10, 15]
    assert found["geglättet"].x == (100,)


def test_axes(areas) -> None:
    fig = funnel(areas, tiny.ORTSTEILE)
    assert fig.layout.xaxis.title.text == "Bezugsgröße (Wohnungen)"
    assert fig.layout.xaxis.type == "log"
    assert list(fig.layout.xaxis.ticktext) == ["100", "200"]
    low, high = fig.layout.yaxis.range
    assert 0 <= low < 5
    assert high > 15


def test_names_are_shown_letter_by_letter(areas) -> None:
    text = funnel(areas, {"nordheim": shown.HOSTILE}).to_json()
    assert "<img" not in text
    assert "<script" not in text


def test_tiny_bases_can_be_drawn(areas) -> None:
    frame = areas.frame.assign(n_eff=[0.3, 0.3, 0.3])
    fig = funnel(replace(areas, frame=frame), tiny.ORTSTEILE)
    low, high = fig.layout.xaxis.range
    assert (low, high) == (0, pytest.approx(np.log10(2)))
