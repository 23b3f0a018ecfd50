"""What a look at one file finds: problems with their place, and notes for the user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.area import fold

T = TypeVar("T")
#: More problems than this are counted, no longer listed one by one.
MAX_LISTED: Final = 500


class Findings:
    """Collects what is wrong with a file, so that everything is told at once.

    Parameters
    ----------
    datei : str
        Name of the file, as the user knows it.
    """

    def __init__(self, datei: str) -> None:
        self.datei = datei
        self.notes: list[str] = []
        self._problems: list[Problem] = []
        self._unlisted = 0

    def add(
        self,
        meldung: str,
        *,
        zeile: int | None = None,
        spalte: str | None = None,
        wert: str | None = None,
    ) -> None:
        """Note one problem."""
        self.take([Problem(meldung, zeile=zeile, spalte=spalte, wert=wert)])

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems that were found elsewhere; they get this file's name."""
        for problem in problems:
            if len(self._problems) < MAX_LISTED:
                self._problems.append(replace(problem, datei=problem.datei or self.datei))
            else:
                self._unlisted += 1

    def listed(self, found: Sequence[T]) -> Sequence[T]:
        """As many as there is room for; the others are counted, without a message of their own."""
        room = max(0, MAX_LISTED - len(self._problems))
        self._unlisted += max(0, len(found) - room)
        return found[:room]

    def at(self, zeile: int, spalte: str) -> bool:
        """Whether one of the listed problems is about this cell."""
        return any((p.zeile, p.spalte) == (zeile, spalte) for p in self._problems)

    def note(self, text: str) -> None:
        """Tell the user something that is no error."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, by line."""
        found = sorted(self._problems, key=lambda p: p.zeile or 0)
        if self._unlisted:
            text = f"Es gibt {self._unlisted} weitere Fehler, die hier nicht aufgeführt sind."
            found.append(Problem(text, datei=self.datei))
        return tuple(found)

    def __bool__(self) -> bool:
        return bool(self._problems)

    def raise_if_any(self) -> None:
        """Raise everything that is wrong.

        Raises
        ------
        DatenFehler
            If there is at least one problem.
        """
        if self._problems:
            raise DatenFehler(self.problems)


def rows_where(mask: Any) -> list[int]:
    """Positions at which a mask (array or series of bool) holds."""
    return [int(row) for row in np.flatnonzero(np.asarray(mask))]


def first_rows(keys: pd.DataFrame) -> np.ndarray:
    """For every row the position of the first row with the same keys."""
    positions = pd.Series(np.arange(len(keys)))
    same = keys.reset_index(drop=True).groupby(list(keys.columns), sort=False, dropna=False)
    return positions.groupby(same.ngroup()).transform("first").to_numpy()


def quoted(names: Iterable[str], last: str = "und") -> str:
    """German enumeration: „a“, „b“ und „c“."""
    parts = [f"„{name}“" for name in names]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def similar(word: str, known: Iterable[str]) -> str:
    """A question with the names that look alike, with a leading blank; empty if none does."""
    by_fold = {fold(name): name for name in known}
    near = get_close_matches(fold(word), by_fold, n=2, cutoff=0.7)
    return f" Meinten Sie {quoted((by_fold[key] for key in near), 'oder')}?" if near else ""


def shortened(text: str, length: int = 60) -> str:
    """A cell value as quoted in a message."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
