"""The catalogue: fields, defaults, and what must hold between rows."""

from __future__ import annotations

import pytest

from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.exchange import Known
from tests.loaders.build import lines, problems, read, source

HEADER = "code;eltern;richtung;gewicht;name;rolle;art;unten;oben;transformation;deckelung;dezimalen"


def catalogue(*rows: str, header: str = HEADER) -> Catalogue:
    content = read(source(lines(header, *rows), "katalog.csv"), Known()).content
    assert isinstance(content, Catalogue)
    return content


def test_only_four_columns_are_needed():
    found = catalogue("gesamt;;1;1", "a;gesamt;-1;0,5", header="code;eltern;richtung;gewicht")
    assert found.nodes == (Node("gesamt", "", 1, 1), Node("a", "gesamt", -1, 0.5))


def test_all_fields():
    found = catalogue("g;;1;1;Gesamt;;;;;;;", "a;g;-1;2;Anteil;bewertet;anteil;0,5;20;log;nein;2")
    assert found["a"] == Node(
        "a", "g", -1, 2, "Anteil", art=Kind.ANTEIL, unten=0.5, oben=20,
        transformation="log", deckelung=False, dezimalen=2,
    )  # fmt: skip


def test_context_needs_neither_direction_nor_weight():
    node = catalogue("g;;1;1;;;;;;;;", "k;g;;;Kontext;kontext;;;;;;")["k"]
    assert (node.rolle, node.richtung, node.gewicht) == (Role.KONTEXT, 1, 0)


def test_metadata_table_of_coinr():
    text = lines('"Level","iCode","iName","Direction","Weight","Unit","Target","Denominator",'
                 '"Parent","Type"',
                 '"1","Ship","Shipping","1","0.5","Score","20.1",,"Index","Indicator"',
                 '"2","Index","The index","1","1","Score",,,,"Aggregate"',
                 ',"Area","Land area",,,"km",,,,"Denominator"')  # fmt: skip
    found = read(source(text), Known()).content
    assert found.nodes == (
        Node("Ship", "Index", 1, 0.5, "Shipping", einheit="Score", oben=20.1, deckelung=False),
        Node("Index", "", 1, 1, "The index", einheit="Score"),
        Node("Area", "", 1, 0, "Land area", Role.KONTEXT, "km"),
    )


def test_a_target_of_coinr_as_r_writes_it_is_the_good_goalpost():
    text = lines("iCode,Parent,Direction,Weight,Type,Target,dist2targ_cap_max,Colour",
                 "a,r,1,1,Indicator,5,TRUE,red", "b,r,-1,1,Indicator,2,FALSE,",
                 "r,NA,1,1,Aggregate,NA,NA,NA", "d,NA,NA,NA,Denominator,NA,NA,NA")  # fmt: skip
    found = read(source(text, "m.csv"), Known()).content
    ends = [(node.unten, node.oben, node.deckelung) for node in found.indicators]
    assert ends == [(None, 5, True), (2, None, False), (None, None, True)]
    assert [node.code for node in found.roots] == ["r", "d"]


@pytest.mark.parametrize(("one", "minus"), [("1.0", "-1.0"), ("1,0", "-1,00"), ("+1", "\u22121")])
def test_whole_numbers_as_programs_write_them_beside_empty_cells(one, minus):
    """Of 1 in a column with gaps pandas makes 1.0, and so it writes a catalogue."""
    text = lines("code;eltern;richtung;gewicht;deckelung", "r;;;1,0;", f"a;r;{one};1,0;1.0",
                 f"b;r;{minus};2,0;0.0")  # fmt: skip
    found = read(source(text, "k.csv"), Known()).content
    assert [(n.richtung, n.gewicht, n.deckelung) for n in found.indicators] == [
        (1, 1.0, True),
        (-1, 2.0, False),
    ]


@pytest.mark.parametrize("text", ["1.5", "10", "1.00001", "--1", "1.0.0", "0.0"])
def test_other_numbers_are_no_direction(text):
    assert problems(source(lines("code;eltern;richtung;gewicht", f"a;;{text};1"), "k.csv"), Known())


