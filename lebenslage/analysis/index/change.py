"""The change between two points in time, with its interval: of scores and of single values.

An earlier and a later state are scored with the same indicators, those that have a value at both
points: otherwise a new indicator would look like a change. All areas at both dates are normalised
together, which for fixed goalposts is the same as each date for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis import intervals
from lebenslage.analysis.index import draws as simulation
from lebenslage.analysis.index import frames
from lebenslage.analysis.index.dates import TwoDates, two_dates
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools, constant
from lebenslage.analysis.index.ranking import DECIMALS
from lebenslage.analysis.index.scores import SEED
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import GRUND_NUR_ORIENTIERUNG

GESTIEGEN: Final = "gestiegen"
GEFALLEN: Final = "gefallen"
STABIL: Final = "stabil"
#: Two-sided level of the intervals of a change: from 5 to 95 % of the draws.
NIVEAU_AENDERUNG: Final = simulation.ENDS[1] - simulation.ENDS[0]


@dataclass(frozen=True, eq=False)
class ChangeTable:
    """Changes of all nodes and of all indicator values; long frames.

    Parameters
    ----------
    changes : pd.DataFrame
        `gebiet_id, code, score_vorher, score_nachher, differenz, ug, og, urteil, abdeckung,
        beispiel, grund`, in points: only indicators with a value at both dates are in either
        score, so that `score_nachher` can differ from the score of today. `urteil`: "gestiegen",
        "gefallen", "stabil" (the interval holds 0), "" where nothing is claimed. `abdeckung`:
        share of the children that enter the change. `grund`: why there is no change or no
        verdict.
    values : pd.DataFrame
        `gebiet_id, indikator, stand_vorher, wert_vorher, stand_nachher, wert_nachher, differenz,
        ug, og, urteil, grund`, in the unit of the indicator; context too. "gestiegen" says that
        the number rose, whichever direction is better.
    """

    changes: pd.DataFrame
    values: pd.DataFrame


def change_table(
    values: pd.DataFrame,
    snapshot: Snapshot,
    procedure: Procedure | None = None,
    gebiete: Sequence[str] | None = None,
    *,
    weitere: Sequence[str] = (),
    draws: int = 1000,
    seed: int = SEED,
) -> ChangeTable:
    """Change of every score and value, with what is certain about it.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected, every date.
    snapshot, procedure, gebiete, weitere, draws, seed
        As in `scores.score_table`.

    Returns
    -------
    ChangeTable
        Limits run from 5 to 95 % of the draws; of a single value they are normal, 90 %.

    Notes
    -----
    Later is the newest value of an indicator in an area, earlier the newest one at least a year
    before (`dates.two_dates`). Errors at the two dates are independent, as from two samples; a
    value that was carried over is the same measurement, errs alike at both dates and so adds
    nothing to the change nor to its interval.

    Raises
    ------
    DatenFehler
        If the catalogue does not fit the procedure, or a value is infinite.
    """
    if draws < 1:
        raise ValueError("draws must be at least 1")
    tree, procedure = snapshot.catalogue.scored(), procedure or Procedure()
    codes = [node.code for node in tree.indicators]
    areas = list(snapshot.ortsteil_names) if gebiete is None else list(gebiete)
    groups = [areas, list(weitere)] if weitere else [areas]
    flat: Bools | None = None
    changes = []
    for i, group in enumerate(groups):
        dates = two_dates(values, codes, group)
        both = _stacked(dates)
        flat = constant(both.values) if flat is None else flat
        rng = np.random.default_rng([seed, 2 + i])
        run = frames.run(tree, procedure, both, flat, draws, rng)
        changes.append(_change_frame(run, dates))
    alone = value_changes(values, snapshot.catalogue.indicators, [*areas, *weitere])
    return ChangeTable(pd.concat(changes, ignore_index=True), alone)


def value_changes(
    values: pd.DataFrame, nodes: Sequence[Node], gebiete: Sequence[str]
) -> pd.DataFrame:
    """Change of every value since the date before, as `ChangeTable.values`.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected.
    nodes : sequence of Node
        The indicators.
    """
    return _value_frame(two_dates(values, [node.code for node in nodes], list(gebiete)), nodes)


def verdict(difference: Floats, low: Floats, high: Floats) -> NDArray[Any]:
    """Word for each change; "" where it is missing.

    Parameters
    ----------
    difference, low, high : array
        The change and its limits, in any unit.
    """
    low, high = np.round(low, DECIMALS), np.round(high, DECIMALS)
    holds = (low <= 0) & (high >= 0)
    word = np.where(holds, STABIL, np.where(difference > 0, GESTIEGEN, GEFALLEN))
    return np.where(np.isnan(difference), "", word).astype(object)


def _stacked(dates: TwoDates) -> Matrix:
    """Earlier over later: as many rows as areas, twice."""
    errors = [np.where(dates.carried, 0.0, given.errors) for given in (dates.earlier, dates.later)]

    def both(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(dates.earlier, name), getattr(dates.later, name)])

    return replace(
        dates.earlier,
        gebiete=dates.earlier.gebiete * 2,
        values=both("values"),
        errors=np.concatenate(errors),
        numerators=both("numerators"),
        denominators=both("denominators"),
        examples=both("examples"),
        missing=both("missing"),
    )


def _change_frame(run: frames.Run, dates: TwoDates) -> pd.DataFrame:
    n = len(dates.later.gebiete)
    point, drawn = run.point.scores, run.drawn
    difference = point[n:] - point[:n]
    low, high = simulation.interval(drawn[n:] - drawn[:n], difference)
    told = run.silent()
    silent = (told[:n] | told[n:]) & ~np.isnan(difference)
    examples = run.examples()
    columns = {
        "score_vorher": point[:n],
        "score_nachher": point[n:],
        "differenz": difference,
        col.UG: np.where(silent, np.nan, low),
        col.OG: np.where(silent, np.nan, high),
        "urteil": np.where(silent, "", verdict(difference, low, high)),
        col.ABDECKUNG: run.point.coverage[n:],
        col.BEISPIEL: examples[:n] | examples[n:],
        col.GRUND: np.where(silent, GRUND_NUR_ORIENTIERUNG, run.reasons()[n:]),
    }
    codes = np.array(run.point.codes, dtype=object)
    keys = {
        col.GEBIET: np.tile(np.array(dates.later.gebiete, dtype=object), len(codes)),
        col.CODE: np.repeat(codes, n),
    }
    return pd.DataFrame(keys | {name: array.T.ravel() for name, array in columns.items()})


def _value_frame(dates: TwoDates, nodes: Sequence[Node]) -> pd.DataFrame:
    """Rows of `ChangeTable.values`: by indicator, then by area."""
    errors = [
        np.where(dates.carried, 0.0, simulation.standard_errors(given, nodes))
        for given in (dates.earlier, dates.later)
    ]
    difference = dates.later.values - dates.earlier.values
    low, high = intervals.normal(difference, np.hypot(*errors), NIVEAU_AENDERUNG)
    silent = frames.unclaimed(dates.earlier, nodes) | frames.unclaimed(dates.later, nodes)
    columns = {
        "stand_vorher": dates.stand_earlier,
        "wert_vorher": dates.earlier.values,
        "stand_nachher": dates.stand_later,
        "wert_nachher": dates.later.values,
        "differenz": difference,
        col.UG: np.where(silent, np.nan, low),
        col.OG: np.where(silent, np.nan, high),
        "urteil": np.where(silent, "", verdict(difference, low, high)),
        col.GRUND: np.where(silent, GRUND_NUR_ORIENTIERUNG, dates.later.missing),
    }
    n = len(dates.later.gebiete)
    keys = {
        col.GEBIET: np.tile(np.array(dates.later.gebiete, dtype=object), len(nodes)),
        col.INDIKATOR: np.repeat(np.array([node.code for node in nodes], dtype=object), n),
    }
    return pd.DataFrame(keys | {name: array.T.ravel() for name, array in columns.items()})
