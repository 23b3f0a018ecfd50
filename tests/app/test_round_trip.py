"""Every register taken away as a file, changed, read in again with a preview, and taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lebenslage import loaders, wiring
from lebenslage.errors import LebenslageError
from lebenslage.model.exchange import Source, known_from
from lebenslage.model.registers import REGISTERS, Draft, Entry, FieldKind
from lebenslage.report import register_tables as tables
from lebenslage.store import Store, sqlite_url

#: What people write, and programs stumble over.
TEXTS = ("=1+1", "+49 7945 123", "- erstens", "<b>fett</b>", 'Semikolon; und „Zitat“ "hier"')
LONG = "- eins\n- zwei; <i>drei</i>"


@pytest.fixture(scope="module")
def own(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    target = tmp_path_factory.mktemp("rundreise") / "lebenslage.sqlite"
    shutil.copy(filled, target)
    with Store(sqlite_url(target)) as store:
        yield store


@pytest.fixture(scope="module")
def known(own: Store):
    return known_from(own.snapshot(), wiring.gemeinde(), own.registers.names())


@pytest.fixture(scope="module")
def words(own: Store, known) -> tables.Words:
    tree = own.snapshot().catalogue
    fields = {node.code: node.label for node in tree.handlungsfelder}
    return tables.Words(own.snapshot().ortsteil_names, fields, eintraege=known.eintraege)


def changed(entry: Entry, number: int) -> Entry:
    """Another text in every field that takes any."""
    daten = dict(entry.daten)
    for place, field in enumerate(REGISTERS[entry.register].felder):
        if field.name == "email":
            daten[field.name] = f"verein.{number}@gemeinde.de"
        elif field.art is FieldKind.TEXT and field.name not in ("lage", "link", "ansprechperson"):
            daten[field.name] = TEXTS[(place + number) % len(TEXTS)]
        elif field.art is FieldKind.LANG:
            daten[field.name] = LONG
        elif field.art.is_number and not field.name.startswith("teilnehmende"):
            daten[field.name] = 0
    return replace(entry, daten=daten)


def shown(store: Store, code: str) -> dict[str, dict[str, object]]:
    active = (e for e in store.registers.entries(code)[0] if not e.archiviert)
    return {entry.kennung: dict(entry.daten) for entry in active}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("code", REGISTERS)
def test_there_and_back(own: Store, known, words, code: str, ending: str):
    register, before = REGISTERS[code], shown(own, code)
    entries = [changed(e, i) for i, e in enumerate(own.registers.entries(code)[0])
               if not e.archiviert]  # fmt: skip
    new = replace(entries[0], kennung="", fassung=0)
    book = tables.export(register, [*entries, new], words)
    source = Source(f"{code}.{ending}", getattr(book, ending))
    looked = loaders.inspect(source, known)
    assert [str(problem) for problem in looked.probleme] == []
    assert (looked.zeilen, looked.delivery is None) == (len(entries) + 1, False)
    assert looked.vorschau.shape[0] == min(len(entries) + 1, 5)
    assert looked.delivery.zusammenfassung == {register.titel: len(entries) + 1, "neu": 1}
    (record,) = own.import_deliveries([looked.delivery], "Test")
    after = shown(own, code)
    assert {e.kennung: dict(e.daten) for e in entries}.items() <= after.items()
    (added,) = after.keys() - before.keys()
    assert after[added] == dict(new.daten)
    own.undo(record.id, "Test")
    assert shown(own, code) == before


def test_the_file_of_a_register_that_was_changed_since_is_refused(own: Store, known, words):
    entry = own.registers.entry("T-1")
    book = tables.export(REGISTERS["treffpunkte"], [entry], words)
    own.registers.save(Draft("treffpunkte", {**entry.daten, "zeiten": "nie"}, "T-1"), "Rat")
    stale = loaders.read(Source("alt.csv", book.csv), known)
    with pytest.raises(LebenslageError, match=r"„T-1“ wurde .* von „Rat“ geändert"):
        own.import_deliveries([stale], "Test")
