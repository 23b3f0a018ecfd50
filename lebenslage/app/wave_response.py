"""Parts of the page Umfrage: who answered, who is missing, how many answers are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import pyarrow as pa
import streamlit as st

from lebenslage.analysis.survey import planning, register, representation
from lebenslage.app import data, parts
from lebenslage.charts import comparison
from lebenslage.charts.representation import ratio_dots
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Questionnaire
from lebenslage.report import formats, sentences, tables
from lebenslage.report import representation as words

_POINTS: Final = 8


def response_panel(wave: Questionnaire) -> None:
    """Who answered, by Ortsteil."""
    st.header("Wer hat geantwortet?", anchor=False)
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


def missing_panel(wave: Questionnaire) -> None:
    """Whose voice is under-represented, by Ortsteil and age."""
    st.header("Wer fehlt?", anchor=False)
    found, stand = data.once(("wer-fehlt", wave.id), lambda: _missing(wave.id))
    question = representation.age_question(data.snapshot().wave(wave.id))
    names = data.snapshot().ortsteil_names
    scale = question.skala if question is not None else None
    ages = {value: scale.label(value) for value in scale.werte} if scale is not None else {}
    single = found[(found["ortsteil"] == ALLE) | (found["alter"] == ALLE)]
    if single["urteil"].eq("").all():
        parts.sentence(words.describe_missing(found, names, ages))
        return
    of = f" Altersgruppen nach dem Zensus ({formats.format_date(stand)})." if stand else ""
    panel = data.once(
        ("wer-fehlt-bild", wave.id),
        lambda: parts.Panel(
            ratio_dots(single, names, ages),
            words.describe_missing(found, names, ages),
            words.missing_table(single, names, ages),
            words.RATIO_NOTE + of,
        ),
    )
    parts.figure(panel, key="wer-fehlt")
    both = data.once(
        ("wer-fehlt-beides", wave.id),
        lambda: parts.escaped(
            words.missing_table(
                found[(found["ortsteil"] != ALLE) & (found["alter"] != ALLE)], names, ages
            )
        ),
    )
    if both.num_rows:
        parts.as_table(both, "Nach Ortsteil und Alter zugleich")


def _missing(wave_id: str) -> tuple[pd.DataFrame, str]:
    """Ratios of all groups, and the date of the census that they rest on."""
    state = data.snapshot()
    wave = state.wave(wave_id)
    question = representation.age_question(wave)
    by_age = register.Register(pd.DataFrame(columns=["gruppe", "auspraegung", "grundgesamtheit"]))
    if question is not None:
        by_age = register.register_of(wave, question, state.zellen, state.ortsteile)
    answered = data.figures().answered_by_age(wave_id)
    known = wave.fragebogen.grundgesamtheit
    found = representation.who_is_missing(data.responses(wave_id), answered, by_age.persons, known)
    return found, by_age.stand


def planning_panel(wave: Questionnaire) -> None:
    """How many answers a survey needs for a wanted accuracy."""
    with st.expander("Planen: Wie viele Antworten braucht die nächste Umfrage?"):
        proposal = data.once(
            ("design-effekt", wave.id), lambda: planning.design_effect(data.wave_table(wave.id))
        )
        left, right = st.columns(2)
        points = left.number_input(
            "Gewünschte Genauigkeit: ± Prozentpunkte", 1, 30, _POINTS, key="planung-punkte"
        )
        effect = right.number_input(
            "Design-Effekt (Vorschlag: der dieser Umfrage)",
            1.0,
            10.0,
            round(proposal, 2),
            step=0.05,
            key=f"planung-{wave.id}",
        )
        names = data.snapshot().ortsteil_names
        told, table = data.once(
            ("planung", wave.id, str(points), str(effect)),
            lambda: _plan(wave, int(points), float(effect), names),
        )
        parts.sentence(told)
        parts.show_table(table)
        parts.caveat(words.PLAN_NOTE)


def _plan(
    wave: Questionnaire, points: int, effect: float, names: Mapping[str, str]
) -> tuple[str, pa.Table]:
    plan = planning.plan(data.responses(wave.id), wave.grundgesamtheit, points / 100, effect)
    return (
        words.describe_plan(plan, names, points),
        parts.escaped(words.plan_table(plan, names)),
    )
