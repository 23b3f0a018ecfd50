"""Questions as rows of a table that a person edits, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.survey import Question, QuestionType, Scale

TAKEN: Final = "übernehmen"
CODE: Final = "Kürzel"
TEXT: Final = "Frage"
KIND: Final = "Art"
ANSWERS: Final = "Antworten"
OUTSIDE: Final = "weiß nicht"
DIRECTION: Final = "Richtung"
FIELD: Final = "Handlungsfeld"
#: Kinds as shown.
KINDS: Final[Mapping[QuestionType, str]] = {
    QuestionType.SKALA: "Skala",
    QuestionType.EINFACH: "eine Antwort",
    QuestionType.MEHRFACH: "mehrere Antworten",
    QuestionType.MATRIX: "Tabelle mit Skala",
    QuestionType.ZAHL: "Zahl",
    QuestionType.RANGFOLGE: "Rangfolge",
    QuestionType.TEXT: "freier Text",
}
UP: Final = "hoch ist gut"
DOWN: Final = "hoch ist schlecht"
_BY_NAME: Final = {name: kind for kind, name in KINDS.items()}
_WITH_SCALE: Final = (QuestionType.SKALA, QuestionType.EINFACH, QuestionType.MATRIX)
_WITH_PARTS: Final = (QuestionType.MEHRFACH, QuestionType.MATRIX, QuestionType.RANGFOLGE)
_NO_CODE: Final = "[]. "


def to_rows(questions: Sequence[Question], fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row per question.

    Parameters
    ----------
    fields : mapping
        Code of a Handlungsfeld -> name.
    """
    return [
        {
            TAKEN: True,
            CODE: question.code,
            TEXT: question.text,
            KIND: KINDS[question.typ],
            ANSWERS: _answers(question),
            OUTSIDE: "; ".join(question.skala.weiss_nicht) if question.skala else "",
            DIRECTION: DOWN if question.skala and question.skala.richtung == -1 else UP,
            FIELD: fields.get(question.handlungsfeld, ""),
        }
        for question in questions
    ]


def _answers(question: Question) -> str:
    if question.skala is None:
        return "; ".join(f"{key} = {text}" for key, text in question.teilfragen.items())
    scale = question.skala
    names = scale.namen or ("",) * len(scale.werte)
    pairs = zip(scale.werte, names, strict=True)
    return "; ".join(f"{code} = {name}" if name else code for code, name in pairs)


def from_rows(
    rows: Sequence[Mapping[str, Any]], questions: Sequence[Question], fields: Mapping[str, str]
) -> dict[str, Question]:
    """Edited questions by the code that they had before; those that are not taken are left out.

    Raises
    ------
    DatenFehler
        Lists every row that makes no question.
    """
    problems: list[Problem] = []
    edited = {}
    by_name = {name: code for code, name in fields.items()}
    for row, question in zip(rows, questions, strict=True):
        if not row[TAKEN]:
            continue
        try:
            edited[question.code] = _edited(row, question, by_name)
        except ValueError as error:
            problems.append(Problem(f"Frage „{question.code}“: {error}"))
    codes = [question.code for question in edited.values()]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    problems += [Problem(f"Das Kürzel „{code}“ gibt es mehrfach.") for code in doubled]
    if problems:
        raise DatenFehler(problems)
    return edited


def _edited(row: Mapping[str, Any], question: Question, fields: Mapping[str, str]) -> Question:
    code, kind = str(row[CODE] or "").strip(), _BY_NAME[str(row[KIND])]
    if not code or (code != question.code and any(sign in code for sign in _NO_CODE)):
        raise ValueError("Ein Kürzel hat weder Leerzeichen noch Punkte oder Klammern.")
    if bool(question.teilfragen) != (kind in _WITH_PARTS):
        allowed = " oder ".join(
            f"„{KINDS[k]}“" for k in KINDS if (k in _WITH_PARTS) == bool(question.teilfragen)
        )
        raise ValueError(f"Die Art passt nicht zu den Spalten; möglich ist {allowed}.")
    base = replace(
        question,
        code=code,
        text=str(row[TEXT] or "").strip() or question.text,
        typ=kind,
        handlungsfeld=fields.get(str(row[FIELD] or ""), ""),
    )
    if kind not in _WITH_SCALE:
        parts = (
            _pairs(str(row[ANSWERS] or "")) if question.teilfragen and not question.skala else {}
        )
        if parts and set(parts) != set(question.teilfragen):
            raise ValueError("Kürzel der Antworten dürfen nicht geändert werden, nur ihre Texte.")
        return replace(base, skala=None, teilfragen=parts or question.teilfragen)
    return replace(base, skala=_scale(row))


def _scale(row: Mapping[str, Any]) -> Scale:
    pairs = _pairs(str(row[ANSWERS] or ""))
    if len(pairs) < 2:
        raise ValueError(
            "Es braucht mindestens zwei Antworten, zum Beispiel „1 = schlecht; 2 = gut“."
        )
    outside = [text.strip() for text in str(row[OUTSIDE] or "").split(";") if text.strip()]
    both = [text for text in outside if text in pairs]
    if both:
        raise ValueError(f"„{both[0]}“ steht in den Antworten und bei „weiß nicht“.")
    names = tuple(pairs.values())
    direction: Literal[-1, 1] = -1 if row[DIRECTION] == DOWN else 1
    return Scale(tuple(pairs), names if all(names) else (), tuple(outside), direction)


def _pairs(text: str) -> dict[str, str]:
    """Code -> name out of "1 = schlecht; 2 = gut"."""
    found = {}
    for part in text.split(";"):
        code, _, name = part.partition("=")
        if code.strip():
            found[code.strip()] = name.strip()
    return found
