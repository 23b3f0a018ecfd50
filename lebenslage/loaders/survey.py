"""Survey answers with their codebook; nothing that points at a person is kept."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from lebenslage.loaders.findings import Findings, quoted, rows_where
from lebenslage.loaders.formats import NO_FIT, Fit, Format, Job, Opened, Outcome, column_overview
from lebenslage.loaders.survey_answers import read_answers
from lebenslage.loaders.survey_columns import (
    SurveyColumns,
    find_columns,
    is_limesurvey,
    system_code,
)
from lebenslage.loaders.survey_roles import read_roles
from lebenslage.loaders.tables import fold_heading, missing_columns
from lebenslage.model.exchange import Known
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyWave

#: Share of a codebook's columns that a table must have to be taken for its answers.
_ENOUGH: Final = 0.3


def _fits(*, limesurvey: bool) -> object:
    def fits(opened: Opened, job: Job) -> Fit:
        if opened.kind != "tabelle" or is_limesurvey(opened.header) is not limesurvey:
            return NO_FIT
        share = max((s for s, _ in _candidates(opened.header, job)), default=0.0)
        if share >= _ENOUGH:
            return 1.0 + share, 1.0
        if limesurvey:
            return 1.0, 0.0
        # a codebook was given: answers with foreign headings, unless another format fits well
        return (0.6 + share, 0.0) if job.questionnaire else NO_FIT

    return fits


def _candidates(header: Sequence[str], job: Job) -> list[tuple[float, Questionnaire]]:
    """Known codebooks with the share of their question columns that the header has."""
    known = (job.questionnaire,) if job.questionnaire else job.known.questionnaires
    found = []
    for survey in known:
        columns = find_columns(header, survey, job.mapping)
        wanted = sum(len(question.columns()) for question in survey.fragen)
        found.append((len(columns.questions) / wanted, survey))
    return found


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    survey = _choose(opened, job)
    if survey is None:
        overview = column_overview(raw)
        return Outcome(None, len(raw.cells), len(raw.header), overview, raw.header)
    columns = find_columns(raw.header, survey, job.mapping)
    _check_header(raw.header, columns, job.findings)
    answers = pd.DataFrame(index=raw.cells.index)
    entfernt = columns.personal
    if not columns.missing:
        roles, dropped = read_roles(raw, columns, survey, job)
        entfernt = (*dropped, *entfernt)
        questions = _questions(opened, columns, survey, job.findings)
        answers = pd.DataFrame({**roles, **questions}, index=raw.cells.index)
    wave = SurveyWave(survey, answers, tuple(dict.fromkeys(entfernt)))
    _tell(wave, columns, job.findings)
    done = int(answers["abgeschlossen"].sum()) if "abgeschlossen" in answers else 0
    return Outcome(
        None if job.findings else wave,
        zeilen=len(raw.cells),
        spalten=len(raw.header),
        vorschau=_overview(opened, columns, survey),
        spaltennamen=raw.header,
        fehlende_spalten=columns.missing,
        roh=b"" if job.findings else _without_persons(wave),
        beispiel=survey.beispiel,
        zusammenfassung={
            "Umfrage": survey.titel,
            "Antworten": len(raw.cells),
            "davon vollständig": done,
        },
    )


def _choose(opened: Opened, job: Job) -> Questionnaire | None:
    """The codebook; among equally good ones that of the file's name or year."""
    if job.questionnaire:
        return job.questionnaire
    candidates = _candidates(opened.header, job)
    best = max((share for share, _ in candidates), default=0.0)
    if best < _ENOUGH:
        text = "Zu diesen Antworten fehlt der Fragebogen; bitte „fragebogen.toml“ mit angeben."
        job.findings.add(text)
        return None
    fitting = [survey for share, survey in candidates if share == best]
    by_name = [s for s in fitting if fold_heading(s.id) in fold_heading(opened.source.name)]
    by_year = [s for s in fitting if s.year == _year(opened)]
    for group in (fitting, by_name, by_year):
        if len(group) == 1:
            return group[0]
    titles = quoted((survey.titel for survey in fitting), "oder")
    job.findings.add(f"Mehrere Fragebogen passen: {titles}. Bitte einen davon angeben.")
    return None


def _year(opened: Opened) -> str:
    """Year in which most answers were sent."""
    assert opened.raw is not None
    for i, heading in enumerate(opened.header):
        if system_code(heading) == "submitdate":
            found = opened.raw.column(i).str.extract(r"\b(20\d{2})\b")[0].dropna()
            return Counter(found).most_common(1)[0][0] if len(found) else ""
    return ""


def _check_header(header: Sequence[str], columns: SurveyColumns, findings: Findings) -> None:
    if columns.missing:
        findings.add(missing_columns(columns.missing))
    counts = Counter(fold_heading(heading) for heading in header if heading)
    wanted = {
        fold_heading(header[i]) for i in (*columns.questions.values(), *columns.roles.values())
    }
    for key, count in counts.items():
        if count > 1 and key in wanted:
            name = next(h for h in header if fold_heading(h) == key)
            text = f"Die Spalte „{name}“ kommt {count}-mal vor; jede Spalte genau einmal."
            findings.add(text, zeile=1, spalte=name)


