"""Which addresses others can open."""

from __future__ import annotations

import pytest

from lebenslage.report.addresses import only_here


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8501/szenario", True),
        ("http://127.3.2.1/kalender.ics", True),
        ("http://LOCALHOST:8501/szenario?x=1", True),
        ("http://[::1]:8501/", True),
        ("http://192.168.1.20:8501/szenario", False),
        ("https://dashboard.gemeinde.de/szenario", False),
        ("https://localhost.gemeinde.de/", False),
        ("", False),
    ],
)
def test_the_computer_itself(address, here):
    assert only_here(address) is here
