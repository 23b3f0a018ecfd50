"""Registers in words, and files that can be read in again."""

from __future__ import annotations

import datetime as dt

import icalendar
import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.analysis.registers.agenda import Agenda, Due
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.exchange import Source
from lebenslage.model.registers import REGISTERS, Change, Entry
from lebenslage.report import calendar
from lebenslage.report import register_sentences as said
from lebenslage.report import register_tables as tables
from tests.loaders.build import KNOWN

WORDS = tables.Words({"nordheim": "Nordheim"}, {"wohnen": "Wohnen"})
PROJECT = Entry(
    "projekte",
    "P-1",
    {
        "titel": "=Bank",
        "ortsteile": ("nordheim",),
        "handlungsfelder": ("wohnen",),
        "status": "laeuft",
        "kosten": 1200.5,
        "beginn": "2026-03-01",
        "veroeffentlicht": True,
    },
    fassung=3,
    wann="2026-03-02T10:00:00+00:00",
    wer="Amt",
)


def test_values_in_german():
    found = tables.facts(REGISTERS["projekte"], PROJECT, WORDS)
    assert dict(zip(found["Angabe"], found["Inhalt"], strict=True)) == {
        "Titel": "=Bank",
        "Ortsteile": "Nordheim",
        "Handlungsfelder": "Wohnen",
        "Status": "läuft",
        "Beginn": "01.03.2026",
        "Kosten": "1.200,50 €",
        "Für alle sichtbar": "ja",
    }


def test_the_public_sees_public_fields_only():
    found = tables.facts(REGISTERS["projekte"], PROJECT, WORDS, public=True)
    assert "Kosten" not in set(found["Angabe"])


def test_an_export_is_read_in_again():
    project = Entry("projekte", "P-1", {**PROJECT.daten, "titel": "Bank"}, fassung=3)
    book = tables.export(REGISTERS["projekte"], [project], WORDS)
    for source in (Source("projekte.csv", book.csv), Source("projekte.xlsx", book.xlsx)):
        (draft,) = loaders.read(source, KNOWN).content.drafts
        assert (draft.kennung, draft.gesehen) == ("P-1", 3)
        assert dict(draft.daten) == dict(project.daten)


def test_no_formula_leaves_the_house():
    text = tables.export(REGISTERS["projekte"], [PROJECT], WORDS).csv.decode("utf-8-sig")
    assert ";=Bank" not in text
    assert "=Bank" in text


def test_made_up_entries_say_so_once():
    entry = Entry("projekte", "P-1", {"titel": "Bank"}, beispiel=True)
    assert tables.title(REGISTERS["projekte"], entry) == "Bank (Beispiel)"
    named = Entry("projekte", "P-1", {"titel": "Beispielbank"}, beispiel=True)
    assert tables.title(REGISTERS["projekte"], named) == "Beispielbank"


def test_history_row_by_row():
    wann = "2026-03-02T10:00:00+00:00"
    change = Change("P-1", 2, wann, "Rat", "geändert", {"status": "idee"}, {"status": "laeuft"})
    first = Change("P-1", 1, wann, "Amt", "angelegt", {}, {"titel": "x"})
    found = tables.history_table(REGISTERS["projekte"], [change, first], WORDS)
    assert found.to_numpy().tolist() == [
        ["02.03.2026, 11:00 Uhr", "Rat", "geändert", "Status", "Idee", "läuft"],
        ["02.03.2026, 11:00 Uhr", "Amt", "angelegt", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("days", "art", "text"),
    [
        (0, "Schritt", "heute"),
        (1, "Schritt", "in 1 Tag"),
        (12, "Schritt", "in 12 Tagen"),
        (-1, "Schritt", "überfällig seit 1 Tag"),
        (-3, "Anliegen", "überfällig seit 3 Tagen"),
        (-2, "Veranstaltung", "läuft seit 2 Tagen"),
    ],
)
def test_when_something_is_due(days, art, text):
    assert said.due_words(Due(art, "P-1", "x", "2026-01-01", days)) == text


def test_agenda_in_a_sentence():
    assert said.describe_agenda(Agenda()) == (
        "In den nächsten 30 Tagen steht nichts an, und nichts ist überfällig."
    )
    assert (
        said.describe_agenda(Agenda(count=1))
        == "Nichts ist überfällig. In den nächsten 30 Tagen: 1 Termin."
    )
    assert (
        said.describe_agenda(Agenda(count=2, late=1))
        == "1 überfällig. In den nächsten 30 Tagen: 1 Termin."
    )
    assert said.describe_agenda(Agenda(count=1202, late=1201)).startswith("1.201 überfällig. ")


def test_deadlines_of_funding_are_told_early():
    assert said.describe_agenda(Agenda(count=2, far=1)) == (
        "Nichts ist überfällig. In den nächsten 30 Tagen: 1 Termin, danach 1 Frist einer Förderung."
    )


def effect(area: str, own: bool, change: float, error: float) -> dict[str, object]:
    half = 1.6448536 * error
    low, high = change - half, change + half
    word = "stabil" if low <= 0 <= high else "gestiegen"
    return {
        "gebiet_id": area, "indikator": "zufrieden", "eigen": own, "differenz": change,
        "stand_vorher": "2021", "stand_nachher": "2025-06-30",
        "wert_vorher": 40.0, "wert_nachher": 40.0 + change,
        "ug": low, "og": high, "urteil": word, "grund": "", "beispiel": own and change < 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [("n", True, 10.0, 3.0), ("o", False, 2.0, 1.0), ("w", False, 4.0, 1.0)],
            # 10 - 3 = 7 ± 1.645 · √(9 + 2/4)
            "Nord: „Zufrieden“ 40 % (2021) → 50 % (30.06.2025), gestiegen (90 %-Bereich der "
            "Veränderung +5 bis +15 Prozentpunkte). In 2 anderen Ortsteilen im Mittel: "
            "+3 Prozentpunkte; der Unterschied dazu ist belastbar (90 %-Bereich +2 bis +12 "
            "Prozentpunkte).",
        ),
        (
            [("n", True, 2.0, 3.0), ("o", False, 0.0, 1.0)],
            "Nord: „Zufrieden“ 40 % (2021) → 42 % (30.06.2025). Die Veränderung ist nicht von "
            "Zufall zu unterscheiden. In dem einen anderen Ortsteil mit Werten: 0 Prozentpunkte; "
            "der Unterschied dazu ist nicht von Zufall zu unterscheiden. (Beispieldaten)",
        ),
    ],
)
def test_effects_beside_the_other_ortsteile(rows, sentence):
    node = Node("zufrieden", "", 1, 1.0, name="Zufrieden", einheit="%", art=Kind.ANTEIL,
                dezimalen=0)  # fmt: skip
    found = pd.DataFrame([effect(*row) for row in rows])
    told = said.describe_effects(found, {"n": "Nord"}, Catalogue((node,)))
    assert [text.replace("\u00a0", " ") for text in told] == [sentence]


