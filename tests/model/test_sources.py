"""When the next delivery of a source is due."""

from __future__ import annotations

import pytest

from lebenslage.model.sources import RHYTHMEN, due_date


@pytest.mark.parametrize(
    ("stand", "announced", "rhythm", "due"),
    [
        ("2023-12-31", "", "jährlich", "2025-12-31"),  # the next date, and a year to publish
        ("2023", "", "jährlich", "2025-12-31"),
        ("2025-10-31", "", "monatlich", "2025-12-31"),
        ("2025-12-31", "", "monatlich", "2026-02-28"),
        ("2022-05-15", "", "alle 10 Jahre", "2033-05-15"),
        ("2023-12-31", "2025-03", "jährlich", "2025-03"),  # what is announced counts
        ("2023-12-31", "", "", ""),
        ("2009", "", "einmalig", ""),
        ("2009", "", "unregelmäßig", ""),
        ("", "", "jährlich", ""),
        ("Sommer 2009", "", "jährlich", ""),
    ],
)
def test_due(stand, announced, rhythm, due):
    assert due_date(stand, announced, rhythm) == due


def test_every_rhythm_is_a_word_and_longer_ones_come_later():
    months = [m for m in RHYTHMEN.values() if m is not None]
    assert months == sorted(months)
