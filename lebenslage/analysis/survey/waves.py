"""Differences between two waves, and between the groups of one, out of protected tables.

Everything here is computed from what a table shows. So nothing can come out that it hides.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Floats
from lebenslage.model import columns as c
from lebenslage.model.rules import ALLE, GRUND_KEINE_DATEN, NIVEAU, Status
from lebenslage.model.survey import Question, Questionnaire

#: Figures that are compared; counts of texts are not.
STATISTIKEN: Final = ("mittelwert", "median", "anteil", "top2", "saldo", "weiss_nicht")
#: Shares, whose limits say something even if the standard error is 0.
_SHARES: Final = ("anteil", "top2", "weiss_nicht")
_KEYS: Final = [c.FRAGE, c.GRUPPE, c.STATISTIK, c.AUSPRAEGUNG]
#: What is shown together, and so corrected together.
_FAMILY: Final = [c.FRAGE, c.STATISTIK]
_NOT_SURE: Final = "nicht unterscheidbar"
#: The worst status of a pair holds for the difference.
_ORDER: Final = (Status.OK, Status.EINGEKLAMMERT, Status.FEHLT, Status.UNTERDRUECKT)


def compare(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Change of every figure from one wave to the next.

    Parameters
    ----------
    earlier, later : pd.DataFrame
        Tables of `survey_table`, with the same groups. Only what both of them hold is compared;
        which questions mean the same, `comparable` tells.

    Returns
    -------
    pd.DataFrame
        `frage, gruppe, statistik, auspraegung, wert_vorher, ug_vorher, og_vorher, n_vorher,
        wert_nachher, ug_nachher, og_nachher, n_nachher, differenz, ug, og, p, p_holm, urteil,
        status, grund`. `differenz` is later minus earlier. `urteil` is "gestiegen", "gefallen" or
        "nicht unterscheidbar"; empty where nothing is claimed (open-link surveys, hidden rows).

    Notes
    -----
    Welch's t test on the standard errors; the waves count as independent samples, which for the
    same persons asked twice is on the safe side. `p_holm` is corrected over the rows of a question
    and statistic, which are shown together; `ug, og` are the limits of the single difference.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Welch (1947), Biometrika 34, 28-35.
    """
    tables = [table[table[c.STATISTIK].isin(STATISTIKEN)] for table in (earlier, later)]
    both = tables[0].merge(tables[1], on=_KEYS, how="inner", suffixes=("_vorher", "_nachher"))
    result = _with_difference(both, "vorher", "nachher", ("gestiegen", "gefallen"))
    numbers = [f"{name}_{when}" for when in ("vorher", "nachher") for name in _SHOWN]
    return result[[*_KEYS, *numbers, *_RESULT]]


