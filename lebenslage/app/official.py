"""Official tables on the page Daten: which indicator is made of which of their series."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import parts
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.exchange import Inspection, Known, Source
from lebenslage.model.official import Recipe, TableProposal
from lebenslage.report import notices

_VALUE: Final = "Wert steht in der Tabelle"
_QUOTIENT: Final = "Zähler durch Nenner"


def review(source: Source, known: Known, looked: Inspection) -> Inspection | None:
    """Show what would be taken from the table and let it be changed; None: something is open."""
    proposal = looked.tabelle
    assert proposal is not None
    if known.catalogue is None or not proposal.reihen:
        return looked
    nodes = {n.code: n for n in known.catalogue.indicators if n.art is not Kind.UMFRAGE}
    key = source.sha256[:12]
    parts.sentence(notices.describe_official(proposal))
    chosen = st.multiselect(
        "Kennzahlen, die aus dieser Tabelle kommen",
        list(nodes),
        default=list(proposal.rezepte),
        format_func=lambda code: nodes[code].label,
        placeholder="Kennzahl auswählen",
        key=f"kennzahlen-{key}",
    )
    recipes = {code: _recipe(nodes[code], proposal, key) for code in chosen}
    if any(not recipe.complete for recipe in recipes.values()) or not recipes:
        st.info("Bitte wählen Sie für jede Kennzahl, aus welchen Reihen der Tabelle sie kommt.")
        return None
    if recipes == dict(proposal.rezepte):
        return looked
    decided = recipes | {code: Recipe() for code in proposal.rezepte if code not in recipes}
    assignment = Assignment(reihen={proposal.tabelle: decided})
    return loaders.inspect(source, known, zuordnung=assignment)


def _recipe(node: Node, proposal: TableProposal, key: str) -> Recipe:
    """The choice for one indicator; folded away while it is complete."""
    known = proposal.rezepte.get(node.code, Recipe())
    key = f"{key}-{node.code}"
    with st.expander(parts.plain(node.label), expanded=not known.complete):
        quotient = known.zaehler or (not known.wert and node.art in (Kind.ANTEIL, Kind.RATE))
        how = st.radio(
            "Wie entsteht der Wert?",
            [_VALUE, _QUOTIENT],
            index=int(bool(quotient)),
            horizontal=True,
            key=f"wie-{key}",
        )
        if how == _QUOTIENT:
            upper = _series("Zähler", proposal, known.zaehler, key)
            return Recipe(zaehler=upper, nenner=_series("Nenner", proposal, known.nenner, key))
        value = _series("Wert", proposal, known.wert, key)
        factor = st.number_input(
            "Mal (zum Beispiel 1.000, wenn die Tabelle in Tausend zählt)",
            value=known.faktor,
            key=f"faktor-{key}",
        )
        return Recipe(wert=value, faktor=float(factor))


def _series(
    role: str, proposal: TableProposal, known: tuple[str, ...], key: str
) -> tuple[str, ...]:
    """Series of one role; several are added up."""
    labels = {item.key: item.label for item in proposal.reihen}
    chosen = st.multiselect(
        f"{role} (mehrere werden addiert)",
        list(labels),
        default=list(known),
        format_func=lambda name: labels[name],
        placeholder="Reihe der Tabelle auswählen",
        key=f"{role}-{key}",
    )
    return tuple(chosen)
