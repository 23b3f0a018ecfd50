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
    """

    art: str
    kennung: str
    titel: str
    tag: str
    tage: int


def agenda(
    entries: Mapping[str, Iterable[Entry]], heute: dt.date, voraus: int = 30
) -> tuple[Due, ...]:
    """Everything overdue, and what falls into the next days; the earliest first.

    Parameters
    ----------
    entries : mapping
        Register -> its entries that are not archived.
    voraus : int
        Days to look ahead.
    """
    projects = {e.kennung: e for e in entries.get("projekte", ())}
    found: list[tuple[str, str, str, str]] = []
    for step in entries.get("schritte", ()):
        project = projects.get(step.text("projekt"))
        if project is not None and not step.text("erledigt") and step.text("faellig"):
            text = f"{step.text('titel')} ({project.text('titel')})"
            found.append((SCHRITT, project.kennung, text, step.text("faellig")))
    for project in projects.values():
        if project.text("status") in LAUFEND and project.text("foerderfrist"):
            text = project.text("foerderprogramm") or "Förderung"
            text = f"{text}: {project.text('titel')}"
            found.append((FOERDERUNG, project.kennung, text, project.text("foerderfrist")))
    for concern in entries.get("anliegen", ()):
        if concern.text("status") in OFFEN and concern.text("frist"):
            found.append((ANLIEGEN, concern.kennung, concern.text("titel"), concern.text("frist")))
    for event in entries.get("veranstaltungen", ()):
        last = event.text("ende") or event.text("beginn")
        if not event.daten.get("abgesagt") and last >= heute.isoformat():
            text = event.text("titel")
            found.append((VERANSTALTUNG, event.kennung, text, event.text("beginn")))
    dues = [Due(*item, (dt.date.fromisoformat(item[3]) - heute).days) for item in found]
    near = [due for due in dues if due.tage <= voraus]
    return tuple(sorted(near, key=lambda due: (due.tag, due.art, due.kennung)))
