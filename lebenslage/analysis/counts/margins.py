"""From the register to the margins of a survey: who could have answered, by age, sex and place."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.counts.population import day_of
from lebenslage.analysis.counts.register import persons, registers, stock_of
from lebenslage.analysis.survey.register import ages_of
from lebenslage.model.counts import Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.margins import ANZAHL, Margins
from lebenslage.model.survey import Question, Questionnaire

_SEXES: Final = {"w": ("weiblich", "frau"), "m": ("männlich", "mann"), "d": ("divers",)}
#: An age that nobody reaches: the end of the oldest class.
_OLDEST: Final = 120


def nearest_register(snapshot: Snapshot, form: Questionnaire) -> Counts | None:
    """The register whose date is nearest to the field work."""
    known = registers(snapshot)
    day = day_of(form.erhebung)
    return min(known, key=lambda item: abs(day_of(item.stand) - day), default=None)


def register_margins(snapshot: Snapshot, form: Questionnaire) -> Margins | None:
    """Persons by Ortsteil, age class and (where the register tells it) sex, crossed.

    Returns
    -------
    Margins or None
        Only the ages that the question "alter" of the survey asks for; None if it has no such
        question, or the age groups of the register do not fit into its classes.
    """
    item = nearest_register(snapshot, form)
    question = next((q for q in form.fragen if q.code == "alter" and q.skala), None)
    if item is None or question is None:
        return None
    spans = _classes(question)
    stock = stock_of(item)
    sexes = _sex_codes(form) if (stock["geschlecht"] != "").all() else {}
    told = {code: stock[stock["geschlecht"] == sex] for sex, code in sexes.items()}
    parts = {code: part for code, part in told.items() if len(part)} or {"": stock}
    areas = [area for area in snapshot.ortsteil_names if area in set(stock["ortsteil_id"])]
    rows = []
    for sex, part in parts.items():
        for code, (low, high) in spans.items():
            counted = persons(part, areas, low, np.inf if high >= _OLDEST else high)
            rows += [(area, code, sex, n) for area, n in counted.items()]
    table = pd.DataFrame(rows, columns=["ortsteil", "alter", "geschlecht", ANZAHL])
    if not rows or table[ANZAHL].isna().any():
        return None
    table = table if sexes else table.drop(columns="geschlecht")
    return Margins(table, gekreuzt=True, umfrage=form.id)


def _classes(question: Question) -> dict[str, tuple[int, int]]:
    assert question.skala is not None
    spans = {value: ages_of(question.skala.label(value)) for value in question.skala.werte}
    return {value: span for value, span in spans.items() if span is not None}


def _sex_codes(form: Questionnaire) -> dict[str, str]:
    """Sex of the register -> code of the survey; empty if the survey does not ask for both."""
    question = next((q for q in form.fragen if q.code == "geschlecht" and q.skala), None)
    if question is None or question.skala is None:
        return {}
    found = {}
    for value in question.skala.werte:
        label = question.skala.label(value).casefold()
        for sex, words in _SEXES.items():
            if label.startswith(words):
                found[sex] = value
    return found if {"w", "m"} <= found.keys() else {}
