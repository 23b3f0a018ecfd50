"""What waits for the Quartiersmanagement: steps, concerns, funding, what comes next."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from lebenslage.model.registers import Entry
from lebenslage.model.registers.definitions import LAUFEND, OFFEN

SCHRITT: Final = "Schritt"
ANLIEGEN: Final = "Anliegen"
FOERDERUNG: Final = "Förderung"
VERANSTALTUNG: Final = "Veranstaltung"
#: Days to look ahead; an application or a proof for funding takes longer to prepare.
VORAUS: Final = 30
VORAUS_FOERDERUNG: Final = 90


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that has a day.

    Parameters
    ----------
    art : str
        `SCHRITT`, `ANLIEGEN`, `FOERDERUNG` or `VERANSTALTUNG`.
    kennung : str
        Entry that it is about; of a step, its project.
    tage : int
        Days from today; below 0: overdue.
    beispiel : bool
        Whether the entry is made up.
    """

    art: str
    kennung: str
    titel: str
    tag: str
    tage: int
    beispiel: bool = False


@dataclass(frozen=True)
class Agenda:
    """What is due: the earliest things, and how many there are.

    Parameters
    ----------
    first : tuple of Due
        The earliest ones.
    count : int
        All of them.
    late : int
        Those overdue; what goes on for several days is not.
    far : int
        Those due after the days that are looked ahead: deadlines of funding.
    """

    first: tuple[Due, ...] = ()
    count: int = 0
    late: int = 0
    far: int = 0


def agenda(
    entries: Mapping[str, Iterable[Entry]], heute: dt.date, voraus: int = VORAUS, most: int = 50
) -> Agenda:
    """Everything overdue, and what falls into the next days; the earliest first.

    Parameters
    ----------
    entries : mapping
        Register -> its entries that are not archived.
    voraus : int
        Days to look ahead; deadlines of funding are told `VORAUS_FOERDERUNG` days before.
    most : int
        How many are told one by one.
    """
    near = (heute + dt.timedelta(days=voraus)).isoformat()
    far = (heute + dt.timedelta(days=VORAUS_FOERDERUNG)).isoformat()
    today = heute.isoformat()
    found = list(_found(entries, today, near, far))
    return Agenda(
        tuple(
            Due(
                art,
                key,
                _title(art, entry, beside),
                day,
                _days(day, heute),
                _made_up(entry, beside),
            )
            for day, art, key, _, entry, beside in heapq.nsmallest(most, found)
        ),
        len(found),
        sum(each[0] < today and each[1] != VERANSTALTUNG for each in found),
        sum(each[0] > near for each in found),
    )


def together(parts: Sequence[Agenda], most: int = 50) -> Agenda:
    """Agendas of different kinds of things as one."""
    dues = sorted(
        (d for part in parts for d in part.first), key=attrgetter("tag", "art", "kennung")
    )
    counts = (sum(getattr(part, name) for part in parts) for name in ("count", "late", "far"))
    return Agenda(tuple(dues[:most]), *counts)


#: Day, kind, key, a number that no other one has, the entry, and the project of a step.
_Found = tuple[str, str, str, int, Entry, Entry | None]


def _found(
    entries: Mapping[str, Iterable[Entry]], today: str, near: str, far: str
) -> Iterator[_Found]:
    # values are asked for directly: a town has ten thousands of steps
    projects = {e.kennung: e for e in entries.get("projekte", ())}
    number = itertools.count()
    for step in entries.get("schritte", ()):
        daten = step.daten
        day = daten.get("faellig") or ""
        if "" < day <= near and not daten.get("erledigt"):
            project = projects.get(daten.get("projekt", ""))
            if project is not None:
                yield day, SCHRITT, project.kennung, next(number), step, project
    for project in projects.values():
        day = project.daten.get("foerderfrist") or ""
        if "" < day <= far and project.daten.get("status") in LAUFEND:
            yield day, FOERDERUNG, project.kennung, next(number), project, None
    for concern in entries.get("anliegen", ()):
        day = concern.daten.get("frist") or ""
        if "" < day <= near and concern.daten.get("status") in OFFEN:
            yield day, ANLIEGEN, concern.kennung, next(number), concern, None
    for event in entries.get("veranstaltungen", ()):
        daten = event.daten
        day = daten.get("beginn") or ""
        if day <= near and (daten.get("ende") or day) >= today and not daten.get("abgesagt"):
            yield day, VERANSTALTUNG, event.kennung, next(number), event, None


def _title(art: str, entry: Entry, beside: Entry | None) -> str:
    title = entry.text("titel")
    if art == FOERDERUNG:
        return f"{entry.text('foerderprogramm') or 'Förderung'}: {title}"
    return title if beside is None else f"{title} ({beside.text('titel')})"


def _made_up(entry: Entry, beside: Entry | None) -> bool:
    return entry.beispiel or (beside is not None and beside.beispiel)


def _days(day: str, heute: dt.date) -> int:
    return (dt.date.fromisoformat(day) - heute).days
