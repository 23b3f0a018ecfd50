"""An attacker who puts all published tables of a wave together finds out no small number.

The unknowns are the persons by Ortsteil, age, sex and answer. Every figure of every table says
something about a sum of them; whole-number programming finds the smallest and the largest number
that a hidden cell can have.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint, milp

from lebenslage.analysis.survey.response import who_answered
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, Audience, Thresholds
from lebenslage.model.survey import QuestionType, Scale
from tests.analysis.survey.builders import question, wave_of

SPLITS = {"ortsteil": ("a", "b", "c"), "alter": ("1", "2", "3"), "geschlecht": ("w", "m")}
ANSWERS = ("1", "2", "3", "4", "5")
SIZES = tuple(len(names) for names in SPLITS.values())
LIMITS = {Audience.OEFFENTLICH: 10, Audience.INTERN: 5}


def random_persons(rng: np.random.Generator, persons: int) -> np.ndarray:
    """Persons by Ortsteil, age, sex and answer; the last answer is none."""
    kinds = rng.dirichlet(np.full(np.prod(SIZES), 1.0))
    likes = np.append(rng.dirichlet(np.full(len(ANSWERS), 1.2)), 0.04)
    chances = (kinds[:, None] * likes / likes.sum()).ravel()
    return rng.multinomial(persons, chances).reshape(*SIZES, len(ANSWERS) + 1)


def wave_with(cells: np.ndarray, typ: QuestionType):
    rows = [
        (*(names[i] for names, i in zip(SPLITS.values(), place[:3], strict=True)), answer)
        for place in np.argwhere(cells).tolist()
        for answer in [(*ANSWERS, "")[place[3]]] * cells[tuple(place)]
    ]
    frame = pd.DataFrame(rows, columns=[*SPLITS, "F1"])
    about = [
        question(QuestionType.EINFACH, code=name, skala=Scale(SPLITS[name]))
        for name in ("alter", "geschlecht")
    ]
    asked = question(typ, skala=Scale(ANSWERS))
    return wave_of({name: frame[name].tolist() for name in frame}, *about, asked)


class Attacker:
    """Collects what is published and asks what a sum of persons can be."""

    def __init__(self, cells: np.ndarray) -> None:
        self.cells = cells
        self.left: list[np.ndarray] = []
        self.right: list[float] = []

    def weights(self, by: str, group: str, answers) -> np.ndarray:
        """Weight of every unknown in a sum over the answers of a group."""
        inside = np.zeros(self.cells.shape)
        place: list[object] = [slice(None)] * 3
        if group != ALLE:
            place[list(SPLITS).index(by)] = SPLITS[by].index(group)
        inside[tuple(place)] = answers
        return inside

    def tell(self, weights: np.ndarray, number: float) -> None:
        self.left.append(weights.ravel())
        self.right.append(number)

    def range_of(self, weights: np.ndarray) -> tuple[float, float]:
        known = LinearConstraint(np.array(self.left), np.array(self.right), np.array(self.right))
        ends = []
        for sign in (1, -1):
            result = milp(sign * weights.ravel(), constraints=known, integrality=1)
            ends.append(np.inf if result.x is None else sign * result.fun)
        return ends[0], ends[1]


def read_answers(attacker: Attacker, table: pd.DataFrame, by: str) -> None:
    """Take in the shares, means, top two and net scores of the question F1."""
    some = np.append(np.ones(len(ANSWERS)), 0)
    best = np.array([0, 0, 0, 1, 1, 0.0])
    known = {"mittelwert": np.array([1, 2, 3, 4, 5, 0.0]), "top2": best}
    known["saldo"] = best - np.array([1, 1, 0, 0, 0, 0.0])
    for row in table[table[c.FRAGE] == "F1"].dropna(subset=[c.N]).to_dict("records"):
        group, n = row[c.GRUPPE], row[c.N]
        attacker.tell(attacker.weights(by, group, some), n)
        if row[c.STATISTIK] == "anteil":
            values = np.eye(6)[ANSWERS.index(row[c.AUSPRAEGUNG])]
        else:
            values = known[row[c.STATISTIK]]
        number = round(row[c.WERT] * n, 6) if n else 0.0
        attacker.tell(attacker.weights(by, group, values), number)


def read_crossings(attacker: Attacker, table: pd.DataFrame, by: str) -> None:
    """Take in how many of each age and sex there are in a group."""
    own = table[table[c.FRAGE].isin(SPLITS) & (table[c.STATISTIK] == "anteil")]
    for row in own.dropna(subset=[c.N]).to_dict("records"):
        everybody = attacker.weights(by, row[c.GRUPPE], 1.0)
        those = attacker.weights(row[c.FRAGE], row[c.AUSPRAEGUNG], 1.0) * everybody
        attacker.tell(everybody, row[c.N])
        attacker.tell(those, round(row[c.WERT] * row[c.N], 6) if row[c.N] else 0.0)


def read_everything(attacker: Attacker, wave, audience: Audience) -> list[pd.DataFrame]:
    tables = []
    for by in SPLITS:
        table = survey_table(wave, SPLITS["ortsteil"], Thresholds(), audience, by)
        response = who_answered(wave, SPLITS["ortsteil"], Thresholds(), audience, by)
        for row in response.dropna(subset=[c.N]).to_dict("records"):
            attacker.tell(attacker.weights(by, row[c.GRUPPE], 1.0), row[c.N])
        read_answers(attacker, table, by)
        read_crossings(attacker, table, by)
        tables.append(table)
    return tables


def small_sums(attacker: Attacker, least: int):
    """Every cell of every table that too few persons are in."""
    cells = attacker.cells
    for by, names in SPLITS.items():
        for group, k in itertools.product(names, range(len(ANSWERS))):
            yield attacker.weights(by, group, np.eye(6)[k])
        for other in list(SPLITS)[list(SPLITS).index(by) + 1 :]:
            for one, two in itertools.product(names, SPLITS[other]):
                yield attacker.weights(by, one, 1.0) * attacker.weights(other, two, 1.0)
    for k in range(len(ANSWERS)):
        yield attacker.weights("ortsteil", ALLE, np.eye(6)[k])
    assert cells.sum() >= least


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("typ", [QuestionType.SKALA, QuestionType.EINFACH])
@pytest.mark.parametrize(("seed", "persons"), [(1, 80), (2, 150), (3, 250), (4, 400), (5, 700)])
def test_no_small_number_follows_from_all_tables_together(typ, audience, seed, persons):
    cells = random_persons(np.random.default_rng(seed), persons)
    wave = wave_with(cells, typ)
    attacker = Attacker(cells)
    read_everything(attacker, wave, audience)
    if audience is Audience.INTERN:  # who may look inside sees what is outside as well
        read_everything(attacker, wave, Audience.OEFFENTLICH)
    least = LIMITS[audience]
    for weights in small_sums(attacker, least):
        if 0 < (weights * cells).sum() < least:
            low, high = attacker.range_of(weights)
            assert high - low > 0.5


def test_the_attack_finds_what_single_protection_misses():
    """By age everything is shown, and so is everybody: then two hidden answers are not enough."""
    cells = random_persons(np.random.default_rng(7), 400)
    attacker = Attacker(cells)
    some = np.eye(6)
    for group in SPLITS["ortsteil"][:2]:
        for answer in some:
            weights = attacker.weights("ortsteil", group, answer)
            attacker.tell(weights, (weights * cells).sum())
    for group in SPLITS["alter"]:
        for answer in some:
            weights = attacker.weights("alter", group, answer)
            attacker.tell(weights, (weights * cells).sum())
    hidden = attacker.weights("ortsteil", "c", some[0])
    low, high = attacker.range_of(hidden)
    assert low == high == (hidden * cells).sum()


def test_everybody_is_the_same_in_every_table():
    cells = random_persons(np.random.default_rng(11), 120)
    attacker = Attacker(cells)
    wave = wave_with(cells, QuestionType.SKALA)
    tables = read_everything(attacker, wave, Audience.OEFFENTLICH)
    rows = [
        table[(table[c.GRUPPE] == ALLE) & (table[c.FRAGE] == "F1")].reset_index(drop=True)
        for table in tables
    ]
    assert (rows[0][c.STATUS] == "unterdrueckt").any()
    for other in rows[1:]:
        pd.testing.assert_frame_equal(rows[0], other)


def test_a_crossing_is_shown_one_way_round_only():
    cells = random_persons(np.random.default_rng(3), 250)
    wave = wave_with(cells, QuestionType.EINFACH)
    found = {
        by: set(survey_table(wave, SPLITS["ortsteil"], Thresholds(), Audience.INTERN, by)[c.FRAGE])
        for by in SPLITS
    }
    assert found == {
        "ortsteil": {"alter", "geschlecht", "F1"},
        "alter": {"geschlecht", "F1"},
        "geschlecht": {"F1"},
    }
