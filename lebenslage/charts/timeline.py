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
    begins = [dt.date.fromisoformat(span.beginn) for span in spans]
    ends = [
        dt.date.fromisoformat(span.ende) if span.ende else max(far, begin)
        for span, begin in zip(spans, begins, strict=True)
    ]
    fig = go.Figure(
        go.Bar(
            orientation="h",
            base=[begin.isoformat() for begin in begins],
            x=[max((e - b).days, 1) * 86_400_000 for b, e in zip(begins, ends, strict=True)],
            y=list(layout.bars),
            width=rows.BAR,
            marker={"color": [theme.ACCENT if s.laeuft else theme.MISSING_LINE for s in spans]},
            hovertext=[f"<b>{theme.safe(s.titel)}</b><br>{theme.safe(s.text)}" for s in spans],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    rows.draw_headings(fig, [rows.Row(span.titel, span.text) for span in spans], layout)
    # what `add_vline` draws, which is slow where there are axes already
    now = {"type": "line", "x0": heute.isoformat(), "x1": heute.isoformat(), "y0": 0, "y1": 1}
    dotted = {"color": theme.INK, "width": 1, "dash": "dot"}
    theme.add_to(fig, "shapes", [{**now, "xref": "x", "yref": "y domain", "line": dotted}])
    days = [s.beginn for s in spans] + [s.ende or far.isoformat() for s in spans]
    fig = rows.finish(fig, layout, ends=(0, 1), title="gepunktet: heute", type="date")
    whole = [min([*days, heute.isoformat()]), max([*days, heute.isoformat()])]
    theme.set_axes(fig, "x", range=whole, tickformat="%m/%Y", nticks=4)
    return fig
