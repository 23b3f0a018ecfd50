"""Deliveries made by hand, without a loader."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pandas as pd

from lebenslage.model import columns
from lebenslage.model.exchange import Content, Delivery, Source, ValueTable
from lebenslage.store import Store
from lebenslage.store.database import Database, migrate
from lebenslage.store.transfer import copy_rows, tables_of


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


def on_disk(store: Store) -> bytes:
    """What lies in the folder of a store; of a server only what a dump of its rows would hold."""
    if store.path is not None:
        return b"".join(file.read_bytes() for file in sorted(store.path.parent.iterdir()))
    with store.engine.connect() as connection:
        kept = [connection.execute(table.select()).all() for table in tables_of(connection)]
    return repr([[tuple(row) for row in rows] for rows in kept]).encode()


def at_revision(url: str, older: str, revision: str) -> None:
    """Make a store of an earlier schema that holds what a present one does, as far as it could."""
    with closing(Database(older)) as old, closing(Database(url)) as present:
        migrate(old, revision)
        with old.writing() as into, present.reading() as rows:
            copy_rows(rows, old, into, tables_of(into))
