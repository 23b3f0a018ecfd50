"""Bars of two sides, their limits, the compass, ratios and quadrants."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lebenslage.analysis.pairs import Pair
from lebenslage.charts import bars, radar, theme
from lebenslage.charts.likert_pieces import two_sides
from lebenslage.charts.quadrants import quadrant_chart
from lebenslage.charts.representation import ratio_dots
from lebenslage.charts.survey import topic_bars
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.survey import Scale
from lebenslage.report.pieces import pieces
from tests import shown

NAN = math.nan
TURNED = Scale(shown.SCALE.werte, richtung=-1)


def bars_of(*steps: float, scale: Scale = shown.SCALE):
    rows = {row["auspraegung"]: row for row in shown.answers({"a": steps}).to_dict("records")}
    return [pieces(rows, scale)]


@pytest.mark.parametrize(
    ("scale", "worst", "best"),
    [(shown.SCALE, ("1", "2"), ("4", "5")), (TURNED, ("5", "4"), ("2", "1"))],
)
def test_worse_answers_end_and_better_ones_begin_at_zero(scale, worst, best):
    (own,), ends, ticks = two_sides(bars_of(0.1, 0.2, 0.3, 0.25, 0.15, scale=scale), scale)
    left = [piece for piece in own if piece.start < 0]
    right = [piece for piece in own if 0 <= piece.start < 50]
    assert [piece.steps[0] for piece in left] == list(worst)
    assert [piece.steps[0] for piece in right] == list(best)
    assert left[-1].start + left[-1].width == pytest.approx(0)
    neutral = next(piece for piece in own if piece.steps == ("3",))
    assert neutral.start > 50  # apart from both sides
    assert ends[0] == -50
    assert ticks["ticktext"] == ["50 %", "0 %", "50 %"]


def test_what_is_hidden_stands_apart():
    (own,), _, _ = two_sides(bars_of(NAN, NAN, 0.3, 0.2, 0.2), shown.SCALE)
    hidden = next(piece for piece in own if not piece.steps)
    assert hidden.start > 50
    assert hidden.width == pytest.approx(30)


@pytest.mark.parametrize(("apart", "edge"), [(False, 60.0), (True, 40.0)])
def test_limits_stand_at_the_edge_of_the_two_best(apart, edge):
    top = shown.share("a", "", 0.4, statistik="top2", ug=0.3, og=0.55)
    table = pd.concat([shown.answers({"a": (0.1, 0.2, 0.3, 0.25, 0.15)}), pd.DataFrame([top])])
    fig = bars.likert(table, shown.SCALE, {"a": "A"}, apart=apart, limits=True)
    (line,) = (trace for trace in fig.data if trace.type == "scatter")
    assert line.x == pytest.approx((edge,))
    more, less = (15, 10) if apart else (10, 15)  # stacked, a larger share begins farther left
    assert line.error_x.array == pytest.approx((more,))
    assert line.error_x.arrayminus == pytest.approx((less,))


def test_the_net_score_stands_in_the_heading():
    saldo = shown.share("a", "", 0.1, statistik="saldo", ug=-0.02, og=0.22)
    table = pd.concat([shown.answers({"a": (0.1, 0.2, 0.3, 0.25, 0.15)}), pd.DataFrame([saldo])])
    heads = [
        bars.likert(table, shown.SCALE, {"a": "A"}, limits=limits).layout.annotations[0].text
        for limits in (False, True)
    ]
    assert heads[0] == "<b>A</b>  n = 100, Saldo +10"
    assert "Saldo +10 (−2 bis +22)" in heads[1].replace("<br>", " ")


def test_the_compass_has_no_corner_where_nothing_is_shown():
    rows = pd.DataFrame(
        [
            {**shown.share(group, "", wert, statistik="mittelwert"), "frage": frage}
            for frage, wert in {"K[a]": 5.0, "K[b]": NAN, "K[c]": 3.0}.items()
            for group in ("a", "")
        ]
    )
    topics = {"K[a]": "Naturraum", "K[b]": shown.HOSTILE, "K[c]": "Wohnen"}
    fig = radar.compass(rows, topics, {"a": "Ahausen", "": "Alle zusammen"})
    assert fig.data[0].r[:1] + fig.data[0].r[2:] == (5.0, 3.0, 5.0)
    assert fig.data[0].r[1] is None or math.isnan(fig.data[0].r[1])
    assert fig.data[0].connectgaps is False
    assert fig.data[1].line.dash == "dash"
    assert fig.layout.polar.radialaxis.range == (1, 7)
    assert fig.data[0].theta == ("1", "2", "3", "1")
    assert "<img" not in "".join(fig.data[0].hovertext)


def test_ratios_that_are_not_told_apart_from_one_are_hollow():
    found = pd.DataFrame(
        {
            "ortsteil": ["a", "b", "c"],
            "alter": "",
            "verhaeltnis": [0.5, 1.1, NAN],
            "ug": [0.3, 0.9, NAN],
            "og": [0.7, 1.3, NAN],
            "urteil": ["unter", "nicht unterscheidbar", ""],
            "status": ["ok", "ok", "unterdrueckt"],
            "grund": ["", "", "zu wenige"],
        }
    )
    fig = ratio_dots(found, shown.NAMES, {})
    dots = fig.data[0]
    assert dots.x == (0.5, 1.1)
    assert dots.marker.color == (theme.ACCENT, theme.PAPER)
    assert fig.layout.shapes[0].x0 == fig.layout.shapes[0].x1 == 1
    assert len(fig.data) == 2  # the hidden one is striped


PAIR = Pair(
    Node("weg", "f", -1, 1, "Weg zum Laden", einheit="m", unten=0, oben=1000),
    Node("zufrieden", "f", 1, 1, "Zufriedenheit", einheit="Punkte (1–5)", art=Kind.UMFRAGE),
    "Wie zufrieden sind Sie?",
    ("Laden weit weg", "Laden nah"),
)


def quadrant_row(area: str, measured: float, felt: float, sides: tuple[str, str], sure: bool):
    row: dict[str, object] = {"gebiet_id": area, "sicher": sure}
    for axis, wert, side in zip(("gemessen", "empfunden"), (measured, felt), sides, strict=True):
        row |= {
            f"wert_{axis}": wert, f"ug_{axis}": wert - 0.2, f"og_{axis}": wert + 0.2,
            f"status_{axis}": "ok", f"grund_{axis}": "", f"seite_{axis}": side,
            f"grenze_{axis}": 500.0 if axis == "gemessen" else 3.0, f"art_{axis}": "mitte",
        }  # fmt: skip
    return row


def test_quadrants_turn_the_axis_and_leave_uncertain_points_hollow():
    rows = [
        quadrant_row("a", 900, 2.0, ("schlecht", "schlecht"), True),
        quadrant_row("b", 100, 3.1, ("gut", "gut"), False),
        quadrant_row("c", NAN, 3.0, ("", ""), False),
    ]
    fig = quadrant_chart(pd.DataFrame(rows), PAIR, shown.NAMES)
    assert [trace.name for trace in fig.data] == ["Ahausen", "Bedorf"]
    assert [trace.marker.symbol for trace in fig.data] == ["circle", "square-open"]
    low, high = fig.layout.xaxis.range
    assert low > high  # nearer is better, so it stands on the right
    told = {note.text.replace("<br>", " ") for note in fig.layout.annotations}
    assert told == {
        "Laden weit weg und unzufrieden",
        "Laden weit weg, trotzdem zufrieden",
        "Laden nah, trotzdem unzufrieden",
        "Laden nah und zufrieden",
    }


def test_topics_are_escaped():
    found = pd.DataFrame({"thema": [shown.HOSTILE, "Bus"], "n": [20, 12]})
    fig = topic_bars(found)
    assert fig.data[0].x == (20, 12)
    assert "<img" not in fig.layout.annotations[0].text
