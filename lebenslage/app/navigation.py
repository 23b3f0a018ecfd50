"""The pages of the dashboard, in the order of the menu."""

from __future__ import annotations

from typing import Final

import streamlit as st

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
    "berichte": "Berichte",
    "daten": "Daten",
    "katalog": "Katalog",
    "methodik": "Methodik & Quellen",
    "handbuch": "Handbuch",
}
#: Pages that a page of the menu leads to.
BESIDE: Final = {"boegen": "Papierbögen"}
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
    """Tell Streamlit the pages; returns the one that was asked for."""
    menu = [
        st.Page(path(stem), title=title, default=stem == "uebersicht")
        for stem, title in MENU.items()
    ]
    beside = {**BESIDE, **FOOTER}
    hidden = [
        st.Page(path(stem), title=title, visibility="hidden") for stem, title in beside.items()
    ]
    # A flat list: section headings would make the menu an invalid list for screen readers.
    # all of them: folded away, the last ones stand behind an English "View more"
    return st.navigation([*menu, *hidden], expanded=True)
