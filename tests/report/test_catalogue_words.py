"""A draft of the catalogue in words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lebenslage.analysis.goalposts import Goalposts
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.catalogue_changes import changes, with_node, without
from lebenslage.report import catalogue_words as words
from tests import tiny
from tests.report.test_report_scenario import NO_POINTS, NONE, PUBLISHED, SWAPPED, found
from tests.shown import NAMES

TREE = tiny.catalogue()
VALUES = tiny.werte()


def after(code: str, **cells: object) -> Catalogue:
    return Catalogue(with_node(TREE, replace(TREE[code], **cells)))


def lines(other: Catalogue) -> list[str]:
    return words.change_lines(changes(TREE, other), other)


def test_one_line_per_code():
    assert lines(after("wohnen", gewicht=2.5)) == ["„Wohnen“: Gewicht 2,5 statt 1"]
    assert lines(after("wohnflaeche", unten=20.0, richtung=-1)) == [
        "„Wohnfläche je Person“: Richtung Ein niedrigerer Wert ist günstiger statt "
        "Ein höherer Wert ist günstiger; Unterer Zielwert 20 statt 30"
    ]
    assert lines(after("wohnflaeche", zielwert_quelle="")) == [
        "„Wohnfläche je Person“: Quelle der Zielwerte leer statt Setzung"
    ]
    assert lines(after("wohnflaeche", definition="x" * 61)) == [
        "„Wohnfläche je Person“: Definition geändert"
    ]
    new = Catalogue(with_node(TREE, Node("miete", "wohnen", -1, 1, "Miete")))
    assert lines(new) == ["„Miete“ ist neu unter „Wohnen“, Gewicht 1"]
    assert lines(Catalogue(without(TREE, "wohnflaeche"))) == ["„Wohnfläche je Person“ entfällt"]


def test_the_table_has_every_field_before_and_after():
    table = words.change_table(changes(TREE, after("busabfahrten", oben=50.0, deckelung=False)))
    assert table.values.tolist() == [
        ["Busabfahrten", "Oberer Zielwert", "40", "50"],
        ["Busabfahrten", "Punkte enden bei den Zielwerten", "ja", "nein"],
    ]
    gone = words.change_table(changes(TREE, Catalogue(without(TREE, "wohnflaeche"))))
    assert gone.values.tolist() == [["Wohnfläche je Person", "Indikator", "im Katalog", "entfällt"]]


def test_how_much_a_draft_changes():
    assert words.describe_draft(()) == "Der Entwurf gleicht der freigegebenen Fassung."
    said = words.describe_draft(changes(TREE, after("wohnen", definition="Anders.")))
    assert said.endswith("nur in Worten: An den Punkten ändert sich nichts.")
    said = words.describe_draft(changes(TREE, after("wohnen", gewicht=2.0)))
    assert said.replace("\u00a0", " ") == (
        "Der Entwurf ändert 1 Eintrag gegenüber der freigegebenen Fassung."
    )


def test_warnings_before_a_release():
    def warned(other: Catalogue) -> list[str]:
        return words.draft_warnings(changes(TREE, other), other, VALUES)

    assert warned(after("wohnen", gewicht=2.0)) == []
    (text,) = warned(after("anteil_65plus", basis=""))
    assert "endet der Schutz kleiner Zahlen" in text
    (text,) = warned(Catalogue(without(TREE, "wohnflaeche")))
    assert text.startswith("„Wohnfläche je Person“ hat Werte. Sie bleiben gespeichert")
    (text,) = warned(after("busabfahrten", unten=None, oben=None))
    assert "hat keine Zielwerte und bekommt deshalb keine Punkte" in text


def test_the_effect_in_one_table():
    table = words.effect_table(
        {
            "w": found(PUBLISHED, SWAPPED, NONE),
            "v": found(PUBLISHED, PUBLISHED, NONE),
            "n": found(NO_POINTS, PUBLISHED, NONE),
            "x": found(PUBLISHED, NO_POINTS, NONE),
            "y": found(NO_POINTS, NO_POINTS, NONE),
        },
        {"w": "Wohnen", "v": "Versorgung", "n": "Neues", "x": "Altes", "y": "Leeres"},
        NAMES,
    )
    # Ahausen from 50 to 40, Bedorf from 40 to 45
    assert table.values.tolist() == [
        ["Wohnen", "−10,0 (Ahausen)", "Ahausen und Bedorf"],
        ["Versorgung", "0,0", "keiner"],
        ["Neues", "hat danach Punkte", "keiner"],
        ["Altes", "hat danach keine Punkte", "keiner"],
        ["Leeres", "–", "keiner"],
    ]


def test_goalposts_and_their_source():
    posts = Goalposts("p5", 3.1, 9.8, 46, "2023-12-31")
    node = Node("x", "", 1, 1, einheit="%", art=Kind.ANTEIL)
    assert words.goalpost_text(posts, node) == "5. und 95. Perzentil: 3,1 bis 9,8 %"
    source = words.goalpost_source(posts, "Landkreis Musterkreis", ["Statistisches Landesamt"])
    assert source == (
        "5. und 95. Perzentil der 46 Gemeinden (Landkreis Musterkreis), Stand 31.12.2023; "
        "Statistisches Landesamt"
    )


def test_every_field_of_the_catalogue_has_a_name():
    for node in TREE:
        for field in words.FIELD_NAMES:
            assert words.value_text(node, field)


def test_a_file_with_nothing_changed_gives_an_empty_table():
    assert isinstance(words.change_table(()), pd.DataFrame)
    assert words.change_table(()).empty
