"""Who works with whom, who stands alone, and who could: counted by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from itertools import combinations

import geopandas as gpd
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from lebenslage.analysis.index.need import NeedTable
from lebenslage.analysis.registers.gaps import Gap, Suggestion, gaps, suggestions, touching
from lebenslage.analysis.registers.network import Place, around, layout, network, ring
from lebenslage.model.registers import Entry


def actor(key: str, place: str, *fields: str, **more: object) -> Entry:
    daten = {"ortsteile": (place,), "handlungsfelder": fields, **more}
    return Entry("akteure", key, daten)


def tie(a: str, b: str, **more: object) -> Entry:
    return Entry("kooperationen", f"K-{a}{b}", {"von": a, "mit": b, **more})


ACTORS = [actor("A", "n"), actor("B", "s"), actor("C", "n"), actor("D", "o")]


def test_places_in_the_network():
    net = network(ACTORS, [tie("A", "B"), tie("C", "A"), tie("B", "A")], "2026-01-01")
    assert net.places == (
        Place("A", 2, 1, 1),
        Place("B", 1, 1, 1),
        Place("C", 1, 0, 1),
        Place("D", 0, 0, 2),
    )
    assert net.ties == (("A", "B"), ("A", "C"))
    assert net.dichte == 2 / (4 * 3 / 2)
    assert net.alone == ("D",)


def test_only_what_holds_on_the_day():
    ties = [tie("A", "B", seit="2025-06-01"), tie("A", "C", bis="2025-01-31")]
    assert network(ACTORS, ties, "2025-01-31").ties == (("A", "C"),)
    assert network(ACTORS, ties, "2025-02-01").ties == ()
    assert network(ACTORS, ties, "2026-01-01").ties == (("A", "B"),)


def test_what_has_no_beginning_counts_from_the_day_it_was_entered():
    """Entered on 2 January: the year before stays what it was, 1 of 3 possible ties."""
    old = ACTORS[:3], [tie("A", "B", seit="2024-01-01")]
    new = replace(ACTORS[3], angelegt="2026-01-02")
    late = replace(tie("A", "C"), angelegt="2026-01-02")
    before, after = (
        network([*old[0], new], [*old[1], late], day) for day in ("2026-01-01", "2026-01-02")
    )
    assert before == network(*old, "2026-01-01")
    assert before.dichte == 1 / 3
    assert after.dichte == 2 / (4 * 3 / 2)
    said = replace(late, daten={**late.daten, "seit": "2025-01-01"})  # a beginning is believed
    assert network(old[0], [*old[1], said], "2026-01-01").dichte == 2 / 3
    example = replace(late, beispiel=True)
    assert network(old[0], [*old[1], example], "2026-01-01").dichte == 2 / 3


def test_no_density_of_a_single_actor():
    assert math.isnan(network(ACTORS[:1], [], "2026-01-01").dichte)
    assert network([], [], "2026-01-01").places == ()


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_figures_are_those_of_the_graph(pairs):
    people = [actor(f"A-{i}", "n") for i in range(8)]
    net = network(people, [tie(f"A-{a}", f"A-{b}") for a, b in pairs], "2026-01-01")
    graph = nx.Graph([(a, b) for a, b in pairs if a != b])
    assert sum(place.bindungen for place in net.places) == 2 * graph.number_of_edges()
    assert net.dichte == graph.number_of_edges() / 28
    places = layout(net)
    assert places == layout(net)
    apart = [math.dist(places[a], places[b]) for a, b in itertools.combinations(places, 2)]
    assert min(apart) > 0.1  # of a drawing from -1 to 1: no point lies on another


def test_ring_has_one_in_the_middle_and_the_others_round_it_in_their_order():
    places = ring("M", ["A", "B", "C", "D"])
    assert places["M"] == (0, 0)
    for (a, b), at in zip([(0.5, 0), (0, 0.5), (-0.5, 0), (0, -0.5)], "ABCD", strict=True):
        assert places[at] == pytest.approx((a, b), abs=1e-6)
    assert ring("M", []) == {"M": (0, 0)}


def need(*rows: tuple[str, str, str]) -> NeedTable:
    frame = pd.DataFrame(rows, columns=["gebiet_id", "code", "status"])
    return NeedTable(frame.assign(beispiel=False))


def test_gaps_where_nobody_works_come_first():
    found = gaps(
        need(("n", "bus", "niedrig"), ("s", "bus", "niedrig"), ("s", "arzt", "hoch")),
        [actor("A", "n", "bus"), actor("B", "s", "arzt")],
        [
            Entry(
                "projekte", "P-1", {"ortsteile": ("n",), "handlungsfelder": ("bus",), "status": s}
            )
            for s in ("laeuft", "abgeschlossen")
        ],
    )
    assert found == (Gap("s", "bus", 0, 0, False), Gap("n", "bus", 1, 1, False))


def test_suggestions_say_why():
    people = [
        actor("A", "n", "bus", "arzt"),
        actor("B", "s", "bus", "arzt"),
        actor("C", "n", "bus"),
        actor("D", "w", "bus"),
    ]
    found = suggestions(people, [("C", "A")], {frozenset(("n", "s"))})
    assert found == (
        Suggestion("A", "B", ("bus", "arzt"), (), (("n", "s"),)),
        Suggestion("B", "C", ("bus",), (), (("s", "n"),)),
    )


def test_neighbours_touch_or_nearly_do():
    shapes = [
        box(0, 0, 100, 100),
        box(100, 0, 200, 100),
        box(240, 0, 300, 100),
        box(900, 0, 950, 9),
    ]
    areas = gpd.GeoDataFrame({"ortsteil_id": list("abcd")}, geometry=shapes, crs="EPSG:25832")
    assert touching(areas) == {frozenset("ab"), frozenset("bc")}


@given(
    st.lists(
        st.tuples(
            st.frozensets(st.sampled_from("xyz"), max_size=3),
            st.frozensets(st.sampled_from("nso"), max_size=2),
        ),
        max_size=7,
    ),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=6),
)
def test_suggestions_are_the_best_of_all_pairs(kinds, tied):
    people = [
        Entry(
            "akteure",
            f"A-{i}",
            {"handlungsfelder": tuple(sorted(f)), "ortsteile": tuple(sorted(p))},
        )
        for i, (f, p) in enumerate(kinds)
    ]
    known = [(f"A-{a}", f"A-{b}") for a, b in tied]
    wanted = []
    for i, j in combinations(range(len(kinds)), 2):
        (fields, places), (more_fields, more_places) = kinds[i], kinds[j]
        near = {frozenset((p, q)) for p in places for q in more_places} & {frozenset("ns")}
        free = {frozenset((i, j))}.isdisjoint(frozenset(pair) for pair in tied)
        if fields & more_fields and (places & more_places or near) and free:
            wanted.append((-len(fields & more_fields), -len(places & more_places), i, j))
    found = suggestions(people, known, {frozenset("ns")}, most=4)
    assert [(s.a, s.b) for s in found] == [(f"A-{i}", f"A-{j}") for *_, i, j in sorted(wanted)[:4]]


def test_the_surroundings_of_an_actor():
    net = network(ACTORS, [tie("A", "B"), tie("C", "A"), tie("B", "C")], "2026-01-01")
    part = around(net, "A", 2)
    assert [place.kennung for place in part.places] == ["A", "B"]
    assert part.ties == (("A", "B"),)
    assert around(net, "D", 2).ties == ()
