"""Tables about the data themselves: definition sheets, catalogue, sources."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.report import formats

_NONE: Final = "–"
_INTERVALS: Final = {
    Kind.ANTEIL: "95 %-Bereich nach Wilson",
    Kind.RATE: "exakter 95 %-Bereich nach Poisson",
    Kind.ANZAHL: "exakter 95 %-Bereich nach Poisson",
    Kind.MITTELWERT: "95 %-Bereich aus dem Standardfehler, wo einer bekannt ist",
    Kind.UMFRAGE: "95 %-Bereich nach dem Stichprobenplan der Umfrage",
}


def definition_table(
    node: Node, catalogue: Catalogue, quellen: pd.DataFrame, values: pd.DataFrame
) -> pd.DataFrame:
    """The definition sheet of an indicator: what, how, which way is better, from where.

    Parameters
    ----------
    quellen : pd.DataFrame
        `columns.QUELLEN`.
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of the indicator: dates and sources in use.
    """
    fields = [parent.label for parent in catalogue.ancestors(node.code)[:1]]
    used = set(values[col.QUELLE].dropna()) if col.QUELLE in values else set()
    stands = sorted(set(values.loc[values[col.WERT].notna(), col.STAND])) if len(values) else []
    lines = [
        ("Handlungsfeld", formats.listing(fields)),
        ("Definition", node.definition),
        ("Einheit", node.einheit),
        ("Bezug", node.nenner),
        ("Rolle", _role_words(node)),
        ("Zielwerte", _goalposts(node)),
        ("Quelle der Zielwerte", node.zielwert_quelle),
        ("Gewicht", _weight(node)),
        ("Unsicherheit", _INTERVALS[node.art]),
        ("Stand", ", ".join(formats.format_date(stand) for stand in stands) or "noch keine Daten"),
        ("Quelle", "; ".join(source_lines(quellen, used)) or node.quelle),
        ("Kann geliefert werden von", node.lieferant),
    ]
    return pd.DataFrame([line for line in lines if line[1]], columns=["Angabe", "Inhalt"])


def definition_words(node: Node) -> str:
    """Definition, role and goalposts of an indicator in one line."""
    parts = (node.definition, _role_words(node), _goalposts(node), _INTERVALS[node.art])
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def catalogue_table(catalogue: Catalogue, field: Node, values: pd.DataFrame) -> pd.DataFrame:
    """Every indicator of a Handlungsfeld.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`: tells which indicators have data, and of when.
    """
    known = values[values[col.WERT].notna()]
    newest = known.groupby(col.INDIKATOR)[col.STAND].max()
    rows = []
    for node in catalogue.children(field.code):
        stand = newest.get(node.code)
        missing = "noch keine Daten"
        if node.lieferant:
            missing += f"; liefern kann: {node.lieferant}"
        rows.append(
            {
                "Indikator": node.label,
                "Definition": node.definition or _NONE,
                "Einheit": node.einheit or _NONE,
                "Rolle": _role_words(node),
                "Zielwerte": _goalposts(node) or _NONE,
                "Gewicht": _weight(node) or _NONE,
                "Stand": missing if stand is None else formats.format_date(stand),
            }
        )
    return pd.DataFrame(rows)


def source_table(quellen: pd.DataFrame, used: Collection[str] | None = None) -> pd.DataFrame:
    """Sources with publisher, date, licence and attribution.

    Parameters
    ----------
    used : collection of str, optional
        Only these `quelle_id`.
    """
    rows = [
        {
            "Herausgeber": formats.clean(row["herausgeber"]) or _NONE,
            "Titel": formats.clean(row["titel"]) or _NONE,
            "Stand": formats.format_date(row[col.STAND]) or _NONE,
            "Lizenz": formats.clean(row["lizenz"]) or _NONE,
            "Vermerk": formats.clean(row["vermerk"]) or _NONE,
            "Adresse": formats.clean(row["adresse"]) or _NONE,
        }
        for row in _of(quellen, used)
    ]
    headers = ["Herausgeber", "Titel", "Stand", "Lizenz", "Vermerk", "Adresse"]
    return pd.DataFrame(rows, columns=headers)


def source_lines(quellen: pd.DataFrame, used: Collection[str] | None = None) -> list[str]:
    """One line per source: publisher, title, date, attribution, licence."""
    lines = []
    for row in _of(quellen, used):
        parts = [
            f"{formats.clean(row['herausgeber'])}: {formats.clean(row['titel'])}".strip(": "),
            f"Stand {formats.format_date(row[col.STAND])}" if formats.clean(row[col.STAND]) else "",
            formats.clean(row["vermerk"]),
            f"Lizenz: {formats.clean(row['lizenz'])}" if formats.clean(row["lizenz"]) else "",
        ]
        lines.append(", ".join(part for part in parts if part))
    return lines


def publishers(quellen: pd.DataFrame, used: Collection[str]) -> str:
    """Who published what was used, each once: for a foot with little room."""
    names = [
        formats.clean(row["herausgeber"]) or formats.clean(row["titel"])
        for row in _of(quellen, used)
    ]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _of(quellen: pd.DataFrame, used: Collection[str] | None) -> list[dict[Any, Any]]:
    rows = quellen if used is None else quellen[quellen[col.QUELLE].isin(list(used))]
    return rows.to_dict("records")


def _role_words(node: Node) -> str:
    if node.rolle is Role.KONTEXT:
        return "Kontext: wird gezeigt, nicht bewertet"
    better = "ein höherer Wert" if node.richtung == 1 else "ein niedrigerer Wert"
    return f"bewertet: {better} ist günstiger"


def _goalposts(node: Node) -> str:
    if node.unten is None or node.oben is None or node.rolle is Role.KONTEXT:
        return ""
    low, high = (node.unten, node.oben) if node.richtung == 1 else (node.oben, node.unten)
    zero, full = (
        formats.format_with_unit(value, node.einheit, _decimals(value)) for value in (low, high)
    )
    return f"0 Punkte bei {zero}, 100 Punkte bei {full}"


def _decimals(value: float) -> int:
    return next((places for places in range(4) if round(value, places) == value), 4)


def _weight(node: Node) -> str:
    if node.rolle is Role.KONTEXT:
        return ""
    return formats.format_number(node.gewicht, _decimals(node.gewicht))
