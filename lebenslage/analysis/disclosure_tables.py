"""Which cells of a table groups x answers to hide when both margins are published.

The rule that is kept is stronger than "at least two hidden cells in every line": every hidden cell
must be *exchangeable*. That is, there is another table of whole, non-negative numbers with exactly
the same published figures in which this cell holds another number. So no subtraction, no system
of equations and no search over whole numbers can tell it.

Where a question has a scale, the published mean, standard error, top-two and net score of a group
are equations about its cells too (five of them for five cells!). Therefore the answers of such a
group are shown whole or not at all, and of the figures only as many as keep it exchangeable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lebenslage.analysis.disclosure import hide_parts, is_small, limit
from lebenslage.analysis.disclosure_steps import FIGUREN, TIEF, TOP, ScaleFigures, steps_between
from lebenslage.model.rules import Audience, Thresholds

Counts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Pattern:
    """What to hide. The last row is the total over the groups.

    Parameters
    ----------
    rows : array of bool, shape (groups + 1,)
        Rows of which nothing may be shown, not even the number of persons.
    cells : array of bool, shape (groups + 1, answers)
        Hidden cells; all those of hidden rows are.
    figures : tuple of sets
        Per row what may be shown of `FIGUREN`.
    """

    rows: Mask
    cells: Mask
    figures: tuple[frozenset[str], ...]


def hide_cells(
    counts: ArrayLike,
    thresholds: Thresholds,
    audience: Audience,
    scale: ScaleFigures | None = None,
) -> Pattern:
    """Which cells and figures of a table to hide.

    Parameters
    ----------
    counts : array_like of int, shape (groups, answers)
        Persons; every person in exactly one cell. Persons of no published group must be a row of
        their own: whoever knows the total knows them too.
    scale : ScaleFigures, optional
        For questions with a scale, whose mean, top-two and net score are published as well.
    """
    table: Counts = np.asarray(counts, np.int64)
    search = _Search(table, thresholds, audience, scale)
    if audience is not Audience.INTERN:
        search.start_from(hide_cells(table, thresholds, Audience.INTERN, scale))
    return search.run()


class _Search:
    """The state of one search: it only ever hides more, so it ends."""

    def __init__(
        self,
        table: Counts,
        thresholds: Thresholds,
        audience: Audience,
        scale: ScaleFigures | None,
    ) -> None:
        self.groups, self.answers = table.shape
        self.table: Counts = np.vstack([table, table.sum(axis=0)])
        self.least = limit(thresholds, audience)
        self.together = thresholds.oeffentlich
        self.scale = scale
        rows, total_hidden = hide_parts(table.sum(axis=1), thresholds, audience)
        total_hidden |= bool(is_small(table.sum(), self.least))
        self.rows: Mask = np.append(rows, total_hidden)
        if total_hidden:
            self.rows[:] = True
        self.cells: Mask = is_small(self.table, self.least)
        self.cells[-1] = hide_parts(self.table[-1], thresholds, audience)[0]
        self.may_open: Mask = ~self.cells
        self.figures: list[frozenset[str]] = [frozenset(FIGUREN if scale else ())] * (
            self.groups + 1
        )

    def start_from(self, narrower: Pattern) -> None:
        """Hide at least what another pattern hides."""
        self.rows |= narrower.rows
        self.cells |= narrower.cells
        self.may_open &= ~narrower.cells
        self.figures = list(narrower.figures)

    def run(self) -> Pattern:
        """Hide more until every hidden cell is exchangeable."""
        self._settle()
        while not self._all_safe():
            if not self._extend():
                self.rows[:] = True
                self._settle()
                break
        self._choose_figures()
        return Pattern(self.rows, self.cells, tuple(self.figures))

    def _settle(self) -> None:
        """Cells of hidden rows are hidden; those of a scale all or none of a row."""
        self.cells[self.rows] = True
        if self.scale:
            self.cells[self.cells.any(axis=1)] = True

    def _all_safe(self) -> bool:
        """Whether every hidden cell is exchangeable and every line hides enough persons.

        While cells are still being chosen, no figures of a scale are taken to be published.
        """
        return bool(self.rows.all()) or (
            not self._short_lines()
            and all(
                self._exchangeable(row, answer, [frozenset()] * (self.groups + 1))
                for row, answer in np.argwhere(self.cells)
            )
        )

    def _short_lines(self) -> list[tuple[int | None, int | None]]:
        """Columns (None, answer) and rows (row, None) whose hidden cells hold too few persons."""
        parts = self.table[:-1] * self.cells[:-1]
        shown = (~self.cells[:-1] & (self.table[:-1] > 0)).any(axis=0)
        column = is_small(parts.sum(axis=0), self.together) & ~self.cells[-1] & shown
        row = is_small((self.table * self.cells).sum(axis=1), self.together) & ~self.rows
        return [(None, int(j)) for j in np.flatnonzero(column)] + [
            (int(i), None) for i in np.flatnonzero(row) if not self.cells[i].all()
        ]

    def _extend(self) -> bool:
        """Hide one more step; False if there is nothing left."""
        if self.scale:
            return self._hide_next_row()
        for row, answer in self._short_lines():
            if self._hide_next_cell(row, answer):
                return True
        for i, k in np.argwhere(self.cells):
            if not self._exchangeable(int(i), int(k), [frozenset()] * (self.groups + 1)):
                if self._hide_rectangle(int(i), int(k)):
                    return True
                break
        return self._hide_next_row()

    def _hide_next_row(self) -> bool:
        """Hide the cells of the smallest group that shows some; with no scale its base too."""
        sizes = self.table.sum(axis=1)
        shown: Mask = np.asarray(~self.cells.all(axis=1) if self.scale else ~self.rows)
        for row in np.argsort(sizes[:-1], kind="stable"):
            if shown[row] and sizes[row] > 0:
                self.cells[row] = True
                self.rows[row] |= not self.scale
                self._settle()
                return True
        if shown[-1]:
            self.cells[-1] = True
            self._settle()
            return True
        return False

    def _hide_next_cell(self, row: int | None, answer: int | None) -> bool:
        open_cells = [
            (self.table[i, k], i, k)
            for i, k in np.argwhere(~self.cells[:-1] & (self.table[:-1] > 0))
            if i == row or k == answer
        ]
        if open_cells:
            _, i, k = min(open_cells)
            self.cells[i, k] = True
        return bool(open_cells)

    def _hide_rectangle(self, row: int, answer: int) -> bool:
        """Hide the cheapest partners that make a cell exchangeable."""
        best: tuple[int, list[tuple[int, int]]] | None = None
        if row == self.groups:  # a cell of the total: let the groups below it move
            rows = range(self.groups)
            options = [[(r, answer), (r, k)] for r in rows for k in self._hidden_with(answer)]
        else:
            options = [
                [(row, k), (s, answer), (s, k)]
                for k in range(self.answers)
                for s in range(self.groups)
                if k != answer and s != row
            ] + [[(row, k)] for k in self._hidden_with(answer)]
        for option in options:
            new = [cell for cell in option if not self.cells[cell]]
            cost = int(sum(self.table[cell] for cell in new))
            if new and (best is None or cost < best[0]) and self._would_do(row, answer, new):
                best = (cost, new)
        for cell in best[1] if best else []:
            self.cells[cell] = True
        return best is not None

    def _hidden_with(self, answer: int) -> list[int]:
        """Other answers whose totals are hidden, if that of `answer` is."""
        if not self.cells[-1, answer]:
            return []
        return [int(k) for k in np.flatnonzero(self.cells[-1]) if k != answer]

    def _would_do(self, row: int, answer: int, new: Sequence[tuple[int, int]]) -> bool:
        before = self.cells.copy()
        for cell in new:
            self.cells[cell] = True
        done = self._exchangeable(row, answer, [frozenset()] * (self.groups + 1))
        self.cells = before
        return done

    def _exchangeable(self, row: int, answer: int, figures: Sequence[frozenset[str]]) -> bool:
        """Whether another table with the same published figures has another number here."""
        total = self.groups
        if row == total:
            return any(
                self._step(s, None, answer, figures) for s in range(total) if self.cells[s, answer]
            )
        if self.cells[total, answer] and self._step(row, None, answer, figures):
            return True
        return any(
            self._step(row, s, answer, figures)
            for s in range(total)
            if s != row and self.cells[s, answer]
        )

    def _step(
        self, row: int, partner: int | None, answer: int, figures: Sequence[frozenset[str]]
    ) -> bool:
        """Whether persons of `row` may have answered otherwise, made up for by the partner.

        Without a partner the total changes with them, which must be hidden there.
        """
        other = self.groups if partner is None else partner
        movable = self.cells[row] & self.cells[other]
        steps = steps_between(self.scale, tuple(movable.tolist()), figures[row] | figures[other])
        steps = steps[steps[:, answer] != 0]
        ahead = (self.table[row] + steps >= 0).all(axis=1)
        if partner is not None:
            ahead &= (self.table[partner] - steps >= 0).all(axis=1)
        return bool(ahead.any())

    def _choose_figures(self) -> None:
        """Publish of a hidden row's figures as many as leave its small cells exchangeable."""
        allowed = self.figures
        hidden = [i for i in range(self.groups + 1) if self.cells[i].any() and not self.rows[i]]
        self.figures = [
            frozenset() if i in hidden or self.rows[i] else allowed[i]
            for i in range(self.groups + 1)
        ]
        if self.rows.all():
            return
        for figure in FIGUREN if self.scale else ():
            rows = [i for i in hidden if figure in allowed[i] and self._is_large(i, figure)]
            rows.sort(key=lambda i: -int(self.table[i].sum()))
            if not self._try_figure(rows, figure):
                for i in rows:
                    self._try_figure([i], figure)

    def _is_large(self, row: int, figure: str) -> bool:
        if figure not in (TOP, TIEF) or self.scale is None:
            return True
        part = int(self.table[row][np.array(getattr(self.scale, figure))].sum())
        rest = int(self.table[row].sum()) - part
        return not is_small([part, rest], self.least).any()

    def _try_figure(self, rows: Sequence[int], figure: str) -> bool:
        """Publish a figure if the small cells stay exchangeable; show what it gives away anyway.

        Top and bottom two leave the middle of five answers open, for example. Such a cell is shown
        if it may be, else the figure is not.
        """
        cells, figures = self.cells.copy(), list(self.figures)
        for row in rows:
            self.figures[row] = figures[row] | {figure}
        done = self._open_told_cells() and not self._short_lines()
        if not done:
            self.cells, self.figures = cells, figures
        return done

    def _open_told_cells(self) -> bool:
        """Show the cells that the figures give away; False if one of them must not be shown."""
        while True:
            told = []
            for i, k in np.argwhere(self.cells).tolist():
                if not self._exchangeable(i, k, self.figures):
                    if self.rows[i] or not self.may_open[i, k]:
                        return False
                    told.append((i, k))
            if not told:
                return True
            for cell in told:
                self.cells[cell] = False
