"""Any table with one row per area on the page Daten: which column is what, asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import data, parts
from lebenslage.model import columns as col
from lebenslage.model.area_table import AreaTable, AreaTableProposal, ValueColumn
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.exchange import Inspection, Known, Source
from lebenslage.model.rules import Guete
from lebenslage.report import formats, notices

_FOR_ALL: Final = "– ein Stand für alle Zeilen –"
_NO_SOURCE: Final = "– keine Angabe –"
_VALUE: Final = "– Wert steht fertig da –"
_QUALITY: Final = {
    Guete.AMTLICH.value: "amtlich oder selbst gezählt",
    Guete.NAEHERUNG.value: "Näherung oder Schätzung",
}


def review(source: Source, known: Known, looked: Inspection) -> Inspection | None:
    """Ask which column is what; None: something is open."""
    proposal = looked.gebietstabelle
    assert proposal is not None
    parts.sentence(notices.describe_area_table(proposal))
    nodes = _indicators(known)
    guess, key = proposal.vorschlag, source.sha256[:12]
    with st.expander("Spalten zuordnen", expanded=not guess.complete):
        area = _pick(
            "Spalte mit den Gebieten", proposal.gebietsspalten, guess.gebiet, f"gebiet-{key}"
        )
        chosen = replace(
            guess,
            gebiet=area,
            werte=_values(proposal, nodes, key),
            **_date(proposal, key),
            **_origin(guess, key),
        )
        parts.caveat(
            "Fehlt ein Indikator? Legen Sie ihn auf der Seite „Katalog“ im Entwurf an; er steht "
            "dann hier zur Wahl, und seine Werte werden mit der Freigabe sichtbar."
        )
    if not chosen.complete:
        st.info("Bitte wählen Sie mindestens eine Spalte mit Werten und den Stand.")
        return None
    assignment = Assignment(tabellen={proposal.kennung: chosen})
    return loaders.inspect(source, _with_draft(known), zuordnung=assignment)


def _with_draft(known: Known) -> Known:
    """Values of an indicator that is only drafted are kept until it is released."""
    draft = data.draft_catalogue()
    catalogue = known.catalogue
    if draft is None or catalogue is None:
        return known
    new = tuple(node for node in draft if node.code not in catalogue and node.eltern in catalogue)
    return replace(known, catalogue=Catalogue((*catalogue, *new)))


def _indicators(known: Known) -> dict[str, Node]:
    """Indicators that can have imported values, the drafted ones too."""
    catalogue = _with_draft(known).catalogue
    return {
        n.code: n for n in (catalogue.indicators if catalogue else ()) if n.art is not Kind.UMFRAGE
    }


def _pick(label: str, options: tuple[str, ...], value: str, key: str) -> str:
    place = options.index(value) if value in options else 0
    return str(st.selectbox(label, options, place, key=key))


def _values(
    proposal: AreaTableProposal, nodes: Mapping[str, Node], key: str
) -> dict[str, ValueColumn]:
    """Per chosen column its indicator, and of a share perhaps the column it is divided by."""
    known = {
        value.wert or value.zaehler: (code, value)
        for code, value in proposal.vorschlag.werte.items()
        if code in nodes
    }
    columns = st.multiselect(
        "Spalten mit Werten",
        proposal.zahlenspalten,
        [heading for heading in proposal.zahlenspalten if heading in known],
        placeholder="Spalten auswählen",
        key=f"werte-{key}",
    )
    released = data.snapshot().catalogue
    labels = {
        code: node.label + ("" if code in released else " (Entwurf)")
        for code, node in nodes.items()
    }
    found = {}
    for heading in columns:
        code, value = known.get(heading, ("", ValueColumn()))
        left, right = st.columns(2)
        with left:
            chosen = st.selectbox(
                parts.plain(f"„{heading}“ ist der Indikator"),
                list(labels),
                list(labels).index(code) if code in labels else None,
                format_func=labels.__getitem__,
                placeholder="Indikator auswählen",
                key=f"indikator-{heading}-{key}",
            )
        if chosen is None:
            found[f"?{heading}"] = ValueColumn()  # open
            continue
        with right:
            found[chosen] = _value(heading, nodes[chosen], value, proposal, key)
    return found


def _value(
    heading: str, node: Node, known: ValueColumn, proposal: AreaTableProposal, key: str
) -> ValueColumn:
    """A share or rate may stand there as numerator and denominator, which is better."""
    if node.art not in (Kind.ANTEIL, Kind.RATE):
        return ValueColumn(wert=heading)
    others = tuple(name for name in proposal.zahlenspalten if name != heading)
    below = _pick("geteilt durch", (_VALUE, *others), known.nenner, f"nenner-{heading}-{key}")
    return ValueColumn(wert=heading) if below == _VALUE else ValueColumn("", heading, below)


def _date(proposal: AreaTableProposal, key: str) -> dict[str, str]:
    guess = proposal.vorschlag
    left, right = st.columns(2)
    with left:
        options = (_FOR_ALL, *proposal.ueberschriften)
        column = _pick("Spalte mit dem Stand", options, guess.stand, f"stand-{key}")
    if column != _FOR_ALL:
        return {"stand": column, "datum": ""}
    with right:
        date = st.text_input("Stand (Jahr oder Tag)", guess.datum, key=f"datum-{key}")
    return {"stand": "", "datum": date.strip()}


def _origin(guess: AreaTable, key: str) -> dict[str, str]:
    quellen = data.snapshot().quellen
    titles = {"": _NO_SOURCE} | {
        str(row[col.QUELLE]): formats.clean(row["titel"]) for row in quellen.to_dict("records")
    }
    left, right = st.columns(2)
    with left:
        source = st.selectbox(
            "Quelle",
            list(titles),
            list(titles).index(guess.quelle_id) if guess.quelle_id in titles else 0,
            format_func=titles.__getitem__,
            key=f"quelle-{key}",
        )
    with right:
        quality = st.selectbox(
            "Güte",
            list(_QUALITY),
            list(_QUALITY).index(guess.guete) if guess.guete in _QUALITY else 0,
            format_func=_QUALITY.__getitem__,
            key=f"guete-{key}",
        )
    return {"quelle_id": str(source), "guete": str(quality)}
