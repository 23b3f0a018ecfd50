"""Steps of reading answers: questionnaire, columns, questions and scales, Ortsteile, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import codebook, parts, places, questions
from lebenslage.app.codebook import Chosen
from lebenslage.errors import DatenFehler
from lebenslage.model.assignment import Assignment, ColumnMatch, OpenAnswer, Proposal
from lebenslage.model.exchange import Delivery, Inspection, Known, Source
from lebenslage.model.survey import Questionnaire, QuestionType
from lebenslage.report import matching, notices

_NONE: Final = ""
_OPEN: Final = "?"
#: More decisions of one kind than this are not put one by one.
_ASKED: Final = 20


def review(source: Source, known: Known, beside: Chosen | None) -> Delivery | None:
    """Lead through the steps; returns the delivery once nothing is open any more.

    Parameters
    ----------
    beside : Chosen or None
        Codebook that lies in the same upload.
    """
    try:
        survey, assignment = _fit(source, known, beside)
    except DatenFehler as error:
        parts.problem_list(error.problems, notices.problem_intro(error.problems))
        return None
    looked = loaders.inspect(source, known, questionnaire=survey, zuordnung=assignment)
    return _last_step(looked)


def _fit(source: Source, known: Known, beside: Chosen | None) -> tuple[Questionnaire, Assignment]:
    """All steps up to the questionnaire and the assignment that the file is read with."""
    key = source.sha256[:12]
    _heading(1, "Fragebogen")
    newest = max(known.questionnaires, key=lambda item: item.erhebung, default=None)
    first = None
    if beside is None:
        first = loaders.propose(source, known, template=newest)
        fits = newest is not None and 2 * len(first.fehlend) <= len(newest.fragen)
        beside = codebook.choose(known, first.vorlage if fits else _NONE, key)
    template, same = beside.template, beside.same_wave
    key = f"{key}-{template.id if template else ''}-{same}"
    if first is not None and template is newest and not same:
        proposal = first
    else:
        proposal = loaders.propose(source, known, template=template, same_wave=same)
    survey = proposal.fragebogen
    if same:
        parts.sentence(f"Gelesen wird mit dem Fragebogen „{survey.titel}“.")
    else:
        survey = codebook.name_wave(survey, known, key, template)
        if twin := codebook.near(survey, known):
            st.warning(parts.plain(matching.describe_twin(twin)))
    _heading(2, "Spalten")
    if decided := _columns(proposal, key):
        proposal = loaders.propose(
            source, known, template=template, decided=decided, same_wave=same
        )
        found = proposal.fragebogen
        survey = replace(survey, fragen=found.fragen, spalten=found.spalten)
    _heading(3, "Fragen, Skalen und Richtungen")
    if not (proposal.antworten or proposal.neu or proposal.umgekehrt):
        parts.sentence("Alle Antworten passen zu den Skalen des Fragebogens.")
    assignment = _answers(proposal, key).over(proposal.zuordnung)
    if not same:
        survey, assignment = questions.edit(survey, assignment, proposal, key)
    return survey, _places(proposal, key).over(assignment)


def _heading(number: int, text: str) -> None:
    st.markdown(f"### {number} · {text}")


def _columns(proposal: Proposal, key: str) -> Assignment:
    """What was found, and a choice for everything that is not sure."""
    headings = proposal.ueberschriften
    parts.sentence(matching.describe_matches(proposal))
    chosen: dict[str, str] = {}
    unsure = proposal.unsure[:_ASKED]
    for match in unsure:
        chosen |= _choice(match, headings, key)
    if len(proposal.unsure) > len(unsure):
        parts.caveat(matching.describe_rest(len(proposal.unsure) - len(unsure)))
    place = proposal.fragebogen.spalten.get("ortsteil", "ortsteil")
    chosen |= _choice_of_place(place, proposal.zuordnung.spalten.get(place, _NONE), headings, key)
    if proposal.spalten:
        with st.expander("Alle Zuordnungen ansehen oder ändern"):
            parts.show_table(matching.match_table(proposal))
            chosen |= _any_choice(proposal, key)
    return Assignment(chosen)


def _choice(match: ColumnMatch, headings: Sequence[str], key: str) -> dict[str, str]:
    """One column of the codebook; nothing if the proposal stands."""
    options = [_NONE, *headings]
    pick = st.selectbox(
        parts.plain(f"{match.spalte} · {match.text}"),
        options,
        index=options.index(match.heading) if match.heading in options else 0,
        format_func=lambda heading: heading or "– in dieser Datei nicht gefragt –",
        help=parts.plain(matching.describe_match(match)),
        key=f"spalte-{key}-{match.spalte}",
    )
    return {} if pick == match.heading else {match.spalte: pick}


def _choice_of_place(
    column: str, proposed: str, headings: Sequence[str], key: str
) -> dict[str, str]:
    options = [_NONE, *headings]
    pick = st.selectbox(
        "Welche Spalte nennt den Ortsteil?",
        options,
        index=options.index(proposed) if proposed in options else 0,
        format_func=lambda heading: heading or "– keine: nur Ergebnisse für die ganze Gemeinde –",
        key=f"ort-{key}",
    )
    return {} if pick == proposed else {column: pick}


def _any_choice(proposal: Proposal, key: str) -> dict[str, str]:
    """Any other column, one after the other: what was changed stays listed."""
    sure = {match.spalte: match for match in proposal.spalten if match.grund.sure}
    changed = st.multiselect(
        "Andere Spalten wählen für …",
        list(sure),
        format_func=lambda column: f"{column} · {sure[column].text}",
        placeholder="Fragen wählen",
        key=f"aendern-{key}",
    )
    chosen: dict[str, str] = {}
    for column in changed:
        chosen |= _choice(sure[column], proposal.ueberschriften, key)
    return chosen


def _answers(proposal: Proposal, key: str) -> Assignment:
    """One decision for each answer that the scale does not know."""
    decided: dict[str, dict[str, str]] = {}
    for answer in proposal.antworten[:_ASKED]:
        question = proposal.fragebogen.question(answer.frage)
        scale = question.skala
        names = {code: scale.label(code) for code in scale.werte} if scale else {}
        names |= dict.fromkeys(scale.weiss_nicht if scale else (), "weiß nicht")
        if question.typ is QuestionType.EINFACH:
            names["-oth-"] = "gilt als Sonstiges"
        if (pick := _decision(answer, names, key)) != _OPEN:
            decided.setdefault(answer.frage, {})[answer.text] = pick
    if len(proposal.antworten) > _ASKED:
        parts.caveat(matching.describe_rest(len(proposal.antworten) - _ASKED))
    return Assignment(antworten=decided)


def _decision(answer: OpenAnswer, names: Mapping[str, str], key: str) -> str:
    options = [_OPEN, *names, _NONE]
    labels = {_OPEN: "– bitte entscheiden –", _NONE: "gilt als keine Antwort", **names}
    return str(
        st.selectbox(
            parts.plain(f"{answer.frage}: Was heißt „{answer.text}“ ({answer.anzahl}-mal)?"),
            options,
            index=options.index(answer.vorschlag) if answer.vorschlag else 0,
            format_func=lambda code: labels[code],
            key=f"antwort-{key}-{answer.frage}-{answer.text}",
        )
    )


def _places(proposal: Proposal, key: str) -> Assignment:
    """One decision for each place that the gazetteer does not know or knows twice."""
    if not proposal.orte:
        return Assignment()
    _heading(4, "Ortsteile")
    parts.sentence(matching.describe_places(proposal.orte))
    return places.decide(proposal.orte, key)


def _last_step(looked: Inspection) -> Delivery | None:
    """Problems by line, or what will be taken in and what is dropped."""
    st.markdown("### Prüfung")
    if looked.probleme:
        parts.problem_list(looked.probleme, notices.problem_intro(looked.probleme))
        return None
    delivery = looked.delivery
    if delivery is not None:
        parts.sentence(matching.describe_answers(delivery))
        for note in delivery.hinweise:
            parts.caveat(note)
        with st.expander("Was aus jeder Spalte wird"):
            parts.show_table(matching.shown_preview(looked.vorschau))
    return delivery
