"""Events per Ortsteil and year, and one click that makes an indicator of a finished year."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from lebenslage import loaders
from lebenslage.analysis.registers import participation
from lebenslage.app import access, data, parts, registers, state
from lebenslage.model import columns as col
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Source, ValueTable
from lebenslage.report import participation_words as said

_REGISTER: Final = "veranstaltungen"


def years_panel() -> None:
    """How many events each Ortsteil had in each year; for staff."""
    names = data.snapshot().ortsteil_names
    if not access.may(Recht.INTERN) or not names:
        return
    found = registers.once(
        ("veranstaltungen-je-jahr",),
        (_REGISTER,),
        lambda: participation.by_year(registers.read(_REGISTER).active, list(names)),
    )
    if found.empty:
        return
    with st.expander("Veranstaltungen je Ortsteil und Jahr"):
        parts.show_table(said.years_table(found, names))
        this_year = str(moments.today().year)
        _offer([year for year in dict.fromkeys(found["jahr"]) if year < this_year])


def _offer(years: list[str]) -> None:
    """One finished year to take over, for whoever may import."""
    if not access.may(Recht.IMPORTIEREN):
        return
    if participation.INDIKATOR not in data.snapshot().catalogue:
        parts.caveat(said.NO_INDICATOR)
        return
    parts.caveat(said.INDICATOR_NOTE)
    if not years:
        parts.sentence("Ein Jahr lässt sich übernehmen, sobald es vorbei ist.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox("Jahr", years, key="veranstaltungen-jahr")
        if st.button("Als Indikator übernehmen"):
            _take(str(year))


def _take(year: str) -> None:
    """Import the counts as a file of their own, so that they can be undone like any other."""
    snapshot, gemeinde = data.snapshot(), data.gemeinde()
    frame = participation.year_values(
        registers.whole(_REGISTER).active, list(snapshot.ortsteil_names), gemeinde.ags, year
    )
    text = frame.to_csv(sep=";", index=False)
    source = Source(f"veranstaltungen_{year}.csv", text.encode("utf-8"))
    origin = pd.DataFrame([said.event_source(gemeinde, moments.today())])
    origin = origin.reindex(columns=list(col.QUELLEN), fill_value="")

    def take() -> None:
        delivery = loaders.read(source, data.known())
        assert isinstance(delivery.content, ValueTable)
        content = replace(delivery.content, quellen=origin)
        data.store().import_deliveries(
            [replace(delivery, content=content)], wer=access.demand(Recht.IMPORTIEREN)
        )

    if parts.attempt(take):
        state.flash(f"Veranstaltungen {year} als Indikator übernommen; rückgängig auf „Daten“.")
        st.rerun()
