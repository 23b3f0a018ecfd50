"""Entries of a register out of a file: names become keys, every problem has its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lebenslage import loaders
from lebenslage.model.registers import REGISTERS, Draft
from tests.loaders.build import KNOWN, lines, problems, read, source, workbook

KNOWING = replace(
    KNOWN,
    eintraege={
        "akteure": {"A-1": "Turnverein", "A-2": "Kirche", "A-3": "Kirche"},
        "projekte": {"P-1": "Dorfplatz"},
        "schritte": {},
        "treffpunkte": {},
    },
)
HEADER = "titel;ortsteile;status;kosten;beginn;partner;veroeffentlicht"


def projects(*rows: str):
    return source(lines(HEADER, *rows), "projekte.csv")


def drafts(item) -> tuple[Draft, ...]:
    return read(item, KNOWING).content.drafts


def test_names_become_keys_and_texts_values():
    row = "Bank;Nordheim | osterfeld;läuft;1.200,50;01.03.2026;Turnverein | A-2;ja"
    (found,) = drafts(projects(row))
    assert found == Draft(
        "projekte",
        {
            "titel": "Bank",
            "ortsteile": ("nordheim", "osterfeld"),
            "status": "laeuft",
            "kosten": 1200.5,
            "beginn": "2026-03-01",
            "partner": ("A-1", "A-2"),
            "veroeffentlicht": True,
        },
        zeile=2,
    )


@pytest.mark.parametrize("code", REGISTERS)
def test_templates_are_recognised_as_what_they_are(code):
    header = loaders.template(f"register-{code}").data.decode("utf-8-sig").strip()
    filled = source(lines(header, "x" + ";" * header.count(";")))
    assert loaders.inspect(filled, KNOWING).erkannt == f"register-{code}"


def test_titles_as_headings_and_xlsx():
    header = ["Kennung", "Fassung", "Titel", "Ortsteile", "Status", "Bürgerprojekt"]
    (found,) = drafts(workbook([header, ["P-1", 3, "Dorfplatz", "Nordheim", "Idee", "x"]]))
    assert (found.kennung, found.gesehen, found.daten["buergerprojekt"]) == ("P-1", 3, True)


def test_times_that_excel_made_of_what_was_typed():
    rows = [["Titel", "Ortsteile", "Tag", "Uhrzeit", "Bis"]]
    rows.append(["Fest", "Nordheim", dt.date(2026, 12, 5), dt.time(9, 30), "21.00 Uhr"])
    (found,) = drafts(workbook(rows))
    assert (found.daten["uhrzeit"], found.daten["bis_uhrzeit"]) == ("09:30", "21:00")


def test_every_problem_at_its_place():
    rows = (
        "Bank;Nordheim;läuft;-5;;;",
        "Bank;Mond;fertig;;31.02.2026;Kirche;",
        ";Nordheim;Idee;;;Schachclub;",
    )
    assert problems(projects(*rows), KNOWING) == [
        "projekte.csv, Zeile 2, Spalte „kosten“: „-5“ ist nicht erlaubt; mindestens 0.",
        "projekte.csv, Zeile 3, Spalte „status“: „fertig“ ist nicht erlaubt; möglich ist „Idee“, "
        "„geplant“, „läuft“, „abgeschlossen“ oder „ruht“.",
        "projekte.csv, Zeile 3, Spalte „beginn“: „31.02.2026“ ist kein Datum; erwartet wird JJJJ, "
        "JJJJ-MM-TT oder TT.MM.JJJJ.",
        "projekte.csv, Zeile 3, Spalte „ortsteile“: „Mond“ ist kein bekannter Ortsteil oder "
        "Weiler.",
        "projekte.csv, Zeile 3, Spalte „partner“: „Kirche“ gibt es mehrmals (A-2, A-3); bitte die "
        "Kennung angeben.",
        "projekte.csv, Zeile 4, Spalte „titel“: Die Angabe fehlt.",
        "projekte.csv, Zeile 4, Spalte „partner“: „Schachclub“ ist nicht bekannt (Akteur).",
    ]


def test_fields_together_beside_a_wrong_one():
    text = lines("titel;ortsteile;status;kosten;beginn;ende",
                 "Bank;Nordheim;Idee;-5;01.03.2026;01.02.2026")  # fmt: skip
    assert problems(source(text, "p.csv"), KNOWING) == [
        "p.csv, Zeile 2, Spalte „kosten“: „-5“ ist nicht erlaubt; mindestens 0.",
        "p.csv, Zeile 2, Spalte „ende“: Das Ende liegt vor dem Beginn.",
    ]


def test_fields_together():
    text = lines("von;mit;art;seit;bis", "A-1;Turnverein;Austausch;2026-02-01;2026-01-01")
    assert problems(source(text, "k.csv"), KNOWING) == [
        "k.csv, Zeile 2, Spalte „bis“: Das Ende liegt vor dem Anfang.",
        "k.csv, Zeile 2, Spalte „mit“: Ein Akteur kann nicht mit sich selbst zusammenarbeiten.",
    ]


def test_entries_of_the_same_file_may_refer_to_each_other():
    text = lines("kennung;projekt;titel;nach", "S-1;Dorfplatz;a;", "S-2;P-1;b;S-1")
    assert [draft.daten.get("nach", ()) for draft in drafts(source(text))] == [(), ("S-1",)]


def test_texts_of_people_are_taken_letter_by_letter():
    rows = (
        "=cmd();Nordheim;Idee;;;;",
        "'=Bank;Nordheim;Idee;;;;",  # as our own export writes it
        "'ne Bank;Nordheim;Idee;;;;",
        "<b>x</b>;Nordheim;Idee;0;;;",
        '"eins\nzwei";Nordheim;Idee;;;;',
    )
    found = problems(projects(*rows), KNOWING)
    told = "projekte.csv, Zeile 6, Spalte „titel“: Hier stehen Zeichen, die nicht in einen Text "
    assert found == [f"{told}gehören."]
    taken = drafts(projects(*rows[:-1]))
    assert [draft.daten["titel"] for draft in taken] == ["=cmd()", "=Bank", "'ne Bank", "<b>x</b>"]
    assert [draft.daten.get("kosten") for draft in taken] == [None, None, None, 0]
