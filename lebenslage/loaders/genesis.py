"""Tables of the statistical offices (GENESIS-Online, Regionaldatenbank, Zensusdatenbank)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lebenslage.loaders import genesis_apply, genesis_flat, genesis_propose, genesis_table
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import (
    NO_FIT,
    PREVIEW_ROWS,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
)
from lebenslage.loaders.genesis_long import OfficialTable
from lebenslage.model import columns
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import ComparisonTable
from lebenslage.model.official import Recipe, TableProposal

#: Licence of the databases of the statistical offices.
_LICENCE: Final = "dl-de/by-2-0"
_PREVIEW: Final = (columns.GEBIET, columns.NAME, "ebene", columns.STAND, "reihe", columns.WERT)


def _fits(opened: Opened, _job: Job) -> Fit:
    if opened.kind == "amtlich":
        return 2.0, 1.0
    known = opened.kind == "tabelle" and genesis_flat.layout_of(opened.header)
    return (2.0, 1.0) if known else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    if opened.kind == "amtlich":
        table = genesis_table.read_table(opened.text, job)
    else:
        assert opened.raw is not None
        table = genesis_flat.read_flat(opened.raw, job)
    rows, width = _size(opened)
    if table is None:
        return Outcome(None, rows, width)
    decided = job.zuordnung.reihen if job.zuordnung else {}
    proposal = genesis_propose.propose(
        table.code,
        table.quelle.titel,
        table.reihen,
        job.known.catalogue,
        job.known.zuordnung.reihen.get(table.code, {}),
        decided.get(table.code, {}),
    )
    content = _content(table, proposal, job)
    return Outcome(
        content=content,
        zeilen=rows,
        spalten=width,
        vorschau=_preview(table),
        zusammenfassung=_summary(table, content),
        zuordnung=Assignment(reihen={table.code: {**proposal.rezepte, **_left_out(job, table)}}),
        tabelle=proposal,
    )


def _content(table: OfficialTable, proposal: TableProposal, job: Job) -> ComparisonTable | None:
    if job.findings:
        return None
    catalogue = job.known.catalogue
    if catalogue is None or not proposal.rezepte:
        text = (
            "Für keine Reihe der Tabelle steht fest, welcher Kennzahl sie entspricht. Bitte auf "
            "der Seite „Daten“ zuordnen; das wird für die nächste Datei dieser Tabelle gemerkt."
        )
        job.findings.add(text)
        return None
    key = f"{table.kennung}-{table.frame[columns.STAND].max()}".rstrip("-")
    frame = genesis_apply.apply(table, proposal.rezepte, catalogue, key, job.findings)
    for code in proposal.rezepte:
        job.findings.note(_told(catalogue[code].label, code, proposal))
    return ComparisonTable(frame, _source(table, key, job))


def _told(name: str, code: str, proposal: TableProposal) -> str:
    """Which series make an indicator, and who said so."""
    labels = {item.key: item.label for item in proposal.reihen}
    recipe = proposal.rezepte[code]
    if recipe.wert:
        text = quoted(labels[key] for key in recipe.wert)
    else:
        upper = quoted(labels[key] for key in recipe.zaehler)
        text = f"{upper} durch {quoted(labels[key] for key in recipe.nenner)}"
    how = " (wie beim letzten Mal)" if code in proposal.gemerkt else ""
    return f"Kennzahl „{name}“ aus {text}{how}."


def _source(table: OfficialTable, key: str, job: Job) -> pd.DataFrame:
    """Row of the sources, columns `columns.QUELLEN`."""
    told = table.quelle
    row = dict.fromkeys(columns.QUELLEN, "") | {
        columns.QUELLE: key,
        "herausgeber": told.herausgeber,
        "titel": told.titel,
        "lizenz": _LICENCE,
        "vermerk": f"© {told.herausgeber}, {told.titel}, {_LICENCE}, Auszug",
        columns.STAND: str(table.frame[columns.STAND].max()),
        "adresse": told.adresse,
        "abgerufen": told.abgerufen,
        "lieferant": told.herausgeber,
    }
    job.findings.note(f"Als Quelle wird eingetragen: {row['vermerk']}.")
    return pd.DataFrame([row], columns=list(columns.QUELLEN))


def _left_out(job: Job, table: OfficialTable) -> dict[str, Recipe]:
    """Indicators that the user has said are not in this table: they are not proposed again."""
    decided = job.zuordnung.reihen.get(table.code, {}) if job.zuordnung else {}
    return {code: recipe for code, recipe in decided.items() if not recipe.complete}


def _size(opened: Opened) -> tuple[int, int]:
    if opened.raw is not None:
        return len(opened.raw.cells), len(opened.raw.header)
    lines = opened.text.splitlines()
    return len(lines), max(line.count(";") for line in lines) + 1


def _preview(table: OfficialTable) -> pd.DataFrame:
    """First rows, with the labels of their series."""
    labels = {item.key: item.label for item in table.reihen}
    rows = table.frame.head(PREVIEW_ROWS)
    wert = rows[columns.WERT].astype(object).where(rows[columns.WERT].notna(), rows["zeichen"])
    shown = rows.assign(reihe=rows["reihe"].map(labels), wert=wert.astype(str))
    return shown[list(_PREVIEW)].reset_index(drop=True)


def _summary(table: OfficialTable, content: ComparisonTable | None) -> dict[str, object]:
    facts: dict[str, object] = {"Tabelle": table.code, "Reihen": len(table.reihen)}
    if content is not None:
        frame = content.frame
        facts |= {
            "Gebiete": int(frame[columns.GEBIET].nunique()),
            "Indikatoren": int(frame[columns.INDIKATOR].nunique()),
            "Werte": int(frame[columns.WERT].notna().sum()),
        }
    return facts


FORMAT: Final = Format("genesis", "Tabelle der amtlichen Statistik (GENESIS)", _fits, _read)
