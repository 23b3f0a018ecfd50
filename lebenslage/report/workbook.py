"""Everything that may be published as one XLSX: for the colleague who goes on calculating."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.report import formats
from lebenslage.report.book import Book
from lebenslage.report.deck.rows import PUNKTE
from lebenslage.report.deck.statements import data_date, mark_line
from lebenslage.report.export import import_frame, survey_frame, value_frame
from lebenslage.report.files import Notes
from lebenslage.report.method import describe_limits, describe_procedure
from lebenslage.report.sheets import catalogue_table, publishers, source_lines
from lebenslage.report.survey_tables import ALLE_NAME


def workbook(figures: Figures, area: str = "") -> bytes:
    """The XLSX of `collection`."""
    return collection(figures, area).xlsx


def collection(figures: Figures, area: str = "") -> Book:
    """Values of every date, scores, changes, the survey, the catalogue; sources and method last.

    Parameters
    ----------
    area : str
        Only this Ortsteil, beside Gemeinde and Landkreis; default: all.

    Raises
    ------
    KeyError
        If there is no such Ortsteil.
    """
    names = {area: figures.names[area]} if area else figures.names
    levels = {k: v for k, v in figures.levels.items() if k in names or k not in figures.names}
    nodes = {node.code: node for node in figures.snapshot.catalogue.indicators}
    sheets = {
        "Werte": value_frame(figures.values, levels, nodes),
        "Punkte": score_frame(figures, levels),
        "Veränderung": _changes(figures, levels),
    }
    for wave in reversed(figures.waves):
        table = figures.wave_table(wave.id)
        own = table[table[col.GRUPPE].isin([*names, ALLE])]
        sheets[f"Umfrage {wave.year}"] = survey_frame(own, wave, {**names, ALLE: ALLE_NAME})
    sheets["Katalog"] = _catalogue(figures)
    return Book(sheets, notes_of(figures, area), plain=import_frame(figures.values, levels, nodes))


def score_frame(figures: Figures, levels: Mapping[str, str]) -> pd.DataFrame:
    """Points of every node in the areas named, with limits and rank intervals."""
    rows = figures.scores.scores
    rows = rows[rows[col.GEBIET].isin(list(levels))]
    catalogue = figures.snapshot.catalogue
    return pd.DataFrame(
        {
            "Gebietsschlüssel": rows[col.GEBIET],
            "Gebiet": rows[col.GEBIET].map(dict(levels)),
            "Code": rows[col.CODE],
            "Name": [catalogue[code].label for code in rows[col.CODE]],
            "Punkte": rows[col.SCORE],
            "Untergrenze": rows[col.SCORE_UG],
            "Obergrenze": rows[col.SCORE_OG],
            "Rang von": rows["rang_ug"],
            "Rang bis": rows["rang_og"],
            "Klasse": rows["klasse"],
            "Abdeckung": rows[col.ABDECKUNG],
            "Beispieldaten": rows[col.BEISPIEL].astype(bool),
            "Grund": rows[col.GRUND],
        }
    )


def _changes(figures: Figures, levels: dict[str, str]) -> pd.DataFrame:
    rows = figures.changes.values
    rows = rows[rows[col.GEBIET].isin(list(levels))]
    catalogue = figures.snapshot.catalogue
    return pd.DataFrame(
        {
            "Gebiet": rows[col.GEBIET].map(levels),
            "Indikator": [catalogue[code].label for code in rows[col.INDIKATOR]],
            "Einheit": [catalogue[code].einheit for code in rows[col.INDIKATOR]],
            "Stand vorher": rows["stand_vorher"],
            "Wert vorher": rows["wert_vorher"],
            "Stand nachher": rows["stand_nachher"],
            "Wert nachher": rows["wert_nachher"],
            "Differenz": rows["differenz"],
            "Untergrenze": rows[col.UG],
            "Obergrenze": rows[col.OG],
            "Urteil": rows["urteil"],
            "Grund": rows[col.GRUND],
        }
    )


def _catalogue(figures: Figures) -> pd.DataFrame:
    catalogue = figures.snapshot.catalogue
    parts = [
        catalogue_table(catalogue, field, figures.values).assign(Handlungsfeld=field.label)
        for field in catalogue.handlungsfelder
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def notes_of(figures: Figures, area: str = "") -> Notes:
    """What stands beside all values of an Ortsteil, or of all."""
    about = f"Ortsteil {figures.names[area]}" if area else "alle Ortsteile"
    used = set(figures.values[col.QUELLE].dropna())
    thresholds = figures.gemeinde.thresholds
    return Notes(
        titel=f"Gemeinde {figures.gemeinde.name}, {about}: Werte, Punkte, Umfrage",
        quellen=[
            *source_lines(figures.snapshot.quellen, used),
            *(f"{w.titel}, erhoben {formats.format_date(w.erhebung)}" for w in figures.waves),
        ],
        herausgeber=publishers(figures.snapshot.quellen, used),
        stand=data_date(figures),
        methode=" ".join(describe_procedure(figures.procedure, thresholds)),
        hinweise=(
            mark_line(figures),
            *PUNKTE,
            "Unter- und Obergrenzen der Werte: 95 %-Bereich; der Punkte: 90 % der Wiederholungen.",
            "Anteile aus Umfragen laufen von 0 bis 1, Anteile unter den Werten von 0 bis 100.",
            *describe_limits(figures.snapshot, figures.gemeinde),
        ),
        beispiel=figures.snapshot.has_examples,
        naeherung=not bool(figures.snapshot.ortsteile["amtlich"].all()),
    )
