"""Small-area table of the Bundesagentur für Arbeit: unemployed by parts of a Gemeinde."""

from __future__ import annotations

import calendar
import re
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.assigning import assign
from lebenslage.loaders.count_cells import read_counts, source_table
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import quoted, rows_where
from lebenslage.loaders.formats import (
    NO_FIT,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    column_overview,
)
from lebenslage.loaders.tables import fold_heading, missing_columns
from lebenslage.model import columns
from lebenslage.model.counts import ARBEITSMARKT, SPALTEN, Counts

#: Expected column -> what its heading begins with (folded); the first four stand in this order.
_MONTH: Final = "Berichtsmonat"
_STARTS: Final = {
    _MONTH: ("berichtsmonat", "monat"),
    "Gemeindeschlüssel": ("gemeindeschluessel", "ags", "gemeinde"),
    "Gliederung": ("staedtischegliederung", "gliederung", "kleinraeumigegliederung", "raumbezug"),
}
_COUNT: Final = "arbeitslose"
_NAME: Final = ("name", "bezeichnung", "gebietsname", "teilgebiet", "gliederungname")
_TOTALS: Final = (
    "arbeitslose",
    "arbeitsloseinsgesamt",
    "bestandarbeitslose",
    "bestandanarbeitslosen",
)
_PARTS: Final = ("sgbiii", "sgbii")
_NOWHERE: Final = frozenset({"keineangabe", "ohneangabe", "nichtzuordenbar", "keinezuordnung"})
_MONTHS: Final = (
    *("januar", "februar", "maerz", "april", "mai", "juni", "juli", "august", "september"),
    *("oktober", "november", "dezember"),
)


def _found(header: tuple[str, ...]) -> dict[str, int]:
    folded = [fold_heading(heading) for heading in header]
    found: dict[str, int] = {}
    for name, starts in _STARTS.items():
        for i, heading in enumerate(folded):
            if heading.startswith(starts) and i not in found.values():
                found[name] = i
                break
    for i, heading in enumerate(folded):
        if heading in _NAME and i not in found.values():
            found.setdefault("Name", i)
    return found


