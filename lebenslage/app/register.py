"""One click from the register to the margins that a survey is weighted with."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lebenslage import loaders
from lebenslage.analysis.counts.margins import nearest_register, register_margins
from lebenslage.app import access, data, parts, state
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Source
from lebenslage.model.margins import Margins
from lebenslage.report import formats, notices


def margins_box() -> None:
    """Offer the register as margins of a survey; nothing while there is none of the two."""
    snapshot = data.snapshot()
    surveys = {item.id: item for item in reversed(snapshot.frageboegen)}
    if not surveys or nearest_register(snapshot, next(iter(surveys.values()))) is None:
        return
    with st.container(border=True):
        st.markdown("**Melderegister als Randverteilung einer Umfrage**")
        wave_id = st.selectbox(
            "Für welche Umfrage?", list(surveys), format_func=lambda key: surveys[key].titel
        )
        form = surveys[wave_id]
        item, margins = nearest_register(snapshot, form), register_margins(snapshot, form)
        assert item is not None
        if margins is None:
            parts.caveat(notices.describe_unfit_register(form.titel))
            return
        total = float(margins.tabelle["anzahl"].sum())
        parts.sentence(notices.describe_register_margins(item.stand, margins.merkmale, total))
        if st.button("Als Randverteilung übernehmen"):
            _take(margins, item.stand)


def _take(margins: Margins, stand: str) -> None:
    """Import the margins as a file of their own, so that they can be undone like any other."""
    text = margins.tabelle.to_csv(sep=";", index=False)
    source = Source(f"randverteilung_{margins.umfrage}_{stand}.csv", text.encode("utf-8"))
    form = next(item for item in data.snapshot().frageboegen if item.id == margins.umfrage)

    def take() -> None:
        delivery = loaders.read(source, data.known(), questionnaire=form)
        data.store().import_deliveries(
            [replace(delivery, content=margins)], wer=access.demand(Recht.IMPORTIEREN)
        )

    if parts.attempt(take):
        state.flash(f"Randverteilung zum {formats.format_date(stand)} übernommen: {form.titel}.")
        st.rerun()
