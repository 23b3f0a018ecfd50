"""What waits for the Quartiersmanagement: steps, concerns, funding, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from lebenslage.model.registers import Entry
from lebenslage.model.registers.definitions import LAUFEND, OFFEN

SCHRITT: Final = "Schritt"
ANLIEGEN: Final = "Anliegen"
FOERDERUNG: Final = "Förderung"
VERANSTALTUNG: Final = "Veranstaltung"
#: Days to look ahead; an application or a proof for funding takes longer to prepare.
VORAUS: Final = 30
VORAUS_FOERDERUNG: Final = 90


class Due(NamedTuple):
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


def agenda(
    entries: Mapping[str, Iterable[Entry]], heute: dt.date, voraus: int = VORAUS
) -> tuple[Due, ...]:
    """Everything overdue, and what falls into the next days; the earliest first.

    Parameters
    ----------
    entries : mapping
        Register -> its entries that are not archived.
    voraus : int
        Days to look ahead; deadlines of funding are told `VORAUS_FOERDERUNG` days before.
    """
    projects = {e.kennung: e for e in entries.get("projekte", ())}
    near = (heute + dt.timedelta(days=voraus)).isoformat()
    far = (heute + dt.timedelta(days=VORAUS_FOERDERUNG)).isoformat()
    days = _Days(heute)
    found: list[Due] = []
    for step in entries.get("schritte", ()):
        day, project = step.text("faellig"), projects.get(step.text("projekt"))
        if project is not None and "" < day <= near and not step.text("erledigt"):
            text = f"{step.text('titel')} ({project.text('titel')})"
            made_up = step.beispiel or project.beispiel
            found.append(Due(SCHRITT, project.kennung, text, day, days[day], made_up))
    for project in projects.values():
        day = project.text("foerderfrist")
        if "" < day <= far and project.text("status") in LAUFEND:
            text = f"{project.text('foerderprogramm') or 'Förderung'}: {project.text('titel')}"
            found.append(Due(FOERDERUNG, project.kennung, text, day, days[day], project.beispiel))
    for concern in entries.get("anliegen", ()):
        day = concern.text("frist")
        if "" < day <= near and concern.text("status") in OFFEN:
            text = concern.text("titel")
            found.append(Due(ANLIEGEN, concern.kennung, text, day, days[day], concern.beispiel))
    today = heute.isoformat()
    for event in entries.get("veranstaltungen", ()):
        day = event.text("beginn")
        if day <= near and (event.text("ende") or day) >= today and not event.daten.get("abgesagt"):
            text = event.text("titel")
            found.append(Due(VERANSTALTUNG, event.kennung, text, day, days[day], event.beispiel))
    return together(found)


def together(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Parts of the agenda as one, the earliest first."""
    return tuple(sorted(dues, key=attrgetter("tag", "art", "kennung")))


class _Days(dict[str, int]):
    """Day (ISO) -> days from today; many things are due on the same day."""

    def __init__(self, heute: dt.date) -> None:
        super().__init__()
        self._heute = heute

    def __missing__(self, day: str) -> int:
        self[day] = (dt.date.fromisoformat(day) - self._heute).days
        return self[day]
