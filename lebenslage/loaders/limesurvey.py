"""Questions of LimeSurvey, from its type letters to our codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from lebenslage.loaders.survey_scales import scale_of
from lebenslage.model.survey import Question, Questionnaire, QuestionType, Scale, SurveyKind

#: Column that holds the end of an answer; a wave without it counts every row as complete.
_ROLES: Final = {"id": "id", "abgeschlossen": "submitdate"}
_FIVE: Final = tuple("12345")
_TEN: Final = tuple(str(n) for n in range(1, 11))
#: Types whose answers LimeSurvey fixes itself.
_FIXED: Final = {
    "5": Scale(_FIVE),
    "Y": Scale(("Y", "N"), ("Ja", "Nein")),
    "G": Scale(("F", "M"), ("weiblich", "männlich")),
    "A": Scale(_FIVE),
    "B": Scale(_TEN),
    "C": Scale(("N", "U", "Y"), ("Nein", "unsicher", "Ja")),
    "E": Scale(("D", "S", "I"), ("weniger", "gleich", "mehr")),
}
_BLOCK: Final = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>")


@dataclass(frozen=True)
class Part:
    """A sub-question or an answer option; `scale` tells rows (0) from columns (1)."""

    code: str
    text: str
    scale: int = 0


@dataclass
class Asked:
    """A question as a structure export describes it."""

    code: str
    text: str
    kind: str
    parts: list[Part] = field(default_factory=list)
    options: list[Part] = field(default_factory=list)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in ("br", "p", "div", "li", "tr", "td"):
            self.found.append(" ")


def plain_text(text: str) -> str:
    """Text without HTML, in one line; a sign in front that a spreadsheet would run is dropped."""
    if "<" in text or "&" in text:
        parser = _Text()
        parser.feed(_BLOCK.sub(" ", text))
        parser.close()
        text = "".join(parser.found)
    return re.sub(r"<(?=[a-zA-Z/!?])", "", " ".join(text.split())).lstrip("=+@").strip()


def build_questionnaire(
    asked: Sequence[Asked], titel: str, key: str, day: str
) -> tuple[Questionnaire, tuple[str, ...]]:
    """Codebook of a structure export.

    Parameters
    ----------
    key : str
        Becomes the id of the wave.
    day : str
        ISO date of the field work.

    Returns
    -------
    questionnaire : Questionnaire
        Of an open survey, the kind that claims least; the user may say more.
    skipped : tuple of str
        Codes of questions that hold no answers (texts, equations, uploads).
    """
    questions: list[Question] = []
    skipped = []
    for item in asked:
        made = _BUILD[item.kind](item) if item.kind in _BUILD else []
        questions += made
        if not made:
            skipped.append(item.code)
    survey = Questionnaire(
        id=key,
        titel=plain_text(titel) or key,
        erhebung=day,
        art=SurveyKind.OFFEN,
        fragen=tuple(questions),
        spalten=_ROLES,
    )
    return survey, tuple(skipped)


def _fixed(typ: QuestionType) -> Callable[[Asked], list[Question]]:
    def build(item: Asked) -> list[Question]:
        parts = {part.code: part.text for part in item.parts}
        if bool(parts) != (typ is QuestionType.MATRIX):
            return []
        return [Question(item.code, item.text, typ, _FIXED[item.kind], parts)]

    return build


def _choice(item: Asked) -> list[Question]:
    if len(item.options) < 2:
        return []
    scale, ordered = scale_of([o.code for o in item.options], [o.text for o in item.options])
    typ = QuestionType.SKALA if ordered else QuestionType.EINFACH
    return [Question(item.code, item.text, typ, scale)]


def _array(item: Asked) -> list[Question]:
    if len(item.options) < 2 or not item.parts:
        return []
    scale, _ = scale_of([o.code for o in item.options], [o.text for o in item.options])
    parts = {part.code: part.text for part in item.parts}
    return [Question(item.code, item.text, QuestionType.MATRIX, scale, parts)]


def _dual(item: Asked) -> list[Question]:
    """Array with two scales: each cell is a question of its own, "F1[SQ001][1]"."""
    questions = []
    for number in (0, 1):
        options = [o for o in item.options if o.scale == number]
        if len(options) < 2:
            continue
        scale, ordered = scale_of([o.code for o in options], [o.text for o in options])
        typ = QuestionType.SKALA if ordered else QuestionType.EINFACH
        for part in item.parts:
            code = f"{item.code}[{part.code}][{number + 1}]"
            text = f"{item.text} – {part.text} ({number + 1}. Skala)"
            questions.append(Question(code, text, typ, scale))
    return questions


def _multiple(typ: QuestionType) -> Callable[[Asked], list[Question]]:
    def build(item: Asked) -> list[Question]:
        # the items of a ranking are answers in the file, sub-questions in newer versions
        parts = item.options or item.parts if typ is QuestionType.RANGFOLGE else item.parts
        named = {part.code: part.text for part in parts}
        return [Question(item.code, item.text, typ, teilfragen=named)] if named else []

    return build


def _single(typ: QuestionType) -> Callable[[Asked], list[Question]]:
    return lambda item: [Question(item.code, item.text, typ)]


def _each(typ: QuestionType) -> Callable[[Asked], list[Question]]:
    """Several short entries below one question: one question per entry."""

    def build(item: Asked) -> list[Question]:
        rows = [part for part in item.parts if part.scale == 0]
        columns = [part for part in item.parts if part.scale == 1]
        if not columns:
            return [_cell(item, row.code, row.text, typ) for row in rows]
        return [
            _cell(item, f"{row.code}_{column.code}", f"{row.text}, {column.text}", typ)
            for row in rows
            for column in columns
        ]

    return build


def _cell(item: Asked, code: str, text: str, typ: QuestionType) -> Question:
    return Question(f"{item.code}[{code}]", f"{item.text} – {text}", typ)


_BUILD: Final[dict[str, Callable[[Asked], list[Question]]]] = {
    **dict.fromkeys("L!O", _choice),
    "5": _fixed(QuestionType.SKALA),
    "Y": _fixed(QuestionType.EINFACH),
    "G": _fixed(QuestionType.EINFACH),
    **dict.fromkeys("ABCE", _fixed(QuestionType.MATRIX)),
    **dict.fromkeys("FH", _array),
    "1": _dual,
    **dict.fromkeys("MP", _multiple(QuestionType.MEHRFACH)),
    "R": _multiple(QuestionType.RANGFOLGE),
    "N": _single(QuestionType.ZAHL),
    **dict.fromkeys("STUD", _single(QuestionType.TEXT)),
    "K": _each(QuestionType.ZAHL),
    ":": _each(QuestionType.ZAHL),
    "Q": _each(QuestionType.TEXT),
    ";": _each(QuestionType.TEXT),
}
