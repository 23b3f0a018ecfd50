"""Part of the page Umfrage: how answers are weighted, and what that changes."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from lebenslage.analysis.survey.spread import WeightSpread, weight_spread, weighting_effect
from lebenslage.app import data, parts
from lebenslage.model.survey import Questionnaire
from lebenslage.report import weight_sentences


def weights_panel(wave: Questionnaire) -> None:
    """Spread, effective number and design effect; figures with and without weights."""
    spread: WeightSpread = data.once(("gewichte", wave.id), lambda: _spread(wave))
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


def _spread(wave: Questionnaire) -> WeightSpread:
    state = data.snapshot()
    thresholds = data.gemeinde().thresholds
    return weight_spread(state.wave(wave.id), list(state.ortsteil_names), thresholds, data.AUDIENCE)


def _effect(wave: Questionnaire) -> pa.Table:
    state = data.snapshot()
    effect = weighting_effect(
        state.wave(wave.id),
        data.wave_table(wave.id),
        list(state.ortsteil_names),
        data.gemeinde().thresholds,
        data.AUDIENCE,
    )
    return parts.escaped(weight_sentences.effect_table(effect, wave))
