"""Arrays of one run to the long frames that pages and charts take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index import draws as simulation
from lebenslage.analysis.index import ranking
from lebenslage.analysis.index.climb import climb
from lebenslage.analysis.index.counts import counted
from lebenslage.analysis.index.engine import IndexResult, plan
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.index.treatment import treat
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import BELASTBAR

RANG: Final = "rang"
RANG_UG: Final = "rang_ug"
RANG_OG: Final = "rang_og"
KLASSE: Final = "klasse"
#: Beginning and end of the goalposts, as in the catalogue.
UNTEN: Final = "unten"
OBEN: Final = "oben"
#: Numbers in a block of draws.
_BLOCK: Final = 2**16


@dataclass(frozen=True, eq=False)
class Run:
    """One set of areas: the values, the scores of these, the scores of every draw."""

    given: Matrix
    point: IndexResult
    drawn: Floats  # (areas, codes, draws)

    @property
    def gebiete(self) -> tuple[str, ...]:
        """The areas."""
        return self.given.gebiete

    def reasons(self) -> NDArray[Any]:
        """Why there is no score (areas, codes)."""
        return self.point.reasons(self.given.missing)

    def examples(self) -> Bools:
        """Whether a made-up value went into a score (areas, codes)."""
        return self._reached(self.given.examples)

    def silent(self) -> Bools:
        """Whether a value of an open-link survey went into a score (areas, codes).

        Such values have no error. Nothing can be claimed from them, not even that they are exact.
        """
        return self._reached(unclaimed(self.given, self.point.catalogue.indicators))

    def _reached(self, marked: Bools) -> Bools:
        """From marked values (areas, indicators) to the scores that they went into."""
        tree, position = self.point.catalogue, self.point.position
        known = ~np.isnan(self.point.scores)
        result = np.zeros(known.shape, bool)
        result[:, [position[node.code] for node in tree.indicators]] = marked
        result &= known
        for node in tree.bottom_up():
            counting = [position[c.code] for c in tree.children(node.code) if c.gewicht > 0]
            place = position[node.code]
            result[:, place] = result[:, counting].any(axis=1) & known[:, place]
        return result


def unclaimed(given: Matrix, nodes: Sequence[Node]) -> Bools:
    """Values out of surveys that tell no error: those of an open link.

    Returns
    -------
    array of bool (areas, indicators)
    """
    survey = np.array([node.art is Kind.UMFRAGE for node in nodes], bool)
    return survey & ~np.isnan(given.values) & np.isnan(given.errors)


def run(
    tree: Catalogue,
    procedure: Procedure,
    given: Matrix,
    flat: Bools,
    draws: int,
    rng: np.random.Generator,
) -> Run:
    """Scores of the values and of draws around them.

    Parameters
    ----------
    tree : Catalogue
        Scored nodes only; `given` has its indicators.
    flat : array of bool (indicators,)
        Indicators that carry no information, in the draws as well.
    draws : int
        Replications.
    """
    steps, nodes = plan(tree, procedure), tree.indicators
    errors, counts = simulation.standard_errors(given, nodes), counted(given, nodes)
    point = steps.run(given.values, flat)
    known = ~np.isnan(point.scores)
    drawn = np.empty((len(given.gebiete), len(tree), draws))
    # blocks that stay in the processor's cache; their size changes nothing in the draws
    size = max(1, _BLOCK // max(1, drawn[..., 0].size))
    for start in range(0, draws, size):
        number = min(size, draws - start)
        noisy = simulation.draw(given.values, errors, nodes, number, rng, counts)
        points = steps.points(treat(noisy, procedure.behandlung), flat, steps.scales)
        # a draw of which a method can make nothing has no score; it must not end all others
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = climb(steps, points, known)
        drawn[..., start : start + size] = scores.transpose(2, 0, 1)
    return Run(given, point, drawn)


def score_frame(of: Run, *, ranked: bool) -> pd.DataFrame:
    """Rows of `ScoreTable.scores`: by code, then by area."""
    point = of.point
    low, high = simulation.interval(of.drawn, point.scores)
    silent = of.silent()
    rang = np.full((3, *point.scores.shape), np.nan)
    inner = [i for i, code in enumerate(point.codes) if not point.catalogue.is_leaf(code)]
    if ranked and inner:
        rang[0][:, inner] = point.ranks[:, inner]
        drawn = ranking.places(of.drawn[:, inner], axis=0)
        limits = simulation.place_interval(drawn, rang[0][:, inner])
        rang[1][:, inner], rang[2][:, inner] = limits
        rang[1:, :, silent.any(axis=0)] = np.nan
    columns = {
        col.SCORE: point.scores,
        col.SCORE_UG: np.where(silent, np.nan, low),
        col.SCORE_OG: np.where(silent, np.nan, high),
        RANG: rang[0],
        RANG_UG: rang[1],
        RANG_OG: rang[2],
        KLASSE: point.classes,
        col.ABDECKUNG: point.coverage,
        col.BEISPIEL: of.examples(),
        col.GRUND: of.reasons(),
    }
    return _long(of, columns)


def deviation_frame(of: Run) -> pd.DataFrame:
    """Rows of `ScoreTable.deviations`: every score minus the mean of the other areas'."""
    scores = of.point.scores
    difference, drawn = simulation.from_others(scores), simulation.from_others(of.drawn)
    low, high = simulation.interval(drawn, difference)
    silent = of.silent().any(axis=0)
    columns = {
        "differenz": difference,
        col.UG: np.where(silent, np.nan, low),
        col.OG: np.where(silent, np.nan, high),
        "belastbar": certain(simulation.share_below(drawn, 0.0)) & ~silent,
    }
    return _long(of, columns)


