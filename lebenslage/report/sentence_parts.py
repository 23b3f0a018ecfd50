"""Pieces of sentences: a value, a range of areas, a verdict, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.rules import Guete, Status
from lebenslage.model.survey import SurveyWave
from lebenslage.report import formats
from lebenslage.report.formats import is_shown

#: A row of a frame as a mapping.
Row = Mapping[Any, Any]

#: More Ortsteile than these are counted, not named.
_NAMED: Final = 6
#: Of any file: what is made up in it may be answers, values or entries.
EXAMPLES_INSIDE: Final = (
    "Beispieldaten: Erfundene Angaben sind dabei. Auch was aus ihnen berechnet ist, ist kein "
    "echtes Ergebnis."
)
KLAMMERN: Final = (
    "Werte in Klammern sind unsicher: Es stehen nur wenige Fälle dahinter, oder schon die Quelle "
    "klammert sie ein."
)


def example_notice(waves: Iterable[SurveyWave] = ()) -> str:
    """The mark that stands wherever made-up figures are in it.

    Parameters
    ----------
    waves : iterable of SurveyWave
        All waves at hand: beside a real one, the made-up ones are called by their titles.
    """
    known = [wave.fragebogen for wave in waves]
    titles = [f"„{survey.titel}“" for survey in known if survey.beispiel]
    if not titles or len(titles) == len(known):
        what, enters = "Die Befragung ist erfunden", "sie eingeht"
    elif len(titles) == 1:
        what, enters = f"Die Befragung {titles[0]} ist erfunden", "sie eingeht"
    else:
        listed = f"{', '.join(titles[:-1])} und {titles[-1]}"
        what, enters = f"Die Befragungen {listed} sind erfunden", "sie eingehen"
    return f"Beispieldaten: {what}. Auch Punktwerte, in die {enters}, sind keine echten Ergebnisse."


def approximation_notice() -> str:
    """The caveat of every map and table by Ortsteil while the boundaries are derived."""
    return (
        "Näherung, keine amtliche Grenze: Die Flächen der Ortsteile sind aus Punkten und "
        "Flächengrößen abgeleitet und im Einzelfall falsch."
    )


def plain_value(row: Row, node: Node) -> str:
    """Value without interval, in brackets where uncertain."""
    return formats.format_value(
        row[col.WERT],
        node.einheit,
        node.dezimalen,
        status=row[col.STATUS],
        grund=row.get(col.GRUND),
    )


def apart(one: Row, other: Row) -> bool | None:
    """Whether two values differ for sure: their 95 % intervals do not meet.

    Stricter than the 90 % of draws that `belastbar` asks for. None without intervals.
    """
    limits = [row.get(key) for row in (one, other) for key in (col.UG, col.OG)]
    if any(formats.is_missing(limit) for limit in limits):
        return None
    low_one, high_one, low_other, high_other = (float(str(limit)) for limit in limits)
    return high_one < low_other or high_other < low_one


def quality_word(guete: object, node: Node) -> str:
    """How good a value is; a survey of the Gemeinde is no official statistic."""
    word = formats.clean(guete)
    if node.art is Kind.UMFRAGE and word == Guete.AMTLICH:
        return "eigene Umfrage"
    return formats.GUETE_WORTE.get(word, word)


def rows_by_area(values: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """Rows of each `gebiet_id`, in the order of the table; filtering area by area takes longer."""
    found: dict[str, list[dict[Any, Any]]] = {}
    for row in values.to_dict("records"):
        found.setdefault(str(row[col.GEBIET]), []).append(row)
    return found


def range_sentence(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    text: str,
    pairs: pd.DataFrame | None = None,
) -> str:
    """Lowest and highest value with names, the verdict, brackets, and what is missing.

    Parameters
    ----------
    frame : pd.DataFrame
        `gebiet_id, wert, status`, perhaps `ug, og`, and the column `text` with what is told.
    pairs : pd.DataFrame, optional
        `a, b, belastbar`: the verdicts, if they are known; else the intervals decide.
    """
    rows = {str(row[col.GEBIET]): row for row in frame.to_dict("records")}
    known = [
        (rows[key], name) for key, name in names.items() if key in rows and is_shown(rows[key])
    ]
    known.sort(key=lambda pair: pair[0][col.WERT])
    missing = _missing_sentence(rows, names, text)
    if not known:
        return missing
    if len(known) == 1:
        parts = [f"Ein Wert liegt nur für {known[0][1]} vor: {known[0][0][text]}."]
    elif known[0][0][col.WERT] == known[-1][0][col.WERT]:
        parts = [f"Alle Werte sind gleich: {known[0][0][text]}."]
    else:
        (low, low_name), (high, high_name) = known[0], known[-1]
        certain = apart(low, high) if pairs is None else _certain(pairs, low, high)
        parts = [
            f"Niedrigster Wert: {low_name} {low[text]}; höchster Wert: {high_name} {high[text]}.",
            verdict(low_name, high_name, certain),
        ]
    if any(row[col.STATUS] == Status.EINGEKLAMMERT for row, _ in known):
        parts.append(KLAMMERN)
    return " ".join(part for part in [*parts, missing] if part)


def _certain(pairs: pd.DataFrame, one: Row, other: Row) -> bool:
    """Whether a pair of areas is told to be certain; an unknown pair is not."""
    ids = {one[col.GEBIET], other[col.GEBIET]}
    rows = pairs[pairs["a"].isin(ids) & pairs["b"].isin(ids)]
    return bool(rows["belastbar"].astype(bool).any())


def verdict(low: str, high: str, belastbar: bool | None) -> str:
    """Whether two areas differ for sure; nothing where no uncertainty is known."""
    if belastbar is None:
        return ""
    if belastbar:
        return f"Der Unterschied zwischen {low} und {high} ist belastbar."
    return f"{low} und {high} sind nicht unterscheidbar."


def _missing_sentence(rows: Mapping[str, Row], names: Mapping[str, str], text: str) -> str:
    reasons: dict[str, list[str]] = {}
    for key, name in names.items():
        row = rows.get(key)
        if row is None:
            reasons.setdefault(formats.format_missing(), []).append(name)
        elif not is_shown(row):
            told = formats.clean(row.get(text)) or formats.format_missing(row[col.STATUS])
            reasons.setdefault(told, []).append(name)
    if not reasons:
        return ""
    if len(reasons) == 1 and len(next(iter(reasons.values()))) == len(names):
        return f"Für keinen Ortsteil liegt ein Wert vor: {next(iter(reasons))}."
    told = "; ".join(f"{_named(who)} – {reason}" for reason, who in reasons.items())
    return f"Ohne Wert: {told}."


def _named(who: list[str]) -> str:
    """The names; of many only how many, as the table lists them."""
    return formats.listing(who) if len(who) <= _NAMED else f"{len(who)} Ortsteile"


def stand_words(frame: pd.DataFrame, names: Mapping[str, str]) -> str:
    """As in " (Stand 31.12.2021)"; from the areas named; "" without a date."""
    stands = sorted(set(frame.loc[frame[col.GEBIET].isin(list(names)), col.STAND].dropna()))
    if not stands:
        return ""
    dates = list(dict.fromkeys(formats.format_date(stand) for stand in stands))
    return f" (Stand {' bis '.join([dates[0], dates[-1]] if len(dates) > 1 else dates)})"
