"""All formats, and the two ways in: `inspect` never raises, `read` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import (
    accidents,
    area_table,
    areas,
    broadband,
    catalogue,
    election,
    genesis,
    grid,
    grid_map,
    gtfs,
    labour,
    limesurvey_structure,
    margins,
    osm,
    place_list,
    register,
    register_files,
    small_tables,
    solar,
    survey,
    survey_propose,
    values,
)
from lebenslage.loaders import questionnaire as codebook
from lebenslage.loaders.count_cells import tell_unlisted
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.formats import Format, Job, Opened, Outcome
from lebenslage.loaders.opening import check_size, open_content, open_grid, open_large, open_source
from lebenslage.loaders.unknown import unknown
from lebenslage.model.assignment import Assignment, Proposal
from lebenslage.model.counts import Counts
from lebenslage.model.exchange import Delivery, Inspection, Known, Source
from lebenslage.model.grid import GridCells
from lebenslage.model.survey import Questionnaire

_ALL: Final = (
    catalogue.FORMAT,
    values.WERTE_LANG,
    values.WERTE_BREIT,
    values.VERGLEICH,
    small_tables.SOURCES,
    small_tables.GAZETTEER,
    *areas.FORMATS,
    grid.FORMAT,
    grid_map.FORMAT,
    gtfs.FORMAT,
    osm.FORMAT,
    place_list.FORMAT,
    genesis.FORMAT,
    codebook.FORMAT,
    limesurvey_structure.LSS,
    limesurvey_structure.TSV,
    margins.FORMAT,
    register.FORMAT,
    election.FORMAT,
    labour.FORMAT,
    accidents.FORMAT,
    solar.FORMAT,
    broadband.FORMAT,
    *register_files.FORMATS,
    *survey.FORMATS,
    area_table.FORMAT,
)
#: What can be recognised, by code.
FORMATS: Final[Mapping[str, Format]] = {item.code: item for item in _ALL}


def inspect(
    source: Source,
    known: Known | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    questionnaire: Questionnaire | None = None,
    zuordnung: Assignment | None = None,
) -> Inspection:
    """Look at a file: what it is, what is in it, what is wrong with it. Writes nothing.

    Parameters
    ----------
    source : Source
        The file.
    known : Known, optional
        What to check against; nothing: only what the file itself says.
    mapping : mapping, optional
        Expected column -> column of the file.
    questionnaire : Questionnaire, optional
        Codebook of an answer file; else the fitting one of `known` is taken, or a new one is
        proposed from the data.
    zuordnung : Assignment, optional
        How an answer file matches `questionnaire`, as decided; else that is proposed too.

    Returns
    -------
    Inspection
        With a `delivery` if there are no problems.
    """
    known = known or Known()
    findings = Findings(source.name)
    job = Job(known, findings, mapping, questionnaire, zuordnung)
    opened: Opened | None = None
    found: Format | None = None
    outcome = Outcome(None, 0, 0)
    try:
        check_size(source.name, len(source.data), known.limit_bytes)
        opened = open_content(source, findings)
        found = recognise(opened, job)
        outcome = found.read(opened, job) if found else unknown(opened, job)
        if isinstance(outcome.content, Counts):
            tell_unlisted(outcome.content, job)
    except DatenFehler as error:
        findings.take(error.problems)
    return _inspection(source, opened, found, outcome, findings)


def read(
    source: Source,
    known: Known | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    questionnaire: Questionnaire | None = None,
    zuordnung: Assignment | None = None,
) -> Delivery:
    """Read a file into checked model objects; parameters as for `inspect`.

    Raises
    ------
    DatenFehler
        Lists everything that is wrong with the file.
    """
    inspection = inspect(
        source, known, mapping=mapping, questionnaire=questionnaire, zuordnung=zuordnung
    )
    if inspection.delivery is None:
        raise DatenFehler(inspection.probleme)
    return inspection.delivery


def inspect_file(
    path: Path,
    known: Known | None = None,
    *,
    questionnaire: Questionnaire | None = None,
    zuordnung: Assignment | None = None,
) -> Inspection:
    """Look at a file on the disk; a timetable may be larger than any other and is not kept whole.

    Raises
    ------
    DatenFehler
        If there is no such file, it cannot be read, or it is too big.
    """
    known = known or Known()
    findings = Findings(path.name)
    outcome = Outcome(None, 0, 0)
    opened = open_large(path)
    if opened is None:
        source = open_source(path, known.limit_bytes)
        return inspect(source, known, questionnaire=questionnaire, zuordnung=zuordnung)
    job = Job(known, findings)
    found = recognise(opened, job)
    assert found is not None
    try:
        outcome = found.read(opened, job)
    except DatenFehler as error:
        findings.take(error.problems)
    kept = replace(opened.source, data=outcome.roh or b"")
    return _inspection(kept, opened, found, outcome, findings)


def read_file(
    path: Path,
    known: Known | None = None,
    *,
    questionnaire: Questionnaire | None = None,
    zuordnung: Assignment | None = None,
) -> Delivery:
    """Read a file on the disk; parameters as for `inspect_file`.

    Raises
    ------
    DatenFehler
        Lists everything that is wrong with the file.
    """
    inspection = inspect_file(path, known, questionnaire=questionnaire, zuordnung=zuordnung)
    if inspection.delivery is None:
        raise DatenFehler(inspection.probleme)
    return inspection.delivery


def read_cells(path: Path, known: Known) -> Delivery:
    """Read a census grid from the disk, a national one in blocks; its bytes are not kept.

    Raises
    ------
    DatenFehler
        Lists everything that is wrong with the file, or says what was found instead.
    """
    opened = open_grid(path)
    if opened is None:
        delivery = read(open_source(path, known.limit_bytes), known)
    else:
        findings = Findings(path.name)
        outcome = grid.FORMAT.read(opened, Job(known, findings))
        looked = _inspection(opened.source, opened, grid.FORMAT, outcome, findings)
        if looked.delivery is None:
            raise DatenFehler(looked.probleme)
        delivery = looked.delivery
    if not isinstance(delivery.content, GridCells):
        text = f"Erwartet wird ein Zensus-Gitter, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return delivery


def propose(
    source: Source,
    known: Known | None = None,
    *,
    template: Questionnaire | None = None,
    decided: Assignment | None = None,
    same_wave: bool = False,
) -> Proposal:
    """Propose how a file of answers is read: its columns, questions, scales and places.

    Parameters
    ----------
    template : Questionnaire, optional
        Codebook of the wave before; without it everything is made from the data.
    decided : Assignment, optional
        What the user has chosen already; beats everything that is found.
    same_wave : bool
        The answers belong to `template` itself: no question is dropped or added.

    Raises
    ------
    DatenFehler
        If the file is no table.
    """
    findings = Findings(source.name)
    job = Job(known or Known(), findings)
    check_size(source.name, len(source.data), job.known.limit_bytes)
    raw = open_content(source, findings).raw
    if raw is None:
        raise DatenFehler(Problem("Die Datei ist keine Tabelle.", datei=source.name))
    return survey_propose.propose(raw, job, template, decided, same_wave=same_wave)


def recognise(opened: Opened, job: Job) -> Format | None:
    """The format that fits best; None if none does."""
    fits = {code: item.fits(opened, job) for code, item in FORMATS.items()}
    best = max(fits, key=lambda code: fits[code])
    return FORMATS[best] if fits[best][0] > 0 else None


def template(format_code: str, known: Known | None = None) -> Source:
    """A file to fill in.

    Parameters
    ----------
    format_code : str
        Code of a format that has a template.
    known : Known, optional
        Fills in what is known (areas, indicators, questions).

    Raises
    ------
    KeyError
        If there is no template for the code.
    """
    item = FORMATS[format_code]
    if item.vorlage is None:
        raise KeyError(format_code)
    # with a byte mark, so that Excel shows umlauts
    data = item.vorlage(known or Known()).encode("utf-8-sig")
    return Source(f"vorlage_{format_code}{item.endung}", data)


def _inspection(
    source: Source,
    opened: Opened | None,
    found: Format | None,
    outcome: Outcome,
    findings: Findings,
) -> Inspection:
    code, title = (found.code, found.titel) if found else ("", "")
    encoding = opened.kodierung if opened else ""
    delimiter = opened.trennzeichen if opened else ""
    delivery = None
    if outcome.content is not None and not findings:
        delivery = Delivery(
            format=code,
            titel=title,
            quelle=source,
            roh=source.data if outcome.roh is None else outcome.roh,
            content=outcome.content,
            zeilen=outcome.zeilen,
            spalten=outcome.spalten,
            kodierung=encoding,
            trennzeichen=delimiter,
            beispiel=outcome.beispiel,
            hinweise=tuple(findings.notes),
            zusammenfassung=outcome.zusammenfassung,
            zuordnung=outcome.zuordnung,
        )
    return Inspection(
        erkannt=code,
        titel=title,
        kodierung=encoding,
        trennzeichen=delimiter,
        zeilen=outcome.zeilen,
        spalten=outcome.spalten,
        vorschau=pd.DataFrame(outcome.vorschau),
        probleme=findings.problems,
        spaltennamen=outcome.spaltennamen,
        fehlende_spalten=outcome.fehlende_spalten,
        delivery=delivery,
        tabelle=outcome.tabelle,
        gebietstabelle=outcome.gebietstabelle,
        orte=outcome.orte,
    )
