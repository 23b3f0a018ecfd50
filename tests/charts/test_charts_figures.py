"""Figures: what is drawn where, what stands in them, and nothing from outside."""

import json
import math
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from lebenslage.analysis.standing import Standing
from lebenslage.charts import bars, lines, points, rows, theme
from lebenslage.charts.likert import pieces
from lebenslage.charts.need import need_matrix, status_change
from lebenslage.charts.standing import standing_strip
from lebenslage.charts.waterfall import distance_waterfall
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.rules import Status
from lebenslage.model.survey import Question, QuestionType, Scale
from tests import shown
from tests.shown import NAMES, NAN, REFERENCES

OUTSIDE = re.compile(r"(?:https?:)?//[A-Za-z0-9]")


def hostile_names() -> dict[str, str]:
    return {key: shown.HOSTILE + name for key, name in NAMES.items()}


def timeline_values() -> pd.DataFrame:
    earlier = shown.values().assign(stand="2011-05-09")
    earlier[["wert", "ug", "og"]] = earlier[["wert", "ug", "og"]] - 5
    return pd.concat([earlier, shown.values()], ignore_index=True)


def contributions() -> pd.DataFrame:
    rows = [("a", "wohnen", "leer", 20.0), ("b", "wohnen", "leer", 10.0)]
    return pd.DataFrame(rows, columns=["gebiet_id", "eltern", "code", "beitrag"])


def response() -> pd.DataFrame:
    rows = [
        ("a", 800, 200, 0.25, Status.OK),
        ("b", NAN, 90, NAN, Status.OK),
        ("c", 40, NAN, NAN, Status.UNTERDRUECKT),
    ]
    return pd.DataFrame(rows, columns=["gruppe", "grundgesamtheit", "n", "quote", "status"])


def placed(names: dict[str, str]) -> Standing:
    """Two Ortsteile, Gemeinde and Landkreis, and three Gemeinden of it."""
    label = next(iter(names.values()))
    rows = [("1", label, "2021", 11.0), ("2", "Eheim", "2021", 15.0), ("g", "Eigen", "2021", 13.0)]
    gemeinden = pd.DataFrame(rows, columns=["gebiet_id", "name", "stand", "wert"])
    values = shown.values()
    villages = values[values["gebiet_id"].isin(["a", "b"])]
    own = values[values["gebiet_id"].isin(REFERENCES)]
    return Standing(
        gemeinden,
        villages.assign(name=villages["gebiet_id"].map(names), lage=""),
        own.assign(name=own["gebiet_id"].map(REFERENCES)),
        None,
    )


def choice(names: dict[str, str]) -> Question:
    scale = Scale(shown.SCALE.werte, tuple(f"{next(iter(names.values()))} {i}" for i in range(5)))
    return Question("F1", "Wo kaufen Sie ein?", QuestionType.EINFACH, scale)


def hostile_node(names: dict[str, str]) -> Node:
    label = next(iter(names.values()))
    return Node("leer", "wohnen", -1, 1, label, einheit=f"% {label}"[:60], art=Kind.ANTEIL)


def all_figures(names: dict[str, str], node: Node = shown.SHARE) -> dict[str, go.Figure]:
    label = next(iter(names.values()))
    nodes = [
        Node(n.code, n.eltern, n.richtung, n.gewicht, f"{label} {n.code}") for n in shown.CATALOGUE
    ]
    tree = Catalogue(tuple(nodes))
    scale = Scale(shown.SCALE.werte, tuple(f"{label} {i}" for i in range(5)), ("9",))
    question = choice(names)
    return {
        "profile": bars.profile(shown.scores(), names, tree),
        "indicator": bars.indicator_bars(shown.values(), names, node, references=REFERENCES),
        "mean": bars.indicator_bars(shown.values(), names, shown.MEAN, references=names),
        "likert": bars.likert(shown.survey_table(), scale, names),
        "answers": bars.answer_bars(shown.survey_table(), question, names, group="b"),
        "contributions": bars.contribution_bars(
            bars.contribution_rows(
                contributions(), tree, code="wohnen", area="a", scores=shown.scores()
            )
        ),
        "response": bars.response_bars(response(), names),
        "strip": standing_strip(placed(names), "g", node),
        "timeline": lines.timeline(timeline_values(), names, node, references=REFERENCES),
        "matrix": need_matrix(shown.needs().cells, names, tree, selected=("a", "wohnen")),
        "classes": status_change(shown.needs().cells.head(3), names, selected="a"),
        "waterfall": distance_waterfall(shown.drivers(), tree),
        "timeline of one": lines.timeline(timeline_values(), {"a": label}, shown.MEAN),
    }


