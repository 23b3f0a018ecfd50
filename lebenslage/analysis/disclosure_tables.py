"""Which cells of a table groups x answers to hide when both margins are published.

The rule that is kept is stronger than "at least two hidden cells in every line": every hidden cell
with somebody in it must be *exchangeable*. That is, there is another table of whole, non-negative
numbers with exactly the same published figures in which this cell holds another number. So no
subtraction, no system of equations and no search over whole numbers can tell it.

Where a question has a scale, the published mean, standard error, top-two and net score of a group
are equations about its cells too (five of them for five cells!). Therefore the answers of such a
group are shown whole or not at all, and of the figures only as many as keep it exchangeable.

The same question is shown by Ortsteil, by age and by sex. So that the tables together tell no more
than each alone, two groups exchange answers only within a layer: persons who are alike in
everything that another table is split by. The other tables stay as they are then, to the last
number. The total that they share is protected by itself (`disclosure_total`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lebenslage.analysis.disclosure import hide_parts, is_small, limit
from lebenslage.analysis.disclosure_steps import FIGUREN, ScaleFigures, steps_between
from lebenslage.analysis.disclosure_total import (
    Total,
    can_step,
    find_partner,
    is_large_figure,
    largest,
    protect_total,
)
from lebenslage.model.rules import Audience, Thresholds

Counts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


#: So many groups are tried as partners before all the others: mostly one of them will do.
_FIRST: Final = 16


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
    *,
    layers: ArrayLike | None = None,
    everybody: ArrayLike | None = None,
) -> Pattern:
    """Which cells and figures of a table to hide.

    Parameters
    ----------
    counts : array_like of int, shape (groups, answers)
        Persons; every person in exactly one cell. Persons of no published group must be a row of
        their own: whoever knows the total knows them too.
    scale : ScaleFigures, optional
        For questions with a scale, whose mean, top-two and net score are published as well.
    layers : array_like of int, shape (layers, groups, answers), optional
        The same persons by what other tables of the question are split by; default: one layer.
    everybody : array_like of int, shape (kinds of persons, answers), optional
        All persons of whom the published total is, as `protect_total` takes them; default: those
        in the table.
    """
    table: Counts = np.asarray(counts, np.int64)
    parts: Counts = table[None] if layers is None else np.asarray(layers, np.int64)
    kinds: Counts = np.asarray(parts if everybody is None else everybody, np.int64)
    kinds = kinds.reshape(-1, table.shape[1])
    total = protect_total(kinds, thresholds, audience, scale)
    search = _Search(table, parts, total, thresholds, audience, scale)
    if audience is not Audience.INTERN:
        inside = hide_cells(
            table, thresholds, Audience.INTERN, scale, layers=parts, everybody=kinds
        )
        search.start_from(inside)
    return search.run()


class _Search:
    """The state of one search: it only ever hides more, so it ends."""

    def __init__(
        self,
        table: Counts,
        layers: Counts,
        total: Total,
        thresholds: Thresholds,
        audience: Audience,
        scale: ScaleFigures | None,
    ) -> None:
        self.groups, self.answers = table.shape
        self.table: Counts = np.vstack([table, table.sum(axis=0)])
        self.layers = largest(layers)
        self.total = total
        self.least = limit(thresholds, audience)
        self.together = thresholds.oeffentlich
        self.scale = scale
        rows, none_left = hide_parts(table.sum(axis=1), thresholds, audience)
        self.rows: Mask = np.append(rows | none_left | total.row, total.row)
        self.cells: Mask = is_small(self.table, self.least) | total.cells
        self.cells[-1] = total.cells
        self.may_open: Mask = ~self.cells
        self.figures: list[frozenset[str]] = [frozenset(FIGUREN if scale else ())] * self.groups
        self.figures.append(total.figures)
        self.partners: dict[tuple[int, int], int] = {}

    def start_from(self, narrower: Pattern) -> None:
        """Hide at least what another pattern hides of the groups."""
        self.rows[:-1] |= narrower.rows[:-1]
        self.cells[:-1] |= narrower.cells[:-1]
        self.may_open &= ~narrower.cells
        self.figures[:-1] = narrower.figures[:-1]

    def run(self) -> Pattern:
        """Hide more until every hidden cell is exchangeable."""
        self._settle()
        while not self._all_safe():
            if not self._extend():
                self.rows[:-1] = True
                self._settle()
                break
        self._choose_figures()
        return Pattern(self.rows, self.cells, tuple(self.figures))

    def _settle(self) -> None:
        """Cells of hidden rows are hidden; those of a scale all or none of a row."""
        self.cells[self.rows] = True
        if self.scale:
            self.cells[:-1][self.cells[:-1].any(axis=1)] = True

    def _all_safe(self) -> bool:
        """Whether every hidden cell is exchangeable and every line hides enough persons.

        While cells are still being chosen, no figures of a scale are taken to be published.
        """
        return bool(self.rows[:-1].all()) or (
            not self._short_lines()
            and all(
                self._exchangeable(row, answer, [frozenset()] * self.groups)
                for row, answer in np.argwhere(self._secrets())
            )
        )

    def _secrets(self) -> Mask:
        """Hidden cells of the groups in which there is somebody; nobody is not a secret."""
        secrets: Mask = self.cells[:-1] & (self.table[:-1] > 0)
        return secrets

    def _short_lines(self) -> list[tuple[int | None, int | None]]:
        """Columns (None, answer) and rows (row, None) whose hidden cells hold too few persons."""
        parts = self.table[:-1] * self.cells[:-1]
        shown = (~self.cells[:-1] & (self.table[:-1] > 0)).any(axis=0)
        column = is_small(parts.sum(axis=0), self.together) & ~self.cells[-1] & shown
        row = is_small(parts.sum(axis=1), self.together) & ~self.rows[:-1]
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
        for i, k in np.argwhere(self._secrets()):
            if not self._exchangeable(int(i), int(k), [frozenset()] * self.groups):
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
        options = [
            [(row, k), (s, answer), (s, k)]
            for k in range(self.answers)
            for s in range(self.groups)
            if k != answer and s != row
        ]
        for option in options:
            new = [cell for cell in option if not self.cells[cell]]
            cost = int(sum(self.table[cell] for cell in new))
            if new and (best is None or cost < best[0]) and self._would_do(row, answer, new):
                best = (cost, new)
        for cell in best[1] if best else []:
            self.cells[cell] = True
        return best is not None

    def _would_do(self, row: int, answer: int, new: Sequence[tuple[int, int]]) -> bool:
        before = self.cells.copy()
        for cell in new:
            self.cells[cell] = True
        done = self._exchangeable(row, answer, [frozenset()] * self.groups)
        self.cells = before
        return done

    def _exchangeable(self, row: int, answer: int, figures: Sequence[frozenset[str]]) -> bool:
        """Whether other tables with the same published figures have another number here."""
        return self._partner(row, answer, figures) is not None

    def _partner(self, row: int, answer: int, figures: Sequence[frozenset[str]]) -> int | None:
        """The group that makes up for other answers of `row`; itself if that needs nobody."""
        if self.total.cells[answer] and self._alone(row, answer, figures):
            return row
        others = np.flatnonzero(self.cells[:-1, answer])
        others = others[others != row]
        for some in (others[:_FIRST], others[_FIRST:]):
            for movable, known, partners in self._alike(some, row, figures):
                steps = steps_between(self.scale, movable, known)
                steps = steps[steps[:, answer] != 0]
                found = find_partner(self.layers, row, partners, steps) if len(steps) else None
                if found is not None:
                    return found
        return None

    def _alone(self, row: int, answer: int, figures: Sequence[frozenset[str]]) -> bool:
        """Whether persons may have answered otherwise where everybody's answers are hidden too."""
        movable = tuple(self.total.cells.tolist())
        steps = steps_between(self.scale, movable, figures[row] | self.total.figures)
        return can_step(self.layers[:, row], steps[steps[:, answer] != 0])

    def _alike(
        self, others: Counts, row: int, figures: Sequence[frozenset[str]]
    ) -> Iterator[tuple[tuple[bool, ...], frozenset[str], Counts]]:
        """Partners by what they may exchange with `row` and what is known of both."""
        kinds: dict[tuple[bytes, frozenset[str]], list[int]] = {}
        hidden = self.cells[row]
        for other in others.tolist():
            kinds.setdefault((self.cells[other].tobytes(), figures[other]), []).append(other)
        for (_, known), partners in kinds.items():
            movable = hidden & self.cells[partners[0]]
            yield tuple(movable.tolist()), figures[row] | known, np.array(partners, np.int64)

    def _choose_figures(self) -> None:
        """Publish of a hidden row's figures as many as leave its small cells exchangeable."""
        allowed = self.figures
        groups = range(self.groups)
        hidden = [i for i in groups if self.cells[i].any() and not self.rows[i]]
        self.figures = [
            frozenset() if i in hidden or self.rows[i] else allowed[i] for i in groups
        ] + [self.total.figures]
        if self.total.cells.any():  # what everybody's row does not show, no other does
            allowed = [figures & self.total.figures for figures in allowed]
        for figure in FIGUREN if self.scale else ():
            rows = [i for i in hidden if figure in allowed[i] and self._is_large(i, figure)]
            rows.sort(key=lambda i: -int(self.table[i].sum()))
            if not self._try_figure(rows, figure):
                for i in rows:
                    self._try_figure([i], figure)

    def _is_large(self, row: int, figure: str) -> bool:
        scale = self.scale
        return scale is None or is_large_figure(self.table[row], figure, scale, self.least)

    def _try_figure(self, rows: Sequence[int], figure: str) -> bool:
        """Publish a figure if the small cells stay exchangeable; show what it gives away anyway.

        Top and bottom two leave the middle of five answers open, for example. Such a cell is shown
        if it may be, else the figure is not.
        """
        cells, figures = self.cells.copy(), list(self.figures)
        for row in rows:
            self.figures[row] = figures[row] | {figure}
        partners = dict(self.partners)
        done = self._open_told_cells(set(rows)) and not self._short_lines()
        if not done:
            self.cells, self.figures, self.partners = cells, figures, partners
        return done

    def _open_told_cells(self, changed: set[int]) -> bool:
        """Show the cells that the figures give away; False if one of them must not be shown.

        Only cells of the changed rows, and cells that these rows make up for, can be told anew.
        """
        while True:
            told = []
            for i, k in np.argwhere(self.cells[:-1]).tolist():
                known = self.partners.get((i, k))
                if known is not None and i not in changed and known not in changed:
                    continue
                partner = self._partner(i, k, self.figures)
                if partner is not None:
                    self.partners[i, k] = partner
                    continue
                self.partners.pop((i, k), None)
                if not self.rows[i] and self.may_open[i, k] and not self.total.cells[k]:
                    told.append((i, k))
                elif self.table[i, k]:
                    return False
            if not told:
                return True
            for cell in told:
                self.cells[cell] = False
            changed = {i for i, _ in told}
