"""The Gemeinde's package, read and taken into a fresh store: what the very first start does."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Row, once
from lebenslage import loaders, wiring
from lebenslage.store import Store
from lebenslage.store.database import sqlite_url


def run() -> list[Row]:
    """Time reading and storing apart."""
    folder = wiring.package_folder()
    deliveries = []
    reading = once(lambda: deliveries.extend(loaders.load_package(folder)))
    rows = sum(delivery.zeilen for delivery in deliveries)
    with tempfile.TemporaryDirectory() as place:
        store = Store(sqlite_url(Path(place, "bench.sqlite")))
        storing = once(lambda: store.import_deliveries(deliveries, wer="benchmark"))
        snapshot = once(store.snapshot)
        store.close()
    note = f"{len(deliveries)} files, {rows} rows; measured once"
    return [
        Row("package: read and check all files", reading, "s", note=note),
        Row("package: one transaction into a fresh SQLite store", storing, "s"),
        Row("snapshot of the store", snapshot, "s"),
    ]
