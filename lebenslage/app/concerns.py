"""Parts of the page Beteiligung: concerns and ideas, and whether somebody had the same one."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

import streamlit as st

from lebenslage.analysis.registers.similar import closest, folded
from lebenslage.app import access, data, parts, register_page, register_search, registers
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Draft, Entry
from lebenslage.model.registers.definitions import OFFEN
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: Projects that a concern may be joined to, with a button each.
_PROPOSED: Final = 3
#: Concerns that say the same, listed at most.
_ALIKE: Final = 5
#: What everybody sees of a concern beside its public words.
_PUBLIC: Final = ("art", "ortsteile", "status")
_SHOWN: Final = ("eingang", "ortsteile", "status", "frist", "projekt")


def concern_panel() -> None:
    """The list of concerns and the chosen one."""
    today = moments.today().isoformat()
    if not access.may(Recht.INTERN):
        active = registers.read("anliegen").active
        count = formats.plural(len(active), "Anliegen ist", "Anliegen sind")
        parts.sentence(f"{count} veröffentlicht, in der Fassung für alle.")
        register_page.listing(register_search.found("anliegen"), _PUBLIC)
        return
    counted = registers.once(
        ("anliegen", today),
        ("anliegen",),
        lambda: _counted(today),
        {"anliegen": ("status", "frist")},
    )
    parts.sentence(counted)
    parts.caveat(
        "Intern: Titel und Text sehen nur Verwaltung und Quartiersmanagement. Veröffentlicht wird "
        "allein die öffentliche Fassung. Namen gehören nicht hierher."
    )
    chosen = register_page.listing(register_search.found("anliegen"), _SHOWN)
    register_page.new("anliegen", eingang=today, status="neu", art="anliegen", weg="sprechstunde")
    if chosen is not None:
        register_page.detail("anliegen", chosen, _more)
    register_page.downloads("anliegen")


def _counted(today: str) -> str:
    """How many concerns there are of each status, and how many are late."""
    state = registers.read("anliegen")
    cells = zip(
        state.put_away.cells, state.texts("status").cells, state.texts("frist").cells, strict=True
    )
    active = Counter((status, "" < day < today) for away, status, day in cells if not away)
    if not active:
        return "Noch ist nichts eingegangen."
    status, late = Counter[str](), 0
    for (code, over), count in active.items():
        status[code] += count
        late += count * (over and code in OFFEN)
    words = ", ".join(
        f"{formats.format_number(status[code])} {text}"
        for code, text in REGISTERS["anliegen"].field("status").optionen.items()
    )
    return f"{words}. Überfällig: {formats.format_number(late)}."


def _more(entry: Entry) -> None:
    _join(entry)
    keys = registers.once(
        ("aehnlich", entry.kennung),
        ("anliegen",),
        lambda: _alike(entry),
        {"anliegen": ("titel", "ortsteile")},
    )
    if keys:
        found = [registers.read("anliegen").entries[key] for key in keys]
        st.markdown("**Ähnliche Anliegen**")
        register, words = REGISTERS["anliegen"], registers.words()
        columns = ("eingang", "ortsteile", "status", "projekt")
        parts.show_table(tables.entry_table(register, found, columns, words))


def _alike(entry: Entry) -> list[str]:
    """Keys of concerns that say the same."""
    state = registers.read("anliegen")
    titles = state.column("titel-gefaltet", folded).cells
    near = register_search.about(state, entry.several("ortsteile"))
    places, own = near.places, state.places[entry.kennung]
    # one more: the concern is like itself
    found = closest(folded(entry), [*map(titles.__getitem__, places)], _ALIKE + 1)
    return [near.rows[places[at]].kennung for at in found if places[at] != own][:_ALIKE]


def _join(entry: Entry) -> None:
    """Join a concern to a project with one click."""
    if entry.text("projekt"):
        return
    fitting = registers.once(
        ("passend", entry.kennung), ("anliegen", "projekte"), lambda: _fitting(entry)
    )
    for project in fitting:
        label = f"Mit Projekt „{project.text('titel')}“ verbinden"
        st.button(
            parts.plain(label),
            key=f"verbinden-{entry.kennung}-{project.kennung}-{entry.fassung}",
            on_click=_connect,
            args=(entry, project),
        )


def _fitting(entry: Entry) -> list[Entry]:
    """The first projects about the same Ortsteil and, if the concern names any, Handlungsfeld."""
    areas, fields = set(entry.several("ortsteile")), set(entry.several("handlungsfelder"))
    fitting = (
        project
        for project in registers.read("projekte").active
        if not areas.isdisjoint(project.several("ortsteile"))
        and (not fields or not fields.isdisjoint(project.several("handlungsfelder")))
    )
    return list(islice(fitting, _PROPOSED))


def _connect(entry: Entry, project: Entry) -> None:
    daten = {**entry.daten, "projekt": project.kennung}
    draft = Draft("anliegen", daten, entry.kennung, entry.fassung)
    parts.in_callback(
        lambda: data.store().registers.save(draft, wer=access.demand(Recht.PFLEGEN)),
        f"„{entry.kennung}“ ist jetzt mit dem Projekt „{project.text('titel')}“ verbunden.",
    )
