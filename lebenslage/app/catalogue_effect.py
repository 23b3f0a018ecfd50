"""What a draft of the catalogue would change, and releasing or discarding it."""

from __future__ import annotations

import streamlit as st

from lebenslage.analysis.index.differences import Differences, differences
from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.app import access, data, parts, state
from lebenslage.app.catalogue_draft import Draft, act, delivery_of, reason_field
from lebenslage.charts import scenario as charts
from lebenslage.errors import DatenFehler
from lebenslage.model.access import Recht
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import catalogue_words as words
from lebenslage.report import scenario_sentences as sentences
from lebenslage.report import scenario_tables


def panel(draft: Draft) -> None:
    """Changes, effect, warnings, and the two ways out of a draft."""
    if draft.step is None:
        parts.caveat("Ohne Entwurf gibt es nichts zu vergleichen. Ändern Sie zuerst etwas.")
        return
    parts.sentence(words.describe_draft(draft.changes))
    if draft.changes:
        parts.as_table(words.change_table(draft.changes), "Alle Änderungen als Tabelle")
        for text in words.draft_warnings(draft.changes, draft.catalogue, data.values()):
            st.warning(parts.plain(text))
        if not data.snapshot().ortsteile.empty:
            _effect(draft)
    left, right = st.columns(2, gap="large")
    with left:
        if draft.changes:
            _release(draft)
    with right:
        _discard(draft)


def _effect(draft: Draft) -> None:
    assert draft.step is not None
    try:
        table = data.draft_scores(draft.catalogue, draft.step.id)
    except DatenFehler as error:
        parts.problem_list(error.problems, "Mit diesem Entwurf lässt sich nicht rechnen:")
        return
    names, labels = data.snapshot().ortsteil_names, _nodes(draft.catalogue)
    if not labels:
        return
    overview = data.once(
        ("entwurf", str(draft.step.id)),
        lambda: words.effect_table(
            {code: _differences(table, code) for code in labels}, labels, names
        ),
    )
    st.header("Was sich an den Punkten ändert", anchor=False)
    parts.show_table(overview)
    code = state.choose(state.KNOTEN, "Genauer ansehen", labels)
    panel = data.once(
        ("entwurf", str(draft.step.id), code), lambda: _panel(table, code, labels[code])
    )
    parts.figure(panel, key="wirkung")


def _nodes(after: Catalogue) -> dict[str, str]:
    """Inner nodes that are scored before or after, from the roots down."""
    found: dict[str, tuple[int, str]] = {}
    for tree in (data.snapshot().catalogue.scored(), after.scored()):
        for node in tree:
            if not tree.is_leaf(node.code):
                found[node.code] = (len(tree.ancestors(node.code)), node.label)
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return {code: label for code, (_, label) in ordered}


def _differences(table: ScoreTable, code: str) -> Differences:
    published = data.scores()
    before, after = (published.scores, published.pairs), (table.scores, table.pairs)
    return differences(before, after, list(data.snapshot().ortsteil_names), code)


def _panel(table: ScoreTable, code: str, label: str) -> parts.Panel:
    names, found = data.snapshot().ortsteil_names, _differences(table, code)
    return parts.Panel(
        charts.before_after(found, names, ranks=False, label="Entwurf"),
        sentences.describe_effect(found, names, label),
        scenario_tables.effect_table(found, names, label="Entwurf"),
        sentences.describe_certainty(found, names),
    )


def _release(draft: Draft) -> None:
    """One click with a reason publishes the draft."""
    step = draft.step
    assert step is not None
    with st.form(f"freigeben-{draft.key}"):
        st.markdown("**Freigeben**")
        reason = reason_field(f"freigeben-{draft.key}")
        if st.form_submit_button("Als neue Fassung freigeben", type="primary"):
            act(
                lambda: data.store().catalogue.release(
                    delivery_of(step),
                    reason,
                    access.demand(Recht.FREIGEBEN),
                    draft.gesehen,
                    data.version(),
                ),
                "Der Entwurf ist freigegeben. Alle Seiten zeigen jetzt diese Fassung.",
            )


def _discard(draft: Draft) -> None:
    with st.form(f"verwerfen-{draft.key}"):
        st.markdown("**Verwerfen**")
        reason = reason_field(f"verwerfen-{draft.key}")
        if st.form_submit_button("Entwurf verwerfen"):
            act(
                lambda: data.store().catalogue.discard_draft(
                    reason, access.demand(Recht.PFLEGEN), draft.gesehen
                ),
                "Der Entwurf ist verworfen. Es gilt weiter die freigegebene Fassung.",
            )
