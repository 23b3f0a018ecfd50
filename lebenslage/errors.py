"""The one family of errors that users ever see; everything else is a bug of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file, at its place.

    Parameters
    ----------
    meldung : str
        What is wrong and what was expected, as a German sentence without the place.
    datei, zeile, spalte, wert
        The place, as far as it is known. `zeile` counts from 1 as a text editor does
        (for a CSV file, the header is line 1).
    """

    meldung: str
    datei: str | None = None
    zeile: int | None = None
    spalte: str | None = None
    wert: str | None = None

    def __str__(self) -> str:
        place = [self.datei] if self.datei else []
        if self.zeile is not None:
            place.append(f"Zeile {self.zeile}")
        if self.spalte is not None:
            place.append(f"Spalte „{self.spalte}“")
        return f"{', '.join(place)}: {self.meldung}" if place else self.meldung

    def in_form(self) -> Problem:
        """The same, as it is told in a form: a form has fields, not columns; a file has columns."""
        if self.spalte is None or self.datei is not None or self.zeile is not None:
            return self
        return replace(self, spalte=None, meldung=f"Feld „{self.spalte}“: {self.meldung}")


class LebenslageError(Exception):
    """An error that the user can do something about; its text is German and shown as it is."""


class KeinRecht(LebenslageError):
    """Somebody asked for what their role does not allow."""


class DatenFehler(LebenslageError):
    """Everything that is wrong with one file or one input, listed at once.

    Parameters
    ----------
    problems : str, Problem or iterable of Problem
        At least one problem.
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = (Problem(problems),)
        elif isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
