"""Deliveries made by hand, without a loader."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from lebenslage.model import columns
from lebenslage.model.exchange import Content, Delivery, Source, ValueTable


def delivery(content: Content, name: str = "werte.csv", data: bytes = b"", **more: Any) -> Delivery:
    """A delivery of any content; the bytes default to the name, so that names tell files apart."""
    data = data or name.encode()
    given = {"format": "werte-lang", "titel": "Indikatorwerte", "roh": data, "zeilen": 1, **more}
    return Delivery(quelle=Source(name, data), content=content, **given)


def values(cells: dict[tuple[str, str, str], float], guete: str = "amtlich") -> ValueTable:
    """Values by (gebiet, indikator, stand)."""
    rows = [(*key, wert, None, None, None, "amt", guete) for key, wert in cells.items()]
    return ValueTable(pd.DataFrame(rows, columns=list(columns.WERTE)))


def value_delivery(cells: dict[tuple[str, str, str], float], name: str = "werte.csv") -> Delivery:
    """A file of values whose bytes follow from its values."""
    data = json.dumps([[*key, wert] for key, wert in cells.items()]).encode()
    return delivery(values(cells), name, data, zeilen=len(cells))


def shown(frame: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Values of a snapshot by (gebiet, indikator, stand)."""
    keys = zip(frame["gebiet_id"], frame["indikator"], frame["stand"], strict=True)
    return dict(zip(keys, frame["wert"], strict=True))
