"""Part of the page Beteiligung: who is reached and who is missing, in surveys and at events."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd
import streamlit as st

from lebenslage.analysis.counts.population import population
from lebenslage.analysis.registers import participation
from lebenslage.app import access, data, parts, registers, wave_response
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.rules import Audience
from lebenslage.report import participation_words as said

#: Ages of the groups that are counted at events: from (including) to (excluding).
_AGES: Final = {
    "teilnehmende_u18": (0.0, 18.0),
    "teilnehmende_18": (18.0, 40.0),
    "teilnehmende_40": (40.0, 65.0),
    "teilnehmende_65": (65.0, float("inf")),
}


def reached_panel() -> None:
    """Who comes to events and who answers surveys, against the inhabitants; internal."""
    if not access.may(Recht.INTERN):
        parts.caveat("Wer kommt und wer fehlt, ist intern: Das sehen Redaktion und Administration.")
        return
    if not data.snapshot().ortsteil_names:
        return
    st.header("Wen erreichen wir, wer fehlt?", anchor=False)
    today = moments.today()
    text, areas, ages = registers.once(
        ("erreicht", today.isoformat()), ("veranstaltungen",), lambda: _events(today)
    )
    parts.sentence(text)
    parts.show_table(areas)
    st.markdown("**Nach Alter**, wo es gezählt wurde")
    parts.show_table(ages)
    parts.caveat(said.NOTE)
    if waves := data.snapshot().umfragen:
        newest = waves[-1].fragebogen
        st.markdown(parts.plain(f"Umfrage „{newest.titel}“"))
        wave_response.missing_panel(newest)


def _events(today: dt.date) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """The sentence and both tables, escaped."""
    names, limits = data.snapshot().ortsteil_names, data.gemeinde().thresholds
    since = (today - dt.timedelta(days=365)).isoformat()
    events = participation.held(registers.read("veranstaltungen").active, since, today.isoformat())
    whole = population(data.snapshot(), data.values(), today.isoformat())
    homes = {} if whole is None else {str(k): float(v) for k, v in whole.persons.items()}

    def of_age(name: str) -> float:
        found = population(data.snapshot(), data.values(), today.isoformat(), *_AGES[name])
        return float("nan") if found is None else float(found.persons.sum())

    areas = participation.by_ortsteil(events, homes, list(names), limits, Audience.INTERN)
    ages = participation.by_age(events, of_age, limits, Audience.INTERN)
    return (
        said.describe_participation(areas, any(event.beispiel for event in events)),
        parts.escaped(said.participation_table(areas, names)),
        parts.escaped(said.participation_table(ages, names)),
    )
