"""Decks that are ready at one click."""

from __future__ import annotations

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.survey import QuestionType
from lebenslage.report.deck.blocks import NEUESTE, Block, BlockKind, Deck

#: Questions that a deck about a survey shows one by one.
_QUESTIONS = 6


def proposed(figures: Figures) -> dict[str, Deck]:
    """Every proposed deck by its name: the whole Gemeinde, each wave, each Ortsteil."""
    decks = [situation(figures)]
    decks += [survey_results(figures, wave.id) for wave in reversed(figures.waves)]
    decks += [village(figures, area) for area in figures.names]
    return {deck.name: deck for deck in decks}


def situation(figures: Figures) -> Deck:
    """The Gemeinde: profile, map, need, a map per Handlungsfeld, what stands out, the survey."""
    catalogue = figures.snapshot.catalogue
    scored = figures.scores.scores.dropna(subset=[col.SCORE])
    with_score = set(scored.loc[scored[col.GEBIET].isin(list(figures.names)), col.CODE])
    blocks = [
        Block(BlockKind.TITEL, text="Lagebericht: So lebt es sich in den Ortsteilen"),
        Block(BlockKind.PROFIL),
    ]
    blocks += [
        Block(BlockKind.KARTE, code=node.code)
        for node in catalogue.handlungsfelder
        if node.code in with_score
    ]
    blocks.append(Block(BlockKind.HANDLUNGSBEDARF))
    blocks += [Block(BlockKind.AUFFAELLIG, area) for area in figures.names]
    if figures.waves:
        blocks += _newest(figures, "")
    return Deck("Lagebericht", tuple(blocks))


def survey_results(figures: Figures, wave_id: str) -> Deck:
    """A wave: who answered, all topics, changes, single questions, every Ortsteil, quotes."""
    wave, before = figures.wave(wave_id), _before(figures, wave_id)
    asked = [q for q in wave.fragen if q.skala and q.typ is QuestionType.SKALA]
    blocks = [
        Block(BlockKind.TITEL, text=f"Ergebnisse: {wave.titel}"),
        Block(BlockKind.UMFRAGE, welle=wave_id, vorher=before),
        *_change(figures, wave_id, ""),
        *(Block(BlockKind.FRAGE, code=q.code, welle=wave_id) for q in asked[:_QUESTIONS]),
        *(Block(BlockKind.UMFRAGE, area, welle=wave_id, vorher=before) for area in figures.names),
    ]
    if len(figures.quotes(wave_id)):
        blocks.append(Block(BlockKind.ZITAT, welle=wave_id))
    return Deck(f"Umfrageergebnis: {wave.titel}", tuple(blocks))


def village(figures: Figures, area: str) -> Deck:
    """One Ortsteil: key figures, profile, what stands out, need, survey, quotes."""
    blocks = [
        Block(BlockKind.TITEL, area, text=f"Ortsteil {figures.names[area]}"),
        *(Block(kind, area) for kind in (BlockKind.KENNZAHLEN, BlockKind.PROFIL)),
        *(Block(kind, area) for kind in (BlockKind.AUFFAELLIG, BlockKind.HANDLUNGSBEDARF)),
    ]
    if figures.waves:
        blocks += _newest(figures, area)
        if len(figures.quotes(figures.waves[-1].id, area)):
            blocks.append(Block(BlockKind.ZITAT, area, welle=NEUESTE))
    return Deck(f"Ortsteil {figures.names[area]}", tuple(blocks))


def _newest(figures: Figures, area: str) -> list[Block]:
    """Whichever wave is the newest: a kept deck shows the next one once that is there."""
    before = NEUESTE if len(figures.waves) > 1 else ""
    blocks = [Block(BlockKind.UMFRAGE, area, welle=NEUESTE, vorher=before)]
    if before:
        blocks.append(Block(BlockKind.WELLEN, area, welle=NEUESTE, vorher=before))
    return blocks


def _before(figures: Figures, wave_id: str) -> str:
    """The wave before, if there is one."""
    ids = [wave.id for wave in figures.waves]
    place = ids.index(wave_id)
    return ids[place - 1] if place else ""


def _change(figures: Figures, wave_id: str, area: str) -> list[Block]:
    before = _before(figures, wave_id)
    return [Block(BlockKind.WELLEN, area, welle=wave_id, vorher=before)] if before else []
