"""Surveys: questionnaire (codebook), scales, design, and one wave of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Final, Literal

import pandas as pd

from lebenslage.model.margins import Margins


class QuestionType(StrEnum):
    """How a question is answered."""

    SKALA = "skala"
    EINFACH = "einfach"
    MEHRFACH = "mehrfach"
    MATRIX = "matrix"
    ZAHL = "zahl"
    RANGFOLGE = "rangfolge"
    TEXT = "text"


class SurveyKind(StrEnum):
    """How people came to answer. Only the first two carry intervals that claim something."""

    VOLLERHEBUNG = "vollerhebung"
    ZUFALLSSTICHPROBE = "zufallsstichprobe"
    OFFEN = "offen"


class WeightingMethod(StrEnum):
    """How answers are weighted to the register's margins."""

    KEINE = "keine"
    RAKING = "raking"
    NACHSCHICHTUNG = "nachschichtung"


#: Roles that a column of a response file can have (`[spalten]` of the codebook).
SURVEY_ROLES: Final = (
    "id",
    "ortsteil",
    "abgeschlossen",
    "gewicht",
    "schicht",
    "cluster",
    "grundgesamtheit",
    "alter",
    "geschlecht",
)
#: Said wherever an open-link survey is shown.
OFFEN_HINWEIS: Final = "Orientierung, nicht repräsentativ"


@dataclass(frozen=True, slots=True)
class Scale:
    """Answer values of a question, their names, and which of them stand outside.

    Parameters
    ----------
    werte : tuple of str
        Codes in their order, as text as in the file ("1", "A1").
    namen : tuple of str
        Names, as many as `werte` (or none).
    weiss_nicht : tuple of str
        Codes that stand outside the 100 % ("weiß nicht", "betrifft mich nicht").
    richtung : {-1, 1}
        1: the last value is the best.
    """

    werte: tuple[str, ...]
    namen: tuple[str, ...] = ()
    weiss_nicht: tuple[str, ...] = ()
    richtung: Literal[-1, 1] = 1

    def __post_init__(self) -> None:
        if self.namen and len(self.namen) != len(self.werte):
            raise ValueError("a scale needs as many names as values")

    def label(self, value: str) -> str:
        """Name of an answer value."""
        if self.namen and value in self.werte:
            return self.namen[self.werte.index(value)]
        return "weiß nicht" if value in self.weiss_nicht else value

    def numbers(self) -> dict[str, float]:
        """Value of each code on the scale: the code where it is a number, else its place."""
        try:
            return {value: float(value) for value in self.werte}
        except ValueError:
            return {value: float(i) for i, value in enumerate(self.werte, start=1)}

    @property
    def top_two(self) -> tuple[str, ...]:
        """The two best values."""
        return self.werte[-2:] if self.richtung == 1 else self.werte[:2]

    @property
    def bottom_two(self) -> tuple[str, ...]:
        """The two worst values."""
        return self.werte[:2] if self.richtung == 1 else self.werte[-2:]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `code` is the column (or the stem of the columns) in the response file."""

    code: str
    text: str
    typ: QuestionType
    skala: Scale | None = None
    teilfragen: Mapping[str, str] = field(default_factory=dict)
    handlungsfeld: str = ""
    indikator: str = ""
    statistik: str = "mittelwert"  # what feeds the indicator: mittelwert | top2 | anteil
    auspraegung: str = ""  # for "anteil": the answer that counts
    einheit: str = ""
    # measured indicators of the same topic, each with the words for its bad and its good side
    gemessen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def columns(self) -> tuple[str, ...]:
        """Columns of a response file that hold this question's answers."""
        if self.teilfragen:
            return tuple(f"{self.code}[{sub}]" for sub in self.teilfragen)
        return (self.code,)


@dataclass(frozen=True, slots=True)
class Weighting:
    """`[gewichtung]` of the codebook."""

    verfahren: WeightingMethod = WeightingMethod.KEINE
    merkmale: tuple[str, ...] = ()
    grenzen: tuple[float, float] = (0.3, 3.0)


@dataclass(frozen=True)
class Questionnaire:
    """`fragebogen.toml`: what was asked, of whom, and which column is which.

    Parameters
    ----------
    id : str
        Key of the wave, e.g. "umfrage-2025".
    erhebung : str
        ISO date of the field work.
    grundgesamtheit : mapping
        Persons invited or entitled (N) by `ortsteil_id`, for the finite population correction.
    spalten : mapping
        Role (one of `SURVEY_ROLES`) to column of the response file.
    """

    id: str
    titel: str
    erhebung: str
    art: SurveyKind
    fragen: tuple[Question, ...]
    beispiel: bool = False
    spalten: Mapping[str, str] = field(default_factory=dict)
    grundgesamtheit: Mapping[str, int] = field(default_factory=dict)
    gewichtung: Weighting = field(default_factory=Weighting)
    grundgesamtheit_text: str = ""

    def question(self, code: str) -> Question:
        """The question with this code.

        Raises
        ------
        KeyError
            If there is none.
        """
        for question in self.fragen:
            if question.code == code:
                return question
        raise KeyError(code)

    @property
    def year(self) -> str:
        """Year of the field work."""
        return self.erhebung[:4]

    @property
    def representative(self) -> bool:
        """Whether intervals may be shown as such."""
        return self.art is not SurveyKind.OFFEN


@dataclass(frozen=True)
class SurveyWave:
    """One wave: its questionnaire and its answers.

    Parameters
    ----------
    antworten : pd.DataFrame
        One row per response; columns are the roles that the file has (`id`, `ortsteil` as
        `ortsteil_id`, `abgeschlossen` as bool, ...) and the question columns, answers as
        text codes. Missing: `None` "nicht gestellt", "" "keine Antwort".
        Columns of questions of type `text` hold the free text; they never leave
        `analysis` and `app` but through `released`.
    entfernt : tuple of str
        Columns dropped at reading (IP address, e-mail, ...), told to the user.
    released : frozenset of (question code, row)
        Free texts that a person has released.
    margins : Margins or None
        Numbers of the register that the answers are weighted to.
    papier : int
        How many of the answers, the last ones, came on paper.
    """

    fragebogen: Questionnaire
    antworten: pd.DataFrame
    entfernt: tuple[str, ...] = ()
    released: frozenset[tuple[str, int]] = frozenset()
    margins: Margins | None = None
    papier: int = 0

    def same_as(self, other: SurveyWave | None) -> bool:
        """Whether both hold the same: answers, questions, released texts, margins."""
        return _same(self, other)


def _same(one: object, other: object) -> bool:
    """`==` that also compares tables, and what has tables in it."""
    if isinstance(one, pd.DataFrame):
        return isinstance(other, pd.DataFrame) and one.equals(other)
    if is_dataclass(one):
        same_kind = type(one) is type(other)
        return same_kind and all(
            _same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one)
        )
    return one == other
