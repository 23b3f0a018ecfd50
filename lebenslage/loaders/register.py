"""Tables of the Melderegister: Ortsteil by age, sex and year, long or wide, with moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import register_labels as labels
from lebenslage.loaders.assigning import Assigned, assign
from lebenslage.loaders.cells import Rule, read_date
from lebenslage.loaders.count_cells import read_counts, read_dates, source_table
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
from lebenslage.loaders.register_layout import Layout, layout_of
from lebenslage.loaders.tables import Column, fold_heading, missing_columns
from lebenslage.model import columns
from lebenslage.model.counts import MELDEREGISTER, SPALTEN, Counts
from lebenslage.model.exchange import Known

_KEYS: Final = (columns.STAND, columns.ORTSTEIL, "art", "von", "bis", "geschlecht", "deutsch")
#: Places that stand for persons whose address is in no Ortsteil.
_NOWHERE: Final = frozenset({"ohnezuordnung", "keineangabe", "unbekannt", "nichtzugeordnet"})
_DAY: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_EXCEL: Final = "0123456789"


def _fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    layout = layout_of(opened.header, job)
    if not layout.has_places or not layout.has_persons or not layout.counted:
        return NO_FIT
    wide = any(item.alter or item.ort or item.art != "bestand" for item in layout.counted)
    if layout.key(labels.STAND) is None and not wide and not _has_date(opened):
        return NO_FIT  # the margins of a survey look the same and have no date
    # a few columns more are fine, answers to a questionnaire are not
    return (2.6, 1.0) if len(layout.rest) <= len(opened.header) / 3 else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    layout = layout_of(raw.header, job)
    dated = layout.key(labels.STAND) is not None or bool(_titled(raw))
    there = {labels.STAND: dated, labels.ORT: layout.has_places}
    missing = tuple(name for name, found in there.items() if not found)
    rows, width = len(raw.cells), len(raw.header)
    overview = column_overview(raw)  # cells may be about one person
    if missing:
        job.findings.add(missing_columns(missing))
        return Outcome(
            None, rows, width, vorschau=overview, spaltennamen=raw.header, fehlende_spalten=missing
        )
    if layout.rest:
        job.findings.note(f"Nicht gelesen: {quoted(layout.rest)}.")
    table = _long(raw, layout, job)
    assigned = _assign(table, job)
    content = None
    if not job.findings:
        content = _counts(raw, table, assigned, job)
    return Outcome(
        None if job.findings else content,
        rows,
        width,
        overview,
        spaltennamen=raw.header,
        zusammenfassung=_summary(content) if content else {},
        zuordnung=assigned.zuordnung,
        orte=assigned.offen,
    )


def _long(raw: RawTable, layout: Layout, job: Job) -> pd.DataFrame:
    """One row per cell: keys, `text` (the place as written), `anzahl`, `zeile` of the file."""
    stand = layout.key(labels.STAND)
    if stand is None:
        dates = pd.Series(_titled(raw), raw.cells.index)
        job.findings.note(f"Stichtag nach dem Titel der Tabelle: {dates.iat[0]}.")
    else:
        dates = read_dates(raw, stand, job)
    rows = pd.DataFrame({columns.STAND: dates, "zeile": range(len(raw.cells))})
    place = layout.key(labels.ORT)
    rows["text"] = raw.column(place) if place is not None else ""
    sex, german = layout.key(labels.GESCHLECHT), layout.key(labels.DEUTSCH)
    rows["geschlecht"] = _coded(raw, sex, labels.sex_of, "Geschlecht", job)
    rows["deutsch"] = _coded(raw, german, labels.german_of, "Staatsangehörigkeit", job)
    rows["von"], rows["bis"], summed = _ages(raw, layout.key(labels.ALTER), job)
    parts = []
    for item in layout.counted:
        blank = raw.column(item.index) == ""
        if blank.all():
            job.findings.note(f"Die Spalte „{raw.header[item.index]}“ ist leer.")
            continue
        if blank.any():
            job.findings.note("Leere Zellen zwischen Zahlen zählen als 0.")
        part = rows.assign(art=item.art, anzahl=read_counts(raw, item.index, job, empty=0.0))
        if item.alter is not None:
            part = part.assign(von=item.alter.von, bis=item.alter.bis)
        if item.geschlecht:
            part = part.assign(geschlecht=item.geschlecht)
        if item.ort:
            part = part.assign(text=item.ort)
        parts.append(part)
    if not parts:
        job.findings.add("Die Tabelle enthält keine Zahlen.")
        parts = [rows.assign(art="bestand", anzahl=np.nan)]
    table = pd.concat(parts, ignore_index=True)
    totals = table["text"].map(labels.is_total) | table["zeile"].isin(summed)
    return _without_sums(table[~totals], "geschlecht", "deutsch")


def _has_date(opened: Opened) -> bool:
    return opened.raw is not None and bool(_titled(opened.raw))


def _titled(raw: RawTable) -> str:
    """Last date in the titles above the table, ISO; "" if there is none."""
    found = [day for title in raw.titel for day in _DAY.findall(title)]
    dates, errors = read_date(pd.Series(found, dtype="str"), Rule(Column("titel"), "", ""))
    wrong = {row for row, _ in errors}
    days = [str(day) for row, day in enumerate(dates) if row not in wrong]
    return days[-1] if days else ""


def _without_sums(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Without the rows for all together where their parts are there too."""
    for name in names:
        if (table[name] != "").any():
            bestand = table["art"] == "bestand"
            split = table[name] != ""
            table = table[split | ~bestand]
    return table.reset_index(drop=True)


