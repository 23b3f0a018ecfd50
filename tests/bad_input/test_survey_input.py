"""Bad answers of a survey: each with the exact message, or with the result that must stay calm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lebenslage import loaders
from lebenslage.analysis.survey import waves
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.analysis.survey.weighting import weighted_design
from lebenslage.errors import DatenFehler
from lebenslage.loaders import inspect
from lebenslage.model.exchange import Known, Source
from lebenslage.model.margins import Margins
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import Weighting, WeightingMethod
from tests import tiny

KNOWN = Known(gazetteer=tiny.gazetteer())
SURVEY = replace(
    tiny.questionnaire(),
    fragen=tiny.questionnaire().fragen[:2],
    spalten={"id": "id", "ortsteil": "ort", "gewicht": "pw"},
)


def messages(*rows: str) -> list[str]:
    data = "\r\n".join(("id;ort;pw;F1;F2", *rows)).encode()
    found = inspect(Source("a.csv", data), KNOWN, questionnaire=SURVEY)
    return [str(problem) for problem in found.probleme]


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ("inf", "„inf“ ist keine endliche Zahl."),
        ("1e999", "„1e999“ ist keine endliche Zahl."),
        ("0", "„0“ ist nicht erlaubt; erwartet wird mehr als 0."),
        ("-1", "„-1“ ist nicht erlaubt; erwartet wird mehr als 0."),
        ("", "Die Angabe fehlt."),
    ],
)
def test_weights_that_are_none(weight, message):
    assert messages(f"1;Nordheim;{weight};3;ja") == [f"a.csv, Zeile 2, Spalte „pw“: {message}"]


def test_answers_outside_the_scale_are_told_line_by_line():
    why = "steht nicht im Fragebogen; möglich sind:"
    assert messages("1;Nordheim;1;7;ja", "2;Westtal;1;3;vielleicht") == [
        f"a.csv, Zeile 2, Spalte „F1“: „7“ {why} 1, 2, 3, 4, 5, 9.",
        f"a.csv, Zeile 3, Spalte „F2“: „vielleicht“ {why} ja, nein.",
    ]


def test_all_answers_equal():
    wave = tiny.wave("2024")
    wave = replace(wave, antworten=wave.antworten.assign(F1="3"))
    table = survey_table(wave, list(tiny.ORTSTEILE), Thresholds(), Audience.INTERN)
    means = table[(table["frage"] == "F1") & (table["statistik"] == "mittelwert")]
    assert set(means["wert"].dropna()) == {3.0}
    assert set(means["standardfehler"].dropna()) == {0.0}
    assert set(waves.compare_groups(table)["urteil"]) <= {"nicht unterscheidbar", ""}


def test_an_ortsteil_without_answers_has_no_values_and_is_named_in_weighting():
    wave = tiny.wave("2024")
    answers = wave.antworten[wave.antworten["ortsteil"] != "westtal"].reset_index(drop=True)
    table = survey_table(
        replace(wave, antworten=answers), list(tiny.ORTSTEILE), Thresholds(), Audience.INTERN
    )
    rows = table[(table["gruppe"] == "westtal") & (table["frage"] == "F1")]
    assert set(rows["status"]) == {"fehlt"}
    assert np.isnan(rows["wert"].astype(float)).all()
    margins = loaders.read(
        Source(
            "rand.csv",
            "\r\n".join(
                ["merkmal;auspraegung;anzahl", *(f"ortsteil;{key};400" for key in tiny.ORTSTEILE)]
            ).encode(),
        ),
        KNOWN,
    ).content
    assert isinstance(margins, Margins)
    plan = Weighting(WeightingMethod.RAKING, ("ortsteil",))
    with pytest.raises(DatenFehler) as caught:
        weighted_design(replace(wave.fragebogen, gewichtung=plan), answers, margins)
    assert str(caught.value) == (
        "„westtal“ (ortsteil) hat nach der Randverteilung 400 Personen, aber keine Antwort; bitte "
        "mit einer anderen Ausprägung zusammenfassen."
    )
