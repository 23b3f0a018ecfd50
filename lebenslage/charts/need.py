"""Status × change: the matrix of all Handlungsfelder and Ortsteile, and the 3 × 3 picture of one.

Every state has its own sign beside its colour, so that both pictures read in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.analysis.index.need import CHANGES, HOCH, MITTEL, NIEDRIG, STATUS
from lebenslage.charts import rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report.need_tables import (
    STATUS_ZEICHEN,
    VERAENDERUNG_ZEICHEN,
    cell_text,
)

_CELL: Final = 38  # height of a cell, px
_GAP: Final = 12
_HALF: Final = 0.48  # half the width of a cell; the columns are 1 apart
_COLOURS: Final = {
    NIEDRIG: theme.DIVERGING[1],
    MITTEL: theme.DIVERGING[2],
    HOCH: theme.DIVERGING[3],
}
#: Headings of the rows of the 3 × 3 picture, from the top.
_HEADINGS: Final = {
    HOCH: "▲ hoch: belastbar über den anderen",
    MITTEL: "○ von den anderen nicht unterscheidbar",
    NIEDRIG: "▼ niedrig: belastbar unter den anderen",
}
_ENDINGS: Final = ("↘ gefallen", "→ stabil", "↗ gestiegen")
#: From worst (low and falling) to best, for the sum of the two places.
_GRADES: Final = ("#EDA65B", "#F5CFA4", "#EBEBEB", "#BFD7EA", "#86B5D9")

#: What the signs mean, for the line below the matrix.
ZEICHEN: Final = (
    "▼ niedrig: belastbar unter dem Mittel der anderen Ortsteile, oder sicher in der untersten "
    "Klasse · ○ nicht unterscheidbar · ▲ hoch: belastbar darüber · gestreift: kein Punktwert · "
    "↘ gefallen, → stabil, ↗ gestiegen seit dem vorigen Zeitpunkt · ohne Pfeil: kein Vergleich"
)


def need_matrix(
    cells: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    *,
    selected: tuple[str, str] | None = None,
) -> go.Figure:
    """One band per Handlungsfeld, one cell per Ortsteil; a click on a cell gives its keys.

    Parameters
    ----------
    cells : pd.DataFrame
        `NeedTable.cells`.
    names : mapping
        `gebiet_id` -> name; the columns.
    selected : (gebiet_id, code), optional
        The cell with a frame.
    """
    codes = list(dict.fromkeys(cells[col.CODE]))
    by_key = {(row[col.GEBIET], row[col.CODE]): row for row in cells.to_dict("records")}
    heads = [rows.Row(catalogue[code].label) for code in codes]
    layout = _lay_out(heads)
    fig = go.Figure()
    areas = list(names)
    placed = [
        (x, y, by_key[area, code], f"{names[area]}, {catalogue[code].label}")
        for code, y in zip(codes, layout.bars, strict=True)
        for x, area in enumerate(areas)
        if (area, code) in by_key
    ]
    for known in (True, False):
        _draw_cells(fig, [cell for cell in placed if bool(cell[2]["status"]) is known], known)
    for x, y, row, _ in placed:
        if (row[col.GEBIET], row[col.CODE]) == selected:
            _frame(fig, x, y)
    rows.draw_headings(fig, heads, layout)
    return _finish(fig, layout, [theme.safe(names[area]) for area in areas])


def status_change(cells: pd.DataFrame, names: Mapping[str, str], *, selected: str) -> go.Figure:
    """The 3 × 3 classes of one Handlungsfeld with the Ortsteile in them.

    Parameters
    ----------
    cells : pd.DataFrame
        `NeedTable.cells` of one Handlungsfeld; Ortsteile without status or change are left out.
    selected : str
        `gebiet_id` in bold.
    """
    inside: dict[tuple[str, str], list[str]] = {}
    for row in cells.to_dict("records"):
        if row["status"] and row["veraenderung"] and row[col.GEBIET] in names:
            name = theme.safe(names[row[col.GEBIET]])
            bold = f"<b>{name}</b>" if row[col.GEBIET] == selected else name
            inside.setdefault((row["status"], row["veraenderung"]), []).append(bold)
    fig, y, bars = go.Figure(), 0.0, []
    boxes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    heads = [rows.Row(_HEADINGS[status]) for status in reversed(STATUS)]
    for status, head in zip(reversed(STATUS), heads, strict=True):
        y += rows.LINE * (1 + rows.heading(head).count("<br>")) + 4
        most = max(len(inside.get((status, change), [])) for change in CHANGES)
        height = max(_CELL, rows.LINE * most + 10)
        for x, change in enumerate(CHANGES):
            there = inside.get((status, change), [])
            grade = STATUS.index(status) + x
            fill = {"fillcolor": _GRADES[grade], "line": {"width": 0}}
            boxes.append(_box(x, y, height) | fill)
            if there:
                text = "<br>".join(there)
                words.append({"x": x, "y": y + height / 2, "text": text, "showarrow": False})
        bars.append(y + rows.BAR / 2)
        y += height + _GAP
    fig.layout.shapes, fig.layout.annotations = boxes, words
    layout = rows.Layout(tuple(bars), y)
    rows.draw_headings(fig, heads, layout)
    return _finish(fig, layout, list(_ENDINGS))


def _lay_out(heads: list[rows.Row]) -> rows.Layout:
    """As `rows.lay_out`, with higher cells; `bars` are where a bar of usual height would be."""
    bars, y = [], 0.0
    for head in heads:
        y += rows.LINE * (1 + rows.heading(head).count("<br>")) + 4
        bars.append(y + rows.BAR / 2)
        y += _CELL + _GAP
    return rows.Layout(tuple(bars), y)


def _draw_cells(
    fig: go.Figure, placed: list[tuple[int, float, Mapping[Any, Any], str]], known: bool
) -> None:
    if not placed:
        return
    marker: dict[str, Any] = {
        "color": [_COLOURS.get(c[2]["status"], theme.MISSING) for c in placed]
    }
    if not known:
        marker |= {"pattern": theme.PATTERN, "line": {"width": 0}}
    signs = [
        f"{STATUS_ZEICHEN[row['status']]} {VERAENDERUNG_ZEICHEN[row['veraenderung']]}".strip()
        for _, _, row, _ in placed
    ]
    fig.add_trace(
        go.Bar(
            orientation="h",
            base=[x - _HALF for x, *_ in placed],
            x=[2 * _HALF] * len(placed),
            y=[y + (_CELL - rows.BAR) / 2 for _, y, *_ in placed],
            width=_CELL,
            marker=marker,
            text=signs,
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"size": 22, "color": theme.INK},
            textangle=0,
            customdata=[[row[col.GEBIET], row[col.CODE]] for _, _, row, _ in placed],
            hovertext=[
                f"<b>{theme.safe(title)}</b><br>{theme.safe(cell_text(row))}"
                for _, _, row, title in placed
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            # a click chooses; nothing fades
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            showlegend=False,
        )
    )


def _box(x: int, y: float, height: float) -> dict[str, Any]:
    ends = {"x0": x - _HALF, "x1": x + _HALF, "y0": y, "y1": y + height}
    return {"type": "rect", "layer": "below", **ends}


def _frame(fig: go.Figure, x: int, y: float) -> None:
    box = _box(x, y - rows.BAR / 2, _CELL) | {"layer": "above"}
    fig.add_shape(**box, line={"color": theme.INK, "width": 3})


def _finish(fig: go.Figure, layout: rows.Layout, names: list[str]) -> go.Figure:
    """Names of the columns on top, upright where they do not fit side by side."""
    ends = (-0.5, len(names) - 0.5)
    rows.finish(
        fig,
        layout,
        ends=ends,
        side="top",
        tickvals=list(range(len(names))),
        ticktext=names,
        autotickangles=[0, 90],
        showgrid=False,
        zeroline=False,
    )
    return fig
