"""Unemployed persons per inhabitants of working age."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.counts.population import population
from lebenslage.model import columns as c
from lebenslage.model.counts import ARBEITSMARKT, Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import GRUND_OHNE_EINWOHNER, GRUND_QUELLE, Guete

CODE: Final = "arbeitslosenanteil"
_WORKING: Final = (15.0, 65.0)


def labour_values(snapshot: Snapshot, known: pd.DataFrame) -> pd.DataFrame:
    """Unemployed per 100 inhabitants from 15 to under 65.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `grund`: what the source keeps secret has no value, and so the Gemeinde
        has none out of the same table (it would tell what is hidden).
    """
    rows = [
        row
        for item in snapshot.zaehlungen
        if item.thema == ARBEITSMARKT
        for row in _values(item, snapshot, known)
    ]
    return pd.DataFrame(rows, columns=[*c.WERTE, c.GRUND])


def _values(item: Counts, snapshot: Snapshot, known: pd.DataFrame) -> Iterator[dict[str, object]]:
    base = population(snapshot, known, item.stand, *_WORKING)
    counts = zip(item.tabelle[c.ORTSTEIL], item.tabelle["arbeitslose"], strict=True)
    for area, count in counts:
        if area not in snapshot.ortsteil_names:
            continue
        people = float(base.persons[area]) if base else np.nan
        secret = np.isnan(count)
        reason = GRUND_QUELLE if secret else "" if people > 0 else GRUND_OHNE_EINWOHNER
        yield {
            c.GEBIET: area,
            c.INDIKATOR: CODE,
            c.STAND: item.stand,
            c.WERT: np.nan if reason else min(100 * count / people, 100.0),
            c.ZAEHLER: np.nan if reason else min(count, people),
            c.NENNER: np.nan if reason else people,
            c.QUELLE: item.quelle_id,
            c.GUETE: (base.guete if base else Guete.AMTLICH).value,
            c.GRUND: reason,
        }