FIGURES = list(all_figures(NAMES))


def texts(fig: go.Figure) -> list[str]:
    """Every text that plotly shows."""
    found = [a.text for a in fig.layout.annotations]
    found += [fig.layout.xaxis.title.text, *(fig.layout.xaxis.ticktext or ())]
    for trace in fig.data:
        found.append(trace.name)
        for group in (trace.hovertext, trace.text):
            found += [group] if isinstance(group, str) else list(group or ())
    return [text for text in found if text]


@pytest.mark.parametrize("name", FIGURES)
def test_figure_asks_no_other_host(name):
    assert not OUTSIDE.findall(all_figures(NAMES)[name].to_json())


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_says_nan_or_none(name):
    fig = all_figures(NAMES)[name]
    assert texts(fig)
    assert not [text for text in texts(fig) if re.search(r"\bnan\b|None", text, re.IGNORECASE)]


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_names_stay_text(name):
    names = hostile_names()
    fig = all_figures(names, hostile_node(names))[name]
    tags = {tag for text in texts(fig) for tag in re.findall(r"</?([a-z]+)", text)}
    assert tags <= {"b", "br"}
    templates = [trace.hovertemplate for trace in fig.data if trace.hovertemplate]
    assert set(templates) <= {"%{hovertext}<extra></extra>"}


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_is_smaller_than_16_px(name):
    fig = all_figures(NAMES)[name]
    sizes = re.findall(r'"font":\{[^}]*"size":(\d+)', fig.to_json(), re.IGNORECASE)
    sizes += re.findall(r'font":\{[^}]*"size":(\d+)', fig.to_json(), re.IGNORECASE)
    assert sizes
    assert min(map(int, sizes)) >= 16


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_are_german_and_the_page_can_scroll(name):
    layout = all_figures(NAMES)[name].layout
    assert layout.separators == ",."
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


@pytest.mark.parametrize("name", FIGURES)
def test_input_is_not_changed(name):
    table, values, scores = shown.survey_table(), shown.values(), shown.scores()
    all_figures(NAMES)[name].to_json()
    pd.testing.assert_frame_equal(table, shown.survey_table())
    pd.testing.assert_frame_equal(values, shown.values())
    pd.testing.assert_frame_equal(scores, shown.scores())


def test_config_shows_no_links():
    assert not OUTSIDE.findall(json.dumps(theme.CONFIG))
    assert theme.CONFIG["displaylogo"] is False
    assert theme.CONFIG["locale"] == "de"
    assert "topojsonURL" not in theme.CONFIG


# indicator_bars


def by_kind(fig: go.Figure, kind: str) -> list:
    return [trace for trace in fig.data if trace.type == kind]


def test_bars_hold_value_and_interval():
    fig = bars.indicator_bars(shown.values(), NAMES, shown.SHARE, selected="b")
    trace = by_kind(fig, "bar")[0]
    assert list(trace.x) == [12.4, 18.1]
    assert trace.error_x.array == pytest.approx([15.6 - 12.4, 22.0 - 18.1])
    assert trace.error_x.arrayminus == pytest.approx([12.4 - 9.8, 18.1 - 16.0])
    assert list(trace.marker.color) == [theme.SEQUENTIAL[2], theme.ACCENT]
    assert fig.layout.xaxis.range[0] == 0


def test_headings_tell_value_interval_and_reason():
    fig = bars.indicator_bars(shown.values(), NAMES, shown.SHARE)
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Ahausen</b>  12,4 % (9,8–15,6 %)",
        "<b>Bedorf</b>  18,1 % (16,0–22,0 %)",
        "<b>Cestadt</b>  zu wenige Fälle (Datenschutz)",
    ]