def test_new_data_and_made_up_dues_in_words():
    files = [("2026-11-27T09:00:00+00:00", f"datei{number}.csv") for number in range(5)]
    assert said.describe_imports(files, 14) == (
        "Neue Daten der letzten 14 Tage: „datei0.csv“ (27.11.2026), „datei1.csv“ (27.11.2026), "
        "„datei2.csv“ (27.11.2026) und 2 weitere Dateien."
    )
    assert said.describe_imports([], 14) == "In den letzten 14 Tagen wurden keine Daten eingelesen."
    made_up = Due("Anliegen", "B-1", "Bus fehlt", "2026-01-01", 3, beispiel=True)
    assert said.agenda_table([made_up])["Worum es geht"].tolist() == ["Bus fehlt (Beispiel)"]


def event(key: str, **daten: object) -> Entry:
    filled = {"titel": f"Fest {key}", "beginn": "2026-07-01", "veroeffentlicht": True, **daten}
    return Entry("veranstaltungen", key, filled, wann="2026-01-01T00:00:00+00:00")


def test_calendar_file():
    entries = [
        event("V-1", uhrzeit="19:30", bis_uhrzeit="01:00", ende="2026-07-02", treffpunkt="T-1"),
        event("V-2", titel="Ganz, ganz; groß\\"),
        event("V-4", abgesagt=True),
    ]
    data = calendar.ics(entries, "Musterau", {"T-1": "Halle"})
    assert data == calendar.ics(entries, "Musterau", {"T-1": "Halle"})
    zones = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    assert [zone["tzid"] for zone in zones] == ["Europe/Berlin"]
    evening, day, off = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert evening["dtstart"].dt.isoformat() == "2026-07-01T19:30:00+02:00"
    assert evening["dtend"].dt.isoformat() == "2026-07-02T01:00:00+02:00"
    assert evening["location"] == "Halle"
    assert (day["summary"], day["dtend"].dt) == ("Ganz, ganz; groß\\", dt.date(2026, 7, 2))
    assert off["status"] == "CANCELLED"


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((30, None), "2026: 3 Veranstaltungen; gezählt bei 1 von 2 bisherigen: 30 Teilnahmen."),
        ((0, 2), "2026: 3 Veranstaltungen; gezählt bei 2 von 2 bisherigen: 2 Teilnahmen."),
        ((None,), "2026: 2 Veranstaltungen; Teilnehmende: nicht gezählt."),
        ((), "2026: 1 Veranstaltung."),
    ],
)
def test_participants_nobody_counted_are_not_zero(counts, told):
    came = [{} if n is None else {"teilnehmende": n} for n in counts]
    held = [Entry("veranstaltungen", "V-1", {"beginn": "2026-01-05"} | more) for more in came]
    coming = Entry("veranstaltungen", "V-9", {"beginn": "2026-12-24"})
    assert said.describe_events([*held, coming], dt.date(2026, 6, 1)) == told
    # what somebody counted is internal: to readers nothing is said of it, nor that nobody did
    public = said.describe_events([*held, coming], dt.date(2026, 6, 1), public=True)
    assert public == f"{told.partition(';')[0].rstrip('.')}."
