"""Small-area tables of the Bundesagentur: layout of the published examples of data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lebenslage import loaders
from lebenslage.loaders.labour import _month
from lebenslage.model.assignment import Assignment
from tests import tiny
from tests.loaders.build import KNOWN, problems, read, source

FILE = loaders.open_source(Path(__file__).parent / "zaehlungen" / "ba_akg_2024_06.csv")
TEXT = FILE.data.decode()
OWN = replace(KNOWN, ags=tiny.AGS, catalogue=None)
PART = "002001002 Teilgebiet 4"
DECIDED = Assignment(orte={PART: "westtal"})


def test_sums_are_dropped_secrets_stay_open_and_areas_are_remembered():
    looked = loaders.inspect(FILE, OWN)
    assert [place.text for place in looked.orte] == [PART]
    delivery = read(FILE, OWN, zuordnung=DECIDED)
    assert delivery.format == "arbeitsmarkt"
    assert delivery.zuordnung == DECIDED
    rows = delivery.content.tabelle
    assert rows["ortsteil_id"].tolist() == list(tiny.ORTSTEILE)
    np.testing.assert_array_equal(rows["arbeitslose"], [40, 20, 30, np.nan])
    assert set(rows["stand"]) == {"2024-06-30"}
    assert "Von der Bundesagentur geheim gehalten und deshalb ohne Wert: „Teilgebiet 4“." in (
        delivery.hinweise
    )
    assert (
        "Arbeitslose ohne zugeordnete Anschrift („keine Angabe“) zählen in keinem Ortsteil."
        in delivery.hinweise
    )
    # nothing of the cells is in the preview
    assert list(looked.vorschau.columns) == ["spalte", "ausgefuellt"]


def test_both_kinds_of_benefit_add_up_where_there_is_no_total():
    header = (
        "Berichtsmonat;Gemeindeschlüssel;Gliederung;Name;Arbeitslose SGB III;Arbeitslose SGB II"
    )
    item = source(f"{header}\nJuni 2024;08999001;001001001;Nordheim;15;25\n")
    assert read(item, OWN).content.tabelle["arbeitslose"].tolist() == [40]


def test_months_of_several_seasons_stay_apart_and_that_is_told():
    header = "Berichtsmonat;Gemeindeschlüssel;Gliederung;Name;Arbeitslose"
    rows = [f"{month};08999001;001001001;Nordheim;40" for month in ("202306", "202406", "202412")]
    told = "Jeder Berichtsmonat ist ein Stand für sich."
    both = read(source("\n".join([header, *rows])), OWN)
    assert both.content.tabelle["stand"].tolist() == ["2023-06-30", "2024-06-30", "2024-12-31"]
    assert any(note.startswith(told) for note in both.hinweise)
    same = read(source("\n".join([header, *rows[:2]])), OWN)
    assert not any(note.startswith(told) for note in same.hinweise)


def test_the_column_of_the_unemployed_can_be_mapped():
    item = source(TEXT.replace(";Arbeitslose;", ";Alo (Bestand);"))
    looked = loaders.inspect(item, OWN)
    assert looked.fehlende_spalten == ("arbeitslose",)
    mapped = {"arbeitslose": "Alo (Bestand)"}
    assert read(item, OWN, mapping=mapped, zuordnung=DECIDED).zusammenfassung["Teilgebiete"] == 4


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("202406", "2024-06-30"),
        ("2024-02", "2024-02-29"),
        ("06.2024", "2024-06-30"),
        ("15.06.2024", "2024-06-30"),
        ("Juni 2024", "2024-06-30"),
        ("Mrz 2024", ""),
        ("März 2024", "2024-03-31"),
        ("Dez. 2023", "2023-12-31"),
        ("202413", ""),
        ("heute", ""),
    ],
)
def test_months(text, day):
    assert _month(text) == day


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (
            ("08999001", "08999009"),
            "datei.csv, Spalte „Gemeindeschlüssel“: Die Datei enthält die eigene Gemeinde "
            "(Schlüssel 08999001) nicht.",
        ),
        (
            ("202406;08999001;001001001", "13/24;08999001;001001001"),
            "datei.csv, Zeile 4, Spalte „Berichtsmonat“: „13/24“ ist kein Monat; erwartet wird zum "
            "Beispiel 202406.",
        ),
        (
            ("Nordheim;40", "Nordheim;vierzig"),
            "datei.csv, Zeile 4, Spalte „Arbeitslose“: „vierzig“ ist keine Zahl; erwartet wird "
            "eine Zahl wie 1234,5.",
        ),
    ],
)
def test_bad_files(pair, message):
    assert problems(source(TEXT.replace(*pair)), OWN, zuordnung=DECIDED) == [message]
