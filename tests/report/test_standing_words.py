"""The comparison in words and as a table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lebenslage.analysis.standing import Standing
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Kind
from lebenslage.report import standing_words as words
from tests import shown
from tests.shown import NAMES, SHARE


def standing(mitte: tuple[float, float] | None = (5.0, 15.0)) -> Standing:
    values = shown.values()
    villages = values[values["gebiet_id"].isin(["a", "b"])]
    villages = villages.assign(name=villages["gebiet_id"].map(NAMES), lage=["", "ueber"])
    levels = {"g": "Gemeinde Eigen", "k": "Landkreis Kreis"}
    bezug = values[values["gebiet_id"].isin(levels)]
    rows = [
        ("1", "Deheim", "2021", 11.0),
        ("g", "Eigen", "2021", 13.0),
        ("2", "Eheim", "2021", 15.0),
    ]
    gemeinden = pd.DataFrame(rows, columns=[c.GEBIET, c.NAME, c.STAND, c.WERT])
    return Standing(gemeinden, villages, bezug.assign(name=bezug["gebiet_id"].map(levels)), mitte)


def described(found: Standing) -> str:
    return words.describe_standing(found, "g", "Eigen", SHARE).replace("\u00a0", " ")


def test_everything_known():
    assert described(standing()) == (
        "Eigen: 13,0 %. Von 2 anderen Gemeinden im Landkreis hat 1 einen niedrigeren und 1 einen "
        "höheren Wert. Zum Vergleich: Landkreis Kreis: 16,2 %. Sicher außerhalb der mittleren 80 % "
        "der Gemeinden (5,0–15,0 %): Bedorf (darüber)."
    )


def test_nobody_stands_out_or_there_is_no_middle():
    found = standing()
    quiet = replace(found, ortsteile=found.ortsteile.assign(lage=""))
    assert described(quiet).endswith(
        "Kein Ortsteil liegt sicher außerhalb der mittleren 80 % der Gemeinden (5,0–15,0 %)."
    )
    assert described(standing(None)).endswith("Landkreis Kreis: 16,2 %.")


def test_the_table_names_every_area():
    table = words.standing_table(standing(), SHARE)
    assert [cell.replace("\u00a0", " ") for cell in table.iloc[1]] == [
        "Ortsteil", "Bedorf", "18,1 %", "31.12.2021", "sicher darüber",
    ]  # fmt: skip
    assert table["Name"].tolist() == [
        "Ahausen", "Bedorf", "Gemeinde Eigen", "Landkreis Kreis", "Deheim", "Eigen", "Eheim",
    ]  # fmt: skip


def test_caveats():
    assert words.standing_note(standing(), SHARE).startswith(
        "Die Werte haben verschiedene Stände (Gemeinden 2021 und Ortsteile 31.12.2021)"
    )
    same = standing()
    same = replace(same, gemeinden=same.gemeinden.assign(stand="2021-12-31"))
    assert words.standing_note(same, SHARE) == ""
    assert "nur mit der anderer Gemeinden" in words.standing_note(
        same, replace(SHARE, art=Kind.ANZAHL)
    )
