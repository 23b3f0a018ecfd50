"""Where the own Gemeinde stands among others, and who answered a survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats

STRIP: Final = 96  # height of the cloud, px
#: Steps by which neighbours in the order move apart: the same cloud at every call.
_SPREAD: Final = (0.5, 0.2, 0.8, 0.35, 0.65, 0.1, 0.9)


def cloud(fig: go.Figure, others: pd.DataFrame, node: Node, label: str) -> str:
    """Areas as dots on one line that move apart a little; returns their legend entry."""
    known = others.dropna(subset=[col.WERT]).sort_values([col.WERT, col.GEBIET])
    ys = [STRIP * _SPREAD[i % len(_SPREAD)] for i in range(len(known))]
    _dots(fig, known, ys, node, theme.safe(label), {"color": theme.SEQUENTIAL[2], "size": 10})
    return label


def marked(fig: go.Figure, mine: pd.DataFrame, node: Node, name: str) -> str:
    """One area, large in the middle of the cloud; returns its legend entry."""
    text = f"{name}: {formats.format_value(mine[col.WERT].iloc[0], node.einheit, node.dezimalen)}"
    marker = {
        "color": theme.AREA_COLOURS[1],
        "size": 17,
        "symbol": theme.AREA_SYMBOLS[2],
        "line": {"color": theme.PAPER, "width": 1.5},
    }
    _dots(fig, mine, [STRIP / 2], node, theme.safe(text), marker)
    return text


def _dots(
    fig: go.Figure,
    frame: pd.DataFrame,
    ys: list[float],
    node: Node,
    name: str,
    marker: Mapping[str, object],
) -> None:
    texts = [
        f"<b>{theme.safe(row[col.NAME])}</b><br>"
        + theme.safe(formats.format_value(row[col.WERT], node.einheit, node.dezimalen))
        for row in frame.to_dict("records")
    ]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=frame[col.WERT].tolist(),
            y=ys,
            marker=dict(marker),
            hovertext=texts,
            hovertemplate="%{hovertext}<extra></extra>",
            name=name,
        )
    )


def response_bars(response: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """Share of those invited who answered, per group.

    Parameters
    ----------
    response : pd.DataFrame
        `gruppe, grundgesamtheit, n, quote, status` (`survey.response.who_answered`); `quote` is
        the share 0-1, missing where N is unknown or nothing may be shown.
    names : mapping
        `gruppe` -> name of the rows, in this order.
    """
    by_group = {
        str(row[col.GRUPPE]): {**row, col.WERT: row["quote"]} for row in response.to_dict("records")
    }
    heads = [rows.Row(name, response_text(by_group.get(key))) for key, name in names.items()]
    layout = rows.lay_out(heads)
    placed = list(zip(names, heads, layout.bars, strict=True))
    shown = [
        (head, y, 100 * float(by_group[key][col.WERT]))
        for key, head, y in placed
        if key in by_group and points.is_shown(by_group[key])
    ]
    fig = go.Figure()
    fig.add_trace(
        go.Bar(
            orientation="h",
            x=[value for _, _, value in shown],
            y=[y for _, y, _ in shown],
            width=rows.BAR,
            marker={"color": theme.SEQUENTIAL[2]},
            hovertext=[f"<b>{theme.safe(h.name)}</b><br>{theme.safe(h.text)}" for h, _, _ in shown],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    high = min(100.0, max([20.0, *(1.1 * value for _, _, value in shown)]))
    drawn = {y for _, y, _ in shown}
    hidden = [(y, f"{head.name}: {head.text}") for _, head, y in placed if y not in drawn]
    rows.striped(fig, [y for y, _ in hidden], (0.0, high), [text for _, text in hidden])
    rows.draw_headings(fig, heads, layout)
    return rows.finish(fig, layout, ends=(0.0, high), unit="%")


def response_text(row: points.Row | None) -> str:
    """As in "23 % (205 von 890)", "n = 205", or why nothing is shown."""
    if row is None:
        return formats.format_missing()
    if points.is_shown({**row, col.WERT: row["quote"]}):
        invited = formats.format_number(row["grundgesamtheit"])
        share = formats.format_percent(row["quote"])
        return f"{share} ({formats.format_number(row[col.N])} von {invited})"
    if formats.is_missing(row[col.N]):
        return formats.format_missing(row[col.STATUS], row.get(col.GRUND))
    return formats.format_n(row[col.N])
