"""Parts of the page Stimmen: released answers, topics, search, and the place to release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from lebenslage.analysis.survey import freetext
from lebenslage.app import access, data, parts, state
from lebenslage.charts.survey import topic_bars
from lebenslage.model import columns as col
from lebenslage.model.access import Recht
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyWave
from lebenslage.report import voices as words

_PAGE: Final = 10
_SHOWN: Final = 50
#: Place of the message about a switch.
_DONE: Final = "freigabe"
_FILTERS: Final = {
    "offen": "noch nicht freigegeben",
    "hinweis": "mit Hinweis auf eine Person",
    "frei": "freigegeben",
    "alle": "alle",
}


def chooser() -> SurveyWave | None:
    """The wave with open questions; None (and what to do) while there is none."""
    found = {
        wave.fragebogen.id: wave for wave in reversed(data.snapshot().umfragen) if open_ones(wave)
    }
    if not found:
        st.info("Es ist noch keine Umfrage mit offenen Fragen eingelesen. Das geht auf „Daten“.")
        return None
    titles = {wave_id: wave.fragebogen.titel for wave_id, wave in found.items()}
    return found[state.choose(state.WELLE, "Umfrage", titles)]


def open_ones(wave: SurveyWave) -> list[Question]:
    """Questions that were answered in one's own words."""
    asked = (q for q in wave.fragebogen.fragen if q.typ is QuestionType.TEXT)
    return [q for q in asked if set(q.columns()) & set(wave.antworten.columns)]


def quotes_panel(wave: SurveyWave) -> None:
    """Released answers question by question, with their topics and a search."""
    query = st.text_input("In den freigegebenen Antworten suchen", key="stimmen-suche")
    wave_id = wave.fragebogen.id
    found = data.figures().topics(wave_id)
    table = data.wave_table(wave_id)
    for question in open_ones(wave):
        for column in question.columns():
            st.header(
                parts.plain(question.teilfragen.get(_sub(column), question.text)), anchor=False
            )
            shown = data.figures().quotes(wave_id, frage=column, suche=query)
            _counts(table, column, shown, query)
            _topic_panel(found[found[col.FRAGE] == column], wave_id, column)
            _quotes(shown)


def _sub(column: str) -> str:
    return column.partition("[")[2].rstrip("]")


def _counts(table: pd.DataFrame, column: str, shown: pd.DataFrame, query: str) -> None:
    if query.strip():
        parts.sentence(words.describe_search(len(shown), query))
        return
    rows = table[(table[col.FRAGE] == column) & (table[col.GRUPPE] == "")]
    written = rows.loc[rows[col.STATISTIK] == "antworten", col.N].max()
    parts.sentence(words.describe_released(len(shown), written))


def _topic_panel(found: pd.DataFrame, wave_id: str, column: str) -> None:
    if found.empty:
        return
    panel = data.once(
        ("themen-bild", wave_id, column),
        lambda: parts.Panel(
            topic_bars(found),
            words.describe_topics(found),
            words.topic_table(found),
            words.TOPIC_NOTE,
        ),
    )
    parts.figure(panel, key=f"themen-{column}")


def _quotes(shown: pd.DataFrame) -> None:
    """Each text once, with the Ortsteile from which it came."""
    names = data.snapshot().ortsteil_names
    texts: dict[str, dict[str, None]] = {}
    for row in shown.to_dict("records"):
        area = names.get(str(row[col.GRUPPE]), "")
        texts.setdefault(str(row["text"]), {})[area] = None
    for text, areas in list(texts.items())[:_SHOWN]:
        told = ", ".join(area for area in areas if area)
        where = f" *{parts.plain(told)}*" if told else ""
        st.markdown(f"> „{parts.plain(text)}“{where}")
    if len(texts) > _SHOWN:
        parts.caveat(f"Gezeigt werden {_SHOWN}; eine Suche führt zu den übrigen.")


def release_panel(wave: SurveyWave) -> None:
    """All texts with their warnings; each is released or taken back with one switch."""
    if not access.may(Recht.FREIGEBEN):
        return
    questionnaire = wave.fragebogen
    label = "Antworten lesen und freigeben (nur für die Verwaltung)"
    # what is released is shown above, and moves it: it must stay open all the same
    box = st.expander(label, key="freigabe", on_change="rerun")
    if not box.open:
        return
    with box:
        chosen = st.segmented_control(
            "Zeigen",
            list(_FILTERS),
            format_func=lambda key: _FILTERS[key],
            default="offen",
            required=True,
            key=f"freigabe-filter-{questionnaire.id}",
        )
        waiting = _filtered(freetext.to_release(wave), str(chosen))
        if waiting.empty:
            parts.told(_DONE)
            parts.caveat("Hier ist nichts zu tun.")
            return
        st.markdown(
            "Vor der Freigabe prüfen: Ist eine Person erkennbar? Hinweise auf Namen, Telefon und "
            "E-Mail sind markiert. Freigegebenes sehen alle, die das Dashboard sehen."
        )
        pages = (len(waiting) - 1) // _PAGE + 1
        page = st.number_input(
            f"Seite (1 bis {pages})", 1, pages, key=f"texte-{questionnaire.id}-{chosen}"
        )
        first = (int(page) - 1) * _PAGE
        rows = waiting.iloc[first : first + _PAGE].to_dict("records")
        parts.told(_DONE)  # the text may have left the list
        for number, row in enumerate(rows, first + 1):
            _release_row(questionnaire, number, row)


def _filtered(texts: pd.DataFrame, chosen: str) -> pd.DataFrame:
    flagged = texts["hinweise"] != ""
    return {
        "offen": texts[~texts["freigegeben"]],
        "hinweis": texts[flagged],
        "frei": texts[texts["freigegeben"]],
    }.get(chosen, texts)


def _release_row(questionnaire: Questionnaire, number: int, row: Mapping[Any, Any]) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.markdown(f"**{number}:** {parts.plain(str(row['text']))}")
    if row["hinweise"]:
        left.caption(parts.plain(f"Achtung: {row['hinweise']}"))
    # The version is the one under which the text was read: if the answers are exchanged
    # before the click, the store refuses. The number tells the switches apart for who only hears.
    right.toggle(
        f"{number} freigegeben",
        value=bool(row["freigegeben"]),
        key=f"text-{questionnaire.id}-{row[col.FRAGE]}-{row['zeile']}",
        on_change=_release,
        args=(questionnaire.id, str(row[col.FRAGE]), int(str(row["zeile"])), data.version()),
        kwargs={"number": number, "released": not row["freigegeben"]},
    )


def _release(
    wave_id: str, question: str, row: int, version: int, *, number: int, released: bool
) -> None:
    def change() -> None:
        wer = access.demand(Recht.FREIGEBEN)
        data.store().release(wave_id, question, row, released, wer=wer, gesehen=version)
        done = "freigegeben" if released else "nicht mehr freigegeben"
        state.note(_DONE, f"Antwort {number} ist {done}.")

    parts.in_callback(change)
