"""Parts of the page Methodik & Quellen, generated from catalogue, procedure and sources."""

from __future__ import annotations

import streamlit as st

from lebenslage.app import data, parts
from lebenslage.report import method, tables


def procedure() -> None:
    """How values become scores: the procedure in words and numbers."""
    st.header("So wird gerechnet", anchor=False)
    parts.bullets(method.describe_procedure(data.procedure(), data.gemeinde().thresholds))


def catalogue() -> None:
    """Every indicator with definition, direction and goalposts."""
    st.header("Indikatoren", anchor=False)
    snapshot = data.snapshot()
    values = data.latest()
    for field in snapshot.catalogue.handlungsfelder:
        with st.expander(parts.plain(field.label)):
            if field.definition:
                parts.sentence(field.definition)
            table = data.once(
                ("katalog-tabelle", field.code),
                lambda: parts.escaped(tables.catalogue_table(snapshot.catalogue, field, values)),  # noqa: B023  at once
            )
            with st.container(key=f"katalog-{field.code}"):
                parts.show_table(table)


def sources() -> None:
    """Every source with publisher, licence, date and attribution."""
    st.header("Quellen", anchor=False)
    with st.container(key="quellenliste"):
        parts.show_table(
            data.once(
                ("quellenliste",),
                lambda: parts.escaped(tables.source_table(data.snapshot().quellen)),
            )
        )


def limits() -> None:
    """What the figures cannot say."""
    st.header("Grenzen", anchor=False)
    parts.bullets(method.describe_limits(data.snapshot(), data.gemeinde()))
