"""What an entry of a register may say, and the exact sentence where it may not."""

from __future__ import annotations

import pytest

from lebenslage.model.registers import (
    REGISTERS,
    Context,
    FieldKind,
    check,
    clock,
    has_value,
    position,
)

KNOWN = Context(
    keys={
        code: {f"{register.kuerzel}-1", f"{register.kuerzel}-2"}
        for code, register in REGISTERS.items()
    },
    ortsteile={"01", "02"},
    handlungsfelder={"wohnen"},
    kennzahlen={"miete"},
)
GOOD = {
    "projekte": {"titel": "Dorfplatz", "ortsteile": ("01",), "status": "idee"},
    "schritte": {"projekt": "P-1", "titel": "Antrag"},
    "akteure": {"name": "Verein", "art": "verein", "ortsteile": ("01",)},
    "kooperationen": {"von": "A-1", "mit": "A-2", "art": "aktion"},
    "anliegen": {
        "titel": "Bank fehlt",
        "eingang": "2026-01-02",
        "weg": "brief",
        "art": "anliegen",
        "ortsteile": ("01",),
        "status": "neu",
    },
    "veranstaltungen": {"titel": "Fest", "ortsteile": ("01",), "beginn": "2026-07-01"},
    "treffpunkte": {"name": "Halle", "art": "gemeinschaftshaus", "ortsteile": ("01",)},
    "neuigkeiten": {"text": "Neue Bank", "ortsteile": ("01",), "datum": "2026-01-02"},
}


def told(code: str, context: Context = KNOWN, **more: object) -> list[str]:
    return [str(p) for p in check(REGISTERS[code], GOOD[code] | more, context)]


@pytest.mark.parametrize("code", REGISTERS)
def test_the_least_that_is_needed(code):
    assert told(code) == []
    needed = {field.name: field.titel for field in REGISTERS[code].felder if field.pflicht}
    assert set(GOOD[code]) == set(needed)
    expected = [f"Spalte „{titel}“: Diese Angabe fehlt." for titel in needed.values()]
    assert [str(p) for p in check(REGISTERS[code], {}, KNOWN)] == expected


@pytest.mark.parametrize(
    ("code", "more", "message"),
    [
        (
            "projekte",
            {"kosten": -1},
            "Spalte „Kosten“: Erwartet wird eine Zahl, die nicht negativ ist.",
        ),
        ("projekte", {"kosten": float("nan")}, "Spalte „Kosten“: Erwartet wird eine Zahl."),
        ("projekte", {"kosten": 2e12}, "Spalte „Kosten“: Diese Zahl ist zu groß."),
        (
            "kooperationen",
            {"von": "A-1", "mit": "A-1"},
            "Spalte „arbeitet zusammen mit“: Ein Akteur kann nicht mit sich selbst "
            "zusammenarbeiten.",
        ),
        ("projekte", {"kosten": "viel"}, "Spalte „Kosten“: Erwartet wird eine Zahl."),
        (
            "projekte",
            {"beginn": "2026-02-30"},
            "Spalte „Beginn“: „2026-02-30“ ist kein Datum; erwartet wird zum Beispiel 31.12.2026.",
        ),
        (
            "projekte",
            {"beginn": "2026-03-01", "ende": "2026-02-01"},
            "Spalte „Ende“: Das Ende liegt vor dem Beginn.",
        ),
        (
            "projekte",
            {"status": "fertig"},
            "Spalte „Status“: „fertig“ gibt es hier nicht; möglich: Idee, geplant, "
            "läuft, abgeschlossen, ruht.",
        ),
        (
            "projekte",
            {"ortsteile": ("09",)},
            "Spalte „Ortsteile“: „09“ ist nicht bekannt (Ortsteil).",
        ),
        ("projekte", {"ortsteile": ("01", "01")}, "Spalte „Ortsteile“: Hier steht etwas doppelt."),
        (
            "projekte",
            {"ortsteile": "01"},
            "Spalte „Ortsteile“: Erwartet wird eine Liste von Texten.",
        ),
        (
            "projekte",
            {"kennzahlen": ("x",)},
            "Spalte „Soll sich zeigen an“: „x“ ist nicht bekannt (Indikator oder Frage).",
        ),
        (
            "projekte",
            {"partner": ("A-9",)},
            "Spalte „Weitere Partner“: „A-9“ ist nicht bekannt (Akteur).",
        ),
        (
            "projekte",
            {"titel": "x" * 201},
            "Spalte „Titel“: Der Text hat 201 Zeichen, erlaubt sind 200.",
        ),
        (
            "projekte",
            {"titel": "a\nb"},
            "Spalte „Titel“: Hier stehen Zeichen, die nicht in einen Text gehören.",
        ),
        ("projekte", {"farbe": "rot"}, "Das Feld „farbe“ gibt es nicht."),
        (
            "kooperationen",
            {"mit": "A-1"},
            "Spalte „arbeitet zusammen mit“: Ein Akteur kann nicht mit sich selbst "
            "zusammenarbeiten.",
        ),
        (
            "akteure",
            {"ansprechperson": "N. N."},
            "Spalte „Einwilligung vom“: Eine Person wird nur mit Einwilligung "
            "genannt; bitte das Datum angeben.",
        ),
        (
            "anliegen",
            {"veroeffentlicht": True},
            "Spalte „Öffentliche Fassung“: Veröffentlicht wird nur die öffentliche "
            "Fassung; sie fehlt.",
        ),
        (
            "anliegen",
            {"erledigt": "2025-12-31"},
            "Spalte „Erledigt am“: Erledigt am liegt vor dem Eingang.",
        ),
        (
            "veranstaltungen",
            {"uhrzeit": "25:00"},
            "Spalte „Uhrzeit“: „25:00“ ist keine Uhrzeit; erwartet wird zum Beispiel 19:30.",
        ),
        (
            "veranstaltungen",
            {"uhrzeit": "19:00", "bis_uhrzeit": "18:00"},
            "Spalte „Bis“: Das Ende liegt vor dem Beginn.",
        ),
        (
            "veranstaltungen",
            {"teilnehmende": 5, "teilnehmende_u18": 6},
            "Spalte „Teilnehmende“: Die Altersgruppen zählen mehr Teilnehmende als insgesamt.",
        ),
        *(
            (
                "treffpunkte",
                {"lage": wrong},
                "Spalte „Lage auf der Karte“: Erwartet werden Breite und Länge in Grad, zum "
                "Beispiel 49,0812; 9,4601.",
            )
            for wrong in ("Rathaus", "49; 9", "91,5; 9,4", "49,08")
        ),
        *(
            (
                "neuigkeiten",
                {"link": wrong},
                "Spalte „Mehr dazu“: Erwartet wird eine Adresse, die mit https:// beginnt, ohne "
                "Leerzeichen.",
            )
            for wrong in ("http://a.de", "javascript:alert(1)", "https://a.de/)[x](y")
        ),
        *(
            (
                "akteure",
                {"email": wrong},
                f"Spalte „E-Mail der Anlaufstelle“: „{wrong}“ ist keine E-Mail-Adresse wie "
                "„quartier@gemeinde.de“.",
            )
            for wrong in ("landfrauen(at)maienfels", "a@b@c.de", "a@maienfels", "a@b.", "a b@c.de")
        ),
        (
            "veranstaltungen",
            {"teilnehmende": 5.5},
            "Spalte „Teilnehmende“: Erwartet wird eine ganze Zahl.",
        ),
    ],
)
def test_bad_input(code, more, message):
    assert told(code, **more) == [message]


