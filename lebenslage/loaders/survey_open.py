"""What a person has to decide: unknown answers, unknown places, scales that run backwards."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.places import candidates, resolve_ortsteile
from lebenslage.loaders.survey_answers import known_answer, read_answers
from lebenslage.loaders.survey_columns import SurveyColumns
from lebenslage.loaders.survey_guess import SEEN
from lebenslage.loaders.survey_scales import fold_label, order_labels
from lebenslage.model.assignment import Assignment, OpenAnswer, OpenPlace, Reversed
from lebenslage.model.exchange import Known
from lebenslage.model.survey import Question, Questionnaire, QuestionType

#: Texts longer than this are never shown: they could be what a person has written.
_SHOWN: Final = 60
_SHORT: Final = 20
#: A place that may be asked about: no house number, no mail address; or a code.
_PLACE: Final = re.compile(r"[^\d@]{1,40}|[A-Za-z]{0,2}\d{1,3}")
#: More open answers of one question than this are no matter of deciding one by one.
_MANY: Final = 25
_ALIKE: Final = 88.0
_CLOSED: Final = (QuestionType.SKALA, QuestionType.EINFACH, QuestionType.MATRIX)
#: Below this correlation with the others, among at least so many answers, a scale is questioned.
_AGAINST: Final = -0.3
_LEAST: Final = 30
#: What survey programs write where no place was chosen from the list.
NO_PLACE: Final = frozenset({"", "n/a", "k.a.", "k. a.", "-oth-", "sonstiges", "other"})


def open_answers(
    raw: RawTable, columns: SurveyColumns, survey: Questionnaire, assignment: Assignment
) -> tuple[OpenAnswer, ...]:
    """Answers of closed questions that have no code, each with what it most likely means."""
    found = []
    for question in survey.fragen:
        if question.typ not in _CLOSED or question.skala is None:
            continue
        if question.code in assignment.andere:
            continue
        counts: Counter[str] = Counter()
        for column in question.columns():
            if (index := columns.questions.get(column)) is not None:
                counts.update(raw.column(index))
        codes = assignment.antworten.get(question.code, {})
        unknown = [t for t in counts if t and not known_answer(t, question, codes)]
        shown = [text for text in unknown if _may_be_shown(text, counts[text])][:_MANY]
        found += [
            OpenAnswer(question.code, text, counts[text], meant(text, question)) for text in shown
        ]
    return tuple(found)


def _may_be_shown(text: str, count: int) -> bool:
    """A long answer of one or two persons could be what they have written freely."""
    return len(text) <= _SHORT or (len(text) <= _SHOWN and count >= SEEN)


def with_others(
    raw: RawTable, columns: SurveyColumns, questions: Sequence[Question]
) -> tuple[str, ...]:
    """Codes of single choices of which some answers are no option: they count as "Sonstiges"."""
    found = []
    for question in questions:
        index = columns.questions.get(question.code)
        if question.typ is QuestionType.EINFACH and index is not None:
            texts = [text for text in pd.unique(raw.column(index)) if text]
            if any(not known_answer(text, question) for text in texts):
                found.append(question.code)
    return tuple(found)


def meant(text: str, question: Question) -> str:
    """Code that an answer most likely means: by its place on a scale, else by its wording."""
    scale = question.skala
    if scale is None or not scale.namen:
        return ""
    family, places = order_labels(scale.namen)
    if family and (own := order_labels([text, *_others(places, text)])[1].get(text)) is not None:
        by_place = {place: label for label, place in places.items()}
        if own in by_place:
            return scale.werte[scale.namen.index(by_place[own])]
    names = {code: fold_label(name) for code, name in zip(scale.werte, scale.namen, strict=True)}
    hit = process.extractOne(fold_label(text), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(hit[2]) if hit else ""


def _others(places: Mapping[str, int], text: str) -> list[str]:
    """Labels of a scale without the one that would stand at the same place as the text."""
    for leave in places:
        rest = [label for label in places if label != leave]
        if order_labels([text, *rest])[0]:
            return rest
    return list(places)


def open_places(
    raw: RawTable, index: int | None, names: Mapping[str, str], assignment: Assignment, known: Known
) -> tuple[OpenPlace, ...]:
    """Places that cannot be resolved, the most frequent first."""
    if index is None or known.gazetteer is None:
        return ()
    counts = Counter(raw.column(index))
    open_ = [
        text for text in counts
        if text.casefold() not in NO_PLACE and text not in assignment.orte
        and _PLACE.fullmatch(text)
    ]  # fmt: skip
    resolved = resolve_ortsteile([names.get(text, text) for text in open_], known)
    return tuple(
        OpenPlace(text, counts[text], candidates(names.get(text, text), known.gazetteer))
        for text in sorted(open_, key=lambda text: -counts[text])
        if resolved[names.get(text, text)].problem
    )


def reversed_scales(
    raw: RawTable, columns: SurveyColumns, survey: Questionnaire, assignment: Assignment
) -> tuple[Reversed, ...]:
    """Questions that correlate negatively with the mean of the others on the same scale."""
    groups: dict[tuple[str, ...], dict[str, pd.Series]] = defaultdict(dict)
    for question in survey.fragen:
        if question.typ is QuestionType.SKALA and question.skala is not None:
            index = columns.questions.get(question.code)
            if index is not None and len(question.skala.werte) >= 3:
                codes = assignment.antworten.get(question.code)
                answers, _ = read_answers(raw.cells[index].fillna(""), question, codes)
                numbers = answers.map(question.skala.numbers()).astype(float)
                groups[question.skala.werte][question.code] = numbers * question.skala.richtung
    found = []
    for scales in groups.values():
        if len(scales) >= 3:
            found += _against(pd.DataFrame(scales))
    return tuple(found)


def _against(numbers: pd.DataFrame) -> list[Reversed]:
    """Corrected item–total correlation of each column (with the mean of the others)."""
    found = []
    for code in numbers.columns:
        rest = numbers.drop(columns=code).mean(axis=1)
        both = numbers[code].notna() & rest.notna()
        if both.sum() < _LEAST or numbers[code][both].std() == 0 or rest[both].std() == 0:
            continue
        r = float(np.corrcoef(numbers[code][both], rest[both])[0, 1])
        if r <= _AGAINST:
            found.append(Reversed(str(code), r))
    return found
