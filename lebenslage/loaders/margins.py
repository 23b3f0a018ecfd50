"""Margins of the register: one Merkmal after the other, or crossed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from lebenslage.loaders.findings import first_rows, rows_where
from lebenslage.loaders.formats import (
    NO_FIT,
    Built,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    header_fit,
    table_outcome,
)
from lebenslage.loaders.places import resolve_ortsteile
from lebenslage.loaders.tables import (
    Column,
    Table,
    Type,
    check_header,
    fold_heading,
    match_columns,
    read_columns,
)
from lebenslage.model.exchange import Known
from lebenslage.model.margins import ANZAHL, AUSPRAEGUNG, MERKMAL, Margins
from lebenslage.model.survey import SURVEY_ROLES

#: Merkmal whose Ausprägungen are Ortsteile: names and Weiler become their keys.
_ORTSTEIL: Final = "ortsteil"
_WAVE: Final = "umfrage"
_COUNT: Final = Column(ANZAHL, Type.NUMBER, needed=True, filled=True, low=0)
_LONG: Final = (
    Column(MERKMAL, needed=True, filled=True),
    Column(AUSPRAEGUNG, needed=True, filled=True),
    _COUNT,
    Column(_WAVE),
)


def _fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    long = header_fit(opened, _LONG, job.mapping)
    if long[0] == 1:
        return long
    headings = [heading for heading in opened.header if heading]
    others = _merkmale(headings)
    known = {fold_heading(name) for name in _known_merkmale(job)}
    if len(others) != len(headings) - 1 or not others or ANZAHL in known:
        return long
    if all(fold_heading(name) in known for name in others):
        return 2.5, 1.0  # more than answers to a questionnaire with these questions
    return (1.0, 0.5) if any(fold_heading(name) in known for name in others) else long


def _merkmale(headings: Sequence[str]) -> list[str]:
    """Headings beside `anzahl`."""
    return [heading for heading in headings if fold_heading(heading) != ANZAHL]


def _known_merkmale(job: Job) -> set[str]:
    surveys = (job.questionnaire,) if job.questionnaire else job.known.questionnaires
    names = set(SURVEY_ROLES) - {"id", "gewicht", "abgeschlossen"}
    for survey in surveys:
        names |= {*survey.spalten.values(), *survey.gewichtung.merkmale}
        names |= {question.code for question in survey.fragen}
    return names


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    long = match_columns(raw.header, _LONG, job.mapping)
    crossed = MERKMAL not in long.found and ANZAHL in long.found
    columns = _crossed_columns(raw.header, job) if crossed else _LONG
    matched = match_columns(raw.header, columns, job.mapping)
    check_header(raw, matched, columns, job.findings)
    built = None
    if not matched.missing and not job.findings:
        table = read_columns(raw, columns, matched.found, job.findings, job.today)
        built = _build(table, crossed, job)
    return table_outcome(raw, built, matched.missing)


def _crossed_columns(header: Sequence[str], job: Job) -> tuple[Column, ...]:
    """One column per Merkmal, under the names that the codebooks use."""
    known = {fold_heading(name): name for name in sorted(_known_merkmale(job))}
    names = [known.get(fold_heading(name), name) for name in _merkmale(header) if name]
    return (*(Column(name, needed=True, filled=True) for name in names), _COUNT)


def _build(table: Table, crossed: bool, job: Job) -> Built:
    frame = table.frame.copy()
    wave = "" if crossed else _one_wave(table)
    if not crossed:
        frame = frame.drop(columns=_WAVE)
    keys = [name for name in frame.columns if name != ANZAHL]
    _check_doubled(table, frame, keys)
    _name_ortsteile(table, frame, crossed, job)
    margins = Margins(frame.reset_index(drop=True), crossed, wave)
    if not crossed and not job.findings:
        _check_sums(margins, job)
    summary = {"Merkmale": ", ".join(margins.merkmale), "Ausprägungen": len(frame)}
    return Built(margins, zusammenfassung=summary)


def _one_wave(table: Table) -> str:
    waves = [wave for wave in table.frame[_WAVE].unique() if wave]
    if len(waves) > 1:
        row = int(rows_where(table.frame[_WAVE] == waves[1])[0])
        text = "Eine Datei enthält die Randverteilung für eine Umfrage; hier sind es mehrere."
        table.problem(row, _WAVE, text)
    return str(waves[0]) if waves else ""


def _check_doubled(table: Table, frame: pd.DataFrame, keys: list[str]) -> None:
    first = first_rows(frame[keys])
    for row in rows_where(first < range(len(frame))):
        line = table.raw.line(int(first[row]))
        text = f"Diese Ausprägung steht schon in Zeile {line}; jede genau einmal."
        table.problem(row, keys[-1], text)


def _name_ortsteile(table: Table, frame: pd.DataFrame, crossed: bool, job: Job) -> None:
    """Keys for the names of Ortsteile, in place."""
    name = _ORTSTEIL if crossed else AUSPRAEGUNG
    if name not in frame:
        return
    own = pd.Series(True, index=frame.index) if crossed else frame[MERKMAL] == _ORTSTEIL
    found = resolve_ortsteile(frame.loc[own, name].unique(), job.known)
    for row in rows_where(own):
        result = found[str(frame[name].iat[row])]
        if result.problem:
            table.problem(row, name, result.problem)
    frame.loc[own, name] = frame.loc[own, name].map(lambda text: found[text].key or text)


def _check_sums(margins: Margins, job: Job) -> None:
    sums = {name: sum(margins.margin(name).values()) for name in margins.merkmale}
    if len({round(value, 6) for value in sums.values()}) > 1:
        words = ", ".join(f"{name} {value:.0f}" for name, value in sums.items())
        job.findings.note(f"Die Summen der Merkmale sind nicht gleich: {words}.")


def _template(known: Known) -> str:
    """Ausprägungen of the newest codebook."""
    rows = [f"{MERKMAL};{AUSPRAEGUNG};{ANZAHL}"]
    if known.gazetteer:
        ids = dict.fromkeys(place.ortsteil_id for place in known.gazetteer.places)
        rows += [f"{_ORTSTEIL};{key};" for key in ids]
    newest = max(known.questionnaires, key=lambda survey: survey.erhebung, default=None)
    for question in newest.fragen if newest else ():
        if question.code in ("alter", "geschlecht") and question.skala:
            rows += [f"{question.code};{value};" for value in question.skala.werte]
    return "\r\n".join(rows) + "\r\n"


FORMAT: Final = Format(
    "randverteilung", "Randverteilung aus dem Melderegister", _fits, _read, _template
)
