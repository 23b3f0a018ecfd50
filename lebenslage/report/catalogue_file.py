"""The catalogue as the file that a spreadsheet opens and the loader reads again."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from lebenslage.model.catalogue import Node
from lebenslage.model.catalogue_changes import FIELDS
from lebenslage.report.files import csv_bytes


def catalogue_csv(nodes: Iterable[Node]) -> bytes:
    """`katalog.csv` of these nodes: every column of the format, in its order.

    Reading it again gives equal nodes; the rules of the loader are not checked here.
    """
    rows = [[_cell(getattr(node, name)) for name in FIELDS] for node in nodes]
    return csv_bytes(pd.DataFrame(rows, columns=list(FIELDS), dtype=object))


def _cell(value: object) -> object:
    """A text in one line, as a cell of a table; anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value
