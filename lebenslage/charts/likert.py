"""Answers on a scale, stacked to 100 % per group, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE, Status
from lebenslage.model.survey import Scale
from lebenslage.report import formats
from lebenslage.report.survey_tables import ALLE_NAME, share_text

#: Segments below this share (%) carry no number: it would not fit on a phone.
_LABEL_FROM: Final = 8.0
_MERGED: Final = "je zwei Stufen zusammengefasst"
_PARTLY: Final = "teils nicht gezeigt"


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of a bar: what it is (steps of the scale), where it begins, how wide it is.

    `steps` is empty for the striped rest. Start and width in percent.
    """

    steps: tuple[str, ...]
    start: float
    width: float
    row: points.Row | None = None


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

    Notes
    -----
    Where steps are suppressed, the two best and the two worst are drawn as one piece each, if
    the table shows their sums (`top2` and `saldo`). Else the shown steps are drawn, and the rest
    is one striped piece, in its place on the scale if that is clear. What lies in it cannot be
    told apart.
    """
    names = dict(groups)
    if ALLE in set(table[col.GRUPPE]) and ALLE not in names:
        names[ALLE] = all_label
    found = [_group(table[table[col.GRUPPE] == key], name, scale) for key, name in names.items()]
    bars = [pieces(group.steps, scale, group.top2, group.saldo) for group in found]
    heads = [
        rows.Row(group.name, _note(group, scale, own))
        for group, own in zip(found, bars, strict=True)
    ]
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
            ends = (piece.start, piece.start + piece.width)
            rows.striped(fig, [y], ends, [f"{head.name}: {head.text}"])
    rows.draw_headings(fig, heads, layout)
    legend = [scale.label(value) for value in scale.werte]
    return rows.finish(fig, layout, ends=(0, 100), unit="%", legend=legend)


def pieces(
    steps: Mapping[str, points.Row],
    scale: Scale,
    top2: points.Row | None = None,
    saldo: points.Row | None = None,
) -> list[Piece]:
    """Segments of one bar, from left to right.

    Parameters
    ----------
    steps : mapping
        Value of the scale -> row with its share.
    top2, saldo : mapping, optional
        Share of the two best values, and that share less the one of the two worst.
    """
    known = {v: steps[v] for v in scale.werte if v in steps and points.is_shown(steps[v])}
    if len(known) < len(scale.werte):
        merged = _merged(known, scale, top2, saldo)
        if merged:
            return merged
    hidden = [i for i, value in enumerate(scale.werte) if value not in known]
    rest = max(0.0, 100.0 - sum(_width(row) for row in known.values()))
    in_place = bool(hidden) and hidden[-1] - hidden[0] == len(hidden) - 1
    result: list[Piece] = []
    start = 0.0
    for i, value in enumerate(scale.werte):
        if value in known:
            result.append(Piece((value,), start, _width(known[value]), known[value]))
        elif in_place and i == hidden[0]:
            result.append(Piece((), start, rest))
        else:
            continue
        start += result[-1].width
    if hidden and not in_place:
        result.append(Piece((), start, rest))
    return result


def _merged(
    known: Mapping[str, points.Row],
    scale: Scale,
    top2: points.Row | None,
    saldo: points.Row | None,
) -> list[Piece]:
    """The two best, what is between, and the two worst; nothing where a sum is hidden."""
    sums_shown = top2 and saldo and points.is_shown(top2) and points.is_shown(saldo)
    between = scale.werte[2:-2]
    if not sums_shown or len(scale.werte) < 4 or any(value not in known for value in between):
        return []
    assert top2 is not None
    assert saldo is not None
    best = _width(top2)
    ends = {scale.top_two: best, scale.bottom_two: best - _width(saldo)}
    result: list[Piece] = []
    start = 0.0
    for steps in (scale.werte[:2], *((value,) for value in between), scale.werte[-2:]):
        single = known[steps[0]] if len(steps) == 1 else None
        width = ends[steps] if single is None else _width(single)
        row = top2 if steps == scale.top_two else single
        result.append(Piece(steps, start, width, row))
        start += width
    return result


def _width(row: points.Row) -> float:
    return 100 * float(row[col.WERT])


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


def _note(group: _Group, scale: Scale, own: Sequence[Piece]) -> str:
    """As in "n = 87, weiß nicht 8 %", or why nothing is shown."""
    drawn = [piece for piece in own if piece.steps]
    if not drawn:
        first = next(iter(group.steps.values()), None)
        reasons = [formats.clean(row.get(col.GRUND)) for row in group.steps.values()]
        reason = next((reason for reason in reasons if reason), "")
        return formats.format_missing(first[col.STATUS] if first else Status.FEHLT, reason)
    n = next((piece.row[col.N] for piece in drawn if piece.row is not None), None)
    parts = [formats.format_n(n)]
    parts += [
        f"{scale.label(str(row[col.AUSPRAEGUNG]))} {share_text(row)}"
        for row in group.unsure
        if points.is_shown(row)
    ]
    if any(len(piece.steps) > 1 for piece in drawn):
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
