"""Catalogues compared and changed."""

from __future__ import annotations

from dataclasses import replace

from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.catalogue_changes import (
    NodeChange,
    changes,
    with_goalposts,
    with_node,
    without,
)
from tests import tiny


def codes(nodes) -> list[str]:
    return [node.code for node in nodes]


def test_nothing_differs():
    assert changes(tiny.catalogue(), tiny.catalogue()) == ()


def test_what_differs_is_named_and_whether_scores_may_change():
    before = tiny.catalogue()
    bus = replace(before["busabfahrten"], gewicht=2.0, definition="Anders gesagt.")
    share = replace(before["anteil_65plus"], name="Ältere")
    after = Catalogue(with_node(Catalogue(with_node(before, bus)), share))
    found = changes(before, after)
    assert [(c.code, c.felder, c.scored) for c in found] == [
        ("busabfahrten", ("gewicht", "definition"), True),
        ("anteil_65plus", ("name",), False),
    ]


def test_a_new_node_stands_behind_its_siblings_and_their_descendants():
    tree = tiny.catalogue()
    new = Node("miete", "wohnen", -1, 1)
    after = Catalogue(with_node(tree, new))
    assert codes(after)[:5] == ["gesamt", "wohnen", "leerstandsquote", "wohnflaeche", "miete"]
    assert changes(tree, after) == (NodeChange("miete", None, new),)
    assert changes(tree, after)[0].scored
    assert codes(with_node(tree, Node("verkehr", "gesamt", 1, 1)))[-1] == "verkehr"
    assert codes(with_node(tree, Node("x", "gibt-es-nicht", 1, 1)))[-1] == "x"


def test_gone_nodes_come_last():
    tree = tiny.catalogue()
    after = Catalogue(without(tree, "wohnflaeche"))
    assert changes(tree, after) == (NodeChange("wohnflaeche", tree["wohnflaeche"], None),)
    orphaned = without(tree, "wohnen")
    assert "leerstandsquote" in codes(orphaned)


def test_goalposts_come_with_their_source():
    after = Catalogue(with_goalposts(tiny.catalogue(), "busabfahrten", 5.0, 30.0, "Landkreis"))
    (change,) = changes(tiny.catalogue(), after)
    assert change.felder == ("unten", "oben", "zielwert_quelle")
