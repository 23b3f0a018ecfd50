"""The pages of the dashboard, in the order of the menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from lebenslage.app import access, rerun
from lebenslage.model.access import Recht

#: File stem -> title, in the order of the menu.
MENU: Final = {
    "uebersicht": "Übersicht",
    "suche": "Suche",
    "ortsteil": "Ortsteil",
    "handlungsbedarf": "Handlungsbedarf",
    "indikatoren": "Indikatoren",
    "umfrage": "Umfrage",
    "gemessen": "Gemessen & empfunden",
    "stimmen": "Stimmen",
    "szenario": "Szenario",
    "projekte": "Projekte",
    "akteure": "Akteure & Netzwerk",
    "beteiligung": "Beteiligung",
    "ortsteilleben": "Ortsteilleben",
    "oeffentlichkeit": "Öffentlichkeit",
    "praesentation": "Präsentation",
    "berichte": "Berichte",
    "daten": "Daten",
    "katalog": "Katalog",
    "methodik": "Methodik & Quellen",
    "handbuch": "Handbuch",
}
#: The page without a name in its address.
START: Final = "uebersicht"
#: Pages that a page of the menu leads to.
BESIDE: Final = {"boegen": "Papierbögen", "administration": "Administration"}
#: Pages that not everybody may open; the page itself says the same in its `head`.
NEEDS: Final = {
    "daten": Recht.IMPORTIEREN,
    "katalog": Recht.INTERN,
    "boegen": Recht.IMPORTIEREN,
    "administration": Recht.VERWALTEN,
}
#: Pages that the footer links to.
FOOTER: Final = {
    "barrierefreiheit": "Barrierefreiheit",
    "datenschutz": "Datenschutz",
    "kontakt": "Kontakt",
}


def path(stem: str) -> str:
    """Path of a page file, as `st.page_link` wants it."""
    return f"pages/{stem}.py"


def build() -> st.Page:
    """Tell Streamlit the pages; returns the one that was asked for.

    The menu shows what whoever is looking may open. The other pages keep their address and say
    there politely why they stay closed.
    """
    looking = access.visitor()
    shown = {
        stem: title
        for stem, title in MENU.items()
        if looking.darf(Recht.LESEN) and looking.darf(NEEDS.get(stem, Recht.LESEN))
    }
    # A flat list: section headings would make the menu an invalid list for screen readers.
    # all of them: folded away, the last ones stand behind an English "View more"
    return st.navigation(rerun.pages(tuple(shown), lambda: _pages(shown)), expanded=True)


def _pages(shown: Mapping[str, str]) -> list[st.Page]:
    """The pages of the menu, then those that only their addresses lead to."""
    menu = [
        st.Page(path(stem), title=title, default=stem == START) for stem, title in shown.items()
    ]
    beside = {**{k: v for k, v in MENU.items() if k not in shown}, **BESIDE, **FOOTER}
    hidden = [
        st.Page(path(stem), title=title, visibility="hidden", default=stem == START and not shown)
        for stem, title in beside.items()
    ]
    return [*menu, *hidden]
