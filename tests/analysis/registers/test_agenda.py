"""What is due: overdue things first, nothing that is done."""

from __future__ import annotations

import datetime as dt

from lebenslage.analysis.registers.agenda import Agenda, agenda, together
from lebenslage.model.registers import Entry

TODAY = dt.date(2026, 11, 28)


def entry(register: str, kennung: str, **daten: object) -> Entry:
    return Entry(register, kennung, {"titel": kennung.lower(), **daten})


def test_what_is_due_in_order():
    found = agenda(
        {
            "projekte": [
                entry("projekte", "P-1", status="laeuft", foerderfrist="2026-12-10"),
                entry("projekte", "P-2", status="abgeschlossen", foerderfrist="2026-12-01"),
                entry("projekte", "P-3", status="geplant", foerderfrist="2027-02-26"),
                entry("projekte", "P-4", status="geplant", foerderfrist="2027-02-27"),
            ],
            "schritte": [
                entry("schritte", "S-1", projekt="P-1", faellig="2026-11-20"),
                entry(
                    "schritte", "S-2", projekt="P-1", faellig="2026-11-20", erledigt="2026-11-19"
                ),
                entry("schritte", "S-3", projekt="P-1"),
                entry("schritte", "S-4", projekt="P-9", faellig="2026-11-20"),
            ],
            "anliegen": [
                entry("anliegen", "B-1", status="neu", frist="2026-11-28"),
                entry("anliegen", "B-2", status="erledigt", frist="2026-11-01"),
            ],
            "veranstaltungen": [
                entry("veranstaltungen", "V-1", beginn="2026-11-27"),
                entry("veranstaltungen", "V-2", beginn="2026-11-27", ende="2026-11-29"),
                entry("veranstaltungen", "V-3", beginn="2026-12-01", abgesagt=True),
                entry("veranstaltungen", "V-4", beginn="2026-12-29"),
            ],
        },
        TODAY,
    )
    assert [(due.art, due.kennung, due.tage) for due in found.first] == [
        ("Schritt", "P-1", -8),
        ("Veranstaltung", "V-2", -1),
        ("Anliegen", "B-1", 0),
        ("Förderung", "P-1", 12),
        ("Förderung", "P-3", 90),
    ]
    # the event of several days goes on, the second funding lies beyond 30 days
    assert (found.count, found.late, found.far) == (5, 1, 1)


def test_only_the_earliest_are_told_one_by_one():
    days = ("2026-12-03", "2026-11-01", "2026-12-01", "2026-11-01")
    concerns = [
        entry("anliegen", f"B-{i}", status="neu", frist=day) for i, day in enumerate(days, 1)
    ]
    events = [entry("veranstaltungen", "V-1", beginn="2026-11-30")]
    found = agenda({"anliegen": concerns}, TODAY, most=3)
    assert [due.kennung for due in found.first] == ["B-2", "B-4", "B-3"]
    assert (found.count, found.late, found.far) == (4, 2, 0)
    both = together([found, agenda({"veranstaltungen": events}, TODAY)], most=4)
    assert [due.kennung for due in both.first] == ["B-2", "B-4", "V-1", "B-3"]
    assert (both.count, both.late, both.far) == (5, 2, 0)


def test_nothing_at_all():
    assert agenda({}, TODAY) == Agenda()
