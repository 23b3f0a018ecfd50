"""HDI, AMPI and MPI by arithmetic."""

from __future__ import annotations

import math

from numpy.testing import assert_allclose

from lebenslage.analysis.index.engine import compute
from lebenslage.loaders import load_procedure
from lebenslage.model.catalogue import Catalogue, Node


def leaf(code: str, parent: str, ends: tuple[float, float], **more) -> Node:
    return Node(code, parent, 1, 1.0, unten=ends[0], oben=ends[1], **more)


#: UNDP (2020), technical note 1: goalposts of the four indicators.
HDI = Catalogue(
    (
        Node("hdi", "", 1, 1.0),
        Node("gesundheit", "hdi", 1, 1.0),
        Node("bildung", "hdi", 1, 1.0),
        Node("einkommen", "hdi", 1, 1.0),
        leaf("le", "gesundheit", (20, 85), deckelung=False),
        leaf("eys", "bildung", (0, 18)),
        leaf("mys", "bildung", (0, 15)),
        leaf("gnipc", "einkommen", (100, 75000), transformation="log"),
    )
)


def test_hdi() -> None:
    values = [[82.4, 18.1, 12.9, 66494.0], [61.0, 9.0, 5.0, 1200.0], [85.0, 20.0, 15.0, 90000.0]]
    result = compute(HDI, values, load_procedure("hdi"))
    income = math.log(66494 / 100) / math.log(75000 / 100)
    first = ((82.4 - 20) / 65 * (18 / 18 + 12.9 / 15) / 2 * income) ** (1 / 3)
    income = math.log(1200 / 100) / math.log(75000 / 100)
    second = ((61 - 20) / 65 * (9 / 18 + 5 / 15) / 2 * income) ** (1 / 3)
    assert_allclose(result.score("hdi"), [first, second, 1], rtol=1e-14)
    # Norway in the report of 2020: 0.957
    assert round(first, 3) == 0.957
    assert result.classes[:, 0].tolist() == ["sehr hoch", "niedrig", "sehr hoch"]


def pair(**posts: tuple[float, float]) -> Catalogue:
    nodes = [Node("r", "", 1, 1.0)]
    for code, richtung in (("a", 1), ("b", -1)):
        low, high = posts.get(code, (None, None))
        nodes.append(Node(code, "r", richtung, 1.0, unten=low, oben=high))  # type: ignore[arg-type]
    return Catalogue(tuple(nodes))


def test_ampi() -> None:
    # a: mean 5, half the range 3, goalposts 2 and 8 -> 70, 100, 100, 130
    # b: mean 10, half the range 10, goalposts 0 and 20, reversed -> 130, 100, 100, 70
    values = [[2.0, 0.0], [5.0, 10.0], [5.0, 10.0], [8.0, 20.0]]
    expected = [100 - 30**2 / 100, 100, 100, 100 - 30**2 / 100]
    for tree in (pair(), pair(a=(2, 8), b=(0, 20))):
        result = compute(tree, values, load_procedure("ampi"))
        assert_allclose(result.score("a"), [70, 100, 100, 130])
        assert_allclose(result.score("b"), [130, 100, 100, 70])
        assert_allclose(result.score("r"), expected)


def test_ampi_goes_beyond_its_goalposts() -> None:
    result = compute(pair(a=(2, 8), b=(0, 20)), [[11.0, 10.0], [5.0, 10.1]], load_procedure("ampi"))
    assert_allclose(result.score("a"), [160, 100])


def test_mpi() -> None:
    # a: mean 4, sample variance 4 -> z -1, 0, 1; b falls: mean 7, variance 9 -> z 1, -1, 0
    values = [[2.0, 4.0], [4.0, 10.0], [6.0, 7.0]]
    result = compute(pair(), values, load_procedure("mpi"))
    assert_allclose(result.score("a"), [90, 100, 110])
    assert_allclose(result.score("b"), [110, 90, 100])
    # squared sample deviation of 90 and 110 is 200, of 100 and 90 and of 110 and 100 it is 50
    assert_allclose(result.score("r"), [100 - 200 / 100, 95 - 50 / 95, 105 - 50 / 105])
