"""What happens in the Gemeinde, on paper: projects, gaps, events, concerns, as far as published.

Nothing here depends on the day on which it is printed: events are listed by their own day, and the
date of the projects is that of their newest change.
"""

from __future__ import annotations

from typing import Final

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.registers.gaps import gaps
from lebenslage.model.registers import Entry, published
from lebenslage.report import formats
from lebenslage.report.deck.blocks import Block, BlockKind
from lebenslage.report.deck.statements import state
from lebenslage.report.elements import (
    Element,
    areas_of,
    heading,
    paragraph,
    small,
    statement,
    table,
)
from lebenslage.report.public_words import describe_concerns, public_table
from lebenslage.report.register_tables import Words
from lebenslage.report.register_tables import table as words_table

_READ: Final = ("projekte", "akteure", "veranstaltungen", "treffpunkte")
#: More gaps and events than these are a list for a page, not for the council.
_GAPS: Final = 10
_EVENTS: Final = 12


def happening(figures: Figures, area: str = "", *, concerns: bool = False) -> list[Element]:
    """Projects, gaps and events that are published; empty if there are none of either.

    Parameters
    ----------
    area : str
        `ortsteil_id`; default: the whole Gemeinde.
    concerns : bool
        Also how many concerns there are, where enough persons stand behind the number.
    """
    shown = {
        code: [entry for entry in own if not area or area in entry.several("ortsteile")]
        for code, own in _published(figures).items()
    }
    elements = [
        *_projects(figures, area, shown["projekte"]),
        *_events(figures, shown["veranstaltungen"]),
    ]
    if elements:
        elements += _gaps(figures, area, shown["akteure"], shown["projekte"])
    if concerns and (active := [e for e in figures.entries("anliegen") if not e.archiviert]):
        told = describe_concerns(active, figures.gemeinde.thresholds)
        elements += [heading("Anliegen und Ideen", 2), paragraph(told)]
    return elements


def made_up(figures: Figures) -> bool:
    """Whether anything of it is made up."""
    return any(entry.beispiel for own in _published(figures).values() for entry in own)


def _published(figures: Figures) -> dict[str, tuple[Entry, ...]]:
    """Only news have their time; that register is not read here, so that any day does."""
    return published({code: figures.entries(code) for code in _READ}, "")


def _projects(figures: Figures, area: str, shown: list[Entry]) -> list[Element]:
    if not shown:
        return []
    said = state(Block(BlockKind.PROJEKTE, area), figures)
    return statement(said, figures, areas_of(figures))


def _gaps(figures: Figures, area: str, actors: list[Entry], projects: list[Entry]) -> list[Element]:
    """Where a Handlungsfeld is low for sure, and how many are publicly known to work on it."""
    found = [gap for gap in gaps(figures.needs, actors, projects) if area in ("", gap.gebiet)]
    if not found:
        return []
    without = sum(not gap.akteure and not gap.projekte for gap in found)
    cases = "einem Fall" if len(found) == 1 else f"{len(found)} Fällen"
    told = (
        f"In {cases} liegt ein Handlungsfeld in einem Ortsteil belastbar niedrig. Bei {without} "
        "davon ist weder ein Akteur noch ein laufendes oder geplantes Projekt veröffentlicht. "
        "Gezählt ist nur, was veröffentlicht ist; ob etwas zu tun ist, klären die Menschen vor Ort."
    )
    names, catalogue = figures.names, figures.snapshot.catalogue
    rows = [
        (names[g.gebiet], catalogue[g.feld].label, g.akteure, g.projekte) for g in found[:_GAPS]
    ]
    foot = [f"{len(found) - _GAPS} weitere stehen hier nicht."] if len(found) > _GAPS else []
    foot += ["Beispieldaten"] if any(gap.beispiel for gap in found) else []
    return [
        heading("Lücken: was niedrig liegt und wer daran arbeitet", 2),
        paragraph(told),
        *table(words_table(["Ortsteil", "Handlungsfeld", "Akteure", "Projekte"], rows)),
        *([small(" · ".join(foot))] if foot else []),
    ]


def _events(figures: Figures, shown: list[Entry]) -> list[Element]:
    """The latest events, the newest first."""
    if not shown:
        return []
    shown = sorted(shown, key=lambda e: (e.text("beginn"), e.text("uhrzeit"), e.kennung))[::-1]
    places = {place.kennung: place.text("name") for place in figures.entries("treffpunkte")}
    words = Words(figures.names, eintraege={"treffpunkte": places})
    count = formats.plural(len(shown), "Veranstaltung ist", "Veranstaltungen sind")
    rest = " Die Tabelle nennt die spätesten zuerst." if len(shown) > 1 else ""
    if len(shown) > _EVENTS:
        rest = f" Die Tabelle nennt die {_EVENTS} spätesten."
    return [
        heading("Veranstaltungen und Treffen", 2),
        paragraph(f"{count} veröffentlicht.{rest}"),
        *table(public_table("veranstaltungen", shown[:_EVENTS], words)),
    ]
