"""How people came into a survey: weights, strata, clusters, finite population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from lebenslage.analysis.survey.calibration import Calibration, number_keys
from lebenslage.errors import DatenFehler
from lebenslage.model.survey import Questionnaire, SurveyWave

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Design:
    """The design of a sample, one entry per response where nothing else is said.

    Parameters
    ----------
    weight : array, shape (persons,)
        How many persons a response stands for; only ratios matter for means and shares.
    stratum : array of int, shape (persons,)
        Number of the stratum, from 0.
    units : array, shape (strata,)
        Sampled units (persons, or clusters where there are some) per stratum.
    fraction : array, shape (strata,)
        Sampled part of the stratum's units, 0-1; 0 where the population is not known, so that
        nothing is corrected.
    cluster : array of int, shape (persons,), optional
        Number of the cluster, from 0, counted through over all strata.
    calibration : Calibration, optional
        Margins that the weights were fitted to.
    """

    weight: Floats
    stratum: Codes
    units: Floats
    fraction: Floats
    cluster: Codes | None = None
    calibration: Calibration | None = None

    @classmethod
    def of(
        cls,
        *,
        weight: Floats | None = None,
        stratum: Codes | None = None,
        cluster: Codes | None = None,
        population: Floats | None = None,
        size: int = 0,
    ) -> Design:
        """A design out of what is known.

        Parameters
        ----------
        population : array, shape (strata,), optional
            Units in each stratum, NaN where nobody knows. Without weights a response counts
            population / sampled units; a response of a stratum without a population counts as
            the average one of the others.
        size : int
            Number of responses, if no other argument tells.
        """
        size = next((len(a) for a in (weight, stratum, cluster) if a is not None), size)
        strata = np.zeros(size, np.int64) if stratum is None else stratum
        count = int(strata.max()) + 1 if size else 0
        if cluster is not None:  # clusters are nested in strata
            cluster = np.unique(np.column_stack([strata, cluster]), axis=0, return_inverse=True)[1]
            cluster = cluster.reshape(-1).astype(np.int64)
            first = np.unique(cluster, return_index=True)[1]
            units = np.bincount(strata[first], minlength=count).astype(float)
        else:
            units = np.bincount(strata, minlength=count).astype(float)
        known = np.full(count, np.nan) if population is None else np.asarray(population, float)
        fraction: Floats = np.nan_to_num(
            np.minimum(1.0, units / np.where(known > 0, known, np.nan))
        )
        if weight is None:
            weight = _weights(known, units)[strata]
        return cls(weight, strata, units, fraction, cluster)

    def __len__(self) -> int:
        return len(self.weight)

    @cached_property
    def weight_by_cell(self) -> sparse.csr_array:
        """Sum of weights by stratum (by cluster, if there are some) and cell of the margins."""
        return self._by_cell(self.weight)

    @cached_property
    def square_by_cell(self) -> sparse.csr_array:
        """As `weight_by_cell`, of the squared weights."""
        return self._by_cell(self.weight**2)

    def _by_cell(self, weights: Floats) -> sparse.csr_array:
        assert self.calibration is not None
        place = self.stratum if self.cluster is None else self.cluster
        shape = (int(place.max()) + 1 if len(place) else 0, self.calibration.count)
        keys = place * self.calibration.count + self.calibration.cell
        numbers, found = number_keys(keys)
        sums = np.bincount(numbers, weights)
        places = (found // shape[1], found % shape[1])
        return sparse.coo_array((sums, places), shape=shape).tocsr()


def _weights(population: Floats, units: Floats) -> Floats:
    known = population > 0
    if not known.any():
        return np.ones(len(units))
    average = population[known].sum() / units[known].sum()
    weights: Floats = np.where(known, population, average * units) / units
    return weights


def complete_answers(wave: SurveyWave) -> pd.DataFrame:
    """Responses that were completed; all of them if the file does not tell."""
    answers = wave.antworten
    if "abgeschlossen" in answers:
        done = answers["abgeschlossen"].astype(bool)
        answers = answers if done.all() else answers[done]
    return answers


def design_of(questionnaire: Questionnaire, answers: pd.DataFrame) -> Design:
    """Design of a wave: the columns named in the codebook first, then the numbers by Ortsteil.

    Parameters
    ----------
    answers : pd.DataFrame
        Complete responses with the columns of the roles `gewicht, schicht, cluster,
        grundgesamtheit, ortsteil` that there are. Strata are those of `schicht`, else the
        Ortsteile if their populations are known, else there is one.

    Raises
    ------
    DatenFehler
        If a weight is not a number from 0 up, or the population varies within a stratum.
    """
    by_stratum = questionnaire.grundgesamtheit
    stratum, keys = _strata(answers, by_stratum)
    cluster = None
    if "cluster" in answers:
        cluster = pd.factorize(answers["cluster"], use_na_sentinel=False)[0].astype(np.int64)
    population: Floats | None = None
    if "grundgesamtheit" in answers:
        population = _population(answers["grundgesamtheit"], stratum)
    elif by_stratum and cluster is None and len(keys):
        known = [float(by_stratum.get(str(key), np.nan)) for key in keys]
        population = np.array(known, np.float64)
    weight = _given_weights(answers["gewicht"]) if "gewicht" in answers else None
    return Design.of(
        weight=weight, stratum=stratum, cluster=cluster, population=population, size=len(answers)
    )


def _strata(answers: pd.DataFrame, known: Mapping[str, int]) -> tuple[Codes, list[object]]:
    column = "schicht" if "schicht" in answers else "ortsteil"
    if column not in answers or (column == "ortsteil" and not known):
        return np.zeros(len(answers), np.int64), []
    codes, keys = pd.factorize(answers[column], use_na_sentinel=False)
    return codes.astype(np.int64), list(keys)


def _population(column: pd.Series, stratum: Codes) -> Floats:
    """Units of each stratum out of a column that says it again in every response."""
    numbers = pd.Series(_numbers(column)).groupby(stratum)
    if (numbers.max() > numbers.min()).any():
        raise DatenFehler(
            "Die Grundgesamtheit muss in allen Antworten einer Schicht (ohne Schichten: überall) "
            "dieselbe sein."
        )
    return np.asarray(numbers.max(), np.float64)


def _numbers(column: pd.Series) -> Floats:
    return pd.to_numeric(column, errors="coerce").to_numpy(np.float64)


def _given_weights(column: pd.Series) -> Floats:
    weights = _numbers(column)
    wrong = int((~np.isfinite(weights) | (weights < 0)).sum())
    if wrong:
        raise DatenFehler(
            f"Gewichte müssen Zahlen von 0 an aufwärts sein; in {wrong} von {len(weights)} "
            "Antworten sind sie es nicht."
        )
    return weights