def test_hidden_area_is_striped_over_the_whole_width():
    fig = bars.indicator_bars(shown.values(), NAMES, shown.SHARE)
    stripes = by_kind(fig, "bar")[1]
    assert stripes.marker.pattern.shape == "/"
    assert list(stripes.hovertext) == ["Cestadt: zu wenige Fälle (Datenschutz)"]
    assert stripes.base + stripes.x[0] == pytest.approx(fig.layout.xaxis.range[1])


def test_uncertain_value_stands_in_brackets():
    row = shown.value("a", 9.3, 6, 14, status=Status.EINGEKLAMMERT)
    assert points.indicator_text(row, shown.SHARE) == "(9,3 %; 6,0–14,0 %)"


def test_long_units_are_said_once():
    row = shown.value("a", 42.4, 39.8, 45.6)
    assert points.indicator_text(row, shown.MEAN) == "42,4 Jahre (39,8–45,6)"


def test_means_are_dots_on_an_axis_of_their_own():
    fig = bars.indicator_bars(shown.values(), {"a": "A", "b": "B"}, shown.MEAN)
    assert [trace.type for trace in fig.data] == ["scatter"]
    assert fig.layout.xaxis.range[0] == pytest.approx(9.8 - 0.04 * (22.0 - 9.8))


def test_references_are_named_lines():
    fig = bars.indicator_bars(shown.values(), NAMES, shown.SHARE, references=REFERENCES)
    drawn = by_kind(fig, "scatter")
    assert [trace.name for trace in drawn] == ["Gemeinde: 13,0 %", "Landkreis: 16,2 %"]
    assert len({trace.line.dash for trace in drawn}) == 2


def test_nothing_known_is_drawn_as_nothing_known():
    empty = pd.DataFrame([shown.value(key) for key in NAMES])
    fig = bars.indicator_bars(empty, NAMES, shown.SHARE, references=REFERENCES)
    assert list(by_kind(fig, "bar")[0].x) == []
    assert len(by_kind(fig, "bar")[1].y) == 3


# profile


def test_profile_has_a_colour_and_a_symbol_per_area():
    fig = bars.profile(shown.scores(), NAMES, shown.CATALOGUE)
    assert [trace.name for trace in fig.data] == list(NAMES.values())
    assert len({trace.marker.color for trace in fig.data}) == 3
    assert len({trace.marker.symbol for trace in fig.data}) == 3
    assert [list(trace.x) for trace in fig.data] == [[20, 50], [70, 55], [40]]


def test_profile_says_who_has_no_score():
    fig = bars.profile(shown.scores(), NAMES, shown.CATALOGUE)
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Wohnen</b>",
        "<b>Versorgung</b><br>ohne Wert: Cestadt",
    ]
    nothing = shown.scores().assign(score=NAN)
    fig = bars.profile(nothing, NAMES, shown.CATALOGUE)
    assert fig.layout.annotations[0].text == "<b>Wohnen</b><br>noch keine Werte"
    assert [trace.name for trace in fig.data] == list(NAMES.values())


def test_profile_dots_of_one_field_do_not_touch():
    fig = bars.profile(shown.scores(), NAMES, shown.CATALOGUE)
    first = [trace.y[0] for trace in fig.data]
    assert [b - a for a, b in pairwise(first)] == [13, 13]


def test_selected_area_stands_out_in_the_profile():
    fig = bars.profile(shown.scores(), NAMES, shown.CATALOGUE, selected="b")
    assert [trace.opacity for trace in fig.data] == [0.55, 1.0, 0.55]


# likert


def likert() -> go.Figure:
    return bars.likert(shown.survey_table(), shown.SCALE, NAMES)


def test_steps_are_stacked_to_100():
    steps = [trace for trace in likert().data if trace.showlegend is not False]
    assert [trace.name for trace in steps] == list(shown.SCALE.namen)
    ends = [trace.base[0] + trace.x[0] for trace in steps]
    assert ends == pytest.approx([10, 30, 60, 85, 100])


def test_dont_know_stands_outside_in_words():
    headings = [a.text for a in likert().layout.annotations]
    assert headings == [
        "<b>Ahausen</b>  n = 100, weiß nicht 8 %",
        "<b>Bedorf</b>  n = 100, teils nicht gezeigt",
        "<b>Cestadt</b>  zu wenige Fälle (Datenschutz)",
        "<b>Alle zusammen</b>  n = 100",
    ]


