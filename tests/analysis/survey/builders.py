"""Waves made of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from lebenslage.model.rules import Thresholds
from lebenslage.model.survey import (
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    SurveyKind,
    SurveyWave,
)

#: Nothing is protected: for tests of the figures alone.
OPEN = Thresholds(1, 1, 1)
FIVE = Scale(("1", "2", "3", "4", "5"), weiss_nicht=("9",))


def question(typ: QuestionType = QuestionType.SKALA, **more: object) -> Question:
    skala = FIVE if typ in (QuestionType.SKALA, QuestionType.MATRIX) else None
    return Question(**{"code": "F1", "text": "Frage", "typ": typ, "skala": skala, **more})


def wave_of(
    columns: Mapping[str, Sequence[object]],
    *questions: Question,
    art: SurveyKind = SurveyKind.ZUFALLSSTICHPROBE,
    grundgesamtheit: Mapping[str, int] | None = None,
) -> SurveyWave:
    """A wave with these columns."""
    questionnaire = Questionnaire(
        "umfrage-2024",
        "Umfrage",
        "2024-05-01",
        art,
        questions or (question(),),
        grundgesamtheit=dict(grundgesamtheit or {}),
    )
    return SurveyWave(questionnaire, pd.DataFrame(dict(columns), dtype=object))


def counted(counts: Mapping[str, Mapping[str, int]], **more: object) -> SurveyWave:
    """A wave with one question: group -> answer -> persons."""
    pairs = [
        (group, answer)
        for group, answers in counts.items()
        for answer, n in answers.items()
        for _ in range(n)
    ]
    columns = {"ortsteil": [pair[0] for pair in pairs], "F1": [pair[1] for pair in pairs]}
    questions = more.pop("questions", ())
    return wave_of(columns, *questions, **more)


def without(wave: SurveyWave, *columns: str) -> SurveyWave:
    return replace(wave, antworten=wave.antworten.drop(columns=list(columns)))
