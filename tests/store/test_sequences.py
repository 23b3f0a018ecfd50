"""Any sequence of imports, undo and redo leads to what a simple model says."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lebenslage.errors import DatenFehler, LebenslageError
from lebenslage.store import ImportStatus, Store, sqlite_url
from tests.store.builders import shown, value_delivery

AKTIV, ZURUECK, GELOESCHT = ImportStatus
KEYS = [("a", "x", "2024"), ("b", "x", "2024"), ("a", "y", "2024")]
cells = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3).map(float), min_size=1).map(
    lambda chosen: dict(sorted(chosen.items()))
)


@dataclasses.dataclass
class Entry:
    """What the model remembers of an import."""

    cells: dict[tuple[str, str, str], float]
    status: ImportStatus = AKTIV
    beispiel: bool = False


class Sequences(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store(sqlite_url(self.folder / "lebenslage.sqlite"))
        self.entries: list[Entry] = []
        self.version = 0

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)

    def attempt(self, action, allowed: bool, kind=LebenslageError) -> None:
        try:
            action()
        except kind:
            assert not allowed
        else:
            assert allowed
            self.version += 1

    @rule(content=cells, beispiel=st.booleans())
    def import_file(self, content, beispiel):
        file = dataclasses.replace(value_delivery(content), beispiel=beispiel)
        same = [e.status for e in self.entries if e.cells == content and e.status != GELOESCHT]
        self.attempt(lambda: self.store.import_deliveries([file], wer="Amt"), not same, DatenFehler)
        if not same:
            self.entries.append(Entry(content, beispiel=beispiel))

    @rule(first=cells, second=cells)
    def import_two_or_none(self, first, second):
        files = [value_delivery(first, "eins.csv"), value_delivery(second, "zwei.csv")]
        known = [e.cells for e in self.entries if e.status != GELOESCHT]
        allowed = first != second and first not in known and second not in known
        self.attempt(lambda: self.store.import_deliveries(files, wer="Amt"), allowed, DatenFehler)
        if allowed:
            self.entries += [Entry(first), Entry(second)]

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def undo(self, data):
        number = data.draw(st.integers(1, len(self.entries)))
        entry = self.entries[number - 1]
        self.attempt(lambda: self.store.undo(number, wer="Amt"), entry.status == AKTIV)
        entry.status = ZURUECK if entry.status == AKTIV else entry.status

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def redo(self, data):
        number = data.draw(st.integers(1, len(self.entries)))
        entry = self.entries[number - 1]
        self.attempt(lambda: self.store.redo(number, wer="Amt"), entry.status == ZURUECK)
        entry.status = AKTIV if entry.status == ZURUECK else entry.status

    @rule()
    def remove_examples(self):
        chosen = [e for e in self.entries if e.beispiel and e.status != GELOESCHT]
        assert self.store.remove_examples(wer="Amt") == (len(chosen), 0)
        for entry in chosen:
            entry.status = GELOESCHT
        self.version += bool(chosen)

    @rule()
    def open_again(self):
        self.store.close()
        self.store = Store(sqlite_url(self.folder / "lebenslage.sqlite"))

    @invariant()
    def as_the_model_says(self):
        state = self.store.snapshot()
        expected: dict[tuple[str, str, str], float] = {}
        for entry in self.entries:
            expected |= entry.cells if entry.status == AKTIV else {}
        assert shown(state.werte) == expected
        assert state.version == self.version
        assert state.has_examples == any(e.beispiel and e.status == AKTIV for e in self.entries)
        records = reversed(self.store.imports())
        assert [r.status for r in records] == [e.status for e in self.entries]


Sequences.TestCase.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
TestSequences = Sequences.TestCase
