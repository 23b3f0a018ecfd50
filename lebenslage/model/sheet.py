"""A questionnaire on paper: what is asked in which order, and how a returned sheet is keyed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final

from lebenslage.model.survey import Question, Questionnaire, QuestionType

#: Text of the question that is asked first where the codebook has none for the Ortsteil.
ASK_PLACE: Final = "In welchem Ortsteil wohnen Sie?"
_SEPARATOR: Final = re.compile(r"[\s,;.+/]+")
_LONG: Final = 2
#: Words that texts must have in common to be said once.
_SEVERAL: Final = 3
#: Roles of a response file that no sheet of paper tells.
NOT_ON_PAPER: Final = ("gewicht", "schicht", "cluster", "grundgesamtheit")


@dataclass(frozen=True, slots=True)
class Field:
    """One box of the form.

    Parameters
    ----------
    key : str
        Column of the codebook; for a multiple choice the code of the question.
    block : str
        Number of the question on the sheet, "7.".
    title : str
        Question that several boxes belong to; empty where `text` is the whole question.
    text : str
        Question or part of it.
    typ : QuestionType or None
        None: the Ortsteil, which the codebook does not ask itself.
    options : mapping
        What is typed -> (code of the codebook, name).
    """

    key: str
    block: str
    title: str
    text: str
    typ: QuestionType | None
    options: Mapping[str, tuple[str, str]]
    einheit: str = ""

    def columns(self) -> tuple[str, ...]:
        """Columns of the response file that this field fills."""
        if self.typ is QuestionType.MEHRFACH:
            return tuple(f"{self.key}[{code}]" for code, _ in self.options.values())
        return (self.key,)

    def cells(self, typed: str) -> dict[str, str]:
        """What a response file would hold for what was typed.

        Raises
        ------
        ValueError
            In a German sentence, if it is none of the options.
        """
        typed = typed.strip()
        if self.typ is QuestionType.MEHRFACH:
            return self._ticked(typed)
        if self.typ is QuestionType.RANGFOLGE:
            _number_up_to(typed, len(self.options))
            return {self.key: typed}
        if self.typ is None:
            known = typed in self.options
            return {self.key: self.options[typed][0] if known else typed}
        if self.typ in (QuestionType.ZAHL, QuestionType.TEXT) or not typed:
            return {self.key: typed}
        return {self.key: self._code(typed)}

    def _ticked(self, typed: str) -> dict[str, str]:
        chosen = {self._code(word) for word in _SEPARATOR.split(typed) if word}
        parts = [code for code, _ in self.options.values()]
        return {f"{self.key}[{code}]": "Y" if code in chosen else "" for code in parts}

    def _code(self, typed: str) -> str:
        for short, (code, _) in self.options.items():
            if typed.casefold() == short.casefold():
                return code
        raise ValueError(f"„{typed[:20]}“ gibt es hier nicht; möglich ist {self.choices()}.")

    def choices(self) -> str:
        """What can be typed: "1 bis 5 oder 9"."""
        shorts = list(self.options)
        numbers = [int(short) for short in shorts if short.isdecimal()]
        run = list(range(numbers[0], numbers[0] + len(numbers))) if numbers else []
        head = next((i for i, n in enumerate(numbers) if n != run[i]), len(numbers))
        if len(numbers) == len(shorts) and head > 2:
            shorts = [f"{numbers[0]} bis {numbers[head - 1]}", *shorts[head:]]
        return " oder ".join([", ".join(shorts[:-1]), shorts[-1]]) if len(shorts) > 1 else shorts[0]


def _number_up_to(typed: str, top: int) -> None:
    if typed and not (typed.isdecimal() and 1 <= int(typed) <= top):
        raise ValueError(f"„{typed[:20]}“ ist kein Rang; möglich ist 1 bis {top}.")


def blocks(survey: Questionnaire) -> list[list[Question]]:
    """Questions in their order; neighbours on the same scale share a table."""
    return [list(group) for _, group in groupby(survey.fragen, key=_together)]


def asks_place(survey: Questionnaire) -> bool:
    """Whether the Ortsteil has to be asked beside the questions of the codebook."""
    column = survey.spalten.get("ortsteil")
    return not any(column in question.columns() for question in survey.fragen)


def short_codes(codes: Iterable[str]) -> dict[str, str]:
    """Code -> what is printed and typed: the code itself if all are short, else 1, 2, 3."""
    given = list(codes)
    if given and max(map(len, given)) <= _LONG and len({c.casefold() for c in given}) == len(given):
        return {code: code for code in given}
    return {code: str(place) for place, code in enumerate(given, start=1)}


def answer_options(question: Question) -> dict[str, tuple[str, str]]:
    """What is typed -> (code, name) of a question with a scale."""
    scale = question.skala
    if scale is None:
        return {}
    names = {code: scale.label(code) if scale.namen else "" for code in scale.werte}
    names |= dict.fromkeys(scale.weiss_nicht, "weiß nicht")
    return {short: (code, names[code]) for code, short in short_codes(names).items()}


def part_options(question: Question) -> dict[str, tuple[str, str]]:
    """What is typed -> (code, name) of the parts of a question."""
    shorts = short_codes(question.teilfragen)
    return {shorts[code]: (code, text) for code, text in question.teilfragen.items()}


def place_options(ortsteile: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What is typed -> (key, name) of the Ortsteile, numbered in their order."""
    return {str(i): (key, name) for i, (key, name) in enumerate(ortsteile.items(), start=1)}


