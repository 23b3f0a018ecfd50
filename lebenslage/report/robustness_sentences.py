"""Sentences about how sure scores and places are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lebenslage.analysis.index.factors import Factor
from lebenslage.model.procedure import Procedure, Robustness
from lebenslage.report import formats


def factor_names(factors: Sequence[Factor], robustheit: Robustness) -> list[str]:
    """What is varied, in words, with how much."""
    names = {
        Factor.STICHPROBENFEHLER: "Stichprobenfehler",
        Factor.GEWICHTE: f"Gewichte (±{formats.format_percent(robustheit.gewichte)})",
        Factor.ZIELWERTE: f"Zielwerte (±{formats.format_percent(robustheit.zielwerte)})",
        Factor.NORMALISIERUNGEN: "Normalisierung",
        Factor.AGGREGATIONEN: "Aggregation",
        Factor.WEGLASSEN: "weggelassener Indikator",
    }
    return [names[factor] for factor in Factor if factor in factors]


def describe_factors(factors: Sequence[Factor], procedure: Procedure, draws: int) -> str:
    """How often the index was computed again, and with what varied."""
    often = formats.plural(draws, "Wiederholung", "Wiederholungen")
    names = factor_names(factors, procedure.robustheit)
    return f"{often}; variiert: {', '.join(names) or 'nichts'}."


def basis_sentence(factors: Sequence[Factor], procedure: Procedure) -> str:
    """What the limits leave out because nothing is known about it; empty if nothing is.

    Parameters
    ----------
    factors : sequence of Factor
        What was varied.
    procedure : Procedure
        Where its `robustheit` is the default, that is said too.
    """
    chosen = procedure.robustheit
    silent = chosen.stichprobenfehler and Factor.STICHPROBENFEHLER not in factors
    parts = ["die Werte haben keine Fehler"] if silent else []
    if chosen == Robustness():
        parts.append("zu [robustheit] gelten die Vorgaben")
    if not parts:
        return ""
    names = ", ".join(factor_names(factors, chosen))
    rest = f"variiert wird {'nur' if silent else 'also'}: {names}"
    if not names:
        rest = "variiert wird nichts, die Spannen sind so eng wie die Punktwerte selbst"
    start = " und ".join(parts)
    return f"{start[0].upper()}{start[1:]}; {rest}."


def describe_pair(pair: Mapping[str, Any], names: Mapping[str, str], label: str) -> str:
    """Whether two areas differ for sure.

    Parameters
    ----------
    pair : mapping
        `a, b, p_a_below_b, belastbar`: a row of `RobustnessResult.pairs` or `ScoreTable.pairs`.
    names : mapping
        `gebiet_id` -> name.
    label : str
        Name of the node.
    """
    a, b, share = names[pair["a"]], names[pair["b"]], float(pair["p_a_below_b"])
    if not bool(pair["belastbar"]):
        return f"{a} und {b} sind in „{label}“ nicht unterscheidbar."
    low, high = (a, b) if share > 0.5 else (b, a)
    often = formats.format_percent(max(share, 1 - share))
    return (
        f"{low} liegt in „{label}“ unter {high}; der Unterschied ist belastbar "
        f"(in {often} der Wiederholungen)."
    )
