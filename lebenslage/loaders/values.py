"""Indicator values: long and wide tables, and the comparison with other Gemeinden."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import value_checks as checks
from lebenslage.loaders.findings import Findings, rows_where, similar
from lebenslage.loaders.formats import (
    NO_FIT,
    Built,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    table_format,
    table_outcome,
)
from lebenslage.loaders.tables import (
    Column,
    Table,
    Type,
    check_header,
    fold_heading,
    match_columns,
    read_columns,
)
from lebenslage.model import columns
from lebenslage.model.exchange import ComparisonTable, Known, ValueTable
from lebenslage.model.rules import Guete, Status

#: Levels of areas in the comparison, with the length of their official key.
EBENEN: Final = {"gemeinde": 8, "gemeindeverband": 9, "kreis": 5, "land": 2, "bund": 2}

_AREA: Final = Column(
    columns.GEBIET,
    needed=True,
    filled=True,
    aliases=("ortsteil_id", "ortsteil", "ags", "uCode", "gebiet", "ort"),
)
_STAND: Final = Column(columns.STAND, Type.DATE, past=True, aliases=("jahr", "datum", "Time"))
_QUALITY: Final = Column(
    columns.GUETE, Type.CHOICE, choices=tuple(Guete), default=Guete.AMTLICH.value
)
_NUMBERS: Final = (
    Column(columns.WERT, Type.NUMBER, needed=True, percent=True),
    Column(columns.ZAEHLER, Type.NUMBER, low=0),
    Column(columns.NENNER, Type.NUMBER, low=0),
)
_INDICATOR: Final = Column(columns.INDIKATOR, needed=True, filled=True, aliases=("kennzahl",))
LONG: Final = (
    _AREA,
    _INDICATOR,
    _STAND,
    *_NUMBERS,
    Column(columns.FEHLER, Type.NUMBER, low=0),
    Column(columns.QUELLE),
    _QUALITY,
)
#: What our own export tells beside the values, so that it can be imported again.
_EXPORTED: Final = tuple(Column(name, hidden=True) for name in (*columns.WERTE_ZUSATZ, "vermerk"))
COMPARISON: Final = (
    Column(columns.GEBIET, needed=True, filled=True, aliases=("ags",)),
    Column(columns.NAME, aliases=("gebiet",)),
    Column("ebene", Type.CHOICE, needed=True, filled=True, choices=tuple(EBENEN)),
    _INDICATOR,
    _STAND,
    *_NUMBERS,
    Column(columns.QUELLE),
    _QUALITY,
)
#: Columns of a wide table that are no indicators.
_WIDE_FIXED: Final = (_AREA, _STAND, Column(columns.QUELLE), _QUALITY)


def _build_long(table: Table, job: Job) -> Built:
    frame = _with_codes(checks.resolve_areas_in(table, job), job)
    checks.check_doubled(table, frame, [columns.GEBIET, columns.INDIKATOR, columns.STAND])
    built = finish(table, frame, job)
    hidden = _hidden(frame).to_numpy()
    if not hidden.any():
        return built
    count = int(hidden.sum())
    words = "1 Zeile wird" if count == 1 else f"{count} Zeilen werden"
    job.findings.note(f"{words} nicht übernommen: im Export aus Datenschutzgründen gesperrt.")
    kept = frame[~hidden]
    return _built(ValueTable(_ordered(kept, columns.WERTE)), kept)


def _hidden(frame: pd.DataFrame) -> pd.Series:
    """Rows that an export of ours hides are no values: a blank must not replace what is known."""
    if columns.STATUS not in frame:
        return pd.Series(False, index=frame.index)
    return frame[columns.STATUS] == Status.UNTERDRUECKT


def _build_comparison(table: Table, job: Job) -> Built:
    frame = _with_codes(table.frame, job)
    _check_official_keys(table)
    checks.check_doubled(table, frame, [columns.GEBIET, columns.INDIKATOR, columns.STAND])
    return finish(table, frame, job, comparison=True)


def _check_official_keys(table: Table) -> None:
    """Keys of the comparison have the length of their level."""
    pairs = zip(table.frame[columns.GEBIET], table.frame["ebene"], strict=True)
    for row, (key, level) in enumerate(pairs):
        length = EBENEN.get(level)
        if not key or length is None or level == "bund":
            continue
        if not (key.isdigit() and len(key) == length):
            hint = " (fehlt die führende Null?)" if len(key) == length - 1 else ""
            text = f"„{key}“ ist kein Schlüssel mit {length} Ziffern{hint}."
            table.problem(row, columns.GEBIET, text)


def _checked(table: Table, frame: pd.DataFrame, job: Job) -> pd.DataFrame:
    """Long values with everything checked that the catalogue says about them."""
    _check_codes(table, frame, job)
    checks.check_percent_signs(table, frame)
    frame = checks.fill_shares(table, frame, job.known.catalogue)
    checks.check_numbers(table, frame, job.known.catalogue)
    _note_missing(table, frame, job.findings)
    return frame


def finish(table: Table, frame: pd.DataFrame, job: Job, *, comparison: bool = False) -> Built:
    """Check long values (`columns.WERTE`, or `columns.VERGLEICH`) and make their content."""
    frame = _checked(table, frame, job)
    if comparison:
        return _built(ComparisonTable(_ordered(frame, columns.VERGLEICH)), frame)
    return _built(ValueTable(_ordered(frame, columns.WERTE)), frame)


def _ordered(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    return frame[list(names)].reset_index(drop=True)


def _built(content: ValueTable | ComparisonTable, frame: pd.DataFrame) -> Built:
    example = bool((frame[columns.GUETE] == Guete.BEISPIEL).any())
    return Built(content, example, _summary(frame))


def _summary(frame: pd.DataFrame) -> dict[str, int]:
    return {
        "Gebiete": int(frame[columns.GEBIET].nunique()),
        "Indikatoren": int(frame[columns.INDIKATOR].nunique()),
        "Werte": int(frame[columns.WERT].notna().sum()),
    }


def _with_codes(frame: pd.DataFrame, job: Job) -> pd.DataFrame:
    """The frame with codes of indicators where their names stand."""
    codes, known = _codes_by_heading(job), job.known.catalogue or ()
    texts = frame[columns.INDIKATOR]
    found = {
        text: text if text in known else codes.get(fold_heading(str(text)), text)
        for text in pd.unique(texts)
    }
    return frame.assign(**{columns.INDIKATOR: texts.map(found)})


def _check_codes(table: Table, frame: pd.DataFrame, job: Job) -> None:
    """Every indicator is a leaf of the catalogue."""
    catalogue = job.known.catalogue
    if catalogue is None:
        return
    problems = {c: checks.code_problem(c, catalogue) for c in pd.unique(frame[columns.INDIKATOR])}
    codes = frame[columns.INDIKATOR]
    bad = codes.isin([code for code, text in problems.items() if code and text])
    for place in table.findings.listed(rows_where(bad)):
        row = int(frame.index[place])
        table.problem(row, columns.INDIKATOR, problems[str(codes.iat[place])])


def _note_missing(table: Table, frame: pd.DataFrame, findings: Findings) -> None:
    if columns.STAND in table.absent:
        findings.note("Die Spalte „stand“ fehlt; die Werte gelten ohne Datum.")
    if columns.GUETE in table.absent:
        findings.note("Die Spalte „guete“ fehlt; alle Werte gelten als „amtlich“.")
    if count := int((frame[columns.WERT].isna() & ~_hidden(frame)).sum()):
        words = "1 Wert fehlt" if count == 1 else f"{count} Werte fehlen"
        findings.note(f"{words} und bleibt leer." if count == 1 else f"{words} und bleiben leer.")


def _wide_fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    matched = match_columns(opened.header, _WIDE_FIXED, job.mapping)
    long_only = {columns.INDIKATOR, columns.WERT, columns.ZAEHLER, columns.NENNER, columns.CODE}
    if matched.missing or long_only & {fold_heading(h) for h in opened.header}:
        return NO_FIT
    rest = [opened.header[i] for i in matched.rest if opened.header[i]]
    if job.known.catalogue is None:
        return (0.9, len(matched.found) / len(opened.header)) if rest else NO_FIT
    codes = _codes_by_heading(job)
    hits = sum(fold_heading(heading) in codes for heading in rest)
    return (1.0, (hits + len(matched.found)) / len(opened.header)) if hits else NO_FIT


def _codes_by_heading(job: Job) -> dict[str, str]:
    """Folded code or name -> code of every indicator; a name that two share means neither."""
    if job.known.catalogue is None:
        return {}
    indicators = job.known.catalogue.indicators
    names = Counter(fold_heading(node.label) for node in indicators)
    by_name = {
        fold_heading(node.label): node.code
        for node in indicators
        if names[fold_heading(node.label)] == 1
    }
    return by_name | {fold_heading(node.code): node.code for node in indicators}


def _read_wide(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    from_coinr = any(fold_heading(heading) == "ucode" for heading in raw.header)
    codes = _codes_by_heading(job)
    spec: list[Column] = list(_WIDE_FIXED)
    fixed = match_columns(raw.header, _WIDE_FIXED, job.mapping)
    mapped = {
        fold_heading(h): name for name, h in (job.mapping or {}).items() if name not in fixed.found
    }
    indicators = {}
    for i in fixed.rest:
        heading = raw.header[i]
        key = fold_heading(mapped.get(fold_heading(heading), heading))
        if heading and (key in codes or job.known.catalogue is None):
            code = codes.get(key, heading)
            indicators[code] = i
            spec.append(Column(code, Type.NUMBER, percent=True))
        elif heading and not from_coinr:
            text = f"„{heading}“ ist kein Indikator des Katalogs.{similar(heading, codes.values())}"
            job.findings.add(text, zeile=1, spalte=heading)
    check_header(raw, fixed, _WIDE_FIXED, job.findings, strict=False)
    if fixed.missing:
        return table_outcome(raw, None, fixed.missing)
    table = read_columns(raw, spec, {**fixed.found, **indicators}, job.findings, job.today)
    frame = checks.resolve_areas_in(table, job)
    checks.check_doubled(table, frame, [columns.GEBIET, columns.STAND])
    return table_outcome(raw, finish(table, _melt(frame, list(indicators)), job))


def _melt(frame: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """One row per area and indicator; the index stays the row of the file."""
    fixed = [column.name for column in _WIDE_FIXED]
    long = frame.melt(fixed, codes, columns.INDIKATOR, columns.WERT, ignore_index=False)
    empty = dict.fromkeys((columns.ZAEHLER, columns.NENNER, columns.FEHLER), np.nan)
    return long.assign(**empty)


def _wide_template(known: Known) -> str:
    codes = [node.code for node in known.catalogue.indicators] if known.catalogue else []
    lines = [";".join((columns.GEBIET, columns.STAND, *codes))]
    keys = dict.fromkeys(p.ortsteil_id for p in known.gazetteer.places) if known.gazetteer else {}
    return "".join(
        f"{line}\r\n" for line in [*lines, *(key + ";" * (len(codes) + 1) for key in keys)]
    )


WERTE_LANG: Final[Format] = table_format(
    "werte-lang", "Indikatorwerte (eine Zeile je Wert)", (*LONG, *_EXPORTED), _build_long
)
VERGLEICH: Final[Format] = table_format(
    "vergleich", "Vergleichswerte anderer Gebiete", COMPARISON, _build_comparison
)
WERTE_BREIT: Final = Format(
    "werte-breit",
    "Indikatorwerte (eine Spalte je Indikator)",
    _wide_fits,
    _read_wide,
    _wide_template,
)
