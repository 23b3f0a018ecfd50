"""Time line and network: every entry is drawn, and its text stays text."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import plotly.graph_objects as go
import plotly.io as pio

from lebenslage.charts import theme
from lebenslage.charts.network import crowded, key_to_numbers, network_graph, positions
from lebenslage.charts.timeline import Span, timeline


def test_timeline_from_beginning_to_end():
    spans = [
        Span("<b>A</b>", "läuft", "2026-01-01", "2026-01-11", True),
        Span("B", "geplant", "2027-01-01", "", True),
    ]
    fig = timeline(spans, dt.date(2026, 6, 1))
    (bars,) = (trace for trace in fig.data if trace.type == "bar")
    assert bars.base == ("2026-01-01", "2027-01-01")
    # the second begins beyond the horizon: a day, not backwards
    assert bars.x == (10 * 86_400_000, 86_400_000)
    assert "&lt;b&gt;A" in bars.hovertext[0]
    (today,) = fig.layout.shapes
    assert (today.x0, today.x1) == ("2026-06-01", "2026-06-01")


def test_network_draws_every_actor_and_tie():
    places = {"A": (0.0, 0.0), "B": (1.0, 1.0), "C": (0.5, 0.0)}
    names = {"A": "<i>Eins</i>", "B": "Zwei", "C": "Drei"}
    fig = network_graph(places, (("A", "B"),), names, {"A": "n", "B": "n"}, {"n": "Nord"})
    lines, several, north, named = fig.data
    assert list(lines.x) == [0.0, 1.0, None]
    assert (several.name, list(several.hovertext)) == ("mehrere Ortsteile", ["Drei"])
    assert (north.name, north.hovertext[0]) == ("Nord", "&lt;i&gt;Eins&lt;/i&gt;")
    assert list(named.text) == ["&lt;i&gt;Eins&lt;/i&gt;", "Zwei", "Drei"]
    assert not crowded(fig)


def test_names_do_not_touch_on_a_phone():
    places = {"A": (0.0, 0.0), "B": (0.05, 0.02), "C": (1.0, 1.0)}
    names = {"A": "Turnverein", "B": "Gesangverein", "C": "Kirche"}
    # B chooses first: below it lies the point of A; A has room below itself
    ties, phone = (("B", "C"),), (336.0, 330.0)
    found = {"B": "top center", "C": "bottom center", "A": "bottom center"}
    assert positions(places, ties, names, phone) == found
    fig = network_graph(places, ties, names, {}, {})
    assert not crowded(fig)
    assert list(fig.data[-1].textposition) == ["bottom center", "top center", "bottom center"]


def test_where_names_find_no_room_a_phone_has_numbers():
    places = {key: (number / 10, 0.0) for number, key in enumerate("ABCDEF")} | {"G": (1.0, 1.0)}
    names = dict.fromkeys(places, "Verein für <Sport>")
    fig = network_graph(places, (), names, {}, {})
    assert crowded(fig)
    assert list(fig.data[-1].text) == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(fig.data[-2].text) == 7
    assert key_to_numbers(places, names).count("<li>Verein für &lt;Sport&gt;</li>") == 7
    many = {str(number): (number / 20, 0.0) for number in range(20)}
    assert not crowded(network_graph(many, (), dict.fromkeys(many, "x"), {}, {}))


def test_what_is_left_out_of_plotlys_template_no_chart_of_ours_needs():
    kinds = {
        kind.lower()
        for file in Path(theme.__file__).parent.glob("*.py")
        for kind in re.findall(r"go\.([A-Z]\w+)\(", file.read_text("utf-8"))
    }
    whole = pio.templates["plotly"].to_plotly_json()
    ours = theme.apply(go.Figure()).layout.template.to_plotly_json()
    needed = {kind: each for kind, each in whole["data"].items() if kind in kinds}
    assert ours["data"] == needed
    assert "bar" in needed
    left_out = {name for name in whole["layout"] if name not in ours["layout"]}
    assert left_out == {"coloraxis", "colorscale", "geo", "scene", "ternary"}


def test_a_layout_is_set_as_plotly_sets_it():
    values = {"height": 300, "legend": {"x": 0.5, "font": {"size": 20}}, "margin": {"t": 3}}
    ours, plotlys = (theme.apply(go.Figure(go.Bar(x=[1], y=[2], xaxis="x2"))) for _ in range(2))
    theme.set_layout(ours, **values)
    plotlys.update_layout(**values)
    theme.set_axes(ours, "x", range=[0, 1], title={"text": "Jahr"})
    plotlys.update_xaxes(range=[0, 1], title={"text": "Jahr"})
    assert ours.to_dict() == plotlys.to_dict()
    assert json.loads(go.Figure(ours.to_dict()).to_json()) == json.loads(
        ours.to_json()
    )  # plotly finds nothing wrong