def certain(share: Floats) -> Bools:
    """Whether draws agree often enough, in either direction; never where nothing is known."""
    # 0.9 of 1,000 draws must not fail by rounding
    return np.abs(share - 0.5) >= BELASTBAR - 0.5 - 1e-9


def pair_frame(of: Run) -> pd.DataFrame:
    """Rows of `ScoreTable.pairs`: every ordered pair of areas that both have a score."""
    shares = np.full((len(of.point.codes), len(of.gebiete), len(of.gebiete)), np.nan)
    for a in range(len(of.gebiete)):
        for b in range(a):
            below = simulation.share_below(of.drawn[a], of.drawn[b])
            shares[:, a, b], shares[:, b, a] = below, 1 - below
    code, first, second = np.nonzero(~np.isnan(shares))
    areas = np.array(of.gebiete, dtype=object)
    share, silent = shares[code, first, second], of.silent()
    claimed = ~(silent[first, code] | silent[second, code])
    return pd.DataFrame(
        {
            col.CODE: np.array(of.point.codes, dtype=object)[code],
            "a": areas[first],
            "b": areas[second],
            "p_a_below_b": share,
            "belastbar": certain(share) & claimed,
        }
    )


def clipped_frame(runs: Sequence[Run]) -> pd.DataFrame:
    """Rows of `ScoreTable.clipped`: values that lie beyond a goalpost."""
    rows = []
    for of in runs:
        nodes = of.point.catalogue.indicators
        for place, area in np.argwhere(of.point.clipped.T):
            node, above = nodes[place], of.point.clipped[area, place] > 0
            end, post = (OBEN, node.oben) if above else (UNTEN, node.unten)
            rows.append((of.gebiete[area], node.code, of.given.values[area, place], end, post))
    names = [col.GEBIET, col.INDIKATOR, col.WERT, "ende", "zielwert"]
    return pd.DataFrame(rows, columns=names).astype({col.WERT: float, "zielwert": float})


def _long(of: Run, columns: dict[str, Any]) -> pd.DataFrame:
    """Arrays (areas, codes) to rows, by code and then by area."""
    codes = np.array(of.point.codes, dtype=object)
    keys = {
        col.GEBIET: np.tile(np.array(of.gebiete, dtype=object), len(codes)),
        col.CODE: np.repeat(codes, len(of.gebiete)),
    }
    return pd.DataFrame(keys | {name: array.T.ravel() for name, array in columns.items()})
