"""Share among the answers against share in the register."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.report.representation import group_name, ratio_text


def ratio_dots(found: pd.DataFrame, names: Mapping[str, str], ages: Mapping[str, str]) -> go.Figure:
    """Representation ratios with their intervals; a line at 1, where answers match the register.

    Parameters
    ----------
    found : pd.DataFrame
        Rows of `survey.representation.who_is_missing`.
    names, ages : mapping
        Ortsteil and age -> name.
    """
    records = found.to_dict("records")
    heads = [rows.Row(group_name(row, names, ages), ratio_text(row)) for row in records]
    layout = rows.lay_out(heads)
    known = [
        (row, y)
        for row, y in zip(records, layout.bars, strict=True)
        if pd.notna(row["verhaeltnis"])
    ]
    drawn = [{**row, col.WERT: row["verhaeltnis"]} for row, _ in known]
    high = max([1.5, *(1.05 * row[col.OG] for row in drawn)])
    fig = go.Figure()
    fig.add_shape(
        type="line",
        x0=1,
        x1=1,
        y0=0,
        y1=layout.total,
        line={"color": theme.MUTED, "width": 2, "dash": "dash"},
        layer="below",
    )
    sure = [row["urteil"] in ("unter", "ueber") for row in drawn]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=[row[col.WERT] for row in drawn],
            y=[y for _, y in known],
            error_x=points.whiskers(drawn),
            # hollow: not to be told apart from 1
            marker={
                "size": 14,
                "color": [theme.ACCENT if certain else theme.PAPER for certain in sure],
                "line": {"color": theme.ACCENT, "width": 3},
            },
            hovertext=[
                f"<b>{theme.safe(head.name)}</b><br>{theme.safe(head.text)}"
                for head, row in zip(heads, records, strict=True)
                if pd.notna(row["verhaeltnis"])
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    placed = {y for _, y in known}
    hidden = [
        (y, f"{h.name}: {h.text}")
        for h, y in zip(heads, layout.bars, strict=True)
        if y not in placed
    ]
    rows.striped(fig, [y for y, _ in hidden], (0.0, high), [text for _, text in hidden])
    rows.draw_headings(fig, heads, layout)
    return rows.finish(fig, layout, ends=(0.0, high))
