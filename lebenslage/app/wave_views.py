"""Parts of the page Umfrage beyond one question: change and trend over waves, the compass."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lebenslage.analysis.survey import distinct, waves
from lebenslage.app import data, parts, state
from lebenslage.charts import lines, radar
from lebenslage.charts import waves as wave_charts
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question, Questionnaire, QuestionType
from lebenslage.report import sentences, tables, wave_sentences, wave_tables

_ALLE = "Alle zusammen"


def wave_panel(wave: Questionnaire) -> None:
    """The same question in the wave before, and over all waves if there are more."""
    earlier = [
        one.fragebogen
        for one in data.snapshot().umfragen
        if one.fragebogen.erhebung < wave.erhebung
    ]
    codes = [q.code for q in wave.fragen if q.typ is not QuestionType.TEXT]
    if not earlier or not codes:
        return
    question = wave.question(state.current(state.FRAGE, codes))
    alike = [one for one in earlier if question.code in waves.comparable(one, wave)]
    if question.skala is None or not alike:
        return
    _change_panel(alike[-1], wave, question)
    if len(alike) > 1:
        _trend_panel([*alike, wave], question)


def _change_panel(before: Questionnaire, wave: Questionnaire, question: Question) -> None:
    assert question.skala is not None
    changes = data.wave_changes(before.id, wave.id)
    rows = changes[(changes[col.FRAGE] == question.code) & (changes[col.STATISTIK] == "mittelwert")]
    if rows.empty:
        return
    st.header("Veränderung zur vorigen Welle", anchor=False)
    groups = data.snapshot().ortsteil_names | {ALLE: _ALLE}
    years = (before.year, wave.year)
    numbers = question.skala.numbers().values()
    panel = data.once(
        ("wellen", wave.id, question.code),
        lambda: parts.Panel(
            wave_charts.wave_change(rows, groups, years, ends=(min(numbers), max(numbers))),
            sentences.describe_wave_change(rows, groups, years),
            tables.wave_table(rows, groups, years),
        ),
    )
    parts.figure(panel, key="wellen")


def _trend_panel(alike: list[Questionnaire], question: Question) -> None:
    """Means of everybody and of the Ortsteile over three and more waves."""
    found = {one.erhebung: data.wave_table(one.id) for one in alike}
    trend = distinct.trend(found, question.code)
    if trend.empty:
        return
    st.header("Verlauf über alle Wellen", anchor=False)
    names = data.snapshot().ortsteil_names
    panel = data.once(
        ("verlauf", alike[-1].id, question.code),
        lambda: parts.Panel(
            lines.timeline(trend, names, _node(question), references={ALLE: _ALLE}),
            wave_sentences.describe_trend(trend, names),
            wave_tables.trend_table(trend, {**names, ALLE: _ALLE}),
        ),
    )
    parts.figure(panel, key="verlauf")


def _node(question: Question) -> Node:
    """What the chart of values over time needs to know of a question."""
    direction = question.skala.richtung if question.skala is not None else 1
    return Node(question.code, "", direction, 1.0, question.text, art=Kind.UMFRAGE)


def compass_panel(wave: Questionnaire) -> None:
    """The topics asked from 1 to 7 as a compass: one Ortsteil beside everybody."""
    topics = distinct.seven_steps(wave)
    if len(topics) < 3:
        return
    st.header("Kompass: alle Themen auf einen Blick", anchor=False)
    names = data.snapshot().ortsteil_names
    area = state.choose(state.ORTSTEIL, "Ortsteil", names)
    table = data.wave_table(wave.id)
    rows: pd.DataFrame = table[table[col.FRAGE].isin(list(topics))]
    shown = {area: names[area], ALLE: _ALLE}
    panel = data.once(
        ("kompass", wave.id, area),
        lambda: parts.Panel(
            radar.compass(rows, topics, shown),
            wave_sentences.describe_compass(rows, topics, area, names[area]),
            wave_tables.compass_table(rows, topics, shown),
            wave_sentences.compass_note(topics.values()),
        ),
    )
    parts.figure(panel, key="kompass")
