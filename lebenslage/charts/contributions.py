"""What the parts of a score add to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats

#: Column with the node whose children a row is about.
_PARENT: Final = "eltern"


def contribution_bars(parts: Sequence[points.Row]) -> go.Figure:
    """What each child adds to the score of a node in one area; the bars add up to the score.

    Parameters
    ----------
    parts : sequence of mapping
        From `contribution_rows`.
    """
    heads = [rows.Row(row["name"], contribution_text(row)) for row in parts]
    layout = rows.lay_out(heads)
    placed = list(zip(parts, heads, layout.bars, strict=True))
    known = [(row, head, y) for row, head, y in placed if not formats.is_missing(row[col.BEITRAG])]
    high = max([1.0, *(float(row[col.BEITRAG]) for row, _, _ in known)]) * 1.05
    fig = go.Figure()
    fig.add_trace(
        go.Bar(
            orientation="h",
            x=[row[col.BEITRAG] for row, _, _ in known],
            y=[y for _, _, y in known],
            width=rows.BAR,
            marker={"color": theme.SEQUENTIAL[2]},
            hovertext=[
                f"<b>{theme.safe(head.name)}</b><br>{theme.safe(head.text)}" for _, head, _ in known
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    drawn = {y for _, _, y in known}
    hidden = [(y, f"{head.name}: {head.text}") for _, head, y in placed if y not in drawn]
    rows.striped(fig, [y for y, _ in hidden], (0.0, high), [text for _, text in hidden])
    rows.draw_headings(fig, heads, layout)
    return rows.finish(fig, layout, ends=(0.0, high), title="Beitrag in Punkten")


def contribution_rows(
    contributions: pd.DataFrame,
    catalogue: Catalogue,
    *,
    code: str,
    area: str,
    scores: pd.DataFrame | None = None,
) -> list[dict[str, Any]]:
    """Name, contribution, own points and reason of each scored child, in catalogue order.

    Parameters
    ----------
    contributions : pd.DataFrame
        `gebiet_id, eltern, code, beitrag`: points that `code` adds to the score of `eltern`.
    catalogue : Catalogue
        Names and order; children of the role `kontext` do not count and get no row.
    code : str
        The node.
    area : str
        `gebiet_id`.
    scores : pd.DataFrame, optional
        `gebiet_id, code, score, grund`: own points of each child, or why it has none.
    """
    mine = contributions[
        (contributions[col.GEBIET] == area) & (contributions[_PARENT] == code)
    ].set_index(col.CODE)[col.BEITRAG]
    records = [] if scores is None else scores.to_dict("records")
    own = {row[col.CODE]: row for row in records if row[col.GEBIET] == area}
    scored = catalogue.scored()
    result: list[dict[str, Any]] = []
    for child in scored.children(code) if code in scored else ():
        known: Mapping[Any, Any] = own.get(child.code, {})
        result.append(
            {
                "name": child.label,
                col.BEITRAG: mine.get(child.code),
                col.SCORE: known.get(col.SCORE),
                col.GRUND: known.get(col.GRUND),
            }
        )
    return result


def contribution_text(row: points.Row) -> str:
    """As in "4,2 Punkte (erreicht 63 von 100)", or why the child does not count."""
    if formats.is_missing(row[col.BEITRAG]):
        return formats.format_missing(grund=row.get(col.GRUND))
    text = f"{formats.format_number(row[col.BEITRAG], 1)} Punkte"
    if formats.is_missing(row[col.SCORE]):
        return text
    return f"{text} (erreicht {formats.format_number(row[col.SCORE])} von 100)"
