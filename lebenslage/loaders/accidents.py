"""Accidents with injured persons: points of the Unfallatlas, one file a year, all of Germany."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.count_cells import read_counts, read_numbers, source_table
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import NO_FIT, Fit, Format, Job, Opened, Outcome, preview
from lebenslage.loaders.points import to_grid
from lebenslage.loaders.tables import Column, match_columns
from lebenslage.model import columns
from lebenslage.model.counts import SPALTEN, UNFAELLE, Counts

#: Parts of the AGS with their digits, as the files of all years name them.
_KEY: Final = {"ULAND": 2, "UREGBEZ": 1, "UKREIS": 2, "UGEMEINDE": 3}
_YEAR: Final = "UJAHR"
_KIND: Final = "UKATEGORIE"
_LON: Final = "XGCSWGS84"
_LAT: Final = "YGCSWGS84"
_COLUMNS: Final = tuple(Column(name, needed=True) for name in (*_KEY, _YEAR, _KIND, _LON, _LAT))
#: 1 somebody was killed, 2 badly injured, 3 slightly injured.
_KINDS: Final = (1.0, 2.0, 3.0)


def _fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    missing = match_columns(opened.header, _COLUMNS, job.mapping).missing
    return (3.0, 1.0) if len(missing) <= 1 else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    matched = match_columns(raw.header, _COLUMNS, job.mapping)
    size = (len(raw.cells), len(raw.header))
    if matched.missing:
        job.findings.add(f"Es fehlt die Spalte „{matched.missing[0]}“.")
        return Outcome(None, *size, preview(raw), raw.header, matched.missing)
    own = _own(raw, matched.found, job)
    content = None
    if not job.findings:
        content = _counts(own, matched.found, job)
    summary = {}
    if content is not None:
        years = sorted(content.tabelle[columns.STAND].unique())
        summary = {"Jahre": ", ".join(years), "Unfälle in der Gemeinde": len(content.tabelle)}
    return Outcome(
        content,
        *size,
        preview(own),
        raw.header,
        # of a file of all Germany only the own rows are kept
        roh=None if own is raw else own.as_csv(),
        zusammenfassung=summary,
    )


def _own(raw: RawTable, found: Mapping[str, int], job: Job) -> RawTable:
    """The rows of the own Gemeinde; a file of all Germany is looked through at once."""
    if not job.known.ags:
        return raw
    key = pd.Series("", index=raw.cells.index)
    for name, digits in _KEY.items():
        key = key + raw.column(found[name]).str.zfill(digits)
    mine = (key == job.known.ags).to_numpy()
    if not mine.any():
        text = f"Die Datei enthält keinen Unfall in der Gemeinde (Schlüssel {job.known.ags})."
        job.findings.add(text)
        return raw
    rows = np.flatnonzero(mine)
    if dropped := len(mine) - len(rows):
        job.findings.note(f"Unfälle in anderen Gemeinden weggelassen: {dropped}.")

    def lines() -> np.ndarray:
        return np.array([raw.line(int(row)) for row in rows])

    kept = raw.cells.iloc[rows].reset_index(drop=True)
    return RawTable(raw.header, kept, raw.kodierung, raw.trennzeichen, lines)


def _counts(raw: RawTable, found: Mapping[str, int], job: Job) -> Counts | None:
    years = read_counts(raw, found[_YEAR], job)
    kinds = read_counts(raw, found[_KIND], job)
    lon, lat = (read_numbers(raw, found[name], job) for name in (_LON, _LAT))
    for row in job.findings.listed(rows_where(~np.isin(kinds, _KINDS))):
        text = "Erwartet wird 1 (Getötete), 2 (Schwerverletzte) oder 3 (Leichtverletzte)."
        value = str(raw.column(found[_KIND]).iat[row])
        job.findings.add(text, zeile=raw.line(row), spalte=_KIND, wert=value)
    limit = int(job.today[:4])
    for row in job.findings.listed(rows_where(~((years >= 2000) & (years <= limit)))):
        value = str(raw.column(found[_YEAR]).iat[row])
        text = f"„{value}“ ist kein Jahr bis {limit}."
        job.findings.add(text, zeile=raw.line(row), spalte=_YEAR, wert=value)
    x, y = to_grid(lon, lat, raw, found[_LON], job)
    if job.findings:
        return None
    frame = pd.DataFrame(
        {
            columns.STAND: [str(int(year)) for year in years],
            columns.ORTSTEIL: "",
            "x": x,
            "y": y,
            "schwere": kinds,
        }
    )
    stand = str(frame[columns.STAND].max())
    key = f"unfallatlas-{stand}"
    quelle = source_table(
        key,
        stand,
        herausgeber="Statistische Ämter des Bundes und der Länder",
        titel=f"Unfallatlas, Unfallorte {stand}",
        lizenz="dl-de/by-2-0",
        vermerk="© Statistische Ämter des Bundes und der Länder, Unfallatlas, dl-de/by-2-0",
        adresse="https://unfallatlas.statistikportal.de/",
        lieferant="Statistische Ämter des Bundes und der Länder: Unfallatlas",
        rhythmus="jährlich",
    )
    return Counts(
        UNFAELLE,
        frame[[columns.STAND, columns.ORTSTEIL, *SPALTEN[UNFAELLE]]],
        quellen=quelle,
        quelle_id=key,
    )


FORMAT: Final = Format("unfaelle", "Unfallorte (Unfallatlas)", _fits, _read)
