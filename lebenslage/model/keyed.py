"""Returned sheets of paper as they were keyed in, once or twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lebenslage.model.sheet import Field
from lebenslage.model.survey import QuestionType

#: Longest number of a sheet.
MAX_NUMBER: Final = 20


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """A returned sheet as somebody has keyed it in.

    Parameters
    ----------
    id : int
        Number of the entry; a correction is a newer entry.
    bogen : str
        Number that was written on the sheet.
    durchgang : int
        1: first entry; 2: keyed in once more, to check.
    eingaben : mapping
        Key of a field -> what was typed.
    """

    id: int
    umfrage_id: str
    bogen: str
    durchgang: int
    eingaben: Mapping[str, str]
    wann: str
    wer: str
    entfernt: bool = False  # the entry says that the sheet was taken away


def next_number(taken: Sequence[str]) -> str:
    """The number after the highest one; "1" at the beginning."""
    return str(max((int(n) for n in taken if n.isdecimal()), default=0) + 1)


def compared(fields: Sequence[Field]) -> list[Field]:
    """Fields that are keyed in a second time: free texts never agree to the letter."""
    return [field for field in fields if field.typ is not QuestionType.TEXT]


def differences(first: KeyedSheet, second: KeyedSheet, fields: Sequence[Field]) -> list[Field]:
    """Fields in which two entries of a sheet say different things; "1 3" and "3,1" are the same."""
    return [f for f in compared(fields) if _meant(f, first) != _meant(f, second)]


def _meant(field: Field, sheet: KeyedSheet) -> object:
    typed = sheet.eingaben.get(field.key, "").strip()
    try:
        return field.cells(typed)
    except ValueError:
        return typed


@dataclass(frozen=True, slots=True)
class SheetState:
    """A sheet with its entries, and whether they agree."""

    bogen: str
    erste: KeyedSheet | None
    zweite: KeyedSheet | None
    abweichend: tuple[Field, ...] = ()

    @property
    def geprueft(self) -> bool:
        """Keyed in twice, with the same answers."""
        return self.erste is not None and self.zweite is not None and not self.abweichend


def _order(bogen: str) -> tuple[bool, int, str]:
    return not bogen.isdecimal(), int(bogen) if bogen.isdecimal() else 0, bogen


def sheet_states(sheets: Sequence[KeyedSheet], fields: Sequence[Field]) -> list[SheetState]:
    """Every sheet once, in the order of their numbers."""
    entries: dict[str, dict[int, KeyedSheet]] = {}
    for sheet in sheets:
        entries.setdefault(sheet.bogen, {})[sheet.durchgang] = sheet
    states = []
    for bogen in sorted(entries, key=_order):
        first, second = entries[bogen].get(1), entries[bogen].get(2)
        apart = differences(first, second, fields) if first and second else []
        states.append(SheetState(bogen, first, second, tuple(apart)))
    return states
