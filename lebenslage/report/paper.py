"""A questionnaire to print: tagged PDF (PDF/UA-1) in large type, made from the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lebenslage.model import sheet
from lebenslage.model.area import Gemeinde
from lebenslage.model.survey import Question, Questionnaire, QuestionType
from lebenslage.report.typesetting import typeset_pdf

_ON_SCALE: Final = (QuestionType.SKALA, QuestionType.MATRIX)
_INTRODUCTION: Final = (
    "Ihre Teilnahme ist freiwillig. Ihre Antworten werden nur zusammengefasst veröffentlicht, nie "
    "einzeln. Bitte schreiben Sie weder Namen noch Anschrift auf den Bogen und kreuzen Sie je "
    "Zeile ein Kästchen an."
)


def questionnaire_pdf(
    survey: Questionnaire, ortsteile: Mapping[str, str], gemeinde: Gemeinde
) -> bytes:
    """Typeset a questionnaire.

    Parameters
    ----------
    ortsteile : mapping
        `ortsteil_id` -> name; asked first where the codebook has no question of its own for it.

    Returns
    -------
    bytes
        A PDF that meets PDF/UA-1 (headings, tables, language, reading order); the same input
        gives the same bytes.
    """
    return typeset_pdf("fragebogen.typ", content(survey, ortsteile, gemeinde))


def content(
    survey: Questionnaire, ortsteile: Mapping[str, str], gemeinde: Gemeinde
) -> dict[str, Any]:
    """Everything that is printed, in its order; questions on the same scale share a table."""
    blocks: list[dict[str, Any]] = []
    if sheet.asks_place(survey):
        options = _printed(sheet.place_options(ortsteile))
        blocks.append(_block("auswahl", sheet.ASK_PLACE, antworten=options))
    blocks += [_questions(group) for group in sheet.blocks(survey)]
    for number, block in enumerate(blocks, start=1):
        block["nummer"] = f"{number}."
    contact = gemeinde.contact
    address = f", {contact.anschrift}" if contact.anschrift else ""
    return {
        "titel": survey.titel,
        "amt": contact.amt,
        "einleitung": _INTRODUCTION,
        "schluss": f"Bitte geben Sie den Bogen zurück an: {contact.amt}{address}.",
        "fragen": blocks,
    }


def _questions(group: Sequence[Question]) -> dict[str, Any]:
    first = group[0]
    if first.typ in _ON_SCALE and first.skala is not None:
        if first.typ is QuestionType.MATRIX:
            rows = [{"code": key, "text": text} for key, text in first.teilfragen.items()]
            return _block("tabelle", first.text, antworten=_answers(first), zeilen=rows)
        if len(group) > 1:
            title, texts = sheet.table_words(group)
            rows = [
                {"code": question.code, "text": text}
                for question, text in zip(group, texts, strict=True)
            ]
            return _block("tabelle", title, antworten=_answers(first), zeilen=rows)
    return _single(first)


def _single(question: Question) -> dict[str, Any]:
    parts = _printed(sheet.part_options(question))
    if question.skala is not None:
        return _block("auswahl", question.text, antworten=_answers(question))
    if question.typ is QuestionType.MEHRFACH:
        hint = "Mehrere Antworten sind möglich."
        return _block("auswahl", question.text, hint, antworten=parts)
    if question.typ is QuestionType.RANGFOLGE:
        hint = f"Bitte nummerieren: 1 ist am wichtigsten, {len(parts)} am unwichtigsten."
        return _block("rang", question.text, hint, antworten=parts)
    if question.typ is QuestionType.ZAHL:
        return _block("zahl", question.text, einheit=question.einheit)
    return _block("text", question.text, "Bitte keine Namen nennen.")


def _block(art: str, text: str, hinweis: str = "", **more: Any) -> dict[str, Any]:
    empty = {"antworten": [], "zeilen": [], "einheit": ""}
    return {"art": art, "text": text, "hinweis": hinweis, **empty, **more}


def _answers(question: Question) -> list[dict[str, str]]:
    return _printed(sheet.answer_options(question))


def _printed(options: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Answers with what is typed for them when the sheet is keyed in."""
    return [{"code": short, "text": name} for short, (_, name) in options.items()]
