"""What waits for the Quartiersmanagement: steps, concerns, funding, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    found: list[tuple[str, str, str, str, bool]] = []
    for step in entries.get("schritte", ()):
        project = projects.get(step.text("projekt"))
        if project is not None and not step.text("erledigt") and step.text("faellig"):
            text = f"{step.text('titel')} ({project.text('titel')})"
            made_up = step.beispiel or project.beispiel
            found.append((SCHRITT, project.kennung, text, step.text("faellig"), made_up))
    for project in projects.values():
        if project.text("status") in LAUFEND and project.text("foerderfrist"):
            text = project.text("foerderprogramm") or "Förderung"
            text, last = f"{text}: {project.text('titel')}", project.text("foerderfrist")
            found.append((FOERDERUNG, project.kennung, text, last, project.beispiel))
    for concern in entries.get("anliegen", ()):
        if concern.text("status") in OFFEN and concern.text("frist"):
            text, last = concern.text("titel"), concern.text("frist")
            found.append((ANLIEGEN, concern.kennung, text, last, concern.beispiel))
    for event in entries.get("veranstaltungen", ()):
        last = event.text("ende") or event.text("beginn")
        if not event.daten.get("abgesagt") and last >= heute.isoformat():
            text = event.text("titel")
            found.append((VERANSTALTUNG, event.kennung, text, event.text("beginn"), event.beispiel))
    dues = [
        Due(art, key, text, day, (dt.date.fromisoformat(day) - heute).days, made_up)
        for art, key, text, day, made_up in found
    ]
    near = [
        due for due in dues if due.tage <= (VORAUS_FOERDERUNG if due.art == FOERDERUNG else voraus)
    ]
    return tuple(sorted(near, key=lambda due: (due.tag, due.art, due.kennung)))
