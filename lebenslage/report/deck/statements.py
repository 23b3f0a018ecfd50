"""From a block to what it says: one maker per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from lebenslage.analysis.figures import Figures
from lebenslage.report import formats
from lebenslage.report.deck import areas, differences, survey
from lebenslage.report.deck.blocks import (
    BLOCK_NAMEN,
    NEUESTE,
    Bars,
    Block,
    BlockKind,
    Deck,
    Dots,
    Statement,
)
from lebenslage.report.deck.projects import project_block

#: What makes the statement of a kind; a new kind is one more entry.
Maker = Callable[[Block, Figures], Statement]


def _title(block: Block, figures: Figures) -> Statement:
    contact = figures.gemeinde.contact
    return Statement(
        BlockKind.TITEL,
        f"Gemeinde {figures.gemeinde.name}",
        block.text,
        source=contact.amt,
        stand=data_date(figures),
        example=figures.snapshot.has_examples,
    )


def _own_words(block: Block, figures: Figures) -> Statement:  # noqa: ARG001  as all makers
    lines = tuple(line.strip() for line in block.text.splitlines() if line.strip())
    return Statement(BlockKind.TEXT, block.titel or "Ohne Titel", points=lines)


MAKERS: Final[Mapping[BlockKind, Maker]] = {
    BlockKind.TITEL: _title,
    BlockKind.KARTE: areas.area_map,
    BlockKind.PROFIL: areas.profile,
    BlockKind.KENNZAHLEN: areas.key_figures,
    BlockKind.AUFFAELLIG: differences.outstanding,
    BlockKind.INDIKATOR: areas.indicator,
    BlockKind.UMFRAGE: survey.overview,
    BlockKind.FRAGE: survey.question,
    BlockKind.WELLEN: survey.wave_changes,
    BlockKind.HANDLUNGSBEDARF: differences.need,
    BlockKind.PROJEKTE: project_block,
    BlockKind.ZITAT: survey.quotes,
    BlockKind.TEXT: _own_words,
}


def state(block: Block, figures: Figures) -> Statement:
    """What a block says with these figures.

    A block whose Ortsteil, indicator, question or wave is no longer there says so instead: a kept
    deck must not break because data were taken back.
    """
    try:
        said = MAKERS[block.kind](dated(block, figures), figures)
    except (KeyError, StopIteration):
        said = Statement(
            block.kind,
            f"{BLOCK_NAMEN[block.kind]}: nicht mehr vorhanden",
            "Was dieser Baustein zeigen soll, ist in den Daten nicht mehr enthalten.",
            gone=True,
        )
    if isinstance(said.chart, Bars | Dots) and said.chart.is_empty:  # the table tells why
        said = replace(said, chart=None)
    return replace(said, headline=block.titel) if block.titel else said


def dated(block: Block, figures: Figures) -> Block:
    """The block with the ids of the waves that "the newest" and "the one before" are now."""
    ids = [wave.id for wave in figures.waves]
    if block.welle == NEUESTE and ids:
        block = block.having("welle", ids[-1])
    if block.vorher == NEUESTE:
        place = ids.index(block.welle) if block.welle in ids else 0
        block = block.having("vorher", ids[place - 1] if place else "")
    return block


def state_all(deck: Deck, figures: Figures) -> list[Statement]:
    """What all blocks of a deck say that have something to show, in their order."""
    said = (state(block, figures) for block in deck.blocks)
    return [one for one in said if not one.gone]


def date_span(figures: Figures) -> tuple[str, str] | None:
    """Oldest and newest date of the values of the Ortsteile, as in the data; None for no value."""
    newest = figures.latest
    own = newest[newest["gebiet_id"].isin(list(figures.names)) & newest["wert"].notna()]
    stands = sorted(set(own["stand"]))
    return (stands[0], stands[-1]) if stands else None


def data_date(figures: Figures) -> str:
    """The same in German; empty without values."""
    return " bis ".join(dict.fromkeys(map(formats.format_date, date_span(figures) or ())))


def mark_line(figures: Figures, example: bool | None = None) -> str:
    """What every file bears: Gemeinde, dates, version, procedure, and the mark of made-up data.

    Parameters
    ----------
    example : bool, optional
        Whether made-up figures are in it; default: whether any are in the store.
    """
    dates = data_date(figures)
    made_up = figures.snapshot.has_examples if example is None else example
    parts = (
        f"Gemeinde {figures.gemeinde.name}",
        f"Stand der Werte: {dates}" if dates else "",
        f"Fassung {figures.snapshot.version} der Daten",
        f"Verfahren „{figures.procedure.name}“",
        "enthält Beispieldaten" if made_up else "",
    )
    return " · ".join(part for part in parts if part)
