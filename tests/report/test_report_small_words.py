"""Small numbers in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.small_areas import COLUMNS, SmallAreas
from lebenslage.analysis.small_numbers import Prior
from lebenslage.model.catalogue import Kind, Node
from lebenslage.report import small_words

NODE = Node("quote", "h", -1, 1, "Quote", einheit="%", art=Kind.ANTEIL, basis="personen")
NAMES = {"a": "Adorf", "b": "Bedorf", "c": "Cedorf"}
NAN = np.nan


def areas(*rows: tuple[object, ...], **more) -> SmallAreas:
    """Rows of id, place and whether it is sure; everything else is the same."""
    effective = more.pop("effective", 1500.0)
    frame = pd.DataFrame(
        [
            (key, NAMES.get(str(key), str(key)), "2021", 1500.0, effective, 4.0, 3.1, 5.1, "ok",
             3.6, 2.9, 4.4, lage, sicher)
            for key, lage, sicher in rows
        ],
        columns=list(COLUMNS),
    )  # fmt: skip
    prior = more.pop("prior", Prior(0.031, 2e-5, Kind.ANTEIL))
    given = {"stand": ("2021",), "ebene": "ortsteil"} | more
    return SmallAreas(NODE, frame, prior, **given)


def test_who_is_outside_and_how_surely() -> None:
    found = areas(("a", "darüber", True), ("b", "darunter", False), ("c", "unauffällig", False))
    assert small_words.describe_funnel(found, NAMES) == (
        "Ob ein Wert vom gemeinsamen Wert (3,1 %, Stand 2021) abweicht, kann Zufall sein, und zwar "
        "umso eher, je kleiner der Ort ist. Der Wert von Adorf ist höher, als Zufall allein "
        "erwarten lässt (außerhalb der 95-Prozent-Grenzen, auch der 99,8-Prozent-Grenzen). Der "
        "Wert von Bedorf ist niedriger, als Zufall allein erwarten lässt (außerhalb der "
        "95-Prozent-Grenzen). Cedorf liegt im Bereich des Zufalls."
    )


def test_some_of_several_are_sure() -> None:
    found = areas(("a", "darüber", True), ("b", "darüber", False))
    text = small_words.describe_funnel(found, NAMES)
    assert text.endswith(
        "Der Wert von Adorf und Bedorf ist höher, als Zufall allein erwarten lässt (außerhalb der "
        "95-Prozent-Grenzen, Adorf auch der 99,8-Prozent-Grenzen)."
    )


def test_all_are_counted_where_not_all_are_named() -> None:
    rows = [(f"x{i}", "darüber" if i < 5 else "unauffällig", False) for i in range(39)]
    found = areas(("a", "unauffällig", False), *rows, ebene="gemeinde")
    text = small_words.describe_funnel(found, {"a": "Adorf"})
    assert text.endswith(
        "Adorf liegt im Bereich des Zufalls. Von 40 Gemeinden liegen 5 außerhalb der "
        "95-Prozent-Grenzen; durch Zufall wären es etwa 2."
    )


def test_smoothing_in_words() -> None:
    rows = [(f"x{i}", "unauffällig", False) for i in range(12)]
    # (0.031 * 0.969 - 0.00002) / 0.00002
    assert small_words.describe_smoothing(areas(*rows, ebene="gemeinde")) == (
        "Geglättet heißt: Jeder Wert ist zum gemeinsamen Wert hingezogen, so stark, als kämen "
        "1.501 Personen mit diesem Wert hinzu. Große Orte bleiben fast gleich, kleine ändern sich "
        "stark."
    )


def test_nothing_but_chance_and_few_areas() -> None:
    found = areas(("a", "unauffällig", False), prior=Prior(0.03, 0.0, Kind.ANTEIL))
    assert small_words.describe_smoothing(found) == (
        "Die Ortsteile unterscheiden sich nicht stärker, als Zufall erwarten lässt; geglättet "
        "haben deshalb alle denselben Wert. Wie stark sich die Ortsteile wirklich unterscheiden, "
        "lässt sich aus 1 Werten nur grob schätzen; maßgeblich bleibt der gemessene Wert."
    )


def test_pooled_years_say_that_persons_come_again() -> None:
    text = small_words.describe_smoothing(
        areas(("a", "unauffällig", False), stand=("2019", "2020", "2021"))
    )
    assert text.endswith(
        "Wer mehrere Jahre da ist, zählt jedes Jahr; der Bereich ist eher zu schmal."
    )


def test_the_table() -> None:
    found = areas(("a", "darüber", True), ("b", "darunter", False), ("c", "unauffällig", False))
    pooled = areas(("a", "unauffällig", False), stand=("2019", "2020", "2021"))
    table = small_words.small_table(found, pooled)
    assert table.iloc[0].to_dict() == {
        "Gebiet": "Adorf",
        "Bezugsgröße": "1.500",
        "Gemessen (2021)": "4,0 %",
        "95 %-Bereich": "3,1–5,1 %",
        "Geglättet": "3,6 %",
        "95 %-Bereich, geglättet": "2,9–4,4 %",
        "2019 bis 2021 zusammen": "4,0 % (3,1–5,1 %)",
        "Verglichen mit dem Zufall": "darüber (99,8 %)",
    }
    assert table["Verglichen mit dem Zufall"].tolist()[1:] == [
        "darunter (95 %)", "im Bereich des Zufalls",
    ]  # fmt: skip
    assert table["2019 bis 2021 zusammen"].tolist()[1:] == ["noch keine Daten"] * 2
    assert "2019 bis 2021 zusammen" not in small_words.small_table(found)


@pytest.mark.parametrize(("niveau", "text"), [(0.95, "Zufall, 95 %"), (0.998, "Zufall, 99,8 %")])
def test_names_of_limits(niveau, text) -> None:
    assert small_words.limit_name(niveau) == text


def test_effective_bases_are_told() -> None:
    found = areas(("a", "unauffällig", False), effective=300.0)
    assert small_words.base_title(found) == "Effektive Bezugsgröße (Personen)"
    assert "Die effektive Bezugsgröße ist kleiner als die gezählte" in (
        small_words.describe_smoothing(found)
    )
    table = small_words.small_table(found)
    assert table[["Bezugsgröße", "Effektive Bezugsgröße"]].values.tolist() == [["1.500", "300"]]
    plain = areas(("a", "unauffällig", False))
    assert small_words.base_title(plain) == "Bezugsgröße (Personen)"
    assert "Effektive Bezugsgröße" not in small_words.small_table(plain)
