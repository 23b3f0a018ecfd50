"""Part of the page Methodik & Quellen: the index put to the test."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import streamlit as st

from lebenslage.analysis.index.examination import examine
from lebenslage.app import data, parts
from lebenslage.report import examination_words as words
from lebenslage.report.sentence_parts import example_notice


def section() -> None:
    """Sentences and folded tables; nothing while there are no scores."""
    tests = data.once(("pruefung",), _tests)
    if not tests:
        return
    st.header("Prüfung des Index", anchor=False)
    if data.snapshot().has_examples:
        parts.caveat(example_notice(data.snapshot().umfragen))
    for test in tests:
        if test.title:
            st.markdown(f"**{test.title}**")
        for text in test.sentences:
            parts.sentence(text)
        if test.table.num_rows:
            parts.as_table(test.table)


@dataclass(frozen=True)
class _Test:
    title: str
    sentences: list[str]
    table: pa.Table = field(default_factory=lambda: pa.table({}))


def _tests() -> list[_Test]:
    scores, snapshot = data.scores(), data.snapshot()
    found, tree = examine(scores, snapshot), scores.result.catalogue
    names = snapshot.ortsteil_names
    if found.influence.empty:
        return []
    return [
        _Test("", [words.introduction(found)]),
        _Test(
            "Passen die Bestandteile zusammen?",
            [words.consistency_sentence()],
            parts.escaped(words.consistency_table(found, tree)),
        ),
        _Test(
            "Sagen zwei Indikatoren dasselbe oder das Gegenteil?",
            words.correlation_sentences(found, tree),
            parts.escaped(words.correlation_table(found, tree)),
        ),
        _Test(
            "Was bestimmt die Punktwerte wirklich?",
            [words.influence_sentence(found, tree)],
            parts.escaped(words.influence_table(found, tree)),
        ),
        _Test(
            "Was ändert sich, wenn ein Indikator fehlt?",
            [words.removal_sentence(found, tree, names)],
            parts.escaped(words.removal_table(found, tree, names)),
        ),
    ]
