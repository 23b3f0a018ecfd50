"""Pages that consist of text: the Gemeinde's own, and the handbook."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, data, parts, state
from lebenslage.app.parts import plain
from lebenslage.model.access import Recht
from lebenslage.report import accessibility_words
from lebenslage.report import public_words as said

#: Fields of the contact as shown, in this order; empty ones are left out.
_CONTACT: Final = {
    "rolle": "",
    "amt": "",
    "anschrift": "Anschrift",
    "telefon": "Telefon",
    "email": "E-Mail",
    "sprechzeiten": "Sprechzeiten",
}
#: Key of the address that opens a chapter of the handbook.
CHAPTER: Final = "kapitel"
#: Where the pictures lie, seen from the handbook's file and from its page.
_PICTURES: Final = "../../static/"
_SERVED: Final = "app/static/"
#: The page has its own `h1`; a text's first heading would repeat it.
_FIRST_HEADING: Final = re.compile(r"^\s*#{1,2} .*\n")


def own_text(key: str) -> None:
    """Markdown that the Gemeinde wrote (it is IT's file, so its links and lists count)."""
    text = data.gemeinde().texte.get(key, "").strip()
    if text:
        st.markdown(_FIRST_HEADING.sub("", text + "\n"))
    else:
        st.info(f"Dieser Text fehlt noch. Er gehört in gemeinde.toml unter [texte], Eintrag {key}.")


def accessibility() -> None:
    """The statement after the model of the Land, then what the Gemeinde adds in its own words."""
    text = resources.files("lebenslage.app").joinpath("barrierefreiheit.toml").read_text("utf-8")
    check = accessibility_words.Check.of(tomllib.loads(text))
    own = data.gemeinde()
    for heading, paragraphs, points in accessibility_words.statement(own, check):
        if heading:
            st.header(heading, anchor=False)
        for text in paragraphs:
            parts.sentence(text)
        parts.bullets(points)
    if own.texte.get("barrierefreiheit", "").strip():
        own_text("barrierefreiheit")


def contact_card() -> None:
    """Role, office and how to reach them; never a private person."""
    contact = data.gemeinde().contact
    lines = [
        f"**{label}:** {plain(value)}" if label else f"**{plain(value)}**"
        for field, label in _CONTACT.items()
        if (value := getattr(contact, field))
    ]
    with st.container(border=True):
        st.markdown("  \n".join(lines))
        if contact.vor_ort:
            st.markdown("**In den Ortsteilen**")
            parts.show_table(said.office_hours(contact.vor_ort))
            if access.may(Recht.INTERN) and data.snapshot().ortsteil_names:
                wrong = loaders.wrong_hours(data.gemeinde(), data.snapshot().ortsteil_names)
                if wrong:
                    parts.problem_list(wrong)
        if not (contact.telefon or contact.email):
            where = "trägt die Gemeinde in gemeinde.toml ein."
            st.caption(
                "Telefon, E-Mail und Sprechzeiten "
                + (where if access.may(Recht.INTERN) else "sind noch nicht eingetragen.")
            )


def handbook() -> None:
    """The handbook, with a table of contents that folds its chapters but the one asked for."""
    intro, *_ = _handbook()
    asked = state.free_text(CHAPTER)
    if intro.strip():
        st.markdown(intro)
    for title, body in chapters():
        with st.expander(title, expanded=title == asked):
            st.markdown(body)


def chapters() -> list[tuple[str, str]]:
    """Title and Markdown of each chapter of the handbook."""
    _, *found = _handbook()
    parted = (chapter.partition("\n") for chapter in found)
    return [(title.strip(), body) for title, _, body in parted]


def _handbook() -> list[str]:
    text = resources.files("lebenslage.app").joinpath("handbuch.md").read_text("utf-8")
    text = text.replace(_PICTURES, _SERVED)
    return re.split(r"(?m)^## ", _FIRST_HEADING.sub("", text, count=1))
