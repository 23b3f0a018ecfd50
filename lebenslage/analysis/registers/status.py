"""How projects stand: steps that are done, the next one, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lebenslage.model.registers import Entry


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """One project and its steps.

    Parameters
    ----------
    naechster : Entry or None
        Of the steps that are open and have a day, the one that is due first.
    ueberfaellig : int
        Open steps whose day has passed.
    """

    projekt: Entry
    schritte: int
    erledigt: int
    naechster: Entry | None
    ueberfaellig: int


def project_status(
    projects: Iterable[Entry], steps: Iterable[Entry], heute: str
) -> list[ProjectStatus]:
    """The state of each project on a day (ISO), in the given order; archived steps do not count."""
    by_project: dict[str, list[Entry]] = {}
    for step in steps:
        if not step.archiviert:
            by_project.setdefault(step.text("projekt"), []).append(step)
    found = []
    for project in projects:
        own = by_project.get(project.kennung, [])
        dated = [s for s in own if not s.text("erledigt") and s.text("faellig")]
        dated.sort(key=lambda step: (step.text("faellig"), step.kennung))
        found.append(
            ProjectStatus(
                project,
                len(own),
                sum(bool(step.text("erledigt")) for step in own),
                dated[0] if dated else None,
                sum(step.text("faellig") < heute for step in dated),
            )
        )
    return found
