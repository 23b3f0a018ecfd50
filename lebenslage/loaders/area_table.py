"""Any table with one row per area: its columns are told once, on the page, and remembered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import area_keys, values
from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders import value_checks as checks
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import (
    NO_FIT,
    Built,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    table_outcome,
)
from lebenslage.loaders.numbers import parse_numbers
from lebenslage.loaders.places import resolve_areas
from lebenslage.loaders.tables import Column, Table, Type, fold_heading, read_columns
from lebenslage.model import columns as col
from lebenslage.model.area_table import AreaTable, AreaTableProposal, ValueColumn
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Catalogue

#: Share of the filled cells of a column that must name areas.
_NAMED: Final = 0.6
#: Names of sums, which are no areas of their own.
_SUMS: Final = re.compile(r"(gesamt|insgesamt|zusammen|summe|total)\b.*", re.I)
_DATES: Final = ("stand", "jahr", "datum", "stichtag", "berichtsjahr")
_IN_NAME: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:-[01]\d-[0-3]\d)?(?!\d)")
_UNDECIDED: Final = (
    "Die Tabelle hat eine Zeile je Gebiet. Welche Spalte welcher Indikator ist und welcher Stand "
    "gilt, muss einmal auf der Seite Daten festgelegt werden."
)
_NO_DATE: Final = (
    "Die Spalten sind bekannt, aber nicht der Stand. Bitte Jahr oder Tag in den Dateinamen "
    "schreiben (zum Beispiel „zaehlung_2025.csv“) oder auf der Seite Daten angeben."
)
_LOOKED_AT: Final = 500


def headings_key(header: tuple[str, ...]) -> str:
    """What tells tables with the same columns; their order and spelling play no part."""
    return "|".join(sorted(fold_heading(heading) for heading in header if heading))


def _fits(opened: Opened, job: Job) -> Fit:
    """A remembered table beats what its headings look like; else it is the last resort."""
    raw = opened.raw
    if opened.kind != "tabelle" or raw is None or len(raw.header) < 2:
        return NO_FIT
    if _decided(raw, job) is not None:
        return (1.5, 1.0)
    columns = _area_columns(raw, job)
    return (0.4, 1 / len(raw.header)) if columns and _number_columns(raw, columns) else NO_FIT


def _decided(raw: RawTable, job: Job) -> AreaTable | None:
    key = headings_key(raw.header)
    for assignment in (job.zuordnung, job.known.zuordnung):
        if assignment is not None and key in assignment.tabellen:
            return assignment.tabellen[key]
    return None


def _area_columns(raw: RawTable, job: Job) -> dict[str, int]:
    """Headings of columns whose cells name areas -> how many areas; the best first.

    Each area stands there once per date at most: a table with many rows per place may be one of
    persons, and their cells are not for a preview.
    """
    keys = area_keys.official_column(raw, job.known.ags)
    if keys is not None:
        return {raw.header[keys]: len(_official(raw, keys, job))}
    if not (job.known.gebiete or job.known.gazetteer):
        return {}
    dates = _date_column(raw)
    found: dict[str, tuple[float, int]] = {}
    for i, heading in enumerate(raw.header):
        texts = raw.column(i, _LOOKED_AT)
        if not heading or texts.nunique() < 2:  # of thousands of columns most end here
            continue
        texts = texts[(texts != "") & ~texts.str.fullmatch(_SUMS)]
        if texts.nunique() < 2:
            continue
        known = {text for text, hit in resolve_areas(texts, job.known).items() if hit.key}
        rows = pd.DataFrame({"gebiet": texts, "stand": raw.column(dates) if dates >= 0 else ""})
        share = texts.isin(known).mean()
        if share >= _NAMED and not rows.loc[texts.index].duplicated().any():
            found[heading] = (float(share), len(known))
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], -item[1][1]))
    return {heading: count for heading, (_, count) in ordered}


def _date_column(raw: RawTable) -> int:
    """Place of a column that is called like a date; -1: none."""
    folded = [fold_heading(heading) for heading in raw.header]
    return next((folded.index(name) for name in _DATES if name in folded), -1)


def _number_columns(raw: RawTable, areas: dict[str, int]) -> tuple[str, ...]:
    """Headings of columns in which at least one cell is a number and every one is or is empty."""
    dates = _date_column(raw)
    found = []
    for i, heading in enumerate(raw.header):
        if not heading or heading in list(areas)[:1] or i == dates:
            continue
        texts = raw.column(i, _LOOKED_AT).str.removesuffix("%").str.strip()
        numbers = parse_numbers(texts)
        if not numbers.errors and not np.isnan(numbers.values).all():
            found.append(heading)
    return tuple(found)


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    decided = _decided(raw, job)
    proposal = _proposal(raw, job, decided, _date_in(opened.source.name))
    table = _outcome(raw, None, proposal)
    chosen = proposal.vorschlag
    if not chosen.complete:
        dated = replace(chosen, datum=chosen.datum or job.today)
        job.findings.add(_NO_DATE if proposal.gemerkt and dated.complete else _UNDECIDED)
        return table
    needed = [chosen.gebiet, *(c for v in chosen.werte.values() for c in _columns_of(v))]
    absent = [name for name in dict.fromkeys([*needed, chosen.stand]) if not _has(raw, name)]
    if absent:
        job.findings.add(f"Diese Spalten fehlen: {quoted(absent)}.")
        return table
    if proposal.gemerkt and not chosen.stand and job.zuordnung is None:
        job.findings.note(f"Der Stand {chosen.datum} ist dem Dateinamen entnommen.")
    built = _build(raw, chosen, job)
    # the date belongs to this file alone
    remembered = Assignment(tabellen={proposal.kennung: replace(chosen, datum="")})
    return replace(_outcome(raw, built, proposal), zuordnung=remembered)


def _outcome(raw: RawTable, built: Built | None, proposal: AreaTableProposal) -> Outcome:
    """Only areas and numbers are for the preview; other columns may hold remarks."""
    table = table_outcome(raw, built)
    shown = [h for h in raw.header if h in (*proposal.gebietsspalten, *proposal.zahlenspalten)]
    preview = table.vorschau[[heading for heading in shown if heading in table.vorschau]]
    return replace(table, vorschau=preview, gebietstabelle=proposal)


def _columns_of(value: ValueColumn) -> list[str]:
    return [name for name in (value.wert, value.zaehler, value.nenner) if name]


def _has(raw: RawTable, heading: str) -> bool:
    return not heading or _index(raw, heading) is not None


def _index(raw: RawTable, heading: str) -> int | None:
    folded = [fold_heading(each) for each in raw.header]
    return folded.index(fold_heading(heading)) if fold_heading(heading) in folded else None


def _date_in(name: str) -> str:
    """The one year or day that a file name tells; empty if it tells none or several."""
    found = set(_IN_NAME.findall(name))
    return found.pop() if len(found) == 1 else ""


def _proposal(raw: RawTable, job: Job, decided: AreaTable | None, date: str) -> AreaTableProposal:
    areas = _area_columns(raw, job)
    if decided is not None and decided.gebiet not in areas:
        areas |= {decided.gebiet: 0}
    numbers = _number_columns(raw, areas)
    dates = _date_column(raw)
    known = job.known.zuordnung.tabellen
    first = next(iter(areas), "")
    guess = AreaTable(
        gebiet=first,
        werte=_by_name(numbers, job.known.catalogue),
        stand=raw.header[dates] if dates >= 0 else "",
    )
    chosen = decided or guess
    if not (chosen.stand or chosen.datum):
        chosen = replace(chosen, datum=date)
    return AreaTableProposal(
        kennung=headings_key(raw.header),
        gebietsspalten=tuple(areas),
        zahlenspalten=numbers,
        ueberschriften=tuple(heading for heading in raw.header if heading),
        vorschlag=chosen,
        gebiete=areas.get(chosen.gebiet, 0),
        gemerkt=headings_key(raw.header) in known,
    )


def _by_name(headings: tuple[str, ...], catalogue: Catalogue | None) -> dict[str, ValueColumn]:
    """Indicators whose code or name is the heading of a column."""
    names = {
        fold_heading(name): node.code
        for node in (catalogue.indicators if catalogue else ())
        for name in (node.name, node.code)
        if name
    }
    return {
        names[fold_heading(heading)]: ValueColumn(wert=heading)
        for heading in headings
        if fold_heading(heading) in names
    }


def _build(raw: RawTable, chosen: AreaTable, job: Job) -> Built:
    """Long values out of the chosen columns, checked like any table of values."""
    spec = [Column(col.GEBIET, filled=True)]
    found = {col.GEBIET: _index(raw, chosen.gebiet) or 0}
    if chosen.stand:
        spec.append(Column(col.STAND, Type.DATE, past=True, filled=True))
        found[col.STAND] = _index(raw, chosen.stand) or 0
    for name in dict.fromkeys(c for v in chosen.werte.values() for c in _columns_of(v)):
        spec.append(Column(f"#{name}", Type.NUMBER, percent=True))
        found[f"#{name}"] = _index(raw, name) or 0
    keys = area_keys.official_column(raw, job.known.ags) == found[col.GEBIET]
    raw = (_near if keys else _without_sums)(raw, found[col.GEBIET], job)
    table = read_columns(raw, spec, found, job.findings, job.today)
    stand = table.frame[col.STAND] if chosen.stand else _date(chosen.datum, job)
    frame = table.frame.assign(**{col.STAND: stand})
    if keys:
        frame = _with_keys(frame, raw, found[col.GEBIET], job)
    else:
        frame[col.GEBIET] = checks.resolve_areas_in(table, job)[col.GEBIET]
    checks.check_doubled(table, frame, [col.GEBIET, col.STAND])
    parts = [_values(frame, code, value, chosen) for code, value in chosen.werte.items()]
    places = {
        code: found[f"#{value.wert or value.zaehler}"] for code, value in chosen.werte.items()
    }
    # messages name the column of the file in which the indicator stands
    whole = Table(table.frame, raw, {**found, **places}, job.findings)
    return values.finish(whole, pd.concat(parts), job, comparison=keys)


def _official(raw: RawTable, keys: int, job: Job) -> dict[str, tuple[str, str]]:
    """Cells with official keys that are compared with -> key and level."""
    ags = job.known.ags
    found = {str(text): area_keys.official(str(text), ags) for text in pd.unique(raw.column(keys))}
    return {text: pair for text, pair in found.items() if area_keys.near(*pair, ags)}


def _near(raw: RawTable, keys: int, job: Job) -> RawTable:
    """Only the rows of areas that are compared with."""
    taken = raw.column(keys).isin(_official(raw, keys, job))
    if count := int((~taken).sum()):
        rows = "1 Zeile anderer Gebiete entfällt" if count == 1 else ""
        job.findings.note(f"{rows or f'{count} Zeilen anderer Gebiete entfallen'}.")
    return _kept(raw, taken)


def _with_keys(frame: pd.DataFrame, raw: RawTable, keys: int, job: Job) -> pd.DataFrame:
    """Official keys, levels and names in the place of what the cells say."""
    pairs = _official(raw, keys, job)
    texts, names = raw.column(keys), area_keys.name_column(raw, keys)
    return frame.assign(
        **{
            col.GEBIET: texts.map({text: key for text, (key, _) in pairs.items()}),
            "ebene": texts.map({text: level for text, (_, level) in pairs.items()}),
            col.NAME: texts if names is None else raw.column(names),
        }
    )


def _without_sums(raw: RawTable, areas: int, job: Job) -> RawTable:
    names = raw.column(areas)
    sums = names.str.fullmatch(_SUMS)
    if not sums.any():
        return raw
    job.findings.note(f"Zeilen mit Summen entfallen: {quoted(sorted(names[sums].unique()))}.")
    return _kept(raw, ~sums)


def _kept(raw: RawTable, rows: pd.Series) -> RawTable:
    """Some rows of a table, each with its line of the file."""
    kept = rows.to_numpy()
    cells = raw.cells[kept].reset_index(drop=True)
    return replace(raw, cells=cells, lines=lambda: raw.lines()[kept])


def _date(datum: str, job: Job) -> str:
    rule = cell_rules.Rule(Column(col.STAND, Type.DATE, past=True), "", job.today)
    iso, errors = cell_rules.read_date(pd.Series([datum]), rule)
    for _, message in errors:
        job.findings.add(f"Stand: {message}", wert=datum)
    return str(iso.iloc[0])


def _values(frame: pd.DataFrame, code: str, value: ValueColumn, chosen: AreaTable) -> pd.DataFrame:
    """Rows of one indicator; the index stays the row of the file."""
    roles = ((col.WERT, value.wert), (col.ZAEHLER, value.zaehler), (col.NENNER, value.nenner))
    fixed = [name for name in (col.GEBIET, col.STAND, col.NAME, "ebene") if name in frame]
    rows = frame[fixed].copy()
    rows[col.INDIKATOR], rows[col.FEHLER] = code, np.nan
    for role, name in roles:
        rows[role] = frame[f"#{name}"] if name else np.nan
    return rows.assign(**{col.QUELLE: chosen.quelle_id, col.GUETE: chosen.guete})


FORMAT: Final[Format] = Format("gebietstabelle", "Tabelle mit einer Zeile je Gebiet", _fits, _read)
