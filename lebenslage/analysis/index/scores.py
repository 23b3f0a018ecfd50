"""Scores of a Gemeinde's Ortsteile with all that makes them honest: the table of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index import contributions as parts
from lebenslage.analysis.index import frames
from lebenslage.analysis.index.denominate import inputs
from lebenslage.analysis.index.engine import IndexResult
from lebenslage.analysis.index.normalise import constant
from lebenslage.analysis.index.table import periods, with_goalposts
from lebenslage.analysis.index.weights import settled
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Snapshot
from lebenslage.model.procedure import Procedure

#: Seed of the draws, so that a page shows the same numbers at every visit.
SEED: Final = 2030


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """Scores of all nodes in all areas; long frames, points 0-100.

    Parameters
    ----------
    scores : pd.DataFrame
        `gebiet_id, code, score, score_ug, score_og, rang, rang_ug, rang_og, klasse, abdeckung,
        beispiel, grund`. Limits: 5 and 95 % of the draws. Places are whole numbers as floats,
        missing for indicators and for areas that are not ranked; `grund` says why there is no
        score, "" where there is one. Where an open-link survey went in, which has no error, there
        are no limits and nothing is `belastbar`.
    contributions : pd.DataFrame
        `gebiet_id, eltern, code, score, gewicht, beitrag, grund`: the direct children of every
        node in the ranked areas; `beitrag` sums to the score of `eltern`.
    pairs : pd.DataFrame
        `code, a, b, p_a_below_b, belastbar`: every ordered pair of ranked areas that both have
        a score; of equal draws half count.
    deviations : pd.DataFrame
        `gebiet_id, code, differenz, ug, og, belastbar`: score of a ranked area minus the mean
        of the other ones' scores.
    clipped : pd.DataFrame
        `gebiet_id, indikator, wert, ende, zielwert`: values beyond a goalpost ("unten" or
        "oben") in all areas.
    """

    scores: pd.DataFrame
    contributions: pd.DataFrame
    pairs: pd.DataFrame
    deviations: pd.DataFrame
    clipped: pd.DataFrame
    gebiete: tuple[str, ...]
    result: IndexResult = field(repr=False)
    reasons: NDArray[Any] = field(repr=False)

    def indicator_contributions(self, code: str) -> pd.DataFrame:
        """What every indicator below a node adds to its score; columns as `contributions`."""
        return parts.indicator_frame(self.result, self.gebiete, self.reasons, code)


def score_table(
    values: pd.DataFrame,
    snapshot: Snapshot,
    procedure: Procedure | None = None,
    gebiete: Sequence[str] | None = None,
    *,
    weitere: Sequence[str] = (),
    draws: int = 1000,
    seed: int = SEED,
) -> ScoreTable:
    """Scores with the uncertainty that comes from the values' own errors.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`; the newest date per area and indicator counts. Values that
        are `unterdrueckt` or `fehlt` are missing.
    snapshot : Snapshot
        Gives the catalogue and the Ortsteile.
    procedure : Procedure, optional
        Default: `zielwerte`. Of its `jahre` only the newest is scored, with the goalposts that
        all of them give.
    gebiete : sequence of str, optional
        Areas that are ranked against each other; default: all Ortsteile. They decide which
        indicators are constant.
    weitere : sequence of str
        Areas that only get scores (the Gemeinde); they change nothing for the others.
    draws : int
        Replications, at least 1.
    seed : int
        The same seed gives the same table.

    Returns
    -------
    ScoreTable
        Only sampling error is varied; a value without a known error stays as it is.

    Raises
    ------
    DatenFehler
        If the catalogue does not fit the procedure, or a value is infinite.
    """
    if draws < 1:
        raise ValueError("draws must be at least 1")
    catalogue, procedure = snapshot.catalogue, procedure or Procedure()
    areas = list(snapshot.ortsteil_names) if gebiete is None else gebiete
    ranked = inputs(catalogue, values, procedure, areas)
    catalogue = _panel(catalogue, values[values[col.GEBIET].isin(areas)], procedure)
    how = settled(catalogue, procedure, ranked.values, ranked.indikatoren)
    tree, procedure = how.catalogue.scored(), how.procedure
    flat = constant(ranked.values)
    ours = frames.run(tree, procedure, ranked, flat, draws, np.random.default_rng([seed, 0]))
    scores, runs = frames.score_frame(ours, ranked=True), [ours]
    if weitere:
        more, rng = inputs(catalogue, values, procedure, weitere), np.random.default_rng([seed, 1])
        runs.append(frames.run(tree, procedure, more, flat, draws, rng))
        scores = pd.concat([scores, frames.score_frame(runs[1], ranked=False)], ignore_index=True)
    reasons = ours.reasons()
    return ScoreTable(
        scores=scores,
        contributions=parts.contribution_frame(ours.point, ours.gebiete, reasons),
        pairs=frames.pair_frame(ours),
        deviations=frames.deviation_frame(ours),
        clipped=frames.clipped_frame(runs),
        gebiete=ours.gebiete,
        result=ours.point,
        reasons=reasons,
    )


def _panel(catalogue: Catalogue, values: pd.DataFrame, procedure: Procedure) -> Catalogue:
    """With the goalposts that all years together give, where a procedure wants these."""
    choice, tree = procedure.normalisierung, catalogue.scored()
    complete = all(node.unten is not None for node in tree.indicators)
    if complete or not (choice.zielwerte_aus_daten and choice.jahre == "gemeinsam"):
        return catalogue
    posts = {
        n.code: n for n in with_goalposts(tree, procedure, periods(catalogue, values, procedure))
    }
    return Catalogue(tuple(posts.get(node.code, node) for node in catalogue))
