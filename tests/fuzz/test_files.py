"""Damaged files of every format: a German answer, quickly, and a store that stays sound.

`make test` tries a sample that is always the same; `make fuzz` tries 10,000 other ones. A failure
names the seed and the number: `case(sources, number)` makes the file again.
"""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from dataclasses import replace
from random import Random

import pytest

from lebenslage import loaders
from lebenslage.errors import LebenslageError
from lebenslage.model.exchange import Source
from lebenslage.store import Store, sqlite_url
from tests.fuzz.mutations import mutate
from tests.fuzz.seeds import seeds
from tests.loaders.feeds import WITH_AREAS

LONG = os.environ.get("LEBENSLAGE_BEISPIELE") == "fuzz"
COUNT = 10_000 if LONG else 250
#: Where the numbers begin: the same on every run of `make test`, others on each of `make fuzz`.
START = int(time.time()) * 100_000 if LONG else 0
#: Seconds of computing that a file may take, and bytes that the process may grow by.
PATIENCE = 10
MEMORY = 1_000_000_000
PORTION = 50


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> list[Source]:
    return seeds(tmp_path_factory.mktemp("vorlagen"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(sqlite_url(tmp_path_factory.mktemp("fuzz") / "lebenslage.sqlite")) as opened:
        yield opened


def case(sources: list[Source], number: int) -> Source:
    """The damaged file with a number."""
    chosen = sources[number % len(sources)]
    return replace(chosen, data=mutate(Random(number), chosen.data))


def peak() -> int:
    """Most memory that this process has held, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # only where there is such a module

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def attempt(store: Store, source: Source, known) -> bool:
    """Check a file and take it in if it is sound; whether it was."""
    inspection = loaders.inspect(source, known)
    for problem in inspection.probleme:
        assert problem.meldung, "a problem without a sentence"
    if inspection.delivery is None:
        assert inspection.probleme, "refused without a reason"
        return False
    version = store.version()
    try:
        (record,) = store.import_deliveries([inspection.delivery], wer="Probe")
    except LebenslageError:
        assert store.version() == version, "refused, but something was written"
        return False
    assert store.version() == version + 1
    store.undo(record.id, wer="Probe")
    return True


@pytest.mark.parametrize("portion", range(COUNT // PORTION))
def test_damaged_files(sources, store, portion):
    known = replace(WITH_AREAS, heute="2026-11-28")
    before = peak()
    for number in range(START + portion * PORTION, START + (portion + 1) * PORTION):
        source = case(sources, number)
        began = time.process_time()
        try:
            attempt(store, source, known)
        except Exception as error:
            error.add_note(f"file {number}, {source.name}")
            raise
        taken = time.process_time() - began
        assert taken < PATIENCE, f"file {number}, {source.name}: {taken:.1f} s"
    assert peak() - before < MEMORY, f"portion {portion}: grew by {peak() - before} bytes"


#: Damage that once got through as a traceback: name of the seed, what stood there, what stood then.
FOUND = (
    ("ortsteile.gml", b"</gml:posList>", b" 1</gml:posList>"),
    ("struktur.txt", b"\tA\t0\t", b"\tA\tinf\t"),
    ("struktur_neu.lss", b"gid>", b"gxd>"),
    ("struktur_neu.lss", b"qid>", b"qxd>"),
    ("ortsteile.gml", b"EPSG:", b"EPSG:9"),
)
#: The same for a file inside an archive.
FOUND_INSIDE = (
    ("fahrplan.zip", "routes.txt", b"route_id,", b"route\rid,"),
    ("flaechen.zip", "flaechen.dbf", b"quelle\0", b"name\0\0\0"),
)


@pytest.mark.parametrize(("name", "before", "after"), FOUND)
def test_what_was_found(sources, store, name, before, after):
    source = next(each for each in sources if each.name == name)
    assert before in source.data
    attempt(store, replace(source, data=source.data.replace(before, after)), WITH_AREAS)


@pytest.mark.parametrize(("name", "member", "before", "after"), FOUND_INSIDE)
def test_what_was_found_inside_archives(sources, store, name, member, before, after):
    whole = next(each for each in sources if each.name == name)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole.data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            assert each != member or before in data
            new.writestr(each, data.replace(before, after, 1) if each == member else data)
    attempt(store, replace(whole, data=out.getvalue()), WITH_AREAS)


def test_most_seeds_are_sound(sources):
    """Otherwise the damage would be tried on nothing."""
    known = replace(WITH_AREAS, heute="2026-11-28")
    sound = [s.name for s in sources if loaders.inspect(s, known).delivery is not None]
    assert len(sound) >= 15, sound
