"""One entry of the catalogue in a form: changed, added, taken out, given goalposts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from lebenslage.analysis.goalposts import from_distribution
from lebenslage.app import data, parts, state
from lebenslage.app.catalogue_draft import Draft, propose, reason_field
from lebenslage.loaders.tables import fold_heading
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.catalogue_changes import with_goalposts, with_node, without
from lebenslage.report import catalogue_words as words
from lebenslage.report import formats

_NEW: Final = "+"
_ROOT: Final = "– steht ganz oben –"
_BLANK: Final = Node("", "", 1, 1.0)


def editor(draft: Draft) -> None:
    """The chosen entry, or a new one."""
    catalogue = draft.catalogue
    options = {_NEW: "Neuer Indikator …"} | {
        node.code: f"{'· ' * len(catalogue.ancestors(node.code))}{node.label}"
        for node in _in_order(catalogue)
    }
    first = next((n.code for n in catalogue.indicators), _NEW)
    code = state.choose(state.EINTRAG, "Eintrag", options, default=first)
    node = catalogue[code] if code != _NEW else None
    _form(draft, node)
    if node is not None and catalogue.is_leaf(node.code):
        _from_gemeinden(draft, node)
    if node is not None:
        _take_out(draft, node)


def _in_order(catalogue: Catalogue) -> list[Node]:
    """The tree from its roots down, children below their parent."""
    return [node for root in catalogue.roots for node in (root, *_below(catalogue, root.code))]


def _below(catalogue: Catalogue, code: str) -> list[Node]:
    return [
        node
        for child in catalogue.children(code)
        for node in (child, *_below(catalogue, child.code))
    ]


def _form(draft: Draft, node: Node | None) -> None:
    """All fields of an entry; one button takes them into the draft."""
    key = f"{node.code if node else _NEW}-{draft.key}"
    leaf = node is None or draft.catalogue.is_leaf(node.code)
    with st.form(f"eintrag-{key}"):
        given = _names(draft, node, key)
        if leaf:
            given |= _measure(node or _BLANK, key)
        given |= _words(node, key, leaf=leaf)
        reason = reason_field(f"eintrag-{key}")
        if st.form_submit_button("In den Entwurf übernehmen", type="primary"):
            made = _node(draft.catalogue, node, given)
            propose(draft, with_node(draft.catalogue, made), reason)


def _names(draft: Draft, node: Node | None, key: str) -> dict[str, Any]:
    """What it is called, where it belongs, how much it counts."""
    catalogue = draft.catalogue
    left, middle, right = st.columns([4, 4, 2])
    with left:
        name = st.text_input("Name", node.name if node else "", key=f"name-{key}")
    parents = {"": _ROOT} | {
        n.code: n.label
        for n in catalogue
        if not catalogue.is_leaf(n.code) and (node is None or n.code != node.code)
    }
    given = node.eltern if node else next((n.code for n in catalogue.handlungsfelder), "")
    with middle:
        parent = st.selectbox(
            words.FIELD_NAMES["eltern"],
            list(parents),
            list(parents).index(given) if given in parents else 0,
            format_func=parents.__getitem__,
            key=f"eltern-{key}",
        )
    with right:
        weight = st.number_input(
            "Gewicht",
            0.0,
            None,
            node.gewicht if node else 1.0,
            0.25,
            format="%g",
            key=f"gewicht-{key}",
        )
    return {"name": name, "eltern": parent, "gewicht": float(weight)}


def _measure(node: Node, key: str) -> dict[str, Any]:
    """What is measured, and what counts as good and bad."""
    left, right = st.columns(2)
    with left:
        role = _pick("rolle", words.ROLE_NAMES, node.rolle, key)
        direction = _pick("richtung", words.DIRECTION_NAMES, node.richtung, key)
    with right:
        kind = _pick("art", words.KIND_NAMES, node.art, key)
        basis = _pick("basis", words.BASIS_NAMES, node.basis, key)
    a, b, c, d = st.columns(4)
    with a:
        low = _goalpost("unten", node.unten, key)
    with b:
        high = _goalpost("oben", node.oben, key)
    with c:
        unit = st.text_input("Einheit", node.einheit, key=f"einheit-{key}")
    with d:
        places = st.number_input(
            words.FIELD_NAMES["dezimalen"], 0, 6, node.dezimalen, key=f"dezimalen-{key}"
        )
    source = st.text_input(
        words.FIELD_NAMES["zielwert_quelle"], node.zielwert_quelle, key=f"zielwert-{key}"
    )
    return {
        **{"rolle": Role(role), "richtung": direction, "art": Kind(kind), "basis": basis},
        **{"unten": low, "oben": high, "einheit": unit, "dezimalen": int(places)},
        "zielwert_quelle": source,
    }


def _words(node: Node | None, key: str, *, leaf: bool) -> dict[str, Any]:
    """Definition and sources; rare fields are folded away."""
    definition = st.text_area(
        "Definition", node.definition if node else "", key=f"definition-{key}", height=120
    )
    given: dict[str, Any] = {"definition": definition}
    with st.expander("Weitere Angaben"):
        for field in ("nenner", "quelle", "lieferant") if leaf else ("quelle",):
            given[field] = st.text_input(
                words.FIELD_NAMES[field],
                getattr(node, field) if node else "",
                key=f"{field}-{key}",
            )
        if leaf:
            given["deckelung"] = st.checkbox(
                words.FIELD_NAMES["deckelung"],
                node.deckelung if node else True,
                key=f"deckelung-{key}",
            )
            given["faktor"] = float(
                st.number_input(
                    words.FIELD_NAMES["faktor"] + " (zum Beispiel 1.000 Einwohner)",
                    0.0,
                    None,
                    node.faktor if node else 1.0,
                    format="%g",
                    key=f"faktor-{key}",
                )
            )
        if node is None:
            given["code"] = st.text_input(
                "Kürzel für Dateien (leer: aus dem Namen)", key=f"code-{key}"
            )
    return given


def _pick(field: str, options: Mapping[Any, str], value: Any, key: str) -> Any:
    return st.selectbox(
        words.FIELD_NAMES[field],
        list(options),
        list(options).index(value),
        format_func=options.__getitem__,
        key=f"{field}-{key}",
    )


def _goalpost(field: str, value: float | None, key: str) -> float | None:
    given = st.number_input(
        words.FIELD_NAMES[field],
        value=value,
        step=1.0,
        format="%g",
        placeholder="keiner",
        key=f"{field}-{key}",
    )
    return None if given is None else float(given)


def _node(catalogue: Catalogue, node: Node | None, given: Mapping[str, Any]) -> Node:
    """The entry as the form says; of a new one the code follows from its name."""
    cells: dict[str, Any] = {
        key: " ".join(value.split()) if type(value) is str else value
        for key, value in given.items()
    }
    if node is None:
        cells["code"] = cells["code"] or _code(cells["name"], catalogue)
    return replace(node or _BLANK, **cells)


def _code(name: str, catalogue: Catalogue) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold_heading(name.replace(" ", "_"))).strip("_")[:40]
    code, number = base, 1
    while code and code in catalogue:
        number += 1
        code = f"{base}_{number}"
    return code


def _from_gemeinden(draft: Draft, node: Node) -> None:
    """Goalposts out of the distribution in the Landkreis, with their source."""
    own, comparison = data.gemeinde(), data.comparison(node.code)
    found = from_distribution(comparison, own.kreis_ags, node.dezimalen)
    with st.expander("Zielwerte aus den Gemeinden des Landkreises nehmen"):
        if not found:
            parts.caveat(
                "Dafür braucht es Werte von mindestens 10 Gemeinden des Landkreises, die sich "
                "unterscheiden. Für diesen Indikator liegen sie nicht vor."
            )
            return
        options = {each.name: words.goalpost_text(each, node) for each in found}
        key = f"verteilung-{node.code}-{draft.key}"
        with st.form(key):
            chosen = st.radio(
                "Welche Werte?", list(options), format_func=options.__getitem__, key=f"wahl-{key}"
            )
            posts = next(each for each in found if each.name == chosen)
            source = words.goalpost_source(posts, own.landkreis, _publishers(node, posts.stand))
            parts.caveat(
                f"Als Quelle wird festgehalten, welche Werte es sind, zum Beispiel: „{source}“."
            )
            reason = reason_field(key)
            if st.form_submit_button("Zielwerte in den Entwurf übernehmen"):
                nodes = with_goalposts(draft.catalogue, node.code, posts.unten, posts.oben, source)
                propose(draft, nodes, reason)


def _publishers(node: Node, stand: str) -> list[str]:
    """Who published the values of the Gemeinden."""
    snapshot = data.snapshot()
    rows = snapshot.vergleich
    rows = rows[(rows[col.INDIKATOR] == node.code) & (rows[col.STAND] == stand)]
    sources = snapshot.quellen[snapshot.quellen[col.QUELLE].isin(rows[col.QUELLE])]
    names = (formats.clean(name) for name in sources["herausgeber"])
    return list(dict.fromkeys(name for name in names if name))


def _take_out(draft: Draft, node: Node) -> None:
    with st.expander("Aus dem Katalog nehmen"):
        parts.caveat(
            "Der Eintrag entfällt im Entwurf. Seine Werte bleiben gespeichert und kommen zurück, "
            "wenn eine Fassung mit ihm wieder gilt."
        )
        with st.form(f"entfernen-{node.code}-{draft.key}"):
            reason = reason_field(f"entfernen-{node.code}-{draft.key}")
            if st.form_submit_button("Im Entwurf entfernen"):
                propose(draft, without(draft.catalogue, node.code), reason)