def _coded(
    raw: RawTable, index: int | None, code: Callable[[str], str | None], word: str, job: Job
) -> pd.Series | str:
    if index is None:
        return ""
    texts = raw.column(index)
    known = {text: code(text) if text else "" for text in pd.unique(texts)}
    wrong = rows_where(texts.map(lambda text: known[text] is None))
    for row in job.findings.listed(wrong):
        text = f"„{texts.iat[row]}“ ist als {word} nicht bekannt."
        job.findings.add(
            text, zeile=raw.line(row), spalte=raw.header[index], wert=str(texts.iat[row])
        )
    return texts.map(lambda text: known[text] or "")


def _ages(raw: RawTable, index: int | None, job: Job) -> tuple[pd.Series, pd.Series, list[int]]:
    """From, to, and the rows that are sums over all ages."""
    if index is None:
        empty = pd.Series(np.nan, index=raw.cells.index)
        return empty, empty.copy(), []
    texts = raw.column(index)
    known = {text: labels.age_of(text) for text in pd.unique(texts)}
    sums = rows_where(texts.map(labels.is_total))
    wrong = [r for r in rows_where(texts.map(lambda t: known[t] is None)) if r not in set(sums)]
    for row in job.findings.listed(wrong):
        text = str(texts.iat[row])
        message = (
            f"„{text}“ ist keine Altersangabe; erwartet wird zum Beispiel 17, 3 bis 5 oder "
            "80 und älter."
        )
        if text[:1] in _EXCEL and any(char.isalpha() for char in text[1:]):
            message += " Vermutlich hat Excel aus „3-5“ ein Datum gemacht."
        job.findings.add(message, zeile=raw.line(row), spalte=raw.header[index], wert=text)
    spans = {text: (age.von, age.bis) if age else (np.nan, np.nan) for text, age in known.items()}
    von = texts.map({text: span[0] for text, span in spans.items()}).astype(float)
    bis = texts.map({text: span[1] for text, span in spans.items()}).astype(float)
    return von, bis, sums


def _assign(table: pd.DataFrame, job: Job) -> Assigned:
    """Ortsteil of each place, also of a Weiler; in place in the column `ortsteil_id`."""
    nowhere = table["text"].map(lambda text: fold_heading(text) in (*_NOWHERE, ""))
    per_place = table.loc[~nowhere, ["text", "zeile"]].drop_duplicates()["text"]
    assigned = assign(per_place, job)
    table[columns.ORTSTEIL] = table["text"].map(lambda text: assigned.orte.get(text, ""))
    return assigned