def test_hidden_steps_are_one_striped_rest():
    stripes = [t for t in likert().data if t.showlegend is False]
    assert [(t.base, t.x[0]) for t in stripes] == [
        (0, pytest.approx(30)),  # 100 - 30 - 20 - 20, in the place of the two worst
        (0, 100),
    ]


def row(wert: float, statistik: str = "anteil") -> dict:
    return shown.share("a", "", wert, statistik=statistik)


def test_hidden_steps_apart_from_each_other_lie_at_the_end():
    steps = {"1": row(NAN), "2": row(0.3), "3": row(0.3), "4": row(0.2), "5": row(NAN)}
    own = pieces(steps, shown.SCALE)
    assert [(p.steps, round(p.start), round(p.width)) for p in own] == [
        (("2",), 0, 30),
        (("3",), 30, 30),
        (("4",), 60, 20),
        ((), 80, 20),
    ]


def test_hidden_steps_are_merged_where_their_sums_are_shown():
    steps = {"1": row(NAN), "2": row(NAN), "3": row(0.34), "4": row(NAN), "5": row(NAN)}
    own = pieces(steps, shown.SCALE, row(0.20, "top2"), row(-0.26, "saldo"))
    assert [(p.steps, round(p.start), round(p.width)) for p in own] == [
        (("1", "2"), 0, 46),  # 20 + 26
        (("3",), 46, 34),
        (("4", "5"), 80, 20),
    ]


def test_scale_whose_first_value_is_best_is_merged_the_other_way_round():
    scale = Scale(("1", "2", "3", "4"), richtung=-1)
    steps = {value: row(NAN) for value in scale.werte}
    own = pieces(steps, scale, row(0.7, "top2"), row(0.4, "saldo"))
    assert [(p.steps, round(p.width)) for p in own] == [(("1", "2"), 70), (("3", "4"), 30)]


def test_nothing_is_merged_where_a_sum_is_hidden():
    steps = {"1": row(NAN), "2": row(NAN), "3": row(0.34), "4": row(NAN), "5": row(NAN)}
    own = pieces(steps, shown.SCALE, row(NAN, "top2"), row(NAN, "saldo"))
    assert [p.steps for p in own] == [("3",), ()]


@pytest.mark.parametrize(("richtung", "order"), [(1, [(), ("3", "4")]), (-1, [("1", "2"), ()])])
def test_the_two_best_are_drawn_alone_where_nothing_else_is_shown(richtung, order):
    scale = Scale(("1", "2", "3", "4"), richtung=richtung)
    steps = {value: row(NAN) for value in scale.werte}
    own = pieces(steps, scale, row(0.4, "top2"), row(NAN, "saldo"))
    assert [p.steps for p in own] == order
    assert {p.steps: round(p.width) for p in own} == {scale.top_two: 40, (): 60}
    assert max(p.start + p.width for p in own) == pytest.approx(100)


def test_the_two_best_alone_are_told():
    table = shown.answers({"a": (NAN,) * 5})
    best = pd.DataFrame([shown.share("a", "", 0.41, statistik="top2", n=46)])
    fig = bars.likert(pd.concat([table, best]), shown.SCALE, {"a": "A"})
    assert fig.layout.annotations[0].text == (
        "<b>A</b><br>n = 46, nur die zwei besten Stufen<br>zusammen"
    )


def test_merged_steps_are_told():
    more = [shown.share("b", "", 0.4, statistik="top2")]
    more.append(shown.share("b", "", 0.1, statistik="saldo"))
    table = pd.concat([shown.survey_table(), pd.DataFrame(more)])
    fig = bars.likert(table, shown.SCALE, NAMES)
    assert fig.layout.annotations[1].text == (
        "<b>Bedorf</b><br>n = 100, Saldo +10, je zwei Stufen<br>zusammengefasst"
    )
    merged = [t for t in fig.data if t.name and " oder " in t.name]
    assert [list(t.x) for t in merged] == [pytest.approx([30]), pytest.approx([40])]
    assert all(t.showlegend is False for t in merged)


