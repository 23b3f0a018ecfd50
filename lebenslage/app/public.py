"""What citizens see: published entries, news, and which figures are public.

Everything here comes from `registers.public`; whoever is not staff is shown nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import streamlit as st

from lebenslage.app import data, navigation, parts, registers, texts
from lebenslage.model import columns as col
from lebenslage.model import moments
from lebenslage.model.registers import PUBLISHABLE, Entry
from lebenslage.report import formats
from lebenslage.report import public_words as said

#: Lines of news on a page of figures, entries of a list for citizens.
_LINES, _SHOWN = 3, 20
_ALL: Final = {"": "Alle Ortsteile"}
#: Sections of the citizens' view: register -> heading, and what stands there while it is empty.
_SECTIONS: Final = {
    "veranstaltungen": (
        "Veranstaltungen",
        "Es ist keine Veranstaltung veröffentlicht, die noch kommt.",
    ),
    "projekte": ("Projekte", "Noch ist kein Projekt veröffentlicht."),
    "anliegen": ("Anliegen und Ideen", ""),
    "treffpunkte": ("Treffpunkte", "Noch ist kein Treffpunkt veröffentlicht."),
    "akteure": ("Wer vor Ort aktiv ist", "Noch ist kein Akteur veröffentlicht."),
}


def news_lines(area: str = "") -> None:
    """The newest lines of news of an Ortsteil (of all of them: ""); nothing while there is none."""
    if found := _news_lines(area, _LINES):
        st.markdown("  \n".join(f"**Neu** · {line}" for line in found))


def citizens_view() -> None:
    """All that a reader sees of the registers, of one Ortsteil or of all."""
    places = _ALL | data.snapshot().ortsteil_names
    area = st.selectbox("Ortsteil", list(places), format_func=places.__getitem__, key="wo-alle")
    st.header("Neuigkeiten", anchor=False)
    if news := _news_lines(area, _SHOWN):
        st.markdown("\n".join(f"- {line}" for line in news))
    else:
        parts.sentence("Zurzeit gibt es keine Neuigkeit.")
    for code, (heading, empty) in _SECTIONS.items():
        st.header(heading, anchor=False)
        if code == "anliegen":
            parts.sentence(registers.once(("eingegangen",), (code,), _concerns))
        _list(code, area, empty)
    st.header("Zahlen und Umfragen", anchor=False)
    parts.sentence(data.once(("oeffentliche-zahlen",), _figures))
    with st.container(horizontal=True):
        for stem in ("uebersicht", "umfrage", "stimmen"):
            st.page_link(navigation.path(stem), label=navigation.MENU[stem])
    st.header("Ansprechpartner vor Ort", anchor=False)
    texts.contact_card()


def _concerns() -> str:
    active = registers.whole("anliegen").active
    return said.describe_concerns(active, data.gemeinde().thresholds)


def _figures() -> str:
    with_value = data.latest()
    count = with_value.loc[with_value[col.WERT].notna(), col.INDIKATOR].nunique()
    waves = data.snapshot().umfragen
    quotes = sum(len(data.figures().quotes(wave.fragebogen.id)) for wave in waves)
    return said.describe_figures(count, [wave.fragebogen.titel for wave in waves], quotes)


def _of(code: str, area: str) -> list[Entry]:
    return [e for e in registers.public()[code] if not area or area in e.several("ortsteile")]


def _news_lines(area: str, most: int) -> Sequence[str]:
    """Lines of public news as Markdown, the newest first."""
    key = ("neuigkeiten", area, str(most), moments.today().isoformat())
    return registers.once(key, PUBLISHABLE, lambda: _news(area, most))


def _news(area: str, most: int) -> Sequence[str]:
    newest = sorted(
        _of("neuigkeiten", area), key=lambda e: (e.text("datum"), e.fassung), reverse=True
    )
    return [_line(entry) for entry in newest[:most]]


def _line(entry: Entry) -> str:
    """A line of news as Markdown; its link is checked when it is saved."""
    text = parts.plain(said.news_line(entry, data.snapshot().ortsteil_names))
    link = entry.text("link")
    return f"{text} [Mehr dazu]({link})" if link else text


def _list(code: str, area: str, empty: str) -> None:
    key = ("was alle sehen", code, area, moments.today().isoformat())
    table, count = registers.once(key, PUBLISHABLE, lambda: _table(code, area))
    if count:
        parts.show_table(table)
        if count > _SHOWN:
            parts.caveat(f"und {formats.format_number(count - _SHOWN)} weitere")
    elif empty:
        parts.sentence(empty)


def _table(code: str, area: str) -> tuple[pa.Table, int]:
    """The first public entries as a table, and how many there are."""
    found = _of(code, area)
    if code == "veranstaltungen":
        today = moments.today().isoformat()
        found = [e for e in found if (e.text("ende") or e.text("beginn")) >= today]
        found.sort(key=lambda e: (e.text("beginn"), e.text("uhrzeit")))
    shown = said.public_table(code, found[:_SHOWN], registers.words())
    return parts.escaped(shown), len(found)
