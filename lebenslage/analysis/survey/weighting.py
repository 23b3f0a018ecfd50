"""Weights of a wave: those of its design, fitted to the register's margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.calibration import RAKING_SWEEPS, Calibration
from lebenslage.analysis.survey.design import Design, design_of
from lebenslage.analysis.survey.raking import Raked, rake
from lebenslage.analysis.survey.targets import Fitting, Target, whole
from lebenslage.errors import DatenFehler
from lebenslage.model.margins import Margins
from lebenslage.model.survey import Questionnaire, SurveyWave, Weighting, WeightingMethod


@dataclass(frozen=True)
class Weighted:
    """Design of a wave with its final weights, and what is to be said about them.

    Parameters
    ----------
    notes : tuple of str
        German sentences: what was assumed, which margins the limits keep from being met.
    trimmed : int
        Responses whose factor stands at a limit.
    problems : tuple of str
        Why the weights are only those of the design although the codebook wants others.
    """

    design: Design
    method: WeightingMethod = WeightingMethod.KEINE
    notes: tuple[str, ...] = ()
    trimmed: int = 0
    problems: tuple[str, ...] = ()


def weighted_design(
    questionnaire: Questionnaire, answers: pd.DataFrame, margins: Margins | None
) -> Weighted:
    """Design of a wave, weighted as its codebook says.

    Parameters
    ----------
    answers : pd.DataFrame
        Complete responses (see `design_of`), with the Merkmale of the weighting.
    margins : Margins or None
        Needed if the codebook weights.

    Raises
    ------
    DatenFehler
        Lists what does not fit between answers and margins; or says that there is no solution.

    Notes
    -----
    Responses that do not tell a Merkmal keep their part of the weights; the margins hold for the
    others. The limits of the codebook are those of the factor on the weights of the design, in
    units of the average one.
    """
    design = design_of(questionnaire, answers)
    plan = questionnaire.gewichtung
    if plan.verfahren is WeightingMethod.KEINE or not len(answers):
        return Weighted(design)
    if margins is None:
        raise DatenFehler(
            "Der Fragebogen verlangt eine Gewichtung, aber es gibt keine Randverteilung dazu; "
            "bitte eine Datei mit den Spalten merkmal, auspraegung, anzahl angeben."
        )
    names = plan.merkmale or margins.merkmale
    crossed = plan.verfahren is WeightingMethod.NACHSCHICHTUNG
    fitting = Fitting(questionnaire, answers, margins, design.weight)
    targets = fitting.crossing(names) if crossed else fitting.margins(names)
    return _fitted(design, targets, plan, tuple(fitting.notes))


def wave_weights(wave: SurveyWave, answers: pd.DataFrame, *, strict: bool = False) -> Weighted:
    """Weights of a wave; margins that do not fit are told, not raised, unless `strict`.

    Parameters
    ----------
    answers : pd.DataFrame
        Its complete responses.

    Raises
    ------
    DatenFehler
        As `weighted_design` if `strict`; else only for weights that are no numbers.
    """
    try:
        return weighted_design(wave.fragebogen, answers, wave.margins)
    except DatenFehler as error:
        if strict:
            raise
        design = design_of(wave.fragebogen, answers)
        return Weighted(design, problems=tuple(str(problem) for problem in error.problems))


def _fitted(
    design: Design, targets: Sequence[Target], plan: Weighting, notes: tuple[str, ...]
) -> Weighted:
    raking = plan.verfahren is WeightingMethod.RAKING
    mass = np.ones(len(design)) if raking else design.weight
    sweeps = RAKING_SWEEPS if raking else 1
    calibration = Calibration.of([target.codes for target in targets], mass, sweeps)
    cells = np.bincount(calibration.cell, design.weight, calibration.count)
    before = cells.astype(np.float64)
    persons = [target.persons for target in targets]
    free = rake(before, calibration.margins, persons)
    if not free.converged:
        raise DatenFehler(_no_solution(free, targets))
    average = persons[0].sum() / design.weight.sum()
    low, high = (limit * average for limit in plan.grenzen)
    raked, trimmed = free, 0
    if (free.factor < low).any() or (free.factor > high).any():
        raked = rake(before, calibration.margins, persons, plan.grenzen)
        cut = (raked.factor <= low) | (raked.factor >= high)
        trimmed = int(cut[calibration.cell].sum())
        notes = (*notes, *_cut_notes(raked, targets, plan.grenzen))
    weight = design.weight * raked.factor[calibration.cell]
    fitted = replace(design, weight=weight, calibration=calibration)
    return Weighted(fitted, plan.verfahren, notes, trimmed)


def _no_solution(raked: Raked, targets: Sequence[Target]) -> str:
    words, gap = _worst(raked, targets)
    return (
        f"Die Gewichtung findet keine Lösung: nach {whole(raked.rounds)} Durchgängen fehlen bei "
        f"{words} noch {whole(gap)} Personen zur Randverteilung. Meist gibt es zu einer "
        "Kombination der Merkmale keine Antworten; bitte Ausprägungen zusammenfassen."
    )


def _cut_notes(
    raked: Raked, targets: Sequence[Target], limits: tuple[float, float]
) -> tuple[str, ...]:
    low, high = (f"{limit:g}".replace(".", ",") for limit in limits)
    text = f"Gewichte sind auf das {low}- bis {high}-Fache des Durchschnitts begrenzt"
    if raked.converged:
        return (f"{text}; die Randverteilungen werden eingehalten.",)
    words, gap = _worst(raked, targets)
    return (
        f"{text}; deshalb weicht {words} um {whole(gap)} Personen von der Randverteilung ab, mehr "
        "als jede andere Ausprägung.",
    )


def _worst(raked: Raked, targets: Sequence[Target]) -> tuple[str, float]:
    """Category that misses its margin the most, and by how many persons."""
    gaps = [np.abs(gap) for gap in raked.missed]
    margin = int(np.argmax([gap.max() for gap in gaps]))
    place = int(gaps[margin].argmax())
    target = targets[margin]
    return f"„{target.categories[place]}“ ({target.name})", float(gaps[margin][place])
