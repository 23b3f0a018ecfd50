"""One block of a deck: what it is about, and what it will say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from lebenslage.app import access, data, deck, parts, state
from lebenslage.model.access import Recht
from lebenslage.model.survey import QuestionType
from lebenslage.report.deck.blocks import (
    AREA_KINDS,
    BLOCK_NAMEN,
    NEUESTE,
    Block,
    BlockKind,
    Deck,
)
from lebenslage.report.deck.projects import INTERN

#: Signs of a headline and of one's own words.
_HEADLINE, _WORDS = 200, 1500
_WAVES: Final = (BlockKind.UMFRAGE, BlockKind.FRAGE, BlockKind.WELLEN, BlockKind.ZITAT)
_NONE: Final = "–"


def fresh(kind: BlockKind) -> Block:
    """A new block of this kind with the first of everything it needs."""
    block = Block(kind)
    for name, options in _choices(block).items():
        if options:
            block = block.having(name, next(iter(options)))
    if kind is BlockKind.FRAGE:  # the questions follow from the wave
        block = block.having("code", next(iter(_questions(block.welle)), ""))
    return block


def panel(shown: Deck, place: int) -> None:
    """Change the block in this place; below, what it says."""
    block = shown.blocks[place]
    st.header(f"Folie {place + 1}: {BLOCK_NAMEN[block.kind]}", anchor=False)
    for name, options in _choices(block).items():
        _choose(place, block, name, options)
    if block.kind is not BlockKind.TITEL:
        label = (
            "Überschrift"
            if block.kind is BlockKind.TEXT
            else "Eigene Überschrift (sonst wird sie aus den Zahlen gebildet)"
        )
        _write(st.text_input, place, block, "titel", label, _HEADLINE)
    if block.kind in (BlockKind.TITEL, BlockKind.TEXT):
        long = block.kind is BlockKind.TEXT
        label = "Text, jede Zeile ein Punkt" if long else "Titel"
        draw = st.text_area if long else st.text_input
        _write(draw, place, block, "text", label, _WORDS if long else _HEADLINE)
    said = deck.statement(block)
    with st.container(border=True):
        st.markdown(f"**{parts.plain(said.headline)}**")
        if said.sentence:
            parts.sentence(said.sentence)
        if said.points:
            parts.bullets(said.points)
        if said.foot:
            parts.caveat(said.foot)


def _choices(block: Block) -> dict[str, Mapping[str, str]]:
    """Field of the block -> what can be chosen for it."""
    snapshot = data.snapshot()
    tree, names = snapshot.catalogue, snapshot.ortsteil_names
    waves = {w.fragebogen.id: w.fragebogen.titel for w in reversed(snapshot.umfragen)}
    newest = {NEUESTE: "Neueste Umfrage"} if waves else {}
    found: dict[str, Mapping[str, str]] = {}
    if block.kind in AREA_KINDS:
        whole = {"": "ganze Gemeinde"} if AREA_KINDS[block.kind] else {}
        found["gebiet"] = {**whole, **names}
    if block.kind is BlockKind.KARTE:
        scored = (*tree.scored().roots, *tree.scored().handlungsfelder)
        found["code"] = {n.code: f"Punktwert: {n.label}" for n in scored} | {
            n.code: f"Indikator: {n.label}" for n in tree.indicators
        }
    if block.kind is BlockKind.INDIKATOR:
        found["code"] = {n.code: n.label for n in tree.indicators}
    if block.kind is BlockKind.PROJEKTE:
        inside = {INTERN: "alles, mit Schritten und Summen"} if access.may(Recht.INTERN) else {}
        found["code"] = {"": "nur, was veröffentlicht ist", **inside}
    if block.kind in _WAVES:
        found["welle"] = newest | waves
    if block.kind in (BlockKind.UMFRAGE, BlockKind.WELLEN):
        ids = list(waves)
        later = ids.index(block.welle) + 1 if block.welle in ids else 1
        before = {key: waves[key] for key in ids[later:]}
        before = {NEUESTE: "Umfrage davor"} | before if before else {}
        found["vorher"] = before if block.kind is BlockKind.WELLEN else {"": _NONE} | before
    if block.kind is BlockKind.FRAGE:
        found["code"] = _questions(block.welle)
    return found


def _questions(wave_id: str) -> dict[str, str]:
    """Columns of a wave that are drawn: a question, or a part of a matrix.

    What is asked about the person (age, sex, Ortsteil) comes last: it says who answered.
    """
    waves = {w.fragebogen.id: w.fragebogen for w in data.snapshot().umfragen}
    if wave_id == NEUESTE and waves:
        wave_id = list(waves)[-1]
    if wave_id not in waves:
        return {}
    found: dict[str, str] = {}
    person = set(waves[wave_id].spalten.values())
    for asked in sorted(waves[wave_id].fragen, key=lambda one: one.code in person):
        if asked.typ is QuestionType.MATRIX:
            parts_of = dict(asked.teilfragen)
            found |= {
                column: f"{asked.text}: {parts_of.get(column[len(asked.code) + 1 : -1], column)}"
                for column in asked.columns()
            }
        elif asked.typ is not QuestionType.TEXT:
            found[asked.code] = asked.text
    return found


_LABELS: Final = {
    "gebiet": "Über",
    "code": "Zeigt",
    "welle": "Umfrage",
    "vorher": "Verglichen mit",
}


def _choose(place: int, block: Block, name: str, options: Mapping[str, str]) -> None:
    if not options:
        parts.caveat(f"{_LABELS[name]}: Dafür gibt es noch keine Daten.")
        return
    now = getattr(block, name)
    listed = options if now in options else {now: "nicht mehr vorhanden"} | dict(options)
    state.control(
        st.selectbox, f"block-{place}-{name}", now, lambda value: _change(place, name, value),
        _LABELS[name], list(listed), format_func=lambda key: listed[key],
    )  # fmt: skip


def _write(draw: Any, place: int, block: Block, name: str, label: str, signs: int) -> None:
    state.control(
        draw, f"block-{place}-{name}", getattr(block, name),
        lambda value: _change(place, name, value), label, max_chars=signs,
    )  # fmt: skip


def _change(place: int, name: str, value: str) -> None:
    shown = deck.current()
    if place < len(shown.blocks):
        deck.put(shown.put(place, shown.blocks[place].having(name, value)))
