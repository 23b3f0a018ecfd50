"""What a public text gives away is told before everybody sees it, and only then."""

from __future__ import annotations

import pytest

from lebenslage.analysis.registers.giveaways import giveaways
from lebenslage.model.registers import REGISTERS

SAID = "Die Bank ist morsch (Frau Schäfer, 07945 1234)."
CONCERN = {"oeffentlicher_text": SAID, "text": SAID, "veroeffentlicht": True}


def test_what_was_found_in_which_field():
    found = giveaways(REGISTERS["anliegen"], CONCERN)
    assert found == {"oeffentlicher_text": ("Telefonnummer", "Name")}  # the other text stays inside


def test_nothing_while_the_entry_stays_inside():
    assert giveaways(REGISTERS["anliegen"], CONCERN | {"veroeffentlicht": False}) == {}


def test_what_everybody_sees_already_is_not_told_again():
    register = REGISTERS["anliegen"]
    assert giveaways(register, CONCERN, before=CONCERN) == {}
    inside = CONCERN | {"veroeffentlicht": False}
    assert giveaways(register, CONCERN, before=inside) == giveaways(register, CONCERN)
    worse = CONCERN | {"oeffentlicher_text": "Bitte an muster(at)example.de"}
    assert giveaways(register, worse, before=CONCERN) == {"oeffentlicher_text": ("E-Mail-Adresse",)}


@pytest.mark.parametrize(
    ("code", "more", "found"),
    [
        ("akteure", {"telefon": "07945 1234", "email": "info@landfrauen.de"}, {}),
        ("akteure", {"anlaufstelle": "Rathaus, Seestraße 12"}, {}),
        ("akteure", {"anlaufstelle": "bei Frau Schäfer"}, {"anlaufstelle": ("Name",)}),
        ("akteure", {"name": "Chor der Freien Stimmen"}, {}),
        ("treffpunkte", {"anschrift": "Seestraße 12", "lage": "49,0812; 9,4601"}, {}),
        ("veranstaltungen", {"titel": "Treffen im Dorfhaus Finsterrot"}, {}),
        (
            "veranstaltungen",
            {"titel": "Lesung mit Anna Muster"},
            {"titel": ("möglicherweise ein Name",)},
        ),
        (
            "treffpunkte",
            {"zeiten": "nach Anruf, 07945 1234"},
            {"zeiten": ("Telefonnummer",)},
        ),
    ],
)
def test_contact_data_and_proper_names_do_not_ask(code, more, found):
    daten = more | {"veroeffentlicht": True}
    assert giveaways(REGISTERS[code], daten, orte=("Finsterrot", "Maienfels")) == found
