"""The glossary: one paragraph per term, in order, and the words that users meet are there."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[1] / "GLOSSAR.md").read_text("utf-8")
PARAGRAPHS = [p for p in TEXT.strip().split("\n\n") if p.startswith("**")]
TERMS = [re.match(r"\*\*(.+?)\.?\*\*", p)[1] for p in PARAGRAPHS]
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def test_terms_stand_in_alphabetical_order_and_once():
    keys = [term.casefold().translate(PLAIN) for term in TERMS]
    assert keys == sorted(set(keys))


def test_every_paragraph_explains():
    assert [t for t, p in zip(TERMS, PARAGRAPHS, strict=True) if len(p.split()) < 10] == []


def test_the_words_that_users_meet():
    wanted = {
        "Abdeckung",
        "Beispieldaten",
        "Gegensperrung",
        "Handlungsfeld",
        "Indikator",
        "Näherung",
        "Ortsteil",
        "Vollerhebung",
        "Weiler",
        "Wilson-Intervall",
        "Zielwert",
    }
    assert wanted <= set(TERMS)