def test_an_evening_may_end_after_midnight_on_another_day():
    late = {"uhrzeit": "20:00", "bis_uhrzeit": "02:00"}
    assert told("veranstaltungen", ende="2026-07-02", **late) == []


def test_a_step_does_not_wait_for_itself_or_in_a_circle():
    steps = Context(keys=KNOWN.keys, steps={"S-2": ("S-1",)})
    itself = check(REGISTERS["schritte"], GOOD["schritte"] | {"nach": ("S-1",)}, steps, "S-1")
    assert [p.meldung for p in itself] == ["Ein Schritt kann nicht auf sich selbst warten."]
    circle = check(REGISTERS["schritte"], GOOD["schritte"] | {"nach": ("S-2",)}, steps, "S-1")
    assert [p.meldung for p in circle] == [
        "Die Schritte warten im Kreis aufeinander: S-2 → dieser Schritt → S-2."
    ]
    assert check(REGISTERS["schritte"], GOOD["schritte"] | {"nach": ("S-2",)}, steps, "S-3") == []


@pytest.mark.parametrize(
    "text", ["49.0812, 9.4601", "49,0812; 9,4601", "49,0812, 9,4601", " 49.0812 9.4601"]
)
def test_a_position_as_maps_copy_it(text):
    assert position(text) == (49.0812, 9.4601)


@pytest.mark.parametrize(
    ("code", "first", "last", "message"),
    [
        ("projekte", "beginn", "ende", "Feld „Ende“: Das Ende liegt vor dem Beginn."),
        ("veranstaltungen", "beginn", "ende", "Feld „Letzter Tag“: Das Ende liegt vor dem Beginn."),
        ("akteure", "seit", "bis", "Feld „Aktiv bis“: Das Ende liegt vor dem Anfang."),
        ("kooperationen", "seit", "bis", "Feld „Bis“: Das Ende liegt vor dem Anfang."),
        ("treffpunkte", "seit", "bis", "Feld „Geschlossen seit“: Das Ende liegt vor dem Anfang."),
        ("neuigkeiten", "datum", "bis", "Feld „Zeigen bis“: Das Ende liegt vor dem Datum."),
    ],
)
def test_what_ends_before_it_starts(code, first, last, message):
    daten = GOOD[code] | {first: "2026-07-02", last: "2026-07-01"}
    assert [str(p.in_form()) for p in check(REGISTERS[code], daten, KNOWN)] == [message]
    same = daten | {last: "2026-07-02"}
    assert check(REGISTERS[code], same, KNOWN) == []


