"""Outliers before normalisation: winsorising, logarithm, Box–Cox; each where it is needed.

Arrays are (..., areas, indicators), every replication for itself; missing stays missing.
"""

from __future__ import annotations

import numpy as np
import scipy  # its parts are loaded at first use: not every command needs them

from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.intervals import Floats
from lebenslage.model.procedure import Treatment


def moments(values: Floats) -> tuple[Floats, Floats]:
    r"""Skewness and excess kurtosis over the areas, adjusted for the sample.

    Parameters
    ----------
    values : array (..., areas, indicators)
        Any unit.

    Returns
    -------
    two arrays (..., indicators)
        NaN where values are too few (3 and 4) or all the same.

    Notes
    -----
    With n values and central moments m:

    .. math::
        G_1 = \frac{\sqrt{n(n-1)}}{n-2} \frac{m_3}{m_2^{3/2}}, \qquad
        G_2 = \frac{n-1}{(n-2)(n-3)} \Bigl((n+1)\bigl(\tfrac{m_4}{m_2^2} - 3\bigr) + 6\Bigr)

    References
    ----------
    Joanes, Gill (1998), Comparing measures of sample skewness and kurtosis, type 2.
    """
    known = ~np.isnan(values)
    n = known.sum(axis=-2).astype(float)
    some = np.where(n > 0, n, np.nan)
    mean = np.where(known, values, 0.0).sum(axis=-2) / some
    off = np.where(known, values - mean[..., None, :], 0.0)
    size = np.abs(off).max(axis=-2, initial=0.0)
    # scaled, so that high powers stay in range; no spread: NaN
    off = off / np.where(size > 0, size, np.nan)[..., None, :]
    second, third, fourth = ((off**k).sum(axis=-2) / some for k in (2, 3, 4))
    three, four = np.where(n > 2, n, np.nan), np.where(n > 3, n, np.nan)
    skewness = np.sqrt(three * (three - 1)) / (three - 2) * third / second**1.5
    excess = (four + 1) * (fourth / second**2 - 3) + 6
    return skewness, (four - 1) / ((four - 2) * (four - 3)) * excess


def outlying(values: Floats, choice: Treatment) -> Bools:
    """Indicators (..., indicators) with both |skewness| and kurtosis above the limits."""
    skewness, kurtosis = moments(values)
    found: Bools = (np.abs(skewness) > choice.schiefe) & (kurtosis > choice.woelbung)
    return found


def treat(values: Floats, choice: Treatment) -> Floats:
    """Values after the treatment; what is not outlying stays as it is, bit for bit.

    Parameters
    ----------
    values : array (..., areas, indicators)
        Finite or NaN.
    choice : Treatment
        Method and limits.
    """
    if choice.methode == "keine":
        return values
    if choice.methode == "winsor":
        return winsorise(values, choice)
    function = {"log": logarithm, "boxcox": boxcox}[choice.methode]
    result = values.copy()
    found = outlying(values, choice)
    for place in map(tuple, np.argwhere(found)):
        column = (*place[:-1], slice(None), place[-1])
        result[column] = function(values[column])
    return result


def winsorise(values: Floats, choice: Treatment) -> Floats:
    """Pull in the largest (or, with negative skewness, smallest) values step by step.

    Each step sets the extreme values to the next one; it ends when skewness or kurtosis is
    within its limit, or after `max_werte` steps.

    References
    ----------
    OECD/JRC (2008), Handbook, step 4; as in COINr `winsorise`.
    """
    result = values
    for _ in range(choice.max_werte):
        found = outlying(result, choice)
        if not found.any():
            break
        sign = np.where(moments(result)[0] >= 0, 1.0, -1.0)[..., None, :]
        turned = np.where(np.isnan(result), -np.inf, result * sign)
        top = turned.max(axis=-2, keepdims=True)
        following = np.where(turned < top, turned, -np.inf).max(axis=-2, keepdims=True)
        extreme = (turned == top) & found[..., None, :] & np.isfinite(following)
        result = np.where(extreme, following * sign, result)
    return result


def logarithm(column: Floats) -> Floats:
    """Natural logarithm; where values are 0 or less, of the distance from the smallest one.

    To that distance 1 % of the range is added, as in COINr `log_CT`.
    """
    low, high = np.nanmin(column), np.nanmax(column)
    shifted: Floats = column if low > 0 else column - low + 0.01 * (high - low)
    result: Floats = np.log(shifted)
    return result


def boxcox(column: Floats) -> Floats:
    """Box–Cox transformation with the exponent of the highest likelihood.

    Values of 0 or less are shifted as in `logarithm`.
    """
    known = ~np.isnan(column)
    given = column[known]
    low, high = given.min(), given.max()
    shifted = given if low > 0 else given - low + 0.01 * (high - low)
    result = np.full(column.shape, np.nan)
    result[known] = scipy.stats.boxcox(shifted)[0]
    return result
