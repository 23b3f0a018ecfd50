"""Tables of texts for "Als Tabelle": German headers, formatted values, words for what is missing.

Every function returns a new frame of strings; real numbers for files come from `export`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.rules import Status
from lebenslage.report import formats
from lebenslage.report.freshness import freshness_table, missing_table
from lebenslage.report.score_sentences import relations
from lebenslage.report.sentence_parts import plain_value, quality_word
from lebenslage.report.sheets import (
    catalogue_table,
    definition_table,
    source_lines,
    source_table,
)
from lebenslage.report.survey_tables import (
    question_table,
    response_table,
    survey_area_table,
    wave_table,
)

__all__ = [
    "catalogue_table",
    "comparison_table",
    "contribution_table",
    "definition_table",
    "freshness_table",
    "indicator_table",
    "map_table",
    "missing_table",
    "question_table",
    "response_table",
    "score_table",
    "source_lines",
    "source_table",
    "survey_area_table",
    "timeline_table",
    "village_table",
    "wave_table",
]

_NONE = "–"


def map_table(frame: pd.DataFrame, names: Mapping[str, str], title: str) -> pd.DataFrame:
    """What the map shows: one row per Ortsteil.

    Parameters
    ----------
    frame : pd.DataFrame
        `gebiet_id, wert, text, status`.
    title : str
        Header of the values.
    """
    texts = dict(zip(frame[col.GEBIET], frame["text"], strict=True))
    rows = [
        {"Ortsteil": name, title: formats.clean(texts.get(key)) or formats.format_missing()}
        for key, name in names.items()
    ]
    return pd.DataFrame(rows, columns=["Ortsteil", title])


def indicator_table(values: pd.DataFrame, names: Mapping[str, str], node: Node) -> pd.DataFrame:
    """One indicator: value, interval, base, date and quality per area.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, one row per area.
    """
    by_area = {str(row[col.GEBIET]): row for row in values.to_dict("records")}
    rows = []
    for key, name in names.items():
        row = by_area.get(key)
        shown = row is not None and formats.is_shown(row)
        rows.append(
            {
                "Gebiet": name,
                "Wert": plain_value(row, node) if row else formats.format_missing(),
                "95 %-Bereich": _limits(row, node) if row and shown else _NONE,
                "Fälle": formats.format_number(row[col.N]) if row and _has(row, col.N) else _NONE,
                "Stand": formats.format_date(row[col.STAND]) if row and shown else _NONE,
                "Güte": quality_word(row.get(col.GUETE), node) or _NONE if row and shown else _NONE,
            }
        )
    return pd.DataFrame(rows)


def comparison_table(
    values: pd.DataFrame, nodes: Sequence[Node], levels: Mapping[str, str]
) -> pd.DataFrame:
    """Several indicators (rows) in several areas (columns).

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, one row per area and indicator.
    nodes : sequence of Node
        The rows.
    levels : mapping
        `gebiet_id` -> header; the first one's interval is told too. A cell whose date differs
        from that of the column "Stand" says its own. Only the first one says why it is empty.
    """
    by_key = {
        (str(row[col.INDIKATOR]), str(row[col.GEBIET])): row for row in values.to_dict("records")
    }
    rows = []
    for node in nodes:
        cells = {key: by_key.get((node.code, key)) for key in levels}
        stands = [row[col.STAND] for row in cells.values() if row and formats.is_shown(row)]
        stand = stands[0] if stands else ""
        line = {"Indikator": node.label}
        for place, (key, name) in enumerate(levels.items()):
            cell = cells[key]
            if place and (cell is None or cell[col.STATUS] == Status.FEHLT):
                line[name] = _NONE  # said once, in the first column, is enough
            else:
                line[name] = _cell(cell, node, stand, with_limits=place == 0)
        rows.append({**line, "Stand": formats.format_date(stand) if stand else _NONE})
    return pd.DataFrame(rows, columns=["Indikator", *levels.values(), "Stand"])


def timeline_table(values: pd.DataFrame, names: Mapping[str, str], node: Node) -> pd.DataFrame:
    """One indicator: dates as rows, areas as columns.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of one indicator, every date.
    """
    own = values[values[col.GEBIET].isin(list(names))]
    by_key = {(row[col.STAND], str(row[col.GEBIET])): row for row in own.to_dict("records")}
    rows = []
    for stand in sorted(set(own[col.STAND])):
        line = {"Stand": formats.format_date(stand)}
        for key, name in names.items():
            line[name] = _cell(by_key.get((stand, key)), node, stand, with_limits=True)
        rows.append(line)
    return pd.DataFrame(rows, columns=["Stand", *names.values()])


def score_table(
    scores: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    *,
    codes: Iterable[str] | None = None,
) -> pd.DataFrame:
    """The profile: Handlungsfelder by Ortsteile, points with their range and rank interval."""
    codes = [node.code for node in catalogue.handlungsfelder] if codes is None else list(codes)
    by_key = {(str(row[col.CODE]), str(row[col.GEBIET])): row for row in scores.to_dict("records")}
    rows = []
    for code in codes:
        line = {"Handlungsfeld": catalogue[code].label}
        for key, name in names.items():
            row = by_key.get((code, key))
            ranked = row and not formats.is_missing(row[col.SCORE]) and _rank(row) != _NONE
            line[name] = f"{_points(row)}, Rang {_rank(row)}" if row and ranked else _points(row)
        rows.append(line)
    return pd.DataFrame(rows, columns=["Handlungsfeld", *names.values()])


def village_table(
    scores: pd.DataFrame,
    pairs: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    area: str,
) -> pd.DataFrame:
    """The Handlungsfelder of one Ortsteil: points, range, rank interval, sure differences.

    Parameters
    ----------
    scores : pd.DataFrame
        `gebiet_id, code, score, score_ug, score_og, rang_ug, rang_og, klasse, abdeckung, grund`.
    pairs : pd.DataFrame
        `code, a, b, p_a_below_b, belastbar`.
    """
    own = scores[scores[col.GEBIET] == area].to_dict("records")
    by_code: dict[str, Mapping[Any, Any]] = {str(row[col.CODE]): row for row in own}
    rows = []
    for node in catalogue.handlungsfelder:
        row = by_code.get(node.code, {})
        known = not formats.is_missing(row.get(col.SCORE))
        rows.append(
            {
                "Handlungsfeld": node.label,
                "Punkte": _points(row),
                "Klasse": formats.clean(row.get("klasse")) or _NONE,
                "Rang": _rank(row) if known else _NONE,
                "Verglichen mit den anderen Ortsteilen": (
                    _relation_words(pairs, node.code, area, names) if known else _NONE
                ),
                "Indikatoren mit Wert": (
                    formats.format_percent(row.get(col.ABDECKUNG)) if row else _NONE
                ),
            }
        )
    return pd.DataFrame(rows)


def contribution_table(parts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """What each child adds to a score (`charts.contributions.contribution_rows`)."""
    rows = [
        {
            "Bestandteil": part["name"],
            "Beitrag in Punkten": (
                formats.format_missing(grund=part.get(col.GRUND))
                if formats.is_missing(part[col.BEITRAG])
                else formats.format_number(part[col.BEITRAG], 1)
            ),
            "Eigene Punkte": (
                _NONE
                if formats.is_missing(part.get(col.SCORE))
                else formats.format_number(part[col.SCORE])
            ),
        }
        for part in parts
    ]
    return pd.DataFrame(rows, columns=["Bestandteil", "Beitrag in Punkten", "Eigene Punkte"])


def _has(row: Mapping[Any, Any], key: str) -> bool:
    return not formats.is_missing(row.get(key))


def _limits(row: Mapping[Any, Any], node: Node) -> str:
    unit = formats.short_unit(node.einheit)
    return formats.format_span(row[col.UG], row[col.OG], unit, node.dezimalen) or _NONE


def _cell(row: Mapping[Any, Any] | None, node: Node, stand: Any, *, with_limits: bool) -> str:
    if row is None:
        return formats.format_missing()
    text = plain_value(row, node)
    if not formats.is_shown(row):
        return text
    unit = "%" if node.einheit == "%" else ""
    limits = formats.format_span(row[col.UG], row[col.OG], unit, node.dezimalen)
    if with_limits and limits:
        text = f"{text} ({limits})"
    return text if row[col.STAND] == stand else f"{text}, {formats.format_date(row[col.STAND])}"


def _points(row: Mapping[Any, Any] | None) -> str:
    if not row or formats.is_missing(row[col.SCORE]):
        return formats.format_missing(grund=row.get(col.GRUND) if row else "")
    text = formats.format_number(row[col.SCORE])
    limits = formats.format_span(row[col.SCORE_UG], row[col.SCORE_OG])
    return f"{text} ({limits})" if limits else text


def _rank(row: Mapping[Any, Any]) -> str:
    low, high = row.get("rang_ug"), row.get("rang_og")
    if formats.is_missing(low) or formats.is_missing(high):
        return _NONE
    first, last = formats.format_number(low), formats.format_number(high)
    return first if first == last else f"{first} bis {last}"


def _relation_words(pairs: pd.DataFrame, code: str, area: str, names: Mapping[str, str]) -> str:
    above, below = relations(pairs, code, area)
    parts = [
        f"{word} {formats.listing(names[key] for key in keys if key in names)}"
        for word, keys in (("höher als", above), ("niedriger als", below))
        if keys
    ]
    return "; ".join(parts) or "nicht unterscheidbar"
