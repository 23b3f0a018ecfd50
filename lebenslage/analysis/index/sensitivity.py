"""What the uncertainty of an index comes from: Sobol indices of everything that is varied.

References
----------
Saisana, Saltelli, Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for
the quality assessment of composite indicators, J. R. Statist. Soc. A 168; OECD/JRC (2008),
Handbook on Constructing Composite Indicators, step 7.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from lebenslage.analysis.index import ranking
from lebenslage.analysis.index.factors import Factor, Model, model
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.scores import SEED
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import NIVEAU

FAKTOR: Final = "faktor"
#: First-order and total-order index, each with its limits.
INDICES: Final = ("s1", "s1_ug", "s1_og", "st", "st_ug", "st_og")
GRUND_GLEICH: Final = "das Ergebnis ist in allen Wiederholungen gleich"

#: Numbers (samples, dimensions) from 0 to below 1 -> one result per sample; NaN: none.
Evaluate: TypeAlias = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Which factor moves a result, and how much.

    Parameters
    ----------
    frame : pd.DataFrame
        `faktor, s1, s1_ug, s1_og, st, st_ug, st_og, grund`, one row per factor. `s1`: share of
        the variance that the factor explains alone; `st`: together with all in which it takes
        part. Limits at 95 % by bootstrap; estimates may lie slightly outside 0 to 1. `grund`:
        why there are none.
    varianz : float
        Variance of the result.
    auswertungen : int
        How often the index was computed.
    verworfen : int
        Of these, left out because the result was undefined in one of a set of samples.
    """

    frame: pd.DataFrame
    varianz: float
    auswertungen: int
    verworfen: int


def sensitivity(
    catalogue: Catalogue,
    given: Matrix,
    procedure: Procedure | None = None,
    *,
    code: str = "",
    gebiet: str = "",
    n: int = 256,
    seed: int = SEED,
) -> Sensitivity:
    r"""Sobol indices of the factors of `[robustheit]`.

    Parameters
    ----------
    catalogue, given, procedure
        As `robustness.Simulation`.
    code : str
        Node to look at; default: the first root.
    gebiet : str
        Explain the score of this area; default: the mean absolute shift of the places,

        .. math:: \frac{1}{M} \sum_{a=1}^{M} |R_a - R_a^{\mathrm{ref}}|

        over the M areas that have a score in the run on the values themselves.
    n : int
        Base samples, a power of 2; the index is computed n (factors + 3) times.
    seed : int
        At least 0.

    Raises
    ------
    DatenFehler
        As `engine.compute`.
    ValueError
        If `n` is no power of 2 or the area has no score.

    Notes
    -----
    Weights and goalposts are groups: each moves as a whole. The sampling error is one factor
    as well, a number that picks a set of errors for all values.
    """
    varied = model(catalogue.scored(), given, procedure)
    node = code or catalogue.scored().roots[0].code
    place = varied.base.position[node]
    if gebiet:
        row = given.gebiete.index(gebiet)
        if np.isnan(varied.base.scores[row, place]):
            raise ValueError(f"{gebiet!r} has no score in {node!r}")

    def result(scores: Floats) -> Floats:
        if gebiet:
            return scores[:, row]
        reference = varied.base.ranks[:, place]
        known = ~np.isnan(reference)
        shift: Floats = np.abs(ranking.places(scores) - reference)[:, known].mean(axis=1)
        return shift

    groups = _groups(varied)
    if not (~np.isnan(varied.base.scores[:, place])).any():
        groups = []
    return sobol(groups, lambda x: _run(varied, groups, x, place, result, seed), n=n, seed=seed)


def _groups(varied: Model) -> list[str]:
    """The factor of every dimension."""
    active, layout = varied.active, varied.layout
    groups = [f.value for f in active if f in layout for _ in range(*layout[f].indices(10**9))]
    return groups + [f.value for f in active if f not in layout]


def _run(
    varied: Model,
    groups: Sequence[str],
    samples: Floats,
    place: int,
    result: Callable[[Floats], Floats],
    seed: int,
) -> Floats:
    """The result of every sample, in blocks."""
    numbers = np.zeros((len(samples), varied.numbers))
    for factor, part in varied.layout.items():
        if factor in varied.active:
            numbers[:, part] = samples[:, [g == factor.value for g in groups]]
    last = samples[:, -1] if Factor.STICHPROBENFEHLER in varied.active else np.zeros(len(samples))
    picks = (last * 2**53).astype(np.uint64)
    found = np.empty(len(samples))
    for start in range(0, len(samples), varied.block):
        rows = slice(start, start + varied.block)
        noise = [np.random.default_rng([seed, int(pick)]) for pick in picks[rows]]
        with np.errstate(invalid="ignore", divide="ignore"):  # counted as `verworfen`
            found[rows] = result(varied.scores(numbers[rows], noise)[place])
    return found


def sobol(groups: Sequence[str], evaluate: Evaluate, *, n: int, seed: int) -> Sensitivity:
    """Sobol indices of groups of numbers that are even between 0 and 1.

    Parameters
    ----------
    groups : sequence of str
        The group of every dimension.
    evaluate : callable
        Results of samples (samples, dimensions); where one is NaN, its whole set of
        samples (one per group and three more) is left out.
    n, seed
        See `sensitivity`.
    """
    if n < 2 or n & (n - 1):
        raise ValueError("n must be a power of 2")
    names = list(dict.fromkeys(groups))
    if not names:
        return Sensitivity(_frame([], {}, ""), 0.0, 0, 0)
    from SALib.analyze.sobol import analyze  # late: brings along much that no page needs
    from SALib.sample.sobol import sample

    # a group that moves nothing: a single one would be taken for none at all
    all_groups = [*groups, ""]
    problem = {
        "num_vars": len(all_groups),
        "names": [f"x{i}" for i in range(len(all_groups))],
        "groups": all_groups,
        "bounds": [[0.0, 1.0]] * len(all_groups),
    }
    samples = sample(problem, n, calc_second_order=False, seed=seed)[:, :-1]
    found = evaluate(np.minimum(samples, 1 - 2**-53)).reshape(n, len(names) + 3)
    sets = found[~np.isnan(found).any(axis=1)]
    lost, variance = int(found.size - sets.size), float(sets.var()) if sets.size else 0.0
    # equal but for rounding is equal
    if len(sets) < 2 or not sets.std() > 1e-12 * max(1.0, float(np.abs(sets).max())):
        return Sensitivity(_frame(names, {}, GRUND_GLEICH), 0.0, found.size, lost)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a bootstrap sample that is constant
        # a seed of 0 counts as none there
        indices = analyze(
            problem, sets.ravel(), calc_second_order=False, conf_level=NIVEAU, seed=seed + 1
        )
    return Sensitivity(_frame(names, indices, ""), variance, found.size, lost)


def _frame(names: list[str], indices: dict[str, Any], grund: str) -> pd.DataFrame:
    columns: dict[str, Any] = {FAKTOR: np.array(names, dtype=object)}
    for short in ("S1", "ST"):
        nothing = np.full(len(names), np.nan)
        value, half = (indices.get(short + end, nothing)[: len(names)] for end in ("", "_conf"))
        for name, array in (("", value), ("_ug", value - half), ("_og", value + half)):
            columns[short.lower() + name] = np.asarray(array, float)
    return pd.DataFrame(columns | {col.GRUND: np.full(len(names), grund, dtype=object)})
