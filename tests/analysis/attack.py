"""An attacker who knows every published figure of a table and searches for the hidden counts."""

from __future__ import annotations

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from lebenslage.analysis.disclosure_steps import MITTEL, STREUUNG, TIEF, TOP


def published_equations(table, pattern, scale=None):
    """Left and right side of all that is known about the cells (row by row, flattened)."""
    groups, answers = table.shape
    left, right = [], []

    def tell(row: int, weights) -> None:
        """Publish a weighted sum over the cells of a row; the last row is the total."""
        equation = np.zeros((groups, answers))
        equation[row if row < groups else slice(None)] = weights
        left.append(equation.ravel())
        right.append(float((equation * table).sum()))

    for row in range(groups + 1):
        if pattern.rows[row]:
            continue
        tell(row, np.ones(answers))
        for answer in np.flatnonzero(~pattern.cells[row]):
            tell(row, np.eye(answers)[answer])
        if scale is not None:
            values = np.array(scale.werte)
            known = {MITTEL: values, STREUUNG: values**2, TOP: scale.top, TIEF: scale.tief}
            for figure in pattern.figures[row]:
                tell(row, np.array(known[figure], float))
    return np.array(left).reshape(-1, groups * answers), np.array(right)


def range_of(cell, table, left, right, *, whole):
    """Smallest and largest number that a cell can have, as far as the attacker can tell."""
    size = table.size
    goal = np.zeros(size)
    goal[cell] = 1.0
    ends = []
    for sign in (1, -1):
        if whole:
            constraints = LinearConstraint(left, right, right) if len(left) else ()
            result = milp(sign * goal, constraints=constraints, integrality=np.ones(size))
        else:
            result = linprog(sign * goal, A_eq=left, b_eq=right, method="highs")
        ends.append(np.inf if result.x is None else sign * result.fun)
    return ends[0], (np.inf if ends[1] == np.inf else ends[1])


def derivable_cells(table, pattern, scale=None, *, whole=False):
    """Hidden cells with somebody in them whose number the attacker finds out."""
    left, right = published_equations(table, pattern, scale)
    hidden = np.flatnonzero((pattern.cells[:-1] & (table > 0)).ravel())
    if not len(left):
        return []
    found = []
    for cell in hidden:
        low, high = range_of(cell, table, left, right, whole=whole)
        if high - low < 0.5:
            found.append(tuple(int(i) for i in np.unravel_index(cell, table.shape)))
    return found
