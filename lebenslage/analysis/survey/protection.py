"""What of a question may be shown: the rules of `disclosure`, put together for survey tables.

All arrays have one row per group and a last one for everybody. Groups of whom nothing may be
shown anywhere in a wave ("closed") are found once from the numbers of complete responses and
hidden in every table of it; else two questions with slightly different bases would choose
different partners and give each other away.

The total may hold persons of no group. If these are persons who belong to a group that is not
shown, they are protected like one. If they have not told their group ("silent"), nobody can say
who they are: they need no protection themselves, and may hide others, as nothing tells how many
of a hidden number they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lebenslage.analysis.disclosure import hide_parts, is_small, limit
from lebenslage.analysis.disclosure_steps import MITTEL, STREUUNG, TIEF, TOP, ScaleFigures
from lebenslage.analysis.disclosure_tables import Pattern, hide_cells
from lebenslage.analysis.survey.design import Codes, Mask
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import Scale

#: Decimals of weighted figures and their limits (standard errors: one more). A weighted sum known
#: to its last digit would tell the whole numbers in it, even two hidden ones; of one rounded to a
#: thousandth many are possible.
DECIMALS: Final = 3


@dataclass(frozen=True)
class Rules:
    """Who is looking, and which groups are closed to them.

    Parameters
    ----------
    closed : array of bool, shape (groups + 1,)
    silent : bool
        Whether persons of no group have not told it.
    inside : Rules, optional
        Those for internal users, if they may differ in more than the limit.
    """

    thresholds: Thresholds
    audience: Audience
    closed: Mask
    silent: bool = False
    inside: Rules | None = None

    @classmethod
    def of(
        cls, persons: Codes, thresholds: Thresholds, audience: Audience, *, silent: bool = False
    ) -> Rules:
        """Rules of a wave.

        Parameters
        ----------
        persons : array of int, shape (groups + 1,)
            Complete responses per group; those that belong to none are part of the total only.
        """
        closed = hide_bases(persons, thresholds, audience, silent=silent)
        inside = None
        if silent and audience is not Audience.INTERN:
            inside = cls.of(persons, thresholds, Audience.INTERN, silent=True)
        return cls(thresholds, audience, closed, silent, inside)

    @property
    def least(self) -> int:
        """Persons from which on a cell may be shown."""
        return limit(self.thresholds, self.audience)

    @property
    def rounds(self) -> bool:
        """Whether there is anything to protect."""
        return self.thresholds.oeffentlich > 1

    def bases(self, persons: Codes) -> Mask:
        """Hidden rows of a table in which everything rests on the same number of persons."""
        hidden = hide_bases(persons, self.thresholds, self.audience, silent=self.silent)
        return hidden | self.closed

    def small(self, persons: Codes) -> Mask:
        """Whether a number is hidden for its own sake (else for that of others)."""
        return is_small(persons, self.least)


@dataclass(frozen=True)
class Hidden:
    """What of a table of choices may not be shown.

    Parameters
    ----------
    rows : array of bool, shape (groups + 1,)
        Not even the number of persons.
    cells : array of bool, shape (groups + 1, answers)
    mean, top, net, spread : arrays of bool, shape (groups + 1,)
        `spread`: the mean may be shown, but not with a standard error of its own.
    outside : array of bool, shape (groups + 1,)
        Answers outside the 100 %.
    """

    rows: Mask
    cells: Mask
    mean: Mask
    top: Mask
    net: Mask
    spread: Mask
    outside: Mask


def hide_bases(
    persons: Codes, thresholds: Thresholds, audience: Audience, *, silent: bool = False
) -> Mask:
    """Groups (and total) to hide, given the persons of each group and of all, the last."""
    rest = persons[-1:] - persons[:-1].sum()
    options = [np.append(persons[:-1], rest)]
    if silent:
        options.insert(0, persons[:-1])
    small = bool(is_small(persons[-1], limit(thresholds, audience)))
    found = []
    for parts in options:
        hidden, total = hide_parts(parts, thresholds, audience)
        found.append(np.append(hidden[: len(persons) - 1], total | small) | total | small)
    best: Mask = min(found, key=lambda rows: int(rows.sum()))
    if audience is not Audience.INTERN:
        best = best | hide_bases(persons, thresholds, Audience.INTERN, silent=silent)
    return best


def hide_choices(layers: Codes, outside: Codes, rules: Rules, scale: Scale | None) -> Hidden:
    """What to hide of a question with answers to choose from.

    Parameters
    ----------
    layers : array of int, shape (layers, groups + 1, answers)
        Persons by what the other tables of the question are split by; the last row of a layer is
        its total and may hold persons of no group.
    outside : array of int, shape (groups + 1, answers outside)
        "weiß nicht" and the like.
    scale : Scale, optional
        For questions whose mean, top-two and net score are shown.
    """
    hidden = _hide(layers, outside, rules, scale)
    if rules.inside is not None and len(_options(layers, rules)) > 1:
        # inside, the silent may have been treated otherwise; both views together must be safe
        inner = _hide(layers, outside, rules.inside, scale)
        both = {name: getattr(hidden, name) | getattr(inner, name) for name in vars(hidden)}
        hidden = Hidden(**both)
    return hidden


def _hide(layers: Codes, outside: Codes, rules: Rules, scale: Scale | None) -> Hidden:
    counts: Codes = layers.sum(axis=0)
    groups = len(counts) - 1
    pattern = _choose(layers, rules, scale)
    keep = [*range(groups), len(pattern.rows) - 1]  # without the rest
    rows: Mask = pattern.rows[keep] | rules.closed
    cells: Mask = pattern.cells[keep] | rows[:, None]
    shown = [pattern.figures[i] for i in keep]

    def lacks(*needed: str) -> Mask:
        missing: Mask = np.array([not figures_of >= set(needed) for figures_of in shown]) | rows
        return missing

    apart = np.column_stack([counts.sum(axis=1), outside])
    options = [
        hide_parts(parts.sum(axis=0), rules.thresholds, rules.audience)
        for parts in _options(apart[None], rules)
    ]
    away, total = min(options, key=lambda option: int(option[0][:groups].sum()))
    total |= bool(rules.small(apart[-1]).any())
    outside_rows: Mask = np.append(away[:groups], total) | rows
    return Hidden(
        rows,
        cells,
        lacks(MITTEL),
        lacks(TOP),
        lacks(TOP, TIEF),
        lacks(MITTEL, STREUUNG),
        outside_rows,
    )


def _choose(layers: Codes, rules: Rules, scale: Scale | None) -> Pattern:
    """The way of protecting that hides least: with the silent as partners or without them."""
    figures = None if scale is None else _figures(scale)
    kinds = _with_rest(layers).reshape(-1, layers.shape[2])
    found: list[tuple[tuple[int, int], Pattern]] = []
    for parts in _options(layers, rules):
        table = parts.sum(axis=0)
        pattern = hide_cells(
            table, rules.thresholds, rules.audience, figures, layers=parts, everybody=kinds
        )
        groups = slice(layers.shape[1] - 1)
        found.append(((int(pattern.rows[groups].sum()), int(pattern.cells[groups].sum())), pattern))
    return min(found, key=lambda one: one[0])[1]


def _options(layers: Codes, rules: Rules) -> list[Codes]:
    """Tables of which one has to be protected: that with the rest always will do."""
    table = _with_rest(layers)
    silent = rules.silent and table.shape == layers.shape
    return [layers[:, :-1], table] if silent else [table]


def _with_rest(layers: Codes) -> Codes:
    """Rows of the groups and, if there are any, one of the persons of none; without the total."""
    groups = layers[:, :-1]
    rest: Codes = layers[:, -1:] - groups.sum(axis=1, keepdims=True)
    return np.concatenate([groups, rest], axis=1) if rest.any() else groups


def _figures(scale: Scale) -> ScaleFigures:
    numbers = scale.numbers()
    return ScaleFigures(
        tuple(numbers[value] for value in scale.werte),
        tuple(value in scale.top_two for value in scale.werte),
        tuple(value in scale.bottom_two for value in scale.werte),
    )
