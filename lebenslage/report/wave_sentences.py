"""Sentences about the questions of a wave together: what differs most, trend, compass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis import intervals
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE, NIVEAU
from lebenslage.model.survey import Questionnaire
from lebenslage.report import formats
from lebenslage.report.survey_tables import answer_labels, part_labels

SCALE_NOTE: Final = (
    "Saldo: Anteil der beiden besten Antworten minus Anteil der beiden schlechtesten, in "
    "Prozentpunkten. „Weiß nicht“ zählt nicht zu den 100 %."
)
COMPASS_NOTE: Final = (
    "Außen ist gut: 7 ist die beste, 1 die schlechteste Antwort. Wo die Form keine Ecke hat, wird "
    "nichts gezeigt."
)
_SURE: Final = ("hoeher", "niedriger")


def describe_ranking(ranked: pd.DataFrame) -> str:
    """How many questions have a difference that is certain.

    Parameters
    ----------
    ranked : pd.DataFrame
        `survey.distinct.most_different`.
    """
    sure = int(ranked["urteil"].isin(_SURE).sum())
    of = f"{formats.format_number(len(ranked))} Fragen und Teilfragen"
    if not sure:
        return f"Bei keiner von {of} ist ein Unterschied zwischen den Gruppen belastbar."
    return f"Bei {formats.format_number(sure)} von {of} gibt es einen belastbaren Unterschied."


def difference_sentences(
    ranked: pd.DataFrame, wave: Questionnaire, groups: Mapping[str, str]
) -> list[str]:
    """One sentence per question, in the order of the frame: both groups, values, verdict."""
    labels = part_labels(wave)
    return [
        f"{labels.get(row[col.FRAGE], row[col.FRAGE])} – {_pair(row, wave, groups)}."
        for row in ranked.to_dict("records")
    ]


def _pair(row: Mapping[Any, Any], wave: Questionnaire, groups: Mapping[str, str]) -> str:
    high, low = ("a", "b") if row["differenz"] > 0 else ("b", "a")
    names = [groups.get(str(row[key]), str(row[key])) for key in (high, low)]
    values = [value_text(row, row[f"wert_{key}"]) for key in (high, low)]
    about = answer_text(row, wave)
    what = f"{about}: " if about else ""
    verdict = "belastbar" if row["urteil"] in _SURE else "nicht unterscheidbar"
    return f"{what}{names[0]} {values[0]}, {names[1]} {values[1]}: {verdict}"


def value_text(row: Mapping[Any, Any], value: float) -> str:
    """A mean with one decimal, a share in percent."""
    if row[col.STATISTIK] == "mittelwert":
        return formats.format_number(value, 1)
    return formats.format_percent(value)


def answer_text(row: Mapping[Any, Any], wave: Questionnaire) -> str:
    """The answer that a share is of, in quotation marks; "" for means."""
    code = formats.clean(row[col.AUSPRAEGUNG])
    if not code:
        return ""
    question = wave.question(str(row[col.FRAGE]).partition("[")[0])
    return f"„{answer_labels(question, {code: None}).get(code, code)}“"


def describe_trend(trend: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Everybody's first and last mean, and whether their intervals meet.

    Parameters
    ----------
    trend : pd.DataFrame
        `survey.distinct.trend`.
    names : mapping
        `gebiet_id` -> name of the areas drawn.
    """
    rows = trend[trend[col.GEBIET] == ALLE].sort_values(col.STAND).to_dict("records")
    shown = [row for row in rows if formats.is_shown(row)]
    if len(shown) < 2:
        return f"Mittelwerte in {formats.listing(names.values())} über die Jahre."
    first, last = shown[0], shown[-1]
    text = (
        f"Im Mittel aller: {formats.format_number(first[col.WERT], 1)} "
        f"({str(first[col.STAND])[:4]}), {formats.format_number(last[col.WERT], 1)} "
        f"({str(last[col.STAND])[:4]})."
    )
    limits = [row[key] for row in (first, last) for key in (col.UG, col.OG)]
    if any(formats.is_missing(limit) for limit in limits):
        return text
    apart = first[col.OG] < last[col.UG] or last[col.OG] < first[col.UG]
    told = "Der Unterschied ist belastbar" if apart else "Beide sind nicht unterscheidbar"
    return f"{text} {told}."


def compass_note(topics: Iterable[str]) -> str:
    """The numbers around the circle in words, and how to read it."""
    numbered = ", ".join(f"{i} {text}" for i, text in enumerate(topics, start=1))
    return f"{numbered}. {COMPASS_NOTE}"


def describe_compass(rows: pd.DataFrame, topics: Mapping[str, str], area: str, name: str) -> str:
    """Where an area lies farthest above and below everybody, and whether that is certain.

    Parameters
    ----------
    rows : pd.DataFrame
        `columns.UMFRAGEWERTE` of the topics.
    topics : mapping
        `frage` -> text.
    """
    means = rows[rows[col.STATISTIK] == "mittelwert"]
    found = {
        (str(row[col.FRAGE]), str(row[col.GRUPPE])): row
        for row in means.to_dict("records")
        if formats.is_shown(row)
    }
    both = [
        (found[code, area], found[code, ALLE], text)
        for code, text in topics.items()
        if (code, area) in found and (code, ALLE) in found
    ]
    if not both:
        return f"Für {name} wird kein Thema gezeigt: zu wenige Antworten (Datenschutz)."
    both.sort(key=lambda pair: pair[0][col.WERT] - pair[1][col.WERT])
    # the extremes of many topics are picked: their intervals are widened accordingly (Bonferroni)
    wider = intervals.quantile(1 - (1 - NIVEAU) / len(both)) / intervals.quantile(NIVEAU)
    told = [
        _topic(*both[-1], "über", wider=float(wider)),
        _topic(*both[0], "unter", wider=float(wider)),
    ]
    told = [text for text in told if text]
    if not told:
        return f"{name} unterscheidet sich bei keinem Thema von allen zusammen."
    return f"{name}: {'; '.join(told)}."


def _topic(
    own: Mapping[Any, Any], everybody: Mapping[Any, Any], text: str, side: str, *, wider: float
) -> str:
    difference = own[col.WERT] - everybody[col.WERT]
    if (difference > 0) != (side == "über") or not difference:
        return ""
    values = [formats.format_number(row[col.WERT], 1) for row in (own, everybody)]
    half = wider * (own[col.OG] - own[col.UG]) / 2
    inside = formats.is_missing(own[col.UG]) or abs(difference) <= half
    verdict = "nicht unterscheidbar" if inside else "belastbar"
    return f"am weitesten {side} allen bei „{text}“ ({values[0]}, alle {values[1]}; {verdict})"
