"""Which store and which package this installation works with; used by pages and command line."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from lebenslage.errors import LebenslageError
from lebenslage.loaders import load_gemeinde, load_package, load_procedure
from lebenslage.model.area import Gemeinde
from lebenslage.model.procedure import PROCEDURES, Classes, Procedure
from lebenslage.model.scenario import PUBLISHED
from lebenslage.store import BackupReport, Store, has_imports, temporary_store

_LOG = logging.getLogger(__name__)
_PROJECT = Path(__file__).resolve().parents[1]
#: Who takes in the shipped package, as shown in the list of imports.
MITGELIEFERT: Final = "mitgeliefert"
#: Who deletes files whose term is over.
FRIST: Final = "Aufbewahrungsfrist"


def package_folder() -> Path:
    """Folder of the Gemeinde's package: `LEBENSLAGE_DATEN`, else `data/` of the project."""
    return Path(os.environ.get("LEBENSLAGE_DATEN") or _PROJECT / "data")


def gemeinde() -> Gemeinde:
    """Read what the package says about the Gemeinde.

    Raises
    ------
    DatenFehler
        If `gemeinde.toml` is missing or wrong.
    """
    return load_gemeinde(package_folder())


def procedures(own: Gemeinde) -> dict[str, Procedure]:
    """Every shipped procedure by name; the published one has the classes of the Gemeinde."""
    shipped = {name: load_procedure(name) for name in PROCEDURES}
    classes = Classes(own.klassen_grenzen, own.klassen_namen)
    return shipped | {PUBLISHED: replace(shipped[PUBLISHED], klassen=classes)}


def open_store() -> Store:
    """Open the store; a fresh one takes in the package first.

    Raises
    ------
    LebenslageError
        If the store cannot be opened, or a file of the package is wrong.
    """
    store = Store()
    try:
        _fill(store)
        daily(store, gemeinde())
    except BaseException:
        store.close()
        raise
    return store


def daily(store: Store, own: Gemeinde) -> None:
    """What is due every day: first delete, then back up what is left."""
    delete_expired(store, own)
    back_up(store, own)


def delete_expired(store: Store, own: Gemeinde) -> int:
    """Delete the kept files of surveys whose term is over; results stay.

    Runs at every start, on the first visit of every day, and by the command `aufbewahrung`.

    Returns
    -------
    int
        How many files were deleted; the audit log names each.
    """
    term = datetime.now(UTC) - timedelta(days=own.rohdateien_tage)
    return store.delete_raw_surveys(term.isoformat(timespec="seconds"), wer=FRIST)


def back_up(store: Store, own: Gemeinde) -> BackupReport | None:
    """Make the automatic backup of the day, if it is due.

    A backup that does not work is no reason to stand still: it stands in the log, and the
    command `status` tells of it.
    """
    try:
        return store.backups.of_today(own.sicherung)
    except LebenslageError as error:
        _LOG.error("Die tägliche Sicherung ist nicht gelungen: %s", error)
        return None


@contextmanager
def store_for_a_look() -> Iterator[Store]:
    """Open the store to read; if there is none yet, one for the moment, filled the same way.

    Raises
    ------
    LebenslageError
        As `open_store`.
    """
    if has_imports():
        with Store() as store:
            yield store
    else:
        with temporary_store() as store:
            _fill(store)
            yield store


def _fill(store: Store) -> None:
    store.fill_if_fresh(lambda: load_package(package_folder()), wer=MITGELIEFERT)
