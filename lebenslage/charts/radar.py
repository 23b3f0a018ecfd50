"""The compass: topics answered from 1 to 7 around a circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, theme
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.report.survey_tables import mean_text

_HEIGHT: Final = 460


def compass(rows: pd.DataFrame, topics: Mapping[str, str], groups: Mapping[str, str]) -> go.Figure:
    """Means of the topics as a shape per group; no corner where nothing is shown.

    Parameters
    ----------
    rows : pd.DataFrame
        `columns.UMFRAGEWERTE` of the topics, scale from 1 to 7.
    topics : mapping
        `frage` -> text, numbered clockwise from the top.
    groups : mapping
        `gruppe` -> name, the first in the accent colour, everybody dashed.
    """
    means = rows[rows[col.STATISTIK] == "mittelwert"]
    by_key = {(str(row[col.FRAGE]), str(row[col.GRUPPE])): row for row in means.to_dict("records")}
    fig = go.Figure()
    # names do not fit beside the circle on a phone: the note below tells what the numbers are
    labels = [str(i) for i in range(1, len(topics) + 1)]
    for group, name in groups.items():
        own = [by_key.get((code, group)) for code in topics]
        values = [row[col.WERT] if row and points.is_shown(row) else None for row in own]
        everybody = group == ALLE
        fig.add_trace(
            go.Scatterpolar(
                r=[*values, values[0]],
                theta=[*labels, labels[0]],
                mode="lines+markers",
                connectgaps=False,
                name=theme.safe(name),
                line={
                    "color": theme.MUTED if everybody else theme.ACCENT,
                    "width": 3,
                    "dash": "dash" if everybody else "solid",
                },
                marker={"size": 9, "symbol": "square" if everybody else "circle"},
                hovertext=[
                    _hover(name, topic, row)
                    for row, topic in zip([*own, own[0]], [*topics.values(), ""], strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    theme.apply(fig, height=_HEIGHT, margin=(32, 32, 32, 56))
    text = {"size": theme.TEXT_SIZE, "color": theme.INK}
    theme.set_layout(
        fig,
        polar={
            "bgcolor": theme.PAPER,
            "radialaxis": {
                "range": [1, 7],
                "tickvals": list(range(1, 8)),
                "gridcolor": theme.GRID,
                "tickfont": text,
                "angle": 90,
                "tickangle": 90,
            },
            "angularaxis": {
                "type": "category",
                "direction": "clockwise",
                "rotation": 90,
                "gridcolor": theme.GRID,
                "tickfont": text,
            },
        },
    )
    return fig


def _hover(name: str, topic: str, row: points.Row | None) -> str:
    told = mean_text(row) if row else ""
    return f"<b>{theme.safe(name)}</b><br>{theme.safe(f'{topic}: {told}')}"