def _questions(
    opened: Opened, columns: SurveyColumns, survey: Questionnaire, findings: Findings
) -> dict[str, pd.Series]:
    """All question columns, named as in the codebook."""
    raw = opened.raw
    assert raw is not None
    tells_apart = _tells_not_asked(opened, columns)
    answers = {}
    for question in survey.fragen:
        for column in question.columns():
            index = columns.questions[column]
            cells = raw.cells[index] if tells_apart else raw.cells[index].fillna("")
            answers[column], errors = read_answers(cells, question)
            for row, message, value in errors:
                findings.add(message, zeile=raw.line(row), spalte=raw.header[index], wert=value)
        if question.typ is QuestionType.RANGFOLGE:
            _check_ranks(opened, question, answers, findings)
    return answers


def _tells_not_asked(opened: Opened, columns: SurveyColumns) -> bool:
    """Whether the file writes "" for "no answer", so that an empty cell means "not asked"."""
    raw = opened.raw
    assert raw is not None
    return any((raw.cells[index] == "").any() for index in columns.questions.values())


def _check_ranks(
    opened: Opened, question: Question, answers: dict[str, pd.Series], findings: Findings
) -> None:
    """No rank and no item twice in one answer."""
    raw = opened.raw
    assert raw is not None
    ranks = pd.DataFrame({column: answers[column] for column in question.columns()})
    filled = ranks.where(ranks != "")
    doubled = filled.nunique(axis=1) < filled.notna().sum(axis=1)
    for row in rows_where(doubled):
        text = f"In der Rangfolge „{question.code}“ ist ein Rang doppelt vergeben."
        findings.add(text, zeile=raw.line(row), spalte=question.code)


def _tell(wave: SurveyWave, columns: SurveyColumns, findings: Findings) -> None:
    if wave.entfernt:
        names = quoted(wave.entfernt)
        findings.note(f"Aus Gründen des Datenschutzes nicht übernommen: {names}.")
    if columns.beside:
        findings.note(f"Freitexte neben einer Frage, nicht übernommen: {quoted(columns.beside)}.")
    if columns.unknown:
        names = quoted(columns.unknown)
        findings.note(f"Nicht im Fragebogen und nicht übernommen: {names}.")


def _overview(opened: Opened, columns: SurveyColumns, survey: Questionnaire) -> pd.DataFrame:
    """One row per column: what it holds and how many cells are filled, never an answer."""
    raw = opened.raw
    assert raw is not None
    texts = {c: question.text for question in survey.fragen for c in question.columns()}
    holds = {i: texts[column] for column, i in columns.questions.items()}
    for role, i in columns.roles.items():
        holds.setdefault(i, f"Angabe: {role}")
    overview = column_overview(raw)
    overview.insert(1, "inhalt", [holds.get(i, "nicht übernommen") for i in overview.index])
    return overview


def _without_persons(wave: SurveyWave) -> bytes:
    """The answers as CSV under the headings of the codebook; reads back to the same wave."""
    survey, answers = wave.fragebogen, wave.antworten
    spalten = {"id": "id", "abgeschlossen": "submitdate", **survey.spalten}
    headings = {column: spalten.get(column, column) for column in answers.columns}
    table: dict[str, pa.Array] = {}
    for column, cells in answers.items():
        # a question that also tells a role (age) stands once
        if headings[str(column)] not in table:
            table[headings[str(column)]] = _as_text(cells)
    buffer = io.BytesIO(b"\xef\xbb\xbf")
    buffer.seek(0, io.SEEK_END)
    options = pacsv.WriteOptions(delimiter=";", quoting_style="all_valid")
    pacsv.write_csv(pa.table(table), buffer, options)
    return buffer.getvalue()


def _as_text(cells: pd.Series) -> pa.Array:
    """A column of answers as text; missing stays missing."""
    if cells.dtype == bool:
        cells = cells.map({True: "Y", False: ""})
    elif cells.dtype == float:
        cells = cells.map(repr)
    return pa.array(cells.to_numpy(dtype=object), pa.string(), from_pandas=True)


def _template(known: Known) -> str:
    """Headings of the newest known codebook."""
    if not known.questionnaires:
        return "id;ortsteil;submitdate;F1\r\n"
    survey = max(known.questionnaires, key=lambda survey: survey.erhebung)
    columns = [c for question in survey.fragen for c in question.columns()]
    headings = dict.fromkeys([*survey.spalten.values(), *columns])
    return ";".join(re.sub(r"[;\"\r\n]", " ", heading) for heading in headings) + "\r\n"


#: Codes of the formats that hold survey answers.
ANSWER_FORMATS: Final = ("umfrage-antworten", "limesurvey-antworten")
LIMESURVEY: Final = Format(
    "limesurvey-antworten",
    "Antworten einer Befragung (LimeSurvey)",
    _fits(limesurvey=True),  # type: ignore[arg-type]
    _read,
)
ANSWERS: Final = Format(
    "umfrage-antworten",
    "Antworten einer Befragung",
    _fits(limesurvey=False),  # type: ignore[arg-type]
    _read,
    _template,
)
