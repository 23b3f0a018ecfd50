"""Parts of the page Umfrage: one wave, question by question."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lebenslage.app import data, parts, state
from lebenslage.app.importing import LOCAL_USER
from lebenslage.charts import bars, comparison
from lebenslage.charts import waves as wave_charts
from lebenslage.errors import LebenslageError
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import OFFEN_HINWEIS, Question, Questionnaire, QuestionType
from lebenslage.report import export, sentences, tables

_ON_SCALE = (QuestionType.SKALA, QuestionType.MATRIX)
_GROUPS = {"ortsteil": "Ortsteil", "alter": "Alter", "geschlecht": "Geschlecht"}


def chooser() -> Questionnaire | None:
    """The wave; None (and what to do) while there is none."""
    waves = {w.fragebogen.id: w.fragebogen for w in reversed(data.snapshot().umfragen)}
    if not waves:
        st.info("Es ist noch keine Umfrage eingelesen. Auf der Seite Daten geht das.")
        return None
    titles = {wave_id: wave.titel for wave_id, wave in waves.items()}
    wave = waves[state.choose(state.WELLE, "Welle", titles)]
    parts.sentence(sentences.describe_wave(wave, data.responses(wave.id)))
    if not wave.representative:
        st.warning(f"{OFFEN_HINWEIS}: Alle konnten teilnehmen, auch mehrfach.")
    return wave


def question_panel(wave: Questionnaire) -> None:
    """One question by Ortsteil, age or sex, with n, sentence and table."""
    closed = _closed_questions(wave)
    left, right = st.columns([3, 1])
    with left:
        code = state.choose(state.FRAGE, "Frage", closed)
    by_options = {key: name for key, name in _GROUPS.items() if key in wave.spalten}
    with right:
        by = state.choose(state.NACH, "Aufgeteilt nach", by_options) if by_options else "ortsteil"
    question = wave.question(code)
    table = data.wave_table(wave.id, by)
    groups = _group_names(wave, table, by)
    for part, label in _parts(question).items():
        rows = table[table[col.FRAGE] == part]
        if label:
            st.markdown(f"**{parts.plain(label)}**")
        _result(wave, question, part, rows, groups, by)
    _downloads(wave, table, groups)


def _result(
    wave: Questionnaire,
    question: Question,
    part: str,
    rows: pd.DataFrame,
    groups: dict[str, str],
    by: str,
) -> None:
    differences = data.group_differences(wave.id) if by == "ortsteil" else None
    group = ALLE
    if question.typ in (QuestionType.EINFACH, QuestionType.MEHRFACH):
        names = {ALLE: "Alle zusammen", **groups}
        group = state.choose(state.GRUPPE, "Ergebnis für", names)
    key = (wave.id, part, by, group)

    def build() -> parts.Panel:
        if question.skala is not None and question.typ in _ON_SCALE:
            fig = bars.likert(rows, question.skala, groups)
        else:
            fig = bars.answer_bars(rows, question, groups, group=group)
        text = sentences.describe_question(rows, question, groups, differences)
        return parts.Panel(fig, text, tables.question_table(rows, question, groups))

    if question.typ is QuestionType.ZAHL:
        parts.sentence(sentences.describe_question(rows, question, groups, differences))
        parts.show_table(tables.question_table(rows, question, groups))
    else:
        parts.figure(data.once(("frage", *key), build), key=f"frage-{part}")


def wave_panel(wave: Questionnaire) -> None:
    """The same question in the wave before, where it was asked alike."""
    earlier = [
        w.fragebogen for w in data.snapshot().umfragen if w.fragebogen.erhebung < wave.erhebung
    ]
    code = state.current(
        state.FRAGE, [q.code for q in wave.fragen if q.typ is not QuestionType.TEXT]
    )
    question = wave.question(code)
    if not earlier or question.skala is None:
        return
    changes = data.wave_changes(earlier[-1].id, wave.id)
    rows = changes[(changes[col.FRAGE] == code) & (changes[col.STATISTIK] == "mittelwert")]
    if rows.empty:
        return
    st.subheader("Veränderung zur vorigen Welle", anchor=False)
    groups = data.snapshot().ortsteil_names | {ALLE: "Alle zusammen"}
    years = (earlier[-1].year, wave.year)
    numbers = question.skala.numbers().values()
    panel = data.once(
        ("wellen", wave.id, code),
        lambda: parts.Panel(
            wave_charts.wave_change(rows, groups, years, ends=(min(numbers), max(numbers))),
            sentences.describe_wave_change(rows, groups, years),
            tables.wave_table(rows, groups, years),
        ),
    )
    parts.figure(panel, key="wellen")


def response_panel(wave: Questionnaire) -> None:
    """Who answered, by Ortsteil."""
    st.subheader("Wer hat geantwortet?", anchor=False)
    rows = data.responses(wave.id)
    groups = data.snapshot().ortsteil_names | {ALLE: "Alle zusammen"}
    panel = data.once(
        ("ruecklauf", wave.id),
        lambda: parts.Panel(
            comparison.response_bars(rows, groups),
            sentences.describe_response(rows, groups),
            tables.response_table(rows, groups),
            wave.grundgesamtheit_text,
        ),
    )
    parts.figure(panel, key="ruecklauf")


def text_panel(wave: Questionnaire) -> None:
    """Free texts that a person has released, and the place to release them."""
    open_questions = [q for q in wave.fragen if q.typ is QuestionType.TEXT]
    if not open_questions:
        return
    st.subheader("Offene Antworten", anchor=False)
    released = data.released_texts(wave.id)
    for question in open_questions:
        texts = released.loc[released[col.FRAGE] == question.code, "text"]
        st.markdown(f"**{parts.plain(question.text)}**")
        for text in texts:
            st.markdown(f"> {parts.plain(text)}")
        if texts.empty:
            parts.caveat("Noch keine Antwort freigegeben.")
    with st.expander("Antworten lesen und freigeben (nur für die Verwaltung)"):
        _release_list(wave)


def _release_list(wave: Questionnaire) -> None:
    """Ten texts at a time; each is released or taken back with one switch."""
    waiting = data.texts_to_release(wave.id)
    if waiting.empty:
        parts.caveat("Es gibt keine offenen Antworten.")
        return
    st.markdown(
        "Vor der Freigabe prüfen: Ist eine Person erkennbar? Hinweise auf Namen, Telefon und "
        "E-Mail sind markiert."
    )
    pages = (len(waiting) - 1) // 10 + 1
    page = st.number_input(f"Seite (1 bis {pages})", 1, pages, key=f"texte-{wave.id}")
    for row in waiting.iloc[(page - 1) * 10 : page * 10].to_dict("records"):
        key = f"text-{wave.id}-{row[col.FRAGE]}-{row['zeile']}"
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(parts.plain(row["text"]))
        if row["hinweise"]:
            left.caption(parts.plain(f"Achtung: {row['hinweise']}"))
        # The version is the one under which the text was read: if the answers are exchanged
        # before the click, the store refuses.
        right.toggle(
            "Freigegeben",
            value=bool(row["freigegeben"]),
            key=key,
            on_change=_release,
            args=(wave.id, str(row[col.FRAGE]), int(row["zeile"]), data.version()),
            kwargs={"released": not row["freigegeben"]},
        )


def _release(wave_id: str, question: str, row: int, version: int, *, released: bool) -> None:
    try:
        data.store().release(wave_id, question, row, released, wer=LOCAL_USER, gesehen=version)
    except LebenslageError as error:
        state.flash(str(error))


def _closed_questions(wave: Questionnaire) -> dict[str, str]:
    """Questions with results, those about the person last."""
    about_person = set(wave.spalten.values())
    closed = [q for q in wave.fragen if q.typ is not QuestionType.TEXT]
    return {q.code: q.text for q in sorted(closed, key=lambda q: q.code in about_person)}


def _parts(question: Question) -> dict[str, str]:
    """Rows of a matrix, each shown as a question of its own."""
    if question.typ is QuestionType.MATRIX:
        return {f"{question.code}[{sub}]": text for sub, text in question.teilfragen.items()}
    return {question.code: ""}


def _group_names(wave: Questionnaire, table: pd.DataFrame, by: str) -> dict[str, str]:
    if by == "ortsteil":
        return data.snapshot().ortsteil_names
    found = [group for group in table[col.GRUPPE].unique() if group != ALLE]
    about = next((q.skala for q in wave.fragen if q.code == wave.spalten[by]), None)
    return {group: about.label(group) if about else group for group in found}


def _downloads(wave: Questionnaire, table: pd.DataFrame, groups: dict[str, str]) -> None:
    version = data.version()
    parts.downloads(
        wave.id,
        "Alle Ergebnisse",
        lambda: export.survey_export(table, wave, groups, version),
    )
