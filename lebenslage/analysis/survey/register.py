"""The register beside a survey: inhabitants by Ortsteil and by the ages that were asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lebenslage.analysis.grid import grid_values
from lebenslage.analysis.grid_recipes import ALTER5
from lebenslage.analysis.survey.design import Floats
from lebenslage.model import columns as c
from lebenslage.model.grid import AGE5, GridCells, GridIndicator
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question, SurveyWave

#: Ages of the census classes, from (including) to (excluding).
_CLASSES: Final = dict(zip(AGE5, [(0, 18), (18, 30), (30, 50), (50, 65), (65, 120)], strict=True))
_COLUMNS: Final = (c.GRUPPE, c.AUSPRAEGUNG, "grundgesamtheit")


@dataclass(frozen=True)
class Register:
    """Persons by Ortsteil and age.

    Parameters
    ----------
    persons : pd.DataFrame
        `gruppe` (Ortsteil, "" is everybody), `auspraegung` (age), `grundgesamtheit`.
    stand : str
        Date of the census; "" for the margins of the wave.
    """

    persons: pd.DataFrame
    stand: str = ""


def register_of(
    wave: SurveyWave,
    question: Question,
    cells: Sequence[GridCells],
    ortsteile: gpd.GeoDataFrame,
) -> Register:
    """Persons by Ortsteil and age: the margins of the wave, else the census.

    Parameters
    ----------
    question : Question
        The one that asks for the age.
    """
    own = _from_margins(wave, question)
    return Register(own) if len(own) else register_by_age(cells, ortsteile, question)


def _from_margins(wave: SurveyWave, question: Question) -> pd.DataFrame:
    """Ages of all, and of each Ortsteil if the margins cross both; empty if they tell neither."""
    margins, scale = wave.margins, question.skala
    if margins is None or scale is None or "alter" not in margins.merkmale:
        return pd.DataFrame(columns=list(_COLUMNS))
    codes = {scale.label(value): value for value in scale.werte}
    codes |= {value: value for value in scale.werte}
    rows = [(ALLE, codes.get(age), n) for age, n in margins.margin("alter").items()]
    if margins.gekreuzt and "ortsteil" in margins.merkmale:
        crossing = margins.crossing(("ortsteil", "alter"))
        rows += [(area, codes.get(age), n) for (area, age), n in crossing.items()]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).dropna(subset=[c.AUSPRAEGUNG])
    return frame.reset_index(drop=True)


def register_by_age(
    cells: Sequence[GridCells], ortsteile: gpd.GeoDataFrame, question: Question
) -> Register:
    """Inhabitants by Ortsteil and the age classes of a question, out of the census grid.

    Returns
    -------
    Register
        Empty if the classes cannot be made out of those of the census.

    Notes
    -----
    A class that holds only a part of a census class ("16 bis 29" begins inside "unter 18") takes
    the same part of its persons, as if all years of age in it were equally strong.
    """
    weights = _class_weights(question)
    recipes = [GridIndicator(name, ALTER5, (name,)) for name in AGE5]
    values = grid_values(cells, ortsteile, recipes)
    if weights is None or values.empty:
        return Register(pd.DataFrame(columns=list(_COLUMNS)))
    stand = str(values[c.STAND].max())
    newest = values[values[c.STAND] == stand].pivot_table(
        index=c.GEBIET, columns=c.INDIKATOR, values=c.WERT, aggfunc="first"
    )
    persons = newest.reindex(columns=list(AGE5)).to_numpy(float) @ weights.T
    assert question.skala is not None
    areas = [*newest.index.astype(str), ALLE]
    stacked = np.vstack([persons, persons.sum(axis=0)])
    frame = pd.DataFrame(stacked, index=areas, columns=list(question.skala.werte))
    long = frame.rename_axis(c.GRUPPE).reset_index()
    persons_by_age = long.melt(c.GRUPPE, var_name=c.AUSPRAEGUNG, value_name="grundgesamtheit")
    return Register(persons_by_age, stand)


def _class_weights(question: Question) -> Floats | None:
    """Part of each census class in each class of the question, shape (classes, census classes)."""
    assert question.skala is not None
    rows = []
    for value in question.skala.werte:
        ages = ages_of(question.skala.label(value))
        if ages is None:
            return None
        low, high = ages
        parts = [max(0, min(high, b) - max(low, a)) / (b - a) for a, b in _CLASSES.values()]
        last = list(_CLASSES.values())[-1]
        if last[0] < low < last[1] or last[0] < high < last[1]:
            return None  # the open class cannot be split
        rows.append(parts)
    return np.array(rows)


def ages_of(label: str) -> tuple[int, int] | None:
    """From (including) and to (excluding) of a label like "16 bis 29 Jahre", "ab 65"."""
    numbers = [int(number) for number in re.findall(r"\d{1,3}", label)]
    words = label.casefold()
    if len(numbers) == 2:
        return numbers[0], numbers[1] + 1
    if len(numbers) != 1:
        return None
    if any(word in words for word in ("älter", "ab ", "+", "über", "mehr")):
        return numbers[0], 120
    return (0, numbers[0]) if "unter" in words or "jünger" in words else None
