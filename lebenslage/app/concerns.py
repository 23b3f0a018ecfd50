"""Parts of the page Beteiligung: concerns and ideas, and whether somebody had the same one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lebenslage.analysis.registers.similar import alike
from lebenslage.app import access, data, parts, register_page, registers
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Draft, Entry
from lebenslage.model.registers.definitions import OFFEN
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: What everybody sees of a concern beside its public words.
_PUBLIC: Final = ("art", "ortsteile", "status")
_SHOWN: Final = ("eingang", "ortsteile", "status", "frist", "projekt")


def concern_panel() -> None:
    """The list of concerns and the chosen one."""
    register = REGISTERS["anliegen"]
    active = registers.read("anliegen").active
    counts = {
        text: sum(entry.text("status") == code for entry in active)
        for code, text in register.field("status").optionen.items()
    }
    today = formats.today().isoformat()
    late = sum(
        e.text("status") in OFFEN and bool(e.text("frist")) and e.text("frist") < today
        for e in active
    )
    if not access.may(Recht.INTERN):
        count = formats.plural(len(active), "Anliegen ist", "Anliegen sind")
        parts.sentence(f"{count} veröffentlicht, in der Fassung für alle.")
        register_page.listing("anliegen", register_page.found("anliegen"), _PUBLIC)
        return
    words = ", ".join(f"{count} {text}" for text, count in counts.items())
    parts.sentence(f"{words}. Überfällig: {late}." if active else "Noch ist nichts eingegangen.")
    parts.caveat(
        "Intern: Titel und Text sehen nur Verwaltung und Quartiersmanagement. Veröffentlicht wird "
        "allein die öffentliche Fassung. Namen gehören nicht hierher."
    )
    chosen = register_page.listing("anliegen", register_page.found("anliegen"), _SHOWN)
    register_page.new("anliegen", eingang=today, status="neu", art="anliegen", weg="sprechstunde")
    if chosen is not None:
        register_page.detail("anliegen", chosen, _more)
    register_page.downloads("anliegen")


def _more(entry: Entry) -> None:
    _join(entry)
    found = alike(entry, registers.read("anliegen").active)
    if found:
        st.markdown("**Ähnliche Anliegen**")
        register, words = REGISTERS["anliegen"], registers.words()
        columns = ("eingang", "ortsteile", "status", "projekt")
        parts.show_table(tables.entry_table(register, found, columns, words))


def _join(entry: Entry) -> None:
    """Join a concern to a project with one click."""
    if entry.text("projekt"):
        return
    fitting = [
        project
        for project in registers.read("projekte").active
        if set(project.several("ortsteile")) & set(entry.several("ortsteile"))
        and set(project.several("handlungsfelder")) & set(entry.several("handlungsfelder"))
    ]
    for project in fitting[:3]:
        label = f"Mit Projekt „{project.text('titel')}“ verbinden"
        st.button(
            parts.plain(label),
            key=f"verbinden-{entry.kennung}-{project.kennung}-{entry.fassung}",
            on_click=_connect,
            args=(entry, project.kennung),
        )


def _connect(entry: Entry, project: str) -> None:
    draft = Draft("anliegen", {**entry.daten, "projekt": project}, entry.kennung, entry.fassung)
    parts.in_callback(lambda: data.store().registers.save(draft, wer=access.demand(Recht.PFLEGEN)))
