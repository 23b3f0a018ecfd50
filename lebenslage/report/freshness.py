"""How fresh every source is, and which indicators still wait for one."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.sources import EINMALIG, due_date
from lebenslage.report import formats

_NONE: Final = "–"
#: States of a source in `freshness_table`.
AKTUELL: Final = "aktuell"
UEBERFAELLIG: Final = "überfällig"
UNBEKANNT: Final = "unbekannt"
ABGESCHLOSSEN: Final = "abgeschlossen"
_ORDER: Final = (UEBERFAELLIG, AKTUELL, UNBEKANNT, ABGESCHLOSSEN)


def freshness_table(quellen: pd.DataFrame, values: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Every source with its date, the next delivery, and whether that is overdue.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`: how many indicators rest on a source.
    today : date
        A next delivery before this day (or year) is overdue.

    Returns
    -------
    pd.DataFrame
        What is overdue first, the longest overdue at the top; then by the next date.
    """
    counts = values.dropna(subset=[col.QUELLE]).groupby(col.QUELLE)[col.INDIKATOR].nunique()
    rows: list[tuple[tuple[int, str, str], dict[str, str]]] = []
    for row in quellen.to_dict("records"):
        rhythm = formats.clean(row[col.RHYTHMUS])
        stand, announced = (formats.clean(row[name]) for name in (col.STAND, "naechste_lieferung"))
        due = due_date(stand, announced, rhythm)
        state = _state(due, rhythm, today)
        shown = formats.format_date(due)
        line = {
            "Quelle": formats.clean(row["titel"]) or str(row[col.QUELLE]),
            "Stand": formats.format_date(row[col.STAND]) or _NONE,
            "Indikatoren": formats.format_number(counts.get(row[col.QUELLE], 0)),
            "Rhythmus": rhythm or _NONE,
            "Nächste Lieferung": (shown if announced else f"bis {shown}") if due else _NONE,
            "Lage": state,
            "Kann geliefert werden von": formats.clean(row["lieferant"]) or _NONE,
        }
        rows.append(((_ORDER.index(state), due, stand), line))
    headers = ["Quelle", "Stand", "Indikatoren", "Rhythmus", "Nächste Lieferung", "Lage"]
    lines = [line for _, line in sorted(rows, key=lambda pair: pair[0])]
    return pd.DataFrame(lines, columns=[*headers, "Kann geliefert werden von"])


def missing_table(catalogue: Catalogue, values: pd.DataFrame) -> pd.DataFrame:
    """Indicators without any value, and who can deliver them."""
    known = set(values.loc[values[col.WERT].notna(), col.INDIKATOR])
    rows = [
        (field.label, node.label, node.lieferant or _NONE)
        for field in catalogue.handlungsfelder
        for node in catalogue.children(field.code)
        if catalogue.is_leaf(node.code) and node.code not in known
    ]
    return pd.DataFrame(rows, columns=["Handlungsfeld", "Indikator", "Kann geliefert werden von"])


def _state(due: str, rhythm: str, today: dt.date) -> str:
    if not due:
        return ABGESCHLOSSEN if rhythm == EINMALIG else UNBEKANNT
    # As texts, so that a year alone is over when the year is over.
    return UEBERFAELLIG if due < today.isoformat()[: len(due)] else AKTUELL