def sheet_fields(survey: Questionnaire, ortsteile: Mapping[str, str]) -> list[Field]:
    """All boxes of the form, in the order of the sheet and with its numbers."""
    fields = []
    number = 0
    if asks_place(survey):
        number = 1
        column = survey.spalten.get("ortsteil", "ortsteil")
        fields.append(Field(column, "1.", "", ASK_PLACE, None, place_options(ortsteile)))
    for block in blocks(survey):
        number += 1
        title, texts = table_words(block) if len(block) > 1 else ("", [block[0].text])
        for question, text in zip(block, texts, strict=True):
            fields += _fields(question, f"{number}.", title, text)
    return fields


def table_words(block: Sequence[Question]) -> tuple[str, list[str]]:
    """Title of a table of questions and the text of each row; a common beginning stands once."""
    texts = [question.text for question in block]
    start = _start(texts)
    title = f"{start} …" if start else "Bitte kreuzen Sie an, was am besten passt."
    return title, [text.removeprefix(start).strip() for text in texts]


def brief_texts(survey: Questionnaire) -> dict[str, str]:
    """Code -> text that tells a question from its neighbours: "… den Bussen?"."""
    found = {}
    for block in blocks(survey):
        start = _start([question.text for question in block]) if len(block) > 1 else ""
        for question in block:
            rest = question.text.removeprefix(start).strip()
            found[question.code] = f"… {rest}" if start else question.text
    return found


def _start(texts: Sequence[str]) -> str:
    """Words with which all texts begin, if they are several."""
    words = [text.split() for text in texts]
    same = takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))
    start = [column[0] for column in same]
    shared = len(start) >= _SEVERAL and all(len(w) > len(start) for w in words)
    return " ".join(start) if shared else ""


def _fields(question: Question, block: str, title: str, text: str) -> list[Field]:
    if question.typ is QuestionType.MEHRFACH:
        options = part_options(question)
        return [Field(question.code, block, title, text, question.typ, options)]
    if not question.teilfragen:
        options, unit = answer_options(question), question.einheit
        return [Field(question.code, block, title, text, question.typ, options, unit)]
    ranks = question.typ is QuestionType.RANGFOLGE
    options = part_options(question) if ranks else answer_options(question)
    return [
        Field(f"{question.code}[{code}]", block, text, part, question.typ, options)
        for code, part in question.teilfragen.items()
    ]


def _together(question: Question) -> object:
    """Key by which neighbours are put into one table: the same scale, else nothing."""
    if question.typ is QuestionType.SKALA and question.skala is not None:
        return question.skala.werte, question.skala.namen, question.skala.weiss_nicht
    return question.code