def _fits(opened: Opened, _job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    found = _found(opened.header)
    return (3.0, 1.0) if set(_STARTS) <= found.keys() and found[_MONTH] == 0 else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    found = _found(raw.header)
    overview = column_overview(raw)  # small numbers
    size = (len(raw.cells), len(raw.header))
    wanted = _count_columns(raw.header, job)
    if not wanted:
        job.findings.add(missing_columns((_COUNT,)))
        return Outcome(None, *size, overview, raw.header, (_COUNT,))
    table = _areas(raw, found, wanted, job)
    named = table[~table["summe"] & ~table["ohne"]]
    assigned = assign(named["text"], job, dict(zip(named["text"], named["name"], strict=True)))
    table[columns.ORTSTEIL] = table["text"].map(lambda text: assigned.orte.get(text, ""))
    content = None
    if not job.findings:
        content = _counts(table, job)
    return Outcome(
        content,
        *size,
        overview,
        raw.header,
        zusammenfassung=_summary(table) if content else {},
        zuordnung=assigned.zuordnung,
        orte=assigned.offen,
    )


def _count_columns(header: tuple[str, ...], job: Job) -> list[int]:
    """Columns that add up to all unemployed."""
    folded = [fold_heading(heading) for heading in header]
    if heading := (job.mapping or {}).get(_COUNT):
        return [folded.index(fold_heading(heading))]
    for total in _TOTALS:
        if total in folded:
            return [folded.index(total)]
    parts = {}
    for i, heading in enumerate(folded):
        if heading.startswith("arbeitslose"):
            rest = re.sub(r"[^a-z]", "", heading.removeprefix("arbeitslose"))
            parts[rest.removeprefix("im").removeprefix("rechtskreis")] = i
    return [parts[name] for name in _PARTS] if set(_PARTS) <= parts.keys() else []


def _areas(raw: RawTable, found: dict[str, int], wanted: list[int], job: Job) -> pd.DataFrame:
    """Rows of the own Gemeinde: month, place as written, count, whether a sum."""
    months = raw.column(found[_MONTH])
    dates = {text: _month(text) for text in pd.unique(months)}
    for row in job.findings.listed(rows_where(months.map(lambda text: not dates[text]))):
        text = f"„{months.iat[row]}“ ist kein Monat; erwartet wird zum Beispiel 202406."
        job.findings.add(text, zeile=raw.line(row), spalte=_MONTH, wert=str(months.iat[row]))
    codes = raw.column(found["Gliederung"])
    names = raw.column(found["Name"]) if "Name" in found else codes
    values = np.column_stack([read_counts(raw, index, job) for index in wanted])
    table = pd.DataFrame(
        {
            columns.STAND: months.map(dates),
            "text": (codes + " " + names.where(names != codes, "")).str.strip(),
            "name": names.where(names != "", codes),
            "arbeitslose": values.sum(axis=1),  # a secret part makes the sum secret
            "summe": codes.str.contains("SUM"),
            "gesamt": codes == "SUMSUMSUM",
        }
    )
    table["ohne"] = (codes + names).map(lambda text: any(w in fold_heading(text) for w in _NOWHERE))
    keys = raw.column(found["Gemeindeschlüssel"]).str.zfill(8)
    if job.known.ags and not (keys == job.known.ags).any():
        text = f"Die Datei enthält die eigene Gemeinde (Schlüssel {job.known.ags}) nicht."
        job.findings.add(text, spalte=raw.header[found["Gemeindeschlüssel"]])
    if job.known.ags:
        table = table[keys == job.known.ags]
    return table.reset_index(drop=True)


def _month(text: str) -> str:
    """Last day of a month as ISO date; "" if the text is none."""
    folded = fold_heading(text)
    if match := re.fullmatch(r"(\d{4})[-/.]?(\d{2})(?:-\d{2})?", folded):
        year, month = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(?:\d{1,2}\.)?(\d{1,2})[./-](\d{4})", folded):
        year, month = int(match[2]), int(match[1])
    elif match := re.fullmatch(r"([a-z]{3,9})\.?(\d{4})", folded):
        hits = [i for i, name in enumerate(_MONTHS, start=1) if name.startswith(match[1][:3])]
        year, month = int(match[2]), hits[0] if hits else 0
    else:
        return ""
    if not 1 <= month <= 12:
        return ""
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"


def _counts(table: pd.DataFrame, job: Job) -> Counts:
    parts = table[~table["summe"]]
    secret = parts[parts["arbeitslose"].isna()]
    if len(secret):
        names = quoted(secret["name"].unique())
        job.findings.note(f"Von der Bundesagentur geheim gehalten und deshalb ohne Wert: {names}.")
    if parts["ohne"].any():
        text = "Arbeitslose ohne zugeordnete Anschrift („keine Angabe“) zählen in keinem Ortsteil."
        job.findings.note(text)
    _check_totals(table, parts, job)
    if parts[columns.STAND].str[5:7].nunique() > 1:
        # decision 021: no yearly mean is made of the few months that small areas have
        job.findings.note(
            "Jeder Berichtsmonat ist ein Stand für sich. Über die Jahre bitte denselben Monat "
            "vergleichen: Arbeitslosigkeit hängt von der Jahreszeit ab."
        )
    keys = [columns.STAND, columns.ORTSTEIL]
    inside = parts[parts[columns.ORTSTEIL] != ""]
    summed = inside.groupby(keys)["arbeitslose"].agg(lambda part: part.sum(skipna=False))
    frame = summed.reset_index()[[*keys, *SPALTEN[ARBEITSMARKT]]]
    stand = str(frame[columns.STAND].max())
    key = f"ba-arbeitslose-{stand[:7]}"
    quelle = source_table(
        key,
        stand,
        herausgeber="Statistik der Bundesagentur für Arbeit",
        titel="Arbeitsmarktdaten in kleinräumiger Gliederung (AkG), Arbeitslose",
        lizenz="© Statistik der Bundesagentur für Arbeit; Weitergabe mit Quellenangabe",
        vermerk="Quelle: Statistik der Bundesagentur für Arbeit; eigene Berechnung",
        lieferant="Statistik der Bundesagentur für Arbeit (Sonderauswertung für Gemeindeteile)",
        rhythmus="vierteljährlich",
    )
    return Counts(ARBEITSMARKT, frame, quellen=quelle, quelle_id=key)


def _check_totals(table: pd.DataFrame, parts: pd.DataFrame, job: Job) -> None:
    """Parts that are all known add up to the sum of the Gemeinde."""
    for stand, rows in table[table["gesamt"]].groupby(columns.STAND):
        own = parts.loc[parts[columns.STAND] == stand, "arbeitslose"]
        if own.notna().all() and own.sum() != rows["arbeitslose"].iat[0]:
            job.findings.note(f"Die Teilgebiete ergeben nicht die Summe der Gemeinde ({stand}).")


def _summary(table: pd.DataFrame) -> dict[str, object]:
    parts = table[~table["summe"] & ~table["ohne"]]
    return {
        "Monate": ", ".join(sorted(parts[columns.STAND].str[:7].unique())),
        "Teilgebiete": int(parts["text"].nunique()),
        "geheim gehalten": int(parts["arbeitslose"].isna().sum()),
    }


FORMAT: Final = Format(
    "arbeitsmarkt", "Arbeitsmarktdaten in kleinräumiger Gliederung (Bundesagentur)", _fits, _read
)
