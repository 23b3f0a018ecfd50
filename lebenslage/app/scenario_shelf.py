"""Keeping a scenario: under a name in the store, or in a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from lebenslage.app import access, data, parts, state
from lebenslage.app.scenario import current, put
from lebenslage.model.access import Recht
from lebenslage.model.scenario import MAX_NAME, Scenario, clean_name, read_scenario
from lebenslage.report import addresses, formats
from lebenslage.store import Saved

_NAME = "szenario-name"
#: Places of messages: what was done, and what of a saved scenario could not be used.
_DONE = "regal-erledigt"
_LOST = "regal"


def shelf(scenario: Scenario) -> None:
    """Share, save, and what has been saved."""
    parts.told(_DONE)
    left, right = st.columns(2, gap="large")
    with left:
        if access.may(Recht.PFLEGEN):
            _save(scenario)
        _share(scenario)
    if access.may(Recht.INTERN):
        with right:
            _saved()


def _share(scenario: Scenario) -> None:
    st.markdown("**Als Link weitergeben**")
    if scenario.is_published:
        parts.caveat("Sobald etwas verändert ist, steht hier ein Link, der alles enthält.")
        return
    address = (st.context.url or "").partition("?")[0]
    st.code(f"{address}?{urlencode({state.SZENARIO: scenario.text})}", None, wrap_lines=True)
    if addresses.only_here(address):
        parts.caveat(f"Der Link enthält das ganze Szenario, keine Daten. {addresses.ONLY_HERE}")
        return
    parts.caveat(
        "Der Link enthält das ganze Szenario, keine Daten. Wer ihn öffnet, sieht dasselbe, auch "
        "ohne dass es gespeichert ist."
    )


def _save(scenario: Scenario) -> None:
    """The name belongs to the scenario, so a link carries it as well."""
    st.markdown("**Unter einem Namen speichern**")
    state.control(
        st.text_input,
        _NAME,
        scenario.name,
        lambda name: put(replace(current(), name=clean_name(name))),
        "Name des Szenarios",
        max_chars=MAX_NAME,
    )
    there = _stored(scenario.name)
    changed = there is not None and not _same(there, scenario)
    if changed and there is not None:
        parts.caveat(f"„{there.name}“ ist schon gespeichert, mit anderem Inhalt: {_when(there)}.")
    # the key names what the person saw: saved anew by somebody else, it is another button
    label, key = "Speichern", "szenario-speichern"
    if changed and there is not None:
        label, key = "Überschreiben", f"szenario-ersetzen-{there.id}-{there.wann}"
    if not st.button(label, type="primary", key=key):
        return
    if not scenario.name or scenario.is_published:
        st.error("Zum Speichern braucht es einen Namen und mindestens eine Veränderung.")
        return
    _act(
        lambda: _keep(scenario, there),
        f"Szenario „{scenario.name}“ gespeichert. Veröffentlichte Zahlen ändern sich nicht.",
    )


def _keep(scenario: Scenario, there: Saved | None) -> None:
    text = scenario.content.text
    saved = data.store().scenarios.save(
        scenario.name, text, wer=access.demand(Recht.PFLEGEN), ersetzt=there
    )
    state.select(state.GESPEICHERT, str(saved.id))


def _stored(name: str) -> Saved | None:
    same = (
        each for each in data.store().scenarios.all() if each.name.casefold() == name.casefold()
    )
    return next(same, None)


def _same(there: Saved, scenario: Scenario) -> bool:
    return there.text == scenario.content.text


def _saved() -> None:
    """One of the saved scenarios: load, rename, delete."""
    st.markdown("**Gespeicherte Szenarien**")
    kept = {str(each.id): each for each in data.store().scenarios.all()}
    if not kept:
        parts.caveat("Noch ist keines gespeichert.")
        return
    labels = {key: each.name for key, each in kept.items()}
    chosen = kept[state.choose(state.GESPEICHERT, "Auswahl", labels)]
    parts.caveat(_when(chosen))
    if (problem := state.take_note(_LOST)) is not None:
        st.warning(parts.plain(problem))
    with st.container(horizontal=True):
        st.button("Laden", on_click=_load, args=(chosen,))
        with st.popover("Umbenennen …", key=f"mehr-umbenennen-{chosen.id}-{state.counter(_DONE)}"):
            name = st.text_input("Neuer Name", chosen.name, max_chars=MAX_NAME)
            if st.button("Umbenennen"):
                _act(
                    lambda: data.store().scenarios.rename(
                        chosen.id, name, wer=access.demand(Recht.PFLEGEN)
                    ),
                    f"Szenario „{chosen.name}“ heißt jetzt „{clean_name(name)}“.",
                )
        with st.popover("Löschen …", key=f"mehr-loeschen-{chosen.id}"):
            parts.sentence(f"Das löscht „{chosen.name}“ für alle.")
            if st.button("Endgültig löschen", type="primary"):
                _act(
                    lambda: data.store().scenarios.delete(
                        chosen.id, wer=access.demand(Recht.PFLEGEN)
                    ),
                    f"Szenario „{chosen.name}“ gelöscht.",
                )


def _load(saved: Saved) -> None:
    scenario, problems = read_scenario(saved.text, data.snapshot().catalogue)
    put(replace(scenario, name=saved.name))
    state.note(_DONE, f"Szenario „{saved.name}“ geladen.")
    if problems:
        text = "Der Katalog hat sich seit dem Speichern geändert."
        state.note(_LOST, f"{text} {' '.join(problems)}")


def _when(saved: Saved) -> str:
    return f"Gespeichert am {formats.format_moment(saved.wann)} von {saved.wer}"


def _act(act: Callable[[], object], done: str) -> None:
    """Change the store and show the shelf again, or say why not."""
    if parts.attempt(act):
        state.raise_counter(_DONE)  # a box that is still open closes
        state.note(_DONE, done)
        state.rerun_part()
