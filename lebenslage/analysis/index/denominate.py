"""Amounts per inhabitant, per dwelling, per output: divided by another row of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.index.matrix import Matrix, matrix
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue, Kind
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import GRUND_NENNER

#: Values of these kinds are quotients already.
_QUOTIENTS: Final = (Kind.ANTEIL, Kind.RATE)


def divisors(catalogue: Catalogue) -> dict[str, str]:
    """Indicators that can be divided -> code of the row that divides them.

    A `nenner` that is no code of an indicator only tells in words what a base counts.
    """
    leaves = {node.code for node in catalogue.indicators}
    return {
        node.code: node.nenner
        for node in catalogue.scored().indicators
        if node.nenner in leaves and node.nenner != node.code and node.art not in _QUOTIENTS
    }


def denominate(given: Matrix, below: Matrix, catalogue: Catalogue) -> Matrix:
    r"""Divide by denominators of the same areas.

    Parameters
    ----------
    given : Matrix
        Amounts.
    below : Matrix
        The values of `divisors(catalogue)`, by area and by their own codes.
    catalogue : Catalogue
        Says what divides what, and the `faktor` (1,000: per thousand).

    Returns
    -------
    Matrix
        Values and standard errors in the new unit; numerators and denominators are gone. Where
        the denominator is missing or 0 the value is missing for `GRUND_NENNER`. The denominator
        counts as known exactly.

    Notes
    -----
    .. math:: f \, x / d

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 1; as in COINr
    `Denominate`.
    """
    values, errors = given.values.copy(), given.errors.copy()
    numerators, denominators = given.numerators.copy(), given.denominators.copy()
    missing, examples = given.missing.copy(), given.examples.copy()
    column = {code: i for i, code in enumerate(given.indikatoren)}
    divisor = {code: i for i, code in enumerate(below.indikatoren)}
    for code, other in divisors(catalogue).items():
        i, j = column[code], divisor[other]
        size = below.values[:, j]
        scale = catalogue[code].faktor / np.where(size != 0, size, np.nan)
        lost = np.isnan(scale) & ~np.isnan(values[:, i])
        values[:, i], errors[:, i] = values[:, i] * scale, errors[:, i] * np.abs(scale)
        numerators[:, i] = denominators[:, i] = np.nan
        missing[lost, i] = GRUND_NENNER
        examples[:, i] = (examples[:, i] | below.examples[:, j]) & ~np.isnan(values[:, i])
    return replace(
        given,
        values=values,
        errors=errors,
        numerators=numerators,
        denominators=denominators,
        missing=missing,
        examples=examples,
    )


def inputs(
    catalogue: Catalogue,
    frame: pd.DataFrame,
    procedure: Procedure,
    gebiete: Sequence[str] | None = None,
) -> Matrix:
    """What a procedure normalises: the scored indicators, divided where it says so.

    Parameters
    ----------
    catalogue : Catalogue
        Whole: denominators may be `kontext`.
    frame : pd.DataFrame
        Long values (see `matrix.matrix`).

    Raises
    ------
    DatenFehler
        If `[bezug]` asks for denominators and the catalogue names none.
    """
    given = matrix(frame, [node.code for node in catalogue.scored().indicators], gebiete)
    if procedure.bezug.methode != "nenner":
        return given
    others = tuple(dict.fromkeys(divisors(catalogue).values()))
    if not others:
        text = "Das Verfahren teilt durch Nenner, aber kein Indikator nennt in „nenner“ den Code"
        raise DatenFehler(f"{text} eines anderen Indikators des Katalogs.")
    return denominate(given, matrix(frame, others, given.gebiete), catalogue)
