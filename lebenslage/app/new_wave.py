"""A new wave with the questions of an earlier one, for a survey that is asked on paper."""

from __future__ import annotations

import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, codebook, data, parts, state
from lebenslage.errors import LebenslageError
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Source
from lebenslage.model.survey import Questionnaire

_KEY = "papierwelle"


def panel(survey: Questionnaire) -> None:
    """Name the wave and take its codebook in, as a file that could be imported as well."""
    opened = f"{_KEY}-{state.counter(_KEY)}"
    if not st.toggle("Neue Befragung mit diesen Fragen anlegen", key=opened):
        return
    with st.container(border=True):
        known = data.known()
        made = codebook.name_wave(survey, known, f"{_KEY}-{survey.id}", survey)
        if not st.button("Anlegen", type="primary", key=f"{_KEY}-anlegen"):
            return
        source = Source(f"fragebogen_{made.id}.toml", loaders.questionnaire_text(made).encode())
        try:
            data.store().import_deliveries(
                [loaders.read(source, known)], wer=access.demand(Recht.IMPORTIEREN)
            )
        except LebenslageError as error:
            st.error(parts.plain(str(error)))
            return
    state.raise_counter(_KEY)
    state.select(state.WELLE, made.id)
    state.flash(f"„{made.titel}“ ist angelegt. Den Fragebogen zum Drucken gibt es auf „Daten“.")
    st.rerun()
