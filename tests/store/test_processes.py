"""Killed at any moment, or many at once: every import is whole or absent."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from lebenslage.store import Action, AuditEntry, Store, sqlite_url
from tests.store import processes
from tests.store.builders import at_revision, shown


def test_many_may_open_and_fill_a_fresh_store_at_once(url):
    assert sorted(processes.together(processes.open_and_fill, 4, url)) == [0, 0, 0, 1]
    with Store(url) as store:
        assert [r.dateiname for r in store.imports()] == ["paket.csv"]
        assert store.version() == 1


def test_imports_at_once_all_land(url):
    assert sorted(processes.together(processes.import_one, 4, url)) == [1, 2, 3, 4]
    with Store(url) as store:
        expected = {(f"g{number}", "x", "2024"): 1.0 for number in range(4)}
        assert shown(store.snapshot().werte) == expected
        assert [entry.version for entry in store.audit()] == [4, 3, 2, 1]


def test_of_the_same_file_at_once_one_lands(url):
    answers = processes.together(processes.import_same, 4, url)
    assert sorted(answers) == ["abgelehnt", "abgelehnt", "abgelehnt", "importiert"]


#: How often a process is killed; `make fuzz` does it as often as the name of the profile says.
KILLS = 200 if os.environ.get("LEBENSLAGE_BEISPIELE") == "fuzz" else 6


class Killing:
    """Works in processes of their own, and kills them at chosen moments."""

    def __init__(self, target: Callable[[str, int, Any], None], url: str) -> None:
        self.target = target
        self.url = url
        self.context = processes.context()

    def run(self, attempt: int, delay: float | None) -> tuple[float, bool]:
        """Work; kill after `delay` seconds. How long it ran, and whether it said "fertig"."""
        here, there = self.context.Pipe()
        process = self.context.Process(target=self.target, args=(self.url, attempt, there))
        process.start()
        there.close()
        assert here.recv() == "beginnt"
        start = time.perf_counter()
        if delay is None:
            process.join()
        else:
            process.join(delay)
            process.kill()  # SIGKILL: nothing is tidied up
            process.join()
        duration = time.perf_counter() - start
        try:
            finished = here.poll() and here.recv() == "fertig"
        except EOFError:
            finished = False
        here.close()
        return duration, finished


def moments(whole: float) -> list[float]:
    """Moments all over a work that takes so long and some after it, in any order."""
    rng = random.Random(20261123)
    delays = [whole * 1.3 * (i + rng.random()) / KILLS for i in range(KILLS)]
    rng.shuffle(delays)
    return delays


def test_killed_during_import(url):
    killing = Killing(processes.import_and_tell, url)
    whole = max(killing.run(attempt, None)[0] for attempt in (0, 1, 2))
    landed = {0, 1, 2}
    for attempt, delay in enumerate(moments(whole), start=3):
        _, finished = killing.run(attempt, delay)
        with Store(url) as store:
            there = {int(r.dateiname[10:-4]) for r in store.imports() if "antworten" in r.dateiname}
            assert there - landed <= {attempt}
            assert attempt in there or not finished, "said to be done, and is lost"
            assert len(store.imports()) == 3 * len(there), "half an import"
            assert store.version() == len(there)
            landed = there
    check_all(url, landed)
    assert 3 < len(landed) < 3 + KILLS, "the moments must lie before and after the end"


def test_killed_while_taking_back_and_saving_a_copy(url, instanz):
    with Store(url) as store:
        for attempt in (0, 1):
            store.import_deliveries(processes.big_import(attempt), wer="Amt")
    # told, not looked up: the processes begin with the environment of whichever test was first
    killing = Killing(partial(processes.work_and_tell, instanz), url)
    whole = killing.run(0, None)[0]
    done = copies = 0
    for attempt, delay in enumerate(moments(whole), start=1):
        done += killing.run(attempt, delay)[1]
        with Store(url) as store:
            assert len(store.audit()) == 4 + store.version() == 6 + len(switches(store))
            # every undo and redo is whole: its status, its line and its version
            undone = {r.id for r in store.imports() if not r.aktiv}
            last = {e.import_id: e.was for e in reversed(store.audit())}
            assert undone == {n for n, was in last.items() if was is Action.ZURUECKGENOMMEN}
            file = processes.backup_of(instanz, attempt)
            if file.exists():
                copies += 1
                with Store(sqlite_url(file)) as copy:
                    assert copy.backup(file.with_name("noch.sqlite"), overwrite=True).importe == 6
            for number in undone:
                store.redo(number, wer="Amt")
    check_all(url, {0, 1})
    assert 0 < done < KILLS, "the moments must lie before and after the end"
    assert copies, "some copies must have been made"


def switches(store: Store) -> list[AuditEntry]:
    """Lines that tell of an import taken back or made active again."""
    return [entry for entry in store.audit() if entry.was is not Action.IMPORTIERT]


@pytest.mark.sqlite
def test_killed_during_migration(tmp_path, url):
    with Store(url) as store:
        store.import_deliveries(processes.big_import(0), wer="Amt")
        wanted = shown(store.snapshot().werte)
    old = tmp_path / "alt" / "lebenslage.sqlite"
    at_revision(url, sqlite_url(old), "0001")
    trial = tmp_path / "versuch" / "lebenslage.sqlite"
    trial.parent.mkdir()
    killing = Killing(processes.migrate_and_tell, sqlite_url(trial))
    shutil.copyfile(old, trial)
    whole, done = killing.run(0, None)[0], 0
    for attempt, delay in enumerate(moments(whole), start=1):
        for file in trial.parent.glob("lebenslage.sqlite*"):
            file.unlink()
        shutil.copyfile(old, trial)
        done += killing.run(attempt, delay)[1]
        with Store(sqlite_url(trial)) as store:
            assert shown(store.snapshot().werte) == wanted
            assert len(store.imports()) == 3
    assert 0 < done < KILLS, "the moments must lie before and after the end"


def check_all(url: str, landed: set[int]) -> None:
    """Everything of every import that landed is there, and nothing of any other."""
    with Store(url) as store:
        state = store.snapshot()
        newest = max(landed)
        assert shown(state.werte) == {**processes.VALUES, ("versuch", "x", "2024"): newest}
        assert {g.theme for g in state.zellen} == {f"thema-{attempt}" for attempt in landed}
        assert all(len(g.cells) == 20000 for g in state.zellen)
        for record in store.imports():
            assert store.raw(record.id).sha256 == record.sha256
        with store.engine.connect() as connection:
            if store.path is not None:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            for table in ("werte", "gitter", "umfragen", "rohdateien"):
                owners = f"SELECT count(DISTINCT import_id) FROM {table}"
                per_import = 3 if table == "rohdateien" else 1
                found = connection.exec_driver_sql(owners).scalar()
                assert found == per_import * len(landed), table
