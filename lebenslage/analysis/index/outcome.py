"""Scores and places of many replications to intervals, probabilities and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index.draws import interval, place_interval
from lebenslage.analysis.index.engine import IndexResult
from lebenslage.analysis.index.factors import Factor
from lebenslage.analysis.index.frames import RANG, RANG_OG, RANG_UG, Run, certain
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.rules import GRUND_NUR_ORIENTIERUNG

WURZEL: Final = "wurzel"
P_LETZTER: Final = "p_letzter"
UNBESTIMMT: Final = "unbestimmt"
#: What the command writes (DESIGN section 9, `--robustness-out`).
COLUMNS: Final = (
    *(WURZEL, col.GEBIET, col.SCORE, col.SCORE_UG, col.SCORE_OG),
    *(RANG, RANG_UG, RANG_OG, P_LETZTER),
)
#: More areas than these have too many pairs to look at all of them.
PAIRED: Final = 1000
#: Areas, or replications, that are summed up at once.
_PART: Final = 256


@dataclass(frozen=True, eq=False)
class Drawn:
    """Scores and places (codes, replications, areas); NaN, and place 0: none."""

    scores: Floats
    ranks: NDArray[Any]

    def first(self, draws: int) -> Drawn:
        """The first replications."""
        return Drawn(self.scores[:, :draws], self.ranks[:, :draws])


@dataclass(frozen=True, eq=False)
class Known:
    """The run on the values themselves; `back` leads from its areas to the order asked for."""

    base: IndexResult
    given: Matrix
    back: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class RobustnessResult:
    """How sure scores and places are.

    Parameters
    ----------
    frame : pd.DataFrame
        `wurzel` (code of the node), `gebiet_id`, `score` and `rang` of the values themselves,
        `score_ug, score_og, rang_ug, rang_og` (5 and 95 % of the replications, widened so that
        they hold `score` and `rang`), `p_letzter` (share of the replications in which the area
        has the lowest score of all, several lowest ones sharing it; it sums to 1 over the
        areas. Where a high score means disadvantage, the lowest is the best off), `unbestimmt`
        (replications without a score for the area, although the values give it one; they
        count nowhere else), `grund` (why there is no score, "" where there is one). No limits
        and no pairs where a value of an open-link survey goes in, which has no error.
    draws : int
        How many replications it rests on.
    factors : tuple of Factor
        What was varied.
    hinweise : tuple of str
        What could not be computed, in German sentences.
    """

    frame: pd.DataFrame
    gebiete: tuple[str, ...]
    codes: tuple[str, ...]
    draws: int
    factors: tuple[Factor, ...]
    hinweise: tuple[str, ...]
    _ranks: NDArray[Any] = field(repr=False)  # (codes, replications, areas as in `gebiete`)

    def below(self, code: str, gebiete: Sequence[str] | None = None) -> Floats:
        """P(A below B): how often the row's area has a lower score than the column's.

        Parameters
        ----------
        code : str
            One of `codes`.
        gebiete : sequence of str, optional
            Areas to compare, at most `PAIRED`; default: all.

        Returns
        -------
        array (areas, areas)
            From 0 to 1, of the replications in which both have a score; a tie counts half, so
            that P(A below B) + P(B below A) = 1. NaN on the diagonal and where there is none.

        Raises
        ------
        ValueError
            If these are more than `PAIRED` areas.
        """
        chosen = self.gebiete if gebiete is None else tuple(gebiete)
        if len(chosen) > PAIRED:
            raise ValueError(f"{len(chosen)} areas are too many to compare all of them")
        place = {area: i for i, area in enumerate(self.gebiete)}
        ranks = self._ranks[self.codes.index(code)][:, [place[area] for area in chosen]]
        # by area, and signed: differences of places below 0 exist
        ranks = np.ascontiguousarray(ranks.T).astype(np.int64)
        result = np.full((len(chosen), len(chosen)), np.nan)
        for a, own in enumerate(ranks):
            both = (own > 0) & (ranks > 0)
            count = both.sum(axis=1)
            wins = ((np.sign(own - ranks) + 1) * both).sum(axis=1) / 2
            result[a] = np.divide(wins, count, out=np.full(len(chosen), np.nan), where=count > 0)
        np.fill_diagonal(result, np.nan)
        return result

    def pairs(self, gebiete: Sequence[str] | None = None) -> pd.DataFrame:
        """Every ordered pair of areas with a score, as `ScoreTable.pairs`.

        Returns
        -------
        pd.DataFrame
            `code, a, b, p_a_below_b, belastbar` (at least 90 % of the replications agree).
        """
        areas = np.array(self.gebiete if gebiete is None else tuple(gebiete), dtype=object)
        parts = []
        for code in self.codes:
            share = self.below(code, gebiete)
            a, b = np.nonzero(~np.isnan(share))
            columns = {col.CODE: code, "a": areas[a], "b": areas[b], "p_a_below_b": share[a, b]}
            parts.append(pd.DataFrame(columns).assign(belastbar=certain(share[a, b])))
        return pd.concat(parts, ignore_index=True)


def outcome(
    known: Known,
    codes: tuple[str, ...],
    drawn: Drawn,
    factors: tuple[Factor, ...],
    hinweise: Sequence[str],
) -> RobustnessResult:
    """Sum up replications.

    Parameters
    ----------
    known : Known
        The run on the values themselves.
    codes : tuple of str
        The nodes of `drawn`.
    drawn : Drawn
        At least one replication.
    """
    base, back = known.base, known.back
    reasons = base.reasons(known.given.missing)
    parts, notes = [], list(hinweise)
    # values of an open-link survey have no error: nothing can be claimed from them
    silent = Run(known.given, base, np.empty(0)).silent()
    ranks = drawn.ranks[:, :, back]
    gebiete = tuple(known.given.gebiete[i] for i in back)
    for i, code in enumerate(codes):
        place = base.position[code]
        part = _summary(
            base.scores[:, place], base.ranks[:, place], drawn.scores[i], drawn.ranks[i]
        )
        part[col.GRUND] = reasons[:, place]
        if silent[:, place].any():
            part |= _unsaid(part, silent[:, place])
            ranks[i][:, silent[back, place]] = 0
            notes.append(f"In „{code}“ fehlen Spannen ({GRUND_NUR_ORIENTIERUNG}).")
        columns = {WURZEL: np.full(len(gebiete), code, dtype=object), col.GEBIET: list(gebiete)}
        parts.append(pd.DataFrame(columns | {name: array[back] for name, array in part.items()}))
        notes += _undefined(code, part[UNBESTIMMT], drawn.scores.shape[1])
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[[*COLUMNS, UNBESTIMMT, col.GRUND]]
    return RobustnessResult(
        frame, gebiete, codes, drawn.scores.shape[1], factors, tuple(notes), ranks
    )


def _unsaid(part: dict[str, Any], silent: Bools) -> dict[str, Any]:
    """No limits where nothing can be claimed; places depend on all areas."""
    nothing = np.full(len(silent), np.nan)
    limits = {name: np.where(silent, np.nan, part[name]) for name in (col.SCORE_UG, col.SCORE_OG)}
    return limits | dict.fromkeys((RANG_UG, RANG_OG, P_LETZTER), nothing)


def _summary(score: Floats, rank: Floats, scores: Floats, ranks: NDArray[Any]) -> dict[str, Any]:
    limits = np.full((4, len(score)), np.nan)
    lost = np.zeros(len(score), np.intp)
    for start in range(0, len(score), _PART):  # a copy of all of them would double the memory
        part = slice(start, start + _PART)
        drawn = np.ascontiguousarray(scores[:, part].T)
        places = ranks[:, part].T.astype(float)
        places[places == 0] = np.nan
        limits[:2, part] = interval(drawn, score[part])
        limits[2:, part] = place_interval(places, rank[part])
        lost[part] = np.isnan(drawn).sum(axis=-1)
    missing = np.isnan(score)
    return {
        col.SCORE: score,
        col.SCORE_UG: limits[0],
        col.SCORE_OG: limits[1],
        RANG: rank,
        RANG_UG: limits[2],
        RANG_OG: limits[3],
        P_LETZTER: np.where(missing, np.nan, _lowest(ranks)),
        UNBESTIMMT: np.where(missing, 0, lost),
    }


def _lowest(ranks: NDArray[Any]) -> Floats:
    """How often each area has the last place of all; several that share it share the count."""
    total, draws = np.zeros(ranks.shape[1]), 0
    for start in range(0, len(ranks), _PART):
        part = ranks[start : start + _PART]
        part = part[part.any(axis=1)]
        last = part == part.max(axis=1, keepdims=True, initial=0)
        total += (last / last.sum(axis=1, keepdims=True)).sum(axis=0)
        draws += len(part)
    return total / draws if draws else np.full(ranks.shape[1], np.nan)


def _undefined(code: str, missing: NDArray[Any], draws: int) -> list[str]:
    areas = int((missing > 0).sum())
    if not areas:
        return []
    where = "bleibt 1 Gebiet" if areas == 1 else f"bleiben {areas} Gebiete"
    most = f"höchstens in {missing.max()} von {draws}"
    text = f"In „{code}“ {where} in manchen Wiederholungen ohne Punktwert ({most})"
    return [f"{text}; diese Wiederholungen zählen dort nicht."]
