"""What happens, on paper: only what is published, and the same on every day."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lebenslage.model.registers import Entry
from lebenslage.report.happening import happening, made_up


def entries(register, letter, *rows):
    return [Entry(register, f"{letter}-{i}", daten) for i, daten in enumerate(rows, start=1)]


REGISTER = {
    "projekte": entries(
        "projekte", "P",
        {"titel": "Mitfahrbank", "status": "laeuft", "ortsteile": ("osterfeld",),
         "handlungsfelder": ("wohnen",), "kosten": 4711, "veroeffentlicht": True},
        {"titel": "Geheimer Plan", "status": "laeuft", "ortsteile": ("osterfeld",),
         "handlungsfelder": ("wohnen",)},
    ),
    "akteure": entries("akteure", "A", {"name": "Stiller Verein", "ortsteile": ("osterfeld",),
                                        "handlungsfelder": ("wohnen",)}),
    "treffpunkte": entries("treffpunkte", "T", {"name": "Hinterzimmer"}),
    "veranstaltungen": entries(
        "veranstaltungen", "V",
        {"titel": "Erstes Fest", "beginn": "2024-05-01", "ortsteile": ("osterfeld",),
         "treffpunkt": "T-1", "teilnehmende": 4712, "veroeffentlicht": True},
        {"titel": "Zweites Fest", "beginn": "2099-05-01", "ortsteile": ("nordheim",),
         "veroeffentlicht": True},
        {"titel": "Klausur", "beginn": "2024-06-01"},
    ),
    "anliegen": entries("anliegen", "B", *[
        {"titel": f"Klage {i}", "status": "neu", "ortsteile": ("osterfeld",)} for i in range(12)
    ]),
}  # fmt: skip


@pytest.fixture(scope="module")
def busy(figures):
    return replace(figures, entries=lambda code: REGISTER.get(code, []))


def told(elements) -> str:
    return json.dumps(elements, ensure_ascii=False).replace("\u00a0", " ")


def test_published_projects_events_gaps_and_the_number_of_concerns(busy):
    text = told(happening(busy, concerns=True))
    assert "1 Projekt läuft" in text
    assert "Mitfahrbank" in text
    # the latest day first, whatever day it is today
    assert text.index("Zweites Fest") < text.index("Erstes Fest")
    assert "Bisher sind 12 Anliegen und Ideen eingegangen." in text
    # Wohnen in Osterfeld is low for sure (22.5 points beside 62.5 to 90): one public project
    assert '["Osterfeld", "Wohnen", "0", "1"]' in text


def test_nothing_else_is_printed(busy):
    text = told(happening(busy, concerns=True))
    for hidden in ("Geheimer", "Stiller", "Hinterzimmer", "Klausur", "Klage", "4711", "4712"):
        assert hidden not in text


def test_an_ortsteil_has_its_own(busy):
    text = told(happening(busy, "nordheim"))
    assert "Zweites Fest" in text
    assert "Erstes Fest" not in text
    assert "Mitfahrbank" not in text
    assert "Lücken" not in text


def test_no_register_no_chapter(figures, busy):
    assert happening(figures, concerns=True) == []
    assert not made_up(busy)
