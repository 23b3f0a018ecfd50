"""Part of the page Umfrage: how answers are weighted, and what that changes."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from lebenslage.app import data, parts
from lebenslage.model.survey import Questionnaire
from lebenslage.report import weight_sentences


def weights_panel(wave: Questionnaire) -> None:
    """Spread, effective number and design effect; figures with and without weights."""
    spread = data.figures().weight_spread(wave.id)
    if spread.probleme:
        text = "Die Gewichtung passt nicht zu den Antworten; gezeigt wird ohne sie."
        st.warning(parts.plain(" ".join((text, *spread.probleme))))
    with st.expander("Gewichtung"):
        parts.sentence(weight_sentences.describe_weights(spread))
        for note in spread.hinweise:
            parts.caveat(note)
        if spread.weighted and not spread.grund:
            st.markdown("**Was die Gewichtung am meisten ändert** (alle zusammen)")
            parts.show_table(data.once(("gewichtung", wave.id), lambda: _effect(wave)))


def _effect(wave: Questionnaire) -> pa.Table:
    effect = data.figures().weighting_effect(wave.id)
    return parts.escaped(weight_sentences.effect_table(effect, wave))
