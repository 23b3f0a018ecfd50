"""The page on which returned sheets of paper are keyed in, checked and taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, data, new_wave, parts, sheet_form, state
from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.model.access import Recht
from lebenslage.model.keyed import (
    KeyedSheet,
    SheetState,
    compared,
    next_number,
    sheet_states,
)
from lebenslage.model.sheet import Field, sheet_fields
from lebenslage.model.survey import Questionnaire
from lebenslage.report import formats
from lebenslage.report import keyed as words

_NEW, _CHECK, _CHANGE, _CLEAR = "neu", "kontrolle", "aendern", "klaeren"
_MODES: Final = {
    _NEW: "Neuer Bogen",
    _CHECK: "Zur Kontrolle noch einmal",
    _CHANGE: "Ändern oder entfernen",
    _CLEAR: "Abweichungen klären",
}
#: Place of messages, and where the problems of the last try are kept.
_DONE: Final = "bogen"
_WRONG: Final = "bogen-probleme"


def page() -> None:
    """Choice of the wave, the form, what is keyed in, and the button that lets it count."""
    surveys = {q.id: q for q in reversed(data.known().questionnaires)}
    if not surveys:
        st.info("Es gibt noch keinen Fragebogen. Spielen Sie auf „Daten“ einen ein.")
        return
    titles = {key: survey.titel for key, survey in surveys.items()}
    wave_id = state.choose(state.WELLE, "Umfrage", titles)
    waves = {wave.fragebogen.id: wave for wave in data.snapshot().umfragen}
    counted = waves[wave_id].papier if wave_id in waves else 0
    survey = waves[wave_id].fragebogen if wave_id in waves else surveys[wave_id]
    if survey.beispiel:
        st.warning(
            "Diese Umfrage ist erfunden. Bögen zählen hier als Beispieldaten, zum Ausprobieren."
        )
    new_wave.panel(survey)
    fields = sheet_fields(survey, data.snapshot().ortsteil_names)
    sheets = data.store().paper.sheets(wave_id)
    states = sheet_states(sheets, fields)
    parts.sentence(words.describe_state(states, len(compared(fields)), counted))
    parts.told(_DONE)
    _undo(survey, fields)
    mode = state.choose(state.BOGEN, "Was möchten Sie tun?", _MODES, widget="buttons")
    if mode == _CLEAR:
        _clear_up(survey, states)
    else:
        {_NEW: _new, _CHECK: _check, _CHANGE: _change}[mode](survey, fields, states)
    if states:
        _take_over(survey, sheets, states, counted)
        with st.expander("Alle eingegebenen Bögen"):
            parts.show_table(words.state_table(states))


def _undo(survey: Questionnaire, fields: Sequence[Field]) -> None:
    last = data.store().paper.last(survey.id, access.demand(Recht.IMPORTIEREN))
    if last is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.caveat(words.describe_last(last))
        st.button("Rückgängig", on_click=_take_back, args=(last, fields), key="bogen-zurueck")


def _take_back(last: KeyedSheet, fields: Sequence[Field]) -> None:
    """Undo, and show what was typed so that it can be put right."""
    try:
        access.demand(Recht.IMPORTIEREN)
        data.store().paper.undo(last)
    except LebenslageError as error:
        state.note(_DONE, str(error))
        return
    if last.entfernt:
        state.note(_DONE, f"Bogen {last.bogen} ist wieder da.")
        return
    mode = _NEW if last.durchgang == 1 else _CHECK
    state.select(state.BOGEN, mode)
    shown = fields if mode == _NEW else compared(fields)
    sheet_form.fill(shown, last.bogen, last.eingaben, _view(last.umfrage_id, mode))
    state.note(_DONE, f"Bogen {last.bogen} ist zurückgenommen und steht noch einmal im Formular.")


def _view(wave_id: str, *rest: str) -> str:
    return "/".join((wave_id, *rest))


def _new(survey: Questionnaire, fields: Sequence[Field], states: Sequence[SheetState]) -> None:
    sheet_form.again(_view(survey.id, _NEW))
    _key_in(survey, fields, next_number([s.bogen for s in states]), 1, states)


def _check(survey: Questionnaire, fields: Sequence[Field], states: Sequence[SheetState]) -> None:
    once = [s.bogen for s in states if s.zweite is None]
    if not once:
        parts.sentence("Alle eingegebenen Bögen sind schon ein zweites Mal eingegeben.")
        return
    parts.sentence(
        "Geben Sie einige Bögen noch einmal ein, am besten eine andere Person als beim ersten Mal. "
        "Die erste Eingabe ist dabei nicht zu sehen; freie Texte werden nicht verglichen."
    )
    sheet_form.again(_view(survey.id, _CHECK))
    _key_in(survey, compared(fields), once[0], 2, states)


def _change(survey: Questionnaire, fields: Sequence[Field], states: Sequence[SheetState]) -> None:
    there = {s.bogen: s.erste for s in states if s.erste}
    if not there:
        parts.sentence("Noch ist kein Bogen eingegeben.")
        return
    bogen = str(st.selectbox("Welcher Bogen?", list(there), key="bogen-wahl"))
    entry = there[bogen]
    if sheet_form.shows() != (view := _view(survey.id, _CHANGE, str(entry.id))):
        sheet_form.fill(fields, bogen, entry.eingaben, view)
    if st.button(f"Bogen {bogen} entfernen", key="bogen-entfernen"):
        second = next((s.zweite for s in states if s.bogen == bogen), None)
        _try(lambda: _remove([entry, *([second] if second else [])]), f"Bogen {bogen} entfernt.")
    _key_in(survey, fields, bogen, 1, states, corrects=entry)


def _remove(entries: Sequence[KeyedSheet]) -> None:
    for entry in entries:
        data.store().paper.remove(entry, access.demand(Recht.IMPORTIEREN))


def _key_in(
    survey: Questionnaire,
    fields: Sequence[Field],
    bogen: str,
    durchgang: int,
    states: Sequence[SheetState],
    corrects: KeyedSheet | None = None,
) -> None:
    """The form of a sheet, with the problems of the last try above it."""
    parts.caveat("Tabulator: nächstes Feld. Strg + Eingabe: speichern. Leer: keine Antwort.")
    place = st.empty()
    problems = _of_last_try()
    sent = sheet_form.draw(fields, bogen, problems, fixed=corrects is not None)
    if sent is None:
        if problems:
            with place:
                _list(problems, fields)
        return
    number, typed = sent
    number = number.strip()
    first = next((s.erste for s in states if s.bogen == number), None)
    try:
        if durchgang == 2 and first is None:
            raise DatenFehler(f"Bogen {number} ist noch nicht eingegeben.")
        loaders.check_sheet(survey, data.snapshot().ortsteil_names, typed, data.known())
        entry = data.store().paper.save(
            survey.id,
            number,
            durchgang,
            typed,
            access.demand(Recht.IMPORTIEREN),
            corrects.id if corrects else None,
        )
    except LebenslageError as error:
        found = error.problems if isinstance(error, DatenFehler) else (Problem(str(error)),)
        state.remember(_WRONG, (sheet_form.number(), found))
        st.rerun()
    sheet_form.clear()
    (now,) = sheet_states([*([first] if first else []), entry][-durchgang:], fields)
    state.note(_DONE, words.describe_saved(number, durchgang, len(now.abweichend)))
    st.rerun()


def _of_last_try() -> tuple[Problem, ...]:
    """Problems of this form, not of one before."""
    form, problems = state.remembered(_WRONG, (None, ()))
    return problems if form == sheet_form.number() else ()


def _list(problems: Sequence[Problem], fields: Sequence[Field]) -> None:
    labels = {field.key: words.place(field) for field in fields}
    lines = [
        f"- {parts.plain(f'{labels[p.spalte]}: ' if p.spalte in labels else '')}"
        f"{parts.plain(p.meldung)}"
        for p in problems
    ]
    st.error("\n".join(["Nicht gespeichert:", "", *lines]))


def _clear_up(survey: Questionnaire, states: Sequence[SheetState]) -> None:
    """Ask the paper: what stands in the boxes in which both entries differ."""
    apart = [s for s in states if s.abweichend]
    if not apart:
        parts.sentence("Es gibt keine Abweichungen zwischen erster und zweiter Eingabe.")
        return
    sheet = apart[0]
    first, second = sheet.erste, sheet.zweite
    assert first is not None
    assert second is not None
    parts.sentence(f"Nehmen Sie Bogen {sheet.bogen} zur Hand. Was steht dort?")
    with st.form(f"klaeren-{first.id}-{second.id}", enter_to_submit=False):
        right = {}
        for i, field in enumerate(sheet.abweichend):
            a, b = (e.eingaben.get(field.key, "") or "leer" for e in (first, second))
            if field.options:
                parts.caveat(words.legend(field))
            right[field.key] = st.text_input(
                parts.plain(f"{words.label(field)} (erst „{a}“, dann „{b}“)"), key=f"klaeren-{i}"
            )
        sent = st.form_submit_button("So steht es auf dem Bogen", type="primary")
    if sent:
        typed = {**first.eingaben, **{key: text or "" for key, text in right.items()}}
        _try(lambda: _settle(survey, first, second, typed), f"Bogen {sheet.bogen} ist geprüft.")


def _settle(
    survey: Questionnaire, first: KeyedSheet, second: KeyedSheet, typed: dict[str, str]
) -> None:
    loaders.check_sheet(survey, data.snapshot().ortsteil_names, typed, data.known())
    for entry in (first, second):
        data.store().paper.save(
            survey.id,
            entry.bogen,
            entry.durchgang,
            typed,
            access.demand(Recht.IMPORTIEREN),
            entry.id,
        )


def _take_over(
    survey: Questionnaire, sheets: Sequence[KeyedSheet], states: Sequence[SheetState], counted: int
) -> None:
    """Let the sheets count with the wave, all at once."""
    st.header("Übernehmen", anchor=False)
    parts.sentence(
        "Erst wenn Sie übernehmen, zählen die Bögen zusammen mit den Antworten aus dem Internet. "
        "Das lässt sich auf „Daten“ zurücknehmen."
    )
    if open_ones := [s.bogen for s in states if s.abweichend or s.erste is None]:
        names = formats.listing(open_ones[:10])
        parts.sentence(f"Vorher sind noch Abweichungen zu klären, bei Bogen {names}.")
        return
    if counted > len(states):
        st.warning(f"Jetzt zählen {counted} Bögen mit. Danach wären es nur noch {len(states)}.")
        if not st.checkbox("Das ist richtig so", key="bogen-weniger"):
            return
    new, least = len(states) - counted, data.gemeinde().thresholds.oeffentlich
    if 0 < new < least:
        st.warning(parts.plain(words.warn_few(new, least)))
        if not st.checkbox("Trotzdem übernehmen", key="bogen-wenige"):
            return
    if st.button("Bögen übernehmen", key="bogen-uebernehmen"):
        firsts = [s.erste for s in states if s.erste]
        newest = max(sheet.id for sheet in sheets)
        _try(
            lambda: data.store().paper.take_over(
                survey.id,
                loaders.read_sheets(survey, data.snapshot().ortsteil_names, firsts, data.known()),
                access.demand(Recht.IMPORTIEREN),
                newest,
            ),
            f"{formats.plural(len(firsts), 'Bogen zählt', 'Bögen zählen')} jetzt mit.",
        )


def _try(act: Callable[[], object], done: str) -> None:
    """Change the store and show the page again, or say why not."""
    if parts.attempt(act):
        state.note(_DONE, done)
        st.rerun()
