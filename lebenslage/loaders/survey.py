"""Survey answers with their codebook; nothing that points at a person is kept."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import Findings, quoted, rows_where
from lebenslage.loaders.formats import NO_FIT, Fit, Format, Job, Opened, Outcome, column_overview
from lebenslage.loaders.survey_choice import ENOUGH, candidates, choose
from lebenslage.loaders.survey_columns import SurveyColumns, find_columns
from lebenslage.loaders.survey_evidence import looks_like_answers
from lebenslage.loaders.survey_programs import (
    GOOGLE,
    GRAFSTAT,
    LIMESURVEY,
    MICROSOFT,
    STADTRAUM,
    TABLE,
    is_limesurvey,
    is_token,
)
from lebenslage.loaders.survey_questions import read_questions
from lebenslage.loaders.survey_roles import read_roles
from lebenslage.loaders.tables import fold_heading, missing_columns
from lebenslage.model.exchange import Known
from lebenslage.model.survey import Questionnaire, SurveyWave

#: More headings than this are counted in a note, no longer named.
_NAMED: Final = 15
#: Rows that are written at once.
_BLOCK: Final = 50_000


def _fits(program: str) -> Callable[[Opened, Job], Fit]:
    def fits(opened: Opened, job: Job) -> Fit:
        if opened.raw is None or opened.programm != program:
            return NO_FIT
        share = max((s for s, _ in candidates(opened.header, job)), default=0.0)
        if share >= ENOUGH:
            return 1.0 + share, 1.0
        if program != TABLE:
            return 1.0, 0.0
        if job.questionnaire:
            # a codebook was given: answers with foreign headings, unless another format fits well
            return 0.6 + share, 0.0
        return (0.1, 0.0) if looks_like_answers(opened.raw) else NO_FIT

    return fits


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    chosen = choose(opened, job)
    if chosen is None:
        overview = column_overview(raw)
        return Outcome(None, len(raw.cells), len(raw.header), overview, raw.header)
    survey, assignment = chosen
    columns = find_columns(raw.header, survey, assignment.spalten)
    _check_header(raw.header, columns, survey, job)
    answers = pd.DataFrame(index=raw.cells.index)
    entfernt = columns.personal
    if not columns.missing:
        roles, dropped = read_roles(raw, columns, survey, assignment, job)
        entfernt = (*dropped, *entfernt)
        questions = read_questions(opened, columns, survey, assignment, job.findings)
        answers = pd.DataFrame({**roles, **questions}, index=raw.cells.index, copy=False)
    wave = SurveyWave(survey, answers, tuple(dict.fromkeys(entfernt)))
    timed = _timed(columns, raw.header, wave)
    _tell(wave, columns, raw, timed, job.findings)
    done = int(answers["abgeschlossen"].sum()) if "abgeschlossen" in answers else 0
    overview = _overview(raw, columns, survey, timed)
    # all is read: a million responses must not stand in memory twice while they are written
    raw.let_go()
    return Outcome(
        None if job.findings else wave,
        zeilen=len(answers),
        spalten=len(raw.header),
        vorschau=overview,
        spaltennamen=raw.header,
        fehlende_spalten=columns.missing,
        roh=b"" if job.findings else _without_persons(wave),
        beispiel=survey.beispiel,
        zusammenfassung={
            "Umfrage": survey.titel,
            "Antworten": len(answers),
            "davon vollständig": done,
        },
        zuordnung=assignment,
    )


def _check_header(
    header: Sequence[str], columns: SurveyColumns, survey: Questionnaire, job: Job
) -> None:
    findings = job.findings
    if columns.missing:
        findings.add(missing_columns(columns.missing[:_NAMED]) + _better(header, survey, job))
    counts = Counter(fold_heading(heading) for heading in header if heading)
    wanted = {
        fold_heading(header[i]) for i in (*columns.questions.values(), *columns.roles.values())
    }
    for key, count in counts.items():
        if count > 1 and key in wanted:
            name = next(h for h in header if fold_heading(h) == key)
            text = f"Die Spalte „{name}“ kommt {count}-mal vor; jede Spalte genau einmal."
            findings.add(text, zeile=1, spalte=name)


def _better(header: Sequence[str], survey: Questionnaire, job: Job) -> str:
    """Sentence about another codebook that fits a file better than the one that was named."""
    wanted, total = len(survey.fragen), len(header)
    alone = replace(job, questionnaire=None)
    ranked = sorted(candidates(header, alone), key=lambda item: -item[0])
    own = next(iter(candidates(header, replace(job, questionnaire=survey))), (0.0, survey))[0]
    if wanted and total and ranked and ranked[0][0] > own and ranked[0][1].id != survey.id:
        share, other = ranked[0]
        return (
            f" Die Spalten passen besser zum Fragebogen „{other.titel}“ ({share:.0%} statt "
            f"{own:.0%} der Fragen)."
        ).replace("%", "\u00a0%")
    return ""


def _timed(columns: SurveyColumns, header: Sequence[str], wave: SurveyWave) -> str:
    """Heading of the column of which only "finished" is kept, not the time; empty for none."""
    index = columns.roles.get("abgeschlossen")
    return header[index] if index is not None and header[index] in wave.entfernt else ""


def _tell(
    wave: SurveyWave, columns: SurveyColumns, raw: RawTable, timed: str, findings: Findings
) -> None:
    if timed:
        findings.note(
            f"Aus „{timed}“ wird nur übernommen, ob eine Antwort abgeschlossen ist, nicht wann."
        )
    if dropped := [name for name in wave.entfernt if name != timed]:
        names = _some(dropped)
        findings.note(f"Aus Gründen des Datenschutzes nicht übernommen: {names}.")
    if columns.beside:
        findings.note(f"Freitexte neben einer Frage, nicht übernommen: {_some(columns.beside)}.")
    if columns.unknown:
        names = _some(columns.unknown)
        findings.note(f"Nicht im Fragebogen und nicht übernommen: {names}.")
    if "abgeschlossen" not in columns.roles and is_limesurvey(raw.header):
        findings.note("Die Datei sagt nicht, welche Antworten vollständig sind; alle gelten.")
    for i in [i for i, heading in enumerate(raw.header) if is_token(heading)]:
        _tell_doubled(raw, i, findings)


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    if rest <= 0:
        return quoted(names)
    return f"{', '.join(f'„{name}“' for name in names[:_NAMED])} und {rest} weitere"


def _tell_doubled(raw: RawTable, index: int, findings: Findings) -> None:
    """Access codes that were used twice: told by line, never by the code itself."""
    tokens = raw.column(index)
    doubled = rows_where((tokens != "") & tokens.duplicated(keep=False))
    if doubled:
        lines = ", ".join(str(raw.line(row)) for row in doubled[:20])
        more = " …" if len(doubled) > 20 else ""
        findings.note(
            f"Derselbe Zugangscode steht in mehreren Antworten (Zeilen {lines}{more}); bitte "
            "prüfen, ob jemand doppelt geantwortet hat."
        )


def _overview(
    raw: RawTable, columns: SurveyColumns, survey: Questionnaire, timed: str
) -> pd.DataFrame:
    """One row per column: what it holds and how many cells are filled, never an answer."""
    texts = {c: question.text for question in survey.fragen for c in question.columns()}
    holds = {i: texts[column] for column, i in columns.questions.items()}
    holds |= {i: survey.question(code).text for code, i in columns.joined.items()}
    for role, i in columns.roles.items():
        kept = "ob abgeschlossen (nicht wann)" if raw.header[i] == timed else f"Angabe: {role}"
        holds.setdefault(i, kept)
    overview = column_overview(raw)
    overview.insert(1, "inhalt", [holds.get(i, "nicht übernommen") for i in overview.index])
    return overview


def _without_persons(wave: SurveyWave) -> bytes:
    """The answers as CSV under the headings of the codebook; reads back to the same wave."""
    survey, answers = wave.fragebogen, wave.antworten
    spalten = {"id": "id", "abgeschlossen": "submitdate", **survey.spalten}
    headings = {column: spalten.get(column, column) for column in answers.columns}
    # a question that also tells a role (age) stands once
    kept = dict(reversed([(heading, column) for column, heading in headings.items()]))
    schema = pa.schema(
        [(headings[column], pa.string()) for column in headings if kept[headings[column]] == column]
    )
    buffer = io.BytesIO(b"\xef\xbb\xbf")
    buffer.seek(0, io.SEEK_END)
    options = pacsv.WriteOptions(delimiter=";", quoting_style="all_valid")
    with pacsv.CSVWriter(buffer, schema, write_options=options) as writer:
        for start in range(0, max(len(answers), 1), _BLOCK):  # texts of all cells are large
            part = answers.iloc[start : start + _BLOCK]
            columns = [_as_text(part[kept[name]]) for name in schema.names]
            writer.write_table(pa.table(columns, schema=schema))
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


_TITLES: Final = {
    LIMESURVEY: "Antworten einer Befragung (LimeSurvey)",
    MICROSOFT: "Antworten einer Befragung (Microsoft Forms)",
    GOOGLE: "Antworten einer Befragung (Google Forms)",
    GRAFSTAT: "Antworten einer Befragung (GrafStat)",
    STADTRAUM: "Antworten aus dem StadtRaumMonitor",
}
ANSWERS: Final = Format(
    "umfrage-antworten", "Antworten einer Befragung", _fits(TABLE), _read, _template
)
FORMATS: Final = (
    ANSWERS,
    *(Format(f"{code}-antworten", title, _fits(code), _read) for code, title in _TITLES.items()),
)
#: Codes of the formats that hold survey answers.
ANSWER_FORMATS: Final = tuple(item.code for item in FORMATS)
