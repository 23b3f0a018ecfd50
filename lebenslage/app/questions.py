"""Questions of a wave as a table to edit, and scales that run against the others."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from lebenslage.app import data, parts
from lebenslage.model import question_table as table
from lebenslage.model.assignment import Assignment, Proposal
from lebenslage.model.survey import Question, Questionnaire, Scale
from lebenslage.report import matching


def edit(
    survey: Questionnaire, assignment: Assignment, proposal: Proposal, key: str
) -> tuple[Questionnaire, Assignment]:
    """Let a person check new questions and directions.

    Raises
    ------
    DatenFehler
        If an edited row makes no question.
    """
    new = [question for question in survey.fragen if question.code in proposal.neu]
    edited = _table(new, key) if new else {}
    turned = _turned(survey, proposal, key)
    questions = []
    renamed = {}
    spalten = dict(survey.spalten)
    for question in survey.fragen:
        if question.code in proposal.neu and question.code not in edited:
            continue
        final = edited.get(question.code, question)
        if final.code != question.code:
            renamed[question.code] = final.code
        if question.code in turned:
            final = replace(final, skala=_turn(final.skala))
        questions.append(final)
    for role, column in survey.spalten.items():
        if column in renamed:
            spalten[role] = renamed[column]
        elif column in proposal.neu and column not in edited:
            del spalten[role]
    survey = replace(survey, fragen=tuple(questions), spalten=spalten)
    return survey, assignment.renamed(renamed)


def _table(new: list[Question], key: str) -> dict[str, Question]:
    """The table of new questions: everything in it can be changed."""
    parts.sentence(matching.describe_new_questions(len(new)))
    catalogue = data.snapshot().catalogue
    leaves = {node.code for node in catalogue.indicators}
    fields = {node.code: node.name for node in catalogue if node.code not in leaves}
    rows = pd.DataFrame(table.to_rows(new, fields))
    kinds = list(table.KINDS.values())
    config = {
        table.TAKEN: st.column_config.CheckboxColumn("dabei", width="small"),
        table.TEXT: st.column_config.TextColumn(width="large"),
        table.KIND: st.column_config.SelectboxColumn(options=kinds, required=True),
        table.ANSWERS: st.column_config.TextColumn(width="large", help="1 = schlecht; 2 = gut"),
        table.OUTSIDE: st.column_config.TextColumn(help="Codes außerhalb der 100 %"),
        table.DIRECTION: st.column_config.SelectboxColumn(
            options=[table.UP, table.DOWN], required=True
        ),
        table.FIELD: st.column_config.SelectboxColumn(options=["", *fields.values()]),
    }
    edited = st.data_editor(
        rows,
        column_config=config,
        hide_index=True,
        num_rows="fixed",
        key=f"fragen-{key}-{'-'.join(question.code for question in new)[:200]}",
    )
    records = [{str(name): cell for name, cell in row.items()} for row in edited.to_dict("records")]
    return table.from_rows(records, new, fields)


def _turned(survey: Questionnaire, proposal: Proposal, key: str) -> set[str]:
    """Questions whose scale a person turns round, because it runs against the others."""
    turned = set()
    for item in proposal.umgekehrt:
        question = survey.question(item.frage)
        parts.sentence(matching.describe_reversed(item, question))
        if st.checkbox(
            parts.plain(f"{item.frage}: hohe Werte sind hier schlecht"),
            value=item.frage in proposal.neu,
            key=f"richtung-{key}-{item.frage}",
        ):
            turned.add(item.frage)
    return turned


def _turn(scale: Scale | None) -> Scale | None:
    if scale is None:
        return None
    return replace(scale, richtung=-1 if scale.richtung == 1 else 1)
