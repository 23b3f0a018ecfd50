"""Turnout by Ortsteil, with and without postal votes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.indicator_errors import RAUSCHEN
from lebenslage.model import columns as c
from lebenslage.model.counts import WAHL, Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Guete

#: Turnout with postal votes, by kind of election.
WITH_POST: Final = {
    "btw": "wahlbeteiligung_btw",
    "ltw": "wahlbeteiligung_ltw",
    "gr": "wahlbeteiligung_gr",
    "or": "wahlbeteiligung_ortschaftsrat",
    "euw": "wahlbeteiligung_euw",
}
#: Turnout at the polls alone.
AT_THE_POLLS: Final = {"btw": "wahlbeteiligung_urne"}
#: Part of the Wahlscheine with which persons have voted inside the districts, above which postal
#: votes were counted there and not in districts of their own.
_COUNTED_INSIDE: Final = 0.3


def election_values(snapshot: Snapshot, whole: str) -> pd.DataFrame:
    r"""Turnout of all elections.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `rauschen`.

    Notes
    -----
    Of an Ortsteil: entitled :math:`A`, voters at the polls :math:`U`, Wahlscheine :math:`W`, postal
    votes :math:`P`. Where postal votes are counted by Ortsteil, turnout is :math:`(U + P) / A`.
    Where they are counted for the Gemeinde, :math:`P` is estimated as :math:`r W` with the part
    :math:`r` of all Wahlscheine that came back; that each came back by chance adds the error
    :math:`\sqrt{W r (1 - r)} / A`, and the value is an approximation.
    """
    rows = [
        row
        for item in snapshot.zaehlungen
        if item.thema == WAHL
        for row in _values(item, list(snapshot.ortsteil_names), whole)
    ]
    return pd.DataFrame(rows, columns=[*c.WERTE, RAUSCHEN])


def _values(item: Counts, areas: list[str], whole: str) -> Iterator[dict[str, object]]:
    urne = item.tabelle[item.tabelle["art"] == "urne"]
    post = item.tabelle[item.tabelle["art"] == "brief"]
    sums = urne.groupby(c.ORTSTEIL)[
        ["wahlberechtigte", "wahlschein", "waehler", "waehler_wahlschein"]
    ].agg(_whole)
    everywhere = sums.sum(skipna=False)
    inside = post.empty and bool(
        everywhere["waehler_wahlschein"] > _COUNTED_INSIDE * everywhere["wahlschein"] > 0
    )
    own = sums.reindex(areas).dropna(subset=["wahlberechtigte", "waehler"])
    own = own[own["wahlberechtigte"] > 0]
    if code := AT_THE_POLLS.get(item.gruppe):
        polls = own["waehler"] - (own["waehler_wahlschein"] if inside else 0.0)
        yield from _rows(code, item, polls, own["wahlberechtigte"], Guete.AMTLICH)
    code = WITH_POST[item.gruppe]
    if post.empty and not inside:
        return
    voters = everywhere["waehler"] + post["waehler"].sum()
    gemeinde = pd.Series([everywhere["wahlberechtigte"]], [whole])
    yield from _rows(code, item, pd.Series([voters], [whole]), gemeinde, Guete.AMTLICH)
    placed = post.groupby(c.ORTSTEIL)["waehler"].sum()
    if inside or ("" not in placed.index and set(own.index) <= set(placed.index)):
        back = own["waehler"] + placed.reindex(own.index).fillna(0.0)
        yield from _rows(code, item, back, own["wahlberechtigte"], Guete.AMTLICH)
        return
    issued = everywhere["wahlschein"]
    if not issued > 0:  # also where the file does not tell
        return
    rate = float(np.clip(post["waehler"].sum() / issued, 0.0, 1.0))
    estimated = own["waehler"] + rate * own["wahlschein"]
    noise = 100 * np.sqrt(own["wahlschein"] * rate * (1 - rate)) / own["wahlberechtigte"]
    yield from _rows(
        code, item, estimated, own["wahlberechtigte"], Guete.NAEHERUNG, noise.to_dict()
    )


def _whole(part: pd.Series) -> float:
    """Sum that is unknown if any part is."""
    return float(part.sum(skipna=False))


def _rows(
    code: str,
    item: Counts,
    voters: pd.Series,
    entitled: pd.Series,
    guete: Guete,
    noise: dict[str, float] | None = None,
) -> Iterator[dict[str, object]]:
    for area, count, base in zip(voters.index, voters, entitled, strict=True):
        if not np.isnan(count):
            yield {
                c.GEBIET: area,
                c.INDIKATOR: code,
                c.STAND: item.stand,
                c.WERT: 100 * min(count, base) / base,
                c.ZAEHLER: min(count, base),
                c.NENNER: base,
                c.QUELLE: item.quelle_id,
                c.GUETE: guete.value,
                RAUSCHEN: (noise or {}).get(area, np.nan),
            }
