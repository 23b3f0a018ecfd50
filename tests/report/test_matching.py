"""Words and tables of the import assistant about columns."""

from __future__ import annotations

import pandas as pd

from lebenslage.report import matching


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
