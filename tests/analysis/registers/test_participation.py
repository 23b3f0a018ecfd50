"""Who comes to events: shares counted by hand, small numbers hidden."""

from __future__ import annotations

import numpy as np

from lebenslage.analysis.registers.participation import (
    by_age,
    by_ortsteil,
    by_year,
    held,
    year_values,
)
from lebenslage.model.registers import Entry
from lebenslage.model.rules import Audience, Thresholds


def event(day: str, *places: str, **more: object) -> Entry:
    return Entry("veranstaltungen", f"V-{day}", {"ortsteile": places, "beginn": day, **more})


EVENTS = [
    event("2026-03-01", "n", teilnehmende=30, teilnehmende_u18=20, teilnehmende_65=10),
    event("2026-04-01", "n", teilnehmende=10),
    event("2026-05-01", "s", teilnehmende=40, teilnehmende_u18=10),
    event("2026-06-01", "n", "s", teilnehmende=20),
    event("2026-07-01", "s"),
]


def test_shares_beside_the_inhabitants():
    found = by_ortsteil(EVENTS, {"n": 100.0, "s": 300.0}, ["n", "s"], Thresholds(), Audience.INTERN)
    assert found["veranstaltungen"].tolist() == [2, 2, 1]
    assert found["gezaehlt"].tolist() == [2, 1, 1]
    assert found["n"].tolist() == [40, 40, 20]
    assert found["anteil"].tolist() == [0.4, 0.4, 0.2]
    assert found["anteil_register"].tolist()[:2] == [0.25, 0.75]


def test_ages_that_nobody_counted_are_not_zero():
    found = by_age(EVENTS, lambda _name: 100.0, Thresholds(), Audience.INTERN).set_index("gruppe")
    assert found.loc["teilnehmende_u18", ["gezaehlt", "n", "anteil"]].tolist() == [2, 30, 0.75]
    assert found.loc["teilnehmende_40", "status"] == "fehlt"


def test_fewer_than_five_are_hidden_and_cannot_be_worked_out():
    small = [event("2026-03-01", "n", teilnehmende=3), event("2026-03-02", "s", teilnehmende=40)]
    found = by_ortsteil(small, {}, ["n", "s"], Thresholds(), Audience.INTERN)
    assert found["status"].tolist()[:2] == ["unterdrueckt", "unterdrueckt"]
    assert np.isnan(found["n"].tolist()[:2]).all()


def test_only_what_took_place():
    events = [*EVENTS, event("2026-05-02", "n", abgesagt=True)]
    assert [e.kennung for e in held(events, "2026-04-01", "2026-06-01")] == [
        "V-2026-04-01",
        "V-2026-05-01",
        "V-2026-06-01",
    ]


def test_events_per_ortsteil_and_year():
    found = by_year([*EVENTS, event("2025-01-01", "s")], ["n", "s"])
    assert found.to_numpy().tolist() == [
        ["2026", "n", 3],
        ["2026", "s", 3],
        ["2025", "n", 0],
        ["2025", "s", 1],
    ]
    assert by_year([], ["n"]).empty


def test_a_year_as_values_of_an_indicator():
    made_up = Entry("veranstaltungen", "V-9", {"ortsteile": ("s",), "beginn": "2026-08-01"},
                    beispiel=True)  # fmt: skip
    off = event("2026-09-01", "n", abgesagt=True)
    found = year_values([*EVENTS, made_up, off, event("2025-01-01", "n")], ["n", "s"], "g", "2026")
    assert list(zip(found["gebiet_id"], found["wert"], found["guete"], strict=True)) == [
        ("n", 3, "naeherung"),
        ("s", 4, "beispiel"),
        ("g", 6, "beispiel"),
    ]
