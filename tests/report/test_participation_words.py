"""Who comes to events in words: nothing is summed up where a number is hidden."""

from __future__ import annotations

from lebenslage.analysis.registers.participation import by_ortsteil
from lebenslage.model.registers import Entry
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.report.participation_words import describe_participation, participation_table

NAMES = {"n": "Nordheim", "s": "Südheim"}


def areas(*counts: tuple[str, int | None]):
    events = [
        Entry(
            "veranstaltungen",
            f"V-{i}",
            {"ortsteile": (place,)} | ({} if came is None else {"teilnehmende": came}),
        )
        for i, (place, came) in enumerate(counts)
    ]
    known = {"n": 100.0, "s": 300.0}
    return by_ortsteil(events, known, list(NAMES), Thresholds(), Audience.INTERN)


def test_how_many_came():
    found = areas(("n", 30), ("s", 10))
    text = "2 Veranstaltungen in den letzten zwölf Monaten, 2 davon gezählt: 40 Teilnahmen."
    assert describe_participation(found, beispiel=False) == text
    assert describe_participation(found, beispiel=True) == f"{text} (Beispieldaten)"
    rows = participation_table(found, NAMES).replace("\u00a0", " ", regex=True)
    assert rows.iloc[0].tolist() == ["Nordheim", "1 von 1", "30", "75 %", "25 %"]


def test_hidden_numbers_are_not_added_up():
    found = areas(("n", 3), ("s", 40))
    text = "2 Veranstaltungen in den letzten zwölf Monaten, 2 davon gezählt."
    assert describe_participation(found, beispiel=False) == text
    assert "zu wenige Fälle" in participation_table(found, NAMES).iloc[0, 2]


def test_what_nobody_counted_is_not_zero():
    found = areas(("n", 30), ("n", None), ("s", None))
    text = "3 Veranstaltungen in den letzten zwölf Monaten, 1 davon gezählt: 30 Teilnahmen."
    assert describe_participation(found, beispiel=False) == text
    rows = participation_table(found, NAMES).replace("\u00a0", " ", regex=True)
    assert rows.iloc[:, :4].to_numpy().tolist() == [
        ["Nordheim", "1 von 2", "30", "100 %"],
        ["Südheim", "0 von 1", "nicht gezählt", "nicht gezählt"],
        ["mehrere Ortsteile", "0 von 0", "–", "–"],
    ]


def test_nothing_was_held():
    text = "In den letzten zwölf Monaten ist keine Veranstaltung eingetragen."
    assert describe_participation(areas(), beispiel=False) == text
