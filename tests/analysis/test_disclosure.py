"""What is hidden, by hand at every boundary; and that nothing hidden can be computed back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.analysis import disclosure
from lebenslage.model import columns as c
from lebenslage.model.rules import Audience, Status, Thresholds

THRESHOLDS = Thresholds()
PUBLIC, INTERN = Audience.OEFFENTLICH, Audience.INTERN


@pytest.mark.parametrize(
    ("n", "public", "intern"),
    [
        (0, Status.FEHLT, Status.FEHLT),
        (1, Status.UNTERDRUECKT, Status.UNTERDRUECKT),
        (4, Status.UNTERDRUECKT, Status.UNTERDRUECKT),
        (5, Status.UNTERDRUECKT, Status.EINGEKLAMMERT),
        (9, Status.UNTERDRUECKT, Status.EINGEKLAMMERT),
        (10, Status.EINGEKLAMMERT, Status.EINGEKLAMMERT),
        (29, Status.EINGEKLAMMERT, Status.EINGEKLAMMERT),
        (30, Status.OK, Status.OK),
        (np.nan, Status.OK, Status.OK),
    ],
)
def test_status_at_every_boundary(n, public, intern):
    assert disclosure.primary_status([n], THRESHOLDS, PUBLIC)[0] == public
    assert disclosure.primary_status([n], THRESHOLDS, INTERN)[0] == intern


@pytest.mark.parametrize(
    ("counts", "audience", "hidden", "total_hidden"),
    [
        ([40, 30, 32], PUBLIC, [0, 0, 0], False),
        ([40, 30, 8], PUBLIC, [0, 1, 1], False),  # a single one would be the total minus the rest
        ([40, 30, 8], INTERN, [0, 0, 0], False),
        ([40, 4, 4, 20], INTERN, [0, 1, 1, 1], False),  # 4 + 4 = 8 are still fewer than 10
        ([40, 6, 4, 20], INTERN, [0, 1, 1, 0], False),  # 6 + 4 = 10 are enough
        ([40, 0, 3], PUBLIC, [1, 0, 1], False),  # nobody is no partner
        ([0, 0, 3], PUBLIC, [0, 0, 1], True),  # the only part is the total
        ([3, 4], PUBLIC, [1, 1], True),  # 7 in total
        ([], PUBLIC, [], False),
    ],
)
def test_parts_of_a_total_by_hand(counts, audience, hidden, total_hidden):
    found, total = disclosure.hide_parts(counts, THRESHOLDS, audience)
    assert found.tolist() == [bool(h) for h in hidden]
    assert total == total_hidden


def test_without_a_published_total_small_parts_are_enough():
    hidden, _ = disclosure.hide_parts([40, 30, 8], THRESHOLDS, PUBLIC, total=False)
    assert hidden.tolist() == [False, False, True]


def test_numerator_and_rest_of_the_base_are_both_cells():
    # 3 of 100 and 97 of 100: together 100 counted ones and 100 others are hidden, which is enough
    cells = [[3, 97], [97, 3], [50, 50]]
    hidden, total = disclosure.hide_parts(cells, THRESHOLDS, PUBLIC)
    assert hidden.tolist() == [True, True, False]
    assert not total
    # nobody in the first: zero is not protected
    assert not disclosure.hide_parts([[0, 100], [50, 50]], THRESHOLDS, PUBLIC)[0].any()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_hidden_parts_never_stand_alone(counts):
    table = np.array(counts)
    public, public_total = disclosure.hide_parts(table, THRESHOLDS, PUBLIC)
    intern, intern_total = disclosure.hide_parts(table, THRESHOLDS, INTERN)
    assert not (intern & ~public).any()
    assert intern_total <= public_total
    for hidden, total, least in ((public, public_total, 10), (intern, intern_total, 5)):
        assert ((table > 0) & (table < least) <= hidden).all()
        if hidden.any() and not total:
            assert (hidden & (table > 0)).sum() >= 2
            assert table[hidden].sum() >= 10


def values(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=[c.GEBIET, c.INDIKATOR, c.STAND, c.ZAEHLER, c.NENNER, c.N]
    ).astype({c.ZAEHLER: float, c.NENNER: float, c.N: float})
    return frame.assign(**{c.WERT: 100 * frame[c.ZAEHLER] / frame[c.NENNER]})


def shield(frame, audience=PUBLIC, **changes):
    given = {
        "parts": ("a", "b", "c"),
        "whole": "g",
        "persons": ("x",),
        "shares": ("x",),
        "rates": (),
        "thresholds": THRESHOLDS,
        "audience": audience,
    }
    return disclosure.protect(frame, **(given | changes))


def test_hidden_rows_have_no_numbers_but_a_reason():
    frame = values(
        [
            ("a", "x", "2024", 3, 100, 100),
            ("b", "x", "2024", 20, 120, 120),
            ("c", "x", "2024", 30, 200, 200),
            ("g", "x", "2024", 53, 420, 420),
        ]
    )
    result = shield(frame)
    assert result[c.STATUS].tolist() == ["unterdrueckt", "unterdrueckt", "ok", "ok"]
    assert result[c.GRUND].tolist() == [
        "zu wenige Fälle (Datenschutz)",
        "gesperrt, weil sonst eine andere Angabe errechnet werden könnte",
        "",
        "",
    ]
    numbers = result.loc[:1, [c.WERT, c.ZAEHLER, c.NENNER, c.N]]
    assert numbers.isna().all().all()
    assert frame[c.WERT].notna().all(), "the input stays as it was"
    # without the Gemeinde there is no total, so nothing to compute back
    assert shield(frame[:3])[c.STATUS].tolist() == ["unterdrueckt", "ok", "ok"]


def test_internal_users_see_five_to_nine_in_brackets():
    frame = values([("a", "x", "2024", 6, 100, 100), ("b", "x", "2024", 20, 120, 120)])
    assert shield(frame, INTERN)[c.STATUS].tolist() == ["eingeklammert", "ok"]
    assert shield(frame)[c.STATUS].tolist() == ["unterdrueckt", "ok"]


def test_only_persons_are_protected_and_every_date_by_itself():
    frame = values(
        [
            ("a", "x", "2023", 3, 100, 100),
            ("a", "x", "2024", 30, 100, 100),
            ("a", "wohnungen", "2024", 3, 100, 100),
        ]
    )
    assert shield(frame)[c.STATUS].tolist() == ["unterdrueckt", "ok", "ok"]


def test_a_rate_protects_its_numerator_and_its_base():
    frame = values([("a", "x", "2024", 3, 1000, 1000), ("b", "x", "2024", 30, 1000, 1000)])
    frame.loc[2] = ["c", "x", "2024", 12.0, 8.0, 8.0, 1500.0]
    result = shield(frame, shares=(), rates=("x",))
    assert result[c.STATUS].tolist() == ["unterdrueckt", "ok", "unterdrueckt"]


def test_missing_stays_missing_with_its_own_reason():
    frame = values([("a", "x", "2024", np.nan, np.nan, np.nan)])
    result = shield(frame)
    assert (result.loc[0, c.STATUS], result.loc[0, c.GRUND]) == ("fehlt", "noch keine Daten")
