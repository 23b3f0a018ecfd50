"""The page Präsentation: which deck, its blocks in their order, one block, and taking it away."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

import streamlit as st

from lebenslage.app import access, data, deck, deck_block, deck_shelf, parts, presentation, state
from lebenslage.app.reports import PDF, PPTX, download, file_name
from lebenslage.app.shield import shield
from lebenslage.model.access import Recht
from lebenslage.report import formats
from lebenslage.report.deck.blocks import BLOCK_NAMEN, MAX_BLOCKS, Block, BlockKind, Deck
from lebenslage.report.handout import deck_paper
from lebenslage.report.slides import slides

_LIST_KEY: Final = "bausteine"
_CHOSEN: Final = "baustein"
_STAYS: Final = "bausteinwahl"
#: Beside the list, the chosen block stays in view while somebody scrolls through it.
_CSS: Final = f"""
<style>
@media (min-width: 641px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-{_STAYS}) {{ position: sticky; top: 1rem; }}
}}
</style>
"""
_LIST_HTML: Final = """
<ol class="bausteine"></ol><p class="gesagt" role="status"></p>
"""
_LIST_CSS: Final = """
.bausteine { list-style: none; margin: 0; padding: 0; font-size: 1rem; font-family: inherit; }
.bausteine li { display: flex; gap: 4px; align-items: stretch; margin: 0 0 4px;
  border: 1px solid #c3ccd6; border-radius: 6px; background: #fff; }
.bausteine li.gewaehlt { border-color: #1f5a8c; box-shadow: inset 4px 0 0 #1f5a8c; }
.bausteine li.ziel { outline: 2px dashed #1f5a8c; }
.bausteine button { font: inherit; color: #1f5a8c; background: none; border: 0; cursor: pointer;
  min-width: 40px; min-height: 44px; }
.bausteine button:disabled { color: #76818c; cursor: default; }
.bausteine .name { flex: 1; min-width: 0; text-align: left; padding: 4px 12px; color: #1f2933;
  cursor: grab; overflow-wrap: anywhere; }
.bausteine .art { display: block; color: #52606d; }
.bausteine :focus-visible { outline: 3px solid #1f5a8c; outline-offset: -2px; }
.gesagt { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""


def panel() -> None:
    """Choose or open a deck; then the workbench and what can be taken away."""
    if deck.unreadable():
        st.warning("Diese Präsentation gibt es nicht (mehr). Hier steht der Lagebericht.")
    deck_shelf.opening()
    _workbench()


@st.fragment
def _workbench() -> None:
    with shield():
        shown = deck.current()
        place = min(int(state.remembered(_CHOSEN, 0)), max(len(shown.blocks) - 1, 0))
        with st.container(horizontal=True):
            st.button(
                "Vorführen", type="primary", on_click=presentation.start, args=(1,),
                disabled=not shown.blocks, key="vorfuehren",
            )  # fmt: skip
            at = _slide_at(shown, place)
            if at > 1:
                st.button(
                f"Ab Folie {place + 1} vorführen", on_click=presentation.start,
                args=(at,), disabled=not shown.blocks, key="vorfuehren-ab",
            )  # fmt: skip
            figures = data.figures()
            needed = Recht.INTERN if deck.is_inside(shown) else Recht.LESEN
            pptx = access.guarded(needed, lambda: slides(shown, figures))
            download("PPTX", pptx, file_name(shown, "pptx"), PPTX)
            pdf = access.guarded(needed, lambda: deck_paper(shown, figures))
            download("Handzettel (PDF)", pdf, file_name(shown, "pdf"), PDF)
        if presentation.is_on():
            st.rerun()
        st.html(_CSS)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.header("Folien", anchor=False)
            count = formats.plural(len(shown.blocks), "Folie", "Folien")
            parts.sentence(f"„{shown.name or 'Ohne Namen'}“: {count}.")
            _left_out(shown)
            _add(shown)
            _blocks(shown, place)
        with right, st.container(key=_STAYS):
            if shown.blocks:
                deck_block.panel(shown, place)
            deck_shelf.saving(shown)


def _slide_at(shown: Deck, place: int) -> int:
    """Which slide the chosen block is, counted without those that are left out."""
    before = (block for block in shown.blocks[:place] if not deck.statement(block).gone)
    here = place < len(shown.blocks) and not deck.statement(shown.blocks[place]).gone
    return len(tuple(before)) + 1 if here else 1


def _left_out(shown: Deck) -> None:
    """Which slides nobody will see, why, and what helps."""
    gone = [
        f"{place} ({BLOCK_NAMEN[block.kind]})"
        for place, block in enumerate(shown.blocks, start=1)
        if deck.statement(block).gone
    ]
    if gone:
        word = "Folie" if len(gone) == 1 else "Folien"
        st.warning(
            f"Beim Vorführen und in den Dateien fehlt: {word} {formats.listing(gone)}. Was dort "
            "stehen soll (Umfrage, Ortsteil oder Indikator), gibt es in den Daten nicht mehr. "
            "Wählen Sie die Folie an und rechts etwas anderes, bei Umfragen am besten „Neueste "
            "Umfrage“, oder nehmen Sie die Folie heraus."
        )


@st.cache_resource(show_spinner=False)
def _list() -> Any:
    script = resources.files("lebenslage.app").joinpath("bausteine.js").read_text("utf-8")
    return st.components.v2.component("bausteine", html=_LIST_HTML, css=_LIST_CSS, js=script)


def _blocks(shown: Deck, place: int) -> None:
    """The list; every way of moving is there for mouse and keyboard."""
    rows = [{"art": BLOCK_NAMEN[block.kind], "name": _called(block)} for block in shown.blocks]
    _list()(key=_LIST_KEY, data={"zeilen": rows, "gewaehlt": place}, on_tat_change=_act)
    parts.caveat(
        "Reihenfolge: mit der Maus ziehen, mit den Pfeilen, oder auf einer Folie mit Alt und "
        "Pfeiltaste. Die Taste Entf nimmt eine Folie heraus."
    )


def _called(block: Block) -> str:
    said = deck.statement(block)
    return said.sentence if block.kind is BlockKind.TITEL and said.sentence else said.headline


def _act() -> None:
    """What was done in the list."""
    asked = state.asked_by(_LIST_KEY)
    shown, place = deck.current(), int(asked.get("von", 0))
    if not 0 <= place < len(shown.blocks):
        return
    if asked.get("art") == "schieben":
        target = min(max(int(asked["nach"]), 0), len(shown.blocks) - 1)
        deck.put(shown.moved(place, target))
        place = target
    elif asked.get("art") == "entfernen":
        deck.put(shown.without(place))
        place = max(place - 1, 0)
    state.remember(_CHOSEN, place)


def _add(shown: Deck) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            "Neue Folie", list(BLOCK_NAMEN), format_func=lambda one: BLOCK_NAMEN[one],
            key="neuer-baustein",
        )  # fmt: skip
        st.button(
            "Dahinter einfügen", on_click=_insert, args=(kind,), key="baustein-einfuegen",
            disabled=len(shown.blocks) >= MAX_BLOCKS,
        )  # fmt: skip


def _insert(kind: BlockKind) -> None:
    shown = deck.current()
    place = min(int(state.remembered(_CHOSEN, 0)) + 1, len(shown.blocks))
    deck.put(shown.added(place, deck_block.fresh(kind)))
    state.remember(_CHOSEN, place)
