"""What every map and chart shows, as German sentences that claim no more than is known.

A difference is claimed only where it is `belastbar`; otherwise the sentence says "nicht
unterscheidbar". Without any known uncertainty it says neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.rules import Guete, Status
from lebenslage.report import formats
from lebenslage.report.finding_sentences import describe_finding
from lebenslage.report.formats import is_shown
from lebenslage.report.freshness import UEBERFAELLIG
from lebenslage.report.notices import describe_import, describe_inspection, problem_intro
from lebenslage.report.score_sentences import (
    coverage_sentence,
    describe_contributions,
    describe_profile,
    describe_ranks,
    describe_score,
    describe_village,
)
from lebenslage.report.sentence_parts import (
    KLAMMERN,
    apart,
    approximation_notice,
    example_notice,
    plain_value,
    range_sentence,
    rows_by_area,
    stand_words,
)
from lebenslage.report.survey_sentences import (
    describe_question,
    describe_response,
    describe_survey_area,
    describe_survey_means,
    describe_wave,
    describe_wave_change,
)
from lebenslage.report.survey_tables import mean_text

__all__ = [
    "approximation_notice",
    "base_notice",
    "coverage_sentence",
    "describe_comparison",
    "describe_contributions",
    "describe_development",
    "describe_finding",
    "describe_freshness",
    "describe_import",
    "describe_indicator",
    "describe_inspection",
    "describe_map",
    "describe_profile",
    "describe_question",
    "describe_ranks",
    "describe_response",
    "describe_score",
    "describe_survey_area",
    "describe_survey_means",
    "describe_timeline",
    "describe_village",
    "describe_wave",
    "describe_wave_change",
    "example_notice",
    "mean_text",
    "no_data_sentence",
    "problem_intro",
]


def describe_map(
    title: str,
    frame: pd.DataFrame,
    names: Mapping[str, str],
    unit: str = "",
    decimals: int = 0,
    *,
    stand: str = "",
    pairs: pd.DataFrame | None = None,
) -> str:
    """What the map shows, from the same frame.

    Parameters
    ----------
    title : str
        What is shown, e.g. "Leerstandsquote".
    frame : pd.DataFrame
        `gebiet_id, wert, text, status`, optionally `ug, og`; `text` of a missing value is its
        reason.
    names : mapping
        `gebiet_id` -> name of the areas on the map.
    unit : str
    decimals : int
    stand : str
        ISO date.
    pairs : pd.DataFrame, optional
        `a, b, belastbar` of what is shown: whether the lowest and the highest value differ for
        sure. Without it their intervals decide, if the frame has them (`sentence_parts.apart`).
    """
    when = f" (Stand {formats.format_date(stand)})" if stand else ""
    told = frame.assign(_text=[_short(row, unit, decimals) for row in frame.to_dict("records")])
    return f"Die Karte zeigt: {title}{when}. {range_sentence(told, names, '_text', pairs)}"


def _short(row: Mapping[Any, Any], unit: str, decimals: int) -> str:
    if not is_shown(row):
        return formats.clean(row.get("text")) or formats.format_missing(row[col.STATUS])
    return formats.format_value(row[col.WERT], unit, decimals, status=row[col.STATUS])


def describe_indicator(
    values: pd.DataFrame,
    names: Mapping[str, str],
    node: Node,
    references: Mapping[str, str] | None = None,
) -> str:
    """What the bars of one indicator show.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, one row per area.
    names, references : mapping
        `gebiet_id` -> name of the Ortsteile, and of Gemeinde and Landkreis.
    """
    frame = values.assign(_text=[plain_value(row, node) for row in values.to_dict("records")])
    parts = [f"{node.label}{stand_words(frame, names)}:"]
    parts.append(range_sentence(frame, names, "_text"))
    rows = {str(row[col.GEBIET]): row for row in frame.to_dict("records")}
    others = [
        f"{name} {rows[key]['_text']}"
        for key, name in (references or {}).items()
        if key in rows and is_shown(rows[key])
    ]
    if others:
        parts.append(f"Zum Vergleich: {formats.listing(others)}.")
    return " ".join(parts)


def no_data_sentence(node: Node) -> str:
    """An indicator without data, and who can deliver them."""
    text = f"Zu „{node.label}“ gibt es noch keine Daten."
    return f"{text} Liefern kann sie: {node.lieferant}." if node.lieferant else text


def base_notice(values: pd.DataFrame, nodes: Iterable[Node], area: str) -> str:
    """Dates and quality of the figures of one area; empty if there are none.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`.
    """
    nodes = list(nodes)
    codes = [node.code for node in nodes]
    rows = values[(values[col.GEBIET] == area) & values[col.INDIKATOR].isin(codes)]
    rows = rows[rows[col.WERT].notna()]
    if rows.empty:
        return ""
    stands = [formats.format_date(stand) for stand in sorted(set(rows[col.STAND]))]
    when = stands[0] if len(stands) == 1 else f"{stands[0]} bis {stands[-1]}"
    quality = set(rows[col.GUETE])
    parts = [f"Stand: {when}."]
    if Guete.NAEHERUNG in quality:
        parts.append("Werte des Ortsteils sind zum Teil Näherungen.")
        counts = {node.code for node in nodes if node.art is Kind.ANZAHL}
        if (rows[col.INDIKATOR].isin(counts) & (rows[col.GUETE] == Guete.NAEHERUNG)).any():
            parts.append("Zusammengezählt können die Ortsteile von der Gemeinde abweichen.")
    if Guete.BEISPIEL in quality:
        parts.append("Darunter sind Beispieldaten.")
    if (rows[col.STATUS] == Status.EINGEKLAMMERT).any():
        parts.append(KLAMMERN)
    return " ".join(parts)


def describe_development(values: pd.DataFrame, name: str, area: str, node: Node) -> str:
    """First and last value of one area, and whether they differ for sure.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of one indicator, every date.
    """
    shown = _shown_over_time(values).get(area, [])
    if not shown:
        return f"Für {name} liegt noch kein Wert vor."
    if len(shown) == 1:
        when = formats.format_date(shown[0][col.STAND])
        return f"Für {name} liegt nur ein Wert vor: {plain_value(shown[0], node)} ({when})."
    first, last = shown[0], shown[-1]
    told = [f"{plain_value(r, node)} ({formats.format_date(r[col.STAND])})" for r in (first, last)]
    ending = {
        "gestiegen": "Der Wert ist gestiegen.",
        "gefallen": "Der Wert ist gefallen.",
        "": "Wie sicher die Veränderung ist, lässt sich nicht sagen.",
    }.get(_change(first, last), "Die beiden Werte sind nicht unterscheidbar.")
    return f"{name}: {told[0]} und {told[1]}. {ending}"


def describe_timeline(values: pd.DataFrame, names: Mapping[str, str], node: Node) -> str:
    """Where the first and the last value differ for sure.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of one indicator, every date.
    names : mapping
        `gebiet_id` -> name of the lines.
    """
    found: dict[str, list[str]] = {}
    stands: set[str] = set()
    by_area = _shown_over_time(values)
    for key, name in names.items():
        shown = by_area.get(key, [])
        if len(shown) > 1:
            stands |= {str(shown[0][col.STAND]), str(shown[-1][col.STAND])}
            found.setdefault(_change(shown[0], shown[-1]), []).append(name)
    if not found:
        return f"{node.label}: Noch liegt nirgends mehr als ein Zeitpunkt vor."
    first, last = (formats.format_date(stand) for stand in (min(stands), max(stands)))
    words = {
        "gestiegen": "gestiegen in {}",
        "gefallen": "gefallen in {}",
        "nicht unterscheidbar": "nicht unterscheidbar in {}",
        "": "ohne bekannte Unsicherheit in {}",
    }
    told = "; ".join(
        text.format(formats.listing(found[key])) for key, text in words.items() if key in found
    )
    return f"{node.label}, {first} bis {last}: {told}."


def _shown_over_time(values: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """By area, the rows that may be shown, the oldest first."""
    by_area = rows_by_area(values.sort_values(col.STAND))
    return {area: [row for row in rows if is_shown(row)] for area, rows in by_area.items()}


def _change(first: Mapping[Any, Any], last: Mapping[Any, Any]) -> str:
    differs = apart(first, last)
    if differs is None:
        return ""
    if not differs:
        return "nicht unterscheidbar"
    return "gestiegen" if last[col.WERT] > first[col.WERT] else "gefallen"


def describe_freshness(table: pd.DataFrame) -> str:
    """How many sources there are, and which are overdue.

    Parameters
    ----------
    table : pd.DataFrame
        From `tables.freshness_table`.
    """
    if table.empty:
        return "Es ist noch keine Quelle verzeichnet."
    total = formats.plural(len(table), "Quelle ist", "Quellen sind")
    overdue = list(table.loc[table["Lage"] == UEBERFAELLIG, "Quelle"])
    if not overdue:
        return f"{total} verzeichnet; keine Lieferung ist überfällig."
    many = formats.plural(len(overdue), "Lieferung", "Lieferungen")
    verb = "ist" if len(overdue) == 1 else "sind"
    named = formats.listing(f"„{each}“" for each in overdue)
    return f"{total} verzeichnet. {many} {verb} überfällig: {named}."


def describe_comparison(
    comparison: pd.DataFrame, own: str, name: str, node: Node, *, where: str = ""
) -> str:
    """How many Gemeinden have a lower and a higher value than the own one.

    Parameters
    ----------
    comparison : pd.DataFrame
        `gebiet_id, wert` of one indicator.
    own : str
        `gebiet_id` of the own Gemeinde.
    where : str, optional
        E.g. "im Landkreis Heilbronn".
    """
    known = comparison.dropna(subset=[col.WERT])
    mine = known.loc[known[col.GEBIET] == own, col.WERT]
    others = known.loc[known[col.GEBIET] != own, col.WERT]
    place = f" {where}" if where else ""
    if mine.empty or others.empty:
        return f"Ein Vergleich mit anderen Gemeinden{place} ist noch nicht möglich."
    value = float(mine.iloc[0])
    lower = int((others < value).sum())
    higher = int((others > value).sum())
    return (
        f"{name}: {formats.format_value(value, node.einheit, node.dezimalen)}. "
        f"Von {formats.plural(len(others), 'anderen Gemeinde', 'anderen Gemeinden')}{place} "
        f"{'hat' if lower == 1 else 'haben'} {formats.format_number(lower)} einen niedrigeren und "
        f"{formats.format_number(higher)} einen höheren Wert."
    )
