"""Decks that are there: proposed ones, saved ones, and saving the current one."""

from __future__ import annotations

import streamlit as st

from lebenslage.app import access, data, deck, parts, state
from lebenslage.model.access import Recht
from lebenslage.model.scenario import MAX_NAME, clean_name
from lebenslage.report import formats
from lebenslage.report.deck.blocks import Deck
from lebenslage.store import Saved

_DONE = "deck-erledigt"


def opening() -> None:
    """A proposed deck at one click, and the saved ones: open, rename, delete."""
    left, right = st.columns(2, gap="large")
    ready = list(deck.proposals())
    with left, st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Vorschlag", ready, key="deck-vorschlag")
        st.button("Vorschlag öffnen", on_click=deck.open_proposal, args=(name,))
    if access.may(Recht.INTERN):
        with right:
            _saved()
    parts.told(_DONE)


def _saved() -> None:
    kept = {each.id: each for each in data.store().decks.all()}
    if not kept:
        parts.caveat("Gespeicherte Präsentationen stehen hier, sobald es eine gibt.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            "Gespeichert", list(kept), format_func=lambda one: kept[one].name, key="deck-regal"
        )
        chosen = kept[key]
        st.button("Öffnen", on_click=deck.open_saved, args=(chosen.id,), key="deck-oeffnen")
        with st.popover("Umbenennen …", key=f"deck-mehr-umbenennen-{chosen.id}-{chosen.name}"):
            name = st.text_input("Neuer Name", chosen.name, max_chars=MAX_NAME)
            if st.button("Umbenennen", key="deck-umbenennen") and parts.attempt(
                lambda: data.store().decks.rename(chosen.id, name, wer=access.demand(Recht.PFLEGEN))
            ):
                state.note(_DONE, f"„{chosen.name}“ heißt jetzt „{clean_name(name)}“.")
                st.rerun()
        with st.popover("Löschen …", key=f"deck-mehr-loeschen-{chosen.id}"):
            parts.sentence(f"Das löscht „{chosen.name}“ für alle.")
            if st.button("Endgültig löschen", type="primary", key="deck-loeschen") and (
                parts.attempt(
                    lambda: data.store().decks.delete(chosen.id, wer=access.demand(Recht.PFLEGEN))
                )
            ):
                state.note(_DONE, f"„{chosen.name}“ gelöscht.")
                st.rerun()
    parts.caveat(_when(chosen))


def saving(shown: Deck) -> None:
    """Keep the current deck under its name."""
    if not access.may(Recht.PFLEGEN):
        return
    st.header("Speichern", anchor=False)
    state.control(
        st.text_input, "deck-name", shown.name,
        lambda name: deck.put(deck.current().named(clean_name(name))),
        "Name der Präsentation", max_chars=MAX_NAME,
    )  # fmt: skip
    same = (s for s in data.store().decks.all() if s.name.casefold() == shown.name.casefold())
    there = next(same, None)
    label, key = "Speichern", "deck-speichern"
    if there is not None and there.text != shown.named("").text:
        parts.caveat(f"„{there.name}“ ist schon gespeichert, mit anderem Inhalt: {_when(there)}.")
        # the key names what the person saw: saved anew by somebody else, it is another button
        label, key = "Überschreiben", f"deck-ersetzen-{there.id}-{there.wann}"
    if st.button(label, key=key) and parts.attempt(lambda: _keep(shown, there)):
        state.note(_DONE, f"Präsentation „{shown.name}“ gespeichert.")
        st.rerun()
    parts.caveat(
        "Gespeichert wird, was die Folien zeigen sollen, keine Zahlen: Geöffnet zeigt eine "
        "Präsentation den Stand der Daten von dann. Die Adresse dieser Seite ist ein Link darauf."
    )


def _keep(shown: Deck, there: Saved | None) -> None:
    text = shown.named("").text
    saved = data.store().decks.save(
        shown.name, text, wer=access.demand(Recht.PFLEGEN), ersetzt=there
    )
    deck.open_saved(saved.id)


def _when(saved: Saved) -> str:
    return f"Gespeichert am {formats.format_moment(saved.wann)} von {saved.wer}"
