"""How a person is found in texts."""

from __future__ import annotations

import pytest

from lebenslage.errors import LebenslageError
from lebenslage.model.mentions import finder


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("Erika Müller", "Gespräch mit Frau Mueller, Erika, am Montag", True),
        ("erika müller", "ERIKA MÜLLER", True),
        ("Erika Müller", "Müllers Erika", True),
        ("Erika Müller", "Erika und Herr Meier", False),
        ("May", "Maienfels", False),
        ("e.muster@example.org", "Bitte an E.Muster@Example.org antworten", True),
        ("e.muster@example.org", "e.muster@example.com", False),
        ("07945 / 9199-0", "Tel. +49 (0)7945 91990", True),
        ("07945 91990", "Tel. 0049 7945-9199-0", True),
        ("07945 91990", "07945 91991", False),
    ],
)
def test_what_counts_as_a_mention(wanted, text, found):
    assert finder([wanted])(text) is found


def test_any_of_several_details_is_enough():
    assert finder(["", "Nie Genannt", "0711 1234"])("0711/1234")


@pytest.mark.parametrize("wanted", [[], ["", "  "], ["Li"], ["-- -"]])
def test_too_little_is_refused(wanted):
    with pytest.raises(LebenslageError, match=r"ist zu kurz|Bitte einen Namen"):
        finder(wanted)
