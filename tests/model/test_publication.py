"""What of the registers is public: nothing that nobody published, no inner field, no way round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.model.registers import PUBLISHABLE, REGISTERS, Entry, is_public, published
from tests.model.test_registers import GOOD

TODAY = "2026-06-15"


def entry(code: str, number: int = 1, **more: object) -> Entry:
    daten = {**GOOD[code], "veroeffentlicht": True, **more}
    key = f"{REGISTERS[code].kuerzel}-{number}"
    return Entry(code, key, daten, wer="Frau Muster")


def full(code: str) -> Entry:
    """An entry with something in every field."""
    filled = {each.name: f"inhalt {each.name}" for each in REGISTERS[code].felder}
    return entry(code, **{**filled, **GOOD[code]})


@pytest.mark.parametrize("code", REGISTERS)
def test_only_public_fields_and_never_who(code):
    (shown,) = published({code: [full(code)]}, TODAY)[code] or (None,)
    if code not in PUBLISHABLE:
        assert shown is None
        return
    register = REGISTERS[code]
    assert shown.wer == ""
    assert all(register.field(name).oeffentlich for name in shown.daten)
    assert not set(register.personal) & set(shown.daten)


def test_steps_and_co_operations_stay_inside():
    assert set(REGISTERS) - set(PUBLISHABLE) == {"schritte", "kooperationen"}


def test_a_concern_shows_its_public_version_alone():
    concern = entry("anliegen", text="Frau Meier sagt", oeffentlicher_text="Eine Bank fehlt.")
    (shown,) = published({"anliegen": [concern]}, TODAY)["anliegen"]
    told = {"art": "anliegen", "ortsteile": ("01",), "status": "neu", "veroeffentlicht": True}
    assert shown.daten == told | {"oeffentlicher_text": "Eine Bank fehlt."}


@pytest.mark.parametrize("change", [{"veroeffentlicht": False}, {"archiviert": True}])
def test_what_is_not_published_is_not_there(change):
    hidden = entry("projekte", **{k: v for k, v in change.items() if k != "archiviert"})
    hidden = replace(hidden, archiviert=change.get("archiviert", False))
    assert published({"projekte": [hidden]}, TODAY) == {"projekte": ()}


def test_references_lead_only_to_what_is_public():
    known, unknown = entry("akteure", 1), entry("akteure", 2, veroeffentlicht=False)
    project = entry("projekte", verantwortlich="A-2", partner=("A-1", "A-2"))
    shown = published({"akteure": [known, unknown], "projekte": [project]}, TODAY)
    assert [e.kennung for e in shown["akteure"]] == ["A-1"]
    assert shown["projekte"][0].several("partner") == ("A-1",)
    assert "verantwortlich" not in shown["projekte"][0].daten
    assert published(shown, TODAY) == shown


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        ("2026-06-15", "", True),
        ("2026-06-16", "", False),
        ("2026-06-01", "2026-06-15", True),
        ("2026-06-01", "2026-06-14", False),
    ],
)
def test_news_have_their_time(first, last, there):
    assert is_public(entry("neuigkeiten", datum=first, bis=last), TODAY) is there
