"""What other processes do to a store in tests; imported by them, so it must stay importable."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lebenslage.errors import DatenFehler
from lebenslage.model.exchange import Delivery
from lebenslage.model.grid import GridCells
from lebenslage.store import Store
from tests import tiny
from tests.store.builders import delivery, value_delivery

#: Values in every big import: (gebiet, indikator, stand) -> wert
VALUES = {(f"g{i:04}", "x", "2024"): float(i) for i in range(4000)}


def context() -> BaseContext:
    """Processes that start quickly where the system can do it: libraries are loaded once."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload([__name__])
    return chosen


def together(target: Callable[..., None], count: int, *arguments: object) -> list[Any]:
    """Run a function in several processes that start at the same moment; what they answer."""
    chosen = context()
    barrier, answers = chosen.Barrier(count), chosen.Queue()
    processes = [
        chosen.Process(target=target, args=(*arguments, number, barrier, answers))
        for number in range(count)
    ]
    for process in processes:
        process.start()
    found = [answers.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    return found


def open_and_fill(url: str, number: int, barrier: Any, answers: Any) -> None:
    """Open a store that may not exist yet and put the package in."""
    barrier.wait()
    with Store(url) as store:
        files = [value_delivery({("a", "x", "2024"): 1.0}, "paket.csv")]
        answers.put(len(store.fill_if_fresh(lambda: files, wer=f"Prozess {number}")))


def import_one(url: str, number: int, barrier: Any, answers: Any) -> None:
    """Import a file of one's own."""
    with Store(url) as store:
        barrier.wait()
        files = [value_delivery({(f"g{number}", "x", "2024"): 1.0}, f"{number}.csv")]
        answers.put(store.import_deliveries(files, wer=f"Prozess {number}")[0].id)


def import_same(url: str, number: int, barrier: Any, answers: Any) -> None:
    """Import the same file as everybody else."""
    with Store(url) as store:
        barrier.wait()
        try:
            files = [value_delivery({("a", "x", "2024"): 1.0})]
            store.import_deliveries(files, wer=f"Prozess {number}")
            answers.put("importiert")
        except DatenFehler:
            answers.put("abgelehnt")


def big_import(attempt: int) -> list[Delivery]:
    """Several files of one import: values, cells, answers; some two megabytes."""
    rng = np.random.default_rng(attempt)
    cells = pd.DataFrame(rng.random((20000, 3)), columns=["x", "y", "Einwohner"])
    raw = rng.bytes(1_000_000)
    return [
        value_delivery({**VALUES, ("versuch", "x", "2024"): float(attempt)}),
        delivery(GridCells(f"thema-{attempt}", "2022", 100, cells), "gitter.csv", raw),
        delivery(tiny.wave(), f"antworten-{attempt}.csv"),
    ]


def import_and_tell(url: str, attempt: int, pipe: Any) -> None:
    """Say that the import begins, do it, say that it is done."""
    with Store(url) as store:
        files = big_import(attempt)
        pipe.send("beginnt")
        store.import_deliveries(files, wer="Amt")
        pipe.send("fertig")


def work_and_tell(folder: Path, url: str, attempt: int, pipe: Any) -> None:
    """Say that work begins, take an import back, make a backup, let it count again; say so."""
    with Store(url) as store:
        number = 3 + attempt % 3
        pipe.send("beginnt")
        store.undo(number, wer="Amt")
        store.backup(backup_of(folder, attempt))
        store.redo(number, wer="Amt")
        pipe.send("fertig")


def migrate_and_tell(url: str, _attempt: int, pipe: Any) -> None:
    """Say that a store is opened, which migrates it; say that it is open."""
    pipe.send("beginnt")
    Store(url).close()
    pipe.send("fertig")


def backup_of(folder: Path, attempt: int) -> Path:
    """Where an attempt puts its backup."""
    return folder / f"sicherung-{attempt}.sqlite"