def test_small_segments_carry_no_number():
    table = shown.answers({"a": (0.05, 0.05, 0.3, 0.3, 0.3)})
    steps = bars.likert(table, shown.SCALE, {"a": "A"}).data
    assert [trace.text[0] for trace in steps] == ["", "", "30", "30", "30"]


@pytest.mark.parametrize("steps", range(2, 12))
def test_likert_colours_are_distinct_and_readable(steps):
    colours = theme.likert_colours(steps)
    assert len(set(colours)) == steps
    assert theme.likert_colours(steps, -1) == tuple(reversed(colours))
    assert all(theme.contrast(colour, theme.text_on(colour)) >= 4.5 for colour in colours)


def test_scale_ends_are_orange_and_blue():
    assert theme.likert_colours(5) == ("#A84F00", "#F2C48D", "#DCDFE3", "#8FBADB", "#1F5A8C")


# answers, contributions, response, comparison


def test_answers_in_percent_with_whiskers():
    fig = bars.answer_bars(shown.survey_table(), choice(NAMES), NAMES, group="a")
    trace = fig.data[0]
    assert trace.x == pytest.approx((10, 20, 30, 25, 15))
    assert trace.error_x.array == pytest.approx([5] * 5)
    assert fig.layout.xaxis.range == pytest.approx((0, 1.05 * 35))


def test_multiple_answers_take_the_names_of_the_parts():
    parts = {"S1": "Bus", "S2": "Rad"}
    question = Question("F1", "Womit?", QuestionType.MEHRFACH, teilfragen=parts)
    table = pd.DataFrame([shown.share("", "S1", 0.5), shown.share("", "S2", NAN)])
    fig = bars.answer_bars(table, question, NAMES)
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Bus</b>  50 %",
        "<b>Rad</b>  zu wenige Fälle (Datenschutz)",
    ]


def test_contributions_add_up_to_the_score():
    leaf = {"gebiet_id": "a", "code": "leer", "score": 20.0, "grund": ""}
    scores = pd.concat([shown.scores(), pd.DataFrame([leaf])], ignore_index=True)
    parts = bars.contribution_rows(
        contributions(), shown.CATALOGUE, code="wohnen", area="a", scores=scores
    )
    fig = bars.contribution_bars(parts)
    assert sum(fig.data[0].x) == 20  # the score of wohnen in Ahausen
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Leerstandsquote</b><br>20,0 Punkte (erreicht 20 von 100)"
    ]


def test_missing_parts_of_a_score_say_why():
    parts = bars.contribution_rows(contributions(), shown.CATALOGUE, code="versorgung", area="a")
    fig = bars.contribution_bars(parts)
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Feuerwehr</b>  noch keine Daten",
        "<b>Läden</b>  noch keine Daten",
    ]


def test_response_tells_share_numbers_and_reason():
    fig = bars.response_bars(response(), NAMES)
    assert [a.text for a in fig.layout.annotations] == [
        "<b>Ahausen</b>  25 % (200 von 800)",
        "<b>Bedorf</b>  n = 90",
        "<b>Cestadt</b>  zu wenige Fälle (Datenschutz)",
    ]
    assert list(fig.data[0].x) == [25.0]


def test_own_gemeinde_is_marked_among_the_others_and_ortsteile_stand_below():
    fig = standing_strip(placed(NAMES), "g", shown.SHARE)
    drawn = {trace.name: list(trace.x) for trace in fig.data}
    assert drawn == {
        "Landkreis: 16,2 %": [16.2, 16.2],
        "Gemeinden im Landkreis": [11.0, 15.0],
        "Gemeinde: 13,0 %": [13.0],
        None: [12.4, 18.1],
    }
    villages = fig.data[-1]
    assert [round(x, 1) for x in villages.error_x.array] == [3.2, 3.9]
    # names stand where the dots do not: the middle of the axis is about 16
    names = [(note.text, note.x, note.xanchor) for note in fig.layout.annotations]
    assert names == [("Ahausen", 1, "right"), ("Bedorf", 0, "left")]
    low, high = fig.layout.xaxis.range
    assert low < 9.8 < 22.0 < high


