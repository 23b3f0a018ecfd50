"""Parts of the page Umfrage: one wave, question by question."""

from __future__ import annotations

from typing import Final

import pandas as pd
import pyarrow as pa
import streamlit as st

from lebenslage.analysis.survey import distinct, waves
from lebenslage.app import data, parts, state, takeaway
from lebenslage.charts import bars
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.sheet import brief_texts
from lebenslage.model.survey import OFFEN_HINWEIS, Question, Questionnaire, QuestionType
from lebenslage.report import layers, sentences, tables, wave_sentences, wave_tables

_ON_SCALE: Final = (QuestionType.SKALA, QuestionType.MATRIX)
_GROUPS: Final = {"ortsteil": "Ortsteil", "alter": "Alter", "geschlecht": "Geschlecht"}
_WAVES: Final = "welle"
_ORDERS: Final = {"fragebogen": "wie im Fragebogen", "unterschied": "größter Unterschied zuerst"}
_LOOKS: Final = {"hundert": "auf 100 % gestapelt", "zwei": "zwei Seiten"}
_FIRST: Final = 5


def chooser() -> Questionnaire | None:
    """The wave; None (and what to do) while there is none."""
    found = {w.fragebogen.id: w.fragebogen for w in reversed(data.snapshot().umfragen)}
    if not found:
        st.info("Es ist noch keine Umfrage eingelesen. Auf der Seite Daten geht das.")
        return None
    titles = {wave_id: wave.titel for wave_id, wave in found.items()}
    wave = found[state.choose(state.WELLE, "Umfrage", titles)]
    parts.sentence(
        data.once(
            ("welle", wave.id), lambda: sentences.describe_wave(wave, data.responses(wave.id))
        )
    )
    if not wave.representative:
        st.warning(f"{OFFEN_HINWEIS}: Alle konnten teilnehmen, auch mehrfach.")
    return wave


def question_panel(wave: Questionnaire) -> None:
    """One question by Ortsteil, age, sex or wave, with n, sentence and table."""
    left, middle, right = st.columns([2, 1, 1])
    splits = {key: name for key, name in _GROUPS.items() if key in wave.spalten}
    others = _others(wave)
    if others:
        splits[_WAVES] = "Umfragewelle"
    with middle:
        by = state.choose(state.NACH, "Aufgeteilt nach", splits) if splits else "ortsteil"
    with right:
        order = state.choose(state.REIHENFOLGE, "Reihenfolge der Fragen", _ORDERS)
    split = "ortsteil" if by == _WAVES else by
    closed = data.once(
        ("fragen", wave.id, split, order),
        lambda: _closed_questions(wave, split, by_size=order == "unterschied"),
    )
    if not closed:
        parts.caveat("Diese Umfrage hat keine Fragen mit Antworten zum Auswählen.")
        return
    with left:
        code = state.choose(state.FRAGE, "Frage", closed)
    question = wave.question(code)
    look, limits = _look(question)
    table = data.wave_table(wave.id, split)
    groups = _group_names(wave, table, split)
    if by == _WAVES:
        table, groups = _waves_table(wave, question, others)
    st.markdown(f"**{parts.plain(question.text)}**")
    for part, label in _parts(question).items():
        rows = table[table[col.FRAGE] == part]
        if label:
            st.markdown(f"**{parts.plain(label)}**")
        _result(wave, question, part, rows, groups, by, look, limits=limits)
    if by != _WAVES:
        _downloads(wave, question, table, groups, by)


def differences_panel(wave: Questionnaire) -> None:
    """The questions that differ most, each with its sentence."""
    by = state.current(state.NACH, [*_GROUPS, _WAVES])
    if by not in wave.spalten or not wave.representative:
        return
    found = data.once(("unterschiede", wave.id, by), lambda: _differences(wave, by))
    if found is None:
        return
    st.header(f"Was sich nach {_GROUPS[by]} am meisten unterscheidet", anchor=False)
    ranking, told, table = found
    parts.sentence(ranking)
    st.markdown("\n".join(f"1. {parts.plain(text)}" for text in told))
    parts.as_table(table)


def _differences(wave: Questionnaire, by: str) -> tuple[str, list[str], pa.Table] | None:
    """How the questions rank, the first of them in a sentence each, and all as a table."""
    ranked = distinct.most_different(data.group_differences(wave.id, by), wave)
    if ranked.empty:
        return None
    groups = _group_names(wave, data.wave_table(wave.id, by), by)
    return (
        wave_sentences.describe_ranking(ranked),
        wave_sentences.difference_sentences(ranked, wave, groups)[:_FIRST],
        parts.escaped(wave_tables.difference_table(ranked, wave, groups)),
    )


