"""Figures of a question with everything that a table shows of them, by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.design import Codes, Floats, Mask
from lebenslage.analysis.survey.estimate import Estimates, IntervalMethod, interval
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.protection import DECIMALS, Rules
from lebenslage.model import columns as c
from lebenslage.model.rules import (
    ALLE,
    GRUND_GEGENSPERRE,
    GRUND_KEINE_DATEN,
    GRUND_ZU_WENIGE,
    Status,
)

#: Statistic and answer, as in a table.
Label: TypeAlias = tuple[str, str]
#: Statistics that are shares and get the interval of one.
SHARES: Final = ("anteil", "top2", "weiss_nicht")
_COLUMNS: Final = (*c.UMFRAGEWERTE, c.GRUND)
_NUMBERS: Final = (c.WERT, c.FEHLER, c.UG, c.OG, c.N, c.N_EFF)


@dataclass(frozen=True)
class Setting:
    """What holds for all questions of a table.

    Parameters
    ----------
    groups : tuple of str
        Names of the groups, without the total.
    parts, whole : Grouping
        Responses by group, and all of them as one.
    claims : bool
        Whether intervals may be given (not for open-link surveys).
    masks_weights : bool
        Whether the effective number could tell how many answered in a closed Ortsteil.
    totals : bool
        Whether totals are shown beside means and shares.
    layer : array of int, shape (persons,), optional
        What each person is in the other tables of the wave, numbered from 0.
    """

    groups: tuple[str, ...]
    parts: Grouping
    whole: Grouping
    rules: Rules
    claims: bool
    masks_weights: bool
    method: IntervalMethod = "wilson"
    totals: bool = False
    layer: Codes | None = None

    def layers(self, codes: Codes, answers: int) -> Codes:
        """Persons by layer, group (and, as the last row, all) and answer.

        Parameters
        ----------
        codes : array of int, shape (persons,)
            Place of the answer; -1 counts nowhere.
        """
        layer = np.zeros(len(codes), np.int64) if self.layer is None else self.layer
        count, rows = int(layer.max(initial=0)) + 1, len(self.groups) + 1
        there = codes >= 0
        group = np.where(self.parts.codes >= 0, self.parts.codes, rows - 1)
        places = ((layer * rows + group) * answers + codes)[there]
        cells = np.bincount(places, minlength=count * rows * answers)
        cells = cells.reshape(count, rows, answers)
        cells[:, -1] = cells.sum(axis=1)
        found: Codes = cells[cells[:, -1].any(axis=1)] if there.any() else cells[:1]
        return found.astype(np.int64)

    @cached_property
    def vary(self) -> Mask:
        """Groups (and total) in which weights differ."""
        return np.append(self.parts.weights_vary, self.whole.weights_vary)


@dataclass(frozen=True)
class Block:
    """Figures on one base.

    Parameters
    ----------
    labels : sequence of Label
        One per figure.
    wert, fehler, ug, og : arrays, shape (groups + 1, figures)
        The last row is everybody.
    n, n_eff : arrays, shape (groups + 1,)
    hidden, small : arrays of bool, shape (groups + 1, figures)
        What may not be shown; whether for its own sake (else for that of others).
    """

    labels: Sequence[Label]
    wert: Floats
    fehler: Floats
    ug: Floats
    og: Floats
    n: Codes
    n_eff: Floats
    hidden: Mask
    small: Mask


def block_of(
    labels: Sequence[Label],
    estimates: Estimates,
    setting: Setting,
    hidden: Mask,
    persons: Codes,
    unsure: Mask | None = None,
) -> Block:
    """Estimates with their intervals.

    Parameters
    ----------
    persons : array of int, shape (groups + 1, figures)
        Those for whose sake a figure would be hidden.
    unsure : array of bool, shape (groups + 1, figures), optional
        Where no error may be shown.
    """
    statistics = np.array([statistik for statistik, _ in labels])
    plain: IntervalMethod = "normal" if setting.method == "normal" else "t"
    ug, og = interval(estimates, plain)
    shares = np.flatnonzero(np.isin(statistics, SHARES))
    if len(shares) and setting.method != plain:
        some = replace(
            estimates, wert=estimates.wert[:, shares], fehler=estimates.fehler[:, shares]
        )
        ug[:, shares], og[:, shares] = interval(some, setting.method)
    low = np.where(statistics == "saldo", -1.0, -np.inf)
    ug, og = np.maximum(ug, low), np.minimum(og, -low)
    small = setting.rules.small(persons)
    numbers = (estimates.wert, estimates.fehler, ug, og, estimates.n, estimates.n_eff)
    return finished(Block(labels, *numbers, hidden, small), setting, unsure)


def finished(block: Block, setting: Setting, unsure: Mask | None = None) -> Block:
    """Round weighted figures; no errors where none may be shown (`unsure`) or claimed."""
    vary = (setting.vary & setting.rules.rounds)[:, None]
    silent: Mask = np.full(block.wert.shape, not setting.claims)
    if unsure is not None:
        silent |= unsure

    unit = _unit(block)

    def rounded(values: Floats, decimals: int = DECIMALS) -> Floats:
        result: Floats = np.where(
            vary, np.round(np.round(values / unit, decimals) * unit, decimals), values
        )
        return result

    errors = (rounded(block.fehler, DECIMALS + 1), rounded(block.ug), rounded(block.og))
    fehler, ug, og = (np.where(silent, np.nan, values) for values in errors)
    n_eff = np.where(vary[:, 0] & setting.masks_weights, np.nan, block.n_eff)
    return replace(block, wert=rounded(block.wert), fehler=fehler, ug=ug, og=og, n_eff=n_eff)


def _unit(block: Block) -> Floats:
    """What figures are rounded in parts of: 1, for a total the power of ten that it reaches."""
    sums = np.array([statistik == "summe" for statistik, _ in block.labels])
    size = np.where(np.isfinite(block.wert) & (block.wert != 0), np.abs(block.wert), 1.0)
    unit: Floats = np.where(sums, 10.0 ** np.ceil(np.log10(size)), 1.0)
    return unit


def columns_of(frage: str, blocks: Sequence[Block], setting: Setting) -> dict[str, list[object]]:
    """Columns `columns.UMFRAGEWERTE` and `grund` of one question, hidden rows without numbers."""
    result: dict[str, list[object]] = {name: [] for name in _COLUMNS}
    groups = [*setting.groups, ALLE]
    for block in blocks:
        size = len(block.labels)
        base = [np.repeat(values[:, None], size, axis=1) for values in (block.n, block.n_eff)]
        tables = (block.wert, block.fehler, block.ug, block.og, *base)
        for name, values in zip(_NUMBERS, tables, strict=True):
            result[name] += np.where(block.hidden, np.nan, values).T.ravel().tolist()
        result[c.FRAGE] += [frage] * (size * len(groups))
        result[c.GRUPPE] += groups * size
        for place, name in enumerate((c.STATISTIK, c.AUSPRAEGUNG)):
            result[name] += [label[place] for label in block.labels for _ in groups]
        for name, words in zip((c.STATUS, c.GRUND), _status(block, base[0], setting), strict=True):
            result[name] += words.T.ravel().tolist()
    return result


def _status(block: Block, n: np.ndarray, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    klammern = setting.rules.thresholds.klammern
    status = np.where(n < klammern, Status.EINGEKLAMMERT.value, Status.OK.value)
    status = np.where(n == 0, Status.FEHLT.value, status)
    status = np.where(block.hidden, Status.UNTERDRUECKT.value, status)
    reason = np.where(block.small, GRUND_ZU_WENIGE, GRUND_GEGENSPERRE)
    nothing = np.where(n == 0, GRUND_KEINE_DATEN, "")
    return status, np.where(block.hidden, reason, nothing)


def as_table(questions: Sequence[dict[str, list[object]]]) -> pd.DataFrame:
    """Put the questions together."""
    joined = {name: [value for part in questions for value in part[name]] for name in _COLUMNS}
    series = {
        name: pd.Series(values, dtype="float64" if name in _NUMBERS else "object")
        for name, values in joined.items()
    }
    return pd.DataFrame(series, columns=list(_COLUMNS))