def test_without_other_gemeinden_kreis_and_ortsteile_remain():
    found = placed(NAMES)
    fig = standing_strip(replace(found, gemeinden=found.gemeinden.iloc[:0]), "g", shown.SHARE)
    assert [trace.name for trace in fig.data] == ["Landkreis: 16,2 %", None]


# timeline


def test_timeline_breaks_where_nothing_is_shown():
    fig = lines.timeline(timeline_values(), NAMES, shown.SHARE)
    hidden = next(trace for trace in fig.data if trace.name == "Cestadt")
    assert list(hidden.y) == [None, None]
    shown_line = next(trace for trace in fig.data if trace.name == "Ahausen")
    assert list(shown_line.y) == pytest.approx([7.4, 12.4])
    assert shown_line.connectgaps is False


def test_one_area_gets_a_band():
    fig = lines.timeline(timeline_values(), {"a": "Ahausen"}, shown.SHARE)
    band = next(trace for trace in fig.data if trace.fill == "toself")
    assert list(band.y) == pytest.approx([4.8, 9.8, 15.6, 10.6])


def test_dates_are_told_as_years_where_that_is_enough():
    fig = lines.timeline(timeline_values(), NAMES, shown.SHARE)
    assert list(fig.layout.xaxis.ticktext) == ["2011", "2021"]
    same_year = pd.concat([shown.values().assign(stand="2021-01-01"), shown.values()])
    fig = lines.timeline(same_year, NAMES, shown.SHARE)
    assert list(fig.layout.xaxis.ticktext) == ["01.01.2021", "31.12.2021"]


def test_bare_years_and_months_stand_in_their_middle():
    assert lines.moment("2011") == pd.Timestamp("2011-07-01")
    assert lines.moment("2011-05") == pd.Timestamp("2011-05-15")
    assert lines.moment("2011-05-09") == pd.Timestamp("2011-05-09")


def test_empty_timeline_is_empty():
    fig = lines.timeline(shown.values().iloc[:0], NAMES, shown.SHARE)
    assert all(list(trace.y) == [None] for trace in fig.data)


# theme and rows


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED, theme.ACCENT])
def test_text_colours_have_contrast(colour):
    assert theme.contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("colour", theme.AREA_COLOURS)
def test_marks_have_contrast(colour):
    assert theme.contrast(colour, theme.PAPER) >= 3


def test_contrast_is_that_of_the_standard():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_palettes_rise_in_darkness():
    light = [theme.contrast(colour, "#000000") for colour in theme.SEQUENTIAL]
    assert light == sorted(light, reverse=True)
    middle = len(theme.DIVERGING) // 2
    half = [theme.contrast(colour, "#000000") for colour in theme.DIVERGING]
    assert half[middle] == max(half)


def test_heading_wraps_for_a_phone():
    row = rows.Row("Anteil der Haushalte mit kurzem Fußweg zur Haltestelle", "12,5 Punkte")
    assert rows.heading(row) == (
        "<b>Anteil der Haushalte mit kurzem Fußweg</b><br><b>zur Haltestelle</b><br>12,5 Punkte"
    )


def test_rows_do_not_overlap():
    heads = [rows.Row("A"), rows.Row("B" * 30, "C" * 30), rows.Row("D", "E")]
    layout = rows.lay_out(heads)
    gaps = [b - a for a, b in pairwise(layout.bars)]
    lines_of_text = [rows.heading(head).count("<br>") + 1 for head in heads[1:]]
    assert gaps == [rows.BAR + rows.GAP + rows.LINE * n + 4 for n in lines_of_text]
    assert layout.total > layout.bars[-1] + rows.BAR / 2


def test_legend_is_measured_in_columns():
    assert rows.legend_lines([]) == 0
    assert rows.legend_lines(["Wüstenrot", "Neuhütten", "Maienfels"]) == 2  # 117 px, two beside
    assert rows.legend_lines(["sehr unzufrieden"] * 5) == 5  # 173 px: one beside


def test_whiskers_without_limits_have_no_length():
    style = points.whiskers([{"wert": 3.0, "ug": NAN, "og": None}])
    assert style["array"] == style["arrayminus"] == [0.0]
    assert not math.isnan(style["array"][0])
