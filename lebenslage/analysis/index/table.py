"""The table that the command `index` writes: one year, or several on one scale or on their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index import normalise, ranking, relative, treatment
from lebenslage.analysis.index.checks import check_columns, check_values
from lebenslage.analysis.index.denominate import inputs
from lebenslage.analysis.index.engine import compute
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.protocol import (
    notices,
    older_notice,
    reason_frame,
    treatment_frame,
    zero_notices,
)
from lebenslage.analysis.index.result import IndexResult, scales_of
from lebenslage.analysis.index.weights import Settled, settled
from lebenslage.analysis.intervals import Floats
from lebenslage.errors import DatenFehler, Problem
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import ERSTES_JAHR, Procedure


@dataclass(frozen=True, eq=False)
class Period:
    """The values of one year; `stand` is their common date, else the year, "" if undated."""

    jahr: str
    stand: str
    given: Matrix


@dataclass(frozen=True, eq=False)
class IndexTable:
    """What the command `index` tells.

    Parameters
    ----------
    frame : pd.DataFrame
        `gebiet_id` (in the order of the values), one column per scored node (points), and per
        root R `R_rang` (whole, missing where there is no score) and `R_klasse`; `gesamtindex`
        if the procedure has one. Where several years are scored `stand` follows `gebiet_id`, and
        places count within a year.
    gruende : pd.DataFrame
        `gebiet_id[, stand], code, grund`: why cells of `frame` are empty.
    behandelt : pd.DataFrame
        `gebiet_id[, stand], indikator, vorher, nachher`: what `[behandlung]` changed.
    hinweise : tuple of str
        German sentences about weights, dates, means that are 0, and classes.
    """

    frame: pd.DataFrame
    gruende: pd.DataFrame
    behandelt: pd.DataFrame
    hinweise: tuple[str, ...] = ()


def index_table(
    catalogue: Catalogue, werte: pd.DataFrame, procedure: Procedure | None = None
) -> IndexTable:
    """Scores of all areas of a table of values (DESIGN section 9, `index` OUT).

    Parameters
    ----------
    catalogue : Catalogue
        The tree.
    werte : pd.DataFrame
        Long values, at least `gebiet_id, indikator, wert`; `stand` says of when they are.
    procedure : Procedure, optional
        Default: `zielwerte`. Its `jahre` says which years are scored.

    Raises
    ------
    DatenFehler
        If catalogue, procedure and values do not fit each other.
    """
    procedure = procedure or Procedure()
    check_columns(catalogue.scored())
    steps = periods(catalogue, werte, procedure)
    tree, notes = catalogue.scored(), list[str]()
    for step in steps:  # here, where the areas have names
        scales = scales_of(tree, procedure)
        check_values(step.given.values, tree.indicators, scales, step.given.gebiete)
    found: list[tuple[pd.DataFrame, ...]] = []
    together = procedure.normalisierung.jahre == "gemeinsam" and len(steps) > 1
    if together:
        tree = with_goalposts(tree, procedure, steps)
    for group in [steps] if together else [[step] for step in steps]:
        how = settled(tree, procedure, _stacked(group))
        notes += [note for note in how.notes if note not in notes]
        result = compute(how.catalogue, _stacked(group), how.procedure)
        missing = np.concatenate([step.given.missing for step in group])
        pulled = zero_notices(result, [area for step in group for area in step.given.gebiete])
        notes += [note for note in pulled if note not in notes]
        for step in group:
            parts = _parts(how, result, missing, step, _rows_of(group, step))
            found.append(tuple(_dated(part, step) for part in parts) if len(steps) > 1 else parts)
    frames = [pd.concat(parts, ignore_index=True) for parts in zip(*found, strict=True)]
    notes += older_notice(catalogue.scored(), werte, procedure)
    notes += notices(catalogue.scored(), procedure)
    return IndexTable(frames[0], frames[1], frames[2], tuple(notes))


def _parts(
    how: Settled, result: IndexResult, missing: NDArray[Any], step: Period, rows: slice
) -> tuple[pd.DataFrame, ...]:
    """Scores, reasons and treated values of one year."""
    gebiete = step.given.gebiete
    return (
        _frame(how, result, step, rows),
        reason_frame(result, missing, gebiete, rows),
        treatment_frame(result, gebiete, rows),
    )


def _dated(frame: pd.DataFrame, step: Period) -> pd.DataFrame:
    frame.insert(1, col.STAND, step.stand)
    return frame


def periods(catalogue: Catalogue, werte: pd.DataFrame, procedure: Procedure) -> list[Period]:
    """The years that a procedure scores, the oldest first; a single one if it wants the newest.

    Within a year the newest value of each area and indicator counts.

    Raises
    ------
    DatenFehler
        If some values have a date and others have none.
    """
    if procedure.normalisierung.jahre == "neueste" or col.STAND not in werte:
        return [Period("", "", inputs(catalogue, werte, procedure))]
    dates = werte[col.STAND].fillna("").astype(str)
    if (dates == "").all():
        return [Period("", "", inputs(catalogue, werte, procedure))]
    if count := int((dates == "").sum()):
        words = "1 Wert hat" if count == 1 else f"{count} Werte haben"
        text = f"{words} keinen „stand“; mehrere Jahre lassen sich so nicht trennen."
        raise DatenFehler(Problem(text, spalte=col.STAND))
    years = dates.str[:4]
    found = []
    for year in sorted(set(years)):
        rows = (years == year).to_numpy()
        own = sorted(set(dates[rows]))
        given = inputs(catalogue, werte[rows], procedure)
        found.append(Period(year, own[0] if len(own) == 1 else year, given))
    return found


def with_goalposts(tree: Catalogue, procedure: Procedure, steps: Sequence[Period]) -> Catalogue:
    r"""Goalposts out of a panel, where the catalogue has none and the procedure wants them.

    Notes
    -----
    .. math:: R \pm (\max x - \min x) / 2

    with the range over all areas and years, and R the mean of the base year (without one, of all
    years; „erstes“: of the first year in which the indicator has values).

    References
    ----------
    Mazziotta, Pareto (2016), Social Indicators Research 127, section 3.
    """
    choice = procedure.normalisierung
    bare = [node.unten is None or node.oben is None for node in tree.indicators]
    if not (choice.methode == "zielwerte" and choice.zielwerte_aus_daten and any(bare)):
        return tree
    log = scales_of(tree, procedure).log
    values = treatment.treat(_stacked(steps), procedure.behandlung)
    values = normalise.transformed(values, log)
    half = (np.fmax.reduce(values, axis=0) - np.fmin.reduce(values, axis=0)) / 2
    middle = _middle(values, steps, choice.basisjahr)
    ends = np.stack([middle - half, middle + half])
    ends = np.where(log, np.exp(np.where(log, ends, 0.0)), ends)
    new, problems = {}, []
    for i, node in enumerate(tree.indicators):
        if bare[i] and half[i] > 0:
            if np.isnan(middle[i]):
                text = f"Der Indikator „{node.code}“ hat im Basisjahr keinen Wert."
                problems.append(Problem(text, spalte=col.STAND, wert=node.code))
            new[node.code] = replace(node, unten=float(ends[0, i]), oben=float(ends[1, i]))
    if problems:
        raise DatenFehler(problems)
    return Catalogue(tuple(new.get(node.code, node) for node in tree))


def _middle(values: Floats, steps: Sequence[Period], basisjahr: str) -> Floats:
    """Middle of the goalposts of every indicator; NaN where the base year has no value."""
    if not basisjahr:
        mean: Floats = relative.centre(values)[0]
        return mean
    means = np.stack([relative.centre(values[_rows_of(steps, step)])[0] for step in steps])
    if basisjahr == ERSTES_JAHR:
        first = np.argmax(~np.isnan(means), axis=0)
        earliest: Floats = np.take_along_axis(means, first[None], axis=0)[0]
        return earliest
    years = [step.jahr for step in steps]
    if basisjahr not in years:
        text = f"Für das Basisjahr {basisjahr} gibt es keine Werte; vorhanden: {', '.join(years)}."
        raise DatenFehler(Problem(text, spalte=col.STAND, wert=basisjahr))
    means_of_base: Floats = means[years.index(basisjahr)]
    return means_of_base


def _stacked(steps: Sequence[Period]) -> Floats:
    values: Floats = np.concatenate([step.given.values for step in steps])
    return values


def _rows_of(steps: Sequence[Period], wanted: Period) -> slice:
    """Where a year lies in the stack."""
    start = 0
    for step in steps:
        if step is wanted:
            break
        start += len(step.given.gebiete)
    return slice(start, start + len(wanted.given.gebiete))


def _frame(how: Settled, result: IndexResult, step: Period, rows: slice) -> pd.DataFrame:
    columns: dict[str, Any] = {col.GEBIET: list(step.given.gebiete)}
    columns |= {code: result.score(code)[rows] for code in result.codes}
    columns |= dict(_places(how.catalogue, result, rows))
    if result.overall is not None:
        columns[col.GESAMTINDEX] = result.overall[rows]
    return pd.DataFrame(columns)


def _places(
    tree: Catalogue, result: IndexResult, rows: slice
) -> Iterator[tuple[str, pd.Series | NDArray[Any]]]:
    for root in tree.roots:
        place = result.position[root.code]
        ranks = ranking.places(result.scores[rows, place])
        yield f"{root.code}_rang", pd.Series(ranks).astype("Int64")
        yield f"{root.code}_klasse", result.root_classes[root.code][rows]
