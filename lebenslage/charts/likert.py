"""Answers on a scale, stacked to 100 % per group, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.charts.likert_pieces import two_sides
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE, Status
from lebenslage.model.survey import Scale
from lebenslage.report import formats
from lebenslage.report.pieces import Piece, pieces, width_of
from lebenslage.report.survey_tables import ALLE_NAME, saldo_text, share_text

#: Segments below this share (%) carry no number: it would not fit on a phone.
_LABEL_FROM: Final = 8.0
_MERGED: Final = "je zwei Stufen zusammengefasst"
_PARTLY: Final = "teils nicht gezeigt"
_BEST: Final = "nur die zwei besten Stufen zusammen"


@dataclass(frozen=True)
class _Group:
    """The rows of one group, by what they are."""

    name: str
    steps: Mapping[str, points.Row]
    top2: points.Row | None
    saldo: points.Row | None
    unsure: Sequence[points.Row]


def likert(
    table: pd.DataFrame,
    scale: Scale,
    groups: Mapping[str, str],
    *,
    all_label: str = ALLE_NAME,
    apart: bool = False,
    limits: bool = False,
) -> go.Figure:
    """Answers on a scale per group, stacked to 100 %; "weiß nicht" stands outside, in words.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` of one question (or one part of a matrix), shares 0-1.
    scale : Scale
        Order, names and direction of the steps.
    groups : mapping
        `gruppe` -> name of the rows, in this order.
    all_label : str
        Name of the group "everybody"; its row comes last if the table holds it.
    apart : bool
        Worse answers to the left of a common line and better ones to the right, with what is
        neither (and what is not shown) in a column of its own.
    limits : bool
        The interval of the two best together: as a whisker at their edge, and of the net score.

    Notes
    -----
    Where steps are suppressed, the two best and the two worst are drawn as one piece each, if
    the table shows their sums (`top2` and `saldo`); the two best alone, if it shows no more than
    `top2`. Else the shown steps are drawn, and the rest is one striped piece, in its place on the
    scale if that is clear. What lies in it cannot be told apart.
    """
    names = dict(groups)
    if ALLE in set(table[col.GRUPPE]) and ALLE not in names:
        names[ALLE] = all_label
    found = [_group(table[table[col.GRUPPE] == key], name, scale) for key, name in names.items()]
    bars = [pieces(group.steps, scale, group.top2, group.saldo) for group in found]
    heads = [
        rows.Row(group.name, _note(group, scale, own, limits=limits))
        for group, own in zip(found, bars, strict=True)
    ]
    ends: tuple[float, float] = (0, 100)
    ticks: dict[str, Any] = {}
    if apart:
        bars, ends, ticks = two_sides(bars, scale)
    layout = rows.lay_out(heads)
    placed = [
        (head, piece, y)
        for head, own, y in zip(heads, bars, layout.bars, strict=True)
        for piece in own
    ]
    fig = go.Figure()
    for steps, colour in _colours(scale).items():
        own_pieces = [item for item in placed if item[1].steps == steps]
        if own_pieces or len(steps) == 1:
            _draw(fig, own_pieces, _label(steps, scale), colour, legend=len(steps) == 1)
    for head, piece, y in placed:
        if not piece.steps:
            gap = (piece.start, piece.start + piece.width)
            rows.striped(fig, [y], gap, [f"{head.name}: {head.text}"])
    if limits:
        _draw_limits(fig, found, bars, layout.bars, scale, apart=apart)
    rows.draw_headings(fig, heads, layout)
    legend = [scale.label(value) for value in scale.werte]
    return rows.finish(fig, layout, ends=ends, unit="%", legend=legend, **ticks)


def _group(table: pd.DataFrame, name: str, scale: Scale) -> _Group:
    records = table.to_dict("records")
    by_statistic = {row[col.STATISTIK]: row for row in records}
    shares = [row for row in records if row[col.STATISTIK] == "anteil"]
    steps = {str(row[col.AUSPRAEGUNG]): row for row in shares}
    return _Group(
        name,
        {value: steps[value] for value in scale.werte if value in steps},
        by_statistic.get("top2"),
        by_statistic.get("saldo"),
        [row for row in records if row[col.STATISTIK] == "weiss_nicht"],
    )


def _note(group: _Group, scale: Scale, own: Sequence[Piece], *, limits: bool) -> str:
    """As in "n = 87, Saldo +12, weiß nicht 8 %", or why nothing is shown."""
    drawn = [piece for piece in own if piece.steps]
    if not drawn:
        first = next(iter(group.steps.values()), None)
        reasons = [formats.clean(row.get(col.GRUND)) for row in group.steps.values()]
        reason = next((reason for reason in reasons if reason), "")
        return formats.format_missing(first[col.STATUS] if first else Status.FEHLT, reason)
    n = next((piece.row[col.N] for piece in drawn if piece.row is not None), None)
    parts = [formats.format_n(n), saldo_text(group.saldo, limits=limits)]
    parts += [
        f"{scale.label(str(row[col.AUSPRAEGUNG]))} {share_text(row)}"
        for row in group.unsure
        if points.is_shown(row)
    ]
    if [piece.steps for piece in drawn] == [scale.top_two]:
        parts.append(_BEST)
    elif any(len(piece.steps) > 1 for piece in drawn):
        parts.append(_MERGED)
    elif len(drawn) < len(scale.werte):
        parts.append(_PARTLY)
    return ", ".join(part for part in parts if part)


def _colours(scale: Scale) -> dict[tuple[str, ...], str]:
    """Colour of each step, and of the merged ends."""
    colours = theme.likert_colours(len(scale.werte), scale.richtung)
    result: dict[tuple[str, ...], str] = {
        (value,): colour for value, colour in zip(scale.werte, colours, strict=True)
    }
    if len(scale.werte) >= 4:
        worse, better = theme.merged_colours()
        result |= {scale.bottom_two: worse, scale.top_two: better}
    return result


def _label(steps: Sequence[str], scale: Scale) -> str:
    return " oder ".join(scale.label(value) for value in steps)


def _hover(name: str, label: str, piece: Piece) -> str:
    """Group, answer, share with interval and n, escaped."""
    if piece.row is None:
        told = formats.format_with_unit(piece.width, "%")
    else:
        told = share_text(piece.row, limits=True)
    lines = [f"<b>{theme.safe(name)}</b>", theme.safe(f"{label}: {told}")]
    if piece.row is not None:
        lines.append(theme.safe(formats.format_n(piece.row[col.N])))
    return "<br>".join(lines)


def _draw_limits(
    fig: go.Figure,
    found: Sequence[_Group],
    bars: Sequence[Sequence[Piece]],
    ys: Sequence[float],
    scale: Scale,
    *,
    apart: bool,
) -> None:
    """A whisker at the inner edge of the two best answers, where their share is shown."""
    grows = apart or scale.richtung == -1  # the best begin at their line; else they end at 100 %
    edges = []
    for group, own, y in zip(found, bars, ys, strict=True):
        best = [piece for piece in own if set(piece.steps) & set(scale.top_two)]
        row = group.top2
        if row is None or not best or not points.is_shown(row) or formats.is_missing(row[col.UG]):
            continue
        up, down = 100 * row[col.OG] - width_of(row), width_of(row) - 100 * row[col.UG]
        start = min(piece.start for piece in best)
        edge = start + width_of(row) if grows else start
        edges.append((edge, y, *((up, down) if grows else (down, up))))
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=[edge for edge, _, _, _ in edges],
            # below the middle, where the numbers stand
            y=[y + rows.BAR / 3 for _, y, _, _ in edges],
            marker={"color": theme.INK, "size": 1},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [more for _, _, more, _ in edges],
                "arrayminus": [less for _, _, _, less in edges],
                "color": theme.INK,
                "thickness": 2,
                "width": 5,
            },
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _draw(
    fig: go.Figure,
    placed: Sequence[tuple[rows.Row, Piece, float]],
    label: str,
    colour: str,
    *,
    legend: bool,
) -> None:
    """One step (or two merged) in all rows."""
    fig.add_trace(
        go.Bar(
            orientation="h",
            y=[y for _, _, y in placed],
            base=[piece.start for _, piece, _ in placed],
            x=[piece.width for _, piece, _ in placed],
            width=rows.BAR,
            marker={"color": colour, "line": {"color": theme.PAPER, "width": 1}},
            text=[
                formats.format_number(piece.width) if piece.width >= _LABEL_FROM else ""
                for _, piece, _ in placed
            ],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            insidetextfont={"color": theme.text_on(colour), "size": theme.TEXT_SIZE},
            hovertext=[_hover(head.name, label, piece) for head, piece, _ in placed],
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(label),
            showlegend=legend,
        )
    )
