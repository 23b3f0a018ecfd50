"""Parts of the page Berichte: what can be taken away for council, paper and open data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.registers.year import years
from lebenslage.app import access, data, parts, registers, state
from lebenslage.app.deck import proposals
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS
from lebenslage.report.amtsblatt import gazette_text
from lebenslage.report.archive import zip_bytes
from lebenslage.report.deck.blocks import Deck
from lebenslage.report.documents import (
    CouncilEntries,
    council_paper,
    profile_sheet,
    situation_report,
)
from lebenslage.report.funder import funder_report
from lebenslage.report.opendata import open_data
from lebenslage.report.slides import slides
from lebenslage.report.workbook import workbook

PDF: Final = "application/pdf"
_ZIP: Final = "application/zip"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEETS: Final = ("steckbriefe",)
#: Longest entries of a Sitzungsvorlage: a line of its table, and half a page.
_LINE: Final = 80
_TEXT: Final = 2000
#: Field of `CouncilEntries` -> its label and how long it may be.
_FIELDS: Final = {
    "nummer": ("Vorlage Nr.", _LINE),
    "gremium": ("Gremium", _LINE),
    "beschluss": ("Beschlussvorschlag (steht auf der ersten Seite)", _TEXT),
    "finanzen": ("Finanzielle Auswirkungen", _TEXT),
}
#: Begins the keys of these fields.
_COUNCIL: Final = "vorlage"
#: Place of the message that they are made.
_DONE: Final = "steckbriefe"


def council() -> None:
    """Sitzungsvorlage, Lagebericht and slides of the Gemeinde."""
    st.header("Für den Gemeinderat", anchor=False)
    figures = data.figures()
    texts = _texts() if access.may(Recht.INTERN) else {}
    with st.container(horizontal=True):
        download(
            "Sitzungsvorlage (PDF)",
            lambda: filled_in(figures, texts),
            "vorlage.pdf",
            PDF,
        )
        download("Lagebericht (PDF)", lambda: situation_report(figures), "lagebericht.pdf", PDF)
    decks = proposals()
    chosen = st.selectbox("Präsentation", list(decks), key="bericht-folien")
    deck = decks[str(chosen)]
    download("Präsentation (PPTX)", lambda: slides(deck, figures), file_name(deck, "pptx"), PPTX)
    parts.caveat(
        "Was in der Sitzungsvorlage nicht eingetragen ist, bleibt als Linie zum Ausfüllen. "
        "Diagramme und Tabellen der Präsentation lassen sich in PowerPoint und LibreOffice ändern; "
        "Verfahren und Grenzen stehen in den Notizen."
    )


def _texts() -> dict[str, str]:
    """What stands in the Sitzungsvorlage beside the figures; kept nowhere but in this session."""
    texts: dict[str, str] = state.remembered(_COUNCIL) or dict.fromkeys(_FIELDS, "")
    state.remember(_COUNCIL, texts)
    with st.expander("Sitzungsvorlage ausfüllen"):
        for name, (label, longest) in _FIELDS.items():
            state.control(
                st.text_input if longest == _LINE else st.text_area,
                f"{_COUNCIL}-{name}",
                texts[name],
                partial(texts.__setitem__, name),
                label,
                max_chars=longest,
            )
        parts.caveat("Die Texte stehen nur in der PDF-Datei; gespeichert werden sie nicht.")
    return texts


def filled_in(figures: Figures, texts: Mapping[str, str]) -> bytes:
    """The Sitzungsvorlage with what is written now.

    Who types and clicks on the download at once sends the text while the paper is being made
    already: then it is made again.
    """
    while True:
        used = dict(texts)
        paper = council_paper(figures, entries=CouncilEntries(**used))
        if used == texts:
            return paper


def yearly() -> None:
    """The yearly report for the funder, out of the registers: for those who keep them."""
    if not access.may(Recht.INTERN):
        return
    st.header("Für den Fördergeber", anchor=False)
    figures, today = data.figures(), moments.today()
    entries = {code: registers.read(code).active for code in REGISTERS}
    year = int(st.selectbox("Jahr", years(entries, today), key="bericht-jahr"))
    download(
        "Jahresbericht (PDF)",
        access.guarded(Recht.INTERN, lambda: funder_report(figures, entries, year, today)),
        f"jahresbericht-{year}.pdf",
        PDF,
    )
    parts.caveat(
        "Projekte, Veranstaltungen, Reichweite und Wirkung aus den Registern, auch was nicht "
        "veröffentlicht ist. Namen von Personen und Texte von Anliegen stehen nicht darin; "
        "kleine Zahlen von Personen sind gesperrt. Die Einschätzung füllen Sie selbst aus."
    )


def villages() -> None:
    """Steckbriefe: one, or all of them at once."""
    st.header("Steckbriefe der Ortsteile", anchor=False)
    figures = data.figures()
    area = state.choose(state.ORTSTEIL, "Ortsteil", figures.names)
    name = f"steckbrief-{area}.pdf"
    download("Steckbrief (PDF, eine Seite)", lambda: profile_sheet(figures, area), name, PDF)
    parts.told(_DONE)
    made = data.kept(_SHEETS)
    if made is None:
        if st.button("Alle Steckbriefe zusammenstellen"):
            data.keep(_SHEETS, _all_sheets())
            state.note(_DONE, f"Alle {len(figures.names)} Steckbriefe sind zusammengestellt.")
            st.rerun()
    else:
        download("Alle Steckbriefe (ZIP)", lambda: made, "steckbriefe.zip", _ZIP)


def gazette() -> None:
    """Text for the Amtsblatt, to copy."""
    st.header("Text für das Amtsblatt", anchor=False)
    figures = data.figures()
    names = {"": f"Gemeinde {figures.gemeinde.name}", **figures.names}
    left, right = st.columns(2)
    area = left.selectbox("Über", list(names), format_func=lambda key: names[key], key="blatt-ort")
    simple = right.radio(
        "Sprache", (False, True), key="blatt-sprache", horizontal=True,
        format_func=lambda chosen: "Einfache Sprache" if chosen else "Klare Sprache",
    )  # fmt: skip
    text = data.once(
        ("amtsblatt", str(area), str(simple)), lambda: gazette_text(figures, area, simple=simple)
    )
    st.code(text, language=None, wrap_lines=True)
    parts.caveat("Das Zeichen rechts oben im Feld kopiert den Text.")


def numbers() -> None:
    """The workbook, and open data."""
    st.header("Zahlen", anchor=False)
    figures = data.figures()
    with st.container(horizontal=True):
        download("Alle Zahlen (XLSX)", lambda: workbook(figures), "lebenslagen.xlsx", _XLSX)
        download(
            "Offene Daten (ZIP)", lambda: zip_bytes(open_data(figures)), "offene-daten.zip", _ZIP
        )
    parts.caveat(
        "Die offenen Daten enthalten Tabellen mit Beschreibung ihrer Spalten, die Flächen der "
        "Ortsteile und Angaben für GovData (DCAT-AP.de), Lizenz dl-de/by-2-0. Was gesperrt ist, "
        "bleibt auch dort gesperrt."
    )


def _all_sheets() -> bytes:
    """One PDF per Ortsteil, with a bar that tells how far it is."""
    figures = data.figures()
    files = {}
    bar = st.progress(0.0, "Steckbriefe werden gesetzt …")
    for place, area in enumerate(figures.names, start=1):
        files[f"steckbrief-{area}.pdf"] = profile_sheet(figures, area)
        told = f"{place} von {len(figures.names)} Steckbriefen"
        bar.progress(place / len(figures.names), told)
    return zip_bytes(files)


def download(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    """A file that is made when somebody clicks."""
    st.download_button(label, make, name, mime, on_click="ignore")


def file_name(deck: Deck, ending: str) -> str:
    """Name of the file that holds a deck."""
    words = "".join(char if char.isalnum() else "-" for char in deck.name.casefold())
    return f"{'-'.join(filter(None, words.split('-'))) or 'praesentation'}.{ending}"
