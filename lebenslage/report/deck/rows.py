"""Rows that statements are made of, with their sources, dates and marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.model.rules import Guete
from lebenslage.report import formats
from lebenslage.report.sheets import publishers

#: Said below every score.
PUNKTE: Final = (
    "Punkte laufen von 0 bis 100; die Zielwerte stehen fest im Katalog. Der Schwankungsbereich "
    "enthält 90 % der Wiederholungen der Rechnung.",
    "Belastbar heißt: in mindestens 90 % der Wiederholungen geht der Unterschied in dieselbe "
    "Richtung.",
)
KLEIN: Final = "Die Ortsteile sind klein. Wenige Haushalte können einen Wert sichtbar verändern."
_FLAECHEN: Final = "Die Flächen der Ortsteile sind eine Näherung, keine amtlichen Grenzen."


def indicator_rows(figures: Figures, node: Node) -> pd.DataFrame:
    """Newest values of the Ortsteile with the `text` that describes them."""
    rows = figures.latest[figures.latest[col.INDIKATOR] == node.code]
    rows = rows[rows[col.GEBIET].isin(list(figures.names))]
    texts = [
        formats.format_value_with_interval(
            row[col.WERT],
            row[col.UG],
            row[col.OG],
            node.einheit,
            node.dezimalen,
            status=row[col.STATUS],
            grund=row[col.GRUND],
        )
        for row in rows.to_dict("records")
    ]
    return rows.assign(text=texts)


def score_rows(figures: Figures, node: Node) -> pd.DataFrame:
    """Points of the Ortsteile in one node, as rows of values."""
    rows = figures.scores.scores
    rows = rows[(rows[col.CODE] == node.code) & rows[col.GEBIET].isin(list(figures.names))]
    missing = rows[col.SCORE].isna()
    return pd.DataFrame(
        {
            col.GEBIET: rows[col.GEBIET],
            col.WERT: rows[col.SCORE],
            col.STATUS: missing.map({True: "fehlt", False: "ok"}),
            col.GRUND: rows[col.GRUND],
            col.BEISPIEL: rows[col.BEISPIEL],
            "text": [points(row) for row in rows.to_dict("records")],
        }
    )


def scored_values(figures: Figures) -> pd.DataFrame:
    """Newest values of the Ortsteile that go into scores: their sources and dates."""
    scored = {n.code for n in figures.snapshot.catalogue.scored().indicators}
    newest = figures.latest
    own = newest[col.GEBIET].isin(list(figures.names)) & newest[col.INDIKATOR].isin(scored)
    return newest[own & newest[col.WERT].notna()]


def pairs_of(figures: Figures, code: str) -> pd.DataFrame:
    """Which pairs of Ortsteile differ for sure in one node."""
    pairs = figures.scores.pairs
    return pairs[pairs[col.CODE] == code]


def basis(
    figures: Figures,
    rows: pd.DataFrame,
    method: tuple[str, ...],
    *,
    extra: str = "",
    scores: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Sources, dates, limits and marks of a statement."""
    if col.QUELLE not in rows:  # scores rest on all values
        scores, rows = rows, scored_values(figures)
    stands = sorted(set(rows.loc[rows[col.WERT].notna(), col.STAND]))
    official = bool(figures.snapshot.ortsteile["amtlich"].all())
    limits = [KLEIN, *([] if official else [_FLAECHEN]), *([extra] if extra else [])]
    made_up = rows[col.GUETE] == Guete.BEISPIEL
    marked = scores[col.BEISPIEL].astype(bool).any() if scores is not None else made_up.any()
    dates = [formats.format_date(stand) for stand in stands]
    return {
        "source": publishers(figures.snapshot.quellen, set(rows[col.QUELLE].dropna())),
        "stand": " bis ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "",
        "method": method,
        "limits": tuple(limits),
        "example": bool(marked),
        "approximate": not official,
    }


def number(row: Mapping[Any, Any]) -> float | None:
    """The value, if it may be shown."""
    return float(row[col.WERT]) if formats.is_shown(row) else None


def score(row: Mapping[Any, Any] | None) -> float | None:
    """The points, if there are any."""
    return None if row is None or formats.is_missing(row[col.SCORE]) else float(row[col.SCORE])


def limit(row: Mapping[Any, Any] | None, key: str) -> float | None:
    """A limit of an interval, if there is one."""
    return None if row is None or formats.is_missing(row.get(key)) else float(row[key])


def points(row: Mapping[Any, Any] | None) -> str:
    """Points with their range, or why there are none."""
    if row is None or formats.is_missing(row[col.SCORE]):
        return formats.format_missing(grund=row[col.GRUND] if row else "")
    span = formats.format_span(row[col.SCORE_UG], row[col.SCORE_OG])
    return formats.format_number(row[col.SCORE]) + (f" ({span})" if span else "")


def short(row: Mapping[Any, Any], unit: str, decimals: int) -> str:
    """A value without its interval, or why there is none."""
    if not formats.is_shown(row):
        return formats.format_missing(str(row[col.STATUS]), row.get(col.GRUND))
    return formats.format_value(row[col.WERT], unit, decimals, status=row[col.STATUS])
