"""Sentences and tables about open answers."""

from __future__ import annotations

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.report import formats

TOPIC_NOTE = (
    "Gezählt werden Personen, nicht Nennungen; Wortformen zählen zusammen. Gezeigt wird ein Wort "
    "erst, wenn es in einem freigegebenen Text steht und genug Personen es genannt haben."
)


def describe_released(released: int, written: float) -> str:
    """How many answers to a question are released, of how many."""
    if not released:
        return "Noch keine Antwort freigegeben."
    of = "" if formats.is_missing(written) else f" von {formats.format_number(written)}"
    noun = "Antwort" if released == 1 and not of else "Antworten"
    verb = "ist" if released == 1 else "sind"
    return f"{formats.format_number(released)}{of} {noun} {verb} freigegeben."


def describe_topics(found: pd.DataFrame) -> str:
    """The most frequent topics of a question.

    Parameters
    ----------
    found : pd.DataFrame
        Rows of `survey.topics.topics` of one question.
    """
    if found.empty:
        return "Noch kein Thema wird gezeigt: Es sind zu wenige Antworten freigegeben."
    told = [
        f"„{row['thema']}“ ({formats.plural(int(row[col.N]), 'Person', 'Personen')})"
        for row in found.head(5).to_dict("records")
    ]
    return f"Am häufigsten genannt: {formats.listing(told)}."


def topic_table(found: pd.DataFrame) -> pd.DataFrame:
    """Topics with the persons who named them and their share of those who wrote something."""
    rows = [
        {
            "Thema": row["thema"],
            "Personen": formats.format_number(row[col.N]),
            "Anteil an den Schreibenden": "–"
            if formats.is_missing(row["n_gesamt"])
            else formats.format_percent(row[col.N] / row["n_gesamt"]),
        }
        for row in found.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["Thema", "Personen", "Anteil an den Schreibenden"])


def describe_search(shown: int, query: str) -> str:
    """How many released texts were found."""
    if not query.strip():
        return ""
    return (
        f"{formats.plural(shown, 'freigegebener Text', 'freigegebene Texte')} zu „{query.strip()}“."
    )
