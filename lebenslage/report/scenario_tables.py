"""Tables of the page Szenario: before and after, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lebenslage.analysis.index.differences import AFTER, BEFORE, Differences
from lebenslage.model import columns as col
from lebenslage.report import formats


def effect_table(
    found: Differences, names: Mapping[str, str], decimals: int = 1, label: str = "Szenario"
) -> pd.DataFrame:
    """Points and places of one node, published and in the scenario, one row per Ortsteil."""
    rows = [
        {
            "Ortsteil": names[row[col.GEBIET]],
            "Punkte veröffentlicht": points_text(row, BEFORE, decimals),
            f"Punkte im {label}": points_text(row, AFTER, decimals),
            "Rang veröffentlicht": rank_text(row, BEFORE),
            f"Rang im {label}": rank_text(row, AFTER),
        }
        for row in found.rows.to_dict("records")
    ]
    return pd.DataFrame(rows)


def points_text(row: Mapping[Any, Any], suffix: str, decimals: int = 1) -> str:
    """As in "57 (56–58)", or why there are none."""
    score = row[f"{col.SCORE}{suffix}"]
    if formats.is_missing(score):
        return formats.format_missing(grund=row[f"{col.GRUND}{suffix}"])
    limits = formats.format_span(
        row[f"{col.SCORE_UG}{suffix}"], row[f"{col.SCORE_OG}{suffix}"], "", decimals
    )
    text = formats.format_number(score, decimals)
    return f"{text} ({limits})" if limits else text


def rank_text(row: Mapping[Any, Any], suffix: str) -> str:
    """The interval of the place, as in "1–2" or "3"; "–" if there is none."""
    low, high = row[f"rang_ug{suffix}"], row[f"rang_og{suffix}"]
    if formats.is_missing(low) or formats.is_missing(high):
        return "–"
    first, last = formats.format_number(low), formats.format_number(high)
    return first if first == last else f"{first}–{last}"
