"""The proposal for a file of answers: columns, questions, scales, places, what is still open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.formats import Job
from lebenslage.loaders.survey_columns import SurveyColumns, column_texts, find_columns
from lebenslage.loaders.survey_evidence import day_of, is_id
from lebenslage.loaders.survey_match import Matcher, find_place_column
from lebenslage.loaders.survey_new import new_questions, role_columns
from lebenslage.loaders.survey_open import open_answers, open_places, reversed_scales, with_others
from lebenslage.loaders.survey_programs import is_personal, tells_persons
from lebenslage.model.assignment import Assignment, ColumnMatch, Match, Proposal
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind, Weighting

#: A file with more questions than this is no questionnaire; made anew it could not be checked.
MOST_NEW: Final = 400


def propose(
    raw: RawTable,
    job: Job,
    template: Questionnaire | None,
    decided: Assignment | None = None,
    *,
    same_wave: bool = False,
) -> Proposal:
    """Match a file with a codebook and make new questions of what is left.

    Parameters
    ----------
    template : Questionnaire or None
        Codebook of the wave before; None: everything is made from the data.
    decided : Assignment, optional
        What the user has chosen; beats everything that is found.
    same_wave : bool
        The answers belong to `template` itself: questions are neither dropped nor added.
    """
    decided = decided or Assignment()
    matcher = Matcher(raw, decided, job.known.zuordnung)
    if template is not None:
        matcher.match(template.fragen)
    place = _place(matcher, job, template)
    kept, missing = _kept(template, matcher) if template and not same_wave else (_all(template), ())
    new: list[Question] = []
    if not same_wave:
        # codes of questions that were left out are not given to others: waves compare by them
        taken = [question.code for question in (*kept, *_all(template))]
        new = _new(matcher, taken, place, closed_only=template is not None)
    survey = _questionnaire(raw, job, template, (*kept, *new), matcher, place, same_wave=same_wave)
    spalten = {c: m.heading for c, m in matcher.found.items() if m.heading}
    spalten |= {c: h for c, h in decided.spalten.items() if c not in spalten}
    if place is not None:
        spalten[survey.spalten.get("ortsteil", "ortsteil")] = raw.header[place]
    return _with_open(raw, job, survey, Assignment(spalten).over(decided), matcher, template,
                      new, missing)  # fmt: skip


def _with_open(
    raw: RawTable,
    job: Job,
    survey: Questionnaire,
    assignment: Assignment,
    matcher: Matcher,
    template: Questionnaire | None,
    new: list[Question],
    missing: tuple[Question, ...],
) -> Proposal:
    """The proposal with what is left to decide; a likely meaning of an answer is proposed."""
    columns = find_columns(raw.header, survey, assignment.spalten)
    assignment = assignment.over(replace(job.known.zuordnung, spalten={}))
    assignment = Assignment(andere=with_others(raw, columns, new)).over(assignment)
    answers = open_answers(raw, columns, survey, assignment)
    likely: dict[str, dict[str, str]] = {}
    for answer in answers:
        if answer.vorschlag:
            likely.setdefault(answer.frage, {})[answer.text] = answer.vorschlag
    assignment = assignment.over(Assignment(antworten=likely))
    index = columns.roles.get("ortsteil")
    return Proposal(
        fragebogen=survey,
        zuordnung=assignment,
        vorlage=template.id if template else "",
        spalten=_matches(matcher, template, new, columns),
        neu=tuple(question.code for question in new),
        fehlend=missing,
        antworten=answers,
        orte=open_places(raw, index, _place_names(survey), assignment, job.known),
        umgekehrt=reversed_scales(raw, columns, survey, assignment),
        ueberschriften=tuple(
            heading
            for i, heading in enumerate(raw.header)
            if heading and not is_personal(heading) and not tells_persons(raw.column(i))
        ),
    )


def _all(template: Questionnaire | None) -> tuple[Question, ...]:
    return template.fragen if template else ()


def _kept(
    template: Questionnaire, matcher: Matcher
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Questions of the wave before that the file has, and those that it does not have."""
    kept, missing = [], []
    for question in template.fragen:
        has = {c for c in (*question.columns(), question.code)
               if (m := matcher.found.get(c)) and m.heading}  # fmt: skip
        parts = {k: t for k, t in question.teilfragen.items() if f"{question.code}[{k}]" in has}
        if question.code in has:
            kept.append(question)
        elif parts:
            kept.append(replace(question, teilfragen=parts))
        else:
            missing.append(question)
    return tuple(kept), tuple(missing)


def _place(matcher: Matcher, job: Job, template: Questionnaire | None) -> int | None:
    """Column of the Ortsteil: as chosen, as in the codebook, else by what stands in it."""
    column = template.spalten.get("ortsteil", "ortsteil") if template else "ortsteil"
    for spalten in (matcher.decided.spalten, matcher.remembered.spalten):
        if column in spalten:
            index = matcher.header.find(spalten[column]) if spalten[column] else None
            if index is not None or spalten is matcher.decided.spalten:
                return index
    index = matcher.header.find(column)
    if index is None:
        index = find_place_column(matcher, job.known.gazetteer, _all(template))
    return index


