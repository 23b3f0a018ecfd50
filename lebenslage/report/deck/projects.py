"""Statements about projects of the Quartiersmanagement: status, steps, funding."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.registers.status import ProjectStatus, project_status
from lebenslage.model import moments
from lebenslage.model.registers import REGISTERS, published
from lebenslage.model.registers.definitions import LAUFEND
from lebenslage.report import formats
from lebenslage.report import register_tables as tables
from lebenslage.report.deck.blocks import Block, BlockKind, Statement

#: `Block.code` of a block that shows what is not public: steps and sums.
INTERN: Final = "intern"
_INTERN_HINWEIS: Final = "Interner Stand, nicht für die Öffentlichkeit"
#: The order in which projects are told: work first.
_ORDER: Final = ("laeuft", "geplant", "idee", "ruht", "abgeschlossen")
_NOTHING: Final = "–"


def project_block(block: Block, figures: Figures) -> Statement:
    """Projects with their status; inside also steps and sums, else only what is published."""
    inside, today = block.code == INTERN, moments.today().isoformat()
    place = figures.names[block.gebiet] if block.gebiet else ""
    entries = [entry for entry in figures.entries("projekte") if not entry.archiviert]
    if not inside:
        entries = list(published({"projekte": entries}, today)["projekte"])
    if block.gebiet:
        entries = [e for e in entries if block.gebiet in e.several("ortsteile")]
    entries.sort(key=lambda e: (_ORDER.index(e.text("status")), e.text("ende") or "9", e.kennung))
    found = project_status(entries, figures.entries("schritte") if inside else (), today)
    return Statement(
        BlockKind.PROJEKTE,
        _headline(found, place),
        _sentence(found, place, inside=inside),
        note=_INTERN_HINWEIS if inside else "",
        table=_table(found, figures, inside=inside) if found else None,
        source=f"Projektregister der Gemeinde {figures.gemeinde.name}",
        stand=formats.format_date(today if inside else max((e.wann for e in entries), default="")),
        method=(
            "Angaben aus dem Register der Projekte"
            + (", mit Schritten und Beträgen." if inside else "; nur, was veröffentlicht ist."),
        ),
        limits=("Ein Projekt, das läuft, sagt noch nichts über seine Wirkung.",),
        example=any(one.projekt.beispiel for one in found),
    )


def _headline(found: list[ProjectStatus], place: str) -> str:
    where = f"{place}: " if place else ""
    if not found:
        return f"{where}{'kein' if place else 'Kein'} Projekt im Register"
    running = sum(one.projekt.text("status") == "laeuft" for one in found)
    planned = sum(one.projekt.text("status") == "geplant" for one in found)
    told = f"{formats.plural(running, 'Projekt läuft', 'Projekte laufen')}"
    if not running:
        told = "Zurzeit läuft kein Projekt" if not place else "zurzeit läuft kein Projekt"
    if planned:
        told += f", {planned} {'ist' if planned == 1 else 'sind'} geplant"
    return f"{where}{told}"


def _sentence(found: list[ProjectStatus], place: str, *, inside: bool) -> str:
    if not found:
        what = "eingetragen" if inside else "veröffentlicht"
        return f"{f'Für {place} ist' if place else 'Es ist'} noch kein Projekt {what}."
    active = [one for one in found if one.projekt.text("status") in LAUFEND]
    count = formats.plural(len(found), "Projekt", "Projekte")
    if not inside:
        funded = sum(bool(one.projekt.text("foerderprogramm")) for one in found)
        return f"{count} sind veröffentlicht; bei {funded} ist ein Förderprogramm genannt." if (
            len(found) > 1
        ) else f"{count} ist veröffentlicht."  # fmt: skip
    steps, done = sum(one.schritte for one in active), sum(one.erledigt for one in active)
    late = sum(one.ueberfaellig for one in active)
    text = f"{count} im Register. In laufenden und geplanten Projekten sind {done} von "
    text += f"{formats.plural(steps, 'Schritt', 'Schritten')} erledigt"
    return f"{text}, {late} {'ist' if late == 1 else 'sind'} überfällig." if late else f"{text}."


def _table(found: list[ProjectStatus], figures: Figures, *, inside: bool) -> pd.DataFrame:
    register = REGISTERS["projekte"]
    words = tables.Words(figures.names)
    rows = []
    for one in found:
        texts = {
            name: tables.value_text(register.field(name), one.projekt.daten.get(name), words)
            for name in ("status", "ortsteile", "ende", "foerderprogramm")
        }
        row = {
            "Projekt": tables.title(register, one.projekt),
            "Status": texts["status"],
            "Ortsteile": texts["ortsteile"] or _NOTHING,
        }
        if inside:
            row |= {"Schritte": _steps(one), "Förderung": _funding(one) or _NOTHING}
        else:
            row |= {
                "Bis": texts["ende"] or _NOTHING,
                "Förderung": texts["foerderprogramm"] or _NOTHING,
            }
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def _steps(one: ProjectStatus) -> str:
    """What is done, and what comes next."""
    if not one.schritte:
        return _NOTHING
    text = f"{one.erledigt} von {one.schritte} erledigt"
    if one.naechster is None:
        return text
    day = formats.format_date(one.naechster.text("faellig"))
    late = ", überfällig" if one.ueberfaellig else ""
    return f"{text}; nächster: {one.naechster.text('titel')} ({day}{late})"


def _funding(one: ProjectStatus) -> str:
    """Programme, sum and the day by which it must be spent."""
    register, words = REGISTERS["projekte"], tables.Words()
    parts = [
        tables.value_text(register.field(name), one.projekt.daten.get(name), words)
        for name in ("foerderprogramm", "foerderbetrag", "foerderfrist")
    ]
    if parts[2]:
        parts[2] = f"bis {parts[2]}"
    return ", ".join(part for part in parts if part)