def against_all(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """Means of one group beside those of everybody, one row per question.

    Returns
    -------
    pd.DataFrame
        As from `compare`, with everybody as "vorher" and the group as "nachher", and the
        question's code as `gruppe`; without a verdict, since the group is part of everybody.
    """
    means = table[table[c.STATISTIK] == "mittelwert"]
    sides = [means[means[c.GRUPPE] == group].drop(columns=c.GRUPPE) for group in (ALLE, area)]
    keys = [key for key in _KEYS if key != c.GRUPPE]
    both = sides[0].merge(sides[1], on=keys, how="inner", suffixes=("_vorher", "_nachher"))
    own = {name: both[f"{name}_nachher"] for name in (c.STATUS, c.GRUND)}
    return both.assign(**own, **{c.GRUPPE: both[c.FRAGE]})


def compare_groups(table: pd.DataFrame) -> pd.DataFrame:
    """Difference of every figure between every two groups of a table.

    Parameters
    ----------
    table : pd.DataFrame
        A table of `survey_table`.

    Returns
    -------
    pd.DataFrame
        `frage, statistik, auspraegung, a, b, wert_a, ug_a, og_a, n_a, wert_b, ug_b, og_b, n_b,
        differenz, ug, og, p, p_holm, urteil, status, grund`. `differenz` is a minus b, `urteil`
        ("hoeher", "niedriger", "nicht unterscheidbar") says how `a` stands to `b`. Each pair once,
        in the order of the groups in the table.

    Notes
    -----
    As `compare`; different groups hold different persons, so their estimates are independent.
    """
    rows = table[table[c.STATISTIK].isin(STATISTIKEN) & (table[c.GRUPPE] != ALLE)]
    order = {name: i for i, name in enumerate(dict.fromkeys(rows[c.GRUPPE]))}
    rows = rows.assign(_order=rows[c.GRUPPE].map(order).astype(float))
    keys = [c.FRAGE, c.STATISTIK, c.AUSPRAEGUNG]
    pairs = rows.merge(rows, on=keys, suffixes=("_a", "_b"))
    pairs = pairs[pairs["_order_a"] < pairs["_order_b"]].reset_index(drop=True)
    pairs = pairs.rename(columns={f"{c.GRUPPE}_a": "a", f"{c.GRUPPE}_b": "b"})
    result = _with_difference(pairs, "b", "a", ("hoeher", "niedriger"))
    numbers = [f"{name}_{who}" for who in ("a", "b") for name in _SHOWN]
    return result[[*keys, "a", "b", *numbers, *_RESULT]]


def comparable(a: Questionnaire, b: Questionnaire) -> tuple[str, ...]:
    """Codes of the questions that are the same in both: code, text, type, scale and parts.

    Upper and lower case and blanks make no difference. The names of answers may be worded
    otherwise as long as the values, their direction and those outside are the same.
    """
    others = {question.code: _essence(question) for question in b.fragen}
    return tuple(q.code for q in a.fragen if others.get(q.code) == _essence(q))


_SHOWN: Final = (c.WERT, c.UG, c.OG, c.N)
_RESULT: Final = ("differenz", c.UG, c.OG, "p", "p_holm", "urteil", c.STATUS, c.GRUND)


def _essence(question: Question) -> tuple[object, ...]:
    scale = question.skala
    values = (scale.werte, scale.weiss_nicht, scale.richtung) if scale else ()
    parts = tuple((sub, _plain(text)) for sub, text in question.teilfragen.items())
    return (_plain(question.text), question.typ, values, parts, question.einheit)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _with_difference(
    pairs: pd.DataFrame, first: str, second: str, words: tuple[str, str]
) -> pd.DataFrame:
    """Add second minus first with interval, p-values, verdict and status."""
    result = pairs.copy()
    before, after = _errors(pairs, first), _errors(pairs, second)
    difference = _column(pairs, c.WERT, second) - _column(pairs, c.WERT, first)
    error = np.hypot(before, after)
    df = _welch(before, after, _column(pairs, c.N, first) - 1, _column(pairs, c.N, second) - 1)
    result["differenz"] = difference
    result[c.UG], result[c.OG] = intervals.normal(difference, error, NIVEAU, df)
    result["p"] = _p_value(difference, error, df)
    result["p_holm"] = holm(result["p"], result.groupby(_FAMILY, sort=False).ngroup())
    result["urteil"] = _verdict(difference, result["p_holm"].to_numpy(float), words)
    _set_status(result, first, second)
    return result


def _column(pairs: pd.DataFrame, name: str, which: str) -> Floats:
    return np.asarray(pairs[f"{name}_{which}"], np.float64)


def _errors(pairs: pd.DataFrame, which: str) -> Floats:
    """Standard errors; for shares of 0 and 1, where it is 0, half the length of the interval."""
    error = _column(pairs, c.FEHLER, which)
    length = _column(pairs, c.OG, which) - _column(pairs, c.UG, which)
    flat = (error == 0) & pairs[c.STATISTIK].isin(_SHARES).to_numpy(bool)
    result: Floats = np.where(flat, length / (2 * intervals.quantile(NIVEAU)), error)
    return result


def _welch(first: Floats, second: Floats, df_first: Floats, df_second: Floats) -> Floats:
    """Degrees of freedom after Welch and Satterthwaite."""
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = first**4 / df_first + second**4 / df_second
        df: Floats = np.where(parts > 0, (first**2 + second**2) ** 2 / parts, np.inf)
    return np.where(np.isnan(first) | np.isnan(second), np.nan, np.minimum(df, 1e9))


def _p_value(difference: Floats, error: Floats, df: Floats) -> Floats:
    """Two-sided; without any error, different values differ for sure."""
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(difference) / error
    t = np.where((error == 0) & (difference == 0), 0.0, t)
    p: Floats = 2 * special.stdtr(np.where(df >= 1, df, np.nan), -t)
    return p


def holm(p: pd.Series, family: pd.Series) -> pd.Series:
    """Holm's corrected p-values within each family; missing ones do not belong to it."""
    frame = pd.DataFrame({"p": p, "family": family}).dropna().sort_values("p", kind="stable")
    groups = frame.groupby("family", sort=False)
    frame["raised"] = frame["p"] * (groups["p"].transform("size") - groups.cumcount())
    raised = frame.groupby("family", sort=False)["raised"].cummax().clip(upper=1.0)
    return raised.reindex(p.index)


def _verdict(difference: Floats, p: Floats, words: tuple[str, str]) -> list[str]:
    sure = p < 1 - NIVEAU
    said = np.where(difference > 0, words[0], words[1])
    result = np.where(sure, said, np.where(np.isnan(p), "", _NOT_SURE))
    return [str(word) for word in result]


def _set_status(result: pd.DataFrame, first: str, second: str) -> None:
    """The worse status of the two, and its reason."""
    rank = {status.value: i for i, status in enumerate(_ORDER)}
    ranks = [result[f"{c.STATUS}_{which}"].map(rank).astype(int) for which in (first, second)]
    worse = ranks[0] > ranks[1]
    for name in (c.STATUS, c.GRUND):
        values = result[f"{name}_{second}"].where(~worse, result[f"{name}_{first}"])
        result[name] = values.astype(object)
    unknown = result["differenz"].isna() & result[c.STATUS].isin([Status.OK, Status.EINGEKLAMMERT])
    result.loc[unknown, c.STATUS] = Status.FEHLT.value
    result.loc[unknown, c.GRUND] = GRUND_KEINE_DATEN