def _new(
    matcher: Matcher, taken: Sequence[str], place: int | None, *, closed_only: bool
) -> list[Question]:
    """Questions of the columns that are left; beside a known codebook no new free texts."""
    raw = matcher.raw
    left = [
        i for i in matcher.free()
        if i != place and not is_id(raw, i) and not tells_persons(raw.column(i))
    ][: MOST_NEW * 5]  # fmt: skip
    questions, spalten = new_questions(raw, left, matcher.heads, taken)
    if closed_only:
        questions = [q for q in questions if q.typ is not QuestionType.TEXT]
    for question in questions[:MOST_NEW]:
        texts = column_texts([question])
        for column in (*question.columns(), question.code):
            if column in spalten and (index := matcher.header.find(spalten[column])) is not None:
                matcher.take(column, texts.get(column, question.text), index, Match.NEU)
    return questions[:MOST_NEW]


def _questionnaire(
    raw: RawTable,
    job: Job,
    template: Questionnaire | None,
    questions: tuple[Question, ...],
    matcher: Matcher,
    place: int | None,
    *,
    same_wave: bool,
) -> Questionnaire:
    """Codebook of the wave; what only a person knows is taken from before, or claims least."""
    own = "" if place is None else matcher.taken.get(place, "")
    if template is not None and same_wave:
        return template if place is None else _with_place(template, place, own)
    day = day_of(raw, job.today)
    title = f"Befragung {day[:4]}" if template is None else _next_title(template, day)
    survey = Questionnaire(
        id=free_id(f"umfrage-{day}", job),
        titel=title,
        erhebung=day,
        art=template.art if template else SurveyKind.OFFEN,
        fragen=questions,
        spalten=_roles(raw, template, questions, matcher),
        grundgesamtheit=template.grundgesamtheit if template else {},
        gewichtung=template.gewichtung if template else Weighting(),
        grundgesamtheit_text=template.grundgesamtheit_text if template else "",
    )
    return _with_place(survey, place, own)


def _roles(
    raw: RawTable,
    template: Questionnaire | None,
    questions: tuple[Question, ...],
    matcher: Matcher,
) -> dict[str, str]:
    """Roles of the wave before whose columns are there, and the number of the answers."""
    spalten = dict(template.spalten) if template else role_columns(questions)
    known = {q.code for q in questions} | {c for q in questions for c in q.columns()}
    for role in ("alter", "geschlecht", "gewicht", "schicht", "cluster", "grundgesamtheit"):
        column = spalten.get(role, "")
        if column and column not in known and matcher.header.find(column) is None:
            del spalten[role]
    number = next((raw.header[i] for i in range(len(raw.header)) if is_id(raw, i)), None)
    if number is not None and matcher.header.find("id") is None:
        spalten["id"] = number
    return spalten


def _with_place(survey: Questionnaire, place: int | None, own: str = "") -> Questionnaire:
    """The role of the Ortsteil, where the file tells it; `own`: the question that asks for it."""
    spalten = {k: v for k, v in survey.spalten.items() if k != "ortsteil" or place is not None}
    if place is not None:
        spalten.setdefault("ortsteil", own or "ortsteil")
    return replace(survey, spalten=spalten)


def _next_title(template: Questionnaire, day: str) -> str:
    title = re.sub(r"\s*\(Beispieldaten\)", "", template.titel)
    return title.replace(template.year, day[:4]) if template.year in title else f"{title} {day[:4]}"


def free_id(wish: str, job: Job) -> str:
    """Key of a new wave that no known wave has."""
    taken = {survey.id for survey in job.known.questionnaires}
    key, number = wish, 2
    while key in taken:
        key, number = f"{wish}-{number}", number + 1
    return key


def _matches(
    matcher: Matcher,
    template: Questionnaire | None,
    new: list[Question],
    columns: SurveyColumns,
) -> tuple[ColumnMatch, ...]:
    """Every column of the codebook in its order, then the new ones."""
    questions = [*(template.fragen if template else ()), *new]
    texts = column_texts(questions)
    found = []
    for question in questions:
        joined = question.code in columns.joined
        for column in (question.code,) if joined else question.columns():
            empty = ColumnMatch(column, texts.get(column, question.text), "", Match.OFFEN)
            found.append(matcher.found.get(column, empty))
    return tuple(found)


def _place_names(survey: Questionnaire) -> Mapping[str, str]:
    """Answer code -> name, where the Ortsteil was asked as a question."""
    column = survey.spalten.get("ortsteil", "ortsteil")
    for question in survey.fragen:
        if column in question.columns() and question.skala and question.skala.namen:
            return dict(zip(question.skala.werte, question.skala.namen, strict=True))
    return {}
