"""How sure an order is, in words and tables: every claim comes with its share of the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lebenslage.analysis.index.factors import Factor
from lebenslage.model import columns as col
from lebenslage.model.procedure import Robustness
from lebenslage.model.rules import BELASTBAR
from lebenslage.report import formats
from lebenslage.report.robustness_sentences import describe_pair, factor_names


def describe_order(
    frame: pd.DataFrame, pairs: pd.DataFrame, names: Mapping[str, str], label: str, draws: int
) -> str:
    """How much of the order stands.

    Parameters
    ----------
    frame, pairs : pd.DataFrame
        `RobustnessResult.frame` and `pairs` of one node.
    """
    known = frame.dropna(subset=[col.SCORE])
    if len(known) < 2:
        return f"Für „{label}“ gibt es keine zwei Ortsteile mit Punkten."
    once = _once(pairs, list(names))
    certain = int(once["belastbar"].sum())
    runs = formats.plural(draws, "Wiederholung", "Wiederholungen")
    if certain == 0:
        text = f"In {runs} ist kein Unterschied in „{label}“ belastbar."
    elif certain == len(once):
        text = f"In {runs} sind alle Unterschiede in „{label}“ belastbar."
    else:
        text = f"In {runs} sind in „{label}“ {certain} von {len(once)} Unterschieden belastbar."
    last = known.sort_values("p_letzter").iloc[-1]
    name, share = names[str(last[col.GEBIET])], formats.format_percent(last["p_letzter"])
    text += f" Die wenigsten Punkte hat am häufigsten {name} (in {share} der Wiederholungen)."
    return text if last["p_letzter"] >= BELASTBAR else f"{text} Sicher ist das nicht."


def pair_sentences(pairs: pd.DataFrame, names: Mapping[str, str], label: str) -> list[str]:
    """A sentence per pair, the surest first."""
    once: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()}
        for row in _once(pairs, list(names)).to_dict("records")
    ]
    once.sort(key=lambda row: -abs(row["p_a_below_b"] - 0.5))
    return [describe_pair(row, names, label) for row in once]


def robustness_table(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Points and places with their ranges, and how often an Ortsteil comes last."""
    rows = []
    for row in frame.to_dict("records"):
        missing = formats.is_missing(row[col.SCORE])
        none = formats.format_missing(grund=row[col.GRUND]) if missing else ""
        rows.append(
            {
                "Ortsteil": names[str(row[col.GEBIET])],
                "Punkte": none or formats.format_number(row[col.SCORE], 1),
                "Punkte von–bis": "–"
                if missing
                else formats.format_span(row[col.SCORE_UG], row[col.SCORE_OG], "", 1),
                "Rang": "–" if missing else formats.format_number(row["rang"]),
                "Rang von–bis": "–"
                if missing
                else formats.format_span(row["rang_ug"], row["rang_og"]),
                "Wenigste Punkte": "–" if missing else formats.format_percent(row["p_letzter"]),
            }
        )
    return pd.DataFrame(rows)


def cause(faktor: str, chosen: Robustness) -> str:
    """What is varied, in words, with how much."""
    return factor_names([Factor(faktor)], chosen)[0]


def describe_sensitivity(frame: pd.DataFrame, chosen: Robustness) -> str:
    """What the order hangs on most.

    Parameters
    ----------
    frame : pd.DataFrame
        `Sensitivity.frame`.
    chosen : Robustness
        What was varied, and how much.
    """
    known = frame.dropna(subset=["st"]).sort_values("st", ascending=False)
    if known.empty:
        return "Die Reihenfolge ist in allen Wiederholungen gleich; an keiner Annahme hängt sie."
    first = known.iloc[0]
    rest = known[(known["st_og"] >= first["st_ug"])].iloc[1:]
    text = (
        f"Am meisten hängt die Reihenfolge hier an: {cause(first['faktor'], chosen)} "
        f"({share(first['st'])} der Schwankung, Wechselwirkungen eingeschlossen)."
    )
    if len(rest):
        others = formats.listing(cause(factor, chosen) for factor in rest["faktor"])
        text += f" Nicht sicher davon zu unterscheiden: {others}."
    return text


def sensitivity_table(frame: pd.DataFrame, chosen: Robustness) -> pd.DataFrame:
    """Both indices of every factor with their limits."""
    rows = [
        {
            "Was verändert wird": cause(row["faktor"], chosen),
            "allein": _limits(row, "s1"),
            "mit Wechselwirkungen": _limits(row, "st"),
        }
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows)


def share(index: float) -> str:
    """A Sobol index as percent; estimates slightly outside 0 to 1 are noise."""
    return formats.format_percent(min(max(float(index), 0.0), 1.0))


def _limits(row: Mapping[Any, Any], name: str) -> str:
    if formats.is_missing(row[name]):
        return formats.clean(row[col.GRUND]) or "–"
    low, high = (share(row[f"{name}{end}"]) for end in ("_ug", "_og"))
    return f"{share(row[name])} ({low} bis {high})"


def _once(pairs: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Each pair once, in the order of the areas."""
    place = {area: i for i, area in enumerate(order)}
    first = pairs["a"].map(place) < pairs["b"].map(place)
    return pairs[first.to_numpy(bool)]