def _look(question: Question) -> tuple[str, bool]:
    """How a scale is drawn, and whether with intervals."""
    if question.skala is None or question.typ not in _ON_SCALE:
        return "hundert", False
    left, right = st.columns(2)
    with left:
        look = state.choose(state.DARSTELLUNG, "Balken", _LOOKS, widget="buttons")
    with right:
        exact = {"ohne": "ausblenden", "mit": "zeigen"}
        limits = state.choose(state.GENAUIGKEIT, "95 %-Bereiche", exact, widget="buttons") == "mit"
    return look, limits


def _result(
    wave: Questionnaire,
    question: Question,
    part: str,
    rows: pd.DataFrame,
    groups: dict[str, str],
    by: str,
    look: str,
    *,
    limits: bool,
) -> None:
    differences = None if by == _WAVES else data.group_differences(wave.id, by)
    group = ALLE
    if question.typ in (QuestionType.EINFACH, QuestionType.MEHRFACH) and by != _WAVES:
        names = {ALLE: "Alle zusammen", **groups}
        group = state.choose(state.GRUPPE, "Ergebnis für", names)
    elif by == _WAVES:
        group = wave.id

    def build() -> parts.Panel:
        if question.skala is not None and question.typ in _ON_SCALE:
            fig = bars.likert(rows, question.skala, groups, apart=look == "zwei", limits=limits)
        else:
            fig = bars.answer_bars(rows, question, groups, group=group)
        own = rows.assign(**{col.GRUPPE: rows[col.GRUPPE].replace(wave.id, ALLE)})
        text = sentences.describe_question(own, question, groups, differences)
        everybody = by != _WAVES
        table = tables.question_table(rows, question, groups, limits=limits, everybody=everybody)
        note = (
            wave_sentences.SCALE_NOTE
            if question.skala is not None and question.typ in _ON_SCALE
            else ""
        )
        return parts.Panel(fig, text, table, note)

    if question.typ in (QuestionType.ZAHL, QuestionType.RANGFOLGE):
        parts.sentence(sentences.describe_question(rows, question, groups, differences))
        parts.show_table(tables.question_table(rows, question, groups, everybody=by != _WAVES))
    else:
        key = ("frage", wave.id, part, by, group, look, str(limits))
        parts.figure(data.once(key, build), key=f"frage-{part}")


def _others(wave: Questionnaire) -> list[Questionnaire]:
    """Other waves that have questions in common with this one."""
    every = [one.fragebogen for one in data.snapshot().umfragen if one.fragebogen.id != wave.id]
    return [one for one in every if waves.comparable(one, wave)]


def _waves_table(
    wave: Questionnaire, question: Question, others: list[Questionnaire]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Everybody in all waves that ask this question in the same way, the newest first."""
    alike = [wave, *(one for one in others if question.code in waves.comparable(one, wave))]
    alike.sort(key=lambda one: one.erhebung, reverse=True)
    found = {one.id: data.wave_table(one.id) for one in alike}
    return distinct.side_by_side(found), {one.id: one.titel for one in alike}


def _closed_questions(wave: Questionnaire, by: str, *, by_size: bool) -> dict[str, str]:
    """Questions with results in this split; those about the person last."""
    about_person = set(wave.spalten.values())
    shown = {str(code).partition("[")[0] for code in data.wave_table(wave.id, by)[col.FRAGE]}
    closed = [q for q in wave.fragen if q.typ is not QuestionType.TEXT and q.code in shown]
    place = {q.code: i for i, q in enumerate(closed)}
    if by_size:
        ranked = distinct.most_different(data.group_differences(wave.id, by), wave)
        codes = dict.fromkeys(str(code).partition("[")[0] for code in ranked[col.FRAGE])
        place |= {code: i - len(codes) for i, code in enumerate(codes)}
    closed.sort(key=lambda q: (q.code in about_person, place[q.code]))
    brief = brief_texts(wave)  # a list shows the beginning only, and many begin alike
    return {q.code: brief[q.code] for q in closed}


def _parts(question: Question) -> dict[str, str]:
    """Rows of a matrix or a ranking, each shown as a question of its own."""
    if question.typ in (QuestionType.MATRIX, QuestionType.RANGFOLGE) and question.teilfragen:
        return {f"{question.code}[{sub}]": text for sub, text in question.teilfragen.items()}
    return {question.code: ""}


def _group_names(wave: Questionnaire, table: pd.DataFrame, by: str) -> dict[str, str]:
    if by == "ortsteil":
        return data.snapshot().ortsteil_names
    found = [group for group in table[col.GRUPPE].unique() if group != ALLE]
    about = next((q.skala for q in wave.fragen if q.code == wave.spalten.get(by)), None)
    return {group: about.label(group) if about else group for group in found}


def _downloads(
    wave: Questionnaire, question: Question, table: pd.DataFrame, groups: dict[str, str], by: str
) -> None:
    """All results in this split; with areas, where the split is by Ortsteil, the question shown."""
    takeaway.offer(
        f"{wave.id}-{by}",
        f"Alle Ergebnisse nach {_GROUPS.get(by, by)}",
        lambda figures: layers.survey_book(figures, wave, question, table, groups),
        areas=by == "ortsteil",
    )
