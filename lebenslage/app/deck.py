"""The deck of this session: it stands in the address, whole or by its name."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lebenslage.app import access, data, registers, state
from lebenslage.errors import DatenFehler
from lebenslage.model.access import Recht
from lebenslage.model.scenario import MAX_TEXT
from lebenslage.report.deck.blocks import Block, BlockKind, Deck, Statement, read_deck
from lebenslage.report.deck.projects import INTERN
from lebenslage.report.deck.proposals import proposed
from lebenslage.report.deck.statements import state as say

#: What stands in the address: "~" and the whole deck, "regal-" and the number of a saved one, or
#: the name of a proposed one.
_WHOLE: Final = "~"
_SAVED: Final = "regal-"


def proposals() -> Mapping[str, Deck]:
    """Decks that are ready at one click."""
    return data.once(("praesentationen",), lambda: proposed(data.figures()))


def current() -> Deck:
    """The deck of the address, else the one of this session, else the Lagebericht."""
    wanted = state.free_text(state.PRAESENTATION)
    ready = proposals()
    found = ready.get(wanted) or _whole(wanted) or _saved(wanted)
    return _public(found or next(iter(ready.values())))


def _public(found: Deck) -> Deck:
    """The deck without what whoever is looking may not see, whoever made the link."""
    if not is_inside(found) or access.may(Recht.INTERN):
        return found
    blocks = (b.having("code", "") if _inside(b) else b for b in found.blocks)
    return replace(found, blocks=tuple(blocks))


def is_inside(deck: Deck) -> bool:
    """Whether a deck shows what is not public."""
    return any(map(_inside, deck.blocks))


def _inside(block: Block) -> bool:
    return block.kind is BlockKind.PROJEKTE and block.code == INTERN


def unreadable() -> bool:
    """Whether the address names a deck that is not there or cannot be read."""
    wanted = state.free_text(state.PRAESENTATION)
    return bool(wanted) and not (wanted in proposals() or _whole(wanted) or _saved(wanted))


def put(deck: Deck) -> None:
    """Make a deck the current one."""
    state.select(state.PRAESENTATION, code(deck))


def code(deck: Deck) -> str:
    """The whole deck as a text for the address."""
    text = zlib.compress(deck.text.encode("utf-8"), 9)
    return _WHOLE + base64.urlsafe_b64encode(text).decode("ascii").rstrip("=")


def open_proposal(name: str) -> None:
    """Make a proposed deck the current one."""
    state.select(state.PRAESENTATION, name)


def open_saved(saved_id: int) -> None:
    """Make a saved deck the current one; the link then shows it as it is saved."""
    state.select(state.PRAESENTATION, f"{_SAVED}{saved_id}")


def statement(block: Block) -> Statement:
    """What a block says, made once while its data stay as they are."""
    key = ("folie", block.kind, block.gebiet, block.code, block.welle, block.vorher, block.titel,
           block.text)  # fmt: skip
    if block.kind is BlockKind.PROJEKTE:
        return registers.once(key, ("projekte", "schritte"), lambda: say(block, data.figures()))
    return data.once(key, lambda: say(block, data.figures()))


def slides(found: Deck) -> tuple[Block, ...]:
    """The blocks that have something to show: nobody stands before a slide that says "gone"."""
    return tuple(block for block in found.blocks if not statement(block).gone)


def _whole(wanted: str) -> Deck | None:
    if not wanted.startswith(_WHOLE):
        return None
    packed = wanted.removeprefix(_WHOLE)
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = zlib.decompressobj().decompress(raw, 4 * MAX_TEXT)
        return read_deck(text.decode("utf-8"))
    except (binascii.Error, zlib.error, ValueError, DatenFehler):
        return None


def _saved(wanted: str) -> Deck | None:
    if not wanted.startswith(_SAVED) or not access.may(Recht.INTERN):
        return None
    for saved in data.store().decks.all():
        if wanted == f"{_SAVED}{saved.id}":
            try:
                return read_deck(saved.text).named(saved.name)
            except DatenFehler:
                return None
    return None
