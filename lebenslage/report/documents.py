"""Printed reports: Steckbrief of an Ortsteil, Sitzungsvorlage, Lagebericht."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.report import formats
from lebenslage.report.deck.blocks import AreaMap, Block, BlockKind, Statement
from lebenslage.report.deck.proposals import situation, survey_results, village
from lebenslage.report.deck.rows import PUNKTE
from lebenslage.report.deck.statements import state, state_all
from lebenslage.report.deviation_words import compared_fields
from lebenslage.report.elements import (
    Element,
    areas_of,
    blank,
    box,
    bullets,
    chart,
    contents,
    heading,
    page_break,
    paragraph,
    side_by_side,
    small,
    statement,
    table,
    typeset,
)
from lebenslage.report.happening import happening, made_up
from lebenslage.report.headlines import VERGLEICH
from lebenslage.report.method import describe_limits, describe_procedure
from lebenslage.report.need_sentences import VORBEHALT
from lebenslage.report.sentence_parts import approximation_notice, example_notice
from lebenslage.report.sheets import source_table
from lebenslage.report.tables import indicator_table

_KEY_FIGURES: Final = 9
_FINDINGS: Final = 5
_TOPICS: Final = 6
#: Of more Ortsteile than these the contents list only the chapters.
_DETAILED: Final = 12
_NO_VALUES: Final = "Noch liegen keine Werte vor."
_NUMBER: Final = "Vorlage Nr."
_BODY: Final = "Gremium"
_OPEN_FIELDS: Final = (_NUMBER, _BODY, "Sitzung am", "Federführendes Amt", "Aktenzeichen")


def profile_sheet(figures: Figures, area: str) -> bytes:
    """The Steckbrief of an Ortsteil: exactly one A4 page, readable in grey.

    Raises
    ------
    KeyError
        If there is no such Ortsteil.
    """
    name = figures.names[area]
    areas = areas_of(figures)
    scores, numbers = (
        state(Block(kind, area), figures) for kind in (BlockKind.PROFIL, BlockKind.KENNZAHLEN)
    )
    found = state(Block(BlockKind.AUFFAELLIG, area), figures)
    where = AreaMap("Lage", {}, {}, 0, 1, marked=area, locator=True)
    place = f"Karte der Gemeinde {figures.gemeinde.name}: {name} ist hervorgehoben."
    left: list[Element] = [
        heading("Lage"),
        chart(where, place, figures, areas, width=6.5, height=6.0),
    ]
    right: list[Element] = [heading("Kennzahlen"), *_short_table(numbers)]
    elements = [
        paragraph(scores.headline + "."),
        side_by_side(left, right, 34),
        heading("Handlungsfelder"),
        paragraph(scores.sentence),
    ]
    if scores.chart is not None:
        elements.append(chart(scores.chart, scores.sentence, figures, areas, height=6.2, text=8.5))
    elements += [heading("Was auffällt")]
    elements.append(
        bullets(found.points[:_FINDINGS]) if found.points else paragraph(found.sentence)
    )
    elements += _survey_part(figures, area)
    sources = dict.fromkeys(
        name for one in (scores, numbers, found) for name in one.source.split(", ") if name
    )
    elements.append(small(_sheet_foot(scores, tuple(sources))))
    example = any(s.example for s in (scores, numbers, found)) or any(
        wave.beispiel for wave in figures.waves[-1:]
    )
    title = f"Ortsteil {name}"
    subtitle = f"Steckbrief · Gemeinde {figures.gemeinde.name}, {figures.gemeinde.landkreis}"
    return typeset(figures, title, subtitle, elements, one_page=True, example=example)


@dataclass(frozen=True)
class CouncilEntries:
    """What the administration writes into a Sitzungsvorlage; what is empty stays a line to fill."""

    nummer: str = ""
    gremium: str = ""
    beschluss: str = field(default="", repr=False)
    finanzen: str = field(default="", repr=False)


def council_paper(figures: Figures, area: str = "", entries: CouncilEntries | None = None) -> bytes:
    """The Sitzungsvorlage, of the Gemeinde or of one Ortsteil."""
    entries = entries or CouncilEntries()
    areas, gemeinde = areas_of(figures), figures.gemeinde
    about = f"Ortsteil {figures.names[area]}" if area else "Lebenslagen in den Ortsteilen"
    deck = village(figures, area) if area else situation(figures)
    blocks = [b for b in deck.blocks if b.kind is not BlockKind.TITEL]
    if not area:  # one map is enough; the others stand in the Lagebericht
        maps = [block for block in blocks if block.kind is BlockKind.KARTE]
        blocks = [block for block in blocks if block not in maps[1:]]
    said = [state(block, figures) for block in blocks]
    given = {_NUMBER: entries.nummer, _BODY: entries.gremium}
    rows = [(name, given.get(name, "").strip()) for name in _OPEN_FIELDS]
    elements = [
        *table(pd.DataFrame(rows, columns=["Angabe", "Eintrag"])),
        heading("Beschlussvorschlag"),
        *_written(_who_decides(entries.gremium), entries.beschluss, 6),
        heading("Sachverhalt"),
        paragraph(_facts(figures, about)),
        *_notices(figures),
        heading("Ergebnisse"),
        bullets(_headlines(blocks, said, figures)),
        *(
            part
            for one in said
            if area or one.kind is not BlockKind.AUFFAELLIG
            for part in statement(one, figures, areas, with_table=one.kind is BlockKind.PROFIL)
        ),
        *_happening(figures, area),
        *_method(figures),
        heading("Finanzielle Auswirkungen"),
        *_written("Kosten, Deckung, Folgekosten:", entries.finanzen, 3),
    ]
    return typeset(
        figures,
        f"Sitzungsvorlage: {about}",
        f"Gemeinde {gemeinde.name}, {gemeinde.contact.rolle}".rstrip(", "),
        elements,
        example=figures.snapshot.has_examples or made_up(figures),
    )


def _who_decides(body: str) -> str:
    """A committee is not the Gemeinderat."""
    council = not body.strip() or "gemeinderat" in body.casefold()
    return "Der Gemeinderat beschließt:" if council else "Es wird beschlossen:"


def _written(label: str, text: str, lines: int) -> list[Element]:
    """A text in its lines; lines to fill in by hand if there is none."""
    written = [paragraph(line) for part in text.splitlines() if (line := part.strip())]
    return [paragraph(label) | {"haftet": True}, *written] if written else [blank(label, lines)]


def _headlines(blocks: list[Block], said: list[Statement], figures: Figures) -> list[str]:
    """One line each; Ortsteile in which nothing stands out share one, those without data too."""
    quiet = [
        block.gebiet
        for block, one in zip(blocks, said, strict=True)
        if one.kind is BlockKind.AUFFAELLIG and not one.points
    ]
    if len(quiet) < 2:
        return [one.headline for one in said]
    told = [one for one in said if one.points or one.kind is not BlockKind.AUFFAELLIG]
    rows, catalogue = figures.scores.deviations, figures.snapshot.catalogue
    open_ones = [area for area in quiet if compared_fields(rows, area, catalogue).empty]
    total, lines = formats.plural(len(figures.names), "Ortsteil", "Ortsteilen"), []
    if even := len(quiet) - len(open_ones):
        every = even == len(figures.names)
        some, verdict = ("In keinem von", "ein") if every else (f"In {even} von", "kein")
        lines.append(f"{some} {total} ist {verdict} Unterschied belastbar")
    if open_ones:
        lines.append(
            f"Noch nicht zu beurteilen: In {len(open_ones)} von {total} gibt es für kein "
            "Handlungsfeld genug Daten"
        )
    return [*(one.headline for one in told), *lines]


def situation_report(figures: Figures) -> bytes:
    """The Lagebericht: Gemeinde, every Ortsteil, survey, method, and all values in the annex."""
    areas = areas_of(figures)
    elements: list[Element] = [
        *_notices(figures),
        contents("Inhalt", 2 if len(figures.names) <= _DETAILED else 1),
        page_break(),
    ]
    elements.append(heading("Die Gemeinde im Überblick"))
    skipped = (BlockKind.TITEL, BlockKind.AUFFAELLIG, BlockKind.UMFRAGE, BlockKind.WELLEN)
    for block in situation(figures).blocks:
        if block.kind not in skipped:
            elements += statement(state(block, figures), figures, areas, with_table=True)
    for area, name in figures.names.items():
        elements += [page_break(), heading(f"Ortsteil {name}")]
        for said in state_all(village(figures, area), figures)[1:]:
            elements += statement(said, figures, areas, with_table=said.kind is BlockKind.PROFIL)
    for wave in figures.waves[-1:]:
        elements += [page_break(), heading(f"Umfrage: {wave.titel}")]
        for said in _survey(figures):
            elements += statement(said, figures, areas)
    elements += [page_break(), *_happening(figures, concerns=True)]
    elements += [page_break(), *_method(figures), page_break(), heading("Anhang: alle Werte")]
    elements += _annex(figures)
    title = f"Lagebericht der Gemeinde {figures.gemeinde.name}"
    return typeset(
        figures,
        title,
        "Lebenslagen in den Ortsteilen",
        elements,
        numbered=True,
        example=figures.snapshot.has_examples or made_up(figures),
    )


def _happening(figures: Figures, area: str = "", *, concerns: bool = False) -> list[Element]:
    """A chapter of its own, if anything is published."""
    told = happening(figures, area, concerns=concerns)
    return [heading("Was geschieht"), *told] if told else []


def _short_table(numbers: Statement) -> list[Element]:
    if numbers.table is None:
        return [paragraph(numbers.sentence)]
    return table(numbers.table.head(_KEY_FIGURES))


def _survey_part(figures: Figures, area: str) -> list[Element]:
    """Newest wave: what it says and the lowest means, without a chart."""
    if not figures.waves:
        return []
    newest = figures.waves[-1]
    before = figures.waves[-2].id if len(figures.waves) > 1 else ""
    said = state(Block(BlockKind.UMFRAGE, area, welle=newest.id, vorher=before), figures)
    elements = [heading(f"Umfrage {newest.year}"), paragraph(said.sentence)]
    if said.table is not None and said.chart is not None:
        lines = said.table.head(_TOPICS)
        told = [f"{row['Frage']}: {row['Mittelwert']}" for row in lines.to_dict("records")]
        half = (len(told) + 1) // 2
        elements.append(side_by_side([bullets(told[:half])], [bullets(told[half:] or ["–"])]))
    return elements


def _sheet_foot(scores: Statement, sources: tuple[str, ...]) -> str:
    parts = [
        "Punkte laufen von 0 bis 100, in Klammern steht der Schwankungsbereich.",
        PUNKTE[1],
        VERGLEICH,
        VORBEHALT,
        approximation_notice() if scores.approximate else "",
        f"Quellen: {', '.join(sources)}." if sources else "",
    ]
    return " ".join(part for part in parts if part)


def _facts(figures: Figures, about: str) -> str:
    catalogue = figures.snapshot.catalogue
    newest = figures.latest
    own = newest[newest[col.GEBIET].isin(list(figures.names)) & newest[col.WERT].notna()]
    fields = formats.plural(len(catalogue.handlungsfelder), "Handlungsfeld", "Handlungsfeldern")
    villages = formats.plural(len(figures.names), "Ortsteil", "Ortsteilen")
    count = formats.plural(own[col.INDIKATOR].nunique(), "Indikator", "Indikatoren")
    text = (
        f"Die Gemeinde {figures.gemeinde.name} beobachtet die Lebenslagen in ihren {villages} in "
        f"{fields}. Für die Ortsteile liegen Werte zu {count} vor. Gegenstand dieser Vorlage: "
        f"{about}."
    )
    if figures.waves:
        wave = figures.waves[-1]
        text += f" Die jüngste Umfrage ist „{wave.titel}“ vom {formats.format_date(wave.erhebung)}."
    return f"{text} {VORBEHALT}"


def _notices(figures: Figures) -> list[Element]:
    official = bool(figures.snapshot.ortsteile["amtlich"].all())
    return [
        *(
            [box(example_notice(figures.snapshot.umfragen))]
            if figures.snapshot.has_examples
            else []
        ),
        *([] if official else [paragraph(approximation_notice())]),
    ]


def _method(figures: Figures) -> list[Element]:
    used = set(figures.latest.loc[figures.latest[col.WERT].notna(), col.QUELLE].dropna())
    sources = source_table(figures.snapshot.quellen, used).drop(columns=["Adresse", "Lizenz"])
    waves = [
        f"{wave.titel}, erhoben am {formats.format_date(wave.erhebung)}" for wave in figures.waves
    ]
    return [
        heading("Methodik"),
        bullets(describe_procedure(figures.procedure, figures.gemeinde.thresholds)),
        heading("Grenzen"),
        bullets(describe_limits(figures.snapshot, figures.gemeinde)),
        heading("Quellen"),
        *table(sources),
        *([bullets(waves)] if waves else []),
        *([] if waves or len(sources) else [paragraph(_NO_VALUES)]),
    ]


def _annex(figures: Figures) -> list[Element]:
    """Every indicator with a value, with intervals and dates, and every answer of the survey."""
    elements: list[Element] = []
    newest = figures.latest
    for node in figures.snapshot.catalogue.indicators:
        rows = newest[newest[col.INDIKATOR] == node.code]
        if not rows[rows[col.GEBIET].isin(list(figures.names))][col.WERT].notna().any():
            continue
        elements.append(heading(node.label, 2, listed=False))
        elements += table(indicator_table(rows, figures.levels, node))
    for said in _survey(figures):
        if said.table is not None:
            elements.append(heading(said.headline, 2, listed=False))
            elements += [*table(said.table), small(said.foot)]
    return elements or [paragraph(_NO_VALUES)]


def _survey(figures: Figures) -> list[Statement]:
    """What the newest wave says of the whole Gemeinde."""
    return [
        state(block, figures)
        for wave in figures.waves[-1:]
        for block in survey_results(figures, wave.id).blocks
        if block.kind is not BlockKind.TITEL and not block.gebiet
    ]
