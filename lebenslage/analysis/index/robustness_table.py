"""The table that the command `index --robustness` writes."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
import pandas as pd

from lebenslage.analysis.index import normalise, treatment
from lebenslage.analysis.index.normalise import NEED_GOALPOSTS, Bools
from lebenslage.analysis.index.outcome import RobustnessResult
from lebenslage.analysis.index.robustness import Simulation
from lebenslage.analysis.index.scores import SEED
from lebenslage.analysis.index.table import Period, periods, with_goalposts
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure


def robustness_table(
    catalogue: Catalogue,
    werte: pd.DataFrame,
    procedure: Procedure | None = None,
    *,
    draws: int = 1000,
    seed: int = SEED,
) -> RobustnessResult:
    """How sure scores and places are, for the roots of a catalogue.

    Parameters
    ----------
    catalogue, werte, procedure
        As `table.index_table`.
    draws, seed
        As `robustness.Simulation`.

    Returns
    -------
    RobustnessResult
        `score` and `rang` are those of `index_table`; where several years are scored, those of
        the newest, which `hinweise` says.

    Raises
    ------
    DatenFehler
        As `index_table`; or if several years are normalised together by a method that has no
        goalposts, so that one year alone cannot be computed again.
    """
    procedure = procedure or Procedure()
    steps = periods(catalogue, werte, procedure)
    newest, tree, constant, notes = steps[-1], catalogue.scored(), None, list[str]()
    if len(steps) > 1:
        notes.append(f"Die Robustheit gilt für das neueste Jahr, {newest.jahr}.")
    if len(steps) > 1 and procedure.normalisierung.jahre == "gemeinsam":
        _refuse_relative(procedure)
        tree = with_goalposts(tree, procedure, steps)
        constant = _constant(steps, procedure)
    run = Simulation(tree, newest.given, procedure, draws=draws, seed=seed, constant=constant)
    deque(run.steps(), maxlen=0)
    result = run.result()
    return replace(result, hinweise=(*notes, *result.hinweise))


def _refuse_relative(procedure: Procedure) -> None:
    methode, weights = procedure.normalisierung.methode, procedure.aggregation.gewichte
    if methode not in NEED_GOALPOSTS and methode != "keine":
        text = f"Mit der Normalisierung „{methode}“ über mehrere Jahre gemeinsam gibt es keine"
        raise DatenFehler(f"{text} Robustheit; möglich ist sie mit „zielwerte“ oder je Jahr.")
    if weights == "pca":
        text = "Mit Gewichten der Hauptkomponente über mehrere Jahre gemeinsam gibt es keine"
        raise DatenFehler(f"{text} Robustheit; möglich ist sie mit dem neuesten Jahr.")


def _constant(steps: list[Period], procedure: Procedure) -> Bools:
    """Indicators that are the same in all areas and years."""
    values = np.concatenate([step.given.values for step in steps])
    return normalise.constant(treatment.treat(values, procedure.behandlung))
