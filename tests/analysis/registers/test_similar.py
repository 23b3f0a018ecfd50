"""The same concern in other words is found."""

from __future__ import annotations

from lebenslage.analysis.registers.similar import closest, folded
from lebenslage.model.registers import Entry


def title(text: str) -> str:
    return folded(Entry("anliegen", "B-1", {"titel": text}))


def test_closest():
    titles = ["Schlaglöcher", "Der letzte Bus fährt viel zu früh", "letzter bus faehrt zu frueh"]
    found = closest(title("Letzter Bus fährt zu früh"), list(map(title, titles)), most=5)
    assert found == [2, 1]  # other words count; what says something else is left out
