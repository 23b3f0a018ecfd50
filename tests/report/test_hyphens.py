"""Soft hyphens in long words."""

from __future__ import annotations

import pytest

from lebenslage.report.hyphens import soft


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Planungstreffen", "Pla-nungs-tref-fen"),
        ("Dorfentwicklungskonzept", "Dorf-ent-wick-lungs-kon-zept"),
        ("Digitalsprechstunde (Beispiel)", "Di-gi-tal-sprech-stun-de (Beispiel)"),
        ("Fest & <b>Musik</b> 2026, A_1234567890", "Fest & <b>Musik</b> 2026, A_1234567890"),
        ("", ""),
    ],
)
def test_long_words_may_be_broken_at_their_syllables(text, parted):
    assert soft(text).replace("\u00ad", "-") == parted
