"""Margins of the register beside the answers of a wave: what fits, and what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.calibration import number_keys
from lebenslage.analysis.survey.design import Codes, Floats, Mask
from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.area import fold
from lebenslage.model.margins import Margins
from lebenslage.model.survey import Questionnaire

#: Part by which the sums of two margins may differ: rounding, or two days of the same register.
SUM_TOLERANCE: Final = 0.01
#: Category of the answers that do not tell the Merkmal.
NOT_TOLD: Final = "ohne Angabe"


@dataclass(frozen=True)
class Target:
    """A margin as numbers.

    Parameters
    ----------
    name : str
        The Merkmal, or the Merkmale that are crossed.
    categories : tuple of str
    codes : array of int, shape (responses,)
        Category of each response.
    persons : array, shape (categories,)
        Of the register, more than 0.
    """

    name: str
    categories: tuple[str, ...]
    codes: Codes
    persons: Floats


class Fitting:
    """Margins and answers side by side; problems are collected and raised together."""

    def __init__(
        self, questionnaire: Questionnaire, answers: pd.DataFrame, margins: Margins, weight: Floats
    ) -> None:
        self.questionnaire, self.answers = questionnaire, answers
        self.source, self.weight = margins, weight
        self.notes: list[str] = []
        self.problems: list[Problem] = []

    def margins(self, names: Sequence[str]) -> list[Target]:
        """One target per Merkmal, all with the sum of the first."""
        tables = {name: table for name in names if (table := self._margin(name)) is not None}
        sums = {name: sum(table.values()) for name, table in tables.items()}
        if len(sums) > 1 and not self.problems:
            self._check_sums(sums)
        self._raise()
        first = next(iter(sums.values()))
        found = []
        for name, table in tables.items():
            scaled: dict[tuple[str, ...], float] = {
                (key,): n * first / sums[name] for key, n in table.items()
            }
            found.append(self._target(name, (name,), scaled))
        self._raise()
        return [target for target in found if target is not None]

    def crossing(self, names: Sequence[str]) -> list[Target]:
        """The one target of a post-stratification."""
        for name in names:
            self._check_known(name)
        self._raise()
        try:
            table = self.source.crossing(names)
        except KeyError:
            self._add(
                "Für die Nachschichtung braucht die Randverteilung je Merkmal eine Spalte und die "
                f"Spalte „anzahl“, also jede Kombination von {quoted(names)}."
            )
            self._raise()
            raise
        codes = [self._codes(name) for name in names]
        table = {
            tuple(code.get(fold(cell), cell) for code, cell in zip(codes, key, strict=True)): n
            for key, n in table.items()
        }
        target = self._target(" × ".join(names), tuple(names), table)
        self._raise()
        return [target] if target is not None else []

    def _margin(self, name: str) -> dict[str, float] | None:
        if not self._check_known(name):
            return None
        codes = self._codes(name)
        table: dict[str, float] = {}
        for key, persons in self.source.margin(name).items():
            code = codes.get(fold(key), key)
            table[code] = table.get(code, 0.0) + persons
        if sum(table.values()) <= 0:
            self._add(f"Die Randverteilung von „{name}“ zählt niemanden.")
            return None
        return table

    def _check_known(self, name: str) -> bool:
        if name not in self.source.merkmale:
            known = quoted(self.source.merkmale)
            self._add(f"Für das Merkmal „{name}“ fehlt die Randverteilung; die Datei hat {known}.")
        elif name not in self.answers:
            self._add(f"Die Antworten haben keine Spalte für das Merkmal „{name}“.")
        else:
            return True
        return False

    def _check_sums(self, sums: Mapping[str, float]) -> None:
        low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
        apart = sums[high] / sums[low] - 1
        words = f"„{low}“ ergibt {whole(sums[low])}, „{high}“ {whole(sums[high])} Personen"
        if apart > SUM_TOLERANCE:
            self._add(f"Die Summen der Randverteilungen passen nicht zusammen: {words}.")
        elif apart > 1e-9:
            first = next(iter(sums))
            self.notes.append(
                f"Die Summen der Randverteilungen weichen leicht voneinander ab ({words}); "
                f"gerechnet wird mit der Summe von „{first}“."
            )

    def _codes(self, name: str) -> dict[str, str]:
        """Answer codes of a Merkmal by their folded names, so that a register may use words."""
        column = self.questionnaire.spalten.get(name, name)
        for question in self.questionnaire.fragen:
            if column in question.columns() and question.skala is not None:
                scale = question.skala
                by_name = {fold(scale.label(value)): value for value in scale.werte}
                return by_name | {fold(value): value for value in scale.werte}
        return {}

    def _target(
        self, title: str, names: Sequence[str], table: Mapping[tuple[str, ...], float]
    ) -> Target | None:
        place, cells = self._crossed(names)
        told_cells = np.array([all(cell) for cell in cells])
        told: Mask = told_cells[place]
        answered = [cell for cell in cells if all(cell)]
        self._check_cells(title, answered, table)
        if self.problems or not answered:
            return None
        number = {cell: i for i, cell in enumerate(answered)}
        of_cell = np.array([number.get(cell, -1) for cell in cells], np.int64)
        codes = np.where(told, of_cell[place], len(answered))
        persons = np.array([table[cell] for cell in answered])
        words = tuple(" / ".join(cell) for cell in answered)
        if not told.all():
            persons, words = self._with_silent(title, told, persons), (*words, NOT_TOLD)
        return Target(title, words, codes.astype(np.int64), persons)

    def _crossed(self, names: Sequence[str]) -> tuple[Codes, list[tuple[str, ...]]]:
        """Number of the combination of each response, and the combinations; "" is not told."""
        factors = [pd.factorize(self.answers[name], use_na_sentinel=False) for name in names]
        words = [["" if pd.isna(value) else str(value) for value in found] for _, found in factors]
        sizes = [len(found) for found in words]
        keys = np.ravel_multi_index(tuple(codes for codes, _ in factors), sizes)
        place, found = number_keys(keys.astype(np.int64))
        places = zip(*np.unravel_index(found, sizes), strict=True)
        cells = [tuple(w[int(i)] for w, i in zip(words, at, strict=True)) for at in places]
        return place, cells

    def _check_cells(
        self,
        title: str,
        answered: Sequence[tuple[str, ...]],
        table: Mapping[tuple[str, ...], float],
    ) -> None:
        for cell in answered:
            words = " / ".join(cell)
            if cell not in table:
                self._add(
                    f"„{words}“ ({title}) kommt in den Antworten vor, fehlt aber in der "
                    "Randverteilung."
                )
            elif table[cell] <= 0:
                self._add(
                    f"„{words}“ ({title}) hat Antworten, nach der Randverteilung aber keine "
                    "Personen; die Zelle ist leer."
                )
        have = set(answered)
        for cell, persons in table.items():
            if persons > 0 and cell not in have:
                words = " / ".join(cell)
                self._add(
                    f"„{words}“ ({title}) hat nach der Randverteilung {whole(persons)} Personen, "
                    "aber keine Antwort; bitte mit einer anderen Ausprägung zusammenfassen."
                )

    def _with_silent(self, title: str, told: Mask, persons: Floats) -> Floats:
        """Those who do not tell keep their part; the others are fitted to what is left."""
        part = float(self.weight[~told].sum() / self.weight.sum())
        self.notes.append(
            f"Antworten ohne Angabe zu „{title}“ behalten ihren Anteil; angepasst werden die "
            "übrigen."
        )
        return np.append(persons * (1 - part), persons.sum() * part)

    def _add(self, text: str) -> None:
        self.problems.append(Problem(text))

    def _raise(self) -> None:
        if self.problems:
            raise DatenFehler(self.problems)


def quoted(names: Sequence[str]) -> str:
    """Names in German quotation marks."""
    return ", ".join(f"„{name}“" for name in names)


def whole(number: float) -> str:
    """Persons as in a sentence."""
    return f"{number:,.0f}".replace(",", ".") if number >= 1 else "weniger als 1"
