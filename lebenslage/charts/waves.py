"""The change between two waves of a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.rules import Status
from lebenslage.report import formats

_APART: Final = 5  # px
_POINT: Final = (col.WERT, col.UG, col.OG)


def wave_change(
    changes: pd.DataFrame,
    groups: Mapping[str, str],
    waves: tuple[str, str],
    *,
    unit: str = "",
    decimals: int = 1,
    ends: tuple[float, float] | None = None,
    words: str = "{} → {}",
) -> go.Figure:
    """Two waves of one question per group: two dots with whiskers, joined by a line.

    Parameters
    ----------
    changes : pd.DataFrame
        Rows of `survey.waves.compare` of one question and figure, one per group: `gruppe,
        wert_vorher, ug_vorher, og_vorher, wert_nachher, ..., status, grund`, in the unit shown.
    groups : mapping
        `gruppe` -> name of the rows, in this order.
    waves : (str, str)
        Names of the two waves ("2022", "2025").
    ends : (low, high), optional
        Ends of the axis, e.g. of the scale.
    words : str
        Both values in words: an arrow for a change, something else for a comparison.
    """
    by_group = {str(row[col.GRUPPE]): row for row in changes.to_dict("records")}
    pairs = {key: _pair(by_group.get(key)) for key in groups}
    heads = [
        rows.Row(name, _change_text(by_group.get(key), pairs[key], unit, decimals, words))
        for key, name in groups.items()
    ]
    layout = rows.lay_out(heads)
    placed = list(zip(groups, heads, layout.bars, strict=True))
    both = [(pair, y, head) for key, head, y in placed if (pair := pairs[key])]
    fig = go.Figure()
    if both:
        _draw_joints(fig, [(pair, y) for pair, y, _ in both])
    for i, wave in enumerate(waves):
        _draw_wave(fig, [(pair[i], y, head) for pair, y, head in both], wave, i)
    known = pd.DataFrame([point for pair, _, _ in both for point in pair], columns=[*_POINT])
    limits = ends or points.axis_ends(known, from_zero=False)
    drawn = {y for _, y, _ in both}
    hidden = [(y, f"{head.name}: {head.text}") for _, head, y in placed if y not in drawn]
    rows.striped(fig, [y for y, _ in hidden], limits, [text for _, text in hidden])
    rows.draw_headings(fig, heads, layout)
    title = "" if unit == "%" else unit
    return rows.finish(fig, layout, ends=limits, unit=unit, title=title, legend=waves)


def _pair(row: points.Row | None) -> tuple[points.Row, points.Row] | None:
    """The points of both waves; nothing if one of them may not be shown."""
    if row is None:
        return None
    before, after = (
        {**row, **{key: row[f"{key}_{when}"] for key in _POINT}} for when in ("vorher", "nachher")
    )
    return (before, after) if points.is_shown(before) and points.is_shown(after) else None


def _change_text(
    row: points.Row | None,
    pair: tuple[points.Row, points.Row] | None,
    unit: str,
    decimals: int,
    words: str,
) -> str:
    if row is None:
        return formats.format_missing()
    if pair is None:
        return formats.format_missing(row[col.STATUS], row.get(col.GRUND))
    before, after = (formats.format_number(point[col.WERT], decimals) for point in pair)
    text = f"{words.format(before, after)}{f' {unit}' if unit else ''}"
    return f"({text})" if row[col.STATUS] == Status.EINGEKLAMMERT else text


def _draw_joints(
    fig: go.Figure, placed: Sequence[tuple[tuple[points.Row, points.Row], float]]
) -> None:
    """A line from the first to the second dot of every row: one trace with gaps."""
    fig.add_trace(
        go.Scatter(
            x=[x for (one, other), _ in placed for x in (one[col.WERT], other[col.WERT], None)],
            y=[place for _, y in placed for place in (y - _APART, y + _APART, None)],
            mode="lines",
            line={"color": theme.MUTED, "width": 3},
            connectgaps=False,
            showlegend=False,
            hoverinfo="skip",
        )
    )


def _draw_wave(
    fig: go.Figure, placed: Sequence[tuple[points.Row, float, rows.Row]], wave: str, place: int
) -> None:
    colour = (theme.MUTED, theme.ACCENT)[place]
    xs: list[Any] = [point[col.WERT] for point, _, _ in placed] or [None]
    # Slightly apart, so that the whiskers of two equal values stay visible.
    ys: list[Any] = [y + (-_APART, _APART)[place] for _, y, _ in placed] or [None]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=xs,
            y=ys,
            error_x=points.whiskers([point for point, _, _ in placed], color=colour),
            marker={"color": colour, "size": 12, "symbol": ("circle-open", "circle")[place]},
            hovertext=[
                f"<b>{theme.safe(head.name)}</b>, {theme.safe(wave)}<br>{theme.safe(head.text)}"
                for _, _, head in placed
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(wave),
        )
    )
