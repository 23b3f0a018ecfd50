"""What the pages keep of the figures."""

from __future__ import annotations

import pytest

from lebenslage.app import data
from lebenslage.store import Store


def test_what_was_made_of_an_earlier_version_goes(store: Store, monkeypatch: pytest.MonkeyPatch):
    made: list[int] = []

    def once(version: int) -> None:
        monkeypatch.setattr(data, "version", lambda: version)
        data.figures()
        data.once(("feld",), lambda: made.append(version))

    for version in (1, 1, 2, 2, 1):
        once(version)
    assert made == [1, 2, 1]


def test_a_new_version_keeps_the_tables_of_surveys_that_stayed_as_they_were(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    (newest, *_) = reversed(store.snapshot().umfragen)
    wave_id = newest.fragebogen.id
    tables = []
    for version in (1, 2):
        monkeypatch.setattr(data, "version", lambda version=version: version)
        tables.append((data.figures(), data.figures().wave_table(wave_id)))
    (first, before), (second, after) = tables
    assert first is not second
    assert before is after
