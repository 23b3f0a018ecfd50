"""Words and tables of the import assistant about columns."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lebenslage.report import matching
from lebenslage.report.formats import unbroken
from tests import tiny


def test_an_overview_of_columns_speaks_german():
    overview = pd.DataFrame({"spalte": ["id"], "inhalt": ["Angabe: id"], "ausgefuellt": [1520]})
    shown = matching.shown_preview(overview)
    assert shown.to_dict("list") == {
        "Spalte der Datei": ["id"],
        "Was daraus wird": ["Angabe: id"],
        "Ausgefüllt in Zeilen": ["1.520"],
    }
    assert list(matching.shown_preview(overview.drop(columns="inhalt"))) == [
        "Spalte der Datei", "Ausgefüllt in Zeilen",
    ]  # fmt: skip


def test_rows_of_a_table_stay_as_they_are():
    rows = pd.DataFrame({"gebiet": ["Nordheim", None], "wert": ["1520", "3"]})
    assert matching.shown_preview(rows).to_dict("list") == {
        "gebiet": ["Nordheim", ""], "wert": ["1520", "3"],
    }  # fmt: skip


def test_invited_persons_of_an_earlier_wave_are_to_be_checked():
    before = replace(tiny.questionnaire(), titel="Leben 2024", erhebung="2024-05-01")
    assert unbroken(matching.describe_invited(1520, before)) == unbroken(
        "Eingeladene Personen: 1.520, übernommen aus „Leben 2024“ (01.05.2024), bitte prüfen. "
        "Stimmt die Zahl nicht mehr, wird der Rücklauf falsch berechnet."
    )
