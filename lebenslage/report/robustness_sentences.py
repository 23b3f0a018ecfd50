"""Sentences about how sure scores and places are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lebenslage.analysis.index.factors import Factor
from lebenslage.analysis.index.sensitivity import Sensitivity
from lebenslage.model.procedure import Procedure, Robustness
from lebenslage.report import formats

_NAMES: Final = {
    Factor.STICHPROBENFEHLER: "Stichprobenfehler",
    Factor.GEWICHTE: "Gewichte",
    Factor.ZIELWERTE: "Zielwerte",
    Factor.NORMALISIERUNGEN: "Normalisierung",
    Factor.AGGREGATIONEN: "Aggregation",
    Factor.WEGLASSEN: "weggelassener Indikator",
}


_NO_ERRORS: Final = (
    "die Werte haben keine Fehler (standardfehler; bei Anteilen und Raten auch zaehler und nenner)"
)


def factor_names(factors: Sequence[Factor], robustheit: Robustness) -> list[str]:
    """What is varied, in words, with how much."""
    much = {Factor.GEWICHTE: robustheit.gewichte, Factor.ZIELWERTE: robustheit.zielwerte}
    return [
        _NAMES[factor] + (f" (±{formats.format_percent(much[factor])})" if factor in much else "")
        for factor in Factor
        if factor in factors
    ]


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
    parts = [_NO_ERRORS] if silent else []
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


def describe_sensitivity(found: Sensitivity, what: str = "die Ränge") -> str:
    """Which factor moves a result most, as far as that can be told.

    Parameters
    ----------
    found : Sensitivity
        Sobol indices.
    what : str
        The result, as the object of a sentence.
    """
    rows = found.frame.sort_values("st", ascending=False, kind="stable").to_dict("records")
    if not rows:
        return "Hier wird nichts variiert."
    if formats.is_missing(rows[0]["st"]):
        return f"Nichts von dem, was variiert wird, ändert {what}."
    first = rows[0]
    name = _NAMES[Factor(first["faktor"])]
    clear = len(rows) == 1 or first["st_ug"] > rows[1]["st_og"]
    word = "am meisten" if clear else "am ehesten"
    alone, whole = (formats.format_percent(min(max(first[k], 0), 1)) for k in ("s1", "st"))
    text = f"{what[0].upper()}{what[1:]} bewegt {word}: {name}"
    return f"{text} (allein {alone}, mit Wechselwirkungen {whole} der Schwankung)."


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
