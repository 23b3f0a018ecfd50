"""The profile: all Handlungsfelder of all Ortsteile side by side, each dot with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats

#: Height of one dot's line; five Ortsteile and the heading make a band of about 90 px.
_DOT_LINE: Final = 13
_HEADING: Final = rows.LINE + 5
_FOOT: Final = 9
_BAND: Final = "#F3F5F7"
_ENDS: Final = (-2.0, 102.0)


def profile(
    scores: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    *,
    codes: Sequence[str] | None = None,
    selected: str | None = None,
) -> go.Figure:
    """Scores of the Handlungsfelder (or of any nodes) for all areas.

    Parameters
    ----------
    scores : pd.DataFrame
        `gebiet_id, code, score, score_ug, score_og, abdeckung, beispiel, grund`; points 0-100.
    names : mapping
        `gebiet_id` -> name; colour and symbol follow the order.
    catalogue : Catalogue
        Gives names and order of the Handlungsfelder.
    codes : sequence of str, optional
        Other nodes than the Handlungsfelder, e.g. the indicators of one.
    selected : str, optional
        Area drawn larger, the others paler.
    """
    if codes is None:
        present = set(scores[col.CODE])
        codes = [node.code for node in catalogue.handlungsfelder if node.code in present]
    by_key = {(str(row[col.CODE]), str(row[col.GEBIET])): row for row in scores.to_dict("records")}
    fig = go.Figure()
    bands, y = [], 0.0
    for code in codes:
        bands.append(_band(code, catalogue[code].label, y, names, by_key))
        y += bands[-1].height
    _draw_bands(fig, bands)
    for place, (key, name) in enumerate(names.items()):
        style = (*theme.area_style(names)[key], selected)
        _draw_area(fig, key, name, place, bands, style)
    return rows.finish(
        fig,
        rows.Layout((), y),
        ends=_ENDS,
        title="Punkte von 0 bis 100 (höher ist günstiger)",
        legend=list(names.values()),
        tickvals=[0, 20, 40, 60, 80, 100],
        zeroline=False,
    )


def score_text(row: points.Row) -> str:
    """As in "54 Punkte (Schwankungsbereich 48–60)", or why there is no score."""
    if not _has_score(row):
        return formats.format_missing(grund=row.get(col.GRUND))
    text = f"{formats.format_number(row[col.SCORE])} Punkte"
    limits = formats.format_span(row[col.SCORE_UG], row[col.SCORE_OG])
    return f"{text} (Schwankungsbereich {limits})" if limits else text


@dataclass(frozen=True)
class _Band:
    """One Handlungsfeld: where it lies, what stands above it, the scores by area."""

    label: str
    heading: str
    top: float
    first_dot: float
    height: float
    scores: Mapping[str, points.Row]


def _band(
    code: str,
    label: str,
    top: float,
    names: Mapping[str, str],
    by_key: Mapping[tuple[str, str], points.Row],
) -> _Band:
    scores = {key: by_key[code, key] for key in names if _has_score(by_key.get((code, key)))}
    missing = [name for key, name in names.items() if key not in scores]
    text = rows.heading(rows.Row(label))
    if missing:
        note = "noch keine Werte" if not scores else f"ohne Wert: {', '.join(missing)}"
        text += f"<br>{theme.wrap(note, rows.HEADING_WIDTH)}"
    first = top + _HEADING + rows.LINE * text.count("<br>") + _DOT_LINE / 2
    lines = len(names) if scores else 0
    height = first - top + _DOT_LINE * (lines - 0.5) + _FOOT
    return _Band(label, text, top, first, height, scores)


def _has_score(row: points.Row | None) -> bool:
    return row is not None and not formats.is_missing(row[col.SCORE])


def _draw_bands(fig: go.Figure, bands: Sequence[_Band]) -> None:
    """The heading of every band; every other one is shaded."""
    shades = [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": band.top,
            "y1": band.top + band.height,
            "fillcolor": _BAND,
            "line": {"width": 0},
            "layer": "below",
        }
        for band in bands[::2]
    ]
    headings = [
        {
            "text": band.heading,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": band.top + 2,
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "borderpad": 2,
        }
        for band in bands
    ]
    theme.add_to(fig, "shapes", shades)
    theme.add_to(fig, "annotations", headings)


def _draw_area(
    fig: go.Figure,
    key: str,
    name: str,
    place: int,
    bands: Sequence[_Band],
    style: tuple[str, str, str | None],
) -> None:
    colour, symbol, selected = style
    shown = [(band, band.scores[key]) for band in bands if key in band.scores]
    # An area without any score keeps its legend entry.
    xs: list[Any] = [row[col.SCORE] for _, row in shown] or [None]
    ys: list[Any] = [band.first_dot + place * _DOT_LINE for band, _ in shown] or [None]
    whiskers = [
        {col.WERT: row[col.SCORE], col.UG: row[col.SCORE_UG], col.OG: row[col.SCORE_OG]}
        for _, row in shown
    ]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=xs,
            y=ys,
            error_x=points.whiskers(
                whiskers, color=colour, width=0, thickness=3.5 if key == selected else 2
            ),
            marker={
                "color": colour,
                "symbol": symbol,
                "size": theme.symbol_size(symbol) + (3 if key == selected else 0),
                "line": {"color": theme.PAPER, "width": 1},
            },
            opacity=1.0 if selected in (None, key) else 0.55,
            hovertext=[_hover(name, band.label, row) for band, row in shown],
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(name),
        )
    )


def _hover(name: str, label: str, row: points.Row) -> str:
    lines: list[Any] = [f"<b>{theme.safe(name)}</b>", theme.safe(label)]
    return "<br>".join([*lines, theme.safe(score_text(row))])
