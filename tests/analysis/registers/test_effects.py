"""Before and since: only values on both sides of the beginning say something."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.registers.effects import effects
from lebenslage.model import columns as col
from tests import tiny

CODE = "zufrieden"


@pytest.fixture
def snapshot():
    return tiny.snapshot()


def values(snapshot, *rows: tuple[str, str, float]) -> pd.DataFrame:
    code = snapshot.catalogue.indicators[0].code
    frame = pd.DataFrame(rows, columns=[col.GEBIET, col.STAND, col.WERT])
    frame = frame.assign(**{col.INDIKATOR: code, col.FEHLER: 1.0, col.GUETE: "amtlich"})
    frame = frame.assign(**{col.STATUS: "ok", col.GRUND: "", col.QUELLE: "amt"})
    return frame.reindex(columns=list(col.INDIKATORWERTE))


def found(snapshot, begin: str, *rows: tuple[str, str, float]) -> pd.Series:
    code = snapshot.catalogue.indicators[0].code
    frame = effects(values(snapshot, *rows), snapshot, [code], ["nordheim"], begin)
    assert list(frame[frame["eigen"]][col.GEBIET]) == ["nordheim"]
    return frame.set_index(col.GEBIET).loc["nordheim"]


def test_the_newest_before_against_the_newest_since(snapshot):
    rows = [
        ("nordheim", s, w) for s, w in (("2019", 1.0), ("2021", 2.0), ("2024", 9.0), ("2025", 7.0))
    ]
    row = found(snapshot, "2022-05-01", *rows)
    assert (row["stand_vorher"], row["stand_nachher"], row["differenz"]) == ("2021", "2025", 5.0)
    # normal, 90 %: 5 ± 1.645 · √2
    assert row[col.UG] == pytest.approx(5 - 1.6448536 * 2**0.5)
    assert row["urteil"] == "gestiegen"
    assert not row["beispiel"]


def test_made_up_values_are_marked(snapshot):
    code = snapshot.catalogue.indicators[0].code
    both = [(area, stand, 1.0) for area in ("nordheim", "osterfeld") for stand in ("2020", "2024")]
    frame = values(snapshot, *both)
    frame.loc[3, col.GUETE] = "beispiel"  # Osterfeld 2024
    marks = effects(frame, snapshot, [code], ["nordheim"], "2022-05-01").set_index(col.GEBIET)
    assert marks["beispiel"].to_dict() == {
        "nordheim": False, "osterfeld": True, "suedhausen": False, "westtal": False,
    }  # fmt: skip


def test_what_may_be_chance_is_stable(snapshot):
    row = found(snapshot, "2022-05-01", ("nordheim", "2021", 2.0), ("nordheim", "2024", 4.0))
    assert row["urteil"] == "stabil"


def test_nothing_measured_since(snapshot):
    row = found(snapshot, "2025-05-01", ("nordheim", "2021", 2.0), ("nordheim", "2023", 4.0))
    assert np.isnan(row["differenz"])


def test_the_year_of_the_beginning_is_neither(snapshot):
    row = found(snapshot, "2024-05-01", ("nordheim", "2021", 2.0), ("nordheim", "2024", 4.0))
    assert np.isnan(row["differenz"])
