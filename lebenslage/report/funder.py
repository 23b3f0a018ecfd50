"""The yearly report for those who fund the Quartiersmanagement: activities, reach, effects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.registers.effects import effects
from lebenslage.analysis.registers.gaps import gaps
from lebenslage.analysis.registers.network import network
from lebenslage.analysis.registers.year import MEHRERE, OHNE_ALTER, Year, year_of
from lebenslage.model import columns as col
from lebenslage.model.registers import REGISTERS, Entry
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.rules import GRUND_NICHT_GEZAEHLT
from lebenslage.report import formats
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables
from lebenslage.report.elements import (
    Element,
    blank,
    box,
    bullets,
    contents,
    heading,
    page_break,
    paragraph,
    small,
    table,
    typeset,
)
from lebenslage.report.method import describe_limits
from lebenslage.report.sentence_parts import example_notice

_EXAMPLES: Final = "Einträge mit dem Zusatz „(Beispiel)“ sind erfunden; auch Summen enthalten sie."
_HIDDEN: Final = "nicht gezeigt (Datenschutz)"
_OPEN: Final = ("Was gelungen ist, was nicht:", "Was im nächsten Jahr geplant ist:")


def funder_report(
    figures: Figures, entries: Mapping[str, Iterable[Entry]], jahr: int, heute: dt.date
) -> bytes:
    """The PDF (PDF/UA-1) of one year; the same entries give the same bytes.

    Parameters
    ----------
    entries : mapping
        Register -> its entries.
    heute : date
        The day of the report: later events are not held yet.

    Notes
    -----
    Neither names of persons nor texts of concerns go in; participants and concerns are counts, and
    hidden as for the public. Values count up to today, whatever the year of the report.
    """
    held = {code: [e for e in own if not e.archiviert] for code, own in entries.items()}
    year = year_of(held, list(figures.names), jahr, heute, figures.gemeinde.thresholds)
    invented = any(e.beispiel for own in held.values() for e in own)
    example = invented or figures.snapshot.has_examples
    elements: list[Element] = [
        *(
            [box(example_notice(figures.snapshot.umfragen))]
            if figures.snapshot.has_examples
            else []
        ),
        *([box(_EXAMPLES)] if invented else []),
        contents("Inhalt"),
        heading("Das Jahr im Überblick"),
        bullets(overview(year, figures.names)),
        heading("Projekte"),
        *_projects(year, figures, held),
        heading("Veranstaltungen und Reichweite"),
        *_events(year, figures),
        heading("Beteiligung"),
        *_concerns(year, figures.names),
        heading("Akteure und Netzwerk"),
        *_network(held, jahr, heute),
        heading("Wirkung"),
        *_effects(year, figures),
        heading("Wo Werte niedrig liegen und kein Projekt läuft"),
        *_gaps(figures, held),
        heading("Einschätzung"),
        *(blank(text, 5) for text in _OPEN),
        page_break(),
        heading("Grenzen"),
        bullets([said.KEIN_BEWEIS, *describe_limits(figures.snapshot, figures.gemeinde)]),
    ]
    title = f"Jahresbericht {jahr} des Quartiersmanagements"
    subtitle = f"Gemeinde {figures.gemeinde.name}, {figures.gemeinde.landkreis}"
    return typeset(figures, title, subtitle, elements, numbered=True, example=example)


def overview(year: Year, names: Mapping[str, str]) -> list[str]:
    """Activities, reach and participation in a sentence each."""
    running = [e for e in year.projekte if e.text("status") == "laeuft"]
    done = [e for e in year.projekte if e.text("ende")[:4] == str(year.jahr)
            and e.text("status") == "abgeschlossen"]  # fmt: skip
    people = sum(bool(e.daten.get("buergerprojekt")) for e in year.projekte)
    events = len(year.veranstaltungen)
    places = {place for e in year.veranstaltungen for place in e.several("ortsteile")}
    return [
        f"{formats.plural(len(year.projekte), 'Projekt', 'Projekte')}, davon {people} aus der "
        f"Bürgerschaft; {formats.plural(len(running), 'läuft', 'laufen')}, {len(done)} in diesem "
        f"Jahr abgeschlossen. {formats.plural(year.schritte, 'Schritt', 'Schritte')} erledigt.",
        f"{formats.plural(events, 'Veranstaltung', 'Veranstaltungen')} in "
        f"{len(places & set(names))} von {formats.plural(len(names), 'Ortsteil', 'Ortsteilen')}"
        f"{_reach(year)}.",
        f"Anliegen und Ideen: {_number(year.anliegen[col.N].iloc[-1])}, davon erledigt: "
        f"{_number(year.erledigt[col.N].iloc[0])}.",
    ]


def _reach(year: Year) -> str:
    """How many came, and at how many of the events anybody counted."""
    events = len(year.veranstaltungen)
    if not events:
        return ""
    if not year.gezaehlt:
        return f"; Teilnehmende: {GRUND_NICHT_GEZAEHLT}"
    came = _number(year.teilnahmen[col.N].iloc[-1])
    return f"; Teilnahmen, gezählt bei {year.gezaehlt} von {events}: {came}"


def _projects(year: Year, figures: Figures, held: Mapping[str, list[Entry]]) -> list[Element]:
    if not year.projekte:
        return [paragraph("Für dieses Jahr ist kein Projekt eingetragen.")]
    register = REGISTERS["projekte"]
    actors = {e.kennung: e.text("name") for e in held.get("akteure", [])}
    fields = {node.code: node.label for node in figures.snapshot.catalogue.handlungsfelder}
    words = tables.Words(figures.names, fields, eintraege={"akteure": actors})
    columns = ("ortsteile", "handlungsfelder", "status", "verantwortlich")
    money = ("beginn", "ende", "kosten", "foerderprogramm", "foerderbetrag")
    first, second = (
        tables.entry_table(register, year.projekte, names, words).drop(columns="Kennung")
        for names in (columns, money)
    )
    funded = sum(float(e.daten.get("foerderbetrag", 0)) for e in year.projekte)
    elements = [*table(first), heading("Zeitraum, Kosten und Förderung", 2), *table(second)]
    if funded:
        amount = formats.format_with_unit(funded, "€", 0 if funded == int(funded) else 2)
        elements.append(paragraph(f"Eingetragene Fördersummen zusammen: {amount}."))
    return elements


def _events(year: Year, figures: Figures) -> list[Element]:
    if not year.veranstaltungen:
        return [paragraph("Für dieses Jahr ist keine Veranstaltung eingetragen.")]
    register = REGISTERS["veranstaltungen"]
    words = tables.Words(figures.names)
    listed = tables.entry_table(register, year.veranstaltungen, ("beginn", "ortsteile"), words)
    ages = {**ALTERSGRUPPEN, OHNE_ALTER: OHNE_ALTER}
    return [
        *table(listed.drop(columns="Kennung")),
        heading("Teilnahmen nach Ortsteil", 2),
        paragraph(
            "Wer zweimal kam, zählt zweimal. Was mehrere Ortsteile betrifft, steht für sich. "
            f"Teilnehmende wurden bei {year.gezaehlt} von "
            f"{formats.plural(len(year.veranstaltungen), 'Veranstaltung', 'Veranstaltungen')} "
            "gezählt; die Summen enthalten nur diese."
        ),
        *table(counts_table(year.teilnahmen, figures.names, "Teilnahmen")),
        heading("Teilnahmen nach Alter", 2),
        *table(counts_table(year.alter, ages, "Teilnahmen")),
    ]


def _concerns(year: Year, names: Mapping[str, str]) -> list[Element]:
    states = {"erledigt": "erledigt", "offen": "noch offen"}
    return [
        paragraph(
            "Gezählt wird, was in diesem Jahr einging. Worum es im Einzelnen ging und wer es "
            "vorbrachte, steht nicht in diesem Bericht."
        ),
        *table(counts_table(year.anliegen, names, "Anliegen und Ideen")),
        *table(counts_table(year.erledigt, states, "Anliegen und Ideen")),
    ]


def counts_table(counts: pd.DataFrame, names: Mapping[str, str], head: str) -> pd.DataFrame:
    """Counts of persons as texts, the sum last; what is hidden or was not counted says so."""
    called = {**names, "": "Zusammen", MEHRERE: "mehrere Ortsteile"}
    found = {"Gruppe": [called[str(key)] for key in counts[col.GRUPPE]]}
    events = {"veranstaltungen": "Veranstaltungen", "gezaehlt": "gezählt bei"}
    found |= {
        title: [formats.format_number(n) for n in counts[name]]
        for name, title in events.items()
        if name in counts
    }
    found[head] = [_told(row) for row in counts.to_dict("records")]
    return pd.DataFrame(found, dtype=object)


def _told(row: Mapping[Any, Any]) -> str:
    if row.get("gezaehlt", 1):
        return _number(row[col.N])
    return GRUND_NICHT_GEZAEHLT if row.get("veranstaltungen", 1) else "–"


def _network(held: Mapping[str, list[Entry]], jahr: int, heute: dt.date) -> list[Element]:
    end = min(f"{jahr}-12-31", heute.isoformat())
    now, before = (
        network(held.get("akteure", []), held.get("kooperationen", []), day)
        for day in (end, f"{jahr - 1}-12-31")
    )
    kinds = REGISTERS["akteure"].field("art").optionen
    active = {place.kennung for place in now.places}
    rows = [
        (text, str(sum(e.text("art") == key for e in held.get("akteure", [])
                       if e.kennung in active)))
        for key, text in kinds.items()
    ]  # fmt: skip
    listed = tables.table(("Art des Akteurs", "Zahl"), rows)
    text = paragraph(said.describe_network(now, before))
    return [text, *([small(said.OHNE_BEGINN), *table(listed)] if active else [])]


def _effects(year: Year, figures: Figures) -> list[Element]:
    elements: list[Element] = []
    register = REGISTERS["projekte"]
    for project in year.projekte:
        codes, begin = project.several("kennzahlen"), project.text("beginn")
        if not codes or not begin:
            continue
        found = effects(
            figures.values, figures.snapshot, codes, project.several("ortsteile"), begin
        )
        lines = said.describe_effects(found, figures.names, figures.snapshot.catalogue)
        if lines:
            elements += [heading(tables.title(register, project), 2), bullets(lines)]
    if not elements:
        return [
            paragraph("Kein Projekt nennt Beginn und Kennzahlen, an denen es sich messen lässt.")
        ]
    return [*elements, small(said.KEIN_BEWEIS)]


def _gaps(figures: Figures, held: Mapping[str, list[Entry]]) -> list[Element]:
    found = gaps(figures.needs, held.get("akteure", []), held.get("projekte", []))
    open_ones = [gap for gap in found if not gap.projekte]
    if not open_ones:
        return [
            paragraph("Überall, wo ein Handlungsfeld belastbar niedrig ist, gibt es ein Projekt.")
        ]
    tree = figures.snapshot.catalogue
    return [bullets(said.describe_gap(gap, figures.names, tree) for gap in open_ones)]


def _number(n: object) -> str:
    return _HIDDEN if formats.is_missing(n) else formats.format_number(n)
