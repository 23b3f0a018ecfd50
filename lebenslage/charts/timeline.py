"""Projects along time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from lebenslage.charts import rows, theme

#: Days that a project without an end is drawn beyond today.
_OPEN: Final = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A project with its days (ISO); `ende` empty: it goes on."""

    titel: str
    text: str
    beginn: str
    ende: str
    laeuft: bool


def timeline(spans: Sequence[Span], heute: dt.date) -> go.Figure:
    """A bar per project from its beginning to its end, and a line for today."""
    layout = rows.lay_out([rows.Row(span.titel, span.text) for span in spans])
    far = heute + dt.timedelta(days=_OPEN)
    fig = go.Figure()
    for span, y in zip(spans, layout.bars, strict=True):
        begin = dt.date.fromisoformat(span.beginn)
        end = dt.date.fromisoformat(span.ende) if span.ende else max(far, begin)
        fig.add_trace(
            go.Bar(
                orientation="h",
                base=[begin.isoformat()],
                x=[max((end - begin).days, 1) * 86_400_000],
                y=[y],
                width=rows.BAR,
                marker={"color": theme.ACCENT if span.laeuft else theme.MISSING_LINE},
                hovertext=[f"<b>{theme.safe(span.titel)}</b><br>{theme.safe(span.text)}"],
                hovertemplate="%{hovertext}<extra></extra>",
                showlegend=False,
            )
        )
    rows.draw_headings(fig, [rows.Row(span.titel, span.text) for span in spans], layout)
    fig.add_vline(heute.isoformat(), line={"color": theme.INK, "width": 1, "dash": "dot"})
    days = [s.beginn for s in spans] + [s.ende or far.isoformat() for s in spans]
    fig = rows.finish(fig, layout, ends=(0, 1), title="gepunktet: heute", type="date")
    ends = [min([*days, heute.isoformat()]), max([*days, heute.isoformat()])]
    fig.update_xaxes(range=ends, tickformat="%m/%Y", nticks=4)
    return fig