@pytest.mark.parametrize("code", REGISTERS)
def test_html_in_every_field(code):
    """A text like any other where a text is asked for; everywhere else it is told."""
    register, html = REGISTERS[code], "<script>alert(1)</script>"
    reasons = {
        FieldKind.DATUM: f"„{html}“ ist kein Datum; erwartet wird zum Beispiel 31.12.2026.",
        FieldKind.UHRZEIT: f"„{html}“ ist keine Uhrzeit; erwartet wird zum Beispiel 19:30.",
        FieldKind.ZAHL: "Erwartet wird eine Zahl.",
        FieldKind.BETRAG: "Erwartet wird eine Zahl.",
        FieldKind.FLAGGE: "Erwartet wird ja oder nein.",
        FieldKind.ORTSTEILE: f"„{html}“ ist nicht bekannt (Ortsteil).",
        FieldKind.HANDLUNGSFELDER: f"„{html}“ ist nicht bekannt (Handlungsfeld).",
        FieldKind.KENNZAHLEN: f"„{html}“ ist nicht bekannt (Indikator oder Frage).",
    }
    named = {
        "lage": "Erwartet werden Breite und Länge in Grad, zum Beispiel 49,0812; 9,4601.",
        "link": "Erwartet wird eine Adresse, die mit https:// beginnt, ohne Leerzeichen.",
        "email": f"„{html}“ ist keine E-Mail-Adresse wie „quartier@gemeinde.de“.",
        "ansprechperson": "Eine Person wird nur mit Einwilligung genannt; bitte das Datum angeben.",
    }
    for field in register.felder:
        value = (html,) if field.art.is_list else html
        expected = named.get(field.name) or reasons.get(field.art)
        if field.verweis:
            expected = f"„{html}“ ist nicht bekannt ({REGISTERS[field.verweis].einzahl})."
        elif field.optionen:
            possible = ", ".join(field.optionen.values())
            expected = f"„{html}“ gibt es hier nicht; möglich: {possible}."
        found = [p.meldung for p in check(register, GOOD[code] | {field.name: value}, KNOWN)]
        assert found == ([expected] if expected else []), field.name


def test_a_zero_is_a_value_and_an_unticked_box_is_none():
    assert [has_value(v) for v in (0, 0.0, "x", ("a",), True)] == [True] * 5
    assert [has_value(v) for v in (None, "", (), False)] == [False] * 4


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda each: each.code)
def test_definitions_are_complete(register):
    assert register.nennt in register.names
    assert len(set(register.names)) == len(register.names)
    for field in register.felder:
        assert bool(field.optionen) == (field.art == "auswahl")
        assert (field.verweis in REGISTERS) == field.art.startswith("verweis")
        assert not (field.persoenlich and field.oeffentlich)


def test_keys_tell_the_register():
    letters = [register.kuerzel for register in REGISTERS.values()]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("code", REGISTERS)
def test_a_form_that_is_left_empty_but_for_what_is_needed(code):
    """As a form gives it: None for no number, "" for no text, () for no list."""
    empty = {
        field.name: None
        if field.art.is_number
        else (() if field.art.is_list else (False if field.art is FieldKind.FLAGGE else ""))
        for field in REGISTERS[code].felder
    }
    assert [str(p) for p in check(REGISTERS[code], empty | GOOD[code], KNOWN)] == []


def test_everything_is_told_at_once_and_nothing_twice():
    more = {"uhrzeit": "abends", "teilnehmende": 20, "teilnehmende_u18": 25, "ende": "2026-06-30"}
    assert told("veranstaltungen", **more) == [
        "Spalte „Uhrzeit“: „abends“ ist keine Uhrzeit; erwartet wird zum Beispiel 19:30.",
        "Spalte „Letzter Tag“: Das Ende liegt vor dem Beginn.",
        "Spalte „Teilnehmende“: Die Altersgruppen zählen mehr Teilnehmende als insgesamt.",
    ]
    wrong_end = {"ende": "nie", "uhrzeit": "19:00", "bis_uhrzeit": "18:00"}
    assert told("veranstaltungen", **wrong_end) == [
        "Spalte „Letzter Tag“: „nie“ ist kein Datum; erwartet wird zum Beispiel 31.12.2026."
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("19:30", "19:30"),
        ("9:05", "09:05"),
        ("19.30 Uhr", "19:30"),
        ("19 uhr", "19:00"),
        ("19:30:00", "19:30"),
        ("abends", "abends"),
        ("19", "19"),
    ],
)
def test_times_as_people_and_excel_write_them(written, kept):
    assert clock(written) == kept
