"""Shares of the answers of a question without an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question
from lebenslage.report import formats
from lebenslage.report.survey_tables import ALLE_NAME, answer_labels, share_text


def answer_bars(
    table: pd.DataFrame,
    question: Question,
    groups: Mapping[str, str],
    *,
    group: str = ALLE,
) -> go.Figure:
    """Shares of the answers of one question in one group, with their intervals.

    For questions without an order: one or several answers (`einfach`, `mehrfach`).

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` of the question; rows with statistik "anteil".
    question : Question
        Gives order and names of the answers.
    groups : mapping
        `gruppe` -> name, for the hover text.
    group : str
        Which group is drawn; default everybody.
    """
    rows_of_group = table[(table[col.STATISTIK] == "anteil") & (table[col.GRUPPE] == group)]
    by_answer = {str(row[col.AUSPRAEGUNG]): row for row in rows_of_group.to_dict("records")}
    answers = answer_labels(question, by_answer)
    heads = [rows.Row(name, share_text(by_answer.get(code))) for code, name in answers.items()]
    layout = rows.lay_out(heads)
    fig = go.Figure()
    known = [
        (y, by_answer[code], name)
        for (code, name), y in zip(answers.items(), layout.bars, strict=True)
        if code in by_answer and points.is_shown(by_answer[code])
    ]
    scaled = [_percent(row) for _, row, _ in known]
    place = groups.get(group, ALLE_NAME)
    fig.add_trace(
        go.Bar(
            orientation="h",
            x=[row[col.WERT] for row in scaled],
            y=[y for y, _, _ in known],
            width=rows.BAR,
            marker={"color": theme.SEQUENTIAL[2]},
            error_x=points.whiskers(scaled),
            hovertext=[_hover(place, name, row) for _, row, name in known],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    ends = (0.0, _high_end(scaled))
    hidden = [
        (y, f"{name}: {share_text(by_answer.get(code))}")
        for (code, name), y in zip(answers.items(), layout.bars, strict=True)
        if code not in by_answer or not points.is_shown(by_answer[code])
    ]
    rows.striped(fig, [y for y, _ in hidden], ends, [text for _, text in hidden])
    rows.draw_headings(fig, heads, layout)
    return rows.finish(fig, layout, ends=ends, unit="%")


def _high_end(scaled: Sequence[points.Row]) -> float:
    """End of the axis: all whiskers and a little air, at least 20 %, at most 100 %."""
    tops = [
        max(row[col.WERT], 0 if formats.is_missing(row[col.OG]) else row[col.OG]) for row in scaled
    ]
    return float(min(100.0, 1.05 * max([20.0, *tops])))


def _percent(row: points.Row) -> dict[Any, Any]:
    return {**row, **{key: 100 * row[key] for key in (col.WERT, col.UG, col.OG)}}


def _hover(group: str, step: str, row: points.Row) -> str:
    scaled = _percent(row)
    text = formats.format_value_with_interval(
        scaled[col.WERT], scaled[col.UG], scaled[col.OG], "%", status=row[col.STATUS]
    )
    lines = (f"<b>{theme.safe(group)}</b>", theme.safe(f"{step}: {text}"))
    return "<br>".join((*lines, theme.safe(formats.format_n(row[col.N]))))


def topic_bars(topics: pd.DataFrame) -> go.Figure:
    """Topics of open answers by the number of persons who named them.

    Parameters
    ----------
    topics : pd.DataFrame
        Rows of `survey.topics.topics` of one question, in the order of the bars.
    """
    records = topics.to_dict("records")
    heads = [rows.Row(str(row["thema"]), formats.format_number(row[col.N])) for row in records]
    layout = rows.lay_out(heads)
    fig = go.Figure()
    fig.add_trace(
        go.Bar(
            orientation="h",
            x=[row[col.N] for row in records],
            y=list(layout.bars),
            width=rows.BAR,
            marker={"color": theme.SEQUENTIAL[2]},
            hovertext=[f"{theme.safe(head.name)}: {theme.safe(head.text)}" for head in heads],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    rows.draw_headings(fig, heads, layout)
    return rows.finish(fig, layout, ends=(0.0, 1.05 * max(row[col.N] for row in records)))
