"""One value of a frame as charts need it: shown or not, its text, its whiskers, its axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lebenslage.charts import theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.report import formats
from lebenslage.report.formats import is_shown

__all__ = [
    "Row",
    "axis_ends",
    "hover",
    "indicator_text",
    "is_shown",
    "starts_at_zero",
    "whiskers",
]

#: A row of a frame as a mapping.
Row = Mapping[Any, Any]


def indicator_text(row: Row | None, node: Node) -> str:
    """As in "12,4 % (9,8–15,6 %)", in brackets where uncertain, or why there is nothing."""
    if row is None:
        return formats.format_missing()
    text = formats.format_value(
        row[col.WERT],
        node.einheit,
        node.dezimalen,
        status=row[col.STATUS],
        grund=row.get(col.GRUND),
    )
    # A long unit said once is enough.
    unit = "%" if node.einheit == "%" else ""
    limits = formats.format_span(row[col.UG], row[col.OG], unit, node.dezimalen)
    if not is_shown(row) or not limits:
        return text
    return f"{text[:-1]}; {limits})" if text.startswith("(") else f"{text} ({limits})"


def starts_at_zero(node: Node) -> bool:
    """Whether a bar from zero is honest: counts, shares and rates, but not means."""
    return node.einheit == "%" or node.art in (Kind.ANZAHL, Kind.ANTEIL, Kind.RATE)


def axis_ends(values: pd.DataFrame, *, from_zero: bool) -> tuple[float, float]:
    """Ends of the value axis: all values and intervals, a little air, zero for bars."""
    numbers = pd.concat([values[c] for c in (col.WERT, col.UG, col.OG)]).dropna().astype(float)
    if numbers.empty:
        return (0.0, 1.0)
    low, high = numbers.min(), numbers.max()
    air = 0.04 * (high - low or abs(high) or 1.0)
    if from_zero:
        return (min(0.0, low), max(high, 0.0) + air)
    return (low - air, high + air)


def whiskers(points: Sequence[Row], **style: Any) -> dict[str, Any]:
    """Plotly's error bars from the limits; none where a limit is missing."""

    def distance(one: Any, other: Any) -> float:
        return 0.0 if formats.is_missing(one) or formats.is_missing(other) else abs(one - other)

    return {
        "type": "data",
        "symmetric": False,
        "array": [distance(p[col.OG], p[col.WERT]) for p in points],
        "arrayminus": [distance(p[col.WERT], p[col.UG]) for p in points],
        "color": theme.INK,
        "thickness": 2,
        "width": 5,
        **style,
    }


def hover(name: str, row: Row, node: Node) -> str:
    """Escaped hover text: name, value with interval, n, date."""
    text = formats.format_value_with_interval(
        row[col.WERT],
        row[col.UG],
        row[col.OG],
        node.einheit,
        node.dezimalen,
        status=row[col.STATUS],
        grund=row.get(col.GRUND),
    )
    lines = [f"<b>{theme.safe(name)}</b>", theme.safe(text)]
    if formats.format_n(row.get(col.N)):
        lines.append(theme.safe(formats.format_n(row.get(col.N))))
    if row.get(col.STAND):
        lines.append(theme.safe(f"Stand {formats.format_date(row[col.STAND])}"))
    return "<br>".join(lines)
