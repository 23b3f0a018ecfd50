"""Which codebook a file of answers is read with, if nobody says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import Job, Opened
from lebenslage.loaders.survey_columns import find_columns
from lebenslage.loaders.survey_evidence import day_of
from lebenslage.loaders.survey_propose import MOST_NEW, propose
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.assignment import Assignment, Match, Proposal
from lebenslage.model.survey import Questionnaire

#: Share of a codebook's columns that a table must have to be taken for its answers.
ENOUGH: Final = 0.3
#: Share of its questions that must be found by wording for it to be the model of a new wave.
_ALIKE: Final = 0.5
Choice = tuple[Questionnaire, Assignment]


def candidates(header: Sequence[str], job: Job) -> list[tuple[float, Questionnaire]]:
    """Known codebooks with the share of their question columns that the header has."""
    known = (job.questionnaire,) if job.questionnaire else job.known.questionnaires
    found = []
    for survey in known:
        columns = find_columns(header, survey, job.mapping)
        wanted = sum(len(question.columns()) for question in survey.fragen)
        missing = sum(column in columns.missing for q in survey.fragen for column in q.columns())
        found.append(((wanted - missing) / wanted, survey))
    return found


def choose(opened: Opened, job: Job) -> Choice | None:
    """Codebook and assignment; None (and a problem) if that cannot be told."""
    raw = opened.raw
    assert raw is not None
    decided = Assignment(dict(job.mapping or {})) if job.zuordnung is None else job.zuordnung
    if job.questionnaire is not None:
        return _given(opened, job, job.questionnaire, decided)
    ranked = candidates(opened.header, job)
    best = max((share for share, _ in ranked), default=0.0)
    if best >= ENOUGH:
        return _known(opened, job, [survey for share, survey in ranked if share == best])
    newest = max(job.known.questionnaires, key=lambda survey: survey.erhebung, default=None)
    if newest is not None:
        proposal = propose(raw, job, newest, decided)
        found = len(newest.fragen) - len(proposal.fehlend)
        if found >= _ALIKE * len(newest.fragen):
            return _next_wave(proposal, newest, job)
    return _new(propose(raw, job, None, decided), job)


def _given(opened: Opened, job: Job, survey: Questionnaire, decided: Assignment) -> Choice:
    """A codebook that the user named; columns with other headings are looked for."""
    raw = opened.raw
    assert raw is not None
    missing = find_columns(opened.header, survey, decided.spalten).missing
    if job.zuordnung is None and (missing or "ortsteil" not in survey.spalten):
        proposal = propose(raw, job, survey, decided, same_wave=True)
        _tell_alike(proposal, job)
        return proposal.fragebogen, proposal.zuordnung
    return survey, decided


def _known(opened: Opened, job: Job, fitting: Sequence[Questionnaire]) -> Choice | None:
    """One of the waves that are known, by name or year; a later year is a new wave."""
    raw = opened.raw
    assert raw is not None
    year = day_of(raw, "9999")[:4].replace("9999", "")
    by_name = [s for s in fitting if fold_heading(s.id) in fold_heading(opened.source.name)]
    by_year = [s for s in fitting if s.year == year]
    for group in (by_name, by_year):
        if len(group) == 1:
            return _given(opened, job, group[0], Assignment())
    if year:
        newest = max(fitting, key=lambda survey: survey.erhebung)
        return _next_wave(propose(raw, job, newest), newest, job)
    if len(fitting) == 1:
        return _given(opened, job, fitting[0], Assignment())
    titles = quoted((survey.titel for survey in fitting), "oder")
    job.findings.add(f"Mehrere Fragebogen passen: {titles}. Bitte einen davon angeben.")
    return None


def _next_wave(proposal: Proposal, newest: Questionnaire, job: Job) -> Choice:
    job.findings.note(
        f"Vorgeschlagen als neue Welle „{proposal.fragebogen.titel}“ mit den Fragen von "
        f"„{newest.titel}“."
    )
    if proposal.fehlend:
        names = quoted(question.code for question in proposal.fehlend)
        job.findings.note(f"In dieser Welle nicht gefragt: {names}.")
    if proposal.neu:
        job.findings.note(f"Neue Fragen aus den Daten: {quoted(proposal.neu)}.")
    _tell_alike(proposal, job)
    return proposal.fragebogen, proposal.zuordnung


def _new(proposal: Proposal, job: Job) -> Choice | None:
    """A codebook made from the data alone."""
    count = len(proposal.fragebogen.fragen)
    if not count:
        job.findings.add("In der Datei ist keine Spalte mit Antworten zu erkennen.")
        return None
    if count >= MOST_NEW:
        job.findings.add(
            f"Die Datei hat mehr als {MOST_NEW} Fragen; daraus lässt sich kein Fragebogen machen, "
            "der noch zu prüfen wäre. Bitte beim Export nur die Antworten auf Fragen auswählen."
        )
        return None
    words = "1 Frage" if count == 1 else f"{count} Fragen"
    job.findings.note(
        f"Zu diesen Antworten war kein Fragebogen bekannt: Er wurde aus den Daten vorgeschlagen "
        f"({words}). Bitte Arten und Skalen der Fragen prüfen."
    )
    return proposal.fragebogen, proposal.zuordnung


def _tell_alike(proposal: Proposal, job: Job) -> None:
    for match in proposal.spalten:
        if match.grund is Match.AEHNLICH:
            text = (
                f"Spalte „{match.heading}“ wurde „{match.spalte}“ zugeordnet (ähnlicher Wortlaut)."
            )
            job.findings.note(text)
    for answer in proposal.antworten:
        if answer.vorschlag:
            job.findings.note(f"„{answer.text}“ in „{answer.frage}“ gilt als „{answer.vorschlag}“.")
