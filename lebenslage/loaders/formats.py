"""What a format is: how it is recognised, read, and what reading it gives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final, Literal

import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.survey_programs import TABLE, program_of
from lebenslage.loaders.tables import (
    Column,
    Table,
    check_header,
    match_columns,
    read_columns,
)
from lebenslage.model import moments
from lebenslage.model.area_table import AreaTableProposal
from lebenslage.model.assignment import Assignment, OpenPlace
from lebenslage.model.exchange import Content, Known, Source
from lebenslage.model.official import TableProposal
from lebenslage.model.survey import Questionnaire

#: Rows of a preview.
PREVIEW_ROWS: Final = 5


@dataclass(frozen=True)
class Opened:
    """A file whose container and encoding are known, but not yet what it says."""

    source: Source
    kind: Literal[
        "tabelle",
        "gitter",
        "json",
        "toml",
        "xml",
        "geopackage",
        "shapefile",
        "amtlich",
        "fahrplan",
        "osm",
    ]
    kodierung: str = ""
    trennzeichen: str = ""
    header: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    raw: RawTable | None = field(default=None, repr=False)
    #: Of a timetable: the archive with its tables.
    archiv: zipfile.ZipFile | None = field(default=None, repr=False)
    #: Of an extract of OpenStreetMap that is read from the disk.
    pfad: Path | None = None
    #: Opens a file that is too big to be read at once; else the bytes of `source` are all.
    opener: Callable[[], IO[bytes]] | None = field(default=None, repr=False)

    def stream(self) -> IO[bytes]:
        """The file from its beginning, to read in blocks."""
        return self.opener() if self.opener else io.BytesIO(self.source.data)

    def data(self) -> bytes:
        """The whole file."""
        if self.opener is None:
            return self.source.data
        with self.opener() as file:
            return file.read()

    @cached_property
    def programm(self) -> str:
        """Which program wrote a table of answers; empty if none of the known ones shows."""
        return program_of(self.raw) if self.raw is not None else TABLE


@dataclass(frozen=True)
class Job:
    """What a reader works with beside the file."""

    known: Known
    findings: Findings
    mapping: Mapping[str, str] | None = None
    questionnaire: Questionnaire | None = None
    zuordnung: Assignment | None = None

    @property
    def today(self) -> str:
        """ISO date after which a date lies in the future."""
        return self.known.heute or moments.today().isoformat()


@dataclass(frozen=True)
class Outcome:
    """What a reader found; `content` is None if problems prevent it."""

    content: Content | None
    zeilen: int
    spalten: int
    vorschau: pd.DataFrame = field(repr=False, default_factory=pd.DataFrame)
    spaltennamen: tuple[str, ...] = ()
    fehlende_spalten: tuple[str, ...] = ()
    roh: bytes | None = field(default=None, repr=False)
    beispiel: bool = False
    zusammenfassung: Mapping[str, Any] = field(default_factory=dict)
    zuordnung: Assignment = field(default_factory=Assignment)
    tabelle: TableProposal | None = None
    gebietstabelle: AreaTableProposal | None = None
    orte: tuple[OpenPlace, ...] = ()


@dataclass(frozen=True)
class Built:
    """Model object made from a table, with what is said about it."""

    content: Content
    beispiel: bool = False
    zusammenfassung: Mapping[str, Any] = field(default_factory=dict)


#: How well a format fits: share of its needed columns, share of the file's columns it explains.
Fit = tuple[float, float]
NO_FIT: Final[Fit] = (0.0, 0.0)


@dataclass(frozen=True)
class Format:
    """One kind of file that can be taken in.

    Parameters
    ----------
    titel : str
        In German words, as shown.
    fits : callable
        Judges an opened file; the best fit wins.
    read : callable
        Reads it; problems go into `job.findings`.
    vorlage : callable or None
        Text of a template to fill in, given what is known.
    """

    code: str
    titel: str
    fits: Callable[[Opened, Job], Fit] = field(repr=False)
    read: Callable[[Opened, Job], Outcome] = field(repr=False)
    vorlage: Callable[[Known], str] | None = field(default=None, repr=False)
    endung: str = ".csv"

    @property
    def family(self) -> str:
        """Title without what tells sisters apart: "Register: Akteure" is one kind of file."""
        return self.titel.partition(":")[0]


def table_format(
    code: str,
    titel: str,
    columns: tuple[Column, ...],
    build: Callable[[Table, Job], Built | None],
    *,
    strict: bool | Callable[[tuple[str, ...]], bool] = True,
) -> Format:
    """Make a format of a column specification and a function that checks and builds.

    Parameters
    ----------
    build : callable
        Gets the typed table; notes problems; returns None if nothing can be built.
    strict : bool or callable
        Whether unknown columns are problems; the callable gets the header.
    """

    def fits(opened: Opened, job: Job) -> Fit:
        return header_fit(opened, columns, job.mapping) if opened.kind == "tabelle" else NO_FIT

    def read(opened: Opened, job: Job) -> Outcome:
        raw = opened.raw
        assert raw is not None
        matched = match_columns(raw.header, columns, job.mapping)
        known_only = strict(raw.header) if callable(strict) else strict
        check_header(raw, matched, columns, job.findings, strict=known_only)
        built = None
        if not matched.missing:
            table = read_columns(raw, columns, matched.found, job.findings, job.today)
            built = build(table, job)
        return table_outcome(raw, built, matched.missing)

    def vorlage(_known: Known) -> str:
        return ";".join(c.name for c in columns if not c.hidden) + "\r\n"

    return Format(code, titel, fits, read, vorlage)


def fits_kind(kind: str) -> Callable[[Opened, Job], Fit]:
    """Judge of a format that is known by the kind of its content alone."""

    def fits(opened: Opened, _job: Job) -> Fit:
        return (2.0, 1.0) if opened.kind == kind else NO_FIT

    return fits


def header_fit(
    opened: Opened, columns: tuple[Column, ...], mapping: Mapping[str, str] | None
) -> Fit:
    """Fit of a header to a column specification.

    Notes
    -----
    More than half of the needed columns must be there, or a third of them in a header that is
    otherwise known: less is a coincidence ("name"), and its error messages would mislead.
    """
    matched = match_columns(opened.header, columns, mapping)
    needed = sum(column.needed for column in columns)
    share = (needed - len(matched.missing)) / needed
    explained = len(matched.found) / len(opened.header)
    known = share >= 1 / 3 and len(matched.found) >= 3 and explained >= 0.75
    return (share, explained) if share > 0.5 or known else NO_FIT


def table_outcome(raw: RawTable, built: Built | None, missing: tuple[str, ...] = ()) -> Outcome:
    """Outcome of a table whose cells may be shown."""
    return Outcome(
        content=built.content if built else None,
        zeilen=len(raw.cells),
        spalten=len(raw.header),
        vorschau=preview(raw),
        spaltennamen=raw.header,
        fehlende_spalten=missing,
        beispiel=built.beispiel if built else False,
        zusammenfassung=built.zusammenfassung if built else {},
    )


def preview(raw: RawTable) -> pd.DataFrame:
    """First rows as text under their headings (doubled or empty headings get a number)."""
    names: list[str] = []
    for i, heading in enumerate(raw.header, start=1):
        names.append(f"{heading} ({i})".strip() if heading in ("", *names) else heading)
    return raw.cells.head(PREVIEW_ROWS).fillna("").set_axis(names, axis=1)


def column_overview(raw: RawTable) -> pd.DataFrame:
    """One row per column and how many cells are filled: nothing a person has written."""
    filled = [(raw.cells[i].fillna("") != "").sum() for i in range(len(raw.header))]
    return pd.DataFrame({"spalte": list(raw.header), "ausgefuellt": [int(n) for n in filled]})
