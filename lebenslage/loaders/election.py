"""Results of elections by polling district: the open-data file of the votemanager."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.assigning import assign
from lebenslage.loaders.count_cells import read_counts, read_dates, source_table
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import (
    NO_FIT,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    preview,
)
from lebenslage.loaders.tables import Column, fold_heading, match_columns
from lebenslage.model import columns
from lebenslage.model.counts import SPALTEN, WAHL, Counts

#: Statutory names of the columns: A entitled (A1 without, A2 with a mark "Wahlschein"), B voters
#: (B1 with a Wahlschein).
_COLUMNS: Final = (
    Column("datum", needed=True),
    Column("wahl", needed=True),
    Column("gebiet-name", needed=True, aliases=("gebiets-name", "gebietname", "gebiet_name")),
    Column("A", needed=True),
    Column("B", needed=True),
    Column("ags"),
    Column("gebiet-nr", aliases=("gebiets-nr", "gebietnr", "gebiet_nr")),
    Column("max-schnellmeldungen"),
    Column("anz-schnellmeldungen"),
    Column("A2"),
    Column("B1"),
)
#: Words in the name of an election -> code of its kind; the first that fits.
KINDS: Final = {
    "ortschaftsrat": "or",
    "gemeinderat": "gr",
    "stadtrat": "gr",
    "ratswahl": "gr",
    "bundestag": "btw",
    "landtag": "ltw",
    "europa": "euw",
}
_POSTAL: Final = re.compile(r"brief", re.IGNORECASE)
_KNOWN_KINDS: Final = "Bundestags-, Landtags-, Europa-, Gemeinderats- und Ortschaftsratswahlen"


def _fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    matched = match_columns(opened.header, _COLUMNS, job.mapping)
    votes = any(re.fullmatch(r"d\d*.*", fold_heading(heading)) for heading in opened.header)
    return (3.0, 1.0) if not matched.missing and votes else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    found = dict(match_columns(raw.header, _COLUMNS, job.mapping).found)
    table = _districts(raw, found, job)
    size = (len(raw.cells), len(raw.header))
    if job.findings:
        return Outcome(None, *size, preview(raw), raw.header)
    kind = _kind(table, job)
    postal = set(table.loc[table["art"] == "brief", "text"])
    names = {text: re.sub(r"^[\d\W_]+", "", text) for text in table["text"].unique()}
    assigned = assign(table["text"], job, names, postal)
    table[columns.ORTSTEIL] = table["text"].map(lambda text: assigned.orte.get(text, ""))
    _tell_postal(table, job)
    content = None
    if not job.findings:
        wahl, stand = str(table["wahl"].iat[0]), str(table[columns.STAND].max())
        key = f"wahl-{kind}-{stand}"
        quelle = source_table(
            key,
            stand,
            herausgeber="Gemeinde, Wahlamt",
            titel=f"{wahl}, Ergebnisse der Wahlbezirke",
            vermerk="Wahlpräsentation der Gemeinde (votemanager), offene Daten",
            lieferant="Hauptamt: Wahlamt",
            rhythmus="alle 4 Jahre" if kind == "btw" else "alle 5 Jahre",
        )
        frame = table[[columns.STAND, columns.ORTSTEIL, *SPALTEN[WAHL]]]
        content = Counts(WAHL, frame.reset_index(drop=True), kind, quelle, key)
    return Outcome(
        content,
        *size,
        preview(raw),
        raw.header,
        zusammenfassung=_summary(table) if content else {},
        zuordnung=assigned.zuordnung,
        orte=assigned.offen,
    )


def _districts(raw: RawTable, found: dict[str, int], job: Job) -> pd.DataFrame:
    """Rows of districts of the own Gemeinde, without its total."""

    def counts(name: str) -> np.ndarray:
        if name not in found:
            return np.full(len(raw.cells), np.nan)
        return read_counts(raw, found[name], job)

    table = pd.DataFrame(
        {
            columns.STAND: read_dates(raw, found["datum"], job),
            "wahl": raw.column(found["wahl"]),
            "text": raw.column(found["gebiet-name"]),
            "wahlberechtigte": counts("A"),
            "wahlschein": counts("A2"),
            "waehler": counts("B"),
            "waehler_wahlschein": counts("B1"),
            "nummer": raw.column(found["gebiet-nr"]) if "gebiet-nr" in found else "",
            "erwartet": counts("max-schnellmeldungen"),
            "gemeldet": counts("anz-schnellmeldungen"),
        }
    )
    table["zeile"] = range(len(table))
    if "ags" in found and job.known.ags:
        keys = raw.column(found["ags"]).str.zfill(8)
        if not (keys == job.known.ags).any():
            others = quoted(sorted(set(keys))[:3])
            text = f"Die Datei gehört zu einer anderen Gemeinde (Schlüssel {others})."
            job.findings.add(text, spalte=raw.header[found["ags"]])
        table = table[keys == job.known.ags]
    whole = table["nummer"].str.fullmatch("0+") if "gebiet-nr" in found else table["text"] == ""
    if len(table) and len(table[~whole]) < 2:
        text = (
            "Die Datei enthält nur das Gesamtergebnis; bitte die Datei der Wahlbezirke "
            "(„…-Wahlbezirk.csv“) einlesen."
        )
        job.findings.add(text)
    table = table[~whole].reset_index(drop=True)
    _check(raw, table, found, job)
    empty = table["wahlberechtigte"].fillna(0) == 0
    named = table["text"].str.contains(_POSTAL)
    table["art"] = np.where(named | (empty & (table["waehler"] > 0)), "brief", "urne")
    return table


def _check(raw: RawTable, table: pd.DataFrame, found: dict[str, int], job: Job) -> None:
    if job.findings or not len(table):
        return
    late = table[table["gemeldet"] < table["erwartet"]]
    if len(late) or table["waehler"].isna().any():
        done = len(table) - max(len(late), int(table["waehler"].isna().sum()))
        text = (
            f"Erst {done} von {len(table)} Wahlbezirken sind ausgezählt; bitte die Datei nach "
            "der Auszählung noch einmal laden."
        )
        job.findings.add(text)
        return
    wrong = table[
        (table["waehler"] > table["wahlberechtigte"])
        & (table["wahlberechtigte"] > 0)
        & (table["waehler_wahlschein"].fillna(0) == 0)
    ]
    for row in wrong["zeile"]:
        text = "Mehr Wählende (B) als Wahlberechtigte (A)."
        line, value = raw.line(int(row)), str(raw.column(found["B"]).iat[int(row)])
        job.findings.add(text, zeile=line, spalte=raw.header[found["B"]], wert=value)


def _kind(table: pd.DataFrame, job: Job) -> str:
    names = list(table["wahl"].unique())
    kinds = {
        next((k for word, k in KINDS.items() if word in fold_heading(name)), "") for name in names
    }
    if len(kinds) == 1 and "" not in kinds:
        return str(kinds.pop())
    if "" in kinds:
        text = f"Aus {quoted(names)} entsteht keine Kennzahl; bekannt sind {_KNOWN_KINDS}."
    else:
        text = f"Die Datei enthält mehrere Wahlen ({quoted(names)}); bitte einzeln einlesen."
    job.findings.add(text, spalte="wahl")
    return ""


def _tell_postal(table: pd.DataFrame, job: Job) -> None:
    """How postal votes are counted, and what that means."""
    postal = table[table["art"] == "brief"]
    if postal.empty:
        if table["waehler_wahlschein"].sum() > 0.3 * table["wahlschein"].sum() > 0:
            job.findings.note("Die Briefwahl ist in den Wahlbezirken mitgezählt.")
        else:
            job.findings.note(
                "Die Datei enthält keine Briefwahlbezirke; es entsteht nur die Wahlbeteiligung an "
                "der Urne, die zu niedrig ist."
            )
        return
    elsewhere = postal[postal[columns.ORTSTEIL] == ""]
    count = f"{len(postal)} Briefwahlbezirk{'' if len(postal) == 1 else 'e'}"
    if elsewhere.empty:
        job.findings.note(f"{count}, alle einem Ortsteil zugeordnet: Beteiligung ohne Näherung.")
        return
    job.findings.note(
        f"{count}, davon {len(elsewhere)} für die ganze Gemeinde: Je Ortsteil ist die Beteiligung "
        "mit Briefwahl eine Näherung, (Urnenwähler + Wahlscheine des Ortsteils × Anteil der "
        "Wahlscheine in der Gemeinde, mit denen gewählt wurde) ÷ Wahlberechtigte."
    )
    if table.loc[table["art"] == "urne", "wahlschein"].isna().any():
        job.findings.note(
            "Spalte A2 (Wahlberechtigte mit Wahlschein) fehlt: Die Beteiligung mit Briefwahl "
            "entsteht nur für die Gemeinde."
        )


def _summary(table: pd.DataFrame) -> dict[str, object]:
    return {
        "Wahl": str(table["wahl"].iat[0]),
        "Datum": str(table[columns.STAND].max()),
        "Wahlbezirke": int((table["art"] == "urne").sum()),
        "Briefwahlbezirke": int((table["art"] == "brief").sum()),
        "Wahlberechtigte": int(table["wahlberechtigte"].sum()),
        "Wählende": int(table["waehler"].sum()),
    }


FORMAT: Final = Format("wahl", "Wahlergebnisse der Wahlbezirke (votemanager)", _fits, _read)
