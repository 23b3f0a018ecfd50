"""What a year of the Quartiersmanagement held: projects, events, concerns, reached people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.disclosure import hide_parts
from lebenslage.model import columns as col
from lebenslage.model.registers import Entry
from lebenslage.model.registers.definitions import LAUFEND
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.rules import Audience, Thresholds

#: Part of what concerns more than one Ortsteil, or none.
MEHRERE: Final = "mehrere"
OHNE_ALTER: Final = "ohne Angabe"


@dataclass(frozen=True, eq=False)
class Year:
    """One year; counts of persons are protected as for the public.

    Parameters
    ----------
    projekte : tuple of Entry
        Those that ran at any time of the year or are planned, by their key.
    veranstaltungen : tuple of Entry
        Held up to the day of the report, by day.
    schritte : int
        Steps done in the year.
    teilnahmen, alter, anliegen, erledigt : pd.DataFrame
        `gruppe, n` (persons, NaN where hidden): participants by Ortsteil and by age, concerns by
        Ortsteil and by whether they are settled. `gruppe` "" is the sum. Participants also have
        `gezaehlt`, the events behind `n` (0: nobody counted, `n` says nothing), and those by
        Ortsteil `veranstaltungen`, all that were held.
    gezaehlt : int
        Events whose participants were counted.
    """

    jahr: int
    projekte: tuple[Entry, ...]
    veranstaltungen: tuple[Entry, ...]
    schritte: int
    gezaehlt: int
    teilnahmen: pd.DataFrame
    alter: pd.DataFrame
    anliegen: pd.DataFrame
    erledigt: pd.DataFrame


def year_of(
    entries: Mapping[str, Iterable[Entry]],
    ortsteile: Sequence[str],
    jahr: int,
    heute: dt.date,
    thresholds: Thresholds,
) -> Year:
    """Everything of one year.

    Parameters
    ----------
    entries : mapping
        Register -> its entries; archived ones are left out.
    heute : date
        Nothing later counts as held or done.
    """
    own = {code: [e for e in every if not e.archiviert] for code, every in entries.items()}
    year, today = str(jahr), heute.isoformat()
    events = [
        event
        for event in own.get("veranstaltungen", [])
        if event.text("beginn")[:4] == year
        and event.text("beginn") <= today
        and not event.daten.get("abgesagt")
    ]
    events.sort(key=lambda event: (event.text("beginn"), event.kennung))
    counted = [event for event in events if "teilnehmende" in event.daten]
    came = [int(event.daten["teilnehmende"]) for event in counted]
    concerns = [e for e in own.get("anliegen", []) if e.text("eingang")[:4] == year]
    settled = [e.text("status") == "erledigt" for e in concerns]
    steps = [e.text("erledigt") for e in own.get("schritte", [])]
    places = (*ortsteile, MEHRERE)
    return Year(
        jahr,
        tuple(e for e in own.get("projekte", []) if _ran(e, year)),
        tuple(events),
        sum(day[:4] == year and day <= today for day in steps),
        len(counted),
        _protected(_by_place(counted, came, places), thresholds).assign(
            veranstaltungen=_with_sum(_by_place(events, [1] * len(events), places)),
            gezaehlt=_with_sum(_by_place(counted, [1] * len(counted), places)),
        ),
        _protected(_by_age(counted, came), thresholds).assign(
            gezaehlt=[
                *(sum(name in event.daten for event in counted) for name in ALTERSGRUPPEN),
                *[len(counted)] * 2,
            ]
        ),
        _protected(_by_place(concerns, [1] * len(concerns), places), thresholds),
        _protected({"erledigt": sum(settled), "offen": len(settled) - sum(settled)}, thresholds),
    )


def years(entries: Mapping[str, Iterable[Entry]], heute: dt.date) -> list[int]:
    """Years in which anything began, was held or came in, the newest first; never the future."""
    days = [
        entry.text(name)[:4]
        for code, name in (("projekte", "beginn"), ("veranstaltungen", "beginn"),
                           ("anliegen", "eingang"))
        for entry in entries.get(code, ())
        if entry.text(name)
    ]  # fmt: skip
    found = {int(day) for day in days if int(day) <= heute.year}
    return sorted(found, reverse=True) or [heute.year]


def _ran(project: Entry, year: str) -> bool:
    begin, end, status = project.text("beginn"), project.text("ende"), project.text("status")
    if status == "idee" or (begin and begin[:4] > year):
        return False
    if not begin:
        return status in LAUFEND
    return (end[:4] or year) >= year


def _by_place(
    entries: Iterable[Entry], persons: Iterable[int], places: Sequence[str]
) -> dict[str, int]:
    found = dict.fromkeys(places, 0)
    for entry, number in zip(entries, persons, strict=True):
        own = entry.several("ortsteile")
        place = own[0] if len(own) == 1 and own[0] in found else MEHRERE
        found[place] += number
    return found


def _with_sum(parts: Mapping[str, int]) -> list[int]:
    return [*parts.values(), sum(parts.values())]


def _by_age(events: Iterable[Entry], came: Iterable[int]) -> dict[str, int]:
    found = dict.fromkeys((*ALTERSGRUPPEN, OHNE_ALTER), 0)
    for event, number in zip(events, came, strict=True):
        ages = {name: int(event.daten.get(name, 0)) for name in ALTERSGRUPPEN}
        for name, part in ages.items():
            found[name] += part
        found[OHNE_ALTER] += max(number - sum(ages.values()), 0)
    return found


def _protected(parts: Mapping[str, int], thresholds: Thresholds) -> pd.DataFrame:
    """Parts and their sum; nobody finds a small one, nor computes it from the others."""
    sizes = np.array(list(parts.values()), float)
    hidden, total_hidden = hide_parts(sizes, thresholds, Audience.OEFFENTLICH)
    total = float(sizes.sum())
    least = 0 < total < thresholds.oeffentlich
    numbers = [*np.where(hidden, np.nan, sizes), np.nan if total_hidden or least else total]
    return pd.DataFrame({col.GRUPPE: [*parts, ""], col.N: numbers})
