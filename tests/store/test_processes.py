"""Killed at any moment, or many at once: every import is whole or absent."""

from __future__ import annotations

import random
import time

import pytest

from lebenslage.store import Store
from tests.store import processes
from tests.store.builders import shown


@pytest.mark.parametrize("attempt", range(3))
def test_many_may_open_and_fill_a_fresh_store_at_once(url, attempt):
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


KILLS = 50


class Killing:
    """Imports in processes of their own, and kills them at chosen moments."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.context = processes.context()

    def run(self, attempt: int, delay: float | None) -> tuple[float, bool]:
        """Import; kill after `delay` seconds. How long it ran, and whether it said "fertig"."""
        here, there = self.context.Pipe()
        arguments = (self.url, attempt, there)
        process = self.context.Process(target=processes.import_and_tell, args=arguments)
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


def test_killed_during_import(url):
    killing = Killing(url)
    whole = max(killing.run(attempt, None)[0] for attempt in (0, 1, 2))
    rng = random.Random(20261123)
    # moments all over an import and some after it, in any order
    delays = [whole * 1.3 * (i + rng.random()) / KILLS for i in range(KILLS)]
    rng.shuffle(delays)
    landed = {0, 1, 2}
    for attempt, delay in enumerate(delays, start=3):
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
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            for table in ("werte", "gitter", "umfragen", "rohdateien"):
                owners = f"SELECT count(DISTINCT import_id) FROM {table}"
                per_import = 3 if table == "rohdateien" else 1
                found = connection.exec_driver_sql(owners).scalar()
                assert found == per_import * len(landed), table
