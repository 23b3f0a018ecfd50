"""Who comes to events: participations by Ortsteil and age beside the inhabitants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.disclosure import hide_parts
from lebenslage.model import columns as c
from lebenslage.model.registers import Entry
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.rules import GRUND_NICHT_GEZAEHLT, Audience, Guete, Status, Thresholds

#: Row of events that are about several Ortsteile.
MEHRERE: Final = "mehrere"
#: Code of the indicator "events per year" in the catalogue, and of its source.
INDIKATOR: Final = "veranstaltungen"
QUELLE: Final = "register_veranstaltungen"
_COLUMNS: Final = ("gruppe", "veranstaltungen", "gezaehlt", c.N, "anteil", "anteil_register")


def held(events: Iterable[Entry], since: str, until: str) -> list[Entry]:
    """Events that took place between two ISO days, both included."""
    return [
        event
        for event in events
        if since <= event.text("beginn") <= until and not event.daten.get("abgesagt")
    ]


def by_ortsteil(
    events: Sequence[Entry],
    inhabitants: Mapping[str, float],
    ortsteile: Sequence[str],
    thresholds: Thresholds,
    audience: Audience,
) -> pd.DataFrame:
    """Events and participations by the Ortsteil that they were about.

    Parameters
    ----------
    inhabitants : mapping
        Ortsteil -> persons; empty where unknown.

    Returns
    -------
    pd.DataFrame
        `gruppe` (Ortsteil, last `MEHRERE`), `veranstaltungen`, `gezaehlt` (events whose
        participants were counted), `n` (participations), `anteil` of them and `anteil_register` of
        the inhabitants (0-1), `status, grund`. Hidden rows have no participations.

    Notes
    -----
    Somebody who comes twice counts twice, and participants are no random sample: there is no
    interval, and nothing is claimed.
    """
    homes = [
        e.several("ortsteile")[0] if len(e.several("ortsteile")) == 1 else MEHRERE for e in events
    ]
    rows = []
    for group in [*ortsteile, MEHRERE]:
        own = [event for event, home in zip(events, homes, strict=True) if home == group]
        counted = [event for event in own if "teilnehmende" in event.daten]
        came = sum(int(event.daten["teilnehmende"]) for event in counted)
        rows.append((group, len(own), len(counted), came, inhabitants.get(group, np.nan)))
    return _protected(rows, thresholds, audience)


def by_age(
    events: Sequence[Entry],
    inhabitants: Callable[[str], float],
    thresholds: Thresholds,
    audience: Audience,
) -> pd.DataFrame:
    """Participations by age group, of events where ages were counted; as `by_ortsteil`."""
    rows = []
    for name in ALTERSGRUPPEN:
        counted = [event for event in events if name in event.daten]
        came = sum(int(event.daten[name]) for event in counted)
        rows.append((name, len(events), len(counted), came, inhabitants(name)))
    return _protected(rows, thresholds, audience)


def by_year(events: Iterable[Entry], ortsteile: Sequence[str]) -> pd.DataFrame:
    """Events per Ortsteil and year (`jahr, ortsteil_id, veranstaltungen`), the newest year first.

    An event about several Ortsteile counts in each; one that was cancelled in none.
    """
    counts = pd.Series(
        [
            (event.text("beginn")[:4], area)
            for event in events
            if not event.daten.get("abgesagt")
            for area in event.several("ortsteile")
        ],
        dtype=object,
    ).value_counts()
    years = sorted({year for year, _ in counts.index}, reverse=True)
    rows = [(y, area, int(counts.get((y, area), 0))) for y in years for area in ortsteile]
    return pd.DataFrame(rows, columns=["jahr", c.ORTSTEIL, "veranstaltungen"])


def year_values(
    events: Iterable[Entry], ortsteile: Sequence[str], whole: str, jahr: str
) -> pd.DataFrame:
    """Events of one year as values of the indicator `INDIKATOR`, for every Ortsteil.

    Parameters
    ----------
    whole : str
        Key of the Gemeinde; there an event counts once, however many Ortsteile it is about.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, indikator, stand, wert, quelle_id, guete`. What the register does not know did
        not happen for it, so the values are "naeherung"; "beispiel" where made-up events count.
    """
    own = [e for e in events if e.text("beginn")[:4] == jahr and not e.daten.get("abgesagt")]
    rows = []
    for area in (*ortsteile, whole):
        there = [e for e in own if area == whole or area in e.several("ortsteile")]
        made_up = any(event.beispiel for event in there)
        guete = Guete.BEISPIEL if made_up else Guete.NAEHERUNG
        rows.append((area, INDIKATOR, jahr, len(there), QUELLE, guete.value))
    return pd.DataFrame(rows, columns=[c.GEBIET, c.INDIKATOR, c.STAND, c.WERT, c.QUELLE, c.GUETE])


def _protected(
    rows: list[tuple[str, int, int, int, float]], thresholds: Thresholds, audience: Audience
) -> pd.DataFrame:
    """Shares, without the rows behind which too few persons stand."""
    names = ["gruppe", "veranstaltungen", "gezaehlt", c.N, "grundgesamtheit"]
    frame = pd.DataFrame(rows, columns=names)
    came, people = frame[c.N].to_numpy(float), frame["grundgesamtheit"].to_numpy(float)
    frame["anteil"] = came / came.sum() if came.sum() else np.nan
    whole = np.nansum(people)
    frame["anteil_register"] = people / whole if whole else np.nan
    frame[c.STATUS] = np.where(frame["gezaehlt"] > 0, Status.OK, Status.FEHLT)
    frame[c.GRUND] = np.where(frame["gezaehlt"] > 0, "", GRUND_NICHT_GEZAEHLT)
    hidden, all_hidden = hide_parts(came, thresholds, audience)
    hidden = (hidden | all_hidden) & (frame["gezaehlt"] > 0).to_numpy()
    frame.loc[hidden | (frame["gezaehlt"] == 0), [c.N, "anteil"]] = np.nan
    frame.loc[hidden, c.STATUS] = Status.UNTERDRUECKT
    return frame[[*_COLUMNS, c.STATUS, c.GRUND]]
