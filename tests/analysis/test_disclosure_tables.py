"""Attacks on tables with both margins: no published figure gives a hidden count away."""

from __future__ import annotations

import numpy as np
import pytest

from lebenslage.analysis.disclosure_steps import FIGUREN, ScaleFigures, steps_between
from lebenslage.analysis.disclosure_tables import hide_cells
from lebenslage.model.rules import Audience, Thresholds
from tests.analysis import attack

THRESHOLDS = Thresholds()
SCALE = ScaleFigures(
    (1.0, 2.0, 3.0, 4.0, 5.0),
    top=(False, False, False, True, True),
    tief=(True, True, False, False, False),
)


def random_tables(seed: int, number: int, answers: int | None = None):
    rng = np.random.default_rng(seed)
    for _ in range(number):
        k = answers or int(rng.integers(2, 6))
        sizes = rng.choice([3, 8, 20, 60, 110, 400], int(rng.integers(1, 6)))
        yield np.array([rng.multinomial(n, rng.dirichlet(np.full(k, 2.0))) for n in sizes])


def test_a_large_table_hides_nothing():
    table = np.full((3, 5), 30)
    pattern = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH, SCALE)
    assert not pattern.cells.any()
    assert all(figures == frozenset(FIGUREN) for figures in pattern.figures)


def test_one_small_cell_takes_the_cheapest_rectangle_with_it():
    table = np.array([[3, 40, 50], [20, 60, 70], [30, 80, 90]])
    pattern = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH)
    expected = [[1, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]]  # last row: the total
    np.testing.assert_array_equal(pattern.cells, np.array(expected, bool))
    assert not pattern.rows.any()


def test_a_small_group_is_hidden_whole_and_takes_the_next_one_with_it():
    table = np.array([[40, 40], [20, 30], [4, 4]])
    pattern = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH)
    assert pattern.rows.tolist() == [False, True, True, False]
    intern = hide_cells(table, THRESHOLDS, Audience.INTERN)
    # 8 persons may be told internally, 4 of an answer may not
    assert intern.rows.tolist() == [False, False, False, False]
    np.testing.assert_array_equal(intern.cells[:, 0], [False, True, True, False])


def test_few_persons_in_all_hide_everything():
    pattern = hide_cells([[2, 1], [3, 2]], THRESHOLDS, Audience.OEFFENTLICH)
    assert pattern.rows.all()
    assert pattern.cells.all()


def test_a_scale_keeps_mean_and_best_and_worst_two_where_answers_are_hidden():
    table = np.array([[30, 120, 214, 237, 99], [9, 29, 92, 93, 37], [8, 16, 30, 43, 18]])
    pattern = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH, SCALE)
    # the middle answer follows from the two others, so it is shown
    expected = [[0] * 5, [1, 1, 0, 1, 1], [1, 1, 0, 1, 1], [0] * 5]
    np.testing.assert_array_equal(pattern.cells, np.array(expected, bool))
    assert pattern.figures[1] == pattern.figures[2] == {"mittel", "top", "tief"}
    assert pattern.figures[0] == frozenset(FIGUREN)


def test_steps_leave_the_figures_as_they_are():
    steps = steps_between(SCALE, (True,) * 5, frozenset({"mittel", "streuung"}))
    values = np.array(SCALE.werte)
    assert len(steps)
    for weights in (np.ones(5), values, values**2):
        assert (steps @ weights == 0).all()
    assert [1, -3, 3, -1, 0] in steps.tolist()
    # five equations leave five cells no room
    assert len(steps_between(SCALE, (True,) * 5, frozenset(FIGUREN))) == 0


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("scale", [None, SCALE])
@pytest.mark.parametrize("whole", [False, True], ids=["linear", "whole-numbers"])
def test_no_hidden_count_can_be_derived(audience, scale, whole):
    hidden = 0
    for table in random_tables(2025, 40, 5 if scale else None):
        pattern = hide_cells(table, THRESHOLDS, audience, scale)
        hidden += pattern.cells.sum()
        assert attack.derivable_cells(table, pattern, scale, whole=whole) == []
    assert hidden > 100


def test_the_attack_would_notice():
    table = np.array([[3, 40], [20, 60]])
    pattern = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH)
    pattern.cells[:] = False
    pattern.cells[0, 0] = True
    assert attack.derivable_cells(table, pattern) == [(0, 0)]


@pytest.mark.parametrize("scale", [None, SCALE])
def test_shown_is_only_what_may_be_shown_and_hidden_together_are_many(scale):
    for table in random_tables(7, 60, 5 if scale else None):
        public = hide_cells(table, THRESHOLDS, Audience.OEFFENTLICH, scale)
        intern = hide_cells(table, THRESHOLDS, Audience.INTERN, scale)
        assert (intern.cells <= public.cells).all()
        assert (intern.rows <= public.rows).all()
        pairs = zip(public.figures, intern.figures, strict=True)
        assert all(outside <= inside for outside, inside in pairs)
        full = np.vstack([table, table.sum(axis=0)])
        for pattern, least in ((public, 10), (intern, 5)):
            assert ((full > 0) & (full < least) <= pattern.cells).all()
            for i in np.flatnonzero(pattern.cells.any(axis=1) & ~pattern.rows):
                together = full[i][pattern.cells[i]].sum()
                assert together >= 10 or pattern.cells[i].all()
