"""Random catalogues and values for tests about relations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Catalogue, Node

#: Tests about relations: a busy machine is no reason to fail.
relation = settings(deadline=None, max_examples=60)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """A root with 1 to 3 Handlungsfelder of 1 to 4 indicators each; goalposts 0 and 10."""
    nodes = [Node("r", "", 1, 1)]
    for field in range(draw(st.integers(1, 3))):
        nodes.append(Node(f"h{field}", "r", 1, draw(st.integers(1, 5))))
        for leaf in range(draw(st.integers(1, 4))):
            weight = draw(st.floats(0.5, 5))
            richtung = draw(st.sampled_from((1, -1)))
            code = f"i{field}{leaf}"
            nodes.append(Node(code, f"h{field}", richtung, weight, unten=0.0, oben=10.0))
    return Catalogue(tuple(nodes))


@st.composite
def cases(draw: st.DrawFn, areas: int = 5) -> tuple[Catalogue, Floats]:
    """A catalogue and values (areas, indicators), some missing, some beyond the goalposts."""
    catalogue = draw(catalogues())
    cells = st.one_of(st.just(np.nan), st.integers(-20, 120).map(lambda k: k / 10))
    size = areas * len(catalogue.indicators)
    values = draw(st.lists(cells, min_size=size, max_size=size))
    return catalogue, np.array(values, float).reshape(areas, -1)


def changed(catalogue: Catalogue, **fields: object) -> Catalogue:
    """The same tree with other fields in every indicator; callables get the node."""
    nodes = []
    for node in catalogue:
        if catalogue.is_leaf(node.code):
            new = {k: v(node) if callable(v) else v for k, v in fields.items()}
            node = replace(node, **new)  # type: ignore[arg-type]
        nodes.append(node)
    return Catalogue(tuple(nodes))
