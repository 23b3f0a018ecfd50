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
