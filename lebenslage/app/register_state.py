"""A register at one moment: its entries, columns of them, and what changed last.

A register may hold a hundred thousand entries and changes by one of them. So what was made of the
others is taken over: a column is patched, and what hangs on a few fields alone stays as it is while
these fields do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from lebenslage.model.registers import Entry

T = TypeVar("T")
V = TypeVar("V")


class Column(Generic[T]):
    """A value of every entry, in the order of the entries; never changed.

    Parameters
    ----------
    value : callable
        Makes the value of an entry, of nothing but this entry.
    """

    def __init__(self, value: Callable[[Entry], T], cells: Sequence[T]) -> None:
        self.value, self.cells = value, cells
        self._made: dict[str, Any] = {}

    def made(self, name: str, build: Callable[[Sequence[T]], V]) -> V:
        """What `build` makes of the cells, made once."""
        if name not in self._made:
            self._made[name] = build(self.cells)
        result: V = self._made[name]
        return result

    def patched(self, places: Mapping[str, int], found: Sequence[Entry]) -> Column[T]:
        """The column with the values of these entries anew; the same one if no value differs."""
        new = {places[entry.kennung]: self.value(entry) for entry in found}
        known = len(self.cells)
        if all(place < known and self.cells[place] == cell for place, cell in new.items()):
            return self
        cells: list[Any] = [*self.cells, *[None] * (len(places) - known)]
        for place, cell in new.items():
            cells[place] = cell
        return Column(self.value, cells)


class Chosen(Sequence[Entry]):
    """Some entries of a register in some order; a page draws few of them."""

    def __init__(self, rows: Sequence[Entry], places: npt.NDArray[np.intp]) -> None:
        self.rows, self._places = rows, places

    @property
    def places(self) -> list[int]:
        """Where they stand in `rows`, in their order."""
        places: list[int] = self._places.tolist()
        return places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.rows.__getitem__, self._places.tolist())

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(index, slice):
            return Chosen(self.rows, self._places[index])
        return self.rows[int(self._places[index])]


@dataclass(frozen=True)
class State:
    """A register at one moment; shared by all sessions and never changed.

    Parameters
    ----------
    stand : tuple of int
        Version of the store and number of changes of the register: the key of what is made of it.
    entries : mapping
        Key -> entry, in the order of the numbers; archived ones too.
    whole : int, optional
        Number of changes at which an entry last came, went, or changed its place in the archive.
    fields : mapping
        Field -> number of changes at which an entry last had another value in it; fields that are
        left out are as they were at `whole`.
    """

    stand: tuple[int, int] = (-1, 0)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    whole: int | None = None
    fields: Mapping[str, int] = field(default_factory=dict)
    _columns: dict[str, Column[Any]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def active(self) -> Sequence[Entry]:
        """Entries that are not archived."""
        return [entry for entry in self.entries.values() if not entry.archiviert]

    @cached_property
    def archived(self) -> Sequence[Entry]:
        """Entries that are archived."""
        return [entry for entry in self.entries.values() if entry.archiviert]

    @cached_property
    def rows(self) -> Sequence[Entry]:
        """All entries; a column has its values in the same order."""
        return list(self.entries.values())

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Key -> place in `rows`."""
        return {key: place for place, key in enumerate(self.entries)}

    def column(self, name: str, value: Callable[[Entry], T]) -> Column[T]:
        """A value of every entry; made once, and patched by `changed`.

        Parameters
        ----------
        name : str
            Names the column.
        value : callable
            As for `Column`.
        """
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = Column(value, [value(entry) for entry in self.rows])
        return found

    def texts(self, name: str) -> Column[str]:
        """A field as text."""
        return self.column(f"text:{name}", lambda entry: entry.text(name))

    @property
    def put_away(self) -> Column[bool]:
        """Whether an entry is archived."""
        return self.column("archiviert", lambda entry: entry.archiviert)

    def stand_of(self, fields: Iterable[str]) -> tuple[int, int]:
        """The same number as long as no entry came or went or differs in one of these fields."""
        whole = self.stand[1] if self.whole is None else self.whole
        return self.stand[0], max([whole, *(self.fields.get(name, 0) for name in fields)])

    def changed(self, count: int, found: Sequence[Entry], gone: Collection[str]) -> State:
        """The register after `count` changes.

        Parameters
        ----------
        found : sequence of Entry
            Entries that are new or were saved since; those that are as before may be among them.
        gone : collection of str
            Keys of entries that were deleted, now or earlier.
        """
        entries = dict(self.entries)
        away = [key for key in gone if entries.pop(key, None) is not None]
        differ: set[str] = set()
        moved = bool(away)
        for entry in found:
            known = entries.get(entry.kennung)
            if known is None or known.archiviert != entry.archiviert:
                moved = True
            else:
                names = {*known.daten, *entry.daten}
                differ |= {n for n in names if known.daten.get(n) != entry.daten.get(n)}
            entries[entry.kennung] = entry
        fields = {} if moved else {**self.fields, **dict.fromkeys(differ, count)}
        whole = count if moved else self.stand_of(())[1]
        result = State((self.stand[0], count), entries, whole, fields)
        if not away:
            self._hand_over(result, found)
        return result

    def _hand_over(self, later: State, found: Sequence[Entry]) -> None:
        """Columns for a later state, with the values of these entries anew."""
        places = self.places
        if len(later.entries) > len(places):
            places = dict(places)
            for entry in found:
                places.setdefault(entry.kennung, len(places))
        later.__dict__["places"] = places
        for name, column in list(self._columns.items()):
            later._columns[name] = column.patched(places, found)
