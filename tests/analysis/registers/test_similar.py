"""The same concern in other words is proposed, in the same Ortsteil only."""

from __future__ import annotations

from lebenslage.analysis.registers.similar import alike
from lebenslage.model.registers import Entry


def concern(key: str, titel: str, *places: str) -> Entry:
    return Entry("anliegen", key, {"titel": titel, "ortsteile": places})


def test_alike():
    one = concern("B-1", "Letzter Bus fährt zu früh", "n")
    others = [
        one,
        concern("B-2", "Der letzte Bus fährt viel zu früh", "n", "s"),
        concern("B-3", "letzter bus faehrt zu frueh", "s"),
        concern("B-4", "Schlaglöcher", "n"),
    ]
    assert [entry.kennung for entry in alike(one, others)] == ["B-2"]