def _counts(raw: RawTable, table: pd.DataFrame, assigned: Assigned, job: Job) -> Counts | None:
    doubled = table.duplicated([*(k for k in _KEYS if k != columns.ORTSTEIL), "text"], keep=False)
    if doubled.any():
        row = table[doubled].iloc[1]
        text = (
            f"Für „{row['text']}“ ({row[columns.STAND]}) steht dieselbe Gruppe mehrmals in der "
            "Tabelle; jede Gruppe genau einmal."
        )
        job.findings.add(text, zeile=raw.line(int(row["zeile"])))
    if overlap := _overlap(table):
        job.findings.add(overlap)
    if job.findings:
        return None
    # several Weiler of an Ortsteil are added up; what is secret in one is secret in all
    summed = table.groupby(list(_KEYS), dropna=False, sort=True)["anzahl"]
    frame = summed.agg(lambda part: part.sum(skipna=False)).reset_index()
    frame = frame[[columns.STAND, columns.ORTSTEIL, *SPALTEN[MELDEREGISTER]]]
    if hidden := int(frame["anzahl"].isna().sum()):
        text = f"{hidden} Zellen sind in der Datei geheim gehalten; was sie braucht, bleibt leer."
        job.findings.note(text)
    if known := assigned.gemerkt:
        job.findings.note(f"Wie beim letzten Mal oder von Ihnen zugeordnet: {quoted(known)}.")
    stand = str(frame[columns.STAND].max())
    key = f"melderegister-{stand}"
    quelle = source_table(
        key,
        stand,
        herausgeber="Gemeinde, Melderegister",
        titel="Bestand und Bewegungen nach Ortsteil, Alter und Geschlecht",
        vermerk="Melderegister der Gemeinde; nur zusammengefasst veröffentlicht",
        lieferant="Hauptamt: Melderegister",
        rhythmus="jährlich",
    )
    return Counts(MELDEREGISTER, frame, quellen=quelle, quelle_id=key)


def _overlap(table: pd.DataFrame) -> str:
    """What is wrong if age groups count persons twice; empty if they do not."""
    ages = table.loc[table["von"].notna(), ["von", "bis"]].drop_duplicates().fillna(np.inf)
    ages = ages.sort_values(["von", "bis"])
    starts, ends = ages["von"].to_numpy()[1:], ages["bis"].to_numpy()[:-1]
    doubled = starts[starts < ends]
    if not len(doubled):
        return ""
    return (
        f"Die Altersgruppen überschneiden sich bei {doubled[0]:.0f} Jahren; jede Person darf nur "
        "in einer Gruppe stehen."
    )


def _summary(content: Counts) -> dict[str, object]:
    frame = content.tabelle
    newest = frame[(frame[columns.STAND] == content.stand) & (frame["art"] == "bestand")]
    return {
        "Stichtage": ", ".join(sorted(frame[columns.STAND].unique())),
        "Ortsteile": int(frame.loc[frame[columns.ORTSTEIL] != "", columns.ORTSTEIL].nunique()),
        "Altersgruppen": int(frame["von"].nunique()),
        "Einwohner am neuesten Stichtag": int(newest["anzahl"].sum()),
    }


def _template(known: Known) -> str:
    """Ortsteile by age groups that all indicators can be made of, and a row for moves."""
    groups = (
        *("0 bis unter 6", "6 bis unter 15", "15 bis unter 18", "18 bis unter 20"),
        *("20 bis unter 65", "65 bis unter 80", "80 und älter"),
    )
    rows = [";".join((labels.ORT, labels.STAND, *groups, labels.ZUZUEGE, labels.FORTZUEGE))]
    if known.gazetteer:
        ids = dict.fromkeys(place.ortsteil_id for place in known.gazetteer.places)
        rows += [key + ";" * (len(groups) + 3) for key in ids]
    return "\r\n".join(rows) + "\r\n"


FORMAT: Final = Format(
    "melderegister", "Melderegister nach Ortsteil und Alter", _fits, _read, _template
)