def test_problems_within_rows():
    text = lines(HEADER, "g;;1;1;;;;;;;;", "a;g;2;1;;;;;;;;", "b;g;;;;;;;;;;", ";g;1;1;;;;;;;;",
                 "c;g;1;-1;;;prozent;;;;;", "d;g;1;1;;;;5;;;;", "e;g;1;1;;;;5;5;;;",
                 "f;g;1;1;;;;0;5;log;;", "h;g;1;1;;;;;;;vielleicht;9",
                 "i;g;1;1;;;;;;;;1,5")  # fmt: skip
    assert problems(source(text, "k.csv"), Known()) == [
        "k.csv, Zeile 3, Spalte „richtung“: „2“ ist nicht erlaubt; möglich ist „1“ oder „-1“.",
        "k.csv, Zeile 4, Spalte „richtung“: Die Angabe fehlt; erwartet wird 1 oder -1.",
        "k.csv, Zeile 4, Spalte „gewicht“: Die Angabe fehlt; erwartet wird eine Zahl ab 0.",
        "k.csv, Zeile 5, Spalte „code“: Die Angabe fehlt.",
        "k.csv, Zeile 6, Spalte „gewicht“: „-1“ ist nicht erlaubt; mindestens 0.",
        "k.csv, Zeile 6, Spalte „art“: „prozent“ ist nicht erlaubt; möglich ist „anzahl“, "
        "„anteil“, „rate“, „mittelwert“ oder „umfrage“.",
        "k.csv, Zeile 7, Spalte „oben“: Zielwerte gibt es nur zu zweit: „unten“ und „oben“.",
        "k.csv, Zeile 8, Spalte „oben“: Der obere Zielwert (5) muss größer sein als der untere "
        "(5); ob weniger besser ist, sagt „richtung“.",
        "k.csv, Zeile 9, Spalte „unten“: Für den Logarithmus muss der Zielwert größer als 0 sein.",
        "k.csv, Zeile 10, Spalte „deckelung“: „vielleicht“ ist weder „ja“ noch „nein“.",
        "k.csv, Zeile 10, Spalte „dezimalen“: „9“ ist nicht erlaubt; höchstens 6.",
        "k.csv, Zeile 11, Spalte „dezimalen“: „1,5“ ist keine ganze Zahl.",
    ]


def test_problems_between_rows():
    text = lines("code;eltern;richtung;gewicht", "g;;1;1", "a;g;1;1", "a;g;1;1", "b;h;1;1")
    assert problems(source(text, "k.csv"), Known()) == [
        "k.csv, Zeile 4, Spalte „code“: „a“ kommt mehrfach vor; jeder Code genau einmal.",
        "k.csv, Zeile 5, Spalte „eltern“: „b“ verweist auf „h“, diesen Code gibt es im Katalog "
        "nicht.",
    ]


def test_orphan_double_and_circle_are_told_at_once():
    text = lines("code;eltern;richtung;gewicht", "a;a;1;1", "b;zz;1;1", "c;;1;1", "c;;1;1")
    assert problems(source(text, "k.csv"), Known()) == [
        "k.csv, Zeile 2, Spalte „eltern“: „a“ steht über seine Eltern in einem Kreis: a → a.",
        "k.csv, Zeile 3, Spalte „eltern“: „b“ verweist auf „zz“, diesen Code gibt es im Katalog "
        "nicht.",
        "k.csv, Zeile 5, Spalte „code“: „c“ kommt mehrfach vor; jeder Code genau einmal.",
    ]


def test_a_node_between_needs_its_weight():
    # the root has no siblings, and what is only shown counts nowhere
    header = "code;eltern;richtung;gewicht;rolle"
    inner = ("r;;;;", "h;r;;;", "i;r;;1;", "k;r;;;kontext")
    text = lines(header, *inner, "a;h;1;1;", "b;i;1;1;", "c;k;1;;kontext")
    assert problems(source(text, "k.csv"), Known()) == [
        "k.csv, Zeile 3, Spalte „gewicht“: Die Angabe fehlt; erwartet wird eine Zahl ab 0.",
    ]


def test_circle():
    text = lines("code;eltern;richtung;gewicht", "a;b;1;1", "b;a;1;1")
    assert problems(source(text, "k.csv"), Known()) == [
        "k.csv, Zeile 2, Spalte „eltern“: „a“ steht über seine Eltern in einem Kreis: a → b → a.",
        "k.csv, Zeile 3, Spalte „eltern“: „b“ steht über seine Eltern in einem Kreis: b → a → b.",
    ]
